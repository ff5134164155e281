"""What step 3 shows, derived from the record and the reference. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from stemsup_desktop.consultation.formats import format_datetime
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.patient_screen import reading_words
from stemsup_desktop.consultation.patient_screen.reading import Reading, derive_reading, name_page
from stemsup_desktop.consultation.patient_screen.topics import find_pages_to_explain, patient_language
from stemsup_desktop.consultation.record import Consultation, ExplainedPage, Explanation
from stemsup_desktop.language import Language
from stemsup_desktop.reference.evidence import evidence_summary
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.reference.model import Page, Symptom, page_kind
from stemsup_desktop.reference.pictures import DrawnPicture, find_pictures
from stemsup_desktop.ui.components.picture_layout import PictureView
from stemsup_desktop.ui.picture_views import derive_picture
from stemsup_desktop.ui.words import Words

Sha256Of = Callable[[Page, Language], str]
"""Returns the SHA-256 of what exactly a page shows in one language."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One page to explain; title, badge and summary are in the patient's language."""

    page_id: str
    kind: str
    title: str
    other_title: str
    badge: str
    summary: str
    is_explained: bool
    note: str
    has_changed: bool


@dataclass(frozen=True, slots=True)
class ExplainView:
    """Everything on step 3; `reading` is None only while there is nothing to explain."""

    subtitle: str
    language_note: str
    topics: tuple[Topic, ...]
    current_id: str
    reading: Reading | None
    is_explained: bool
    questions_asked: str
    pictures: tuple[PictureView, ...] = ()


def derive_explain(
    patient: Patient,
    consultation: Consultation,
    library: ReferenceLibrary,
    words: Words,
    *,
    current_id: str,
    sha256_of: Sha256Of,
    pictures: tuple[DrawnPicture, ...] = (),
) -> ExplainView:
    """Derive step 3; an unknown `current_id` stands for the first page, `pictures` are all there are."""
    language = patient_language(patient, consultation)
    pages = find_pages_to_explain(consultation, library)
    explained = {page.page_id: page for page in consultation.explanation.pages}
    topics = tuple(_topic(page, explained.get(page.id), library, words, language, sha256_of) for page in pages)
    current = next((page for page in pages if page.id == current_id), pages[0] if pages else None)
    return ExplainView(
        subtitle=words("explain.subtitle", count=sum(topic.is_explained for topic in topics), total=len(topics)),
        language_note=words(f"explain.language_{language}"),
        topics=topics,
        current_id=current.id if current is not None else "",
        reading=derive_reading(current, library, language) if current is not None else None,
        is_explained=current is not None and current.id in explained,
        questions_asked=consultation.explanation.questions_asked,
        pictures=tuple(
            derive_picture(one, language, says_fault=False)
            for one in (find_pictures(pictures, current.id) if current is not None else ())
        ),
    )


def with_explained(explanation: Explanation, page: Page, language: Language, at: datetime, sha256: str) -> Explanation:
    """Record that a page was explained now, in this language and this exact text."""
    done = ExplainedPage(page.id, language, at, sha256)
    return msgspec.structs.replace(explanation, pages=(*_without(explanation, page.id), done))


def without_explained(explanation: Explanation, page_id: str) -> Explanation:
    """Take back that a page was explained."""
    return msgspec.structs.replace(explanation, pages=_without(explanation, page_id))


def with_questions(explanation: Explanation, text: str) -> Explanation:
    """Change what the patient asked."""
    return msgspec.structs.replace(explanation, questions_asked=text)


def has_changed(done: ExplainedPage, page: Page, sha256_of: Sha256Of) -> bool:
    """Return whether a page reads differently now than when it was explained, in the language of then."""
    return bool(done.content_sha256) and done.content_sha256 != sha256_of(page, done.language)


def _without(explanation: Explanation, page_id: str) -> tuple[ExplainedPage, ...]:
    return tuple(page for page in explanation.pages if page.page_id != page_id)


def _topic(
    page: Page,
    done: ExplainedPage | None,
    library: ReferenceLibrary,
    words: Words,
    language: Language,
    sha256_of: Sha256Of,
) -> Topic:
    title = name_page(page, language)
    other = page.title.in_language(words.language)
    is_stale = done is not None and has_changed(done, page, sha256_of)
    return Topic(
        page_id=page.id,
        kind=library.labels.kinds[page_kind(page)].in_language(language),
        title=title,
        other_title=other if language is not words.language else "",
        badge=_badge(page, language),
        summary=page.summary.in_language(language),
        is_explained=done is not None,
        note=_note(done, words, language, is_stale=is_stale),
        has_changed=is_stale,
    )


def _badge(page: Page, language: Language) -> str:
    """Return how much is known: in words for a symptom, else how many entries point which way."""
    if isinstance(page, Symptom):
        return page.badge.label.in_language(language)
    if not page.evidence:
        return ""
    counts = evidence_summary(page)
    text = reading_words.DIRECTIONS.in_language(language)
    return text.format(supports=counts.supports, contradicts=counts.contradicts, uncertain=counts.uncertain)


def _note(done: ExplainedPage | None, words: Words, language: Language, *, is_stale: bool) -> str:
    if done is None:
        return ""
    when = format_datetime(done.explained_at, words.language)
    if is_stale:
        return words("explain.changed_since", when=when)
    if done.language is not language:
        return words(f"explain.explained_in_{done.language}", when=when)
    return words("explain.explained_at", when=when)
