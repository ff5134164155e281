"""One drawing of the site map: zones and points by mouse, pen, finger and keys; the state comes from outside."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
    QTabletEvent,
    QTouchEvent,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from stemsup_desktop.consultation.sites.drawings import Drawing, find_zone, get_zone
from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.drop_area import find_files
from stemsup_desktop.ui.site_map.canvas_keys import CanvasKeys
from stemsup_desktop.ui.site_map.canvas_pointer import MOUSE_REACH_PX, CanvasPointer
from stemsup_desktop.ui.site_map.map_painting import Colour, MapPainter
from stemsup_desktop.ui.site_map.marks import MapView, PointMark
from stemsup_desktop.ui.site_map.outlines import Outlines
from stemsup_desktop.ui.site_map.zone_spots import ZoneSpots
from stemsup_desktop.ui.spoken import NEXT, PRESS, PREVIOUS, Role, spoken_as

_LEAST_PX = 160, 110


def _what_stands_still(view: MapView) -> object:
    """Return what of a view is painted into the picture behind the points."""
    return tuple((zone.zone_id, zone.letter) for zone in view.zones), view.ghosts, view.current


@spoken_as(Role.Canvas)
class SiteCanvas(QWidget):
    """A view with its zones and points; reports what the person did and keeps nothing but the gesture under way.

    The first press in a zone chooses it and makes it current, a press in the current zone sets a point there. A point
    is current when pressed and moves with the pointer, never out of its zone; it is reported once, when let go. The
    other end of a pen takes points away. The brackets, which walk the zones of every drawing, are left to the page.
    """

    zone_toggled = Signal(str)
    zone_reached = Signal(str)
    point_reached = Signal(str, object)
    """Zone, and the position of the point or None for the zone itself."""
    point_added = Signal(str, object)
    point_moved = Signal(str, int, object)
    point_nudged = Signal(str, int, object)
    """As `point_moved`, by a key."""
    point_removed = Signal(str, int)
    files_dropped = Signal(str, object)
    """Zone, and the paths of the files that were dropped on it; only where `take_files` was called."""

    def __init__(self, drawing: Drawing, colour: Colour, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = drawing
        self._colour = colour
        self._language = language
        self._view = MapView()
        self._hovered: str | None = None
        self._outlines = Outlines(drawing)
        self._still: QPixmap | None = None
        self._points: QPixmap | None = None
        self._pointer = CanvasPointer(self)
        self._keys = CanvasKeys(self)
        self._spots = ZoneSpots(self)
        self.setObjectName(f"site-map-{drawing.view_id}")
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(*_LEAST_PX)

    def sizeHint(self) -> QSize:
        """What is wanted where a pane scrolls: it takes all the room there is, and below this the pane scrolls."""
        return QSize(320, 200)

    def take_files(self) -> None:
        """Let files be dropped on a zone."""
        self.setAcceptDrops(True)

    @property
    def spoken_acts(self) -> dict[str, Callable[[], object]]:
        """What assistive technology can do without keys: walk the zones, and choose the current one or take it back."""
        return {PRESS: self._keys.choose, NEXT: lambda: self._keys.walk(1), PREVIOUS: lambda: self._keys.walk(-1)}

    @property
    def view(self) -> MapView:
        """What is shown."""
        return self._view

    def show_view(self, view: MapView, language: Language, *, is_painted: bool = True) -> bool:
        """Show a state; emits nothing, and returns whether there is anything new to paint.

        A point that is being dragged is let go where somebody else changed the map. Without `is_painted` it is for the
        caller to `update`.
        """
        if self._pointer.is_dragging and view.zones != self._view.zones:
            self._pointer.let_go()
        is_new = view != self._view or language is not self._language
        if _what_stands_still(view) != _what_stands_still(self._view):
            self._still = None
        if is_new:
            self._points = None
        self._view = view
        self._language = language
        self.setAccessibleDescription(self._description())
        self._spots.refresh()
        if is_new and is_painted:
            self.update()
        return is_new

    def repaint_all(self) -> None:
        """Paint also what stands still anew, as when the theme changed."""
        self._still = self._points = None
        self.update()

    def zone_at(self, point: QPointF) -> str | None:
        """Return the zone under a widget position."""
        at = self.to_drawing(point)
        zone = None if at is None else find_zone(self.drawing, at.x(), at.y())
        return None if zone is None else zone.zone_id

    def centre_of(self, zone_id: str) -> QPointF:
        """Return the widget position of a place well inside a zone."""
        return self._transform().map(self._outlines.get_anchor(zone_id))

    def position_of(self, x: float, y: float) -> QPointF:
        """Return the widget position of a place on the drawing."""
        return self._transform().map(QPointF(x, y))

    def box_of(self, zone_id: str) -> QRectF:
        """Return where a zone is drawn on the widget."""
        return self._transform().mapRect(self._outlines.zones[zone_id].boundingRect())

    @property
    def view_id(self) -> str:
        """Which view this draws."""
        return self.drawing.view_id

    @property
    def zone_ids(self) -> tuple[str, ...]:
        """The zones of this drawing, in the order of the file."""
        return tuple(zone.zone_id for zone in self.drawing.zones)

    # Mouse, pen and finger

    def event(self, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.TouchBegin | QEvent.Type.TouchUpdate | QEvent.Type.TouchEnd | QEvent.Type.TouchCancel:
                if isinstance(event, QTouchEvent):
                    self._pointer.pen.take_touch(event)
                    event.accept()
                    return True
            case QEvent.Type.ToolTip:
                if isinstance(event, QHelpEvent):
                    QToolTip.showText(event.globalPos(), self.say_what_is_at(QPointF(event.pos())), self)
                    return True
            case QEvent.Type.ShortcutOverride:
                if isinstance(event, QKeyEvent) and self._keys.wants(event):
                    event.accept()
                    return True
        return super().event(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        self._pointer.take_tablet(event)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pointer.pen.take_mouse(event)
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer.pen.take_mouse(event)
        if not self._pointer.is_dragging:
            self._show_hovered(self.zone_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pointer.pen.take_mouse(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._show_hovered(None)
        super().leaveEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if find_files(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        zone_id = self.zone_at(event.position())
        self._show_hovered(zone_id)
        event.setAccepted(zone_id is not None)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_hovered(None)

    def dropEvent(self, event: QDropEvent) -> None:
        zone_id, paths = self.zone_at(event.position()), find_files(event.mimeData())
        self._show_hovered(None)
        if zone_id is not None and paths:
            event.acceptProposedAction()
            self.files_dropped.emit(zone_id, paths)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keys.take(event):
            super().keyPressEvent(event)

    def find_point(self, at: QPointF, reach_px: float) -> tuple[str, PointMark] | None:
        """Return the point nearest to a widget position, within reach."""
        near = [
            ((self.position_of(mark.x, mark.y) - at).manhattanLength(), zone.zone_id, mark)
            for zone in self._view.zones
            for mark in zone.points
        ]
        found = min(near, key=lambda one: one[0], default=None)
        return None if found is None or found[0] > reach_px else (found[1], found[2])

    def say_what_is_at(self, at: QPointF) -> str:
        """Name the point, the point of the last visit or the zone at a widget position."""
        hit = self.find_point(at, MOUSE_REACH_PX)
        if hit is not None:
            return hit[1].name
        for ghost in self._view.ghosts:
            if (self.position_of(ghost.x, ghost.y) - at).manhattanLength() <= MOUSE_REACH_PX:
                return ghost.name
        zone_id = self.zone_at(at)
        return "" if zone_id is None else self.name_of(zone_id)

    def find_letter(self, at: QPointF) -> str | None:
        """Return the zone whose letter is at a widget position."""
        place = self.to_drawing(at)
        if place is None:
            return None
        painter = MapPainter(QPainter(), self._outlines, self._colour, self._scale())
        discs = ((zone.zone_id, painter.letter_disc(zone.zone_id)) for zone in self._view.zones)
        return next((zone_id for zone_id, disc in discs if disc.contains(place)), None)

    def _show_hovered(self, zone_id: str | None) -> None:
        if zone_id != self._hovered:
            self._hovered = zone_id
            if zone_id and not self._view.is_read_only:
                self.setCursor(Qt.CursorShape.PointingHandCursor)
            else:
                self.unsetCursor()
            self.repaint_all()

    # What is shown

    def name_of(self, zone_id: str) -> str:
        """Return the name of a zone as the drawing has it."""
        return get_zone(self.drawing, zone_id).name.in_language(self._language)

    def _description(self) -> str:
        separator = "、" if self._language is Language.JA else ", "
        return separator.join(self.name_of(zone.zone_id) for zone in self._view.zones)

    def _transform(self) -> QTransform:
        box, scale = self._outlines.box, self._scale()
        transform = QTransform()
        transform.translate((self.width() - box.width() * scale) / 2, (self.height() - box.height() * scale) / 2)
        transform.scale(scale, scale)
        transform.translate(-box.left(), -box.top())
        return transform

    def _scale(self) -> float:
        box = self._outlines.box
        return min(self.width() / box.width(), self.height() / box.height())

    def to_drawing(self, at: QPointF) -> QPointF | None:
        """Return the place on the drawing at a widget position; None while the map has no size."""
        inverse, invertible = self._transform().inverted()
        return inverse.map(at) if invertible else None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._spots.make()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._still = self._points = None
        super().resizeEvent(event)
        self._spots.place()

    def paint_ahead(self) -> None:
        """Paint zones and points, of the size of now, and make the zones for whoever does not see them."""
        if not self.size().isEmpty():
            self._find_still()
            self._find_points()
            self._spots.make()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._find_still())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(self._transform())
        paint = MapPainter(painter, self._outlines, self._colour, self._scale())
        if self.hasFocus() and self._view.current in self._outlines.zones and self._view.find_point() is None:
            paint.paint_focus(self._view.current)
            marked = self._view.find_zone(self._view.current)
            if marked is not None:
                paint.paint_letter(marked.zone_id, marked.letter, QFont(self.font()))
        if self._pointer.is_dragging:
            self._paint_points(paint)
        else:
            painter.resetTransform()
            painter.drawPixmap(0, 0, self._find_points())
        painter.end()

    def _find_still(self) -> QPixmap:
        if self._still is None:
            self._still = self._paint_still()
        return self._still

    def _find_points(self) -> QPixmap:
        """Return the points as they stand: two hundred take longer to paint than all that lies under them."""
        if self._points is None:
            self._points = self._make_layer()
            if any(zone.points for zone in self._view.zones):
                painter = self._start_layer(self._points)
                self._paint_points(MapPainter(painter, self._outlines, self._colour, self._scale()))
                painter.end()
        return self._points

    def _paint_points(self, paint: MapPainter) -> None:
        current = self._view.find_point()
        for zone in self._view.zones:
            for mark in zone.points:
                paint.paint_point(self._pointer.place_dragged(zone.zone_id, mark), is_current=mark is current)

    def _make_layer(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        layer = QPixmap((self.size().toSizeF() * ratio).toSize())
        layer.setDevicePixelRatio(ratio)
        layer.fill(Qt.GlobalColor.transparent)
        return layer

    def _start_layer(self, layer: QPixmap) -> QPainter:
        painter = QPainter(layer)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(self._transform())
        return painter

    def _paint_still(self) -> QPixmap:
        """Paint what does not move while a point is dragged."""
        still = self._make_layer()
        painter = self._start_layer(still)
        paint = MapPainter(painter, self._outlines, self._colour, self._scale())
        paint.paint_head()
        for zone in self.drawing.zones:
            paint.paint_zone(
                zone,
                is_chosen=self._view.find_zone(zone.zone_id) is not None,
                is_current=zone.zone_id == self._view.current,
                is_hovered=zone.zone_id == self._hovered,
            )
        for ghost in self._view.ghosts:
            paint.paint_ghost(ghost)
        for mark in self._view.zones:
            paint.paint_letter(mark.zone_id, mark.letter, QFont(self.font()))
        painter.end()
        return still
