"""The backups of a vault in a folder, and the note beside each that says when it was proven good."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from stemsup_desktop.errors import Problem
from stemsup_desktop.store.backup.archive_format import SUFFIX, find_moment_of_name
from stemsup_desktop.store.backup.manifest import Sha256
from stemsup_desktop.store.backup.places import (
    is_folder_reachable,
    reading_backups,
    sync_backup_folder,
    write_backup_note,
    writing_backups,
)
from stemsup_desktop.store.backup.reading import open_archive
from stemsup_desktop.store.problems import make_environment_problem

NOTE_SUFFIX = ".proof"
_MOST_NOTE_BYTES = 4096


@dataclass(frozen=True, slots=True)
class BackupRecord:
    """One backup. `created_at` is its snapshot's moment; it counts as good only from `proven_at` on."""

    path: Path
    vault_id: str
    created_at: datetime
    size_bytes: int
    proven_at: datetime | None = None

    @property
    def is_proven(self) -> bool:
        """Return whether it was restored on trial after it was written."""
        return self.proven_at is not None


@dataclass(frozen=True, slots=True)
class BackupShelf:
    """What lies in a backup folder: one vault's backups, the newest first, and files that look like one and are not."""

    records: tuple[BackupRecord, ...]
    unreadable: tuple[Path, ...]


class _Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That the archive with this seal in its manifest was proven.

    It is a note for the program's own use and not sealed: who can forge it can as well remove the backups.
    """

    seal: Sha256
    proven_at: Annotated[datetime, Meta(tz=True)]


def list_backups(target: Path, vault_id: str | None = None) -> BackupShelf:
    """Return the backups of a vault, or of every vault, without a key: seals are not checked, pages are not read.

    Raises `EnvironmentProblem` backup-folder-missing, backup-disk-failed.
    """
    if not is_folder_reachable(target):
        raise make_environment_problem("backup-folder-missing")
    with reading_backups():
        paths = sorted(path for path in target.glob(f"*{SUFFIX}") if find_moment_of_name(path.name) is not None)
    records, unreadable = [], []
    for path in paths:
        try:
            records.append(read_backup_record(path))
        except Problem:
            unreadable.append(path)
    kept = [record for record in records if vault_id in (None, record.vault_id)]
    newest_first = sorted(kept, key=lambda record: (record.created_at, record.path.name), reverse=True)
    return BackupShelf(tuple(newest_first), tuple(unreadable))


def read_backup_record(path: Path) -> BackupRecord:
    """Return what one archive says of itself; raises as `open_archive` does."""
    with open_archive(path) as archive:
        manifest = archive.manifest
        proven_at = _find_proof(path, archive.sealed.seal)
        return BackupRecord(path, manifest.vault_id, manifest.created_at, archive.size_bytes, proven_at)


def record_proof(record: BackupRecord, seal: str, proven_at: datetime) -> BackupRecord:
    """Write down beside a backup that it was proven; raises `EnvironmentProblem` as `write_backup` does."""
    with writing_backups(record.path.parent):
        write_backup_note(_note_of(record.path), msgspec.json.encode(_Note(seal, proven_at.astimezone(UTC))))
    return replace(record, proven_at=proven_at)


def remove_backups(records: Iterable[BackupRecord]) -> None:
    """Remove backups with their notes; one that is gone already is none too few.

    The note goes first: a crash in between leaves a backup that is not proven, and the next rotation takes it. Raises
    `EnvironmentProblem` backup-read-only, backup-folder-lost, backup-disk-failed.
    """
    for record in records:
        with writing_backups(record.path.parent):
            _note_of(record.path).unlink(missing_ok=True)
            record.path.unlink(missing_ok=True)
            sync_backup_folder(record.path.parent)


def find_last_good(records: Iterable[BackupRecord], now: datetime) -> BackupRecord | None:
    """Find the newest proven backup; one dated after `now` only if there is no other, for its clock was wrong."""
    proven = [record for record in records if record.is_proven]
    return max(proven, key=lambda record: (record.created_at <= now, record.created_at, record.path.name), default=None)


def _note_of(path: Path) -> Path:
    return path.with_name(path.name + NOTE_SUFFIX)


def _find_proof(path: Path, seal: str) -> datetime | None:
    """Find when the archive with this seal was proven; a note that is missing, damaged or another's proves nothing."""
    with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError), _note_of(path).open("rb") as file:
        note = msgspec.json.decode(file.read(_MOST_NOTE_BYTES), type=_Note)
        return note.proven_at if note.seal == seal else None
    return None
