"""Sets the blocks of an assembled text."""

from collections.abc import Sequence
from typing import assert_never

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
from stemsup_desktop.documents.facing import Facing
from stemsup_desktop.documents.facing_tables import set_write_table
from stemsup_desktop.documents.pieces import Follow, Gap, Piece
from stemsup_desktop.documents.signing_blocks import write_line, yes_no_row
from stemsup_desktop.documents.styles import BODY, STRONG
from stemsup_desktop.documents.typesetter import Typesetter
from stemsup_desktop.language import Language

BETWEEN_BLOCKS = 4.0


def set_blocks(
    setter: Typesetter, blocks: Sequence[Block], where: str, width: float, language: Language
) -> list[Piece]:
    """Return blocks with white space between them; what introduces the next block stays with it."""
    parts: list[Piece] = []
    for index, block in enumerate(blocks):
        if index and not isinstance(block, TickBox | YesNoChoice):
            parts.append(Gap(BETWEEN_BLOCKS))
        piece = set_block(setter, block, where, width, language)
        leads = index + 1 < len(blocks) and introduces(block, blocks[index + 1])
        parts.append(Follow(piece) if leads else piece)
    return parts


def introduces(block: Block, following: Block) -> bool:
    """Whether a block says something of what follows: a list without the sentence before it says nothing."""
    if not isinstance(block, Paragraph):
        return False
    return block.is_strong or isinstance(following, Bullets) or block.text.endswith((":", "："))


def set_block(setter: Typesetter, block: Block, where: str, width: float, language: Language) -> Piece:
    """Return one block set at a width; `where` names the part of the document."""
    match block:
        case Paragraph(text, is_strong):
            return setter.prose(text, where, STRONG if is_strong else BODY, width)
        case Bullets(items):
            return setter.bullets(items, where, width)
        case Facts(pairs):
            return setter.facts(pairs, where, width)
        case Grid(columns, rows, right_aligned):
            return setter.grid(columns, rows, where, width, right_aligned)
        case TickBox(text, is_ticked):
            return setter.tick(text, where, is_ticked=is_ticked, width=width)
        case YesNoChoice(_, text, is_yes):
            return yes_no_row(Facing(setter, (language,)), text, where, width, is_yes=is_yes)
        case WriteLine(label):
            return write_line(Facing(setter, (language,)), (label,), where, width)
        case WriteTable():
            return set_write_table(Facing(setter, (language,)), (block,), where, width)
        case _:
            assert_never(block)
