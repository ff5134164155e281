"""Records as bytes and moments as text, the same everywhere in the vault."""

from datetime import UTC, datetime
from typing import TypeVar

import msgspec

from stemsup_desktop.consultation.same_record import write_canonically
from stemsup_desktop.store.problems import make_environment_problem

T = TypeVar("T")


def encode_record(record: msgspec.Struct) -> bytes:
    """Return a record as JSON; lone surrogates, which UTF-8 cannot carry, become U+FFFD instead of losing a draft."""
    return write_canonically(record)


def decode_record(data: bytes, kind: type[T]) -> T:
    """Return a record of the vault; raises `EnvironmentProblem` vault-damaged if the bytes are none."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # Not chained: the decoder's message may quote a value, and a log would keep it.
        raise make_environment_problem("vault-damaged") from None


def encode_moment(moment: datetime) -> str:
    """Return an aware moment as UTC text of fixed width, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def decode_moment(text: str) -> datetime:
    """Return the moment of `encode_moment`."""
    return datetime.fromisoformat(text)
