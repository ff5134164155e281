"""A box that the patient ticks if its sentence is true."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy

from stemsup_desktop.consultation.patient_screen.pages import Tick
from stemsup_desktop.ui.components.painting import draw_box, start_painting
from stemsup_desktop.ui.patient_screen.texts import ScreenText
from stemsup_desktop.ui.theme.patient_theme import PatientTheme

_BOX_PX = 40


class ScreenTick(QAbstractButton):
    """`ticked` carries the id of the box and how it stands now."""

    ticked = Signal(str, bool)

    def __init__(self, theme: PatientTheme, tick: Tick) -> None:
        super().__init__()
        self._theme = theme
        self._tick = tick
        self.setObjectName(f"screen.tick:{tick.id}")
        self.setCheckable(True)
        self.setChecked(tick.is_ticked)
        self.setText(tick.text)
        self.setFont(theme.font("body"))
        self.setAccessibleName(tick.text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("ring_radius", theme.px(14))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(_BOX_PX + 36), theme.px(10), theme.px(16), theme.px(10))
        self._label = ScreenText(theme, tick.text, "body")
        self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(self._label)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(lambda: self.ticked.emit(tick.id, self.isChecked()))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        inner = width - self._theme.px(_BOX_PX + 36) - self._theme.px(16)
        return max(self._label.heightForWidth(inner) + 2 * self._theme.px(10), self._theme.px(64))

    def sizeHint(self) -> QSize:
        width = self._theme.px(620)
        return QSize(width, self.heightForWidth(width))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour, side = start_painting(self), self._theme.colour, self._theme.px(_BOX_PX)
        left, top = self._theme.px(16), (self._theme.line_height("body") + 2 * self._theme.px(10) - side) / 2
        box = QRectF(left, top, side, side)
        fill = colour("accent") if self.isChecked() else colour("base")
        draw_box(painter, box, fill=fill, line=colour("accent" if self.isChecked() else "control"), width=2, radius=6)
        if self.isChecked():
            pen = QPen(colour("on-accent"), max(3, side / 9), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            points = ((0.24, 0.52), (0.43, 0.70), (0.77, 0.32))
            marks = [QPointF(box.left() + x * side, box.top() + y * side) for x, y in points]
            painter.drawPolyline(marks)
        painter.end()
