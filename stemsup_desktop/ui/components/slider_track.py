"""The track of a slider: empty and dashed until someone has set it, and no key or wheel sets it by itself."""

from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from stemsup_desktop.ui.components.painting import draw_box, start_painting
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme

_HANDLE = 18
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: -10, Qt.Key.Key_PageUp: 10}


@spoken_as(Role.Slider)
class SliderTrack(QWidget):
    """`value_changed` carries a Decimal, or None after it was taken back. Arrows move what is set, and set nothing."""

    value_changed = Signal(object)

    def __init__(self, theme: Theme, low: Decimal, high: Decimal, step: Decimal) -> None:
        super().__init__()
        self._theme = theme
        self._low, self._high, self._step = low, max(high, low + step), step
        self._value: Decimal | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def value(self) -> Decimal | None:
        """Return the value, or None while nobody has set it."""
        return self._value

    def set_value(self, value: Decimal | None) -> None:
        """Show a value without reporting it."""
        if value != self._value:
            self._value = value
            self.update()

    def choose(self, value: Decimal | None) -> None:
        """Set it as the person would: to the nearest step, or take it back."""
        nearest = None if value is None else self._nearest(value)
        if nearest != self._value:
            self._value = nearest
            self.update()
            self.value_changed.emit(nearest)

    def sizeHint(self) -> QSize:
        return QSize(220, 32)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 32)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go_to(event.position().x())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS and self._value is not None:
            self.choose(self._value + _STEPS[key] * self._step)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.choose(self._low if key == Qt.Key.Key_Home else self._high)
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.choose(None)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        colour = self._theme.colour
        middle = self.height() / 2
        groove = QRectF(_HANDLE / 2, middle - 3, self.width() - _HANDLE, 6)
        if self._value is None:
            draw_box(painter, groove, line=colour("open-line"), radius=3, is_dashed=True)
        else:
            token = "accent" if self.isEnabled() else "text-3"
            draw_box(painter, groove, fill=colour("line-strong"), radius=3)
            x = groove.left() + groove.width() * self._share(self._value)
            draw_box(painter, QRectF(groove.left(), groove.top(), x - groove.left(), 6), fill=colour(token), radius=3)
            painter.setBrush(colour(token))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QPointF(x, middle), _HANDLE / 2, _HANDLE / 2)
        painter.end()

    def _share(self, value: Decimal) -> float:
        return float(min(max((value - self._low) / (self._high - self._low), Decimal(0)), Decimal(1)))

    def _nearest(self, value: Decimal) -> Decimal:
        steps = ((min(max(value, self._low), self._high) - self._low) / self._step).quantize(Decimal(1))
        return min(self._low + steps * self._step, self._high)

    def _go_to(self, x: float) -> None:
        share = min(max((x - _HANDLE / 2) / max(self.width() - _HANDLE, 1), 0.0), 1.0)
        self.choose(self._low + (self._high - self._low) * Decimal(repr(share)))
