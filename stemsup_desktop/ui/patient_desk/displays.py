"""Which display the patient screen stands on: decided over plain descriptions, remembered for each set of displays.

No Qt. A display is known by what its maker wrote into it, so that it is the same one on another socket.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from stemsup_desktop.bounded_files import OversizeError, read_bounded
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.files import write_durably

FILE_NAME = "patient-display.json"
MOST_BYTES = 64_000
MOST_SETS = 50


@dataclass(frozen=True, slots=True)
class Display:
    """One display as the system describes it; `socket` is its name there, the rest may be empty."""

    socket: str
    maker: str = ""
    model: str = ""
    serial: str = ""
    width: int = 0
    height: int = 0

    @property
    def label(self) -> str:
        """What a person knows it by: its model and the socket it is plugged into."""
        return f"{self.model} ({self.socket})" if self.model else self.socket


class DisplayState(StrEnum):
    """How it stands with the display of the patient screen."""

    STEADY = "steady"
    GONE = "gone"
    """It was unplugged while the patient screen stood on it."""
    BACK = "back"
    """It is there again, and shows nothing but the clinic's name."""


class DisplayChoice(msgspec.Struct, frozen=True):
    """What was chosen, by set of displays; nothing of any patient or clinic."""

    chosen: dict[str, str] = {}

    def find(self, displays: Iterable[Display]) -> str:
        """Return the id of the display that was chosen for this set, empty where none was."""
        return self.chosen.get(name_set(displays), "")

    def with_chosen(self, displays: Iterable[Display], display_id: str) -> "DisplayChoice":
        """Return it with another choice for this set; the oldest sets are forgotten."""
        key = name_set(displays)
        others = {name: kept for name, kept in self.chosen.items() if name != key}
        return DisplayChoice(dict([*others.items(), (key, display_id)][-MOST_SETS:]))


def identify(displays: Iterable[Display]) -> dict[str, Display]:
    """Return displays by id, in their order; two that cannot be told apart are told by their sockets."""
    listed = tuple(displays)
    marks = [" ".join(part for part in (one.maker, one.model, one.serial) if part) for one in listed]
    found: dict[str, Display] = {}
    for one, mark in zip(listed, marks, strict=True):
        is_alone = bool(mark) and marks.count(mark) == 1
        found[mark if is_alone else f"{mark} at {one.socket}".strip()] = one
    return found


def name_set(displays: Iterable[Display]) -> str:
    """Return what a set of displays is known by, whatever their order."""
    return " + ".join(sorted(identify(displays)))


def choose_display(displays: Iterable[Display], records_on: Display, chosen_id: str = "") -> Display | None:
    """Return the display for the patient: the one chosen, else the largest that the records are not on.

    None where there is no other one. The records' own display is never it, whatever was chosen: the patient would read
    them when the patient screen goes.
    """
    found = identify(displays)
    others = {name: one for name, one in found.items() if one != records_on}
    if chosen_id in others:
        return others[chosen_id]
    return max(others.values(), key=lambda one: one.width * one.height, default=None)


def read_choice(folder: Path) -> DisplayChoice:
    """Return what was kept; a missing or damaged file means that nothing was chosen."""
    try:
        return msgspec.json.decode(read_bounded(folder / FILE_NAME, MOST_BYTES), type=DisplayChoice)
    except (OSError, OversizeError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return DisplayChoice()


def save_choice(folder: Path, choice: DisplayChoice) -> None:
    """Keep a choice; raises `EnvironmentProblem` if the folder cannot be written."""
    try:
        write_durably(folder / FILE_NAME, msgspec.json.encode(choice))
    except OSError as error:
        raise EnvironmentProblem("preferences-not-kept", "The window's language and look cannot be kept.") from error
