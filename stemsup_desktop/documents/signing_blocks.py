"""The places where a hand is wanted: initials boxes, signature boxes, yes/no boxes and lines to write on."""

from collections.abc import Sequence

from stemsup_desktop.consultation.consent_model import SignatureLine
from stemsup_desktop.documents import words
from stemsup_desktop.documents.lines import Style
from stemsup_desktop.documents.pen import Pen
from stemsup_desktop.documents.pieces import Cell, Drawing, Frame, Gap, Piece, Row, Stack
from stemsup_desktop.documents.styles import (
    BLACK,
    BODY,
    BOX,
    GREY,
    INITIALS_HEIGHT,
    INITIALS_WIDTH,
    LABEL,
    MM,
    RULE_THIN,
    STRONG,
    TABLE,
    WIDTH,
)
from stemsup_desktop.documents.typesetter import Typesetter, hairline
from stemsup_desktop.language import Language

INITIALS_ROOM = INITIALS_WIDTH + 7 * MM
"""What an initials box and the white space before it take from the width of its clause."""
_GUTTER = 5 * MM
_PADDING = 9.0
_INK_HEIGHT = 19 * MM
_YES_NO = 16 * MM
_LABEL_SHARE = 0.42
"""What the label of a line to write on may take of its width."""


def initials_box(language: Language) -> Piece:
    """Return an empty box for initials."""
    word = words.INITIALS.in_language(language)

    def paint(pen: Pen, x: float, top: float) -> None:
        pen.box(x, top, INITIALS_WIDTH, INITIALS_HEIGHT)
        pen.text(x + 3.5, top - 1.5, word, LABEL)

    return Drawing(INITIALS_HEIGHT, paint)


def yes_no_row(setter: Typesetter, text: str, where: str, width: float, *, is_yes: bool, language: Language) -> Piece:
    """Return a choice of its own with two boxes; one of them is ticked."""

    def boxes(pen: Pen, x: float, top: float) -> None:
        for offset, label, is_ticked in ((0.0, words.YES, is_yes), (_YES_NO, words.NO, not is_yes)):
            pen.check_box(x + offset, top - (BODY.leading - BOX) / 2, is_ticked=is_ticked)
            pen.text(x + offset + BOX + 4, top - 2.4, label.in_language(language), LABEL)

    prose = setter.prose(text, where, BODY, width - 2 * _YES_NO - 6 * MM)
    cells = [Cell(0, prose), Cell(width - 2 * _YES_NO, Drawing(BODY.leading, boxes))]
    return Stack([Row(cells, 2.5, 2.5), hairline(width)])


def write_line(setter: Typesetter, label: str, where: str, width: float) -> Piece:
    """Return a label and a line to write on by hand."""
    named = setter.prose(label, where, TABLE, width * _LABEL_SHARE)
    start = width * _LABEL_SHARE + 8

    def paint(pen: Pen, x: float, top: float) -> None:
        pen.rule(x, top, width - start, RULE_THIN, BLACK)

    return Row([Cell(0, named, 1.0), Cell(start, Drawing(1.0, paint), 1.0)], 9 * MM - TABLE.leading, 2.0)


def signature_boxes(setter: Typesetter, lines: Sequence[SignatureLine], language: Language) -> Piece:
    """Return the boxes to sign, two beside one another; each holds the sentence that is signed."""
    column = (WIDTH - _GUTTER) / 2
    rows: list[Piece] = []
    for start in range(0, len(lines), 2):
        pair = lines[start : start + 2]
        texts = [_who_and_what(setter, line, column - 2 * _PADDING, language) for line in pair]
        tallest = max(text.height for text in texts)
        boxes = [
            Cell(index * (column + _GUTTER), _signature_box(setter, line, text, tallest, column, language))
            for index, (line, text) in enumerate(zip(pair, texts, strict=True))
        ]
        rows.append(Row(boxes, 0.0, 3 * MM))
    return Stack(rows)


def _who_and_what(setter: Typesetter, line: SignatureLine, width: float, language: Language) -> Piece:
    role: list[tuple[str, Style]] = [(line.role, STRONG)]
    if not line.is_required:
        role.append((f"  {words.IF_PRESENT.in_language(language)}", LABEL))
    parts: list[Piece] = [setter.runs(role, line.role, width)]
    if line.statement:
        parts.append(setter.prose(line.statement, line.role, BODY, width))
    return Stack(parts)


def _signature_box(
    setter: Typesetter, line: SignatureLine, text: Piece, tallest: float, column: float, language: Language
) -> Piece:
    width = column - 2 * _PADDING

    def ink(pen: Pen, x: float, top: float) -> None:
        pen.cross(x + 2, top - _INK_HEIGHT + 5, 6, GREY)
        pen.rule(x, top - _INK_HEIGHT, width, RULE_THIN, BLACK)

    named = line.name or words.NAME.in_language(language)
    below = Row(
        [
            Cell(0, setter.prose(named, line.role, TABLE if line.name else LABEL, width * 0.5)),
            Cell(width * 0.5, _date_and_time(width * 0.5, language)),
        ],
        2.5,
        0.0,
    )
    return Frame(Stack([text, Gap(tallest - text.height), Drawing(_INK_HEIGHT, ink), below]), column, _PADDING)


def _date_and_time(width: float, language: Language) -> Piece:
    def paint(pen: Pen, x: float, top: float) -> None:
        pen.text(x + 6, top - 2, words.DATE.in_language(language), LABEL)
        pen.text(x + width * 0.64, top - 2, words.TIME.in_language(language), LABEL)

    return Drawing(TABLE.leading + 8, paint)
