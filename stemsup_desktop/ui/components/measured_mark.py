"""How a certificate speaks of a factor: a dot, a ring, a dashed ring. Missing is not negative, below is not missing."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.lots.lot_model import MeasuredState
from stemsup_desktop.ui.components.painting import outline_pen, start_painting
from stemsup_desktop.ui.theme import Theme

_WIDTH_PX = 14

_DOT_PX = 10


def paint_measured_mark(painter: QPainter, theme: Theme, rect: QRectF, state: MeasuredState) -> None:
    """Paint a filled dot for a value, a ring for below the limit, a dashed ring for not measured."""
    side = min(_DOT_PX, rect.width(), rect.height())
    dot = QRectF(0, 0, side, side)
    dot.moveCenter(rect.center())
    match state:
        case MeasuredState.MEASURED:
            painter.setPen(outline_pen(theme.colour("accent")))
            painter.setBrush(theme.colour("accent"))
        case MeasuredState.BELOW_LIMIT:
            painter.setPen(outline_pen(theme.colour("accent"), 1.5))
            painter.setBrush(theme.colour("base"))
        case MeasuredState.NOT_MEASURED:
            pen = outline_pen(theme.colour("open-line"), 1.25)
            pen.setDashPattern([2.0, 1.6])
            painter.setPen(pen)
            painter.setBrush(theme.colour("base"))
    painter.drawEllipse(dot.adjusted(0.75, 0.75, -0.75, -0.75))


class MeasuredMark(QWidget):
    """Decoration beside the words that say the same."""

    def __init__(self, theme: Theme, state: MeasuredState, *, line: str = "compact") -> None:
        super().__init__()
        self._theme = theme
        self._state = state
        self.setFixedSize(_WIDTH_PX, theme.line_height(line))

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        paint_measured_mark(painter, self._theme, QRectF(self.rect()), self._state)
        painter.end()
