"""The simplest pieces of a page: white space, drawings and text, and what says how a piece is tagged.

A piece knows its height, can be parted at a height, and draws itself. It also knows its elements; the halves of a
parted piece share them, so that a text over two pages is read as one.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stemsup_desktop.documents.lines import Line
from stemsup_desktop.documents.pen import Pen
from stemsup_desktop.documents.structure import Elem, Tag
from stemsup_desktop.documents.styles import HAIR, RGB, RULE_HAIR

NEAR = 0.01
"""What is this much too high, in points, still fits: heights are sums of fractions."""


class Piece(ABC):
    """Something laid out at a known width; heights in points."""

    height: float

    @abstractmethod
    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw with the upper left corner at (x, top)."""

    def grow(self, parent: Elem) -> None:
        """Add what this piece is to the structure of the document, once and before anything is parted or drawn."""
        del parent

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
    """A drawing of fixed height; `paint` gets pen, x and top.

    Without an element it is decoration. An element with others in it gets its content from `paint`, which says what
    belongs to which; any other element gets all of it, a figure with `width` as its box.
    """

    height: float
    paint: Callable[[Pen, float, float], None]
    elem: Elem | None = None
    width: float = 0.0

    def grow(self, parent: Elem) -> None:
        """Add the element with those in it."""
        if self.elem is not None:
            parent.add(self.elem)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw it."""
        if self.elem is None or self.elem.kids:
            self.paint(pen, x, top)
            return
        box = (x, top - self.height, x + self.width, top) if self.elem.tag is Tag.FIGURE else None
        with pen.content(self.elem, top, box):
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

    __slots__ = ("_align", "_leading", "_lines", "_width", "elem", "height")

    def __init__(
        self, lines: tuple[Line, ...], leading: float, width: float, align: float = 0.0, elem: Elem | None = None
    ) -> None:
        """`align` 0 is left, 0.5 centred, 1 right, within `width`; without an element it is a paragraph."""
        self.elem = elem or Elem(Tag.PARAGRAPH)
        self._lines = lines
        self._leading = leading
        self._width = width
        self._align = align
        self.height = leading * len(lines)

    @property
    def line_count(self) -> int:
        """Return how many lines there are."""
        return len(self._lines)

    def grow(self, parent: Elem) -> None:
        """Add the element of the text."""
        parent.add(self.elem)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Write the lines."""
        with pen.content(self.elem, top):
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
        return Prose(self._lines[start:end], self._leading, self._width, self._align, self.elem)


class Follow(Piece):
    """A piece that stays with what comes after it."""

    __slots__ = ("height", "piece")

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        self.height = piece.height

    def grow(self, parent: Elem) -> None:
        """Add what the piece is."""
        self.piece.grow(parent)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw it."""
        self.piece.draw(pen, x, top)

    def split(self, room: float, *, must: bool) -> tuple[Piece, Piece] | None:
        """Part it only where nothing else is left."""
        return self.piece.split(room, must=True) if must else None


class Tagged(Piece):
    """A piece that is one element, which holds what is in it: a list, a row, a clause."""

    __slots__ = ("elem", "height", "piece")

    def __init__(self, elem: Elem, piece: Piece) -> None:
        self.elem = elem
        self.piece = piece
        self.height = piece.height

    def grow(self, parent: Elem) -> None:
        """Add the element, and in it what the piece is."""
        self.piece.grow(parent.add(self.elem))

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw it."""
        pen.arrive(self.elem, top, top - self.height)
        self.piece.draw(pen, x, top)

    def split(self, room: float, *, must: bool) -> tuple[Piece, Piece] | None:
        """Part the piece; both halves are the same element."""
        halves = self.piece.split(room, must=must)
        return (Tagged(self.elem, halves[0]), Tagged(self.elem, halves[1])) if halves else None


class Artifact(Piece):
    """A piece that is drawn and not read, such as a header row that is repeated."""

    __slots__ = ("height", "piece")

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        self.height = piece.height

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw it."""
        with pen.artifact():
            self.piece.draw(pen, x, top)


class Told(Piece):
    """A piece whose parts are read in another order than they stand in: a column whole, and then the one beside it."""

    __slots__ = ("_reading", "height", "piece")

    def __init__(self, reading: Sequence[Piece], piece: Piece) -> None:
        """`reading` holds every part of `piece` that is read, in the order of reading; only `piece` is drawn."""
        self._reading = tuple(reading)
        self.piece = piece
        self.height = piece.height

    def grow(self, parent: Elem) -> None:
        """Add what is read."""
        for part in self._reading:
            part.grow(parent)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw it as it is laid out, and after the first column the others."""
        self.piece.draw(pen, x, top)
        pen.catch_up()

    def split(self, room: float, *, must: bool) -> tuple[Piece, Piece] | None:
        """Part it as it is laid out: by then its elements have their places."""
        halves = self.piece.split(room, must=must)
        return (Told((), halves[0]), Told((), halves[1])) if halves else None


class Whole(Piece):
    """A piece over all columns: what stands above it in any of them is drawn before it."""

    __slots__ = ("height", "piece")

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        self.height = piece.height

    def grow(self, parent: Elem) -> None:
        """Add what the piece is."""
        self.piece.grow(parent)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw it."""
        pen.catch_up()
        self.piece.draw(pen, x, top)

    def split(self, room: float, *, must: bool) -> tuple[Piece, Piece] | None:
        """Part the piece."""
        halves = self.piece.split(room, must=must)
        return (Whole(halves[0]), Whole(halves[1])) if halves else None
