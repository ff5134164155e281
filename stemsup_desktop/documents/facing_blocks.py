"""Sets the blocks of a text in both languages: running text and lists side by side, tables and boxes once for both."""

from collections.abc import Sequence

from stemsup_desktop.consultation.consent_model import (
    Block,
    Bullets,
    Facts,
    Grid,
    Paragraph,
    TickBox,
    WriteLine,
    WriteTable,
    YesNoChoice,
)
from stemsup_desktop.documents import words
from stemsup_desktop.documents.blocks import BETWEEN_BLOCKS, introduces, set_blocks
from stemsup_desktop.documents.facing import Facing, Part
from stemsup_desktop.documents.facing_tables import set_facts, set_grid, set_write_table
from stemsup_desktop.documents.pieces import Cell, Gap, Piece, Row, Stack, Tagged, without_single_ends
from stemsup_desktop.documents.signing_blocks import choice_boxes, write_line
from stemsup_desktop.documents.structure import Elem, Tag
from stemsup_desktop.documents.styles import BODY, STRONG, WIDTH
from stemsup_desktop.documents.typesetter import INDENT, bullet_list, hairline, numbered_list, ticked_item

Blocks = Sequence[Block]
"""One block, or the blocks of one text, in each language; they are of the same kinds in the same order."""


def lay_blocks(facing: Facing, texts: Sequence[Blocks], where: str, width: float = WIDTH) -> list[Part]:
    """Return blocks with white space between them; what introduces the next block stays with it."""
    if not facing.is_double:
        pieces = set_blocks(facing.setter, texts[0], where, width, facing.languages[0])
        return [Part(piece) for piece in pieces]
    parts: list[Part] = []
    first = texts[0]
    for index, blocks in enumerate(zip(*texts, strict=True)):
        if index and not isinstance(blocks[0], TickBox | YesNoChoice):
            parts.append(Part(Gap(BETWEEN_BLOCKS)))
        laid = lay_block(facing, blocks, where)
        leads = index + 1 < len(first) and introduces(blocks[0], first[index + 1])
        parts += [part.that_stays() for part in laid] if leads else laid
    return parts


def lay_block(facing: Facing, blocks: Blocks, where: str) -> list[Part]:
    """Return one block in both languages; raises `ValueError` where they are of different kinds."""
    match blocks[0], blocks[1]:
        case Paragraph(first, is_strong), Paragraph(second):
            return [facing.prose((first, second), where, STRONG if is_strong else BODY)]
        case Bullets(first_items), Bullets(second_items):
            return [lay_bullets(facing, (first_items, second_items), where)]
        case Facts(first_pairs), Facts(second_pairs):
            return [Part(set_facts(facing, (first_pairs, second_pairs), where))]
        case Grid() as first_grid, Grid() as second_grid:
            return [Part(set_grid(facing, (first_grid, second_grid), where))]
        case TickBox(first, is_ticked), TickBox(second):
            return [Part(_tick(facing, (first, second), where, is_ticked=is_ticked))]
        case YesNoChoice(_, first, is_yes), YesNoChoice(_, second):
            return _choice(facing, (first, second), where, is_yes=is_yes)
        case WriteLine(first), WriteLine(second):
            return [Part(write_line(facing, (first, second), where, WIDTH))]
        case WriteTable() as first_table, WriteTable() as second_table:
            return [Part(set_write_table(facing, (first_table, second_table), where))]
        case _:
            raise ValueError("the languages of a text have different blocks")


def lay_bullets(facing: Facing, texts: Sequence[Sequence[str]], where: str, width: float = WIDTH) -> Part:
    """Return lists with dots, item beside item."""
    style = facing.style(BODY)
    lists = [
        facing.setter.bullet_items([[(item, style)] for item in items], where, facing.column(width)) for items in texts
    ]
    return _lay_lists(facing, lists, width, [bullet_list() for _ in lists])


def lay_numbered(facing: Facing, texts: Sequence[Sequence[str]], where: str, width: float) -> Part:
    """Return key points with ringed numbers, point beside point."""
    if not facing.is_double:
        return Part(facing.setter.numbered(texts[0], where, width))
    style = facing.style(BODY)
    lists = [facing.setter.numbered_items(items, where, facing.column(width), style) for items in texts]
    return _lay_lists(facing, lists, width, [numbered_list() for _ in lists])


def _lay_lists(facing: Facing, lists: Sequence[Sequence[Piece]], width: float, elems: Sequence[Elem]) -> Part:
    rows = [facing.row(items, width) for items in zip(*lists, strict=True)]
    told = [Tagged(elem, Stack(items)) for elem, items in zip(elems, lists, strict=True)]
    return Part(Stack(without_single_ends(rows)), tuple(told))


def _tick(facing: Facing, texts: Sequence[str], where: str, *, is_ticked: bool) -> Piece:
    """Set one box for both languages before a sentence in each."""
    style = facing.style(BODY)
    column = facing.column() - INDENT
    said = [facing.setter.prose(text, where, style, column) for text in texts]
    for prose, language in zip(said, facing.languages, strict=True):
        prose.elem.language = language
    body = Tagged(Elem(Tag.BODY), Row(facing.cells(said)))
    alt = facing.alt(words.TICKED if is_ticked else words.NOT_TICKED)
    return ticked_item(body, alt, style.leading, is_ticked=is_ticked)


def _choice(facing: Facing, texts: Sequence[str], where: str, *, is_yes: bool) -> list[Part]:
    """Set a choice in each language with one pair of boxes for both below, at the right."""
    boxes, width = choice_boxes(facing, is_yes=is_yes)
    asked = facing.prose(texts, where, BODY)
    below = Stack([Row([Cell(WIDTH - width, boxes)], 1.5, 2.5), hairline(WIDTH)])
    return [Part(Gap(2.5)), asked.that_stays(), Part(below)]
