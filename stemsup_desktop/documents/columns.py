"""Shares the width of a table among its columns."""

import re
from collections.abc import Sequence

from stemsup_desktop.documents.fonts import Face, FontFolder

_GUTTER = 15.0
_LONGEST_MEASURED = 300
_NARROWEST = 26.0
_SHORT = 72.0
"""Points: a column whose longest value is no wider than that, as 専門的な判断, has it on one line."""
_LATIN_WORD = re.compile("[!-\u2dff]+")


def column_widths(
    fonts: FontFolder, rows: Sequence[Sequence[str]], width: float, size: float
) -> tuple[tuple[float, float], ...]:
    """Return (x, width) of each column in points for rows of printable text; the first row is the header.

    Columns that need little keep what they need; the others share the rest.
    """
    count = len(rows[0])
    free = width - _GUTTER * (count - 1)
    columns = [[row[index] for row in rows] for index in range(count)]
    needs = [max(_need(fonts, text, size) for text in texts) + 1 for texts in columns]
    if sum(needs) <= free:
        widths = [need * free / sum(needs) for need in needs]
    else:
        words = [max(_longest_word(fonts, text, size) for text in texts) + 1 for texts in columns]
        least = [min(need if need <= _SHORT else word, free / count) for need, word in zip(needs, words, strict=True)]
        widths = _squeeze(needs, least, free)
    x = 0.0
    placed = []
    for column in widths:
        placed.append((x, column))
        x += column + _GUTTER
    return tuple(placed)


def _need(fonts: FontFolder, text: str, size: float) -> float:
    longest = max(text.split("\n"), key=len)[:_LONGEST_MEASURED]
    return max(_NARROWEST, fonts.width(longest, Face.MEDIUM, size))


def _longest_word(fonts: FontFolder, text: str, size: float) -> float:
    """Return what keeps the longest word or number on one line, in the bold face of a row of totals too."""
    words = _LATIN_WORD.findall(text[:_LONGEST_MEASURED])
    return max([_NARROWEST, *(fonts.width(word, Face.BOLD, size) for word in words)])


def _squeeze(needs: Sequence[float], least: Sequence[float], free: float) -> list[float]:
    """Let small columns keep their need, none fall below its least, and share the rest by the root of the need."""
    widths = [0.0] * len(needs)
    open_columns = list(range(len(needs)))
    while open_columns:
        weight = sum(needs[index] ** 0.5 for index in open_columns)
        shares = {index: free * needs[index] ** 0.5 / weight for index in open_columns}
        fixed = {index: least[index] for index in open_columns if least[index] > shares[index]} or {
            index: needs[index] for index in open_columns if needs[index] <= shares[index]
        }
        for index, column in (fixed or shares).items():
            widths[index] = column
            free -= column
            open_columns.remove(index)
    return widths
