"""A restore by a person: only an administrator of the backup itself, or its recovery sheet, puts it in a vault's place.

`restore_backup` moves the files; who may have it moved is judged here, by the accounts in the unpacked copy.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, make_facts
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.store.accounts import find_account
from stemsup_desktop.store.backup.anchors import RESTORED_ROW
from stemsup_desktop.store.backup.manifest import Manifest, check_seal
from stemsup_desktop.store.backup.proving import AuditChecks
from stemsup_desktop.store.backup.reading import open_archive
from stemsup_desktop.store.backup.restore_loss import RestoreLoss
from stemsup_desktop.store.backup.restoring import RestoredVault, restore_backup
from stemsup_desktop.store.backup.watching import UNWATCHED, Watch
from stemsup_desktop.store.doors.backups import AUDIT_CHECKS
from stemsup_desktop.store.header import VaultHeader, read_vault_header
from stemsup_desktop.store.key_slots import KeySlot, OpenedSlot, open_slot
from stemsup_desktop.store.keys import Credentials, wipe
from stemsup_desktop.store.place import vault_exists
from stemsup_desktop.store.problems import make_input_problem
from stemsup_desktop.store.tries import note_wrong_try, require_patience
from stemsup_desktop.store.vault import Clock, Vault, open_vault, open_vault_by_recovery


class Entry(msgspec.Struct, frozen=True):
    """How a person comes in: with name and passphrase, or, `is_recovery`, with the code of a recovery sheet as read."""

    credentials: Credentials
    is_recovery: bool = False


def enter_vault(folder: Path, entry: Entry, *, clock: Clock) -> Vault:
    """Open the vault of a folder; raises as `open_vault`."""
    given = entry.credentials
    if entry.is_recovery:
        return open_vault_by_recovery(folder, given.passphrase, clock=clock)
    return open_vault(folder, given.passphrase, clock=clock, sign_in_name=given.sign_in_name)


def read_backup(path: Path, folder: Path, entry: Entry, *, clock: Clock) -> Manifest:
    """Return what a backup says of itself once the person could open it and its seal was checked.

    A wrong try counts as one at the vault in `folder`, if there is one. Raises `InputProblem` vault-wrong-passphrase,
    vault-wait, passphrase-empty; `EnvironmentProblem` as `open_archive` and `check_seal`.
    """
    with open_archive(path) as archive, _unlocking(archive.header, folder, entry, clock) as found:
        check_seal(archive.manifest, archive.sealed, found.data_keys[0])
        return archive.manifest


def find_loss(folder: Path, entry: Entry, manifest: Manifest, *, clock: Clock) -> RestoreLoss | None:
    """Find what the vault in a folder holds that a backup does not, or None where this person does not open it.

    Raises `InputProblem` administrator-only where the person does, but is no administrator of it now;
    `EnvironmentProblem` vault-in-use, and what else keeps the vault from being opened.
    """
    header = read_vault_header(folder)
    try:
        _open(header, entry).wipe_all()
    except InputProblem as problem:
        if problem.code != "vault-wrong-passphrase":
            raise
        return None  # no wrong try: it is the backup's passphrase that was asked for
    with enter_vault(folder, entry, clock=clock) as vault:
        return vault.derive_restore_loss(manifest)


def restore_vault(
    path: Path,
    folder: Path,
    entry: Entry,
    *,
    clock: Clock,
    replace: bool = False,
    loss: RestoreLoss | None = None,
    watch: Watch = UNWATCHED,
) -> RestoredVault:
    """Make a backup the vault of a folder, and keep in its history that this was done, by whom and what it replaced.

    Besides what `restore_backup` and `open_vault` raise: `InputProblem` administrator-only, account-removed, before
    anything is touched, and vault-wait.
    """
    opened: list[KeySlot] = []
    data_key = bytearray()

    def unlock(header: VaultHeader) -> bytearray:
        with _unlocking(header, folder, entry, clock) as found:
            opened.append(found.slot)
            data_key[:] = found.data_keys[0]
            return data_key

    def verify(db: Database) -> None:
        _require_administrator(db, opened[0])
        AUDIT_CHECKS.verify(db)

    audit = AuditChecks(AUDIT_CHECKS.read_head, verify)
    try:
        restored = restore_backup(path, folder, unlock, now=clock(), replace=replace, audit=audit, watch=watch)
    finally:
        wipe(data_key)
    with enter_vault(folder, entry, clock=clock) as vault:
        vault.note_event(_describe(path, restored, loss))
    return restored


def _describe(path: Path, restored: RestoredVault, loss: RestoreLoss | None) -> AuditEvent:
    facts: dict[str, object] = {"made_at": restored.manifest.created_at.isoformat()}
    if restored.manifest.facts.audit_head is not None:
        facts[RESTORED_ROW] = restored.manifest.facts.audit_head.sequence
    if restored.replaced is not None:
        facts["replaced"] = restored.replaced.name
    if restored.replaced is not None and loss is not None:
        facts["replaced_row"] = loss.head.sequence
    return AuditEvent(AuditAct.RESTORED, subject=path.name, details=make_facts(facts))


def _require_administrator(db: Database, slot: KeySlot) -> None:
    if slot.is_recovery:
        return
    account = find_account(db, slot.slot_id)
    if account is None or account.is_removed:
        raise make_input_problem("account-removed")
    if not account.author.may(Right.ADMINISTER):
        raise make_input_problem("administrator-only")


@contextmanager
def _unlocking(header: VaultHeader, folder: Path, entry: Entry, clock: Clock) -> Iterator[OpenedSlot]:
    """Give the slot that opens, and wipe its keys afterwards; a vault in the folder counts wrong tries."""
    has_vault = vault_exists(folder)
    if has_vault:
        require_patience(folder, clock())
    try:
        found = _open(header, entry)
    except InputProblem as problem:
        if has_vault and problem.code == "vault-wrong-passphrase":
            note_wrong_try(folder, clock())
        raise
    try:
        yield found
    finally:
        found.wipe_all()


def _open(header: VaultHeader, entry: Entry) -> OpenedSlot:
    slots = [slot for slot in header.slots if slot.is_recovery is entry.is_recovery]
    return open_slot(slots, entry.credentials, header.vault_id)
