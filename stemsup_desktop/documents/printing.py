"""Turns filled pages into PDF bytes that depend on nothing but the snapshot and the request."""

import hashlib
import io
from collections.abc import Sequence
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from stemsup_desktop.consultation.gate_model import Gate, Verdict
from stemsup_desktop.consultation.gate_open import is_standing_stop
from stemsup_desktop.documents import words
from stemsup_desktop.documents.document_model import RenderedDocument
from stemsup_desktop.documents.fonts import Face
from stemsup_desktop.documents.furniture import Furniture
from stemsup_desktop.documents.pages import fill_pages
from stemsup_desktop.documents.pen import Pen
from stemsup_desktop.documents.pieces import Piece
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
    top = BODY_TOP - (DRAFT_BAND if furniture.draft else 0.0)
    pages = fill_pages(chapters, top - BODY_BOTTOM)
    buffer = io.BytesIO()
    canvas = _make_canvas(buffer, furniture, title, setter)
    pen = Pen(canvas, setter.fonts)
    for number, page in enumerate(pages, 1):
        furniture.draw(pen, setter.typed, number, len(pages))
        page.draw(pen, LEFT, top)
        pen.new_page()
    canvas.save()
    pdf = buffer.getvalue()
    return RenderedDocument(
        document_number=furniture.request.document_number,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        page_count=len(pages),
        is_draft=furniture.draft is not None,
        missing_characters=setter.typed.missing(),
    )


def _make_canvas(buffer: io.BytesIO, furniture: Furniture, title: str, setter: Typesetter) -> Any:
    setter.fonts.register()
    rl_config.useA85 = 0  # binary streams; a process-wide setting of ReportLab
    canvas = Canvas(
        buffer,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        invariant=1,
        pageCompression=1,
        initialFontName=Face.REGULAR.registered_name,
        lang="ja-JP" if furniture.request.language is Language.JA else "en-GB",
        pdfVersion=(1, 7),
    )
    canvas.setTitle(_plain(setter, f"{title} {furniture.request.document_number}"))
    canvas.setAuthor(_plain(setter, furniture.clinic))
    canvas.setSubject(_plain(setter, furniture.form))
    if (head := furniture.request.history_head) is not None:
        canvas.setKeywords(f"history {head.sequence}:{head.hash}")  # as `stemsup audit verify --head` takes it
    canvas.setCreator(PRODUCER)
    canvas.setProducer(PRODUCER)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def _plain(setter: Typesetter, text: str) -> str:
    """Return a text for the file's own description: one line of characters that exist, not too long."""
    return " ".join(TypedText(setter.fonts).prepare(text[:300], "").split())
