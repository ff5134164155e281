"""The keys of the program on paper, to lie beside the keyboard: a table for each group; nothing of a patient."""

from collections.abc import Sequence
from dataclasses import dataclass

from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.furniture import Furniture
from stemsup_desktop.documents.heads import title_block
from stemsup_desktop.documents.lines import Style
from stemsup_desktop.documents.pieces import Cell, Gap, Grid, Piece, Row, Stack, Tagged
from stemsup_desktop.documents.printing import print_document
from stemsup_desktop.documents.structure import Elem, Tag
from stemsup_desktop.documents.styles import LABEL, MM, TABLE, TABLE_STRONG, WIDTH
from stemsup_desktop.documents.typesetter import Typesetter
from stemsup_desktop.language import Text

TITLE = Text("Keys", "キー一覧")
SUBTITLE = Text("Everything in StemSup Desktop that has a key", "StemSup Desktopで使えるすべてのキーです")
KEYS = Text("Key", "キー")
MEANING = Text("What it does", "はたらき")
FORM_VERSION = "1"
FOOT = Text("List of keys, not part of a chart", "キー一覧（診療記録ではありません）")

_KEYS_WIDTH = 48 * MM
"""The same in every table, so that all keys stand under one another."""
_PADDING = 1.0


@dataclass(frozen=True, slots=True)
class KeyTable:
    """A heading with its rows: the keys, and what they do."""

    heading: str
    rows: tuple[tuple[str, str], ...]


def render_key_list(
    tables: Sequence[KeyTable], clinic: str, request: DocumentRequest, fonts: FontFolder
) -> RenderedDocument:
    """Render the tables one after the other in the language of the request."""
    setter, language = Typesetter(fonts), request.language
    title, columns = TITLE.in_language(language), (KEYS.in_language(language), MEANING.in_language(language))
    flow: list[Piece] = [title_block(setter, title, SUBTITLE.in_language(language))]
    for table in tables:
        parts = [setter.heading("", table.heading), _set_table(setter, columns, table)]
        flow += [Gap(3 * MM), Stack(parts, is_kept=True)]
    furniture = Furniture(
        clinic=clinic,
        patient="",
        chart_number="",
        form=title,
        version=FORM_VERSION,
        request=request,
        note=FOOT,
        has_page_code=False,
    )
    return print_document([flow], furniture, setter, title)


def _set_table(setter: Typesetter, columns: tuple[str, str], table: KeyTable) -> Piece:
    header = _set_row(setter, columns, (LABEL, LABEL), table.heading, Tag.HEADER)
    rows = [_set_row(setter, row, (TABLE_STRONG, TABLE), table.heading, Tag.CELL) for row in table.rows]
    return Grid(header, rows, WIDTH)


def _set_row(setter: Typesetter, texts: tuple[str, str], styles: tuple[Style, Style], where: str, tag: Tag) -> Piece:
    places = (0.0, _KEYS_WIDTH - 4 * MM), (_KEYS_WIDTH, WIDTH - _KEYS_WIDTH)
    cells = [
        Cell(x, setter.prose(text, where, style, width, tag=tag))
        for text, style, (x, width) in zip(texts, styles, places, strict=True)
    ]
    return Tagged(Elem(Tag.ROW), Row(cells, _PADDING, _PADDING))
