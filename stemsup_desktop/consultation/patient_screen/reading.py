"""What a page says to the patient: only what was read in its source or in a report of it. No Qt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stemsup_desktop.consultation.patient_screen import reading_words as words
from stemsup_desktop.language import Language, Text
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.reference.model import (
    CellSourcePage,
    Direction,
    Evidence,
    Grade,
    GrowthFactor,
    LawPage,
    Page,
    ReviewStatus,
    RoutePage,
    Scope,
    Statement,
    Symptom,
)

_CHECKED = frozenset({ReviewStatus.VERIFIED, ReviewStatus.SECONDARY})
_IN_PEOPLE = frozenset({Grade.HUMAN_UNCONTROLLED, Grade.HUMAN_RANDOMISED})


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """One sentence for the patient; `note` says what kind of study it is."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReadingSection:
    """A heading and its lines; all sections are shown in the same type."""

    title: str
    lines: tuple[ReadingLine, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A page as the patient sees it, in the patient's language."""

    page_id: str
    language: Language
    title: str
    summary: str
    summary_note: str
    sections: tuple[ReadingSection, ...]


def derive_reading(page: Page, library: ReferenceLibrary, language: Language) -> Reading:
    """Derive what the patient sees of a page."""
    return _Reader(library, language).read(page)


def name_page(page: Page, language: Language) -> str:
    """Return the title of a page, after the symbol of a growth factor."""
    title = page.title.in_language(language)
    separator = "　" if language is Language.JA else ", "
    return f"{page.symbol}{separator}{title}" if isinstance(page, GrowthFactor) else title


class _Reader:
    """Reads pages in one language."""

    def __init__(self, library: ReferenceLibrary, language: Language) -> None:
        self._library = library
        self._language = language

    def read(self, page: Page) -> Reading:
        is_unreviewed = page.summary_status is ReviewStatus.UNREVIEWED
        parts = self._law(page) if isinstance(page, LawPage) else self._findings(page)
        return Reading(
            page_id=page.id,
            language=self._language,
            title=name_page(page, self._language),
            summary=self._say(page.summary),
            summary_note=self._say(words.SUMMARY_NOT_REVIEWED) if is_unreviewed else "",
            sections=tuple(parts),
        )

    def _say(self, text: Text) -> str:
        return text.in_language(self._language)

    def _findings(self, page: Page) -> Iterator[ReadingSection]:
        checked = [entry for entry in page.evidence if entry.status in _CHECKED]
        reported = [entry for entry in checked if entry.direction is not Direction.UNCERTAIN]
        lines = tuple(map(self._entry, reported)) or (self._line(words.NOTHING_REPORTED),)
        yield ReadingSection(self._say(words.REPORTED), lines)
        yield ReadingSection(self._say(words.NOT_KNOWN), tuple(self._unknown(page, checked)))
        yield ReadingSection(self._say(words.HARMS), tuple(self._harms(page)))

    def _law(self, page: Page) -> Iterator[ReadingSection]:
        for section in page.sections:
            lines = tuple(self._statement(one) for one in section.statements if one.status in _CHECKED)
            if lines:
                yield ReadingSection(self._say(section.title), lines)

    def _unknown(self, page: Page, checked: Sequence[Evidence]) -> Iterator[ReadingLine]:
        if isinstance(page, Symptom):
            yield self._line(page.badge.label)
            yield self._line(page.factor_rationale)
        if not any(entry.scope is Scope.SUPERNATANT and entry.grade in _IN_PEOPLE for entry in checked):
            yield self._line(words.NO_HUMAN_STUDY)
        else:
            yield self._line(words.NOT_FOR_ONE)
        yield from (self._entry(entry) for entry in checked if entry.direction is Direction.UNCERTAIN)

    def _harms(self, page: Page) -> Iterator[ReadingLine]:
        harms = _harm_statements(page)
        shown = [one for one in harms if one.status in _CHECKED]
        yield from map(self._statement, shown)
        if len(shown) < len(harms):
            yield ReadingLine(self._say(words.NOT_CHECKED).format(count=len(harms) - len(shown)))
        if not harms:
            yield self._line(words.NO_HARM_LISTED)

    def _entry(self, entry: Evidence) -> ReadingLine:
        labels = self._library.labels
        people = self._say(words.PEOPLE).format(count=entry.participants) if entry.participants is not None else ""
        parts = (
            self._say(labels.scopes[entry.scope]),
            self._say(labels.grades[entry.grade]),
            people,
            self._say(labels.directions[entry.direction]),
            self._say_secondary(entry.status),
        )
        colon = "：" if self._language is Language.JA else ": "
        text = f"{self._say(entry.topic)}{colon}{self._say(entry.statement)}"
        return ReadingLine(text, " · ".join(part for part in parts if part))

    def _statement(self, statement: Statement) -> ReadingLine:
        return ReadingLine(self._say(statement.text), self._say_secondary(statement.status))

    def _say_secondary(self, status: ReviewStatus) -> str:
        """Say of what was read in a report that it was: the original may say it otherwise."""
        return self._say(words.SECONDARY) if status is ReviewStatus.SECONDARY else ""

    def _line(self, text: Text) -> ReadingLine:
        return ReadingLine(self._say(text))


def _harm_statements(page: Page) -> tuple[Statement, ...]:
    match page:
        case RoutePage():
            return (*page.serious_effects, *page.common_effects, *page.safety)
        case CellSourcePage():
            return (*page.cautions, *page.safety)
        case _:
            return page.safety
