"""The annex of a consent on paper: a page behind the form with what the patient saw and answered on the screen."""

from collections.abc import Sequence

from stemsup_desktop.consultation.screen_annex import AnnexRow, AnnexTable, derive_screen_annex
from stemsup_desktop.consultation.screen_model import ScreenRecord
from stemsup_desktop.documents.columns import column_widths
from stemsup_desktop.documents.facing import Facing, each
from stemsup_desktop.documents.lines import Style
from stemsup_desktop.documents.pieces import Cell, Gap, Grid, Piece, Row, Tagged
from stemsup_desktop.documents.structure import Elem, Tag
from stemsup_desktop.documents.styles import LABEL, MM, NOTE, TABLE, WIDTH
from stemsup_desktop.documents.words import DASH
from stemsup_desktop.language import Language

Widths = Sequence[tuple[float, float]]


def set_screen_annex(facing: Facing, screen: ScreenRecord) -> list[Piece]:
    """Return the annex in each language, nothing where nothing was shown."""
    texts = [derive_screen_annex(screen, language) for language in facing.languages]
    parts: list[Piece] = []
    for tables in zip(*texts, strict=True):
        if parts:
            parts.append(Gap(4.5 * MM))
        headings = each(tables, lambda table: table.heading)
        note = facing.prose(each(tables, lambda table: table.note), headings[0], NOTE).that_stays()
        parts += facing.told([facing.heading("", headings), note])
        parts += [Gap(2 * MM), _set_table(facing, tables, headings[0])]
    return parts


def _set_table(facing: Facing, tables: Sequence[AnnexTable], where: str) -> Piece:
    """Set a table over the full width; what was quoted from the screen stands once, in the language that it was in."""
    style, typed = facing.style(TABLE), facing.setter.typed
    lines = [table.columns for table in tables] + [row.cells for table in tables for row in table.rows]
    ready = [[typed.prepare(cell or DASH, where) for cell in line] for line in lines]
    widths = column_widths(facing.setter.fonts, ready, WIDTH, style.size)
    columns = list(zip(*(table.columns for table in tables), strict=True))
    header = Tagged(Elem(Tag.ROW), Row(_cells(facing, columns, LABEL, widths, where, Tag.HEADER), 1.0, 1.0))
    body = [_set_row(facing, rows, widths, where) for rows in zip(*(table.rows for table in tables), strict=True)]
    return Grid(header, body, WIDTH)


def _set_row(facing: Facing, rows: Sequence[AnnexRow], widths: Widths, where: str) -> Piece:
    first = rows[0]
    texts = list(zip(*(row.cells for row in rows), strict=True))
    quoted = _cells(facing, texts[: first.quoted], TABLE, widths, where, Tag.CELL, first.shown_in)
    said = _cells(facing, texts[first.quoted :], TABLE, widths[first.quoted :], where, Tag.CELL)
    return Tagged(Elem(Tag.ROW), Row([*quoted, *said], 3.4, 3.4))


def _cells(
    facing: Facing,
    texts: Sequence[Sequence[str]],
    style: Style,
    widths: Widths,
    where: str,
    tag: Tag,
    language: Language | None = None,
) -> list[Cell]:
    """Return cells; with a `language` they say the same in each and are read in that one."""
    cells = []
    for said, (x, width) in zip(texts, widths, strict=False):
        if language is None:
            cells.append(Cell(x, facing.cell([one or DASH for one in said], where, style, width, tag=tag)))
            continue
        prose = facing.setter.prose(said[0] or DASH, where, facing.style(style), width, tag=tag)
        prose.elem.language = language
        cells.append(Cell(x, prose))
    return cells
