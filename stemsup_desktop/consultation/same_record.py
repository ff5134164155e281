"""How a record is written down as bytes, in the vault too, and whether two records say the same."""

from typing import Any

import msgspec

from stemsup_desktop.consultation.patient_check import normalise_text


def write_canonically(value: object) -> bytes:
    """Return a record, or a tuple of records and plain values, as JSON.

    Stricter than `==`: 1.0 mL is not 1.00 mL, nor noon in Tokyo three in the morning in Greenwich. Lone surrogates,
    which UTF-8 cannot carry, become U+FFFD instead of losing a draft.
    """
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.json.encode(normalise_texts(msgspec.to_builtins(value)))


def is_same(one: object, other: object) -> bool:
    """Say whether two values would be written alike."""
    return write_canonically(one) == write_canonically(other)


def normalise_texts(value: Any) -> Any:
    """Return plain values with every text as UTF-8 can carry it; keys of objects stay."""
    match value:
        case str():
            return normalise_text(value)
        case list() | tuple():
            return [normalise_texts(item) for item in value]
        case dict():
            return {key: normalise_texts(item) for key, item in value.items()}
        case _:
            return value
