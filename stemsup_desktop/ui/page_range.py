"""Which pages to print, from what was typed: "1-3, 5". No Qt."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_COMMAS = re.compile(r"[,、;・\s]+")
_DASHES = re.compile(r"\s*(?:[-\u2010-\u2015\u2212\u301c\u30fc~]|から)\s*")
_PART = re.compile(r"(\d*)(-?)(\d*)")
MOST_CHARACTERS = 200
"""Longer than any range of pages that a person types."""
_SHOWN_CHARACTERS = 12


class RangeFault(StrEnum):
    """Why a range of pages is none; each has its sentence in the words of the window."""

    UNREADABLE = "unreadable"
    BEYOND = "beyond"
    BACKWARDS = "backwards"
    ZERO = "zero"


@dataclass(frozen=True, slots=True)
class PageRange:
    """The pages chosen, from 1, each once and in order; or the fault, and the part of the text that has it."""

    pages: tuple[int, ...] = ()
    fault: RangeFault | None = None
    part: str = ""


def read_page_range(text: str, page_count: int) -> PageRange:
    """Read pages and ranges parted by commas; a range may be open at one end, and nothing means every page.

    Digits, commas and dashes may be those of a Japanese keyboard.
    """
    if len(text) > MOST_CHARACTERS:
        return PageRange((), RangeFault.UNREADABLE, text[:_SHOWN_CHARACTERS])
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip()
    parts = [part for part in _COMMAS.split(plain) if part]
    if not parts:
        fault = RangeFault.UNREADABLE if plain else None
        return PageRange(() if plain else tuple(range(1, page_count + 1)), fault, plain[:_SHOWN_CHARACTERS])
    pages: set[int] = set()
    for part in parts:
        found = _read_part(part, page_count)
        if isinstance(found, RangeFault):
            return PageRange((), found, part[:_SHOWN_CHARACTERS])
        pages.update(found)
    return PageRange(tuple(sorted(pages)))


def write_page_range(pages: tuple[int, ...]) -> str:
    """Write pages as they may be typed, neighbours joined: 1-3, 5."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def _read_part(part: str, page_count: int) -> range | RangeFault:
    match = _PART.fullmatch(part)
    if match is None or part == "-":
        return RangeFault.UNREADABLE
    first = int(match[1] or 1)
    last = int(match[3]) if match[3] else page_count if match[2] else first
    if 0 in (first, last):
        return RangeFault.ZERO
    if first > page_count or last > page_count:
        return RangeFault.BEYOND
    return RangeFault.BACKWARDS if first > last else range(first, last + 1)
