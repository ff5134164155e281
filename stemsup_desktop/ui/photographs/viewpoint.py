"""How large photographs are shown beside each other, and which part of them: the same for both. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

Size = tuple[float, float]

LEAST_ZOOM, MOST_ZOOM = 1.0, 16.0
STEP = 1.25


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """`zoom` times the size at which everything is seen; the middle is moved by screen px at zoom 1."""

    zoom: float = 1.0
    across: float = 0.0
    down: float = 0.0

    def zoomed(self, by: float, at: Size = (0.0, 0.0)) -> "Viewpoint":
        """Return the viewpoint nearer or farther; what is at a place, from the middle of the view, stays there."""
        zoom = min(MOST_ZOOM, max(LEAST_ZOOM, self.zoom * by))
        if zoom == LEAST_ZOOM:
            return Viewpoint()
        shift = 1 / zoom - 1 / self.zoom
        return Viewpoint(zoom, self.across + at[0] * shift, self.down + at[1] * shift)

    def moved(self, across: float, down: float) -> "Viewpoint":
        """Return the viewpoint with the picture moved by screen px."""
        return replace(self, across=self.across + across / self.zoom, down=self.down + down / self.zoom)

    def bounded(self, view: Size, shown: Size) -> "Viewpoint":
        """Return the viewpoint with the middle of the view on the picture, of the size shown at zoom 1."""
        most = (shown[0] / 2, shown[1] / 2)
        across = min(most[0], max(-most[0], self.across))
        down = min(most[1], max(-most[1], self.down))
        return replace(self, across=across, down=down) if (across, down) != (self.across, self.down) else self


@dataclass(frozen=True, slots=True)
class Pictured:
    """A photograph's size in pixels, and its pixels per mm, or None where nobody measured."""

    width: int
    height: int
    scale: float | None = None


def is_same_scale(pictures: Sequence[Pictured]) -> bool:
    """Tell whether pictures can be shown with the same size for the same length."""
    return len(pictures) > 1 and all(one.scale for one in pictures)


def derive_sizes(pictures: Sequence[Pictured], view: Size) -> tuple[float, ...]:
    """Return screen px per pixel of each picture at zoom 1, in a view of its own of this size.

    With a scale for each, one mm is as long in each; else all are of the same height. Each is seen whole.
    """
    fits = [min(view[0] / one.width, view[1] / one.height) for one in pictures]
    if is_same_scale(pictures):
        px_per_mm = min(fit * (one.scale or 1) for fit, one in zip(fits, pictures, strict=True))
        return tuple(px_per_mm / (one.scale or 1) for one in pictures)
    height = min((fit * one.height for fit, one in zip(fits, pictures, strict=True)), default=0.0)
    return tuple(height / one.height for one in pictures)


def find_bar_mm(px_per_mm: float, room_px: float) -> int:
    """Return the longest round length in mm whose bar has room, 0 where none has."""
    lengths = (100, 50, 20, 10, 5, 2, 1)
    return next((one for one in lengths if one * px_per_mm <= room_px), 0)
