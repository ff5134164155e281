"""Shares the width of a table among its columns."""

from collections.abc import Sequence

from stemsup_desktop.documents.fonts import Face, FontFolder

_GUTTER = 15.0
_LONGEST_MEASURED = 300
_NARROWEST = 26.0


def column_widths(
    fonts: FontFolder, rows: Sequence[Sequence[str]], width: float, size: float
) -> tuple[tuple[float, float], ...]:
    """Return (x, width) of each column in points for rows of printable text; the first row is the header.

    Columns that need little keep what they need; the others share the rest.
    """
    count = len(rows[0])
    free = width - _GUTTER * (count - 1)
    needs = [max(_need(fonts, row[index], size) for row in rows) + 1 for index in range(count)]
    widths = _spread(needs, free) if sum(needs) <= free else _squeeze(needs, free)
    x = 0.0
    placed = []
    for column in widths:
        placed.append((x, column))
        x += column + _GUTTER
    return tuple(placed)


def _need(fonts: FontFolder, text: str, size: float) -> float:
    longest = max(text.split("\n"), key=len)[:_LONGEST_MEASURED]
    return max(_NARROWEST, fonts.width(longest, Face.MEDIUM, size))


def _spread(needs: Sequence[float], free: float) -> list[float]:
    """Give what is left over in proportion to the needs."""
    factor = free / sum(needs)
    return [need * factor for need in needs]


def _squeeze(needs: Sequence[float], free: float) -> list[float]:
    """Let small columns keep their need and share the rest by the square root of the need."""
    widths = [0.0] * len(needs)
    open_columns = set(range(len(needs)))
    while open_columns:
        weight = sum(needs[index] ** 0.5 for index in open_columns)
        shares = {index: free * needs[index] ** 0.5 / weight for index in open_columns}
        small = [index for index in sorted(open_columns) if needs[index] <= shares[index]]
        for index in small or sorted(open_columns):
            widths[index] = needs[index] if small else shares[index]
        for index in small or sorted(open_columns):
            free -= widths[index]
            open_columns.discard(index)
    return widths
