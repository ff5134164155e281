"""The names that a consent form takes from the reference: symptoms, sites, routes, cell sources, aftercare."""

import re
from collections.abc import Mapping
from typing import TypeVar

import msgspec

from stemsup_desktop.consultation.aftercare import Aftercare
from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.events.event_list import EventKind, EventList
from stemsup_desktop.consultation.plan_model import PlannedSite
from stemsup_desktop.consultation.score_model import GradeScale
from stemsup_desktop.consultation.scores.grade_lists import GradeList
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language, Text, quote
from stemsup_desktop.reference.body_parts import BodyPart
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.reference.model import PageKind

K = TypeVar("K", bound=str)


class Names(msgspec.Struct, frozen=True):
    """Names by id, in both languages; `body_parts` are the published codes of sites."""

    symptoms: Mapping[str, Text]
    sites: Mapping[str, Text]
    routes: Mapping[Route, Text]
    cell_sources: Mapping[CellSource, Text]
    aftercare: Mapping[str, Text] = {}
    body_parts: Mapping[str, BodyPart] = {}
    events: Mapping[str, EventKind] = {}
    grades: Mapping[GradeScale, GradeList] = {}

    def get_symptom(self, symptom_id: str, language: Language) -> str:
        """Return the name of a symptom; raises `InputProblem` for an id that the reference does not hold."""
        return _get(self.symptoms, symptom_id, "symptom").in_language(language)

    def get_site(self, site: PlannedSite, language: Language) -> str:
        """Return the name of a site, with the free text of the site "other" behind it."""
        name = _get(self.sites, site.site_id, "site").in_language(language)
        colon = ": " if language is Language.EN else "："
        return f"{name}{colon}{site.other}" if site.other.strip() else name

    def get_routes(self, routes: tuple[Route, ...], language: Language) -> str:
        """Return the names of the routes as one phrase."""
        names = [_get(self.routes, route, "route").in_language(language) for route in routes]
        return join_words(names, language)

    def get_cell_source(self, source: CellSource, language: Language) -> str:
        """Return the name of a tissue."""
        return _get(self.cell_sources, source, "cell source").in_language(language)

    def get_aftercare(self, item_id: str, language: Language) -> str:
        """Return an aftercare sentence."""
        return _get(self.aftercare, item_id, "aftercare").in_language(language)

    def get_grade(self, scale: GradeScale, code: str, language: Language) -> tuple[str, str]:
        """Return the name of a scale and a grade of it; where no list is at hand, both as they were recorded."""
        found = self.grades.get(scale)
        return (found.name.in_language(language), found.describe_grade(code, language)) if found else (scale, code)


def make_names(
    library: ReferenceLibrary,
    aftercare: Aftercare,
    events: EventList | None = None,
    grades: Mapping[GradeScale, GradeList] | None = None,
) -> Names:
    """Return the names that the content holds; symptoms, routes and cell sources are pages of the reference."""
    titles = {page.id: page.title for page in library.pages}
    return Names(
        symptoms={page.id: page.title for page in library.pages_of_kind(PageKind.SYMPTOM)},
        sites={site.site_id: site.name for site in library.sites},
        routes={route: titles[route.value] for route in Route if route.value in titles},
        cell_sources={source: titles[source.value] for source in CellSource if source.value in titles},
        aftercare=aftercare.list_names(),
        body_parts={site.site_id: site.body_part for site in library.sites if site.body_part is not None},
        events={} if events is None else {kind.id: kind for kind in events.kinds},
        grades=grades or {},
    )


_ID = re.compile(r"[a-z][a-z0-9-]{0,39}|[A-Z]{1,4}[0-9]{1,4}")
"""What an id looks like; anything else may be a person's words and is not repeated."""


def join_words(words: list[str], language: Language) -> str:
    """Return "a, b and c" or "a、b、c"."""
    if language is Language.JA or len(words) < 2:
        return "、".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _get(names: Mapping[K, Text], name_id: K, kind: str) -> Text:
    try:
        return names[name_id]
    except KeyError:
        if not _ID.fullmatch(name_id):
            sentence = f"The reference holds no {kind} with an id that this visit names."
            raise InputProblem("name-unknown", sentence) from None
        sentence = f"The reference holds no {kind} with the id {name_id}."
        raise InputProblem("name-unknown", sentence, (quote(name_id),)) from None
