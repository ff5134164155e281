"""Sets tables and facts over the full width with both languages in them; what both say alike stands once."""

from collections.abc import Callable, Sequence

from stemsup_desktop.consultation.consent_model import Grid as GridBlock
from stemsup_desktop.consultation.consent_model import WriteTable
from stemsup_desktop.documents.columns import column_widths
from stemsup_desktop.documents.facing import Facing, merge
from stemsup_desktop.documents.lines import Style
from stemsup_desktop.documents.pen import SLASH
from stemsup_desktop.documents.pieces import Cell, Follow, Gap, Grid, Piece, Row, Stack, Tagged
from stemsup_desktop.documents.structure import Elem, Tag
from stemsup_desktop.documents.styles import BODY, HAND_HEIGHT, LABEL, TABLE, TABLE_STRONG, WIDTH
from stemsup_desktop.documents.typesetter import FactEntry, fact_list
from stemsup_desktop.documents.words import DASH

Pairs = Sequence[tuple[str, str]]


def set_facts(facing: Facing, texts: Sequence[Pairs], where: str = "", width: float = WIDTH) -> Piece:
    """Set labels above values in up to three columns, each label and value in both languages."""
    if not facing.is_double:
        return facing.setter.facts(texts[0], where, width)
    entries = []
    for pairs in zip(*texts, strict=True):
        labels, values = [label for label, _ in pairs], merge(value or DASH for _, value in pairs)
        place = f"{where}: {labels[0]}" if where else labels[0]
        told = ((SLASH.join(merge(labels)), LABEL), *((value, facing.style(BODY)) for value in values))
        entries.append(FactEntry(facing.setter.need(told, place), _fact(facing, labels, values, place)))
    return fact_list(entries, width)


def _fact(facing: Facing, labels: Sequence[str], values: Sequence[str], place: str) -> Callable[[float], Piece]:
    def make(inner: float) -> Piece:
        named = facing.inline(labels, place, LABEL, inner, Tag.LABEL)
        return Stack([Follow(named), facing.cell(values, place, BODY, inner, tag=Tag.BODY)])

    return make


def set_grid(
    facing: Facing, grids: Sequence[GridBlock], where: str, strong_rows: Sequence[int] = (), width: float = WIDTH
) -> Piece:
    """Set one table with the headings and cells of both languages; numbers stand right-aligned."""
    setter, style = facing.setter, facing.style(TABLE)
    if not facing.is_double:
        one = grids[0]
        return setter.grid(
            one.columns, one.rows, where, width, one.right_aligned, TABLE, strong_rows, strong_style=TABLE_STRONG
        )
    tables = [[grid.columns, *([cell or DASH for cell in row] for row in grid.rows)] for grid in grids]
    ready = [[setter.typed.prepare(cell, where) for cell in row] for rows in zip(*tables, strict=True) for row in rows]
    widths = column_widths(setter.fonts, ready, width, style.size)
    lines = [list(zip(*rows, strict=True)) for rows in zip(*tables, strict=True)]
    right = grids[0].right_aligned
    header = _row(facing, lines[0], widths, LABEL, right, where, 1.0, Tag.HEADER)
    body = [
        _row(facing, line, widths, TABLE_STRONG if index in strong_rows else TABLE, right, where, 3.4)
        for index, line in enumerate(lines[1:])
    ]
    return Grid(header, body, width)


def set_write_table(facing: Facing, tables: Sequence[WriteTable], where: str, width: float = WIDTH) -> Piece:
    """Set headings in each language over empty rows that are high enough for a hand, on one page if one holds them."""
    setter = facing.setter
    ready = [[setter.typed.prepare(heading, where) for heading in table.columns] for table in tables]
    widths = column_widths(setter.fonts, ready, width, facing.style(TABLE).size)
    headings = list(zip(*(table.columns for table in tables), strict=True))
    header = _row(facing, headings, widths, LABEL, (), where, 1.0, Tag.HEADER)
    rows = [
        Tagged(Elem(Tag.ROW), Row([Cell(x, Tagged(Elem(Tag.CELL), Gap(HAND_HEIGHT))) for x, _ in widths]))
        for _ in range(tables[0].rows)
    ]
    return Stack([Grid(header, rows, width)], is_kept=True)


def _row(
    facing: Facing,
    cells: Sequence[Sequence[str]],
    widths: Sequence[tuple[float, float]],
    style: Style,
    right_aligned: Sequence[int],
    where: str,
    padding: float,
    tag: Tag = Tag.CELL,
) -> Piece:
    laid = [
        Cell(x, facing.cell(texts, where, style, width, 1.0 if index in right_aligned else 0.0, tag=tag))
        for index, (texts, (x, width)) in enumerate(zip(cells, widths, strict=True))
    ]
    return Tagged(Elem(Tag.ROW), Row(laid, padding, padding))
