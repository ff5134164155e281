"""The heads of the history in a vault's backups: each stands for the history as it was when the backup was made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.audit import Anchor, AuditAct, AuditHead, AuditRow
from stemsup_desktop.errors import Problem
from stemsup_desktop.store.audit_trail import list_events
from stemsup_desktop.store.backup.manifest import DataKey, check_seal
from stemsup_desktop.store.backup.reading import open_archive
from stemsup_desktop.store.backup.shelf import BackupRecord, list_backups

RESTORED_ROW = "restored_row"
"""The fact of a restore that says which row of the history was the last in the backup."""

_MOST_RESTORES = 10_000


@dataclass(frozen=True, slots=True)
class BackupAnchors:
    """What backups can show of the history.

    `replaced` were made in a vault that a restore has replaced since: its rows are not in this history, and that is as
    it should be. Of `unchecked` nothing could be learnt: they are damaged, or were made with an earlier key.
    """

    anchors: tuple[Anchor, ...]
    replaced: tuple[Path, ...]
    unchecked: tuple[Path, ...]


class Restore(msgspec.Struct, frozen=True):
    """A restore as the history has it: when it was done, and the last row that came with the backup."""

    at: datetime
    restored_row: int


def list_restores(db: Database) -> tuple[Restore, ...]:
    """Return every restore in the history of an open vault."""
    rows = list_events(db, act=AuditAct.RESTORED, limit=_MOST_RESTORES)
    return tuple(Restore(row.at, number) for row in rows if (number := _find_restored_row(row)) is not None)


def read_anchors(folder: Path, vault_id: str, data_key: DataKey, restores: Iterable[Restore]) -> BackupAnchors:
    """Return the heads in a vault's backups in a folder, each under a seal that was checked.

    Raises `EnvironmentProblem` backup-folder-missing, backup-disk-failed.
    """
    shelf, every = list_backups(folder, vault_id), tuple(restores)
    anchors, replaced, unchecked = [], [], list(shelf.unreadable)
    for record in shelf.records:
        head = _find_head(record, data_key)
        if head is None:
            unchecked.append(record.path)
        elif any(record.created_at < one.at and head.sequence > one.restored_row for one in every):
            replaced.append(record.path)
        else:
            anchors.append(Anchor(record.path.name, head))
    return BackupAnchors(tuple(anchors), tuple(replaced), tuple(unchecked))


def _find_head(record: BackupRecord, data_key: DataKey) -> AuditHead | None:
    """Find the head in a backup; what was written with an earlier key, or changed since, shows nothing."""
    try:
        with open_archive(record.path) as archive:
            check_seal(archive.manifest, archive.sealed, data_key)
            return archive.manifest.facts.audit_head
    except Problem:
        return None


def _find_restored_row(row: AuditRow) -> int | None:
    values = (change.new for change in row.details or () if change.path == (RESTORED_ROW,))
    return next((value for value in values if isinstance(value, int)), None)
