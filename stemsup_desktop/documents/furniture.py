"""What stands on every page round the text: header, draft band and footer."""

from dataclasses import dataclass

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.documents import words
from stemsup_desktop.documents.document_model import DocumentRequest
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.lines import Style
from stemsup_desktop.documents.pen import Pen
from stemsup_desktop.documents.styles import (
    ACCENT,
    BLACK,
    CLINIC,
    DRAFT,
    DRAFT_BAND,
    FOOT_RULE,
    GREY,
    HAIR,
    LABEL,
    LABEL_STRONG,
    LEFT,
    MM,
    PAGE_HEIGHT,
    PAGE_NUMBER,
    PAGE_WIDTH,
    QR_SIDE,
    RIGHT,
    RULE_HAIR,
    TOP,
    WIDTH,
)
from stemsup_desktop.documents.text import TypedText
from stemsup_desktop.language import Language, Text

_LANGUAGES = {Language.EN: "English", Language.JA: "日本語"}
_DOT = "  ·  "


@dataclass(frozen=True, slots=True)
class Furniture:
    """The identity that a loose page carries; empty names leave their place out.

    A `note` stands in the foot instead of seal and copy: for a paper with nothing to sign, seal or hand over.
    """

    clinic: str
    patient: str
    chart_number: str
    form: str
    version: str
    request: DocumentRequest
    draft: Verdict | None = None
    note: Text | None = None
    has_page_code: bool = True

    def draw(self, pen: Pen, typed: TypedText, page: int, pages: int) -> None:
        """Draw header, band and footer of one page."""
        self._header(pen, typed, page)
        if self.draft:
            self._draft_band(pen)
        self._footer(pen, typed, page, pages)

    def _header(self, pen: Pen, typed: TypedText, page: int) -> None:
        language = self.request.language
        made = words.MADE.in_language(language).format(when=format_date(self.request.made_at.date(), language))
        version = self._version(typed, pen.fonts)
        number = self._number(typed, pen.fonts)
        parts = [number, version, made]
        if page > 1:
            name = _elided(pen.fonts, _one_line(typed, self.patient, words.PATIENT, language), LABEL, WIDTH * 0.3)
            chart = _one_line(typed, self.chart_number, words.CHART_NUMBER, language)
            parts = [name, _elided(pen.fonts, chart, LABEL, WIDTH * 0.14), number, version]
        identity = _DOT.join(part for part in parts if part)
        top = PAGE_HEIGHT - TOP
        pen.text(PAGE_WIDTH - RIGHT, top, identity, LABEL, align=1.0)
        room = WIDTH - pen.fonts.width(identity, LABEL.face, LABEL.size) - 14
        clinic = _one_line(typed, self.clinic, words.CLINIC, language)
        pen.text(LEFT, top, _elided(pen.fonts, clinic, CLINIC, room), CLINIC)
        pen.rule(LEFT, top - 5 * MM, WIDTH, RULE_HAIR, HAIR)

    def _number(self, typed: TypedText, fonts: FontFolder) -> str:
        number = _one_line(typed, self.request.document_number, words.DOCUMENT, self.request.language)
        return _elided(fonts, number, LABEL, WIDTH * 0.3)

    def _version(self, typed: TypedText, fonts: FontFolder) -> str:
        version = _one_line(typed, self.version, words.VERSION, self.request.language)
        return f"{words.VERSION.in_language(self.request.language)} {_elided(fonts, version, LABEL, WIDTH * 0.12)}"

    def _draft_band(self, pen: Pen) -> None:
        language = self.request.language
        reason = words.DRAFT_SPECIALIST if self.draft is Verdict.SPECIALIST else words.DRAFT_NOT_COMPLETE
        top = PAGE_HEIGHT - TOP - 6.6 * MM
        pen.box(LEFT, top, WIDTH, DRAFT_BAND - 1.5 * MM, 1.6, BLACK)
        title = words.DRAFT.in_language(language)
        line = top - (DRAFT_BAND - 1.5 * MM - DRAFT.leading) / 2
        pen.text(LEFT + 10, line, title, DRAFT)
        end = LEFT + 10 + pen.fonts.width(title, DRAFT.face, DRAFT.size) + 14
        pen.text(end, line - 1.5, reason.in_language(language), LABEL_STRONG)
        for x in (LEFT - 8 * MM, PAGE_WIDTH - RIGHT + 5 * MM):
            pen.hatched_strip(x, FOOT_RULE, 3 * MM, PAGE_HEIGHT - TOP - FOOT_RULE, GREY)

    def _footer(self, pen: Pen, typed: TypedText, page: int, pages: int) -> None:
        request, language = self.request, self.request.language
        pen.rule(LEFT, FOOT_RULE, WIDTH, RULE_HAIR, HAIR)
        top = FOOT_RULE - 1.6 * MM
        number = _one_line(typed, request.document_number, words.DOCUMENT, language)
        version = _one_line(typed, self.version, words.VERSION, language)
        x = LEFT
        if self.has_page_code:
            pen.qr_code(LEFT, top, QR_SIDE, f"{number}|{version}|{page}")
            x += QR_SIDE + 4 * MM
        first = [
            f"{words.DOCUMENT.in_language(language)} {self._number(typed, pen.fonts)}",
            _one_line(typed, self.form, words.DOCUMENT, language),
            _LANGUAGES[language],
            self._version(typed, pen.fonts),
        ]
        state = words.PREVIEW if request.is_preview else words.NOT_SEALED
        second = [state.in_language(language), words.COPY.in_language(language)]
        if self.note:
            second = [self.note.in_language(language)]
        if self.draft:
            second.insert(0, words.DRAFT.in_language(language))
        room = WIDTH - QR_SIDE - 22 * MM
        pen.text(x, top - 1.8 * MM, _elided(pen.fonts, _DOT.join(first), LABEL, room), LABEL)
        shield = 0.0 if self.note else 14.0
        if shield:
            pen.dashed_shield(x, top - 6.3 * MM, 11, ACCENT)
        pen.text(x + shield, top - 6.4 * MM, _DOT.join(second), LABEL)
        pen.text(PAGE_WIDTH - RIGHT, top - 4 * MM, f"{page} / {pages}", PAGE_NUMBER, align=1.0)


def _one_line(typed: TypedText, text: str, label: Text, language: Language) -> str:
    return " ".join(typed.prepare(text[:200], label.in_language(language)).split())


def _elided(fonts: FontFolder, text: str, style: Style, room: float) -> str:
    """Shorten a text that is too wide for the page's frame; its full form stands in the document itself."""
    if fonts.width(text, style.face, style.size) <= room:
        return text
    while text and fonts.width(text + "…", style.face, style.size) > room:
        text = text[:-1]
    return text.rstrip() + "…"
