"""Finds what stands nearest to where the focus was, once that is gone, hidden or of no use."""

from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from stemsup_desktop.ui.shell.stops import iter_stops


@dataclass(frozen=True, slots=True)
class Trace:
    """Where the focus was: what it lay in, from the inside out, and its middle on the window."""

    around: tuple[QWidget, ...]
    middle: QPoint


def read_trace(widget: QWidget) -> Trace:
    """Return where a widget is, to find its neighbour by once it is gone."""
    around = []
    parent = widget.parentWidget()
    while parent is not None:
        around.append(parent)
        parent = None if parent.isWindow() else parent.parentWidget()
    return Trace(tuple(around), widget.mapTo(widget.window(), widget.rect().center()))


def find_neighbour(trace: Trace, *, than: QWidget | None = None) -> QWidget | None:
    """Find what takes the focus nearest to a place, in the smallest part of the window that still has anything."""
    for part in trace.around:
        if not shiboken6.isValid(part) or not part.isVisible():
            continue
        stops = [stop for stop in iter_stops(part) if stop is not than]
        if stops:
            return min(stops, key=lambda stop: _distance(stop, trace.middle))
    return None


def _distance(stop: QWidget, middle: QPoint) -> tuple[int, int]:
    """Return how far a stop is: by its line first, what stands below before what stands above, then along the line."""
    at = stop.mapTo(stop.window(), stop.rect().center())
    down = at.y() - middle.y()
    return (2 * down if down >= 0 else -2 * down + 1, abs(at.x() - middle.x()))
