"""What mouse, pen and finger do on a drawing of the site map: choose, set, drag, and with the other end take away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, Qt
from PySide6.QtGui import QPointingDevice, QTabletEvent

from stemsup_desktop.ui.components.pen_input import PenInput, Tool
from stemsup_desktop.ui.site_map.marks import PointMark
from stemsup_desktop.ui.site_map.point_places import Place, find_place

if TYPE_CHECKING:
    from stemsup_desktop.ui.site_map.canvas import SiteCanvas

MOUSE_REACH_PX = 8.5
_REACH_PX = {Tool.FINGER: 18.0, Tool.PEN: 10.0}
_DRAG_FROM_PX = 3.0


@dataclass(slots=True)
class _Drag:
    """A point held by pointer, and where it would lie if it were let go now."""

    zone_id: str
    mark: PointMark
    pressed_at: QPointF
    place: Place | None = None


class CanvasPointer:
    """Keeps the gesture under way, and says through the signals of its canvas what the person did."""

    def __init__(self, canvas: SiteCanvas) -> None:
        self._canvas = canvas
        self._drag: _Drag | None = None
        self._timer = QElapsedTimer()
        self._timer.start()
        self.pen = PenInput(self._on_point, self._on_end, self._timer.elapsed)

    @property
    def is_dragging(self) -> bool:
        """Whether a point is held."""
        return self._drag is not None

    def let_go(self) -> None:
        """Leave the point that is held where it was: somebody else changed the map meanwhile."""
        self._drag = None

    def place_dragged(self, zone_id: str, mark: PointMark) -> PointMark:
        """Return a point where it is shown now: one that is held follows the pointer."""
        drag = self._drag
        if drag is None or drag.place is None or (drag.zone_id, drag.mark.position) != (zone_id, mark.position):
            return mark
        return PointMark(mark.position, float(drag.place[0]), float(drag.place[1]), mark.name)

    def take_tablet(self, event: QTabletEvent) -> None:
        """Take an event of a pen; its other end takes away the point under it."""
        if event.pointerType() is not QPointingDevice.PointerType.Eraser:
            self.pen.take_tablet(event)
        elif event.type() == QEvent.Type.TabletPress and not self._canvas.view.is_read_only:
            hit = self._canvas.find_point(event.position(), _REACH_PX[Tool.PEN])
            if hit is not None:
                self._canvas.point_removed.emit(hit[0], hit[1].position)

    def _on_point(self, at: QPointF, _pressure: int, _at_ms: int, is_first: bool) -> None:
        if is_first:
            self._press(at)
        elif self._drag is not None:
            self._move(self._drag, at)

    def _on_end(self, is_kept: bool) -> None:
        drag, self._drag = self._drag, None
        if drag is None or drag.place is None:
            return
        if is_kept:
            self._canvas.point_moved.emit(drag.zone_id, drag.mark.position, drag.place)
        self._canvas.update()

    def _press(self, at: QPointF) -> None:
        canvas = self._canvas
        canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        hit = canvas.find_point(at, _REACH_PX.get(self.pen.tool, MOUSE_REACH_PX))
        if hit is not None:
            canvas.point_reached.emit(hit[0], hit[1].position)
            if not canvas.view.is_read_only:
                self._drag = _Drag(hit[0], hit[1], at)
            return
        zone_id = canvas.find_letter(at) or canvas.zone_at(at)
        if zone_id is not None:
            self._press_zone(zone_id, at)

    def _press_zone(self, zone_id: str, at: QPointF) -> None:
        canvas, view = self._canvas, self._canvas.view
        is_chosen = view.find_zone(zone_id) is not None or not view.wants_choice
        if view.is_read_only or zone_id != view.current or not is_chosen:
            canvas.zone_reached.emit(zone_id)
            if not view.is_read_only and not is_chosen:
                canvas.zone_toggled.emit(zone_id)
            return
        place = self._find_place(zone_id, at)
        if place is not None:
            canvas.point_added.emit(zone_id, place)

    def _move(self, drag: _Drag, at: QPointF) -> None:
        if drag.place is None and (at - drag.pressed_at).manhattanLength() < _DRAG_FROM_PX:
            return
        place = self._find_place(drag.zone_id, at)
        if place is not None:
            drag.place = place
            self._canvas.update()

    def _find_place(self, zone_id: str, at: QPointF) -> Place | None:
        place = self._canvas.to_drawing(at)
        return None if place is None else find_place(self._canvas.drawing, zone_id, place.x(), place.y())
