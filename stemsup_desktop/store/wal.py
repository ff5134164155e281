"""What SQLite's write-ahead log beside the vault tells without being opened."""

from collections.abc import Iterator
from pathlib import Path

PAGE_BYTES = 4096
"""SQLCipher 4's page size."""

SALT_BYTES = 16
_HEADER_BYTES = 32
_FRAME_HEADER_BYTES = 24


def find_wal(database: Path) -> Path:
    """Return where SQLite keeps the WAL of a database; it is there only while the vault is open or after a crash."""
    return database.with_name(f"{database.name}-wal")


def has_wal(database: Path) -> bool:
    """Return whether there is a WAL with anything in it."""
    wal = find_wal(database)
    return wal.is_file() and wal.stat().st_size > 0


def list_salts(database: Path) -> tuple[bytes, ...]:
    """Return each salt that stands in a page 1 of the WAL, the latest first; raises OSError.

    SQLite's WAL format: a header of 32 bytes, then frames of a header of 24 bytes, whose first four are the page's
    number, and the page. SQLCipher puts the salt over the first 16 bytes of page 1.
    """
    return tuple(dict.fromkeys(reversed(list(_read_salts(database))))) if has_wal(database) else ()


def _read_salts(database: Path) -> Iterator[bytes]:
    with find_wal(database).open("rb") as wal:
        wal.seek(_HEADER_BYTES)
        while len(frame := wal.read(_FRAME_HEADER_BYTES + SALT_BYTES)) == _FRAME_HEADER_BYTES + SALT_BYTES:
            if int.from_bytes(frame[:4]) == 1:
                yield frame[_FRAME_HEADER_BYTES:]
            wal.seek(PAGE_BYTES - SALT_BYTES, 1)
