"""The kinds of adverse events that are suggested by route, read from the content; none is ever preselected."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.content_files import read_json
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text

EVENTS_FILE = Path("events", "events.json")

OTHER = "other"
"""The code of an event that is of no kind of the list, and is described in words."""

OTHER_NAME = Text("Something else", "その他")

Day = Annotated[int, Meta(ge=0, le=3650)]


class EventCourse(StrEnum):
    """How an event of a kind usually shows: often, seldom and seriously, or late."""

    COMMON = "common"
    SERIOUS = "serious"
    DELAYED = "delayed"


class EventWindow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """In which days after a treatment a kind of event is typically seen, the day of the treatment being 0."""

    first_day: Day
    last_day: Day


class EventKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of event: `name` for the chart, `plain` for the patient, within a sentence; no `routes` means every one.

    `is_same_day` says that the patient has to be looked at on the day on which it is reported, `advice` what for.
    `status` says how far all this was checked, in the words of the reference.
    """

    id: str
    version: str
    name: Text
    plain: Text
    course: EventCourse
    window: EventWindow
    is_same_day: bool
    status: Literal["verified", "secondary", "unreviewed", "proposal"]
    routes: tuple[Route, ...] = ()
    sources: tuple[str, ...] = ()
    advice: Text | None = None


class _EventFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kinds: tuple[EventKind, ...]


class EventList(msgspec.Struct, frozen=True):
    """Every kind in the order of the file; ids are unique."""

    kinds: tuple[EventKind, ...] = ()

    def find_kind(self, kind_id: str) -> EventKind | None:
        """Find a kind by its id."""
        return next((kind for kind in self.kinds if kind.id == kind_id), None)

    def find_named(self, words: str) -> EventKind | None:
        """Find the kind that is called so, in either language or audience."""
        wanted = words.strip().casefold()
        names = ((kind, (kind.name.en, kind.name.ja, kind.plain.en, kind.plain.ja)) for kind in self.kinds)
        return next((kind for kind, every in names if wanted in {name.casefold() for name in every}), None)

    @property
    def same_day_ids(self) -> frozenset[str]:
        """The ids of kinds that have to be looked at on the same day."""
        return frozenset(kind.id for kind in self.kinds if kind.is_same_day)


def read_event_list(path: Path) -> EventList:
    """Read the list of kinds; raises a `Problem` that names file, path and fault."""
    kinds = read_json(path, _EventFile).kinds
    used: set[str] = set()
    for index, kind in enumerate(kinds):
        for fault, is_there in (
            ("a kind needs an id and a version", not kind.id or not kind.version),
            (f"the id {OTHER} stands for what is on no list", kind.id == OTHER),
            (f"the id {kind.id} is already used", kind.id in used),
            ("the window ends before it begins", kind.window.last_day < kind.window.first_day),
            (f"{kind.status} needs a source", kind.status in ("verified", "secondary") and not kind.sources),
        ):
            if is_there:
                raise InputProblem("content-invalid", f"{path.name}: {fault} - at `$.kinds[{index}]`.")
        used.add(kind.id)
    return EventList(kinds)


def suggest_kinds(events: EventList, routes: tuple[Route, ...]) -> tuple[EventKind, ...]:
    """Return the kinds that fit the routes of a treatment: common ones first, then serious, then late ones."""
    fitting = [kind for kind in events.kinds if not kind.routes or set(kind.routes) & set(routes)]
    order = list(EventCourse)
    return tuple(sorted(fitting, key=lambda kind: order.index(kind.course)))
