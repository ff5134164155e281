"""Reads content files into typed records; every fault names file, path and what was expected."""

from pathlib import Path
from typing import TypeVar

import msgspec

from stemsup_desktop.bounded_files import OversizeError, read_bounded
from stemsup_desktop.errors import EnvironmentProblem, InputProblem

T = TypeVar("T")

MOST_BYTES = 64_000_000


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a content file; raises `EnvironmentProblem` if it cannot be read."""
    try:
        return read_bounded(path, MOST_BYTES)
    except (OSError, ValueError, OversizeError) as error:
        raise EnvironmentProblem("content-unreadable", f"The content file {path.name} cannot be read.") from error


def decode_json(data: bytes, kind: type[T], name: str) -> T:
    """Decode JSON bytes into `kind`; raises `InputProblem` that names `name` and the path of the fault."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputProblem("content-invalid", f"{name}: {error}.") from error


def read_json(path: Path, kind: type[T]) -> T:
    """Read one JSON content file into `kind`."""
    return decode_json(read_bytes(path), kind, path.name)
