"""The archive: a zip of exactly three stored files in a fixed order, without comment, gap or anything beside them."""

import re
import stat
import zipfile
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

UNIX = 3
REGULAR_FILE = (stat.S_IFREG | 0o600) << 16
_NAME = re.compile(r"stemsup-backup-(\d{8}T\d{6}Z)-[0-9a-f]{8}\.stemsup")


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


def make_member(name: str) -> zipfile.ZipInfo:
    """Return the zip's entry of a member: a plain file, stored, the same on every system."""
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_STORED
    member.create_system = UNIX
    member.external_attr = REGULAR_FILE
    return member
