"""Breaks the labels of a chart into lines and pushes them apart where they would overlap."""

from collections.abc import Callable, Sequence


def push_apart(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> tuple[float, ...]:
    """Return centres in the order of `wanted`, so that nothing overlaps and all lies between `low` and `high`.

    What does not fit between them reaches beyond `high`.
    """
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], at))
    tops: dict[int, float] = {}
    edge = low
    for at in order:
        tops[at] = max(wanted[at] - heights[at] / 2, edge)
        edge = tops[at] + heights[at]
    edge = max(high, low + sum(heights))
    for at in reversed(order):
        tops[at] = min(tops[at], edge - heights[at])
        edge = tops[at]
    return tuple(tops[at] + heights[at] / 2 for at in range(len(wanted)))


_NEVER_FIRST = "、。，．・：；？！）」』】〕〉》ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々,.:;?!)]}%"


def break_text(text: str, width: float, measure: Callable[[str], float]) -> tuple[str, ...]:
    """Break a text into lines: between words, and within what has no spaces where a line may end in Japanese."""
    lines: list[str] = []
    line = ""
    for piece in _list_pieces(text):
        if line and measure((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return (*lines, line.rstrip()) if line.strip() or not lines else tuple(lines)


def _list_pieces(text: str) -> list[str]:
    """Return words with their space, and single letters of what is written without spaces."""
    pieces: list[str] = []
    for character in text:
        is_wide = ord(character) > 0x2E7F
        joins = character in _NEVER_FIRST or (not is_wide and bool(pieces) and not pieces[-1].endswith(" "))
        if pieces and joins and (character in _NEVER_FIRST or ord(pieces[-1][-1]) <= 0x2E7F):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
