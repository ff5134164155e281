"""The Japanese consent form with its record, archivable and sealed, against the same words set by plain ReportLab."""

import io
from datetime import datetime
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

import msgspec
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from benchmarks.comparison import Comparison, time_in_turns
from stemsup_desktop.consultation.consent_assembly import derive_consent
from stemsup_desktop.consultation_file import read_consultation_file
from stemsup_desktop.content import read_content
from stemsup_desktop.documents.document_model import DocumentRequest
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.sealing.certificates import make_clinic_key
from stemsup_desktop.documents.sealing.sealing import SealRequest, seal_pdf
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.paperwork import render_paper
from stemsup_desktop.resources import find_resources

BUDGET = 2.0
MADE_AT = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
PLAIN_FACE = "BenchmarkNotoSansJP"


def compare_consent_form(rounds: int) -> Comparison:
    """Return the medians of both, warm: fonts are read before the first round."""
    resources = find_resources()
    content = read_content(resources)
    file = read_consultation_file(resources / "examples" / "clear.json", MADE_AT.date())
    gate = content.derive_gate(file, MADE_AT)
    fonts = FontFolder(resources / "fonts")
    request = DocumentRequest("CNS-2026-00001", MADE_AT, LanguageForm.JA)
    pdfmetrics.registerFont(TTFont(PLAIN_FACE, str(resources / "fonts" / "NotoSansJP-Regular.ttf")))

    key = make_clinic_key("Benchmark", MADE_AT)
    seal = SealRequest(request.seal_fields[0], "", MADE_AT, True)

    def ours() -> bytes:
        return seal_pdf(render_paper(Paper.CONSENT, file, gate, content, fonts, request).pdf, key, seal)

    texts = list_texts(msgspec.to_builtins(derive_consent(file, gate, content.consent, content.names, Language.JA)))

    def plain() -> bytes:
        return set_plainly(texts)

    ours()
    plain()
    ours_ms, plain_ms = time_in_turns((ours, plain), rounds)
    return Comparison(
        what=f"the consent form in Japanese, {sum(map(len, texts)):,} characters",
        ours="assembled, set, tagged, archivable, with its record, sealed",
        ours_ms=ours_ms,
        theirs="plain ReportLab, same words",
        theirs_ms=plain_ms,
        budget=BUDGET,
    )


def list_texts(value: object) -> list[str]:
    """Return every text of an assembled form, in reading order."""
    match value:
        case str():
            return [value] if value.strip() else []
        case dict():
            return [
                text for key, item in value.items() if not key.endswith(("sha256", "_id")) for text in list_texts(item)
            ]
        case list() | tuple():
            return [text for item in value for text in list_texts(item)]
        case _:
            return []


def set_plainly(texts: list[str]) -> bytes:
    """Return a PDF of the texts as ReportLab sets them without any of our own."""
    style = ParagraphStyle("plain", fontName=PLAIN_FACE, fontSize=9.5, leading=15, wordWrap="CJK")
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4).build([Paragraph(escape(text), style) for text in texts])
    return buffer.getvalue()
