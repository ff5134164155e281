"""Reads an archive strictly: exactly what `writing` writes, or nothing. No byte is believed unchecked."""

import hashlib
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from stemsup_desktop.store.backup.archive_format import (
    CHUNK_BYTES,
    DIRECTORY_BYTES,
    KEY_NAME,
    MANIFEST_NAME,
    MOST_SMALL_BYTES,
    Entry,
    decode_directory,
    encode_local_header,
)
from stemsup_desktop.store.backup.manifest import Manifest, Member, SealedManifest, decode_manifest
from stemsup_desktop.store.backup.places import reading_backups, sync_now_and_then
from stemsup_desktop.store.backup.watching import Stage, Watch
from stemsup_desktop.store.header import DATABASE_NAME, VaultHeader, decode_header
from stemsup_desktop.store.problems import make_environment_problem, translating_file_errors


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the archive a member's contents begin."""

    entry: Entry
    at: int


@dataclass(frozen=True, slots=True)
class Archive:
    """An open archive whose shape, manifest and key file are sound; seal and database are still to be checked."""

    path: Path
    size_bytes: int
    manifest: Manifest
    sealed: SealedManifest
    header: VaultHeader
    _file: BinaryIO
    _database: _Place

    def unpack_database(self, into: Path, watch: Watch) -> None:
        """Write the encrypted database to a new file.

        Raises `EnvironmentProblem` backup-damaged, backup-disk-failed, or what the disk of `into` says; `InputProblem`
        backup-cancelled.
        """
        digest, done, total = hashlib.sha256(), 0, self.manifest.database.size
        with translating_file_errors():
            into.touch(mode=0o600, exist_ok=False)
        with translating_file_errors(), into.open("wb") as copy:
            for chunk in _read_contents(self._file, self._database):
                copy.write(chunk)
                digest.update(chunk)
                done += len(chunk)
                sync_now_and_then(copy, done)
                watch.advance(Stage.UNPACK, done, total)
        if digest.hexdigest() != self.manifest.database.sha256:
            raise make_environment_problem("backup-damaged")


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open an archive and read what is small in it.

    Raises `EnvironmentProblem` backup-missing, backup-damaged, backup-newer, backup-disk-failed, vault-newer.
    """
    with reading_backups():
        if not path.is_file():  # also not a pipe, which would never open
            raise FileNotFoundError(path)
        file = path.open("rb")
    with file:
        yield _read_archive(path, file)


def _read_archive(path: Path, file: BinaryIO) -> Archive:
    with reading_backups():
        size = file.seek(0, os.SEEK_END)
    places = _find_members(file, size)
    manifest, sealed = decode_manifest(_read_small(file, places[MANIFEST_NAME]))
    key_file = _read_small(file, places[KEY_NAME])
    header = decode_header(key_file)
    is_whole = (
        manifest.key_file == Member(len(key_file), hashlib.sha256(key_file).hexdigest())
        and manifest.database.size == places[DATABASE_NAME].entry.size
    )
    if header is None or not is_whole or header.vault_id != manifest.vault_id:
        raise make_environment_problem("backup-damaged")
    return Archive(path, size, manifest, sealed, header, file, places[DATABASE_NAME])


def _find_members(file: BinaryIO, size: int) -> dict[str, _Place]:
    """Find our members, one after the other from the first byte to the directory; nothing may lie between or behind."""
    entries = decode_directory(_read_at(file, max(0, size - DIRECTORY_BYTES), DIRECTORY_BYTES), size)
    places, at = {}, 0
    for entry in entries or ():
        expected = encode_local_header(entry)
        if _read_at(file, at, len(expected)) != expected:
            raise make_environment_problem("backup-damaged")
        places[entry.name] = _Place(entry, at + len(expected))
        at += len(expected) + entry.size
    if entries is None or at + DIRECTORY_BYTES != size:
        raise make_environment_problem("backup-damaged")
    return places


def _read_small(file: BinaryIO, place: _Place) -> bytes:
    if place.entry.size > MOST_SMALL_BYTES:
        raise make_environment_problem("backup-damaged")
    return b"".join(_read_contents(file, place))


def _read_contents(file: BinaryIO, place: _Place) -> Iterator[bytes]:
    """Yield a member's contents; raises `EnvironmentProblem` backup-damaged after the last if the check sum differs."""
    crc, done = 0, 0
    while done < place.entry.size:
        chunk = _read_at(file, place.at + done, min(CHUNK_BYTES, place.entry.size - done))
        if not chunk:
            raise make_environment_problem("backup-damaged")
        crc, done = zlib.crc32(chunk, crc), done + len(chunk)
        yield chunk
    if crc != place.entry.crc:
        raise make_environment_problem("backup-damaged")


def _read_at(file: BinaryIO, at: int, size: int) -> bytes:
    with reading_backups():
        file.seek(at)
        return file.read(size)
