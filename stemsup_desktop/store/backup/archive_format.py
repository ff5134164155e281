"""The archive: a zip of exactly three stored files in a fixed order, whose every byte follows from their contents.

Any zip program can unpack it, and it reads as this module writes it or not at all: with a fixed date, no comment, no
gap, and the ZIP64 form throughout, headers and directory are a function of three sizes and check sums. A damaged or
hostile archive thus has nothing left to vary but the contents, which the manifest answers for.
"""

import re
import stat
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from stemsup_desktop.store.header import DATABASE_NAME, HEADER_NAMES

KEY_NAME = HEADER_NAMES[0]
MANIFEST_NAME = "manifest.json"
MEMBERS = (KEY_NAME, DATABASE_NAME, MANIFEST_NAME)
"""In the order in which they are written: the manifest needs the check sums of what goes before."""

SUFFIX = ".stemsup"
PART_SUFFIX = ".part"
CHUNK_BYTES = 1 << 20
MOST_SMALL_BYTES = 1 << 20
"""No manifest and no key file is larger; a greater claim is not read."""

_NAME = re.compile(r"stemsup-backup-(\d{8}T\d{6}Z)-[0-9a-f]{8}\.stemsup")

# PKWARE's APPNOTE 6.3, by section. Each ends with what stands in the ZIP64 extra field (4.5.3).
_LOCAL = struct.Struct("<4s5H3L2H")  # 4.3.7
_LOCAL_EXTRA = struct.Struct("<2H2Q")
_DIRECTORY = struct.Struct("<4s6H3L5H2L")  # 4.3.12
_DIRECTORY_EXTRA = struct.Struct("<2H3Q")
_END_64 = struct.Struct("<4sQ2H2L4Q")  # 4.3.14
_LOCATOR = struct.Struct("<4sLQL")  # 4.3.15
_END = struct.Struct("<4s4H2LH")  # 4.3.16

_VERSION = 45  # the first that knows ZIP64
_MADE_ON_UNIX = 3 << 8 | _VERSION
_DATE = 1 << 5 | 1  # 1980-01-01, the first day a zip can name
_IN_EXTRA = 0xFFFF_FFFF
_REGULAR_FILE = (stat.S_IFREG | 0o600) << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One member: its name, its size in bytes, and the CRC-32 of its contents."""

    name: str
    size: int
    crc: int


def make_archive_name(now: datetime, noise: bytes) -> str:
    """Return the name of a backup from an aware moment and 4 random bytes; it names neither clinic nor patient."""
    return f"stemsup-backup-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{noise[:4].hex()}{SUFFIX}"


def find_moment_of_name(name: str) -> datetime | None:
    """Find the moment in an archive's name, to the second; None if it is no name of an archive."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def encode_local_header(entry: Entry) -> bytes:
    """Return what stands before a member's contents; its length depends on the name alone."""
    name = entry.name.encode()
    fields = (_VERSION, 0, 0, 0, _DATE, entry.crc, _IN_EXTRA, _IN_EXTRA, len(name), _LOCAL_EXTRA.size)
    extra = _LOCAL_EXTRA.pack(1, _LOCAL_EXTRA.size - 4, entry.size, entry.size)
    return _LOCAL.pack(b"PK\3\4", *fields) + name + extra


def encode_directory(entries: Sequence[Entry]) -> bytes:
    """Return what stands behind the last member's contents; its length depends on the names alone."""
    directory, at = b"", 0
    for entry in entries:
        directory += _encode_directory_entry(entry, at)
        at += len(encode_local_header(entry)) + entry.size
    count, end_at = len(entries), at + len(directory)
    return b"".join(
        (
            directory,
            _END_64.pack(b"PK\6\6", _END_64.size - 12, _MADE_ON_UNIX, _VERSION, 0, 0, count, count, len(directory), at),
            _LOCATOR.pack(b"PK\6\7", 0, end_at, 1),
            _END.pack(b"PK\5\6", 0, 0, count, count, _IN_EXTRA, _IN_EXTRA, 0),
        )
    )


def decode_directory(data: bytes, archive_bytes: int) -> tuple[Entry, ...] | None:
    """Return the entries if `data` is, byte for byte, the directory of an archive of that size with our members."""
    entries, at = [], 0
    if len(data) != DIRECTORY_BYTES:
        return None
    for name in MEMBERS:
        crc = _DIRECTORY.unpack_from(data, at)[7]
        at += _DIRECTORY.size + len(name)
        size = _DIRECTORY_EXTRA.unpack_from(data, at)[2]
        at += _DIRECTORY_EXTRA.size
        if size > archive_bytes:
            return None
        entries.append(Entry(name, size, crc))
    return tuple(entries) if encode_directory(entries) == data else None


def _encode_directory_entry(entry: Entry, at: int) -> bytes:
    name = entry.name.encode()
    extra = _DIRECTORY_EXTRA.pack(1, _DIRECTORY_EXTRA.size - 4, entry.size, entry.size, at)
    before = (_MADE_ON_UNIX, _VERSION, 0, 0, 0, _DATE, entry.crc, _IN_EXTRA, _IN_EXTRA)
    return _DIRECTORY.pack(b"PK\1\2", *before, len(name), len(extra), 0, 0, 0, _REGULAR_FILE, _IN_EXTRA) + name + extra


DIRECTORY_BYTES = len(encode_directory([Entry(name, 0, 0) for name in MEMBERS]))
