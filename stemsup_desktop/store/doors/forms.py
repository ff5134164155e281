"""The versions of the consent form, which of them is in force, and which patients are on which."""

import hashlib
from datetime import date

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, make_facts
from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.consent_text import read_consent_text, read_coverage
from stemsup_desktop.consultation.form_coverage import check_coverage
from stemsup_desktop.consultation.form_versions import is_clinic_version, read_form_version, write_form_version
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.resources import find_resources
from stemsup_desktop.store import form_shelf, house_records, patient_consents
from stemsup_desktop.store.door import Door
from stemsup_desktop.store.form_shelf import FormEntry, Publication, Publishing
from stemsup_desktop.store.patient_consents import ConsentCount, ConsentLine
from stemsup_desktop.store.problems import make_input_problem

MOST_LINES = 500
_DRAFT = "consent-form"


class FormDoor(Door):
    """The versions of the consent form, which of them is in force, and which patients are on which."""

    def enter_shipped_form(self, data: bytes) -> FormEntry:
        """Keep the form that the program ships; entered for the first time, it follows an earlier shipped one in force.

        A clinic's own version stays in force. Raises `InputProblem` form-not-shipped for any other bytes, and
        form-version-taken or clause-version-taken if shipped words changed under the same version.
        """
        with self._reading(Right.SIGN_IN) as db:
            kept = form_shelf.find_form(db, hashlib.sha256(data).hexdigest())
            if kept is not None:
                return kept
            text = read_form_version(data, read_coverage(find_resources() / "consent"))
            known = form_shelf.find_form_version(db, text.form.id, text.form.version)
        if known is None and not _is_shipped(data):
            raise make_input_problem("form-not-shipped")
        with self._writing(Right.SIGN_IN) as db:
            now = self._clock()
            entry = form_shelf.enter_form(db, text, data, now, is_shipped=True)
            self._note(AuditEvent(AuditAct.FORM_ENTERED, subject=entry.version))
            before = form_shelf.find_form_in_force(db, now.date())
            if before is None or before.form.is_shipped:
                form_shelf.put_in_force(db, entry, Publishing(now.date()), now)
            return entry

    def publish_form(self, data: bytes, in_force_from: date, reason: str) -> Publication:
        """Put a form version in force from a day on: a clinic's new one, or one that is in the vault already.

        Raises `InputProblem` form-reason-missing, form-date-past, form-uncovered with each required part that some form
        would lack, clause-version-taken, form-version-taken, form-version-odd, content-invalid.
        """
        with self._writing(Right.ADMINISTER) as db:
            now = self._clock()
            reason = normalise_text(reason).strip()
            if is_blank(reason):
                raise make_input_problem("form-reason-missing")
            if in_force_from < now.date():
                raise make_input_problem("form-date-past")
            text = read_form_version(data, read_coverage(find_resources() / "consent"))
            check_coverage(text)
            known = form_shelf.find_form_version(db, text.form.id, text.form.version)
            if known is None and not is_clinic_version(text.form.version):
                raise make_input_problem("form-version-taken")  # numbers alone are the program's own
            entry = form_shelf.enter_form(db, text, data, now, is_shipped=False)
            publishing = Publishing(in_force_from, self.author.account_id, self.author.name, reason)
            facts = make_facts({"in_force_from": in_force_from.isoformat(), "reason": reason, "sha256": entry.sha256})
            self._note(AuditEvent(AuditAct.FORM_PUBLISHED, subject=entry.version, details=facts))
            return form_shelf.put_in_force(db, entry, publishing, now)

    def find_form_in_force(self, today: date) -> Publication | None:
        """Find what is in force on a day; None before the shipped form was first used."""
        with self._reading(Right.SIGN_IN) as db:
            return form_shelf.find_form_in_force(db, today)

    def find_form(self, sha256: str) -> FormEntry | None:
        """Find a form version by the hash of its bytes."""
        with self._reading(Right.SIGN_IN) as db:
            return form_shelf.find_form(db, sha256)

    def find_form_version(self, form_id: str, version: str) -> FormEntry | None:
        """Find a form version by its name."""
        with self._reading(Right.SIGN_IN) as db:
            return form_shelf.find_form_version(db, form_id, version)

    def load_form(self, sha256: str) -> bytes:
        """Return the exact bytes of a form version; raises `InputProblem` form-unknown."""
        with self._reading(Right.SIGN_IN) as db:
            return form_shelf.load_form(db, sha256)

    def list_forms(self) -> tuple[FormEntry, ...]:
        """Return every form version that was ever kept, the first entered first."""
        with self._reading(Right.SIGN_IN) as db:
            return form_shelf.list_forms(db)

    def list_form_publications(self) -> tuple[Publication, ...]:
        """Return what was put in force, when, by whom and why, the last first."""
        with self._reading(Right.SIGN_IN) as db:
            return form_shelf.list_publications(db)

    def load_form_draft(self) -> str:
        """Return the form that is being edited, as text, or empty."""
        with self._reading(Right.ADMINISTER) as db:
            return house_records.load_unfinished(db, _DRAFT)

    def save_form_draft(self, text: str) -> None:
        """Keep the form that is being edited; empty forgets it. It is no act of the history before it is published."""
        with self._writing(Right.ADMINISTER) as db:
            house_records.save_unfinished(db, _DRAFT, text)

    def count_consents(self) -> tuple[ConsentCount, ...]:
        """Return how many patients are on each form version; no patient is named."""
        with self._reading(Right.SIGN_IN) as db:
            return patient_consents.count_consents(db, self._clock().date())

    def list_outdated_consents(self, limit: int = MOST_LINES) -> tuple[ConsentLine, ...]:
        """Return patients whose last consent is not of the version in force, or of whose signature a year has passed.

        The oldest signature comes first. That somebody asked is kept.
        """
        with self._writing(Right.PATIENTS) as db:
            today = self._clock().date()
            in_force = form_shelf.find_form_in_force(db, today)
            version = None if in_force is None else in_force.form.version
            self._note(AuditEvent(AuditAct.CONSENTS_LISTED, subject=version or ""))
            return patient_consents.list_outdated_consents(db, version, today, limit)


def _is_shipped(data: bytes) -> bool:
    return write_form_version(read_consent_text(find_resources() / "consent")) == data
