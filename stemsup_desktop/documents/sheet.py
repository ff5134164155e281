"""The papers around a consent: withdrawal slip, addendum and self-administration sheet, set by the same pieces."""

from collections.abc import Sequence

from stemsup_desktop.consultation.consent_model import Block, Paragraph, TickBox
from stemsup_desktop.consultation.gate_model import Gate, Verdict
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.sheet_model import Sheet, SheetPart
from stemsup_desktop.documents.blocks import BETWEEN_BLOCKS
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.facing import Facing, Part, each
from stemsup_desktop.documents.facing_blocks import lay_blocks
from stemsup_desktop.documents.facing_tables import set_facts
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.furniture import Furniture
from stemsup_desktop.documents.heads import say_clinic
from stemsup_desktop.documents.pen import SLASH
from stemsup_desktop.documents.pieces import Follow, Gap, Piece, Stack
from stemsup_desktop.documents.printing import print_document, refuse_while_stopped
from stemsup_desktop.documents.signing_blocks import NO_MARKS, signature_boxes
from stemsup_desktop.documents.styles import MM
from stemsup_desktop.documents.typesetter import Typesetter

_SHORT_ENOUGH_TO_STAY = 70 * MM


def render_sheet(
    sheets: Sequence[Sheet],
    file: ConsultationFile,
    request: DocumentRequest,
    fonts: FontFolder,
    gate: Gate | None = None,
) -> RenderedDocument:
    """Render a paper around a consent; `sheets` are the paper in each language of the request.

    With a `gate` it is a paper of the treatment: raises `InputProblem` "stop-stands" while a stop stands, and a
    specialist or not complete verdict makes a draft. Without one nothing keeps it back.
    """
    draft: Verdict | None = None if gate is None else refuse_while_stopped(gate, request.language)
    facing = Facing(Typesetter(fonts), request.form.languages)
    first, titles = sheets[0], each(sheets, lambda sheet: sheet.title)
    flow: list[Piece] = [
        facing.title_block(titles, each(sheets, lambda sheet: sheet.subtitle)),
        set_facts(facing, [sheet.who.pairs for sheet in sheets]),
    ]
    for number, parts in enumerate(zip(*(sheet.parts for sheet in sheets), strict=True), 1):
        is_last = number == len(first.parts) and bool(first.signatures)
        flow.extend(_part(facing, f"{number}", parts, stays=is_last))
    if first.signatures:
        marks = NO_MARKS if first.mark is None else {first.mark.role: first.mark}
        boxes = signature_boxes(facing, [sheet.signatures for sheet in sheets], marks, says_read=not facing.is_double)
        heading = facing.heading("", each(sheets, lambda sheet: sheet.signatures_heading))
        flow += [Gap(4 * MM), Stack([heading.laid, boxes], is_kept=True)]
    furniture = Furniture(
        clinic=say_clinic(file, facing),
        patient=file.patient.name,
        chart_number=file.patient.chart_number,
        form=SLASH.join(titles),
        version=first.form_version,
        request=request,
        draft=draft,
    )
    return print_document([flow], furniture, facing.setter, SLASH.join(titles))


def _part(facing: Facing, number: str, texts: Sequence[SheetPart], *, stays: bool) -> list[Piece]:
    """Set one part; a short one that `stays` shares the page of the signatures, which never stand alone."""
    headings = each(texts, lambda text: text.heading)
    where = f"{number} {headings[0]}"
    parts = [facing.heading(number, headings, each(texts, lambda text: text.note))]
    for groups in zip(*(_group(text.blocks) for text in texts), strict=True):
        laid = lay_blocks(facing, groups, where)
        parts += [Part(Gap(BETWEEN_BLOCKS))] if len(parts) > 1 else []
        has_boxes = isinstance(groups[0][-1], TickBox)
        parts += _keep(facing, laid) if has_boxes else laid
    pieces = facing.told(parts)
    whole = Stack(pieces)
    is_kept = stays and whole.height < _SHORT_ENOUGH_TO_STAY
    return [Gap(4 * MM), *([Follow(Stack(pieces, is_kept=True))] if is_kept else pieces)]


def _keep(facing: Facing, parts: Sequence[Part]) -> list[Part]:
    """Return a question and its boxes on one page."""
    return [Part(Stack(facing.told(parts), is_kept=True))]


def _group(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
    """Put a question and its boxes together; everything before, between and after them stays as it is."""
    groups: list[tuple[Block, ...]] = []
    for block in blocks:
        is_box = isinstance(block, TickBox)
        is_question = isinstance(block, Paragraph) and block.is_strong
        has_boxes = bool(groups) and isinstance(groups[-1][-1], TickBox)
        if not groups or (not is_box and (is_question or has_boxes)):
            groups.append((block,))
        else:
            groups[-1] = (*groups[-1], block)
    return groups
