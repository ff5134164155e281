"""What is remembered of the last good backup beside the vault, for when the vault is locked or the stick away."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from stemsup_desktop.store.backup.shelf import BackupRecord
from stemsup_desktop.store.files import write_durably
from stemsup_desktop.store.problems import translating_file_errors

MEMORY_NAME = "last-backup.json"
_Moment = Annotated[datetime, Meta(tz=True)]


class LastBackup(msgspec.Struct, frozen=True):
    """When the last good backup was made and proven, and where it was put; nothing of any patient or clinic."""

    vault_id: str
    path: str
    created_at: _Moment
    proven_at: _Moment
    size_bytes: int


def find_last_backup(folder: Path) -> LastBackup | None:
    """Find what was remembered in the clinic's folder; a missing or damaged file is as none, for it only informs."""
    try:
        return msgspec.json.decode((folder / MEMORY_NAME).read_bytes(), type=LastBackup)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def remember_backup(folder: Path, record: BackupRecord, proven_at: datetime) -> None:
    """Keep a proven backup as the last; raises `EnvironmentProblem` vault-read-only, vault-disk-full and the like."""
    last = LastBackup(
        vault_id=record.vault_id,
        path=str(record.path),
        created_at=record.created_at.astimezone(UTC),
        proven_at=proven_at.astimezone(UTC),
        size_bytes=record.size_bytes,
    )
    with translating_file_errors():
        write_durably(folder / MEMORY_NAME, msgspec.json.encode(last))
