"""Pieces of a page that know their height, can be parted at a height, and draw themselves."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from stemsup_desktop.documents.lines import Line
from stemsup_desktop.documents.pen import Pen
from stemsup_desktop.documents.styles import BLACK, HAIR, RGB, RULE_HAIR, RULE_THIN

NEAR = 0.01
"""What is this much too high, in points, still fits: heights are sums of fractions."""

_LONGER_LIST = 3


class Piece(ABC):
    """Something laid out at a known width; heights in points."""

    height: float

    @abstractmethod
    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw with the upper left corner at (x, top)."""

    def split(self, room: float, *, must: bool) -> "tuple[Piece, Piece] | None":
        """Part into what fits into `room` and the rest, or None if that cannot be done well.

        With `must` set, on an empty page, keeping together gives way: only what cannot be parted at all returns None.
        """
        del room, must
        return None


@dataclass(frozen=True, slots=True)
class Gap(Piece):
    """White space; it vanishes at the top of a page."""

    height: float

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw nothing."""


@dataclass(frozen=True, slots=True)
class Drawing(Piece):
    """A drawing of fixed height; `paint` gets pen, x and top."""

    height: float
    paint: Callable[[Pen, float, float], None]

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw it."""
        self.paint(pen, x, top)


@dataclass(frozen=True, slots=True)
class Rule(Piece):
    """A horizontal rule at half of its own height."""

    width: float
    thickness: float = RULE_HAIR
    colour: RGB = HAIR
    height: float = 1.0

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw it."""
        pen.rule(x, top - self.height / 2, self.width, self.thickness, self.colour)


class Prose(Piece):
    """Broken lines. No page ends or begins with a single line of a longer text."""

    __slots__ = ("_align", "_leading", "_lines", "_width", "height")

    def __init__(self, lines: tuple[Line, ...], leading: float, width: float, align: float = 0.0) -> None:
        """`align` 0 is left, 0.5 centred, 1 right, within `width`."""
        self._lines = lines
        self._leading = leading
        self._width = width
        self._align = align
        self.height = leading * len(lines)

    @property
    def line_count(self) -> int:
        """Return how many lines there are."""
        return len(self._lines)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Write the lines."""
        for number, line in enumerate(self._lines):
            indent = (self._width - line.width) * self._align if self._align else 0.0
            pen.line(x + indent, top - number * self._leading, line, self._leading)

    def split(self, room: float, *, must: bool) -> tuple[Piece, Piece] | None:
        """Part between lines."""
        count = len(self._lines)
        room_for = int((room + NEAR) // self._leading)
        for fewest in (2, 1) if must else (2,):
            fitting = min(room_for, count - fewest)
            if fitting >= fewest:
                return self._part(0, fitting), self._part(fitting, count)
        return None

    def _part(self, start: int, end: int) -> "Prose":
        return Prose(self._lines[start:end], self._leading, self._width, self._align)


class Stack(Piece):
    """Pieces below one another; `is_kept` keeps them on one page if one page can hold them."""

    __slots__ = ("height", "is_kept", "parts")

    def __init__(self, parts: Sequence[Piece], *, is_kept: bool = False) -> None:
        self.parts = tuple(parts)
        self.is_kept = is_kept
        self.height = sum(part.height for part in self.parts)

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


class Follow(Piece):
    """A piece that stays with what comes after it."""

    __slots__ = ("height", "piece")

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        self.height = piece.height

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw it."""
        self.piece.draw(pen, x, top)

    def split(self, room: float, *, must: bool) -> tuple[Piece, Piece] | None:
        """Part it only where nothing else is left."""
        return self.piece.split(room, must=True) if must else None


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
            Row(heads, self._before, 0.0, is_kept=self._is_kept),
            Row(tails, 0.0, self._after, is_kept=self._is_kept),
        )


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
            return self._with(self._rows[:count]), self._with(self._rows[count:])
        halves = self._rows[0].split(room - used, must=True) if must and self._rows else None
        if not halves:
            return None
        return self._with(halves[:1]), self._with((halves[1], *self._rows[1:]))

    def _with(self, rows: Sequence[Piece]) -> "Grid":
        return Grid(self._header, rows, self._width)


class Frame(Piece):
    """A frame round a piece; a parted frame is closed on both pages."""

    __slots__ = ("_inside", "_padding", "_thickness", "_width", "height")

    def __init__(self, inside: Piece, width: float, padding: float, thickness: float = RULE_THIN) -> None:
        self._inside = inside
        self._width = width
        self._padding = padding
        self._thickness = thickness
        self.height = inside.height + 2 * padding

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
