"""Sets prepared text as pieces that know their elements: prose, headings, lists, facts and tables."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stemsup_desktop.documents.columns import column_widths
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.lines import Run, Style, break_lines
from stemsup_desktop.documents.pen import Pen
from stemsup_desktop.documents.pieces import (
    Cell,
    Drawing,
    Follow,
    Gap,
    Grid,
    Piece,
    Prose,
    Row,
    Stack,
    Tagged,
    without_single_ends,
)
from stemsup_desktop.documents.structure import Elem, Numbering, Tag
from stemsup_desktop.documents.styles import (
    BODY,
    BOX,
    HAIR,
    HEADING,
    HEADING_NOTE,
    LABEL,
    RULE_HAIR,
    TABLE,
    WIDTH,
)
from stemsup_desktop.documents.text import TypedText
from stemsup_desktop.documents.words import DASH, NOT_TICKED, TICKED
from stemsup_desktop.language import Text

_BOOKMARKED = (Tag.H2, Tag.H3)
_FACT_COLUMNS = 3
_GUTTER = 12.0
INDENT = 17.0
_MOST_LINES_IN_A_COLUMN = 6
_MOST_CHARACTERS_IN_A_COLUMN = 400


class Typesetter:
    """Makes pieces for one document; every text from outside passes through `TypedText` here."""

    def __init__(self, fonts: FontFolder) -> None:
        self.fonts = fonts
        self.typed = TypedText(fonts)

    def prose(
        self,
        text: str,
        where: str,
        style: Style = BODY,
        width: float = WIDTH,
        align: float = 0.0,
        *,
        tag: Tag = Tag.PARAGRAPH,
    ) -> Prose:
        """Set running text in one style; a heading (H2, H3) is also a bookmark."""
        return self.runs([(text, style)], where, width, align, tag=tag)

    def runs(
        self,
        runs: Sequence[tuple[str, Style]],
        where: str,
        width: float = WIDTH,
        align: float = 0.0,
        *,
        tag: Tag = Tag.PARAGRAPH,
    ) -> Prose:
        """Set running text in several styles; a heading (H2, H3) is also a bookmark, named by the first of them."""
        if tag is Tag.BODY and not any(text.strip() for text, _ in runs):  # an item of a list must say something
            runs = [(DASH, runs[0][1])]
        prepared = [Run(self.typed.prepare(text, where), style) for text, style in runs]
        leading = max(style.leading for _, style in runs)
        title = " ".join(prepared[0].text.split()) if tag in _BOOKMARKED else ""
        return Prose(break_lines(prepared, width, self.fonts), leading, width, align, Elem(tag, title=title))

    def heading(self, number: str, title: str, note: str = "", width: float = WIDTH) -> Piece:
        """Set a section heading that stays with what follows; it is also a bookmark, and with a number a place."""
        words = " ".join(part for part in (number, title) if part)
        runs = [(words, HEADING)] + ([("   " + note, HEADING_NOTE)] if note else [])
        prose = self.runs(runs, words, width, tag=Tag.H2)
        prose.elem.place = f"section:{number}" if number else ""
        return Follow(Stack([prose, Gap(1.5)]))

    def bullets(self, items: Sequence[str], where: str, width: float = WIDTH, style: Style = BODY) -> Piece:
        """Set a list with drawn dots."""
        return self.bulleted_runs([[(item, style)] for item in items], where, width)

    def bulleted_runs(self, items: Sequence[Sequence[tuple[str, Style]]], where: str, width: float = WIDTH) -> Piece:
        """Set a list with drawn dots whose items are in several styles."""
        rows = self.bullet_items(items, where, width)
        return Tagged(bullet_list(), Stack(without_single_ends(rows)))

    def bullet_items(self, items: Sequence[Sequence[tuple[str, Style]]], where: str, width: float) -> list[Piece]:
        """Set the items of a list with drawn dots, each by itself."""
        rows: list[Piece] = []
        for item in items:
            leading = max(style.leading for _, style in item)

            def paint(pen: Pen, x: float, top: float, middle: float = leading / 2) -> None:
                pen.bullet(x + 4, top - middle)

            label = Drawing(leading, paint, Elem(Tag.LABEL, actual="•"))
            prose = self.runs(item, where, width - INDENT, tag=Tag.BODY)
            rows.append(item_of(Row([Cell(0, label), Cell(INDENT, prose)], 0.5, 1.0, is_kept=False)))
        return rows

    def numbered(self, items: Sequence[str], where: str, width: float) -> Piece:
        """Set key points with a ringed number each."""
        return Tagged(numbered_list(), Stack(self.numbered_items(items, where, width)))

    def numbered_items(self, items: Sequence[str], where: str, width: float, style: Style = BODY) -> list[Piece]:
        """Set key points with a ringed number, each by itself."""
        rows: list[Piece] = []
        for number, item in enumerate(items, 1):

            def paint(pen: Pen, x: float, top: float, number: int = number) -> None:
                pen.ringed_number(x, top, number, style.leading)

            label = Drawing(style.leading, paint, Elem(Tag.LABEL))
            prose = self.prose(item, where, style, width - 20, tag=Tag.BODY)
            rows.append(item_of(Row([Cell(0, label), Cell(20, prose)], 1.2, 1.6)))
        return rows

    def tick(self, text: str, where: str, *, is_ticked: bool, width: float = WIDTH) -> Piece:
        """Set a sentence beside a check box; sentences one after the other are one list."""
        prose = self.prose(text, where, BODY, width - INDENT, tag=Tag.BODY)
        return ticked_item(prose, TICKED if is_ticked else NOT_TICKED, BODY.leading, is_ticked=is_ticked)

    def facts(self, pairs: Sequence[tuple[str, str]], where: str = "", width: float = WIDTH) -> Piece:
        """Set labels above values in up to three columns; a long value takes more columns, an empty one a dash."""
        entries = []
        for label, value in pairs:
            place = f"{where}: {label}" if where else label
            entries.append(
                FactEntry(self.need(((label, LABEL), (value, BODY)), place), self._fact(label, value, place))
            )
        return fact_list(entries, width)

    def _fact(self, label: str, value: str, place: str) -> Callable[[float], Piece]:
        def make(inner: float) -> Piece:
            named = self.prose(label, place, LABEL, inner, tag=Tag.LABEL)
            said = self.prose(value or DASH, place, BODY, inner, tag=Tag.BODY)
            return Stack([Follow(named), said])

        return make

    def need(self, texts: Sequence[tuple[str, Style]], place: str) -> float:
        """Return the width at which each line of the texts stands on one line; endless for a text that is long."""
        widest = 0.0
        for text, style in texts:
            lines = self.typed.prepare(text, place).split("\n")
            if len(lines) > _MOST_LINES_IN_A_COLUMN or len(text) > _MOST_CHARACTERS_IN_A_COLUMN:
                return math.inf
            for line in lines:
                widest = max(widest, self.fonts.width(line, style.face, style.size))
        return widest

    def grid(
        self,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        where: str = "",
        width: float = WIDTH,
        right_aligned: Sequence[int] = (),
        style: Style = TABLE,
        strong_rows: Sequence[int] = (),
        strong_style: Style = TABLE,
    ) -> Piece:
        """Set a table; an empty cell prints a dash, numbers stand right-aligned under their heading."""
        filled = [[cell or DASH for cell in row] for row in rows]
        widths = column_widths(
            self.fonts, [self._ready(columns, where), *(self._ready(row, where) for row in filled)], width, style.size
        )
        header = self._grid_row(columns, widths, [LABEL] * len(columns), right_aligned, where, 1.0, Tag.HEADER)
        body = []
        for index, row in enumerate(filled):
            styles = [strong_style if index in strong_rows else style] * len(columns)
            body.append(self._grid_row(row, widths, styles, right_aligned, where, 3.4))
        return Grid(header, body, width)

    def _ready(self, cells: Sequence[str], where: str) -> list[str]:
        return [self.typed.prepare(cell, where) for cell in cells]

    def _grid_row(
        self,
        texts: Sequence[str],
        widths: Sequence[tuple[float, float]],
        styles: Sequence[Style],
        right_aligned: Sequence[int],
        where: str,
        padding: float,
        tag: Tag = Tag.CELL,
    ) -> Piece:
        cells = [
            Cell(x, self.prose(text, where, style, width, 1.0 if index in right_aligned else 0.0, tag=tag))
            for index, (text, (x, width), style) in enumerate(zip(texts, widths, styles, strict=True))
        ]
        return Tagged(Elem(Tag.ROW), Row(cells, padding, padding))


def item_of(piece: Piece) -> Piece:
    """Return a label and what it stands for as one item of a list."""
    return Tagged(Elem(Tag.ITEM), piece)


@dataclass(frozen=True, slots=True)
class FactEntry:
    """A label with its value: the width in points at which they stand on one line each, and how to make them."""

    need: float
    make: Callable[[float], Piece]


def fact_list(entries: Sequence[FactEntry], width: float) -> Piece:
    """Return labels above values in up to three columns; a long value takes more columns."""
    rows: list[Piece] = []
    column = (width + _GUTTER) / _FACT_COLUMNS
    cells: list[Cell] = []
    used = 0
    for entry in entries:
        fitting = (span for span in range(1, _FACT_COLUMNS) if entry.need <= column * span - _GUTTER)
        span = next(fitting, _FACT_COLUMNS)
        if used + span > _FACT_COLUMNS:
            rows.extend(_facts_row(cells, width))
            cells, used = [], 0
        cells.append(Cell(used * column, item_of(entry.make(column * span - _GUTTER))))
        used += span
    rows.extend(_facts_row(cells, width))
    # Labels need a numbering that is not None; terms that are explained have none of their own before PDF 2.0.
    return Tagged(Elem(Tag.LIST, numbering=Numbering.DISC), Stack(rows))


def _facts_row(cells: Sequence[Cell], width: float) -> list[Piece]:
    return [Row(cells, 2.5, 2.5, is_kept=len(cells) > 1), hairline(width)] if cells else []


def bullet_list() -> Elem:
    """Return the element of a list with dots."""
    return Elem(Tag.LIST, numbering=Numbering.SQUARE)


def numbered_list() -> Elem:
    """Return the element of a list with numbers."""
    return Elem(Tag.LIST, numbering=Numbering.DECIMAL)


def ticked_item(body: Piece, alt: Text | str, leading: float, *, is_ticked: bool) -> Piece:
    """Return a check box, read as `alt`, before the body of its item; items one after the other are one list."""
    label = Elem(Tag.LABEL)
    box = label.add(Elem(Tag.FIGURE, alt=alt))

    def paint(pen: Pen, x: float, top: float) -> None:
        pen.check_box(x, top - (leading - BOX) / 2, box, is_ticked=is_ticked)

    row = Row([Cell(0, Drawing(leading, paint, label)), Cell(INDENT, body)], 1.0, 1.5, is_kept=False)
    return Tagged(Elem(Tag.LIST, numbering=Numbering.SQUARE, is_joined=True), item_of(row))


def hairline(width: float) -> Piece:
    """Return a hairline as a piece."""

    def paint(pen: Pen, x: float, top: float) -> None:
        pen.rule(x, top, width, RULE_HAIR, HAIR)

    return Drawing(0.0, paint)
