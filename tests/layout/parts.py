"""What is seen of a window, as plain records that the checks judge. No Qt."""

from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle in logical px of the window."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height

    def within(self, other: "Box") -> "Box":
        """Return the part that lies in another box; it has no area if there is none."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Box(left, top, max(0, right - left), max(0, bottom - top))


class Need(NamedTuple):
    """The room that what a widget shows needs at least."""

    width: int = 0
    height: int = 0


NOTHING = Need()


@dataclass(frozen=True, slots=True)
class Part:
    """One widget on show."""

    number: int
    parent: int
    """The number of the part that it lies in, or -1 for the window."""
    name: str
    box: Box
    text: str = ""
    told: str = ""
    """What tooltip and accessible name say."""
    need: Need = NOTHING
    is_elided: bool = False
    """Whether it ends its text in an ellipsis where it is too long: the whole text is then to be told."""
    is_leaf: bool = True
    floats: bool = False
    """Whether it lies over others by design, as a sheet does."""
    scrolls: bool = False
    """Whether it is the content of a pane that scrolls, and so may be higher than the pane."""
    cut_line: int = 0
    """How much of a line of text is seen at the lower edge of a field, in px, where the rest of it is not."""
    sideways: int = 0
    """How far the pane can be scrolled sideways."""
    is_enabled: bool = True


@dataclass(frozen=True, slots=True)
class Gap:
    """A space that a layout leaves: a margin, or between two things."""

    holder: str
    size: int


@dataclass(frozen=True, slots=True)
class View:
    """All that is on show in a window."""

    size: tuple[int, int]
    parts: tuple[Part, ...]
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Painted:
    """The colours found where a part with text is painted."""

    name: str
    text: str
    ground: tuple[int, int, int]
    ink: tuple[int, int, int]
    is_large: bool = False
    is_enabled: bool = True
