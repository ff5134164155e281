"""The treatment summary on paper, for the patient and the chart."""

from collections.abc import Callable, Sequence
from typing import TypeVar, assert_never

from msgspec.structs import replace

from stemsup_desktop.consultation.consent_model import Bullets, Facts, Grid, Paragraph, TickBox
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.summary_model import (
    Notice,
    ScoreLine,
    Scores,
    SiteMap,
    SummaryBlock,
    SummaryDocument,
    SummarySection,
    TotalledGrid,
    TrendChart,
)
from stemsup_desktop.documents import words
from stemsup_desktop.documents.blocks import BETWEEN_BLOCKS
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.facing import Facing, Part, each
from stemsup_desktop.documents.facing_blocks import lay_blocks
from stemsup_desktop.documents.facing_tables import set_facts, set_grid
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.furniture import Furniture
from stemsup_desktop.documents.heads import say_clinic
from stemsup_desktop.documents.pen import SLASH, Pen
from stemsup_desktop.documents.pieces import Cell, Drawing, Follow, Frame, Gap, Piece, Row, Stack, Tagged
from stemsup_desktop.documents.printing import print_document, refuse_while_stopped
from stemsup_desktop.documents.site_map import set_site_map
from stemsup_desktop.documents.structure import Elem, Tag
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
    WIDTH,
)
from stemsup_desktop.documents.trend_drawing import lay_trend
from stemsup_desktop.documents.typesetter import Typesetter, hairline
from stemsup_desktop.documents.words import DASH
from stemsup_desktop.language import Language

Kind = TypeVar("Kind", bound=SummaryBlock)
_SCALE_START = WIDTH * 0.34
_SCALE_WIDTH = WIDTH * 0.46
_TEN = 10


def render_summary(
    summaries: Sequence[SummaryDocument],
    file: ConsultationFile,
    gate: Gate,
    request: DocumentRequest,
    fonts: FontFolder,
) -> RenderedDocument:
    """Render the treatment summary; `summaries` are it in each language of the request.

    Raises `InputProblem` "stop-stands" while a stop stands; a specialist or not complete verdict makes a draft.
    """
    draft = refuse_while_stopped(gate, request.language)
    facing = Facing(Typesetter(fonts), request.form.languages)
    titles = each(summaries, lambda summary: summary.title)
    flow: list[Piece] = [
        facing.title_block(titles, each(summaries, lambda summary: summary.subtitle)),
        set_facts(facing, [summary.who.pairs for summary in summaries]),
    ]
    for sections in zip(*(summary.sections for summary in summaries), strict=True):
        flow.extend(_section(facing, sections))
    furniture = Furniture(
        clinic=say_clinic(file, facing),
        patient=file.patient.name,
        chart_number=file.patient.chart_number,
        form=SLASH.join(titles),
        version=summaries[0].form_version,
        request=request,
        draft=draft,
    )
    return print_document([flow], furniture, facing.setter, SLASH.join(titles))


def _section(facing: Facing, texts: Sequence[SummarySection]) -> list[Piece]:
    first = texts[0]
    where = f"{first.number} {first.heading}"
    headings, notes = each(texts, lambda text: text.heading), each(texts, lambda text: text.note)
    parts = [facing.heading(first.number, headings, notes)]
    for index, blocks in enumerate(zip(*(text.blocks for text in texts), strict=True)):
        if index:
            parts.append(Part(Gap(BETWEEN_BLOCKS)))
        laid = _block(facing, blocks, where)
        leads = isinstance(blocks[0], Paragraph) and blocks[0].is_strong
        parts += [part.that_stays() for part in laid] if leads else laid
    return [Gap(3.6 * MM), *facing.told(parts)]


def _block(facing: Facing, blocks: Sequence[SummaryBlock], where: str) -> list[Part]:
    """Return one block; raises `ValueError` where the languages have different kinds of blocks."""
    first = blocks[0]
    match first:
        case Paragraph() | Bullets() | Facts() | Grid() | TickBox():
            return lay_blocks(facing, [(block,) for block in _of_kind(blocks, type(first))], where)
        case TotalledGrid():
            grids = [replace(one.grid, rows=(*one.grid.rows, one.total)) for one in _of_kind(blocks, TotalledGrid)]
            return [Part(set_grid(facing, grids, where, (len(first.grid.rows),)))]
        case Scores():
            return [_scores(facing, _of_kind(blocks, Scores), where)]
        case SiteMap():
            return set_site_map(facing, _of_kind(blocks, SiteMap), where)
        case TrendChart():
            return lay_trend(facing, _of_kind(blocks, TrendChart), where)
        case Notice():
            return [Part(_notice(facing, _of_kind(blocks, Notice), where))]
        case _:
            assert_never(first)


def _of_kind(blocks: Sequence[SummaryBlock], kind: type[Kind]) -> list[Kind]:
    found: list[Kind] = [block for block in blocks if isinstance(block, kind)]
    if len(found) < len(blocks):
        raise ValueError("the languages of a summary have different blocks")
    return found


def _notice(facing: Facing, notices: Sequence[Notice], where: str) -> Piece:
    inner = WIDTH - 24
    parts: list[Part] = []
    for sentences in zip(*(notice.sentences for notice in notices), strict=True):
        runs = [[(f"{lead}   ", STRONG), (rest, BODY)] for lead, rest in sentences]
        parts += [facing.runs(runs, where, inner), Part(Gap(1.5))]
    return Frame(Stack(facing.told(parts[:-1])), WIDTH, 12, RULE_FRAME * 0.8)


def _scores(facing: Facing, texts: Sequence[Scores], where: str) -> Part:
    pieces: list[Piece] = []
    table = Elem(Tag.TABLE)
    for lines in zip(*(text.lines for text in texts), strict=True):
        pieces += [Tagged(table, _score_row(facing, lines, where)), hairline(WIDTH)]
    caution = facing.told([facing.prose(each(texts, lambda text: text.caution), where, NOTE)])
    return Part(Stack([*pieces[:-2], *map(Follow, pieces[-2:]), Gap(2), *caution]))


def _score_row(facing: Facing, lines: Sequence[ScoreLine], where: str) -> Piece:
    line, setter = lines[0], facing.setter
    numbers = [DASH if score is None else f"{score}" for score in (line.then, line.now)]
    number_width = WIDTH - _SCALE_START - _SCALE_WIDTH - 14
    symptoms = each(lines, lambda one: one.symptom)
    symptom = facing.cell(symptoms, where, BODY, _SCALE_START - 12, tag=Tag.HEADER, heads_row=True)
    figure = Elem(Tag.FIGURE, alt=SLASH.join(_say_scale(line, language) for language in facing.languages))
    cells = [
        Cell(0, symptom, 0.5),
        Cell(_SCALE_START, Tagged(Elem(Tag.CELL), Drawing(BODY.leading, _scale(line), figure, _SCALE_WIDTH)), 0.5),
        Cell(
            WIDTH - number_width,
            setter.runs([(f"{numbers[0]} → ", TABLE), (numbers[1], STRONG)], where, number_width, 1.0, tag=Tag.CELL),
            0.5,
        ),
    ]
    return Tagged(Elem(Tag.ROW), Row(cells, 2.2, 2.2))


def _say_scale(line: ScoreLine, language: Language) -> str:
    """Return what the drawn scale shows."""
    said = [words.SCALE.in_language(language)]
    for score, text in ((line.then, words.SCALE_FIRST), (line.now, words.SCALE_NOW)):
        if score is not None:
            said.append(text.in_language(language).format(score=score))
    return ("、" if language is Language.JA else ", ").join(said)


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
