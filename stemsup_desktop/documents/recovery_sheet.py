"""The recovery sheet on paper: one page that opens the vault, with no patient in it.

Its bytes hold the code in plain text. They go to the printer from memory, or into the one file that a person chooses,
and into no log or vault.
"""

from collections.abc import Sequence
from datetime import datetime

from stemsup_desktop.consultation.clinic import Clinic
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.documents import recovery_words as said
from stemsup_desktop.documents import words
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.fonts import Face, FontFolder
from stemsup_desktop.documents.furniture import Furniture
from stemsup_desktop.documents.heads import title_block
from stemsup_desktop.documents.lines import Style
from stemsup_desktop.documents.pen import Pen
from stemsup_desktop.documents.pieces import Cell, Drawing, Follow, Frame, Gap, Piece, Row, Stack, Tagged
from stemsup_desktop.documents.printing import print_document
from stemsup_desktop.documents.structure import Elem, Numbering, Tag
from stemsup_desktop.documents.styles import (
    ACCENT,
    BLACK,
    BODY,
    LABEL,
    MM,
    NOTE,
    RULE_FRAME,
    RULE_THIN,
    STRONG,
    WIDTH,
)
from stemsup_desktop.documents.typesetter import Typesetter
from stemsup_desktop.language import Language, LanguageForm, Text

FORM_VERSION = "1"
_GROUPS, _GROUP_LENGTH, _GROUPS_IN_A_ROW = 8, 4, 4
_CODE = Style(24, 30, Face.MEDIUM, BLACK)
_CODE_QR = 37 * MM
_QUIET = 6.5 * MM
"""White space round the QR code: four modules (ISO/IEC 18004)."""
_CODE_WIDTH = WIDTH - _CODE_QR - _QUIET
_BETWEEN_GROUPS = 3 * MM
_GROUP_WIDTH = (_CODE_WIDTH - _BETWEEN_GROUPS * (_GROUPS_IN_A_ROW - 1)) / _GROUPS_IN_A_ROW
_GROUP_HEIGHT = (_CODE_QR - _BETWEEN_GROUPS) / 2
_CHARACTER = 20.0
"""The width of each character: every one the same, so that none is overlooked."""
_INK_HEIGHT = 11 * MM
_PADDING = 10.0


def render_recovery_sheet(
    code: str, vault_number: str, clinic: Clinic, made_at: datetime, language: Language, fonts: FontFolder
) -> RenderedDocument:
    """Render the sheet; `code` has eight groups of four characters with a space between, `made_at` is aware.

    `vault_number` is the short form by which a person finds the sheet of a vault. Raises ValueError for any other
    code: a sheet that does not open the vault must not be printed.
    """
    groups = code.split(" ")
    if [len(group) for group in groups] != [_GROUP_LENGTH] * _GROUPS:
        raise ValueError("a recovery code has eight groups of four characters")
    setter = Typesetter(fonts)
    name = (language is Language.EN and clinic.name_en) or clinic.name
    facts = (
        (words.CLINIC, name),
        (said.MADE_ON, format_date(made_at.date(), language)),
        (said.VAULT_NUMBER, vault_number),
    )
    sheet = _Sheet(setter, language)
    flow: list[Piece] = [
        title_block(setter, sheet.say(said.TITLE), sheet.say(said.SUBTITLE)),
        Gap(1 * MM),
        setter.facts([(sheet.say(label), value) for label, value in facts]),
        Gap(4 * MM),
        sheet.warning(),
        *sheet.code(groups),
        *sheet.rest(),
    ]
    furniture = Furniture(
        clinic=name,
        patient="",
        chart_number="",
        form=sheet.say(said.TITLE),
        version=FORM_VERSION,
        request=DocumentRequest(f"REC-{vault_number}", made_at, LanguageForm(language), seal_fields=()),
        note=said.FOOT,
        has_page_code=False,  # a second QR code on this page would be scanned for the first
    )
    return print_document([flow], furniture, setter, sheet.say(said.TITLE))


class _Sheet:
    """Sets the parts of the sheet in one language."""

    def __init__(self, setter: Typesetter, language: Language) -> None:
        self._setter = setter
        self._language = language

    def say(self, text: Text) -> str:
        """Return a text in the language of the sheet."""
        return text.in_language(self._language)

    def warning(self) -> Piece:
        """Return the frame that says what the sheet can do."""
        inner = WIDTH - 2 * _PADDING
        lead, why = self.say(said.OPENS_ALL), self.say(said.OPENS_ALL_WHY)
        return Frame(self._setter.runs([(f"{lead}   ", STRONG), (why, BODY)], lead, inner), WIDTH, _PADDING, RULE_FRAME)

    def code(self, groups: Sequence[str]) -> list[Piece]:
        """Return the boxed groups with the QR code beside them."""
        rows = [
            _group_row(groups[:_GROUPS_IN_A_ROW], 1),
            Gap(_BETWEEN_GROUPS),
            _group_row(groups[_GROUPS_IN_A_ROW:], _GROUPS_IN_A_ROW + 1),
        ]
        content = "".join(groups)

        def paint(pen: Pen, x: float, top: float) -> None:
            pen.qr_code(x, top, _CODE_QR, content, is_secret=True)

        figure = Drawing(_CODE_QR, paint, Elem(Tag.FIGURE, alt=words.RECOVERY_QR), _CODE_QR)
        listed = Tagged(Elem(Tag.LIST, numbering=Numbering.DECIMAL), Stack(rows))
        both = Row([Cell(0, listed), Cell(WIDTH - _CODE_QR, figure)])
        reading = self._setter.prose(self.say(said.READING), self.say(said.CODE), NOTE)
        return [*self._heading(said.CODE), Gap(1 * MM), Follow(both), Gap(3 * MM), reading]

    def rest(self) -> list[Piece]:
        """Return how the sheet is used and kept, when it is void, and what is written on it by hand."""
        steps = self._setter.numbered([self.say(step) for step in said.STEPS], self.say(said.USE), WIDTH)
        rules = self._setter.bullets([self.say(rule) for rule in said.KEEPING_RULES], self.say(said.KEEPING))
        void = self._setter.prose(self.say(said.VOID_WHY), self.say(said.VOID))
        return [
            *self._heading(said.USE),
            steps,
            *self._heading(said.KEEPING),
            rules,
            *self._heading(said.VOID),
            void,
            *self._heading(said.BY_HAND),
            self._lines(),
        ]

    def _heading(self, title: Text) -> list[Piece]:
        return [Gap(3.4 * MM), self._setter.heading("", self.say(title))]

    def _lines(self) -> Piece:
        """Return three lines to write on, side by side."""
        gutter = 6 * MM
        width = (WIDTH - gutter * (len(said.KEPT) - 1)) / len(said.KEPT)

        def paint(pen: Pen, x: float, top: float) -> None:
            pen.rule(x, top - _INK_HEIGHT, width, RULE_THIN, BLACK)

        return Row(
            [
                Cell(
                    index * (width + gutter),
                    Stack([Drawing(_INK_HEIGHT + 2, paint), self._setter.prose(self.say(label), "", LABEL, width)]),
                )
                for index, label in enumerate(said.KEPT)
            ]
        )


def _group_row(groups: Sequence[str], first: int) -> Piece:
    """Return boxes with a group each, as items of a list; its number stands in the corner."""
    cells = [
        Cell(index * (_GROUP_WIDTH + _BETWEEN_GROUPS), _group_box(group, first + index))
        for index, group in enumerate(groups)
    ]
    return Row(cells)


def _group_box(group: str, number: int) -> Piece:
    item = Elem(Tag.ITEM)
    label, body = item.add(Elem(Tag.LABEL)), item.add(Elem(Tag.BODY))

    def paint(pen: Pen, x: float, top: float) -> None:
        pen.box(x, top, _GROUP_WIDTH, _GROUP_HEIGHT, RULE_FRAME, ACCENT)
        with pen.content(label):
            pen.text(x + 5, top - 3, str(number), LABEL)
        start = x + (_GROUP_WIDTH - _CHARACTER * (len(group) - 1)) / 2
        middle = top - (_GROUP_HEIGHT - _CODE.leading) / 2
        with pen.content(body):
            for place, character in enumerate(group):
                pen.text(start + place * _CHARACTER, middle - 2, character, _CODE, align=0.5)

    return Drawing(_GROUP_HEIGHT, paint, item)
