"""What the reference shows: lists, hits, pages and sources in the language of the window. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.lots.lot_model import LotEntry
from stemsup_desktop.language import Language, Text
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.reference.model import GrowthFactor, Page, PageKind, Symptom, page_kind
from stemsup_desktop.reference.pictures import DrawnPicture
from stemsup_desktop.reference.search import Hit
from stemsup_desktop.ui.pages.reference.measured_view import Measured, derive_lines
from stemsup_desktop.ui.pages.reference.page_view import DetailView, SourceView, derive_detail, derive_source
from stemsup_desktop.ui.words import Words

__all__ = ["DetailView", "ListEntry", "ReferenceView", "SourceView", "Tab", "derive_reference", "tab_of"]


class Tab(StrEnum):
    """The lists at the left."""

    FACTORS = "factors"
    SYMPTOMS = "symptoms"
    ROUTES = "routes"
    MORE = "more"


KINDS = {
    Tab.FACTORS: (PageKind.GROWTH_FACTOR,),
    Tab.SYMPTOMS: (PageKind.SYMPTOM,),
    Tab.ROUTES: (PageKind.ROUTE,),
    Tab.MORE: (PageKind.TOPIC, PageKind.CELL_SOURCE, PageKind.LAW),
}


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A page or source in the list; `mark` is a factor's symbol, `note` what matched or how much is known."""

    target_id: str
    title: str
    other_title: str = ""
    mark: str = ""
    note: str = ""
    measured: tuple[Measured, ...] = ()
    """What the chosen lot's certificate says of a factor; empty where no lot is chosen."""


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """Everything on the reference page; `detail` is None while nothing is open."""

    tab: Tab
    count: str
    entries: tuple[ListEntry, ...]
    is_search: bool
    current_id: str
    detail: DetailView | SourceView | None
    content_note: str


def derive_reference(
    library: ReferenceLibrary,
    words: Words,
    *,
    tab: Tab,
    hits: Sequence[Hit] | None,
    detail: DetailView | SourceView | None,
    current_id: str,
    lot: LotEntry | None = None,
) -> ReferenceView:
    """Derive the page; `hits` is None while no query stands, `lot` is whose values the list of factors shows."""
    if hits is None:
        entries = tuple(_list_entry(page, words, lot) for kind in KINDS[tab] for page in library.pages_of_kind(kind))
        count = words(f"reference.count_{tab}", count=len(entries))
    else:
        entries = tuple(_hit_entry(hit, words) for hit in hits)
        count = words("reference.found", count=len(entries)) if entries else words("reference.nothing_found")
    return ReferenceView(tab, count, entries, hits is not None, current_id, detail, content_note(library, words))


def derive_target(
    library: ReferenceLibrary,
    clinical: ClinicalContent,
    target_id: str,
    words: Words,
    pictures: tuple[DrawnPicture, ...] = (),
) -> DetailView | SourceView | None:
    """Derive what an id stands for, with its pictures; None for an id that neither a page nor a source has."""
    page = library.find_page(target_id)
    if page is not None:
        return derive_detail(page, library, clinical, words, pictures)
    source = library.sources.get(target_id)
    return derive_source(source, library, words) if source is not None else None


def tab_of(page: Page) -> Tab:
    """Return the list in which a page stands."""
    return next(tab for tab, kinds in KINDS.items() if page_kind(page) in kinds)


def content_note(library: ReferenceLibrary, words: Words) -> str:
    """Return the version of the content and who reviewed it, or that no physician has."""
    manifest = library.manifest
    if manifest.reviewed_by and manifest.reviewed_on:
        day = format_date(manifest.reviewed_on, words.language)
        return words("reference.reviewed", version=manifest.version, name=manifest.reviewed_by, day=day)
    return words("reference.not_reviewed", version=manifest.version)


def other_language(language: Language) -> Language:
    """Return the language that the window does not speak now."""
    return Language.EN if language is Language.JA else Language.JA


def both(text: Text, language: Language) -> tuple[str, str]:
    """Return a text in the window's language and in the other."""
    return text.in_language(language), text.in_language(other_language(language))


def _list_entry(page: Page, words: Words, lot: LotEntry | None) -> ListEntry:
    language = words.language
    title, other = both(page.title, language)
    match page:
        case GrowthFactor():
            return ListEntry(page.id, title, other, mark=page.symbol, measured=derive_lines(page.id, lot, words))
        case Symptom():
            return ListEntry(page.id, title, other, note=page.badge.label.in_language(language))
        case _:
            return ListEntry(page.id, title, other)


def _hit_entry(hit: Hit, words: Words) -> ListEntry:
    title, other = both(hit.title, words.language)
    shown = hit.shown.in_language(words.language)
    matched = f"{words(f'reference.field_{hit.field}')}: {shown}"
    return ListEntry(hit.target_id, title, "" if other == title else other, note=_shorten(matched))


def _shorten(text: str, most: int = 90) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
