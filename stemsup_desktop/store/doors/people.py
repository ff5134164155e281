"""Accounts, passphrases and the recovery sheet of an open vault."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from msgspec import to_builtins
from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, make_facts
from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.people import RECOVERY_ID, Account, Right
from stemsup_desktop.consultation.record_changes import FieldChange, derive_changes
from stemsup_desktop.store.accounts import get_account, list_accounts, save_account
from stemsup_desktop.store.door import Door, keep_header
from stemsup_desktop.store.header import MOST_SLOTS
from stemsup_desktop.store.identifiers import make_uuid7
from stemsup_desktop.store.key_seal import note_key_file
from stemsup_desktop.store.key_slots import KeySlot, make_slot, open_slot
from stemsup_desktop.store.keys import Credentials, KdfParameters
from stemsup_desktop.store.passphrase import check_passphrase
from stemsup_desktop.store.problems import make_input_problem
from stemsup_desktop.store.recovery_code import short_vault_id
from stemsup_desktop.store.tries import counting_wrong_tries


class PeopleDoor(Door):
    """Accounts, passphrases and the recovery sheet of an open vault.

    A key slot is written before its account is: a crash in between leaves a slot that opens nothing, never an account
    that someone else's slot opens.
    """

    @property
    def has_recovery_sheet(self) -> bool:
        """Whether a recovery sheet opens this vault."""
        return self._opened.header.find_slot(RECOVERY_ID) is not None

    @property
    def vault_number(self) -> str:
        """The short form by which this vault's recovery sheet is found."""
        return short_vault_id(self._opened.header.vault_id)

    @property
    def key_cost(self) -> KdfParameters:
        """What a new passphrase costs to try."""
        return self._opened.header.kdf

    def list_accounts(self) -> tuple[Account, ...]:
        """Return every account, also those that were removed, the first made first."""
        with self._reading(Right.SIGN_IN) as db:
            return list_accounts(db)

    def get_own_account(self) -> Account:
        """Return the author's account; raises `InputProblem` account-unknown for whoever used the recovery sheet."""
        with self._reading(Right.SIGN_IN) as db:
            return get_account(db, self.author.account_id)

    def require_administrator(self) -> None:
        """Raise `InputProblem` administrator-only for anyone else, before work that would be in vain."""
        self._require(Right.ADMINISTER)

    def has_slot(self, account_id: str) -> bool:
        """Tell whether an account has a passphrase that opens the vault."""
        return self._opened.header.find_slot(account_id) is not None

    def add_account(self, account: Account, passphrase: str) -> Account:
        """Make an account with its own passphrase and return it with its id.

        Raises `InputProblem` administrator-only, account-invalid, account-name-taken, account-names-first,
        account-too-many, passphrase-short.
        """
        with self._changing_slots(Right.ADMINISTER) as db:
            check_passphrase(passphrase)
            self._require_names(account)
            if any(not one.is_removed and not one.sign_in_name for one in list_accounts(db)):
                raise make_input_problem("account-names-first")
            now = self._clock()
            named = msgspec.structs.replace(account, account_id=make_uuid7(now), is_removed=False)
            kept = save_account(db, named, now)
            self._note(AuditEvent(AuditAct.ACCOUNT_ADDED, subject=kept.account_id, details=_describe(kept)))
            self._save_slot(kept.account_id, Credentials(passphrase, kept.sign_in_name))
            return kept

    def change_account(self, account: Account) -> Account:
        """Replace name, roles and licence of an account. Its sign-in name goes with its passphrase and stays.

        Raises `InputProblem` administrator-only, account-unknown, account-removed, account-invalid,
        account-last-administrator.
        """
        with self._writing(Right.ADMINISTER) as db:
            before = get_account(db, account.account_id)
            changed = msgspec.structs.replace(account, sign_in_name=before.sign_in_name, is_removed=False)
            if is_blank(changed.name):
                raise make_input_problem("account-invalid")
            kept = save_account(db, changed, self._clock())
            if changes := derive_changes(before, kept):
                self._note(AuditEvent(AuditAct.ACCOUNT_CHANGED, subject=kept.account_id, details=changes))
            return kept

    def remove_account(self, account_id: str) -> None:
        """Take an account's slot out of the key file; its record stays, so that the history can name it.

        Whoever kept a copy of the key file can still open a copy of this vault until it is re-keyed. Raises
        `InputProblem` administrator-only, account-unknown, account-removed, account-last-administrator.
        """
        with self._changing_slots(Right.ADMINISTER) as db:
            account = get_account(db, account_id)
            save_account(db, msgspec.structs.replace(account, is_removed=True), self._clock())
            self._note(AuditEvent(AuditAct.ACCOUNT_REMOVED, subject=account_id, details=_describe(account)))
            if self._opened.header.find_slot(account_id) is not None:
                keep_header(self._opened, self._opened.header.without_slot(account_id))

    def reset_passphrase(self, account_id: str, passphrase: str, sign_in_name: str) -> Account:
        """Give an account a new passphrase and sign-in name without the old one, as when it was forgotten.

        The name may stay empty where the vault asks for none. Raises `InputProblem` administrator-only,
        account-unknown, account-removed, account-invalid, account-name-taken, passphrase-short.
        """
        with self._changing_slots(Right.ADMINISTER) as db:
            account = get_account(db, account_id)
            self._note(AuditEvent(AuditAct.PASSPHRASE_RESET, subject=account_id, details=_describe(account)))
            return self._set_credentials(account, Credentials(passphrase, sign_in_name))

    def change_own_passphrase(self, present: str, passphrase: str, sign_in_name: str = "") -> Account:
        """Change the author's passphrase, and the sign-in name where one is given; needs the present passphrase.

        A wrong one counts as a wrong try at the vault. Raises `InputProblem` vault-wrong-passphrase, vault-wait,
        account-unknown, account-invalid, account-name-taken, passphrase-short.
        """
        with self._changing_slots(Right.SIGN_IN) as db:
            account = get_account(db, self.author.account_id)
            self._check_own(account, present)
            self._note(AuditEvent(AuditAct.PASSPHRASE_CHANGED, subject=account.account_id))
            return self._set_credentials(account, Credentials(passphrase, sign_in_name or account.sign_in_name))

    def check_own_passphrase(self, passphrase: str) -> None:
        """Raise `InputProblem` vault-wrong-passphrase or vault-wait unless this is the author's passphrase."""
        with self._reading(Right.SIGN_IN) as db:
            self._check_own(get_account(db, self.author.account_id), passphrase)

    def save_recovery_code(self, code: str) -> None:
        """Let a new recovery sheet open the vault; one that was printed before opens it no longer."""
        with self._changing_slots(Right.ADMINISTER):
            self._note(AuditEvent(AuditAct.RECOVERY_SHEET_MADE))
            self._save_slot(RECOVERY_ID, Credentials(code))

    def raise_key_cost(self, kdf: KdfParameters) -> None:
        """Make passphrases cost more to try: each slot follows when its passphrase is next typed."""
        with self._changing_slots(Right.ADMINISTER):
            change = FieldChange(("key_cost",), to_builtins(self.key_cost), to_builtins(kdf))
            self._note(AuditEvent(AuditAct.SETTINGS_CHANGED, subject="key_cost", details=(change,)))
            keep_header(self._opened, self._opened.header.with_cost(kdf))

    @contextmanager
    def _changing_slots(self, right: Right) -> Iterator[Database]:
        """A transaction in which the key file changes as well: if it does not come through, the slots go back."""
        before = self._opened.header
        try:
            with self._writing(right) as db:
                yield db
                note_key_file(db, self._opened.header, self._clock())
        except BaseException:
            after = self._opened.header
            if after is not before:
                self._opened.header = before
                keep_header(self._opened, msgspec.structs.replace(before, revision=after.revision + 1))
            raise

    def _set_credentials(self, account: Account, credentials: Credentials) -> Account:
        """Change passphrase and sign-in name; the one person of a vault that asks for no name goes on without one."""
        check_passphrase(credentials.passphrase)
        if not credentials.sign_in_name and not account.sign_in_name and not self._opened.header.asks_for_name:
            self._save_slot(account.account_id, credentials)
            return account
        named = msgspec.structs.replace(account, sign_in_name=credentials.sign_in_name)
        self._require_names(named)
        kept = save_account(self._database, named, self._clock())
        self._save_slot(kept.account_id, Credentials(credentials.passphrase, kept.sign_in_name))
        return kept

    def _require_names(self, account: Account) -> None:
        """Raise account-invalid unless an account that is made or changed here has both of its names."""
        if is_blank(account.name) or not account.sign_in_name.strip():
            raise make_input_problem("account-invalid")

    def _check_own(self, account: Account, passphrase: str) -> None:
        header = self._opened.header
        slots = [slot for slot in header.slots if slot.slot_id == account.account_id]
        with counting_wrong_tries(self._opened.folder, self._clock):
            open_slot(slots, Credentials(passphrase, account.sign_in_name), header.vault_id).wipe_all()

    def _save_slot(self, slot_id: str, credentials: Credentials) -> None:
        header = self._opened.header
        if header.find_slot(slot_id) is None and len(header.slots) >= MOST_SLOTS:
            raise make_input_problem("account-too-many")
        keep_header(self._opened, header.with_slot(self._make_slot(slot_id, credentials)))

    def _make_slot(self, slot_id: str, credentials: Credentials) -> KeySlot:
        header = self._opened.header
        salt = header.shared_salt if credentials.sign_in_name else b""
        return make_slot(slot_id, self._opened.data_key, credentials, header.kdf, header.vault_id, salt)


def _describe(account: Account) -> tuple[FieldChange, ...]:
    """Return whom a row is about: the account's name may change later, and so may its roles."""
    return make_facts({"name": account.name, "roles": [role.value for role in account.roles]})
