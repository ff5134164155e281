"""Turns filled pages into tagged, archivable PDF bytes that depend on nothing but the snapshot and the request."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import replace

from reportlab import rl_config

from stemsup_desktop.consultation.gate_model import Gate, Verdict
from stemsup_desktop.consultation.gate_open import is_standing_stop
from stemsup_desktop.documents import words
from stemsup_desktop.documents.document_model import Description, RenderedDocument
from stemsup_desktop.documents.fonts import Face
from stemsup_desktop.documents.furniture import Furniture, Spoken
from stemsup_desktop.documents.marked_canvas import MarkedCanvas
from stemsup_desktop.documents.pages import fill_pages
from stemsup_desktop.documents.pen import Pen
from stemsup_desktop.documents.pieces import Piece
from stemsup_desktop.documents.structure import Elem, Tag, arrange, prune
from stemsup_desktop.documents.styles import BODY_BOTTOM, BODY_TOP, DRAFT_BAND, LEFT, PAGE_HEIGHT, PAGE_WIDTH
from stemsup_desktop.documents.text import TypedText
from stemsup_desktop.documents.typesetter import Typesetter
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language

PRODUCER = "StemSup Desktop"


def refuse_while_stopped(gate: Gate, language: Language) -> Verdict | None:
    """Return the verdict that makes a document a draft, or None; raises `InputProblem` while a stop stands.

    The sentence names the rules, never the patient.
    """
    match gate.verdict:
        case Verdict.STOP:
            titles = tuple(one.title for one in gate.findings if is_standing_stop(one))
            separator = "、" if language is Language.JA else "; "
            rules = separator.join(title.in_language(language) for title in titles)
            sentence = words.STOP_STANDS.in_language(language).format(rules=rules)
            raise InputProblem("stop-stands", sentence, titles)
        case Verdict.SPECIALIST | Verdict.NOT_COMPLETE:
            return gate.verdict
        case Verdict.CONDITIONS | Verdict.CLEAR:
            return None


def print_document(
    chapters: Sequence[Sequence[Piece]], furniture: Furniture, setter: Typesetter, title: str
) -> RenderedDocument:
    """Fill pages, draw them and return the document; `title` is the PDF's title and carries no patient data."""
    from stemsup_desktop.documents.archive import make_archivable  # late: the first window needs no pikepdf

    root = Elem(Tag.DOCUMENT, language=furniture.request.language)
    draft = root.add(Elem(Tag.PARAGRAPH)) if furniture.draft else None
    for chapter in chapters:
        for piece in chapter:
            piece.grow(root)
    foot = furniture.request.form.languages if furniture.has_note else ()
    notes = tuple(root.add(Elem(Tag.PARAGRAPH, language=one)) for one in foot)
    arrange(root)
    top = BODY_TOP - (DRAFT_BAND if furniture.draft else 0.0)
    if not furniture.content_sha256:
        furniture = replace(furniture, content_sha256=setter.typed.sha256)  # of the body: the frame is set later
    pages = fill_pages(chapters, top - BODY_BOTTOM)
    buffer = io.BytesIO()
    canvas = _make_canvas(buffer, setter)
    pen = Pen(canvas, setter.fonts)
    for number, page in enumerate(pages, 1):
        draw_rest = furniture.draw(pen, setter.typed, number, len(pages), Spoken(draft, notes))
        page.draw(pen, LEFT, top)
        draw_rest()
        pen.new_page()
    canvas.save()
    prune(root)
    description = _describe(furniture, title, setter)
    pdf = make_archivable(buffer.getvalue(), root, canvas.owners, description, furniture.request)
    return RenderedDocument(
        document_number=furniture.request.document_number,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        page_count=len(pages),
        is_draft=furniture.draft is not None,
        missing_characters=setter.typed.missing(),
        places=pen.places,
    )


def _make_canvas(buffer: io.BytesIO, setter: Typesetter) -> MarkedCanvas:
    setter.fonts.register()
    rl_config.useA85 = 0  # binary streams; a process-wide setting of ReportLab
    return MarkedCanvas(
        buffer,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        invariant=1,
        pageCompression=1,
        initialFontName=Face.REGULAR.registered_name,
        pdfVersion=(1, 7),
    )


def _describe(furniture: Furniture, title: str, setter: Typesetter) -> Description:
    head = furniture.request.history_head
    return Description(
        title=_plain(setter, f"{title} {furniture.request.document_number}"),
        author=_plain(setter, furniture.clinic),
        subject=_plain(setter, furniture.form),
        keywords="" if head is None else f"history {head.sequence}:{head.hash}",  # as `stemsup audit verify` takes it
        producer=PRODUCER,
    )


def _plain(setter: Typesetter, text: str) -> str:
    """Return a text for the file's own description: one line of characters that exist, not too long."""
    return " ".join(TypedText(setter.fonts).prepare(text[:300], "").split())
