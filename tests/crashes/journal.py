"""The shim's journal as records: what a program did to a folder, in order, with its marks."""

import struct
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

_HEAD = struct.Struct("=IIqqqII")
_CREATED, _EMPTIED = 1, 2


class Kind(IntEnum):
    """What a line of the journal is; the numbers are those of shim.c."""

    MARK = 1
    OPEN = 2
    WRITE = 3
    TRUNCATE = 4
    SYNC = 5
    RENAME = 6
    LINK = 7
    UNLINK = 8
    MKDIR = 9
    RMDIR = 10
    REFUSED = 11


@dataclass(frozen=True)
class Event:
    """One call, or a mark, whose text is `path`. `error` is the errno it failed with; `data` is what was written."""

    kind: Kind
    path: str
    other: str = ""
    offset: int = 0
    data: bytes = b""
    error: int = 0
    is_created: bool = False
    is_emptied: bool = False


def read_journal(path: Path) -> list[Event]:
    """Return every whole line; a process that was killed leaves whole lines only, or fails here."""
    data, at, events = memoryview(path.read_bytes()), 0, []
    while at < len(data):
        kind, flags, result, offset, length, path_bytes, other_bytes = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        path_end = at + path_bytes
        other_end = path_end + other_bytes
        end = other_end + (length if kind == Kind.WRITE and result == 0 else 0)
        if end > len(data):
            raise ValueError("the journal ends within a line")
        events.append(
            Event(
                kind=Kind(kind),
                path=str(data[at:path_end], "utf-8"),
                other=str(data[path_end:other_end], "utf-8"),
                offset=offset,
                data=bytes(data[other_end:end]),
                error=-result,
                is_created=bool(flags & _CREATED),
                is_emptied=bool(flags & _EMPTIED),
            )
        )
        at = end
    return events
