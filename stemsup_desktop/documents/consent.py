"""The consent form on paper: the assembled text with its boxes, for ink."""

from collections.abc import Sequence

from stemsup_desktop.consultation.consent_assembly import hash_texts
from stemsup_desktop.consultation.consent_marks import MARK_WORDS
from stemsup_desktop.consultation.consent_model import (
    AssembledConsent,
    Bullets,
    Clause,
    ClauseMark,
    ConsentSection,
    Facts,
    Grid,
    YesNoChoice,
)
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.open_words import HEADING as OPEN_HEADING
from stemsup_desktop.consultation.open_words import say_open_point
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.signing_model import Ink
from stemsup_desktop.consultation.signing_seal import ConsentMarks
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.facing import Facing, Part, each
from stemsup_desktop.documents.facing_blocks import lay_blocks, lay_numbered
from stemsup_desktop.documents.facing_tables import set_facts
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.furniture import Furniture
from stemsup_desktop.documents.heads import identity_pairs, say_clinic
from stemsup_desktop.documents.pen import SLASH
from stemsup_desktop.documents.pieces import Cell, Follow, Frame, Gap, Piece, Row, Stack, Tagged
from stemsup_desktop.documents.printing import print_document, refuse_while_stopped
from stemsup_desktop.documents.screen_annex import set_screen_annex
from stemsup_desktop.documents.signed_blocks import signed_boxes, understanding
from stemsup_desktop.documents.signing_blocks import (
    INITIALS_ROOM,
    initials_box,
    signature_boxes,
)
from stemsup_desktop.documents.structure import Elem, Tag
from stemsup_desktop.documents.styles import (
    BODY_BOTTOM,
    BODY_TOP,
    CLAUSE_TITLE,
    DRAFT_BAND,
    HEADING,
    INITIALS_WIDTH,
    MARGIN,
    MARK,
    MM,
    NOTE,
    RULE_FRAME,
    WIDTH,
)
from stemsup_desktop.documents.typesetter import Typesetter, hairline

_TEXT_WIDTH = WIDTH - INITIALS_ROOM
_SHORT_ENOUGH_TO_STAY = 70 * MM
_PAGE = BODY_TOP - BODY_BOTTOM - DRAFT_BAND
_BOX_IN_THE_MIDDLE = 24 * MM
"""Beside a longer text the box stands at its foot, where one has read it."""


def render_consent(
    forms: Sequence[AssembledConsent],
    file: ConsultationFile,
    gate: Gate,
    request: DocumentRequest,
    fonts: FontFolder,
    marks: ConsentMarks | None = None,
) -> RenderedDocument:
    """Render the consent form: with empty boxes for ink, or with the marks of a signing on screen.

    `forms` are the form in each language of the request; two face each other, with one box for both wherever a hand is
    wanted. Raises `InputProblem` "stop-stands" while a stop stands; a specialist or not complete verdict makes a draft.
    """
    draft = refuse_while_stopped(gate, request.language)
    setter = Typesetter(fonts)
    facing = Facing(setter, request.form.languages)
    titles = each(forms, lambda form: form.title)
    who = [form.who.pairs or identity_pairs(file, request.made_at.date(), form.language) for form in forms]
    flow: list[Piece] = [
        facing.title_block(titles, each(forms, lambda form: form.subtitle)),
        set_facts(facing, who),
        Gap(5 * MM),
        _key_points(facing, forms),
        *_marks_note(facing, forms),
    ]
    for sections in zip(*(form.sections for form in forms), strict=True):
        flow.extend(_section(facing, sections, marks))
    if marks is not None:
        flow.extend(understanding(facing, marks))
    boxes = signature_boxes(facing, [form.signatures for form in forms])
    if marks is not None:
        boxes = signed_boxes(facing, forms, marks, request)
    heading = facing.heading("", each(forms, lambda form: form.signatures_heading))
    signing = [Gap(4 * MM), Stack([heading.laid, boxes], is_kept=True)]
    flow = [*_stay_with_signatures(flow, sum(piece.height for piece in signing)), *signing]
    furniture = Furniture(
        clinic=say_clinic(file, facing),
        patient=file.patient.name,
        chart_number=file.patient.chart_number,
        form=SLASH.join(titles),
        version=forms[0].form_version,
        request=request,
        draft=draft,
        content_sha256=hash_texts(forms),
    )
    slip = _section(facing, [form.withdrawal for form in forms])
    annex = set_screen_annex(facing, file.consultation.explanation.screen)
    chapters = [flow, slip, annex, _open_points(facing, gate) if draft else []]
    return print_document([one for one in chapters if one], furniture, setter, SLASH.join(titles))


def _open_points(facing: Facing, gate: Gate) -> list[Piece]:
    """Set the page behind a draft: everything that keeps it from being a form."""
    lines = tuple(dict.fromkeys(facing.say(say_open_point(point)) for point in gate.open_points))
    headings = facing.say(OPEN_HEADING)
    texts = [(Bullets(tuple(line[at] for line in lines)),) for at in range(len(headings))]
    return facing.told([facing.heading("", headings), *lay_blocks(facing, texts, headings[0])])


def _key_points(facing: Facing, forms: Sequence[AssembledConsent]) -> Piece:
    inner = WIDTH - 26
    headings = each(forms, lambda form: form.key_points_heading)
    points = lay_numbered(facing, [form.key_points for form in forms], headings[0], inner)
    if facing.is_double:
        inside = facing.told([facing.heading("", headings, width=inner), points])
    else:
        heading = facing.setter.prose(headings[0], headings[0], HEADING, inner, tag=Tag.H2)
        inside = [Follow(Stack([heading, Gap(2)])), points.piece]
    return Frame(Stack(inside), WIDTH, 13, RULE_FRAME * 0.8)


def _marks_note(facing: Facing, forms: Sequence[AssembledConsent]) -> list[Piece]:
    """Say what the words in the margin are about, where a form follows an earlier consent."""
    if not forms[0].marks_note:
        return []
    return [
        Gap(3 * MM),
        *facing.told([facing.prose(each(forms, lambda form: form.marks_note), forms[0].title, NOTE)]),
    ]


def _section(facing: Facing, texts: Sequence[ConsentSection], marks: ConsentMarks | None = None) -> list[Piece]:
    first = texts[0]
    headings, notes = each(texts, lambda text: text.heading), each(texts, lambda text: text.note)
    parts: list[Piece] = [Gap(4.5 * MM), facing.heading(first.number, headings, notes).laid]
    has_titles = len(first.clauses) > 1 or any(
        clause.title != text.heading for text in texts for clause in text.clauses
    )
    for index, clauses in enumerate(zip(*(text.clauses for text in texts), strict=True)):
        if index and has_titles:
            parts.append(Gap(2 * MM))
        ink = None if marks is None else marks.initials.get(clauses[0].clause_id)
        parts.append(_clause(facing, clauses, first.number, ink, has_title=has_titles))
    return parts


def _clause(
    facing: Facing, clauses: Sequence[Clause], number_of_section: str, ink: Ink | None, *, has_title: bool
) -> Piece:
    first = clauses[0]
    where = f"{first.number} {first.title}"
    has_number = number_of_section != first.number
    title: list[Part] = []
    if (has_title or first.mark in MARK_WORDS) and first.title:
        words = each(clauses, lambda clause: f"{clause.number} {clause.title}" if has_number else clause.title)
        title = [_title(facing, words, where, first.mark)]
    if first.wants_initials:
        piece = _with_initials(facing, clauses, title, where, ink)
    else:
        blocks = lay_blocks(facing, [clause.blocks for clause in clauses], where)
        piece = Stack(facing.told([*title, *blocks]))
    return Tagged(Elem(Tag.SECTION, place=first.clause_id), piece)


def _title(facing: Facing, texts: Sequence[str], where: str, clause_mark: ClauseMark) -> Part:
    """Set the title of a clause; what is new since an earlier consent says so in the margin, in each language."""
    title = facing.prose(texts, where, CLAUSE_TITLE, tag=Tag.H3)
    mark = MARK_WORDS.get(clause_mark)
    if mark is None:
        return title.that_stays()
    if not facing.is_double:
        margin = facing.setter.prose(mark.in_language(facing.languages[0]), where, MARK, MARGIN)
        return Part(Row([Cell(-MARGIN, margin, 0.5), Cell(0, title.piece, 0.5)])).that_stays()
    marked = []
    for index, (start, word) in enumerate(zip(facing.starts(), facing.say(mark), strict=True)):
        word_below = Stack([Gap(index * MARK.leading), facing.setter.prose(word, where, MARK, MARGIN)])
        marked.append(Row([Cell(-MARGIN - start, word_below), Cell(0, title.columns[index])]))
    return facing.beside(marked).that_stays()


def _with_initials(
    facing: Facing, clauses: Sequence[Clause], title: Sequence[Part], where: str, ink: Ink | None
) -> Piece:
    """Set a clause with the box beside its last text; tables keep their width and have the box below.

    Two languages keep their columns: the one box stands below both.
    """
    texts = [clause.blocks for clause in clauses]
    box = initials_box(facing, ink)
    if facing.is_double:
        below = Row([Cell(WIDTH - INITIALS_WIDTH, box)], 1.5 * MM, 1.4 * MM)
        parts = [part.that_stays() for part in (*title, *lay_blocks(facing, texts, where))]
        return Stack([*facing.told([*parts, Part(below)]), hairline(WIDTH)], is_kept=True)
    blocks = texts[0]
    first_beside = len(blocks)
    while first_beside and not isinstance(blocks[first_beside - 1], Grid | Facts | YesNoChoice):
        first_beside -= 1
    titles = [part.laid for part in title]
    above = [part.laid for part in lay_blocks(facing, [blocks[:first_beside]], where)]
    beside = [part.laid for part in lay_blocks(facing, [blocks[first_beside:]], where, _TEXT_WIDTH)]
    text = Stack(beside if above else [*titles, *beside])
    box_cell = Cell(WIDTH - INITIALS_WIDTH, box, 0.5 if text.height < _BOX_IN_THE_MIDDLE else 1.0)
    row = Row([Cell(0, text, 0.5), box_cell], 1.6 * MM, 1.4 * MM)
    return Stack([*(titles if above else ()), *map(Follow, above), row, hairline(WIDTH)], is_kept=True)


def _stay_with_signatures(flow: list[Piece], height: float) -> list[Piece]:
    """Let the last clause, if it is short, stay on the page of the signatures, as far as one page holds both."""
    last = flow[-1]
    if last.height > _SHORT_ENOUGH_TO_STAY or last.height + height > _PAGE:
        return flow
    return [*flow[:-1], Follow(last)]
