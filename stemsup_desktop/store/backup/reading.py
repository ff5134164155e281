"""Reads an archive strictly: exactly what `writing` writes, or nothing. No byte is believed unchecked."""

import hashlib
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from stemsup_desktop.store.backup.archive_format import (
    CHUNK_BYTES,
    KEY_NAME,
    MANIFEST_NAME,
    MEMBERS,
    MOST_SMALL_BYTES,
    REGULAR_FILE,
    UNIX,
)
from stemsup_desktop.store.backup.manifest import Manifest, Member, SealedManifest, decode_manifest
from stemsup_desktop.store.backup.places import reading_backups
from stemsup_desktop.store.backup.watching import Stage, Watch
from stemsup_desktop.store.header import DATABASE_NAME, VaultHeader, decode_vault_header
from stemsup_desktop.store.problems import make_environment_problem, translating_file_errors

# APPNOTE 4.3.16, 4.3.15 and 4.3.14: the records that end a zip, the latter two only in one of more than 2 GiB.
_END = struct.Struct("<4s4H2LH")
_END_64_LOCATOR = struct.Struct("<4sLQL")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_MOST_DIRECTORY_BYTES = 1024
_ZIP64_EXTRA_BYTES = 20
_ZIP_ERRORS = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, struct.error, ValueError)


@dataclass(frozen=True, slots=True)
class Archive:
    """An open archive whose shape, manifest and key file are sound; seal and database are still to be checked."""

    path: Path
    size_bytes: int
    manifest: Manifest
    sealed: SealedManifest
    header: VaultHeader
    key_file: bytes
    _zip: zipfile.ZipFile

    def unpack_database(self, into: Path, watch: Watch) -> None:
        """Write the encrypted database to a new file.

        Raises `EnvironmentProblem` backup-damaged, backup-disk-failed, or what the disk of `into` says; `InputProblem`
        backup-cancelled.
        """
        digest, done, total = hashlib.sha256(), 0, self.manifest.database.size
        with translating_file_errors():
            into.touch(mode=0o600, exist_ok=False)
        with translating_file_errors(), into.open("wb") as copy:
            for chunk in _read_member(self._zip, DATABASE_NAME):
                copy.write(chunk)
                digest.update(chunk)
                done += len(chunk)
                watch.advance(Stage.UNPACK, done, total)
        if digest.hexdigest() != self.manifest.database.sha256:
            raise make_environment_problem("backup-damaged")


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open an archive and read what is small in it.

    Raises `EnvironmentProblem` backup-missing, backup-damaged, backup-newer, backup-disk-failed, vault-newer.
    """
    with _opening(path) as file:
        yield _read_archive(path, file)


def _read_archive(path: Path, file: BinaryIO) -> Archive:
    with _translating_zip_errors():
        size = file.seek(0, 2)
        _check_end(file, size)
        opened = zipfile.ZipFile(file)
        _check_members(opened, file, size)
        manifest, sealed = decode_manifest(b"".join(_read_member(opened, MANIFEST_NAME)))
        key_file = b"".join(_read_member(opened, KEY_NAME))
        header = decode_vault_header(key_file)
        archive = Archive(path, size, manifest, sealed, header, key_file, opened) if header else None
        if archive is None or not _agrees(archive):
            raise make_environment_problem("backup-damaged")
        return archive


def _agrees(archive: Archive) -> bool:
    """Return whether manifest, key file and the zip's own directory say the same."""
    manifest = archive.manifest
    key_file = Member(len(archive.key_file), hashlib.sha256(archive.key_file).hexdigest())
    is_same_size = manifest.database.size == archive._zip.getinfo(DATABASE_NAME).file_size
    return key_file == manifest.key_file and is_same_size and archive.header.vault_id == manifest.vault_id


@contextmanager
def _opening(path: Path) -> Iterator[BinaryIO]:
    with reading_backups():
        if not path.is_file():  # also not a pipe, which would never open
            raise FileNotFoundError(path)
        file = path.open("rb")
    with file:
        yield file


@contextmanager
def _translating_zip_errors() -> Iterator[None]:
    try:
        yield
    except _ZIP_ERRORS as error:
        raise make_environment_problem("backup-damaged") from error


def _check_end(file: BinaryIO, size: int) -> None:
    """Check that the file ends as ours do: the zip library then reads a kilobyte at most to find the members."""
    with reading_backups():
        file.seek(max(0, size - 98))
        tail = file.read(98)
    mark, disk, disk_of_directory, here, all_members, length, at, comment = _END.unpack(tail[-22:])
    until = size - 22
    if tail[-42:-38] == b"PK\x06\x07":
        _, _, at_64, disks = _END_64_LOCATOR.unpack(tail[-42:-22])
        mark_64, room, _, _, _, _, here, all_members, length, at = _END_64.unpack(tail[-98:-42])
        until = size - 98
        if (mark_64, room, at_64, disks) != (b"PK\x06\x06", 44, until, 1):
            raise zipfile.BadZipFile
    if (mark, disk, disk_of_directory, comment) != (b"PK\x05\x06", 0, 0, 0):
        raise zipfile.BadZipFile
    if (here, all_members) != (3, 3) or length > _MOST_DIRECTORY_BYTES or at + length != until:
        raise zipfile.BadZipFile


def _check_members(opened: zipfile.ZipFile, file: BinaryIO, size: int) -> None:
    """Check that there are our members alone, plain and stored, one after the other from first byte to last."""
    if tuple(member.filename for member in opened.infolist()) != MEMBERS:
        raise zipfile.BadZipFile
    at = 0
    for member in opened.infolist():
        is_plain = (
            member.compress_type == zipfile.ZIP_STORED
            and member.compress_size == member.file_size
            and member.create_system == UNIX
            and member.external_attr == REGULAR_FILE
            and not (member.flag_bits or member.comment)
        )
        is_small = member.filename == DATABASE_NAME or member.file_size <= MOST_SMALL_BYTES
        if not (is_plain and is_small) or member.header_offset != at:
            raise zipfile.BadZipFile
        with reading_backups():
            file.seek(at)
            header = file.read(_LOCAL_HEADER.size)
        name_bytes, extra_bytes = _LOCAL_HEADER.unpack(header)[-2:]
        if name_bytes != len(member.filename) or extra_bytes not in (0, _ZIP64_EXTRA_BYTES):
            raise zipfile.BadZipFile
        at += _LOCAL_HEADER.size + name_bytes + extra_bytes + member.file_size
    if at != opened.start_dir or at > size:
        raise zipfile.BadZipFile


def _read_member(opened: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield a member's bytes; the zip library compares their check sum at the end."""
    with _translating_zip_errors(), reading_backups(), opened.open(name) as member:
        while chunk := member.read(CHUNK_BYTES):
            yield chunk
