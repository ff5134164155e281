"""The clinic, its physician, settings, and what is under way."""

from collections.abc import Mapping

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent
from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.record_changes import FieldChange, derive_changes
from stemsup_desktop.store import house_records
from stemsup_desktop.store.accounts import find_account, get_account, save_account, with_physician
from stemsup_desktop.store.door import Door
from stemsup_desktop.store.house_records import CLINIC, PHYSICIAN
from stemsup_desktop.store.notices import Notice, find_notices


class HouseDoor(Door):
    """The clinic, its physician, settings, and what is under way."""

    def load_clinic(self) -> Clinic:
        """Return the clinic's details."""
        with self._reading(Right.SIGN_IN) as db:
            return house_records.load_house_record(db, CLINIC, Clinic)

    def save_clinic(self, clinic: Clinic) -> None:
        """Replace the clinic's details."""
        with self._writing(Right.ADMINISTER) as db:
            before = house_records.load_house_record(db, CLINIC, Clinic)
            house_records.save_house_record(db, CLINIC, clinic, self._clock())
            if changes := derive_changes(before, clinic):
                self._note(AuditEvent(AuditAct.CLINIC_CHANGED, details=changes))

    def load_physician(self) -> Physician:
        """Return the author as documents name a physician, or for anyone else the physician of the house."""
        with self._reading(Right.SIGN_IN) as db:
            own = find_account(db, self.author.account_id)
            physician = own.physician if own is not None else None
            return physician or house_records.load_house_record(db, PHYSICIAN, Physician)

    def save_physician(self, physician: Physician) -> None:
        """Replace the author's details as documents name them, and the house's where those were the author's.

        Raises `InputProblem` account-invalid.
        """
        with self._writing(Right.DECIDE) as db:
            account, now = get_account(db, self.author.account_id), self._clock()
            if house_records.load_house_record(db, PHYSICIAN, Physician) == account.physician:
                house_records.save_house_record(db, PHYSICIAN, physician, now)
            save_account(db, with_physician(account, physician), now)
            if changes := derive_changes(account.physician or physician, physician):
                self._note(AuditEvent(AuditAct.PHYSICIAN_CHANGED, subject=account.account_id, details=changes))

    def load_settings(self) -> dict[str, str]:
        """Return every setting by name."""
        with self._reading(Right.SIGN_IN) as db:
            return house_records.load_settings(db)

    def save_settings(self, settings: Mapping[str, str]) -> None:
        """Keep the settings given; others stay as they are."""
        with self._writing(Right.ADMINISTER) as db:
            before = house_records.load_settings(db)
            house_records.save_settings(db, settings)
            for name, value in settings.items():
                if before.get(name, "") != value:
                    change = FieldChange((name,), before.get(name), value)
                    self._note(AuditEvent(AuditAct.SETTINGS_CHANGED, subject=name, details=(change,)))

    def list_notices(self) -> tuple[Notice, ...]:
        """Return what is odd around the vault: a synchroniser's copy beside it, or a clock that was set back."""
        with self._reading(Right.SIGN_IN) as db:
            return find_notices(self._opened.folder, db, self._clock())

    def load_unfinished(self, name: str) -> str:
        """Return what is under way and no record yet, such as a form half filled in; empty if there is none."""
        with self._reading(Right.PATIENTS) as db:
            return house_records.load_unfinished(db, name)

    def save_unfinished(self, name: str, text: str) -> None:
        """Keep what is under way; a colleague who signs in goes on with it."""
        with self._writing(Right.PATIENTS) as db:
            house_records.save_unfinished(db, name, text)
