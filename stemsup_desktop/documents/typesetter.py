"""Sets prepared text as pieces: prose, headings, lists, facts and tables."""

from collections.abc import Sequence

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
    without_single_ends,
)
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
from stemsup_desktop.documents.words import DASH

_FACT_COLUMNS = 3
_GUTTER = 12.0
_INDENT = 17.0
_MOST_LINES_IN_A_COLUMN = 6
_MOST_CHARACTERS_IN_A_COLUMN = 400


class Typesetter:
    """Makes pieces for one document; every text from outside passes through `TypedText` here."""

    def __init__(self, fonts: FontFolder) -> None:
        self.fonts = fonts
        self.typed = TypedText(fonts)

    def prose(self, text: str, where: str, style: Style = BODY, width: float = WIDTH, align: float = 0.0) -> Prose:
        """Set running text in one style."""
        return self.runs([(text, style)], where, width, align)

    def runs(self, runs: Sequence[tuple[str, Style]], where: str, width: float = WIDTH, align: float = 0.0) -> Prose:
        """Set running text in several styles."""
        prepared = [Run(self.typed.prepare(text, where), style) for text, style in runs]
        leading = max(style.leading for _, style in runs)
        return Prose(break_lines(prepared, width, self.fonts), leading, width, align)

    def heading(self, number: str, title: str, note: str = "", width: float = WIDTH) -> Piece:
        """Set a section heading that stays with what follows; it is also a bookmark."""
        words = " ".join(part for part in (number, title) if part)
        runs = [(words, HEADING)] + ([("   " + note, HEADING_NOTE)] if note else [])
        return Follow(Stack([self._bookmark(words), self.runs(runs, words, width), Gap(1.5)]))

    def _bookmark(self, words: str) -> Piece:
        title = self.typed.prepare(words, words)

        def paint(pen: Pen, x: float, top: float) -> None:
            del x
            pen.bookmark(title, top)

        return Drawing(0.0, paint)

    def bullets(self, items: Sequence[str], where: str, width: float = WIDTH, style: Style = BODY) -> Piece:
        """Set a list with drawn dots."""
        return self.bulleted_runs([[(item, style)] for item in items], where, width)

    def bulleted_runs(self, items: Sequence[Sequence[tuple[str, Style]]], where: str, width: float = WIDTH) -> Piece:
        """Set a list with drawn dots whose items are in several styles."""
        rows: list[Piece] = []
        for item in items:
            leading = max(style.leading for _, style in item)

            def paint(pen: Pen, x: float, top: float, middle: float = leading / 2) -> None:
                pen.bullet(x + 4, top - middle)

            prose = self.runs(item, where, width - _INDENT)
            rows.append(Row([Cell(0, Drawing(leading, paint)), Cell(_INDENT, prose)], 0.5, 1.0, is_kept=False))
        return Stack(without_single_ends(rows))

    def numbered(self, items: Sequence[str], where: str, width: float) -> Piece:
        """Set key points with a ringed number each."""
        rows: list[Piece] = []
        for number, item in enumerate(items, 1):

            def paint(pen: Pen, x: float, top: float, number: int = number) -> None:
                pen.ringed_number(x, top, number)

            prose = self.prose(item, where, BODY, width - 20)
            rows.append(Row([Cell(0, Drawing(BODY.leading, paint)), Cell(20, prose)], 1.2, 1.6))
        return Stack(rows)

    def tick(self, text: str, where: str, *, is_ticked: bool, width: float = WIDTH) -> Piece:
        """Set a sentence beside a check box."""

        def paint(pen: Pen, x: float, top: float) -> None:
            pen.check_box(x, top - (BODY.leading - BOX) / 2, is_ticked=is_ticked)

        prose = self.prose(text, where, BODY, width - _INDENT)
        return Row([Cell(0, Drawing(BODY.leading, paint)), Cell(_INDENT, prose)], 1.0, 1.5, is_kept=False)

    def facts(self, pairs: Sequence[tuple[str, str]], where: str = "", width: float = WIDTH) -> Piece:
        """Set labels above values in up to three columns; a long value takes more columns, an empty one a dash."""
        rows: list[Piece] = []
        column = (width + _GUTTER) / _FACT_COLUMNS
        cells: list[Cell] = []
        used = 0
        for label, value in pairs:
            place = f"{where}: {label}" if where else label
            span = self._span(label, value, place, column)
            if used + span > _FACT_COLUMNS:
                rows.extend(self._facts_row(cells, width))
                cells, used = [], 0
            inner = column * span - _GUTTER
            named = self.prose(label, place, LABEL, inner)
            cells.append(Cell(used * column, Stack([Follow(named), self.prose(value or DASH, place, BODY, inner)])))
            used += span
        rows.extend(self._facts_row(cells, width))
        return Stack(rows)

    def _span(self, label: str, value: str, place: str, column: float) -> int:
        """Return how many columns a pair takes, so that all but long values stand on one line each."""
        widest = 0.0
        for text, style in ((label, LABEL), (value, BODY)):
            lines = self.typed.prepare(text, place).split("\n")
            if len(lines) > _MOST_LINES_IN_A_COLUMN or len(text) > _MOST_CHARACTERS_IN_A_COLUMN:
                return _FACT_COLUMNS
            for line in lines:
                widest = max(widest, self.fonts.width(line, style.face, style.size))
        for span in range(1, _FACT_COLUMNS):
            if widest <= column * span - _GUTTER:
                return span
        return _FACT_COLUMNS

    def _facts_row(self, cells: Sequence[Cell], width: float) -> list[Piece]:
        if not cells:
            return []
        return [Row(cells, 2.5, 2.5, is_kept=len(cells) > 1), hairline(width)]

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
        header = self._grid_row(columns, widths, [LABEL] * len(columns), right_aligned, where, 1.0)
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
    ) -> Piece:
        cells = [
            Cell(x, self.prose(text, where, style, width, 1.0 if index in right_aligned else 0.0))
            for index, (text, (x, width), style) in enumerate(zip(texts, widths, styles, strict=True))
        ]
        return Row(cells, padding, padding)


def hairline(width: float) -> Piece:
    """Return a hairline as a piece."""

    def paint(pen: Pen, x: float, top: float) -> None:
        pen.rule(x, top, width, RULE_HAIR, HAIR)

    return Drawing(0.0, paint)
