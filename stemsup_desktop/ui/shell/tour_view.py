"""The tour of the window: its stops, what each says, and where the words stand beside what they explain. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass

from stemsup_desktop.ui.words import Words

GAP_PX, EDGE_PX = 16, 12
"""Between the words and what they explain, and between the words and the edge of the window."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in px of the window."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column behind it."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.top + self.height

    def grown(self, by: int) -> "Box":
        """Return the box with a margin all round."""
        return Box(self.left - by, self.top - by, self.width + 2 * by, self.height + 2 * by)

    def meets(self, other: "Box") -> bool:
        """Tell whether two boxes have a pixel in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop. `parts` are the names of what it points at: those that are seen, together."""

    key: str
    parts: tuple[str, ...]


STOPS = (
    Stop("pages", ("rail_patients", "rail_reference", "rail_lots", "rail_documents")),
    Stop("find", ("search_line",)),
    Stop("act", ("add_patient",)),
    Stop("settings", ("rail_settings",)),
    Stop("leave", ("rail_lock",)),
)


@dataclass(frozen=True, slots=True)
class StopView:
    """What a stop says."""

    title: str
    text: str
    count: str
    next_text: str
    has_back: bool


def choose_stops(is_seen: Callable[[str], bool]) -> tuple[Stop, ...]:
    """Return the stops of which something is seen: not every account sees every part."""
    return tuple(stop for stop in STOPS if any(is_seen(name) for name in stop.parts))


def derive_stop(stops: tuple[Stop, ...], place: int, words: Words) -> StopView:
    """Return what the stop at a place, from 0, says."""
    key, is_last = stops[place].key, place == len(stops) - 1
    return StopView(
        title=words(f"tour.{key}_title"),
        text=words(f"tour.{key}_text"),
        count=words("tour.count", place=place + 1, count=len(stops)),
        next_text=words("tour.end" if is_last else "tour.next"),
        has_back=place > 0,
    )


def place_card(target: Box, width: int, height: int, room: Box) -> Box:
    """Return where the words stand: right of the target, else left, below or above it, never over it if there is room.

    Where no side has room, they stand where they cover least: at the side with most of it.
    """
    inner = room.grown(-EDGE_PX)
    level = max(inner.top, min(target.top, inner.bottom - height))
    upright = max(inner.left, min(target.left, inner.right - width))
    sides = (
        (inner.right - target.right - GAP_PX - width, Box(target.right + GAP_PX, level, width, height)),
        (target.left - GAP_PX - width - inner.left, Box(target.left - GAP_PX - width, level, width, height)),
        (inner.bottom - target.bottom - GAP_PX - height, Box(upright, target.bottom + GAP_PX, width, height)),
        (target.top - GAP_PX - height - inner.top, Box(upright, target.top - GAP_PX - height, width, height)),
    )
    spare, chosen = next((side for side in sides if side[0] >= 0), max(sides, key=lambda side: side[0]))
    if spare >= 0:
        return chosen
    left = max(inner.left, min(chosen.left, inner.right - width))
    top = max(inner.top, min(chosen.top, inner.bottom - height))
    return Box(left, top, width, height)
