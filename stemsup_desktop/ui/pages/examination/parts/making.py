"""Which part a row becomes, by its kind and by what holds it."""

from typing import assert_never

from stemsup_desktop.questionnaire.model import Node
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.parts.box import Box
from stemsup_desktop.ui.pages.examination.parts.display import DisplayPart
from stemsup_desktop.ui.pages.examination.parts.group import AddRow, AnswerBlock, GroupBlock
from stemsup_desktop.ui.pages.examination.parts.part import Part, Wishes
from stemsup_desktop.ui.pages.examination.parts.question import FieldCell, QuestionRow, TableCell
from stemsup_desktop.ui.pages.examination.parts.table import MatrixPart, MatrixRow, TablePart, TableRow
from stemsup_desktop.ui.pages.examination.view_model import RowKind, RowView


def make_part(
    row: RowView, holder: Part | None, box: Box, nodes: tuple[Node, ...], context: PageContext, wishes: Wishes
) -> Part:
    """Return the part of a row that goes into a box; `holder` is the part whose box it is, None for a section's own."""
    match row.kind:
        case RowKind.QUESTION:
            return _make_question(row, holder, box, context, wishes)
        case RowKind.DISPLAY:
            return DisplayPart(row, context, wishes)
        case RowKind.GROUP | RowKind.REPEAT:
            return GroupBlock(row, context, wishes)
        case RowKind.ANSWER:
            return AnswerBlock(row, context, wishes)
        case RowKind.ADD:
            return AddRow(row, context, wishes)
        case RowKind.TABLE:
            return TablePart(row, context, wishes)
        case RowKind.TABLE_ROW:
            children = nodes[row.key[0]].children
            columns = tuple(
                child for child in children if nodes[child].item.is_question and not nodes[child].item.is_hidden
            )
            return TableRow(row, context, wishes, columns)
        case RowKind.MATRIX:
            return MatrixPart(row, context, wishes)
        case _:
            assert_never(row.kind)


def _make_question(row: RowView, holder: Part | None, box: Box, context: PageContext, wishes: Wishes) -> Part:
    if isinstance(holder, TableRow):
        return TableCell(row, context, wishes)
    if isinstance(holder, MatrixPart):
        return MatrixRow(row, context, wishes)
    is_leaf = all(not child.is_question and not child.children for child in row.item.children)
    if box.is_grid and is_leaf:
        return FieldCell(row, context, wishes)
    return QuestionRow(row, context, wishes)
