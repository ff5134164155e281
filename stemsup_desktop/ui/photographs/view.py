"""What the window says of a patient's photographs, derived from what the vault said. No widgets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import groupby

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.photograph_model import Photograph
from stemsup_desktop.consultation.photographs.permission import say_permission
from stemsup_desktop.language import Language, Text
from stemsup_desktop.store.photograph_shelf import PatientPhotographs
from stemsup_desktop.ui.photographs.viewpoint import Pictured
from stemsup_desktop.ui.words import Words

VIEWS = (
    *("front", "oblique-right", "oblique-left", "side-right", "side-left"),
    *("top", "back", "close-up"),
)
"""From where a photograph was taken, as the record keeps it."""


@dataclass(frozen=True, slots=True)
class PhotographLine:
    """One photograph of the list; `spoken` is what a screen reader says of it."""

    photo_id: str
    site: str
    view: str
    detail: str
    spoken: str


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A photograph that is looked at: what stands above it, its size and scale."""

    photo_id: str
    day: str
    title: str
    spoken: str
    pictured: Pictured


@dataclass(frozen=True, slots=True)
class DayGroup:
    """The photographs of one day."""

    day: str
    lines: tuple[PhotographLine, ...]


@dataclass(frozen=True, slots=True)
class OverviewView:
    """The list by day, or why there is none; `can_add` where the patient agreed."""

    groups: tuple[DayGroup, ...] = ()
    refusal: str = ""
    hidden: str = ""
    empty: str = ""
    removed: tuple[str, ...] = ()
    can_add: bool = False


def derive_overview(
    shelf: PatientPhotographs, sites: Mapping[str, Text], words: Words, zone: tzinfo | None
) -> OverviewView:
    """Derive what is listed of a patient's photographs."""
    removed = tuple(
        words(
            "photographs.removed_line",
            day=_say_day(one.photograph, words, zone),
            removed=format_date(one.removed_at.astimezone(zone).date(), words.language),
            name=one.removed_by,
            reason=one.reason,
        )
        for one in shelf.removed
    )
    if not shelf.permission.is_given:
        refusal = say_permission(shelf.permission).in_language(words.language)
        hidden = words("photographs.hidden", count=shelf.hidden) if shelf.hidden else ""
        return OverviewView(refusal=refusal, hidden=hidden, removed=removed)
    days = groupby(shelf.photographs, key=lambda one: find_taken_on(one, zone))
    groups = tuple(
        DayGroup(
            format_date(day, words.language),
            tuple(derive_line(one, sites, words, zone) for one in photographs),
        )
        for day, photographs in days
    )
    empty = "" if groups else words("photographs.none_left" if removed else "photographs.none")
    return OverviewView(groups=groups, empty=empty, removed=removed, can_add=True)


def derive_line(photograph: Photograph, sites: Mapping[str, Text], words: Words, zone: tzinfo | None) -> PhotographLine:
    """Derive what is said of one photograph."""
    site = say_site(photograph.site_id, sites, words) or words("photographs.no_site")
    view = say_view(photograph.view, words)
    measured = words("photographs.measured") if photograph.scale else ""
    detail = _join(words, photograph.note, measured)
    spoken = words("photographs.spoken", day=_say_day(photograph, words, zone), title=_join(words, site, view))
    return PhotographLine(photograph.photo_id, site, view, detail, f"{spoken} {detail}".strip())


def derive_looked_at(photograph: Photograph, sites: Mapping[str, Text], words: Words, zone: tzinfo | None) -> LookedAt:
    """Derive what stands above a photograph that is looked at."""
    line = derive_line(photograph, sites, words, zone)
    return LookedAt(
        photo_id=photograph.photo_id,
        day=_say_day(photograph, words, zone),
        title=_join(words, line.site, line.view, line.detail),
        spoken=line.spoken,
        pictured=Pictured(photograph.width, photograph.height, float(photograph.scale) if photograph.scale else None),
    )


def say_site(site_id: str, sites: Mapping[str, Text], words: Words) -> str:
    """Return the name of a site, or the id of one that the program does not know any more."""
    return sites[site_id].in_language(words.language) if site_id in sites else site_id


def say_view(view: str, words: Words) -> str:
    """Return the name of a view, or the code of one that the program does not know."""
    return words(f"photographs.view_{view.replace('-', '_')}") if view in VIEWS else view


def find_taken_on(photograph: Photograph, zone: tzinfo | None) -> date:
    """Return the day on which a photograph was taken, in the clinic's zone."""
    return photograph.taken_at.astimezone(zone).date()


def _say_day(photograph: Photograph, words: Words, zone: tzinfo | None) -> str:
    return format_date(find_taken_on(photograph, zone), words.language)


def _join(words: Words, *parts: str) -> str:
    return ("・" if words.language is Language.JA else " · ").join(part for part in parts if part)
