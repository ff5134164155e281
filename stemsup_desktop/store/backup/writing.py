"""Writes a backup from a snapshot, on any thread: under a name of its own only once it is whole and on disk."""

import hashlib
import os
import secrets
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from stemsup_desktop.store.backup.archive_format import (
    CHUNK_BYTES,
    KEY_NAME,
    MANIFEST_NAME,
    PART_SUFFIX,
    Entry,
    encode_directory,
    encode_local_header,
    find_moment_of_name,
    make_archive_name,
)
from stemsup_desktop.store.backup.manifest import (
    DataKey,
    Manifest,
    Member,
    SealingKey,
    derive_sealing_key,
    encode_manifest,
)
from stemsup_desktop.store.backup.places import (
    replace_backup_file,
    require_backup_folder,
    sync_now_and_then,
    writing_backups,
)
from stemsup_desktop.store.backup.shelf import NOTE_SUFFIX, BackupRecord
from stemsup_desktop.store.backup.snapshot import Snapshot
from stemsup_desktop.store.backup.watching import UNWATCHED, Stage, Watch
from stemsup_desktop.store.header import DATABASE_NAME
from stemsup_desktop.store.problems import make_environment_problem, translating_file_errors
from stemsup_desktop.store.wal import PAGE_BYTES

LOCK_PAGE_AT = 1 << 30
"""Where SQLite takes its locks. It never uses the page there, and Windows would not let anyone read it."""

_LEFT_BEHIND = timedelta(days=1)


def write_backup(
    snapshot: Snapshot,
    target: Path,
    data_key: DataKey,
    *,
    now: datetime,
    program_version: str,
    watch: Watch = UNWATCHED,
) -> BackupRecord:
    """Write the snapshot into the folder `target` and return the backup, not yet proven.

    Closing a second descriptor of `vault.db` drops the POSIX locks that this process holds on it ("How To Corrupt An
    SQLite Database File", 2.2). That is harmless here: the folder's `VaultLock`, on a file of its own, keeps the other
    programs away, and in exclusive mode SQLite itself never asks for its lock again.

    Raises `EnvironmentProblem` backup-folder-missing, backup-folder-lost, backup-disk-full, backup-file-too-large,
    backup-read-only, backup-disk-failed, backup-outrun if the vault's file did not stand still, or what the vault's
    disk says; `InputProblem` backup-cancelled, backup-folder-in-vault.
    """
    # Derived at once: whoever closes the vault meanwhile wipes the data key.
    key = derive_sealing_key(data_key, snapshot.vault_id)
    require_backup_folder(target, snapshot.folder)
    path = target / make_archive_name(now, secrets.token_bytes(4))
    part = path.with_name(path.name + PART_SUFFIX)
    with writing_backups(target):
        _clear_left_behind(target, now)
        try:
            # O_EXCL: whatever carries this name already is not ours to overwrite.
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            with os.fdopen(os.open(part, flags, 0o600), "wb") as file:
                _write_archive(file, snapshot, key, now, program_version, watch)
                file.flush()
                os.fsync(file.fileno())
            replace_backup_file(part, path)
        except BaseException:
            with suppress(OSError):  # the folder may be gone; a part never looks like a backup, and goes next time
                part.unlink()
            raise
        return BackupRecord(path, snapshot.vault_id, now, path.stat().st_size)


def _write_archive(
    file: BinaryIO, snapshot: Snapshot, key: SealingKey, now: datetime, program_version: str, watch: Watch
) -> None:
    key_file = _write_small(file, KEY_NAME, snapshot.key_file)
    database, sha256 = _write_database(file, snapshot, watch)
    with translating_file_errors():
        if not snapshot.is_unchanged():
            raise make_environment_problem("backup-outrun")
    manifest = Manifest(
        vault_id=snapshot.vault_id,
        key_id=key.key_id,
        created_at=now.astimezone(UTC),
        program_version=program_version,
        facts=snapshot.facts,
        key_file=Member(len(snapshot.key_file), hashlib.sha256(snapshot.key_file).hexdigest()),
        database=Member(database.size, sha256),
    )
    last = _write_small(file, MANIFEST_NAME, encode_manifest(manifest, key))
    file.write(encode_directory((key_file, database, last)))


def _write_small(file: BinaryIO, name: str, data: bytes) -> Entry:
    entry = Entry(name, len(data), zlib.crc32(data))
    file.write(encode_local_header(entry))
    file.write(data)
    return entry


def _write_database(file: BinaryIO, snapshot: Snapshot, watch: Watch) -> tuple[Entry, str]:
    """Write the database and return it with its SHA-256; its header is written again once the check sum is known."""
    digest, crc, done = hashlib.sha256(), 0, 0
    watch.advance(Stage.COPY, 0, snapshot.size)
    header_at = file.tell()
    file.write(encode_local_header(Entry(DATABASE_NAME, snapshot.size, 0)))
    for chunk in read_pages(snapshot.database, snapshot.size):
        file.write(chunk)
        digest.update(chunk)
        crc = zlib.crc32(chunk, crc)
        done += len(chunk)
        sync_now_and_then(file, done)
        watch.advance(Stage.COPY, done, snapshot.size)
    entry = Entry(DATABASE_NAME, done, crc)
    file.seek(header_at)
    file.write(encode_local_header(entry))
    file.seek(0, os.SEEK_END)
    return entry, digest.hexdigest()


def read_pages(path: Path, size: int, lock_page_at: int = LOCK_PAGE_AT) -> Iterator[bytes]:
    """Yield the first `size` bytes of a database in order, zeros for the page that SQLite locks.

    Raises `EnvironmentProblem` for what the disk says, and backup-outrun if the file is shorter.
    """
    with translating_file_errors(), path.open("rb", buffering=0) as source:
        while (at := source.tell()) < size:
            if at == lock_page_at:
                source.seek(PAGE_BYTES, os.SEEK_CUR)
                yield bytes(min(PAGE_BYTES, size - at))
                continue
            until = lock_page_at if at < lock_page_at else size
            chunk = source.read(min(CHUNK_BYTES, until - at, size - at))
            if not chunk:
                raise make_environment_problem("backup-outrun")
            yield chunk


def _clear_left_behind(target: Path, now: datetime) -> None:
    """Remove parts that a killed program left; a fresh one may be another computer's, still at work."""
    for part in target.glob(f"*{PART_SUFFIX}"):
        moment = find_moment_of_name(part.name.removesuffix(PART_SUFFIX).removesuffix(NOTE_SUFFIX))
        if moment is not None and moment < now - _LEFT_BEHIND:
            with suppress(OSError):  # on a share it may be another user's: it lies in nobody's way
                part.unlink()
