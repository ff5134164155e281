"""Painted text with links in it: one widget for many lines, every link reached by pointer, Tab and Enter."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QToolTip, QWidget

from stemsup_desktop.ui.components.painting import draw_box, start_painting
from stemsup_desktop.ui.pages.reference.page_view import Link
from stemsup_desktop.ui.theme import Theme

_LEAST_PX = 120


@dataclass(frozen=True, slots=True)
class PlacedLink:
    """A link and where it stands in the widget."""

    rect: QRectF
    link: Link


class LinkedText(QWidget):
    """Base: subclasses lay out for a width in `arrange` and paint in `paint_lines`."""

    target_opened = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.links: tuple[PlacedLink, ...] = ()
        self._current = -1
        self._arranged_px = -1
        self._heights: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumWidth(_LEAST_PX)
        self.setMouseTracking(True)
        self.setProperty("ring", False)

    def arrange(self, width: int) -> tuple[int, tuple[PlacedLink, ...]]:
        """Return the height at a width, and the links in reading order."""
        raise TypeError(f"{type(self).__name__} arranges nothing")

    def paint_lines(self, painter: QPainter) -> None:
        """Paint everything at the width arranged last."""
        raise TypeError(f"{type(self).__name__} paints nothing")

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self.arrange(width)[0]
        return self._heights[width]

    def sizeHint(self) -> QSize:
        width = max(self.width(), 240)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 20)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != self._arranged_px:
            self._arranged_px = event.size().width()
            self._heights[self._arranged_px], self.links = self.arrange(self._arranged_px)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self.links else Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        self.paint_lines(painter)
        for number, placed in enumerate(self.links):
            self._paint_link(painter, placed, is_current=number == self._current and self.hasFocus())
        painter.end()

    def _paint_link(self, painter: QPainter, placed: PlacedLink, *, is_current: bool) -> None:
        font = self.theme.font("small")
        font.setUnderline(True)
        painter.setFont(font)
        painter.setPen(self.theme.colour("accent"))
        painter.drawText(placed.rect, Qt.AlignmentFlag.AlignVCenter, placed.link.target_id)
        if is_current:
            ring = placed.rect.adjusted(-4, 0, 4, 0)
            draw_box(painter, ring, line=self.theme.colour("accent"), width=2, radius=4)

    # Keyboard and pointer

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        is_from_below = event.reason() == Qt.FocusReason.BacktabFocusReason
        self._go_to(len(self.links) - 1 if is_from_below else max(self._current, 0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._current = -1
        self.update()

    def focusNextPrevChild(self, is_next: bool) -> bool:
        wanted = self._current + (1 if is_next else -1)
        if self.hasFocus() and 0 <= wanted < len(self.links):
            self._go_to(wanted)
            return True
        return super().focusNextPrevChild(is_next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and not event.modifiers() and 0 <= self._current < len(self.links):
            self.target_opened.emit(self.links[self._current].link.target_id)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        is_link = self._link_at(event.position().toPoint()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        link = self._link_at(event.position().toPoint())
        if link is not None and event.button() == Qt.MouseButton.LeftButton:
            self.target_opened.emit(link.target_id)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            link = self._link_at(event.pos())
            QToolTip.showText(event.globalPos(), link.name if link is not None else "", self)
            return True
        return super().event(event)

    def _link_at(self, point: QPoint) -> Link | None:
        return next((placed.link for placed in self.links if placed.rect.contains(point)), None)

    def _go_to(self, number: int) -> None:
        if 0 <= number < len(self.links):
            self._current = number
            placed = self.links[number]
            self.setAccessibleDescription(placed.link.name)
            show_in_pane(self, round(placed.rect.center().y()))
        self.update()


def show_in_pane(widget: QWidget, y: int, margin: int = 40) -> None:
    """Scroll the pane round a widget until a height in the widget is in view."""
    pane: QWidget | None = widget.parentWidget()
    while pane is not None and not isinstance(pane, QScrollArea):
        pane = pane.parentWidget()
    content = pane.widget() if isinstance(pane, QScrollArea) else None
    if isinstance(pane, QScrollArea) and content is not None:
        pane.ensureVisible(0, widget.mapTo(content, QPoint(0, y)).y(), 0, margin)
