"""A person puts a backup in the vault's place: who may, what it would lose, and that the history says so."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, make_facts
from stemsup_desktop.consultation.people import RECOVERY_ID, Right
from stemsup_desktop.errors import InputProblem, Problem
from stemsup_desktop.store.accounts import find_account
from stemsup_desktop.store.backup.anchors import RESTORED_ROW
from stemsup_desktop.store.backup.loss import Loss, Present, derive_loss, read_present
from stemsup_desktop.store.backup.manifest import Manifest, check_seal
from stemsup_desktop.store.backup.proving import AuditChecks
from stemsup_desktop.store.backup.reading import open_archive
from stemsup_desktop.store.backup.restoring import RestoredVault, restore_backup
from stemsup_desktop.store.backup.snapshot import COUNT_LIMIT
from stemsup_desktop.store.backup.watching import UNWATCHED, Watch
from stemsup_desktop.store.connection import close_database, open_frozen
from stemsup_desktop.store.database_errors import translating_database_errors
from stemsup_desktop.store.door import Clock
from stemsup_desktop.store.doors.backups import AUDIT_CHECKS, verify_copy
from stemsup_desktop.store.header import DATABASE_NAME, VaultHeader, read_vault_header
from stemsup_desktop.store.key_slots import OpenedSlot, open_slot
from stemsup_desktop.store.keys import Credentials
from stemsup_desktop.store.place import VAULT_FOLDER, vault_exists
from stemsup_desktop.store.problems import make_input_problem
from stemsup_desktop.store.schema import migrations
from stemsup_desktop.store.tries import note_wrong_try, require_patience
from stemsup_desktop.store.vault import open_vault, open_vault_by_recovery

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Restorer:
    """Who restores: what they typed, or the code of the recovery sheet if `is_recovery`. A backup opens with what was
    valid when it was made.
    """

    credentials: Credentials
    is_recovery: bool = False


@dataclass(slots=True)
class _Entry:
    """Opens an archive's slot for a person, counting wrong tries as the vault itself does, and keeps what opened."""

    folder: Path
    restorer: Restorer
    clock: Clock
    opened: OpenedSlot | None = field(default=None, repr=False)

    def unlock(self, header: VaultHeader) -> bytearray:
        require_patience(self.folder, self.clock())
        try:
            self.opened = _open_slot(header, self.restorer)
        except InputProblem as problem:
            if problem.code == "vault-wrong-passphrase":
                note_wrong_try(self.folder, self.clock())
            raise
        return self.opened.data_keys[0]

    def check(self, db: Database) -> None:
        """Check the history of the unpacked copy, and that the person administered it."""
        verify_copy(db)
        if self.opened is not None:
            _require_administrator(db, self.opened.slot.slot_id)

    def wipe(self) -> None:
        if self.opened is not None:
            self.opened.wipe_all()


def find_loss(path: Path, folder: Path, restorer: Restorer, *, clock: Clock) -> Loss:
    """Return what restoring a backup would lose; what a damaged vault in the folder can still tell is counted.

    The vault must be closed. Raises `InputProblem` vault-wrong-passphrase, vault-wait, passphrase-empty;
    `EnvironmentProblem` as `open_archive` and `check_seal`.
    """
    entry = _Entry(folder, restorer, clock)
    try:
        with open_archive(path) as archive:
            key = entry.unlock(archive.header)
            check_seal(archive.manifest, archive.sealed, key)
            return derive_loss(archive.manifest, _find_present(folder, restorer, key, archive.manifest), clock())
    finally:
        entry.wipe()


def restore_vault(
    path: Path, folder: Path, restorer: Restorer, *, clock: Clock, watch: Watch = UNWATCHED
) -> RestoredVault:
    """Make a backup the vault of a folder, keep the one that was there aside, and say so in the restored history.

    Raises `InputProblem` administrator-only for whoever was no administrator when the backup was made, and as
    `find_loss` and `restore_backup` do; then nothing has changed.
    """
    entry = _Entry(folder, restorer, clock)
    checks = AuditChecks(AUDIT_CHECKS.read_head, entry.check)
    try:
        restored = restore_backup(path, folder, entry.unlock, now=clock(), replace=True, audit=checks, watch=watch)
    finally:
        entry.wipe()
    with suppress(Problem):  # it is restored, and stays so: the name of the replaced folder tells of it too
        _note_restored(folder, restorer, restored, path.name, clock)
    return restored


def _note_restored(folder: Path, restorer: Restorer, restored: RestoredVault, name: str, clock: Clock) -> None:
    made_at = restored.manifest.created_at.isoformat()
    replaced = "" if restored.replaced is None else restored.replaced.name
    head = restored.manifest.facts.audit_head
    facts = make_facts(
        {"made_at": made_at, "replaced": replaced, **({} if head is None else {RESTORED_ROW: head.sequence})}
    )
    typed = restorer.credentials
    if restorer.is_recovery:
        vault = open_vault_by_recovery(folder, typed.passphrase, clock=clock)
    else:
        vault = open_vault(folder, typed.passphrase, clock=clock, sign_in_name=typed.sign_in_name)
    with vault:
        vault.note_event(AuditEvent(AuditAct.RESTORED, subject=name, details=facts))


def _open_slot(header: VaultHeader, restorer: Restorer) -> OpenedSlot:
    slots = [slot for slot in header.slots if slot.is_recovery is restorer.is_recovery]
    return open_slot(slots, restorer.credentials, header.vault_id)


def _require_administrator(db: Database, slot_id: str) -> None:
    """Raise `InputProblem` administrator-only unless the slot's account administers; before accounts everyone did."""
    if slot_id == RECOVERY_ID or not db.table("accounts").exists():
        return
    account = find_account(db, slot_id)
    if account is None or account.is_removed or not account.author.may(Right.ADMINISTER):
        raise make_input_problem("administrator-only")


def _find_present(folder: Path, restorer: Restorer, archive_key: bytearray, manifest: Manifest) -> Present | None:
    """Find what the vault in a folder can still tell; where its key file is gone, the archive's key may fit."""
    path = folder / VAULT_FOLDER / DATABASE_NAME
    if not vault_exists(folder) or not path.is_file():
        return None
    opened = _find_own_slot(folder, restorer)
    vault_id, keys = opened or (manifest.vault_id, None)
    try:
        every = (archive_key,) if keys is None else keys.data_keys
        found = (_try(partial(_read_present, path, key, vault_id, manifest)) for key in every)
        return next((present for present in found if present is not None), None)
    finally:
        if keys is not None:
            keys.wipe_all()


def _find_own_slot(folder: Path, restorer: Restorer) -> tuple[str, OpenedSlot] | None:
    def read() -> tuple[str, OpenedSlot]:
        header = read_vault_header(folder)
        return header.vault_id, _open_slot(header, restorer)

    return _try(read)


def _read_present(path: Path, key: bytearray, vault_id: str, manifest: Manifest) -> Present:
    db = open_frozen(path, key, migrations)
    try:
        with translating_database_errors():
            return read_present(db, COUNT_LIMIT, vault_id, manifest)
    finally:
        close_database(db)


def _try(read: Callable[[], T]) -> T | None:
    """Return what can be read of a damaged vault, or None: that it is damaged is known already."""
    try:
        return read()
    except Problem:
        return None
