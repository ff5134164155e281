"""The consent form on paper: the assembled text with its boxes, for ink."""

from collections.abc import Sequence

from stemsup_desktop.consultation.consent_model import (
    AssembledConsent,
    Bullets,
    Clause,
    ConsentSection,
    Facts,
    Grid,
    YesNoChoice,
)
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.open_words import HEADING as OPEN_HEADING
from stemsup_desktop.consultation.open_words import say_open_point
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.documents.blocks import set_blocks
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.furniture import Furniture
from stemsup_desktop.documents.heads import clinic_name, identity_pairs, title_block
from stemsup_desktop.documents.pieces import Cell, Follow, Frame, Gap, Piece, Row, Stack
from stemsup_desktop.documents.printing import print_document, refuse_while_stopped
from stemsup_desktop.documents.signing_blocks import (
    INITIALS_ROOM,
    initials_box,
    signature_boxes,
)
from stemsup_desktop.documents.styles import (
    CLAUSE_TITLE,
    HEADING,
    INITIALS_WIDTH,
    MM,
    RULE_FRAME,
    WIDTH,
)
from stemsup_desktop.documents.typesetter import Typesetter, hairline
from stemsup_desktop.language import Language

_TEXT_WIDTH = WIDTH - INITIALS_ROOM
_SHORT_ENOUGH_TO_STAY = 70 * MM
_BOX_IN_THE_MIDDLE = 45 * MM


def render_consent(
    consent: AssembledConsent, file: ConsultationFile, gate: Gate, request: DocumentRequest, fonts: FontFolder
) -> RenderedDocument:
    """Render the consent form with empty boxes for ink.

    Raises `InputProblem` "stop-stands" while a stop stands; a specialist or not complete verdict makes a draft.
    """
    draft = refuse_while_stopped(gate, request.language)
    setter = Typesetter(fonts)
    language = request.language
    flow: list[Piece] = [
        title_block(setter, consent.title, consent.subtitle),
        setter.facts(consent.who.pairs or identity_pairs(file, request)),
        Gap(5 * MM),
        _key_points(setter, consent),
    ]
    for section in consent.sections:
        flow.extend(_section(setter, section, language))
    flow = _stay_with_signatures(flow)
    flow += [Gap(4 * MM), _signatures(setter, consent, language)]
    furniture = Furniture(
        clinic=clinic_name(file, language),
        patient=file.patient.name,
        chart_number=file.patient.chart_number,
        form=consent.title,
        version=consent.form_version,
        request=request,
        draft=draft,
    )
    slip: list[Piece] = [*_section(setter, consent.withdrawal, language)]
    chapters = [flow, slip, _open_points(setter, gate, language)] if draft else [flow, slip]
    return print_document(chapters, furniture, setter, consent.title)


def _open_points(setter: Typesetter, gate: Gate, language: Language) -> list[Piece]:
    """Set the page behind a draft: everything that keeps it from being a form."""
    heading = OPEN_HEADING.in_language(language)
    lines = tuple(dict.fromkeys(say_open_point(point).in_language(language) for point in gate.open_points))
    return [setter.heading("", heading), *set_blocks(setter, (Bullets(lines),), heading, WIDTH, language)]


def _key_points(setter: Typesetter, consent: AssembledConsent) -> Piece:
    inner = WIDTH - 26
    heading = setter.prose(consent.key_points_heading, consent.key_points_heading, HEADING, inner)
    points = setter.numbered(consent.key_points, consent.key_points_heading, inner)
    return Frame(Stack([Follow(Stack([heading, Gap(2)])), points]), WIDTH, 13, RULE_FRAME * 0.8)


def _section(setter: Typesetter, section: ConsentSection, language: Language) -> list[Piece]:
    parts: list[Piece] = [Gap(4.5 * MM), setter.heading(section.number, section.heading, section.note)]
    has_titles = len(section.clauses) > 1 or any(clause.title != section.heading for clause in section.clauses)
    for index, clause in enumerate(section.clauses):
        if index and has_titles:
            parts.append(Gap(2 * MM))
        parts.append(_clause(setter, clause, language, section.number, has_title=has_titles))
    return parts


def _clause(
    setter: Typesetter, clause: Clause, language: Language, number_of_section: str, *, has_title: bool
) -> Piece:
    where = f"{clause.number} {clause.title}"
    words = where if number_of_section != clause.number else clause.title
    title = [Follow(setter.prose(words, where, CLAUSE_TITLE))] if has_title and clause.title else []
    if not clause.wants_initials:
        return Stack([*title, *set_blocks(setter, clause.blocks, where, WIDTH, language)])
    return _with_initials(setter, clause, title, language)


def _with_initials(setter: Typesetter, clause: Clause, title: Sequence[Piece], language: Language) -> Piece:
    """Set a clause with the box beside its last text; tables keep their width and have the box below."""
    where = f"{clause.number} {clause.title}"
    first_beside = len(clause.blocks)
    while first_beside and not isinstance(clause.blocks[first_beside - 1], Grid | Facts | YesNoChoice):
        first_beside -= 1
    above = set_blocks(setter, clause.blocks[:first_beside], where, WIDTH, language)
    beside = set_blocks(setter, clause.blocks[first_beside:], where, _TEXT_WIDTH, language)
    text = Stack(beside if above else [*title, *beside])
    box = Cell(WIDTH - INITIALS_WIDTH, initials_box(language), 0.5 if text.height < _BOX_IN_THE_MIDDLE else 1.0)
    row = Row([Cell(0, text, 0.5), box], 1.6 * MM, 1.4 * MM)
    return Stack([*(title if above else ()), *map(Follow, above), row, hairline(WIDTH)], is_kept=True)


def _stay_with_signatures(flow: list[Piece]) -> list[Piece]:
    """Let the last clause, if it is short, stay on the page of the signatures."""
    last = flow[-1]
    if last.height > _SHORT_ENOUGH_TO_STAY:
        return flow
    return [*flow[:-1], Follow(last)]


def _signatures(setter: Typesetter, consent: AssembledConsent, language: Language) -> Piece:
    heading = setter.heading("", consent.signatures_heading)
    return Stack([heading, signature_boxes(setter, consent.signatures, language)], is_kept=True)
