"""The places where a hand is wanted: initials boxes, signature boxes, yes/no boxes and lines to write on."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from stemsup_desktop.consultation.consent_model import SignatureLine
from stemsup_desktop.consultation.eras import format_legal_moment
from stemsup_desktop.consultation.signing_model import HandSignature, Ink, SignerRole
from stemsup_desktop.documents import words
from stemsup_desktop.documents.facing import BETWEEN, Facing, Part, each, merge
from stemsup_desktop.documents.ink import draw_ink
from stemsup_desktop.documents.lines import Style
from stemsup_desktop.documents.pen import SLASH, Pen
from stemsup_desktop.documents.pieces import Cell, Drawing, Frame, Gap, Piece, Row, Stack, Tagged
from stemsup_desktop.documents.spoken_words import SpokenWords
from stemsup_desktop.documents.structure import Elem, Numbering, Tag
from stemsup_desktop.documents.styles import (
    BLACK,
    BODY,
    BOX,
    GREY,
    HAND_HEIGHT,
    INITIALS_HEIGHT,
    INITIALS_WIDTH,
    LABEL,
    MM,
    RULE_HAIR,
    RULE_THIN,
    STRONG,
    TABLE,
    WIDTH,
)
from stemsup_desktop.documents.typesetter import hairline
from stemsup_desktop.language import Text

INITIALS_ROOM = INITIALS_WIDTH + 7 * MM
"""What an initials box and the white space before it take from the width of its clause."""
Marks = Mapping[SignerRole, HandSignature]
NO_MARKS: Marks = MappingProxyType({})
_GUTTER = 5 * MM
_PADDING = 9.0
_INK_HEIGHT = 19 * MM
_DATE_SHARE = 0.58
_NAME_SHARE = 0.39
"""Beside it a day with its era, such as 2036年（令和18年）12月31日, has room on one line."""
_AFTER_WORD, _BETWEEN_LINES = 4.0, 8.0
_YES_NO = 16 * MM
_LABEL_SHARE = 0.42
"""What the label of a line to write on may take of its width."""


def initials_box(facing: Facing, ink: Ink | None = None) -> Piece:
    """Return a box for initials, empty or with what was written on screen; it is read after its clause."""
    word = SLASH.join(facing.say(words.INITIALS))

    def paint(pen: Pen, x: float, top: float) -> None:
        pen.box(x, top, INITIALS_WIDTH, INITIALS_HEIGHT)
        pen.text(x + 3.5, top - 1.5, word, LABEL)
        if ink is not None:
            draw_ink(pen, ink, x, top, INITIALS_WIDTH, INITIALS_HEIGHT)

    alt = facing.alt(words.INITIALS_BOX if ink is None else words.INITIALS_INK)
    return Drawing(INITIALS_HEIGHT, paint, Elem(Tag.FIGURE, alt=alt), INITIALS_WIDTH)


def yes_no_row(facing: Facing, text: str, where: str, width: float, *, is_yes: bool) -> Piece:
    """Return a choice of its own with two boxes; one of them is ticked."""
    boxes, taken = choice_boxes(facing, is_yes=is_yes)
    prose = facing.setter.prose(text, where, BODY, width - taken - 6 * MM)
    return Stack([Row([Cell(0, prose), Cell(width - taken, boxes)], 2.5, 2.5), hairline(width)])


def choice_boxes(facing: Facing, *, is_yes: bool) -> tuple[Piece, float]:
    """Return one pair of boxes, for yes and for no, and the width that they take."""
    choice = Elem(Tag.LIST, numbering=Numbering.SQUARE)
    answers = [
        (_answer(facing, choice, word, is_ticked=is_ticked), is_ticked)
        for word, is_ticked in ((words.YES, is_yes), (words.NO, not is_yes))
    ]
    widest = max(word.width(facing.setter.fonts, LABEL) for (_, word), _ in answers)
    step = max(_YES_NO, BOX + 4 + widest + 3 * MM)

    def paint(pen: Pen, x: float, top: float) -> None:
        for index, ((box, word), is_ticked) in enumerate(answers):
            start = x + index * step
            pen.check_box(start, top - (BODY.leading - BOX) / 2, box, is_ticked=is_ticked)
            word.write(pen, start + BOX + 4, top - 2.4, LABEL)

    return Drawing(BODY.leading, paint, choice), 2 * step


def _answer(facing: Facing, choice: Elem, word: Text, *, is_ticked: bool) -> tuple[Elem, SpokenWords]:
    """Add one answer to a choice and return the element of its box, and its word."""
    item = choice.add(Elem(Tag.ITEM))
    alt = facing.alt(words.TICKED if is_ticked else words.NOT_TICKED)
    box = item.add(Elem(Tag.LABEL)).add(Elem(Tag.FIGURE, alt=alt))
    return box, SpokenWords(facing, word, item.add(Elem(Tag.BODY)))


def write_line(facing: Facing, labels: Sequence[str], where: str, width: float) -> Piece:
    """Return a label and a line to write on by hand."""
    named = facing.inline(labels, where, TABLE, width * _LABEL_SHARE, Tag.PARAGRAPH)
    start = width * _LABEL_SHARE + 8

    def paint(pen: Pen, x: float, top: float) -> None:
        pen.rule(x, top, width - start, RULE_THIN, BLACK)

    return Row([Cell(0, named, 1.0), Cell(start, Drawing(1.0, paint), 1.0)], 9 * MM - TABLE.leading, 2.0)


def signature_boxes(
    facing: Facing, forms: Sequence[Sequence[SignatureLine]], marks: Marks = NO_MARKS, *, says_read: bool = True
) -> Piece:
    """Return the boxes to sign, two beside one another; each holds the sentence that is signed, and what was signed.

    `forms` holds the lines of the form in each language: one box stands for all of them. Without `says_read` it is not
    said in which language it was read, since nobody asked.
    """
    gutter = BETWEEN if facing.is_double else _GUTTER
    column = (WIDTH - gutter) / 2
    rows: list[Piece] = []
    lines = list(zip(*forms, strict=True))
    for start in range(0, len(lines), 2):
        pair = lines[start : start + 2]
        texts = [_who_and_what(facing, line, column - 2 * _PADDING, marks.get(line[0].code)) for line in pair]
        under = [_under_line(facing, line, column - 2 * _PADDING, marks.get(line[0].code), says_read) for line in pair]
        above, below = (max(piece.height for piece in pieces) for pieces in (texts, under))
        boxes = [
            Cell(
                index * (column + gutter),
                Tagged(
                    Elem(Tag.SECTION, place=f"signature:{line[0].code}"),
                    _signature_box(facing, line, _filled(text, above), _filled(who, below), column, marks),
                ),
            )
            for index, (line, text, who) in enumerate(zip(pair, texts, under, strict=True))
        ]
        rows.append(Row(boxes, 0.0, 3 * MM))
    return Stack(rows)


Lines = Sequence[SignatureLine]
"""The line of one signer in each language."""


def _who_and_what(facing: Facing, lines: Lines, width: float, mark: HandSignature | None) -> Piece:
    """Return who signs and the sentence that is signed: whole in one language, and below it in the other."""
    parts: list[Part] = []
    columns: list[Piece] = []
    for line, if_present in zip(lines, facing.say(words.IF_PRESENT), strict=True):
        role: list[tuple[str, Style]] = [(line.role, facing.style(STRONG))]
        statement = line.statement
        if mark is not None:
            # The interpreter's sentence ends with the place for the language.
            statement = f"{statement} {mark.spoken_language}".rstrip()
        elif not line.is_required:
            role.append((f"  {if_present}", LABEL))
        pieces: list[Piece] = [facing.setter.runs(role, lines[0].role, width)]
        if statement:
            pieces.append(facing.setter.prose(statement, lines[0].role, facing.style(BODY), width))
        columns.append(Stack([*([Gap(3.0)] if columns else []), *pieces]))
    parts.append(Part(Stack(columns), tuple(columns)))
    return Stack(facing.told(parts))


def _filled(piece: Piece, height: float) -> Piece:
    return Stack([piece, Gap(height - piece.height)])


def _under_line(facing: Facing, lines: Lines, width: float, mark: HandSignature | None, says_read: bool) -> Piece:
    return _to_sign(facing, lines, width) if mark is None else _signed(facing, lines, mark, width, says_read)


def _signature_box(facing: Facing, lines: Lines, text: Piece, who: Piece, column: float, marks: Marks) -> Piece:
    width, mark = column - 2 * _PADDING, marks.get(lines[0].code)

    def ink(pen: Pen, x: float, top: float) -> None:
        pen.cross(x + 2, top - _INK_HEIGHT + 5, 6, GREY)
        pen.rule(x, top - _INK_HEIGHT, width, RULE_THIN, BLACK)
        if mark is not None:
            draw_ink(pen, mark.ink, x, top, width, _INK_HEIGHT)

    alt = words.SIGNATURE_BOX if mark is None else words.SIGNATURE_INK
    figure = Elem(Tag.FIGURE, alt=facing.alt(alt, role=each(lines, lambda line: line.role)))
    return Frame(Stack([text, Drawing(_INK_HEIGHT, ink, figure, width), who]), column, _PADDING)


def _to_sign(facing: Facing, lines: Lines, width: float) -> Piece:
    """Return the name under the line, or a line for it, and below it one for the date and one for the time."""
    names = merge(each(lines, lambda line: line.name))
    named: Piece
    if any(names):
        named = Row([Cell(0, facing.inline(names, lines[0].role, TABLE, width, Tag.PARAGRAPH))], 2.5, 0.0)
        named = _filled(named, max(named.height, HAND_HEIGHT))
    else:
        named = _lines_to_fill(facing, [(words.NAME, width)])
    date_width = width * _DATE_SHARE
    rest = width - date_width - _BETWEEN_LINES
    return Stack([named, _lines_to_fill(facing, [(words.DATE, date_width), (words.TIME, rest)])])


def _signed(facing: Facing, lines: Lines, mark: HandSignature, width: float, says_read: bool) -> Piece:
    """Return who signed when, and in which language it was read, as far as that is known."""
    name = mark.name
    names: tuple[str, ...] = (name,)
    if mark.relation:
        names = tuple(one.format(name=name, relation=mark.relation) for one in facing.say(words.RELATION))
    language_read = facing.say(words.LANGUAGE_NAMES[mark.language])
    read = tuple(
        one.format(language=called) for one, called in zip(facing.say(words.READ_IN), language_read, strict=True)
    )
    start, name_width = width * _NAME_SHARE, width * (_NAME_SHARE - 0.03)
    moments = tuple(format_legal_moment(mark.signed_at, language) for language in facing.languages)
    role = lines[0].role
    room = width - start
    when = facing.cell(moments, role, TABLE, room, tag=Tag.PARAGRAPH)
    cells = [
        Cell(0, facing.cell(names, role, TABLE, name_width, tag=Tag.PARAGRAPH)),
        Cell(start, Stack([when, *([facing.cell(read, role, LABEL, room, tag=Tag.PARAGRAPH)] if says_read else [])])),
    ]
    return Row(cells, 2.5, 0.0)


def _lines_to_fill(facing: Facing, places: Sequence[tuple[Text, float]]) -> Piece:
    """Return places beside one another to write in by hand: a small word and a line, together so many points wide."""
    row = Elem(Tag.PART)
    named = [(SpokenWords(facing, word, row.add(Elem(Tag.PARAGRAPH))), width) for word, width in places]

    def paint(pen: Pen, x: float, top: float) -> None:
        foot = top - HAND_HEIGHT
        for word, width in named:
            word.write(pen, x, foot + LABEL.leading, LABEL)
            start = word.width(pen.fonts, LABEL) + _AFTER_WORD
            pen.rule(x + start, foot, width - start, RULE_HAIR, BLACK)
            x += width + _BETWEEN_LINES

    return Drawing(HAND_HEIGHT, paint, row)
