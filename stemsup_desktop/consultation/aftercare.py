"""Advice for after a treatment, general and per route: what to do, when to call the same day, when to call at once."""

from enum import StrEnum
from pathlib import Path
from typing import Literal

import msgspec

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.content_files import read_json
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.language import Text


class Urgency(StrEnum):
    """How soon the patient acts: ordinary care, a call the same day, or a call at once."""

    CARE = "care"
    SAME_DAY = "same-day"
    AT_ONCE = "at-once"


class AftercareItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One piece of advice; `routes` empty means every route."""

    id: str
    version: str
    urgency: Urgency
    text: Text
    status: Literal["proposal", "verified"]
    routes: tuple[Route, ...] = ()
    sources: tuple[str, ...] = ()


class UrgencyHeadings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The heading over each kind of advice."""

    care: Text
    same_day: Text
    at_once: Text

    def get_heading(self, urgency: Urgency) -> Text:
        """Return the heading of one kind of advice."""
        match urgency:
            case Urgency.CARE:
                return self.care
            case Urgency.SAME_DAY:
                return self.same_day
            case Urgency.AT_ONCE:
                return self.at_once


class AftercareFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One content file of advice."""

    items: tuple[AftercareItem, ...]


class Aftercare(msgspec.Struct, frozen=True):
    """All advice, in the order of the files; ids are unique."""

    headings: UrgencyHeadings
    items: tuple[AftercareItem, ...]

    def find_item(self, item_id: str) -> AftercareItem | None:
        """Return one piece of advice, or None for an id that no file holds."""
        return next((item for item in self.items if item.id == item_id), None)

    def list_names(self) -> dict[str, Text]:
        """Return the words of every item by id."""
        return {item.id: item.text for item in self.items}


HEADINGS_FILE = "headings.json"


def read_aftercare(folder: Path) -> Aftercare:
    """Read headings and every file named items-*.json; raises a `Problem` that names file, path and fault."""
    headings = read_json(folder / HEADINGS_FILE, UrgencyHeadings)
    items: list[AftercareItem] = []
    used: set[str] = set()
    for path in _find_item_files(folder):
        for index, item in enumerate(read_json(path, AftercareFile).items):
            if not item.id or not item.version:
                raise _fault(path.name, index, "an item needs an id and a version")
            if item.id in used:
                raise _fault(path.name, index, f"the id {item.id} is already used")
            used.add(item.id)
            items.append(item)
    return Aftercare(headings, tuple(items))


def aftercare_for(aftercare: Aftercare, routes: tuple[Route, ...]) -> tuple[AftercareItem, ...]:
    """Return the advice that fits the routes: ordinary care first, then same-day calls, then calls at once."""
    fitting = [item for item in aftercare.items if not item.routes or set(item.routes) & set(routes)]
    order = list(Urgency)
    return tuple(sorted(fitting, key=lambda item: order.index(item.urgency)))


def _find_item_files(folder: Path) -> list[Path]:
    paths = sorted(folder.glob("items-*.json"))
    if not paths:
        raise EnvironmentProblem("content-unreadable", f"The folder {folder.name} holds no file named items-*.json.")
    return paths


def _fault(file: str, index: int, expected: str) -> InputProblem:
    return InputProblem("content-invalid", f"{file}: {expected} - at `$.items[{index}]`.")
