"""One drawing of the site map: zones are chosen by pointer or keyboard; the state comes from outside."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from stemsup_desktop.language import Language
from stemsup_desktop.ui.site_map.drawing import Drawing, Step, Zone

_GRID = 24
_EDGE_POINTS = 64

Colour = Callable[[str], QColor]
"""Looks a colour token up in the theme of the moment."""


@dataclass(frozen=True, slots=True)
class MapView:
    """What the map shows: letters of the chosen zones by zone id, the current zone, and whether it can be changed."""

    letters: tuple[tuple[str, str], ...] = ()
    current: str | None = None
    is_read_only: bool = False


def make_path(steps: tuple[Step, ...]) -> QPainterPath:
    """Turn drawing steps into a painter path."""
    path = QPainterPath()
    for letter, numbers in steps:
        match letter:
            case "M":
                path.moveTo(numbers[0], numbers[1])
            case "L":
                path.lineTo(numbers[0], numbers[1])
            case "C":
                path.cubicTo(*numbers)
            case "Z":
                path.closeSubpath()
    return path


_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


def _is_plain(event: QKeyEvent) -> bool:
    return event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def find_anchor(path: QPainterPath) -> QPointF:
    """Return a point well inside a zone: the middle of its box, or for a crescent the point farthest from its edge."""
    box = path.boundingRect()
    if path.contains(box.center()):
        return box.center()
    edge = [path.pointAtPercent(step / _EDGE_POINTS) for step in range(_EDGE_POINTS)]

    def room(point: QPointF) -> float:
        return min((point.x() - one.x()) ** 2 + (point.y() - one.y()) ** 2 for one in edge)

    steps = range(1, _GRID)
    inside = [
        point
        for row in steps
        for column in steps
        if path.contains(
            point := QPointF(box.left() + box.width() * column / _GRID, box.top() + box.height() * row / _GRID)
        )
    ]
    return max(inside, key=room, default=box.center())


class SiteCanvas(QWidget):
    """A view (face or scalp) with its zones; reports what the person did and keeps no choice of its own.

    Arrow keys walk its zones; the brackets, which walk the zones of every drawing, are left to the page.
    """

    zone_toggled = Signal(str)
    zone_reached = Signal(str)

    def __init__(self, drawing: Drawing, colour: Colour, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing = drawing
        self._colour = colour
        self._language = language
        self._view = MapView()
        self._hovered: str | None = None
        self._paths = {zone.zone_id: make_path(zone.steps) for zone in drawing.zones}
        self._outline = [make_path(steps) for steps in drawing.outline]
        self._hair = [make_path(steps) for steps in drawing.hair]
        self._lines = [make_path(steps) for steps in drawing.lines]
        self._anchors = {zone_id: find_anchor(path) for zone_id, path in self._paths.items()}
        self.setObjectName(f"site-map-{drawing.view_id}")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 180)

    def sizeHint(self) -> QSize:
        return QSize(320, 470)

    def show_view(self, view: MapView, language: Language) -> None:
        """Show a state; emits nothing."""
        self._view = view
        self._language = language
        self.setAccessibleDescription(self._description())
        self.update()

    def zone_at(self, point: QPointF) -> str | None:
        """Return the zone under a widget position."""
        inverse, invertible = self._transform().inverted()
        if not invertible:
            return None
        in_drawing = inverse.map(point)
        return next((zone_id for zone_id, path in self._paths.items() if path.contains(in_drawing)), None)

    def centre_of(self, zone_id: str) -> QPointF:
        """Return the widget position of a point well inside a zone, where its letter stands."""
        return self._transform().map(self._anchors[zone_id])

    @property
    def view_id(self) -> str:
        """Which view this draws."""
        return self._drawing.view_id

    @property
    def zone_ids(self) -> tuple[str, ...]:
        """The zones of this drawing, in the order of the file."""
        return tuple(self._paths)

    # What the person does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        zone_id = self.zone_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and zone_id is not None:
            self.zone_reached.emit(zone_id)
            if not self._view.is_read_only:
                self.zone_toggled.emit(zone_id)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered = self.zone_at(event.position())
        if hovered != self._hovered:
            self._show_hovered(hovered)

    def leaveEvent(self, event: QEvent) -> None:
        self._show_hovered(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.zone_reached.emit(self._neighbour(_STEPS[key]))
        elif self._toggles(event):
            self._toggle_current()
        else:
            super().keyPressEvent(event)

    def _toggles(self, event: QKeyEvent) -> bool:
        """Whether a key chooses the current zone or takes it back; Delete only takes back."""
        if self._view.is_read_only or not self._is_current_here() or not _is_plain(event):
            return False
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return self._is_current_chosen()
        return key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)

    def _toggle_current(self) -> None:
        if self._view.current is not None:
            self.zone_toggled.emit(self._view.current)

    def _is_current_chosen(self) -> bool:
        return self._view.current in dict(self._view.letters)

    def _show_hovered(self, zone_id: str | None) -> None:
        if zone_id != self._hovered:
            self._hovered = zone_id
            self.setToolTip(self._name(zone_id) if zone_id else "")
            if zone_id and not self._view.is_read_only:
                self.setCursor(Qt.CursorShape.PointingHandCursor)
            else:
                self.unsetCursor()
            self.update()

    def _is_current_here(self) -> bool:
        return self._view.current in self._paths

    def _neighbour(self, step: int) -> str:
        order = [zone.zone_id for zone in self._drawing.zones]
        if self._view.current not in order:
            return order[0 if step > 0 else -1]
        return order[(order.index(self._view.current) + step) % len(order)]

    # What is shown

    def _name(self, zone_id: str) -> str:
        zone = next(zone for zone in self._drawing.zones if zone.zone_id == zone_id)
        return zone.name.in_language(self._language)

    def _description(self) -> str:
        separator = "、" if self._language is Language.JA else ", "
        return separator.join(self._name(zone_id) for zone_id, _ in self._view.letters if zone_id in self._paths)

    def _transform(self) -> QTransform:
        left, top, width, height = self._drawing.view_box
        scale = min(self.width() / width, self.height() / height)
        transform = QTransform()
        transform.translate((self.width() - width * scale) / 2, (self.height() - height * scale) / 2)
        transform.scale(scale, scale)
        transform.translate(-left, -top)
        return transform

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(self._transform())
        self._paint_head(painter)
        letters = dict(self._view.letters)
        for zone in self._drawing.zones:
            self._paint_zone(painter, zone, is_chosen=zone.zone_id in letters)
        for zone_id, letter in letters.items():
            if zone_id in self._paths:
                self._paint_letter(painter, zone_id, letter)
        painter.end()

    def _paint_head(self, painter: QPainter) -> None:
        pen = QPen(self._colour("control"), 1.2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(self._colour("base"))
        for path in self._outline:
            painter.drawPath(path)
        painter.setBrush(self._colour("hover"))
        for path in self._hair:
            painter.drawPath(path)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for path in self._lines:
            painter.drawPath(path)

    def _paint_zone(self, painter: QPainter, zone: Zone, *, is_chosen: bool) -> None:
        path = self._paths[zone.zone_id]
        is_current = zone.zone_id == self._view.current
        outline = self._colour("caut" if zone.is_caution and not is_chosen else "accent" if is_chosen else "control")
        is_prominent = is_current or zone.zone_id == self._hovered
        pen = QPen(outline, 2.0 if is_prominent else 1.2 if is_chosen else 0.9)
        if not is_chosen:
            pen.setDashPattern([3.0, 2.5])
        if is_chosen:
            painter.fillPath(path, self._colour("tint-2"))
        elif is_prominent:
            painter.fillPath(path, self._colour("hover"))
        if zone.is_caution:
            painter.fillPath(path, self._colour("caut-bg"))
            hatch = QBrush(self._colour("caut-line"), Qt.BrushStyle.BDiagPattern)
            hatch.setTransform(painter.transform().inverted()[0])
            painter.fillPath(path, hatch)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        if is_current and self.hasFocus():
            painter.setPen(QPen(self._colour("accent"), 1.0))
            painter.drawRoundedRect(path.boundingRect().adjusted(-4, -4, 4, 4), 3, 3)

    def _paint_letter(self, painter: QPainter, zone_id: str, letter: str) -> None:
        centre = self._anchors[zone_id]
        radius = 8.0
        disc = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        painter.setPen(QPen(self._colour("accent"), 1.2))
        painter.setBrush(self._colour("base"))
        painter.drawEllipse(disc)
        font = QFont(self.font())
        font.setPixelSize(10 if len(letter) == 1 else 8)
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.setPen(self._colour("accent"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, letter)
