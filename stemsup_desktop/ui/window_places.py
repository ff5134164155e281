"""Where the window stands, for each set of displays; what stands outside is brought back. Pure data, no Qt.

All lengths are logical px, as the window system counts them: another scale of the same display is another set.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

USUAL_WIDTH, USUAL_HEIGHT = 1440, 900
LEAST_WIDTH, LEAST_HEIGHT = 720, 480
MOST_SETS = 8
"""Of more sets of displays the one used longest ago is forgotten."""
_GRIP_WIDTH, _GRIP_HEIGHT = 120, 32
"""So much of the upper edge must be seen for a hand to take hold of the window."""


@dataclass(frozen=True, slots=True)
class Display:
    """A display as far as windows may cover it."""

    left: int
    top: int
    width: int
    height: int
    scale: float = 1.0
    is_primary: bool = False


class WindowPlace(msgspec.Struct, frozen=True):
    """Where the window stood when these displays were there; a maximised one, where it goes when it no longer is."""

    displays: str
    left: int
    top: int
    width: int
    height: int
    is_maximised: bool = False


def name_displays(displays: Sequence[Display]) -> str:
    """Return the name of a set of displays: what they are and how they lie, whatever order they are listed in."""
    return " ".join(sorted(f"{d.width}x{d.height}{d.left:+}{d.top:+}@{d.scale:g}" for d in displays))


def find_place(places: Sequence[WindowPlace], displays: Sequence[Display]) -> WindowPlace:
    """Return where the window goes: where it was with these displays, else in the middle of the primary one."""
    name = name_displays(displays)
    known = next((place for place in places if place.displays == name), None)
    return bring_back(known or _centre(displays), displays)


def bring_back(place: WindowPlace, displays: Sequence[Display]) -> WindowPlace:
    """Return a place on which the window can be seen and taken hold of, as near to this one as can be."""
    if not displays:
        return place
    if _fits(place, displays) and _has_grip(place, place.width, displays):
        return msgspec.structs.replace(place, displays=name_displays(displays))
    home = max(displays, key=lambda display: (_overlap(place, display), -_distance(place, display)))
    width = max(min(place.width, home.width), min(LEAST_WIDTH, home.width))
    height = max(min(place.height, home.height), min(LEAST_HEIGHT, home.height))
    left, top = place.left, place.top
    if not _has_grip(place, width, displays):
        left = max(home.left, min(left, home.left + home.width - width))
        top = max(home.top, min(top, home.top + home.height - height))
    return WindowPlace(name_displays(displays), left, top, width, height, place.is_maximised)


def with_place(places: Sequence[WindowPlace], place: WindowPlace) -> tuple[WindowPlace, ...]:
    """Return the places with this one as the latest."""
    others = [one for one in places if one.displays != place.displays]
    return (place, *others[: MOST_SETS - 1])


def _centre(displays: Sequence[Display]) -> WindowPlace:
    if not displays:
        return WindowPlace("", 0, 0, USUAL_WIDTH, USUAL_HEIGHT)
    home = next((display for display in displays if display.is_primary), displays[0])
    width, height = min(USUAL_WIDTH, home.width), min(USUAL_HEIGHT, home.height)
    left, top = home.left + (home.width - width) // 2, home.top + (home.height - height) // 2
    return WindowPlace("", left, top, width, height)


def _fits(place: WindowPlace, displays: Sequence[Display]) -> bool:
    """Tell whether the window is neither too large nor too small for one of the displays."""
    return any(
        min(LEAST_WIDTH, one.width) <= place.width <= one.width
        and min(LEAST_HEIGHT, one.height) <= place.height <= one.height
        for one in displays
    )


def _has_grip(place: WindowPlace, width: int, displays: Sequence[Display]) -> bool:
    """Tell whether enough of the upper edge lies on one display, and none of it above."""
    for display in displays:
        across = min(place.left + width, display.left + display.width) - max(place.left, display.left)
        down = display.top + display.height - place.top
        if across >= min(_GRIP_WIDTH, width) and place.top >= display.top and down >= _GRIP_HEIGHT:
            return True
    return False


def _overlap(place: WindowPlace, display: Display) -> int:
    across = min(place.left + place.width, display.left + display.width) - max(place.left, display.left)
    down = min(place.top + place.height, display.top + display.height) - max(place.top, display.top)
    return max(0, across) * max(0, down)


def _distance(place: WindowPlace, display: Display) -> int:
    """Return how far the middles lie apart, along both axes together."""
    across = 2 * place.left + place.width - 2 * display.left - display.width
    down = 2 * place.top + place.height - 2 * display.top - display.height
    return abs(across) + abs(down)
