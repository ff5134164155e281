"""Pieces that hold pieces: below one another, beside one another, as a table, in a frame."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from stemsup_desktop.documents.pen import Pen
from stemsup_desktop.documents.piece import (
    NEAR,
    Artifact,
    Drawing,
    Follow,
    Gap,
    Piece,
    Prose,
    Rule,
    Tagged,
    Told,
    Whole,
)
from stemsup_desktop.documents.structure import Elem, Tag
from stemsup_desktop.documents.styles import BLACK, HAIR, RULE_HAIR, RULE_THIN

__all__ = [
    "NEAR",
    "Artifact",
    "Cell",
    "Columns",
    "Drawing",
    "Follow",
    "Frame",
    "Gap",
    "Grid",
    "Piece",
    "Prose",
    "Row",
    "Rule",
    "Stack",
    "Tagged",
    "Told",
    "Whole",
    "without_gap",
    "without_single_ends",
]

_LONGER_LIST = 3
_LONG_ENOUGH_TO_PART = 90.0
"""Six lines of a column."""


class Stack(Piece):
    """Pieces below one another; `is_kept` keeps them on one page if one page can hold them."""

    __slots__ = ("height", "is_kept", "parts")

    def __init__(self, parts: Sequence[Piece], *, is_kept: bool = False) -> None:
        self.parts = tuple(parts)
        self.is_kept = is_kept
        self.height = sum(part.height for part in self.parts)

    def grow(self, parent: Elem) -> None:
        """Add what the parts are, one after the other."""
        for part in self.parts:
            part.grow(parent)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw each part."""
        for part in self.parts:
            part.draw(pen, x, top)
            top -= part.height

    def split(self, room: float, *, must: bool) -> tuple[Piece, Piece] | None:
        """Part between the parts, or within the first that does not fit."""
        if self.is_kept and not must:
            return None
        used = 0.0
        for index, part in enumerate(self.parts):
            if used + part.height > room + NEAR:
                return self._split_at(index, room - used, must=must)
            used += part.height
        return None

    def _split_at(self, index: int, room: float, *, must: bool) -> tuple[Piece, Piece] | None:
        """Part well within the part, else before it and what it follows from, else by force."""
        well = self._split_within(index, room, must=False) or self._split_before(self._first_of_chain(index))
        if well or not must:
            return well
        return self._split_within(index, room, must=True) or self._split_before(index)

    def _split_within(self, index: int, room: float, *, must: bool) -> tuple[Piece, Piece] | None:
        halves = self.parts[index].split(room, must=must)
        if not halves:
            return None
        return Stack([*self.parts[:index], halves[0]]), Stack([halves[1], *self.parts[index + 1 :]])

    def _first_of_chain(self, index: int) -> int:
        while index and isinstance(self.parts[index - 1], Follow | Gap):
            index -= 1
        return index

    def _split_before(self, index: int) -> tuple[Piece, Piece] | None:
        if not index:
            return None
        return Stack(self.parts[:index]), Stack(without_gap(self.parts[index:]))


def without_gap(parts: Sequence[Piece]) -> Sequence[Piece]:
    """Drop white space from the beginning."""
    start = 0
    while start < len(parts) and isinstance(parts[start], Gap):
        start += 1
    return parts[start:]


def without_single_ends(parts: Sequence[Piece]) -> list[Piece]:
    """Keep the first two and the last two of a longer list together, so that no page ends or begins with one."""
    kept = {0, len(parts) - 2} if len(parts) >= _LONGER_LIST else set()
    return [Follow(part) if index in kept else part for index, part in enumerate(parts)]


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece in a row, at `x` from the row's left end; `sink` 0 hangs it at the top, 0.5 centres it, 1 at the foot."""

    x: float
    piece: Piece
    sink: float = 0.0


class Row(Piece):
    """Pieces beside one another. It is parted only within its cells."""

    __slots__ = ("_after", "_before", "_cells", "_is_kept", "height")

    def __init__(self, cells: Sequence[Cell], before: float = 0.0, after: float = 0.0, *, is_kept: bool = True) -> None:
        """`before` and `after` are white space above and below the tallest cell."""
        self._cells = tuple(cells)
        self._before = before
        self._after = after
        self._is_kept = is_kept
        self.height = max((cell.piece.height for cell in cells), default=0.0) + before + after

    def grow(self, parent: Elem) -> None:
        """Add what the cells are, from left to right."""
        for cell in self._cells:
            cell.piece.grow(parent)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw each cell."""
        inner = self.height - self._before - self._after
        for cell in self._cells:
            sunk = (inner - cell.piece.height) * cell.sink
            cell.piece.draw(pen, x + cell.x, top - self._before - sunk)

    def split(self, room: float, *, must: bool) -> tuple[Piece, Piece] | None:
        """Part every cell that does not fit; one that cannot be parted keeps the row whole or moves on alone."""
        if self._is_kept and not must:
            return None
        room -= self._before
        heads: list[Cell] = []
        tails: list[Cell] = []
        for cell in self._cells:
            head, tail = _halves(cell.piece, room, must=must)
            if not head.height and cell.piece.height and not must:
                return None
            heads.append(replace(cell, piece=head, sink=0.0))
            tails.append(replace(cell, piece=tail))
        if not any(cell.piece.height for cell in heads):
            return None
        # What goes on is drawn last here and first there, so that extracted text runs on over the page.
        going_on = [tail.piece.height > 0 for tail in tails]
        heads = [head for goes_on in (False, True) for head, at in zip(heads, going_on, strict=True) if at is goes_on]
        return (
            type(self)(heads, self._before, 0.0, is_kept=self._is_kept),
            type(self)(tails, 0.0, self._after, is_kept=self._is_kept),
        )


class Columns(Row):
    """A row of columns that go on below: what stands in another than the first is drawn when the first is done.

    So the lines of a column are one after the other in the file too, as they are read.
    """

    __slots__ = ()

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw the first column, and leave the others to `Pen.catch_up`."""
        first, *others = sorted(self._cells, key=lambda cell: cell.x)
        first.piece.draw(pen, x + first.x, top - self._before)
        for cell in others:
            pen.defer(partial(cell.piece.draw, pen, x + cell.x, top - self._before))

    def split(self, room: float, *, must: bool) -> tuple[Piece, Piece] | None:
        """Part only what is long: a few lines stay together, so that no column goes on where the others do not."""
        return super().split(room, must=must) if must or self.height > _LONG_ENOUGH_TO_PART else None


def _halves(piece: Piece, room: float, *, must: bool) -> tuple[Piece, Piece]:
    if piece.height <= room + NEAR:
        return piece, Gap(0)
    return piece.split(room, must=must) or (Gap(0), piece)


class Grid(Piece):
    """Rows under a header that is repeated on each page, with hairlines between them."""

    __slots__ = ("_header", "_rows", "_width", "height")

    def __init__(self, header: Piece, rows: Sequence[Piece], width: float) -> None:
        self._header = header
        self._rows = tuple(rows)
        self._width = width
        self.height = header.height + sum(row.height for row in self._rows)

    def grow(self, parent: Elem) -> None:
        """Add a table with its head and its body; the header and each row are elements of their own."""
        table = parent.add(Elem(Tag.TABLE))
        if not self._rows:  # a table head needs a body
            self._header.grow(table)
            return
        self._header.grow(table.add(Elem(Tag.HEAD_ROWS)))
        body = table.add(Elem(Tag.BODY_ROWS))
        for row in self._rows:
            row.grow(body)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw header, rows and lines."""
        self._header.draw(pen, x, top)
        top -= self._header.height
        pen.rule(x, top, self._width, RULE_THIN, BLACK)
        for row in self._rows:
            row.draw(pen, x, top)
            top -= row.height
            pen.rule(x, top, self._width, RULE_HAIR, HAIR)

    def split(self, room: float, *, must: bool) -> tuple[Piece, Piece] | None:
        """Part between rows; within a row only if not even one row fits."""
        used = self._header.height
        count = 0
        while count < len(self._rows) and used + self._rows[count].height <= room + NEAR:
            used += self._rows[count].height
            count += 1
        if count:
            return self._with(self._rows[:count]), self._rest(self._rows[count:])
        halves = self._rows[0].split(room - used, must=True) if must and self._rows else None
        if not halves:
            return None
        return self._with(halves[:1]), self._rest((halves[1], *self._rows[1:]))

    def _with(self, rows: Sequence[Piece]) -> "Grid":
        return Grid(self._header, rows, self._width)

    def _rest(self, rows: Sequence[Piece]) -> "Grid":
        header = self._header if isinstance(self._header, Artifact) else Artifact(self._header)
        return Grid(header, rows, self._width)


class Frame(Piece):
    """A frame round a piece; a parted frame is closed on both pages."""

    __slots__ = ("_inside", "_padding", "_thickness", "_width", "height")

    def __init__(self, inside: Piece, width: float, padding: float, thickness: float = RULE_THIN) -> None:
        self._inside = inside
        self._width = width
        self._padding = padding
        self._thickness = thickness
        self.height = inside.height + 2 * padding

    def grow(self, parent: Elem) -> None:
        """Add what is in it."""
        self._inside.grow(parent)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw frame and content."""
        pen.box(x, top, self._width, self.height, self._thickness)
        self._inside.draw(pen, x + self._padding, top - self._padding)

    def split(self, room: float, *, must: bool) -> tuple[Piece, Piece] | None:
        """Part the content."""
        halves = self._inside.split(room - 2 * self._padding, must=must) if must else None
        if not halves:
            return None
        head, tail = halves
        return self._with(head), self._with(tail)

    def _with(self, inside: Piece) -> "Frame":
        return Frame(inside, self._width, self._padding, self._thickness)
