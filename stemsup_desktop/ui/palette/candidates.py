"""Makes the palette's lines: pages, actions, settings, patients found and entries of the reference. No Qt."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.steps import STEP_TITLES
from stemsup_desktop.language import Language
from stemsup_desktop.reference.search import Field, Hit
from stemsup_desktop.store.entries import PatientHit
from stemsup_desktop.ui.actions.offer import Offer
from stemsup_desktop.ui.palette.lines import MOST, Candidate, Kind, Line
from stemsup_desktop.ui.palette.matching import make_forms
from stemsup_desktop.ui.palette.places import PAGES, SETTINGS, STEP_READINGS
from stemsup_desktop.ui.words import Words

_ICONS = {"gate": "flag", "undo": "undo", "print": "print", "history": "clock", "lock": "lock", "keys": "keyboard"}
_MENTIONS = frozenset({Field.TEXT, Field.RULE})
_ACTION_ICON = "chevron-right"


def make_steps(words: Words, reason: str) -> Iterator[Candidate]:
    """Make the lines of the seven steps; `reason` says why none can be opened, if so."""
    for number, (title, reading) in enumerate(zip(STEP_TITLES, STEP_READINGS, strict=True), start=1):
        named = words("palette.step", number=number, title=title.in_language(words.language))
        line = Line(Kind.PAGE, f"step-{number}", named, "", "consult", f"Ctrl+{number}", reason)
        yield Candidate(line, make_forms(*(title.in_language(one) for one in Language), reading, str(number)))


def make_pages(
    words: Words, other: Words, has: Callable[[str], bool], key_of: Callable[[str], str]
) -> Iterator[Candidate]:
    """Make the lines of the pages that there are."""
    for page in PAGES:
        if has(page.page_id):
            title = _flat(words(page.title_key))
            line = Line(Kind.PAGE, page.page_id, title, "", page.icon, key_of(page.page_id))
            yield Candidate(line, make_forms(title, _flat(other(page.title_key)), page.reading, *page.others))


def make_settings(words: Words, other: Words, may: Callable[[Right], bool]) -> Iterator[Candidate]:
    """Make the lines of the parts of the settings that whoever signed in has."""
    for part in SETTINGS:
        if may(part.right):
            line = Line(Kind.SETTING, part.part, words(part.title_key), "", "settings")
            forms = make_forms(words(part.title_key), other(part.title_key), part.reading, *part.others)
            yield Candidate(line, forms)


def make_actions(offers: Iterable[Offer], find_other: Callable[[str], str]) -> Iterator[Candidate]:
    """Make the lines of what can be done; `find_other` returns an action's words in the other language."""
    for offer in offers:
        icon = _ICONS.get(offer.offer_id, _ACTION_ICON)
        line = Line(Kind.ACTION, offer.offer_id, offer.title, "", icon, offer.key_hint, offer.reason)
        yield Candidate(line, make_forms(offer.title, find_other(offer.offer_id), *offer.others))


def make_patient_line(hit: PatientHit, words: Words) -> Line:
    """Make the line of a patient."""
    title = "  ".join(part for part in (hit.name, hit.kana or hit.romaji) if part)
    born = format_date(hit.birth_date, words.language)
    return Line(
        Kind.PATIENT, hit.patient_id, title, words("palette.born", chart=hit.chart_number, date=born), "patients"
    )


def make_entry_lines(hits: Iterable[Hit], words: Words) -> tuple[Line, ...]:
    """Make the lines of what the reference calls so; where a word merely stands in a text is for its own search."""
    named = (hit for hit in hits if hit.field not in _MENTIONS and (hit.field is not Field.SOURCE or hit.kind is None))
    return tuple(_make_entry_line(hit, words) for hit in islice(named, MOST[Kind.REFERENCE]))


def _make_entry_line(hit: Hit, words: Words) -> Line:
    kind = words("palette.source" if hit.kind is None else f"palette.kind_{hit.kind}")
    shown, title = (text.in_language(words.language) for text in (hit.shown, hit.title))
    detail = kind if shown == title or hit.kind is None else f"{kind} · {shown}"
    return Line(Kind.REFERENCE, hit.target_id, title, detail, "reference")


def _flat(title: str) -> str:
    return title.replace("\u00a0", " ")
