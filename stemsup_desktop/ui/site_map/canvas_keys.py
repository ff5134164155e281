"""The keys of a drawing of the site map: zones and points without a pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from stemsup_desktop.ui.site_map.point_places import find_place, find_roomiest

if TYPE_CHECKING:
    from stemsup_desktop.ui.site_map.canvas import SiteCanvas

STEP_UNITS, LONG_STEP_UNITS = 1.0, 5.0

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_REMOVES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class CanvasKeys:
    """Says through the signals of its canvas what the person did.

    Enter sets a point in the current zone, arrows move the current point (with Shift farther), comma and full stop
    walk the points, Escape goes back from a point to its zone, Delete removes the point or else takes the zone back,
    Space chooses the zone or takes it back. Without a current point, arrows walk the zones.
    """

    def __init__(self, canvas: SiteCanvas) -> None:
        self._canvas = canvas

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a key that is also one of the window's means something here first."""
        return event.key() == Qt.Key.Key_Escape and self._canvas.view.find_point() is not None

    def take(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; return whether it stands for anything."""
        key = Qt.Key(event.key())
        if event.text() in (",", "."):
            return self._walk_points(1 if event.text() == "." else -1)
        if key in _ARROWS and self._has_modifiers(event, Qt.KeyboardModifier.ShiftModifier):
            return self._go(key, is_far=True)
        if not self._has_modifiers(event, Qt.KeyboardModifier.NoModifier):
            return False
        if key in _ARROWS:
            return self._go(key, is_far=False)
        if self.wants(event):
            self._canvas.point_reached.emit(self._canvas.view.current, None)
            return True
        return self._change(key)

    def walk(self, by: int) -> None:
        """Go to a zone before or after the current one."""
        self._canvas.zone_reached.emit(self._neighbour(by))

    def choose(self) -> None:
        """Choose the current zone, or take it back."""
        view = self._canvas.view
        if not view.is_read_only and view.current is not None and view.current in self._canvas.zone_ids:
            self._canvas.zone_toggled.emit(view.current)

    def _has_modifiers(self, event: QKeyEvent, wanted: Qt.KeyboardModifier) -> bool:
        return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == wanted

    def _change(self, key: Qt.Key) -> bool:
        view = self._canvas.view
        zone_id = view.current
        is_change = key in (*_ENTERS, *_REMOVES, Qt.Key.Key_Space)
        if view.is_read_only or zone_id is None or zone_id not in self._canvas.zone_ids or not is_change:
            return False
        point, zone = view.find_point(), view.find_zone(zone_id)
        if key in _ENTERS:
            self._add(zone_id)
        elif key == Qt.Key.Key_Space or (point is None and zone is not None):
            self._canvas.zone_toggled.emit(zone_id)
        elif point is not None:
            self._canvas.point_removed.emit(zone_id, point.position)
        return True

    def _add(self, zone_id: str) -> None:
        zone = self._canvas.view.find_zone(zone_id)
        taken = () if zone is None else tuple((point.x, point.y) for point in zone.points)
        place = find_roomiest(self._canvas.drawing, zone_id, taken)
        if place is not None:
            self._canvas.point_added.emit(zone_id, place)

    def _go(self, key: Qt.Key, *, is_far: bool) -> bool:
        across, down = _ARROWS[key]
        view, canvas = self._canvas.view, self._canvas
        point, zone_id = view.find_point(), view.current
        if point is None or zone_id is None:
            if not is_far:
                canvas.zone_reached.emit(self._neighbour(across + down))
            return True
        by = LONG_STEP_UNITS if is_far else STEP_UNITS
        place = find_place(canvas.drawing, zone_id, point.x + across * by, point.y + down * by)
        if place is not None and not view.is_read_only:
            canvas.point_nudged.emit(zone_id, point.position, place)
        return True

    def _walk_points(self, by: int) -> bool:
        view = self._canvas.view
        zone = view.find_zone(view.current)
        if zone is None or not zone.points:
            return True
        positions = [point.position for point in zone.points]
        start = -1 if by > 0 else 0
        here = positions.index(view.point) if view.point in positions else start
        self._canvas.point_reached.emit(zone.zone_id, positions[(here + by) % len(positions)])
        return True

    def _neighbour(self, step: int) -> str:
        order, current = self._canvas.zone_ids, self._canvas.view.current
        if current not in order:
            return order[0 if step > 0 else -1]
        return order[(order.index(current) + step) % len(order)]
