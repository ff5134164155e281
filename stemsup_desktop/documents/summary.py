"""The treatment summary on paper, for the patient and the chart."""

from collections.abc import Callable, Sequence
from typing import assert_never

from stemsup_desktop.consultation.consent_model import Bullets, Facts, Grid, Paragraph, TickBox
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.summary_model import (
    Notice,
    ScoreLine,
    Scores,
    SummaryBlock,
    SummaryDocument,
    SummarySection,
    TotalledGrid,
)
from stemsup_desktop.documents.blocks import BETWEEN_BLOCKS, set_block
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.furniture import Furniture
from stemsup_desktop.documents.heads import clinic_name, title_block
from stemsup_desktop.documents.pen import Pen
from stemsup_desktop.documents.pieces import Cell, Drawing, Follow, Frame, Gap, Piece, Row, Stack
from stemsup_desktop.documents.printing import print_document, refuse_while_stopped
from stemsup_desktop.documents.styles import (
    ACCENT,
    BODY,
    HAIR,
    MM,
    NOTE,
    RULE_FRAME,
    RULE_THIN,
    STRONG,
    TABLE,
    TABLE_STRONG,
    WIDTH,
)
from stemsup_desktop.documents.typesetter import Typesetter, hairline
from stemsup_desktop.documents.words import DASH

_SCALE_START = WIDTH * 0.34
_SCALE_WIDTH = WIDTH * 0.46
_TEN = 10


def render_summary(
    summary: SummaryDocument, file: ConsultationFile, gate: Gate, request: DocumentRequest, fonts: FontFolder
) -> RenderedDocument:
    """Render the treatment summary.

    Raises `InputProblem` "stop-stands" while a stop stands; a specialist or not complete verdict makes a draft.
    """
    draft = refuse_while_stopped(gate, request.language)
    setter = Typesetter(fonts)
    flow: list[Piece] = [title_block(setter, summary.title, summary.subtitle), setter.facts(summary.who.pairs)]
    for section in summary.sections:
        flow.extend(_section(setter, section, request))
    furniture = Furniture(
        clinic=clinic_name(file, request.language),
        patient=file.patient.name,
        chart_number=file.patient.chart_number,
        form=summary.title,
        version=summary.form_version,
        request=request,
        draft=draft,
    )
    return print_document([flow], furniture, setter, summary.title)


def _section(setter: Typesetter, section: SummarySection, request: DocumentRequest) -> list[Piece]:
    where = f"{section.number} {section.heading}"
    parts: list[Piece] = [Gap(3.6 * MM), setter.heading(section.number, section.heading, section.note)]
    for index, block in enumerate(section.blocks):
        if index:
            parts.append(Gap(BETWEEN_BLOCKS))
        piece = _block(setter, block, where, request)
        leads = isinstance(block, Paragraph) and block.is_strong
        parts.append(Follow(piece) if leads else piece)
    return parts


def _block(setter: Typesetter, block: SummaryBlock, where: str, request: DocumentRequest) -> Piece:
    match block:
        case Paragraph() | Bullets() | Facts() | Grid() | TickBox():
            return set_block(setter, block, where, WIDTH, request.language)
        case TotalledGrid(grid, total):
            return _totalled(setter, grid, total, where)
        case Scores(lines, caution):
            return _scores(setter, lines, caution, where)
        case Notice(sentences):
            return _notice(setter, sentences, where)
        case _:
            assert_never(block)


def _totalled(setter: Typesetter, grid: Grid, total: Sequence[str], where: str) -> Piece:
    rows = [*grid.rows, tuple(total)]
    last = len(rows) - 1
    return setter.grid(
        grid.columns, rows, where, WIDTH, grid.right_aligned, TABLE, strong_rows=(last,), strong_style=TABLE_STRONG
    )


def _notice(setter: Typesetter, sentences: Sequence[tuple[str, str]], where: str) -> Piece:
    inner = WIDTH - 24
    parts: list[Piece] = []
    for lead, words in sentences:
        parts += [setter.runs([(f"{lead}   ", STRONG), (words, BODY)], where, inner), Gap(1.5)]
    return Frame(Stack(parts[:-1]), WIDTH, 12, RULE_FRAME * 0.8)


def _scores(setter: Typesetter, lines: Sequence[ScoreLine], caution: str, where: str) -> Piece:
    parts: list[Piece] = []
    for line in lines:
        parts += [_score_row(setter, line, where), hairline(WIDTH)]
    return Stack([*parts[:-2], *map(Follow, parts[-2:]), Gap(2), setter.prose(caution, where, NOTE)])


def _score_row(setter: Typesetter, line: ScoreLine, where: str) -> Piece:
    numbers = [DASH if score is None else f"{score}" for score in (line.then, line.now)]
    number_width = WIDTH - _SCALE_START - _SCALE_WIDTH - 14
    cells = [
        Cell(0, setter.prose(line.symptom, where, BODY, _SCALE_START - 12), 0.5),
        Cell(_SCALE_START, Drawing(BODY.leading, _scale(line)), 0.5),
        Cell(
            WIDTH - number_width,
            setter.runs([(f"{numbers[0]} → ", TABLE), (numbers[1], STRONG)], where, number_width, 1.0),
            0.5,
        ),
    ]
    return Row(cells, 2.2, 2.2)


def _scale(line: ScoreLine) -> Callable[[Pen, float, float], None]:
    """Return a drawing of a line from 0 to 10 with a ring at the first score and a dot at today's."""

    def paint(pen: Pen, x: float, top: float) -> None:
        y = top - BODY.leading / 2
        step = _SCALE_WIDTH / _TEN
        pen.rule(x, y, _SCALE_WIDTH, RULE_THIN, HAIR)
        for mark in range(_TEN + 1):
            pen.polyline([(x + mark * step, y - 2.5), (x + mark * step, y + 2.5)], RULE_THIN, HAIR)
        if line.then is not None and line.now is not None and line.then != line.now:
            pen.rule(x + min(line.then, line.now) * step, y, abs(line.then - line.now) * step, 1.8, ACCENT)
        if line.then is not None:
            pen.dot(x + line.then * step, y, 4.2, ACCENT, is_filled=False)
        if line.now is not None:
            pen.dot(x + line.now * step, y, 2.2 if line.then == line.now else 3.8, ACCENT, is_filled=True)

    return paint
