"""What stands on every page round the text: header, draft band and footer."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.consultation.signing_seal import write_check_number
from stemsup_desktop.documents import words
from stemsup_desktop.documents.document_model import DocumentRequest
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.lines import Style
from stemsup_desktop.documents.page_code import NOT_KEPT, is_kept_number, write_page_code
from stemsup_desktop.documents.pen import SLASH, Pen
from stemsup_desktop.documents.structure import Elem
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
_BAND_LINE = 9.2
_FOOT_LINES = {1: (3.4 * MM, 8 * MM), 2: (1 * MM, 4.4 * MM, 7.8 * MM)}
"""How far below the rule the lines of the foot begin, by the number of languages; a copy says so below them."""
_BAND_TOP, _BAND_HEIGHT = PAGE_HEIGHT - TOP - 6.6 * MM, DRAFT_BAND - 1.5 * MM


@dataclass(frozen=True, slots=True)
class Spoken:
    """What of header and footer is read aloud, once: that this is a draft, and what stands nowhere else.

    That is a note, or the check number by which a sealed document is known.
    """

    draft: Elem | None
    notes: tuple[Elem, ...] = ()
    """One for each language of the foot, or none."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """The identity that a loose page carries; empty names leave their place out.

    `content_sha256` is of what the document says; each page of a kept one carries its beginning.
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
    content_sha256: str = ""

    @property
    def has_note(self) -> bool:
        """Whether the foot says something that is to be read aloud."""
        return self.note is not None or self.request.is_sealed

    def draw(self, pen: Pen, typed: TypedText, page: int, pages: int, spoken: Spoken) -> Callable[[], None]:
        """Draw header, band and footer of a page; on the first or the last what is `spoken` is part of the text.

        Return what draws the rest of the foot, which is read last, once the text stands on the page.
        """
        with pen.artifact("Header"):
            self._header(pen, typed, page)
            if self.draft:
                self._draft_marks(pen)
        if self.draft:
            with _read(pen, "Header", spoken.draft if page == 1 else None):
                self._draft_words(pen)
        with pen.artifact("Footer"):
            end = self._footer(pen, typed, page, pages)
        return partial(self._state, pen, end, spoken.notes if page == pages else ())

    def _header(self, pen: Pen, typed: TypedText, page: int) -> None:
        languages, day = self.request.form.languages, self.request.made_at.date()
        made = SLASH.join(words.MADE.in_language(one).format(when=format_date(day, one)) for one in languages)
        version = self._version(typed, pen.fonts)
        number = self._number(typed, pen.fonts)
        parts = [number, version, made]
        if page > 1:
            name = _elided(pen.fonts, self._one_line(typed, self.patient, words.PATIENT), LABEL, WIDTH * 0.3)
            chart = self._one_line(typed, self.chart_number, words.CHART_NUMBER)
            parts = [name, _elided(pen.fonts, chart, LABEL, WIDTH * 0.14), number, version]
        identity = _DOT.join(part for part in parts if part)
        top = PAGE_HEIGHT - TOP
        pen.text(PAGE_WIDTH - RIGHT, top, identity, LABEL, align=1.0)
        room = WIDTH - pen.fonts.width(identity, LABEL.face, LABEL.size) - 14
        clinic = self._one_line(typed, self.clinic, words.CLINIC)
        pen.text(LEFT, top, _elided(pen.fonts, clinic, CLINIC, room), CLINIC)
        pen.rule(LEFT, top - 5 * MM, WIDTH, RULE_HAIR, HAIR)

    def _number(self, typed: TypedText, fonts: FontFolder) -> str:
        number = self._one_line(typed, self.request.document_number, words.DOCUMENT)
        return _elided(fonts, number, LABEL, WIDTH * 0.3)

    def _version(self, typed: TypedText, fonts: FontFolder) -> str:
        version = self._one_line(typed, self.version, words.VERSION)
        return f"{self._say(words.VERSION)} {_elided(fonts, version, LABEL, WIDTH * 0.12)}"

    def _draft_words(self, pen: Pen) -> None:
        languages = self.request.form.languages
        reason = words.DRAFT_SPECIALIST if self.draft is Verdict.SPECIALIST else words.DRAFT_NOT_COMPLETE
        title = words.DRAFT.in_language(languages[0])
        line = _BAND_TOP - (_BAND_HEIGHT - DRAFT.leading) / 2
        pen.text(LEFT + 10, line, f"{title} ", DRAFT)
        end = LEFT + 10 + pen.fonts.width(title, DRAFT.face, DRAFT.size) + 14
        first = line - 1.5 + (len(languages) - 1) * (_BAND_LINE / 2 - 0.8)
        for index, language in enumerate(languages):
            pen.text(end, first - index * _BAND_LINE, reason.in_language(language), LABEL_STRONG)

    def _draft_marks(self, pen: Pen) -> None:
        pen.box(LEFT, _BAND_TOP, WIDTH, _BAND_HEIGHT, 1.6, BLACK)
        for x in (LEFT - 8 * MM, PAGE_WIDTH - RIGHT + 5 * MM):
            pen.hatched_strip(x, FOOT_RULE, 3 * MM, PAGE_HEIGHT - TOP - FOOT_RULE, GREY)

    def _footer(self, pen: Pen, typed: TypedText, page: int, pages: int) -> float:
        """Draw all of the footer but its second line, and return where that begins."""
        pen.rule(LEFT, FOOT_RULE, WIDTH, RULE_HAIR, HAIR)
        top = FOOT_RULE - 1.6 * MM
        x = LEFT
        if self.has_page_code:
            code = self._page_code(page, pages)
            pen.qr_code(LEFT, top, QR_SIDE, code, alike=self._page_code(pages, pages))
            x += QR_SIDE + 4 * MM
        # Both languages fill the line: there the number stands without what it is called.
        called = [] if len(self.request.form.languages) > 1 else [self._say(words.DOCUMENT)]
        number = " ".join((*called, self._number(typed, pen.fonts)))
        languages = "・".join(_LANGUAGES[language] for language in self.request.form.languages)
        version = self._version(typed, pen.fonts)
        room = WIDTH - QR_SIDE - 22 * MM
        taken = pen.fonts.width(_DOT.join((number, "", languages, version)), LABEL.face, LABEL.size)
        form = _elided(pen.fonts, self._one_line(typed, self.form, words.DOCUMENT), LABEL, room - taken)
        first = [number, form, languages, version]
        pen.text(x, FOOT_RULE - self._foot_lines[0], _elided(pen.fonts, _DOT.join(first), LABEL, room), LABEL)
        shield = 0.0 if self.has_note else 14.0
        if shield:
            pen.dashed_shield(x, FOOT_RULE - self._foot_lines[1] + 0.1 * MM, 11, ACCENT)
        pen.text(PAGE_WIDTH - RIGHT, top - 4 * MM, f"{page} / {pages}", PAGE_NUMBER, align=1.0)
        return x + shield

    @property
    def _foot_lines(self) -> tuple[float, ...]:
        return _FOOT_LINES[len(self.request.form.languages)]

    def _state(self, pen: Pen, x: float, notes: tuple[Elem, ...]) -> None:
        """Write what the document is, a line for each language; with `notes` it is read."""
        for index, language in enumerate(self.request.form.languages):
            said = [self._say_state(), words.COPY] if self.note is None else [self.note]
            second = [one.in_language(language) for one in said]
            if self.draft and not index:
                second.insert(0, words.DRAFT.in_language(language))
            with _read(pen, "Footer", notes[index] if notes else None):
                pen.text(x, FOOT_RULE - self._foot_lines[1 + index], _DOT.join(second), LABEL)

    def _say_state(self) -> Text:
        """Return the check number of a document that is sealed, or that this one is not."""
        request = self.request
        if request.is_sealed:
            digits, said = write_check_number(self.content_sha256), words.CHECK_NUMBER
            return Text(said.en.format(digits=digits), said.ja.format(digits=digits))
        return words.PREVIEW if request.is_preview else words.NOT_SEALED

    def _say(self, text: Text) -> str:
        return SLASH.join(text.in_language(language) for language in self.request.form.languages)

    def _one_line(self, typed: TypedText, text: str, label: Text) -> str:
        return " ".join(typed.prepare(text[:200], label.in_language(self.request.language)).split())

    def _page_code(self, page: int, pages: int) -> str:
        """Return what the square code says; a page that no vault keeps names no document."""
        number = self.request.document_number
        if self.draft or self.request.is_preview or not is_kept_number(number):
            return NOT_KEPT
        return write_page_code(number, page, pages, self.content_sha256)


def _read(pen: Pen, kind: str, elem: Elem | None) -> AbstractContextManager[None]:
    """Let what is drawn within be content of an element, or without one a part of header or footer."""
    return pen.artifact(kind) if elem is None else pen.content(elem)


def _elided(fonts: FontFolder, text: str, style: Style, room: float) -> str:
    """Shorten a text that is too wide for the page's frame; its full form stands in the document itself."""
    widths = fonts.widths(style.face)
    room_em, dots, taken, kept = room / style.size, widths["…"], 0.0, 0
    for place, character in enumerate(text):
        if taken + dots <= room_em:
            kept = place
        taken += widths[character]
        if taken > room_em:
            return text[:kept].rstrip() + "…"
    return text
