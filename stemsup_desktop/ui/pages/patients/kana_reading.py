"""The reading of a name, proposed from the kana it was composed from. No Qt."""

import re
from dataclasses import dataclass

import jaconv

_KEPT = re.compile(r"[\u30a1-\u30fa\u30fc・ ]")
"""What a name may have of its own that a reading has too."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A part of a name as it was committed, and the kana it was composed from."""

    text: str
    reading: str


def derive_reading(name: str, parts: tuple[Composed, ...]) -> str:
    """Return the katakana of a name as far as its parts tell, or "" where a part of it was not composed from kana.

    Parts that were deleted again are passed over; kana and spaces of the name stand for themselves.
    """
    rest, reading = name.replace("\u3000", " "), ""
    for part in parts:
        if not part.text or not part.reading:
            continue
        before, found, after = rest.partition(part.text.replace("\u3000", " "))
        if not found:
            continue
        if not _is_kana(before):
            return ""
        reading += _as_katakana(before) + _as_katakana(part.reading)
        rest = after
    if not reading or not _is_kana(rest):
        return ""
    return reading + _as_katakana(rest)


def _is_kana(text: str) -> bool:
    return all(_KEPT.fullmatch(character) for character in _as_katakana(text))


def _as_katakana(text: str) -> str:
    return str(jaconv.hira2kata(text)).replace("\u3000", " ")
