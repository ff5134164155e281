"""A restore by a person: who may put a backup in a vault's place, what it would lose, and that the history says so.

`restore_backup` moves the files; who may have it moved is judged here, by the accounts in the unpacked copy: only an
administrator of the backup itself, or its recovery sheet. A backup opens with what was valid when it was made.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, make_facts
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.errors import EnvironmentProblem, Problem
from stemsup_desktop.store.accounts import find_account
from stemsup_desktop.store.backup.anchors import RESTORED_ROW
from stemsup_desktop.store.backup.loss import Kinship, Loss, make_uncounted_loss, read_loss
from stemsup_desktop.store.backup.manifest import Manifest, check_seal
from stemsup_desktop.store.backup.proving import AuditChecks
from stemsup_desktop.store.backup.reading import open_archive
from stemsup_desktop.store.backup.restoring import RestoredVault, restore_backup
from stemsup_desktop.store.backup.watching import UNWATCHED, Watch
from stemsup_desktop.store.connection import close_database, open_frozen
from stemsup_desktop.store.database_errors import translating_database_errors
from stemsup_desktop.store.door import Clock
from stemsup_desktop.store.doors.backups import AUDIT_CHECKS
from stemsup_desktop.store.entering import Entry, enter_vault
from stemsup_desktop.store.header import DATABASE_NAME, VaultHeader, read_vault_header
from stemsup_desktop.store.key_slots import KeySlot, OpenedSlot
from stemsup_desktop.store.opening import open_slot_for
from stemsup_desktop.store.place import VAULT_FOLDER
from stemsup_desktop.store.problems import make_input_problem, translating_file_errors
from stemsup_desktop.store.schema import migrations
from stemsup_desktop.store.tries import counting_wrong_tries
from stemsup_desktop.store.wal import has_wal


def find_loss(path: Path, folder: Path, entry: Entry, *, clock: Clock) -> Loss:
    """Return what restoring a backup would lose; what a damaged vault in the folder can still tell is counted.

    The vault must be closed. Raises `InputProblem` vault-wrong-passphrase, vault-wait, passphrase-empty, and
    administrator-only for whoever is no administrator of the vault in the folder now; `EnvironmentProblem`
    vault-in-use, and as `open_archive` and `check_seal`.
    """
    with _Unlocking(folder, entry, clock) as unlocking, open_archive(path) as archive:
        manifest = archive.manifest
        check_seal(manifest, archive.sealed, unlocking.unlock(archive.header))
        if not (folder / VAULT_FOLDER / DATABASE_NAME).is_file():
            return make_uncounted_loss(manifest, clock())
        return _find_loss_of(folder, entry, manifest, unlocking.get_opened(), clock)


def restore_vault(
    path: Path,
    folder: Path,
    entry: Entry,
    *,
    clock: Clock,
    replace: bool = False,
    loss: Loss | None = None,
    watch: Watch = UNWATCHED,
) -> RestoredVault:
    """Make a backup the vault of a folder, and keep in its history that this was done, by whom and what it replaced.

    Besides what `restore_backup` raises: `InputProblem` vault-wrong-passphrase, vault-wait, passphrase-empty, and
    administrator-only for whoever was no administrator when the backup was made; then nothing has changed.
    """
    with _Unlocking(folder, entry, clock) as unlocking:

        def verify(db: Database) -> None:
            if not _administers(db, unlocking.get_opened().slot):
                raise make_input_problem("administrator-only")
            AUDIT_CHECKS.verify(db)

        audit = AuditChecks(AUDIT_CHECKS.read_head, verify)
        restored = restore_backup(
            path, folder, unlocking.unlock, now=clock(), replace=replace, audit=audit, watch=watch
        )
    # It is restored, and stays so: the name of the replaced folder tells of it too.
    with suppress(Problem), enter_vault(folder, entry, clock=clock) as vault:
        vault.note_event(_describe(path, restored, loss))
    return restored


class _Unlocking:
    """Opens an archive's slot for a person, counting wrong tries as the vault does, and wipes the keys at the end."""

    def __init__(self, folder: Path, entry: Entry, clock: Clock) -> None:
        self._folder = folder
        self._entry = entry
        self._clock = clock
        self._opened: OpenedSlot | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._opened is not None:
            self._opened.wipe_all()

    def unlock(self, header: VaultHeader) -> bytearray:
        with counting_wrong_tries(self._folder, self._clock):
            self._opened = _open_slot(header, self._entry)
        return self._opened.data_keys[0]

    def get_opened(self) -> OpenedSlot:
        """Return the slot that opened; raises RuntimeError before `unlock`."""
        if self._opened is None:
            raise RuntimeError("nothing is unlocked yet")
        return self._opened


def _find_loss_of(folder: Path, entry: Entry, manifest: Manifest, archived: OpenedSlot, clock: Clock) -> Loss:
    """Count the loss in the vault itself; in a damaged one as far as it still tells, if need be by the archive's key.

    A passphrase that opens the backup alone is no wrong try: it is the backup's that was asked for.
    """
    vault_id, own = _find_own_slot(folder, entry)
    if own is None:
        if vault_id is not None and vault_id != manifest.vault_id:
            return make_uncounted_loss(manifest, clock(), Kinship.ANOTHER)
        return _find_frozen_loss(folder, archived, manifest.vault_id, manifest, clock)
    try:
        with enter_vault(folder, entry, clock=clock) as vault:
            return vault.derive_restore_loss(manifest)
    except EnvironmentProblem as problem:
        if problem.code == "vault-in-use":
            raise
        return _find_frozen_loss(folder, own, vault_id or manifest.vault_id, manifest, clock)
    finally:
        own.wipe_all()


def _open_slot(header: VaultHeader, entry: Entry) -> OpenedSlot:
    return open_slot_for(header, entry.credentials, is_recovery=entry.is_recovery)


def _find_own_slot(folder: Path, entry: Entry) -> tuple[str | None, OpenedSlot | None]:
    """Find the id of the vault in a folder, and what the person opens there, as far as its key file is whole."""
    vault_id = None
    with suppress(Problem):  # a damaged key file, or a passphrase of another day: both may be why a backup is wanted
        header = read_vault_header(folder)
        vault_id = header.vault_id
        return vault_id, _open_slot(header, entry)
    return vault_id, None


def _find_frozen_loss(folder: Path, opened: OpenedSlot, vault_id: str, manifest: Manifest, clock: Clock) -> Loss:
    """Count the loss in a vault that cannot be opened, without writing to it."""
    path, now = folder / VAULT_FOLDER / DATABASE_NAME, clock()
    with translating_file_errors():
        is_whole = not has_wal(path)  # what is in the WAL would be missed, and too little would be said
    for key in opened.data_keys if is_whole else ():
        with suppress(EnvironmentProblem), _reading_frozen(path, key) as db:
            if db.table("audit_trail").exists():  # a file cut to nothing opens as an empty database
                if _administers(db, opened.slot) is False:
                    raise make_input_problem("administrator-only")
                return read_loss(db, vault_id, manifest, now)
    return make_uncounted_loss(manifest, now)


@contextmanager
def _reading_frozen(path: Path, key: bytearray) -> Iterator[Database]:
    db = open_frozen(path, key, migrations)
    try:
        with translating_database_errors():
            yield db
    finally:
        close_database(db)


def _administers(db: Database, slot: KeySlot) -> bool | None:
    """Return whether the account of a slot administers, None where it is unknown; before accounts everyone did."""
    if slot.is_recovery or not db.table("accounts").exists():
        return True
    account = find_account(db, slot.slot_id)
    return None if account is None else not account.is_removed and account.author.may(Right.ADMINISTER)


def _describe(path: Path, restored: RestoredVault, loss: Loss | None) -> AuditEvent:
    facts: dict[str, object] = {"made_at": restored.manifest.created_at.isoformat()}
    if restored.manifest.facts.audit_head is not None:
        facts[RESTORED_ROW] = restored.manifest.facts.audit_head.sequence
    if restored.replaced is not None:
        facts["replaced"] = restored.replaced.name
    if restored.replaced is not None and loss is not None and loss.head is not None:
        facts["replaced_row"] = loss.head.sequence
    return AuditEvent(AuditAct.RESTORED, subject=path.name, details=make_facts(facts))
