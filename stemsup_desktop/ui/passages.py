"""What a clause says, line by line, and which clause is read again: for every place that shows one. No Qt."""

from stemsup_desktop.consultation.consent_model import (
    Block,
    Bullets,
    Clause,
    Facts,
    Grid,
    Paragraph,
    TickBox,
    WriteLine,
    WriteTable,
    YesNoChoice,
)
from stemsup_desktop.consultation.signing import MarkState, QuestionToAnswer, Signing
from stemsup_desktop.ui.words import Words


def write_passage(clause: Clause, words: Words) -> tuple[str, ...]:
    """Return what a clause says, line by line."""
    return tuple(line for block in clause.blocks for line in _write_block(block, words))


def write_without_ticks(clause: Clause, words: Words) -> tuple[str, ...]:
    """Return what a clause says; the boxes that a hand ticks stand below it."""
    blocks = tuple(one for one in clause.blocks if not (isinstance(one, TickBox) and one.tick_id))
    return tuple(line for block in blocks for line in _write_block(block, words))


def is_read_again(clause_id: str, signing: Signing) -> QuestionToAnswer | None:
    """Find the question whose answer opened a clause again."""
    misfits = (one for one in signing.questions if one.explanation is not None and one.state is not MarkState.DONE)
    return next((one for one in misfits if one.question.clause.id == clause_id), None)


def _write_block(block: Block, words: Words) -> tuple[str, ...]:
    match block:
        case Paragraph(text=text):
            return (text,)
        case Bullets(items=items):
            return tuple(words("desk.bullet", text=item) for item in items)
        case Facts(pairs=pairs):
            return tuple(words("desk.fact", label=label, value=value or "–") for label, value in pairs)
        case Grid(columns=columns, rows=rows):
            named = (zip(columns, row, strict=False) for row in rows)
            facts = (
                words.listed(words("desk.fact", label=label, value=cell or "–") for label, cell in row) for row in named
            )
            return tuple(words("desk.bullet", text=fact) for fact in facts)
        case TickBox(text=text, is_ticked=is_ticked):
            return (words("desk.box_ticked" if is_ticked else "desk.box", text=text),)
        case YesNoChoice(text=text, is_yes=is_yes):
            return (words("desk.choice", choice=text, answer=words("common.yes" if is_yes else "common.no")),)
        case WriteLine(label=label):
            return (words("desk.write_line", label=label),)
        case WriteTable(columns=columns):
            return tuple(words("desk.write_line", label=column) for column in columns)
