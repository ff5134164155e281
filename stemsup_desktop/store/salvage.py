"""What a closed vault, damaged or not, can still tell before a backup takes its place."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from stemsup_desktop.errors import Problem
from stemsup_desktop.store.backup.manifest import Manifest
from stemsup_desktop.store.backup.restore_loss import RestoreLoss, read_loss
from stemsup_desktop.store.connection import close_database, open_frozen
from stemsup_desktop.store.database_errors import translating_database_errors
from stemsup_desktop.store.door import Clock
from stemsup_desktop.store.header import DATABASE_NAME, read_vault_header
from stemsup_desktop.store.key_slots import OpenedSlot
from stemsup_desktop.store.place import VAULT_FOLDER
from stemsup_desktop.store.restore import Entry, open_own_slot, unlocked_backup
from stemsup_desktop.store.schema import migrations

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Offer:
    """A backup that a person could open, and what it would lose; None where the vault cannot tell."""

    manifest: Manifest
    loss: RestoreLoss | None


def look_into_backup(path: Path, folder: Path, entry: Entry, *, clock: Clock) -> Offer:
    """Open a backup as a person, and ask the closed vault in a folder what it has besides.

    The vault's file is read as it lies: a damaged one is not touched, and what is in its WAL is not counted. Raises as
    `read_backup` does.
    """
    with unlocked_backup(path, folder, entry, clock=clock) as (manifest, found):
        return Offer(manifest, _find_loss(folder, entry, found, manifest))


def _find_loss(folder: Path, entry: Entry, archived: OpenedSlot, manifest: Manifest) -> RestoreLoss | None:
    """Find the loss with the vault's own keys; where its key file is gone, the backup's may fit."""
    path = folder / VAULT_FOLDER / DATABASE_NAME
    own = _try(partial(_open_own, folder, entry))
    vault_id, slot = (manifest.vault_id, archived) if own is None else own
    try:
        found = (_try(partial(_read_loss, path, key, vault_id, manifest)) for key in slot.data_keys)
        return next((loss for loss in found if loss is not None), None)
    finally:
        if own is not None:
            slot.wipe_all()


def _open_own(folder: Path, entry: Entry) -> tuple[str, OpenedSlot]:
    header = read_vault_header(folder)
    return header.vault_id, open_own_slot(header, entry)


def _read_loss(path: Path, key: bytearray, vault_id: str, manifest: Manifest) -> RestoreLoss | None:
    if not path.is_file():
        return None
    db = open_frozen(path, key, migrations)
    try:
        with translating_database_errors():
            # A file cut to nothing opens as an empty database.
            return read_loss(db, vault_id, manifest) if db.table("audit_trail").exists() else None
    finally:
        close_database(db)


def _try(read: Callable[[], T]) -> T | None:
    """Return what can be read of a damaged vault, or None: that it is damaged is known already."""
    try:
        return read()
    except Problem:
        return None
