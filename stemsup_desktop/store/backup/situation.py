"""How it stands with the backups of a vault, as far as can be told from outside it. May wait for a dead share."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from stemsup_desktop.errors import Problem
from stemsup_desktop.store.backup.memory import LastBackup, find_last_backup
from stemsup_desktop.store.backup.notice import BackupNotice, BackupSituation, derive_backup_notice
from stemsup_desktop.store.backup.places import is_folder_reachable
from stemsup_desktop.store.backup.reading import open_archive
from stemsup_desktop.store.backup.settings import BackupSettings
from stemsup_desktop.store.backup.shelf import BackupShelf, find_last_good, list_backups, read_backup_record
from stemsup_desktop.store.header import VaultHeader, read_vault_header
from stemsup_desktop.store.place import VAULT_FOLDER

_UUID_7 = 7


@dataclass(frozen=True, slots=True)
class FoundBackup:
    """A backup that could take a vault's place, found without a key: its seal was not looked at."""

    path: Path
    created_at: datetime
    is_proven: bool
    asks_for_name: bool
    """Whether people typed a sign-in name when it was made."""


@dataclass(frozen=True, slots=True)
class BackupPlace:
    """The folder that backups go to, as it is now, and the backups of this vault in it."""

    target: Path
    is_reachable: bool
    is_same_disk: bool
    shelf: BackupShelf


def read_backup_notice(folder: Path, settings: BackupSettings | None, now: datetime) -> BackupNotice:
    """Return what to say of the backups of the vault in a folder.

    While the vault is locked its settings are out of reach: then `settings` is None, and the folder is the one that
    the last backup went to.
    """
    header = _find_header(folder)
    last = find_last_backup(folder)
    if last is not None and header is not None and last.vault_id != header.vault_id:
        last = None  # of the vault that lay here before
    remembered = None if last is None else Path(last.path).parent
    target = remembered if settings is None else settings.folder
    return derive_backup_notice(
        BackupSituation(
            last_good_at=None if last is None else last.created_at,
            vault_made_at=_find_age(folder, header) or now,
            has_folder=target is not None or settings is None,
            is_folder_reachable=target is None or is_folder_reachable(target),
        ),
        now,
    )


def find_backup_to_restore(folder: Path, now: datetime) -> FoundBackup | None:
    """Find the last good backup of the vault in a folder, where the last one was put; None if nothing is within reach.

    Where the key file is damaged too, the vault's id is what the last backup says.
    """
    last = find_last_backup(folder)
    if last is None:
        return None
    header = _find_header(folder)
    vault_id = last.vault_id if header is None else header.vault_id
    try:
        records = list_backups(Path(last.path).parent, vault_id).records
        best = find_last_good(records, now)
        return None if best is None else read_backup_to_restore(best.path)
    except Problem:  # the drive went away
        return None


def read_backup_to_restore(path: Path) -> FoundBackup:
    """Return what a file that a person chose says of itself; raises as `open_archive` does."""
    record = read_backup_record(path)
    with open_archive(path) as archive:
        return FoundBackup(record.path, record.created_at, record.is_proven, archive.header.asks_for_name)


def read_backup_place(folder: Path, target: Path) -> BackupPlace:
    """Return what can be seen of a backup folder and of the backups in it, without a key."""
    header = _find_header(folder)
    try:
        shelf = list_backups(target, None if header is None else header.vault_id)
    except Problem:
        return BackupPlace(target, is_reachable=False, is_same_disk=False, shelf=BackupShelf((), ()))
    return BackupPlace(target, is_reachable=True, is_same_disk=is_same_disk(folder, target), shelf=shelf)


def is_same_disk(folder: Path, target: Path) -> bool:
    """Return whether two folders lie on one volume, as far as the system tells; two volumes may be one disk."""
    try:
        return folder.stat().st_dev == target.stat().st_dev
    except OSError:
        return False


def find_last_good_moment(folder: Path, vault_id: str) -> datetime | None:
    """Find when the last good backup of a vault was made, as remembered beside it."""
    last: LastBackup | None = find_last_backup(folder)
    return last.created_at if last is not None and last.vault_id == vault_id else None


def _find_header(folder: Path) -> VaultHeader | None:
    try:
        return read_vault_header(folder)
    except Problem:
        return None


def _find_age(folder: Path, header: VaultHeader | None) -> datetime | None:
    """Find when a vault was made: the ids of its accounts begin with a time; of an older one its folder's is taken."""
    moments = [_read_moment(slot.slot_id) for slot in header.slots] if header is not None else []
    known = [moment for moment in moments if moment is not None]
    if known:
        return min(known)
    try:
        return datetime.fromtimestamp((folder / VAULT_FOLDER).stat().st_mtime, UTC)
    except OSError:
        return None


def _read_moment(slot_id: str) -> datetime | None:
    """Return the moment in a UUIDv7 (RFC 9562: its first 48 bits are milliseconds), or None for any other id."""
    try:
        made = uuid.UUID(slot_id)
        return datetime.fromtimestamp((made.int >> 80) / 1000, UTC) if made.version == _UUID_7 else None
    except (ValueError, OverflowError, OSError):
        return None
