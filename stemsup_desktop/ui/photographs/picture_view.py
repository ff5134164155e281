"""One photograph to look at: zoomed and moved with the one beside it, and marked with a known length."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from stemsup_desktop.ui.components.painting import draw_box, outline_pen
from stemsup_desktop.ui.photographs.levels import Levels
from stemsup_desktop.ui.photographs.viewpoint import STEP, Pictured, Viewpoint, find_bar_mm
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme

_LEAST_PX = 160

_PAN_PX = 40.0
_BAR_MOST_PX = 160.0
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@spoken_as(Role.Graphic)
class PictureView(QWidget):
    """Paints a picture as its owner says; says how the person wants to see it, and which length they marked."""

    viewpoint_wanted = Signal(object)
    resized = Signal()
    length_marked = Signal(object, object)
    """Both ends, as `QPointF` in pixels of the photograph."""
    marking_ended = Signal()
    """The marking was given up."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._levels: Levels | None = None
        self._pictured = Pictured(1, 1)
        self._viewpoint = Viewpoint()
        self._base = 1.0
        self._held: QPointF | None = None
        self._is_marking = False
        self._ends: list[QPointF] = []
        self._cross = QPointF()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_LEAST_PX, _LEAST_PX)

    @property
    def pictured(self) -> Pictured:
        """The size and the scale of what is shown."""
        return self._pictured

    @property
    def has_picture(self) -> bool:
        """Whether a decoded picture is held."""
        return self._levels is not None

    @property
    def is_marking(self) -> bool:
        """Whether the ends of a known length are being marked."""
        return self._is_marking

    def sizeHint(self) -> QSize:
        return QSize(480, 420)

    def show_picture(self, levels: Levels | None, pictured: Pictured) -> None:
        """Show a photograph; without levels it is on its way."""
        self._levels, self._pictured = levels, pictured
        self.update()

    def show_from(self, viewpoint: Viewpoint, base: float) -> None:
        """Show the picture from a viewpoint; `base` is screen px per pixel at zoom 1."""
        self._viewpoint, self._base = viewpoint, base
        self.update()

    def forget(self) -> None:
        """Hold no picture any more."""
        self._levels = None
        self.stop_marking()
        self.update()

    # Marking a known length

    def begin_marking(self) -> None:
        """Let the person mark both ends: by pointer, or with the cross by keys."""
        self._is_marking = True
        self._ends = []
        self._cross = self._to_picture(QPointF(self.width() / 2, self.height() / 2))
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.update()

    def stop_marking(self) -> None:
        """Leave the picture as it is."""
        self._is_marking = False
        self._ends = []
        self.unsetCursor()
        self.update()

    def mark(self, at: QPointF) -> None:
        """Mark an end at a place of the photograph, in its pixels."""
        if not self._is_marking or len(self._ends) == 2:
            return
        inside = QPointF(
            min(max(at.x(), 0.0), float(self._pictured.width)), min(max(at.y(), 0.0), float(self._pictured.height))
        )
        self._ends.append(inside)
        self.update()
        if len(self._ends) == 2:
            self.length_marked.emit(*self._ends)

    # Pointer and keys

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if turned:
            at = event.position() - QPointF(self.width() / 2, self.height() / 2)
            by = STEP if turned > 0 else 1 / STEP
            self.viewpoint_wanted.emit(self._viewpoint.zoomed(by, (at.x(), at.y())))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if self._is_marking:
            self.mark(self._to_picture(event.position()))
        else:
            self._held = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_marking:
            self._cross = self._to_picture(event.position())
            self.update()
        elif self._held is not None:
            by = event.position() - self._held
            self._held = event.position()
            self.viewpoint_wanted.emit(self._viewpoint.moved(by.x(), by.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._is_marking and self._take_marking_key(key, event):
            return
        if key in _ARROWS and not self._is_marking:
            across, down = _ARROWS[key]
            self.viewpoint_wanted.emit(self._viewpoint.moved(-across * _PAN_PX, -down * _PAN_PX))
        elif event.text() in ("+", "="):
            self.viewpoint_wanted.emit(self._viewpoint.zoomed(STEP))
        elif event.text() == "-":
            self.viewpoint_wanted.emit(self._viewpoint.zoomed(1 / STEP))
        elif event.text() == "0":
            self.viewpoint_wanted.emit(Viewpoint())
        else:
            super().keyPressEvent(event)

    def _take_marking_key(self, key: Qt.Key, event: QKeyEvent) -> bool:
        if key == Qt.Key.Key_Escape:
            self.stop_marking()
            self.marking_ended.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.mark(self._cross)
        elif key in _ARROWS:
            step = 10.0 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
            across, down = _ARROWS[key]
            self._cross += QPointF(across * step / self._zoom(), down * step / self._zoom())
            self.update()
        else:
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    # Painting

    def _zoom(self) -> float:
        """Return screen px per pixel of the photograph."""
        return max(1e-6, self._base * self._viewpoint.zoom)

    def _place(self) -> QRectF:
        zoom, viewpoint = self._zoom(), self._viewpoint
        place = QRectF(0, 0, self._pictured.width * zoom, self._pictured.height * zoom)
        middle = QPointF(self.width() / 2, self.height() / 2)
        place.moveCenter(middle + QPointF(viewpoint.across, viewpoint.down) * viewpoint.zoom)
        return place

    def _to_picture(self, at: QPointF) -> QPointF:
        return (at - self._place().topLeft()) / self._zoom()

    def _to_view(self, at: QPointF) -> QPointF:
        return self._place().topLeft() + at * self._zoom()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("desk"))
        if self._levels is not None:
            self._paint_picture(painter, self._levels)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_bar(painter)
            if self._is_marking or self._ends:
                self._paint_marks(painter)
        painter.end()

    def _paint_picture(self, painter: QPainter, levels: Levels) -> None:
        """Paint only the part that is seen: the whole, far enlarged, would be scaled for nothing."""
        place = self._place()
        seen = place.intersected(QRectF(self.rect()))
        if seen.isEmpty():
            return
        image = levels.find(self._zoom() * self.devicePixelRatioF())
        across, down = image.width() / place.width(), image.height() / place.height()
        part = QRectF(
            (seen.left() - place.left()) * across,
            (seen.top() - place.top()) * down,
            seen.width() * across,
            seen.height() * down,
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(seen, image, part)

    def _paint_bar(self, painter: QPainter) -> None:
        """Paint a bar of a round length in mm, where the scale was measured."""
        if not self._pictured.scale:
            return
        px_per_mm = self._pictured.scale * self._zoom()
        length = find_bar_mm(px_per_mm, _BAR_MOST_PX)
        if not length:
            return
        plate = QRectF(12, self.height() - 42, length * px_per_mm + 20, 30)
        draw_box(painter, plate, fill=self._theme.colour("base"), line=self._theme.colour("control"), radius=4)
        left, y = plate.left() + 10, plate.bottom() - 8
        painter.setPen(outline_pen(self._theme.colour("text"), 2))
        painter.drawLine(QPointF(left, y), QPointF(left + length * px_per_mm, y))
        painter.setFont(self._theme.font("label", 700))
        words = QRectF(plate.left(), plate.top() + 1, max(plate.width(), 48), 20)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, f"{length} mm")

    def _paint_marks(self, painter: QPainter) -> None:
        ends = [self._to_view(end) for end in self._ends]
        cross = [self._to_view(self._cross)] if self._is_marking and len(ends) < 2 else []
        # Light over dark, so that it is seen on any skin.
        for colour, width in (("#000000", 4), ("#FFFFFF", 2)):
            painter.setPen(outline_pen(QColor(colour), width))
            for one in (*ends, *cross):
                painter.drawLine(one - QPointF(9, 0), one + QPointF(9, 0))
                painter.drawLine(one - QPointF(0, 9), one + QPointF(0, 9))
            line = [*ends, *cross]
            if len(line) == 2:
                painter.drawLine(line[0], line[1])
