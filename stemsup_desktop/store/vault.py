"""The vault: creates, opens and closes it, and is the one door to everything in it."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent
from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.accounts import make_first_account, save_account
from stemsup_desktop.store.audit_trail import append_event, begin_trail
from stemsup_desktop.store.backup.restoring import settle_restore
from stemsup_desktop.store.building import build_vault
from stemsup_desktop.store.connection import close_database, open_database, settle_wal
from stemsup_desktop.store.database_errors import translating_database_errors
from stemsup_desktop.store.door import Clock, Opened
from stemsup_desktop.store.doors.attachments import AttachmentDoor
from stemsup_desktop.store.doors.audit import AuditDoor
from stemsup_desktop.store.doors.backups import BackupDoor
from stemsup_desktop.store.doors.checklists import ChecklistDoor
from stemsup_desktop.store.doors.courses import CourseDoor
from stemsup_desktop.store.doors.documents import DocumentDoor
from stemsup_desktop.store.doors.events import EventDoor
from stemsup_desktop.store.doors.forms import FormDoor
from stemsup_desktop.store.doors.house import HouseDoor
from stemsup_desktop.store.doors.lots import LotDoor
from stemsup_desktop.store.doors.patients import PatientDoor
from stemsup_desktop.store.doors.people import PeopleDoor
from stemsup_desktop.store.doors.photographs import PhotographDoor
from stemsup_desktop.store.doors.recalls import RecallDoor
from stemsup_desktop.store.doors.retention import RetentionDoor
from stemsup_desktop.store.doors.scans import ScanDoor
from stemsup_desktop.store.doors.screen_pin import ScreenPinDoor
from stemsup_desktop.store.doors.sealing import SealingDoor
from stemsup_desktop.store.doors.seals import SealDoor
from stemsup_desktop.store.doors.vials import VialDoor
from stemsup_desktop.store.doors.withdrawals import WithdrawalDoor
from stemsup_desktop.store.files import make_private_folder
from stemsup_desktop.store.header import DATABASE_NAME, make_vault_header, make_vault_id
from stemsup_desktop.store.house_records import CLINIC, PHYSICIAN, save_house_record
from stemsup_desktop.store.identifiers import make_uuid7
from stemsup_desktop.store.key_seal import note_key_file
from stemsup_desktop.store.key_slots import make_slot
from stemsup_desktop.store.keys import Credentials, KdfParameters, make_data_key, wipe
from stemsup_desktop.store.lock import LOCK_NAME, VaultLock
from stemsup_desktop.store.opening import enter_as_person, enter_by_code
from stemsup_desktop.store.place import VAULT_FOLDER, vault_exists
from stemsup_desktop.store.problems import make_environment_problem, make_input_problem, translating_file_errors
from stemsup_desktop.store.rebuilding import build_anew, put_in_place
from stemsup_desktop.store.rekeying import OnProgress, rekey
from stemsup_desktop.store.schema import migrations

__all__ = ["LOCK_NAME", "Clock", "Vault", "create_vault", "open_vault", "open_vault_by_recovery"]


class Vault(
    HouseDoor,
    PeopleDoor,
    PatientDoor,
    CourseDoor,
    DocumentDoor,
    WithdrawalDoor,
    EventDoor,
    ScanDoor,
    PhotographDoor,
    LotDoor,
    RecallDoor,
    VialDoor,
    AttachmentDoor,
    ChecklistDoor,
    FormDoor,
    AuditDoor,
    BackupDoor,
    RetentionDoor,
    SealDoor,
    SealingDoor,
    ScreenPinDoor,
):
    """An open vault. One thread owns it, one person opened it; every write is on disk when its method returns.

    Besides what each method names, each raises `EnvironmentProblem` (vault-damaged, vault-disk-full, vault-disk-failed,
    vault-read-only) for what the disk does, `InputProblem` (patients-only, physician-only, administrator-only) for what
    the person's roles do not allow, and RuntimeError from a thread that does not own it or after `close`.
    """

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Bring everything into the file, forget the key and let another program in; again, it does nothing."""
        if not self._is_open:
            return
        self._require_owner()
        self._is_open = False
        try:
            self._note_closing()
            with translating_database_errors():
                close_database(self._database)
        finally:
            wipe(self._opened.data_key)
            self._opened.lock.release()

    def _note_closing(self) -> None:
        """Keep a row of the closing. Where the disk takes none any more, the history shows an opening without one."""
        with suppress(EnvironmentProblem), translating_database_errors(), self._database.atomic():
            self._note(AuditEvent(AuditAct.VAULT_CLOSED))

    def rekey(self, on_progress: OnProgress = lambda _: None) -> None:
        """Encrypt the vault anew with a key that no removed account ever held; every slot opens it as before.

        Takes seconds for each hundred megabytes and keeps everything else waiting. `on_progress` may raise to give it
        up. Raises `InputProblem` administrator-only, rekey-backup; see `rekey`. Whatever it raises, the vault is as it
        was and open, or closed if the disk refused to open it again.
        """
        self._require(Right.ADMINISTER)
        if self._has_snapshot:
            raise make_input_problem("rekey-backup")
        opened = self._opened
        path = opened.folder / VAULT_FOLDER
        with translating_database_errors():
            settle_wal(opened.database)
            close_database(opened.database)
        try:
            opened.header, next_key = rekey(path, opened.header, opened.data_key, on_progress)
            wipe(opened.data_key)
            opened.data_key = next_key
        finally:
            self._reopen()
        with self._writing(Right.ADMINISTER):
            self._note(AuditEvent(AuditAct.REKEYED))

    def clear_traces(self) -> None:
        """Write the database anew, without what deleted records left in unused parts of its pages.

        Takes seconds for each hundred megabytes and keeps everything else waiting. Raises `InputProblem`
        administrator-only, traces-while-copying. Whatever it raises, the vault is as it was and open, or closed if the
        disk refused to open it again; killed, it is to be done again, as `has_traces` says.
        """
        self._require(Right.ADMINISTER)
        if self._has_snapshot:
            raise make_input_problem("traces-while-copying")
        opened, path = self._opened, self._opened.folder / VAULT_FOLDER
        with translating_database_errors():
            build_anew(opened.database, path, opened.data_key)
            settle_wal(opened.database)
            close_database(opened.database)
        try:
            put_in_place(path)
        finally:
            self._reopen()
        self._note_traces_cleared()

    def _reopen(self) -> None:
        """Open the database again; where the disk refuses even that, the vault is closed."""
        opened = self._opened
        try:
            opened.database = open_database(opened.folder / VAULT_FOLDER / DATABASE_NAME, opened.data_key, migrations)
        except BaseException:
            self._is_open = False
            wipe(opened.data_key)
            opened.lock.release()
            raise

    def make_id(self) -> str:
        """Return a new time-ordered id for a patient or consultation."""
        return make_uuid7(self._clock())


def create_vault(
    folder: Path,
    passphrase: str,
    clinic: Clinic,
    physician: Physician,
    *,
    clock: Clock,
    kdf: KdfParameters | None = None,
    sign_in_name: str = "",
) -> Vault:
    """Create a vault in a folder, which is made if need be, and open it as its first account, which has every role.

    The vault is built beside its place and appears there in one step: a crash leaves none. Raises `EnvironmentProblem`
    vault-exists, vault-in-use, vault-read-only, vault-disk-full, vault-disk-failed; `InputProblem` passphrase-empty,
    account-invalid.
    """
    with translating_file_errors():
        make_private_folder(folder)
    settle_restore(folder)
    lock = VaultLock(folder / LOCK_NAME)
    try:
        if vault_exists(folder):
            raise make_environment_problem("vault-exists")
        now, cost, credentials = clock(), kdf or KdfParameters(), Credentials(passphrase, sign_in_name)
        account = make_first_account(make_uuid7(now), physician, sign_in_name)
        vault_id, data_key = make_vault_id(), make_data_key()
        slot = make_slot(account.account_id, data_key, credentials, cost, vault_id)
        header = make_vault_header((slot,), vault_id, cost)

        def save_first_records(db: Database) -> None:
            save_house_record(db, CLINIC, clinic, now)
            save_house_record(db, PHYSICIAN, physician, now)
            save_account(db, account, now)
            note_key_file(db, header, now)
            begin_trail(db, vault_id)
            append_event(db, AuditEvent(AuditAct.VAULT_CREATED), account.author, now)

        with translating_file_errors(), translating_database_errors():
            build_vault(folder, data_key, header, save_first_records)
        return Vault(enter_as_person(folder, credentials, lock, clock))
    except BaseException:
        lock.release()
        raise


def open_vault(folder: Path, passphrase: str, *, clock: Clock, sign_in_name: str = "") -> Vault:
    """Open the vault of a folder as the person of this name and passphrase; the calling thread owns it from then on.

    Raises `InputProblem` vault-wrong-passphrase, vault-wait, passphrase-empty, account-removed; `EnvironmentProblem`
    vault-missing, vault-in-use, vault-key-damaged, vault-damaged, vault-truncated, vault-newer,
    vault-migration-failed, vault-read-only, vault-disk-full, vault-disk-failed.
    """
    credentials = Credentials(passphrase, sign_in_name)
    return _open(folder, lambda lock: enter_as_person(folder, credentials, lock, clock))


def open_vault_by_recovery(folder: Path, code: str, *, clock: Clock) -> Vault:
    """Open the vault with the code of its recovery sheet, as read; who does so may set passphrases and see no patient.

    Raises as `open_vault`.
    """
    return _open(folder, lambda lock: enter_by_code(folder, code, lock, clock))


def _open(folder: Path, enter: Callable[[VaultLock], Opened]) -> Vault:
    settle_restore(folder)
    if not vault_exists(folder):
        raise make_environment_problem("vault-missing")
    lock = VaultLock(folder / LOCK_NAME)
    try:
        return Vault(enter(lock))
    except BaseException:
        lock.release()
        raise
