"""A field of one line on the patient screen: its label above, as high as a button."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.ui.components.line_edit import LineEdit
from stemsup_desktop.ui.components.painting import draw_box, start_painting
from stemsup_desktop.ui.patient_screen.texts import ScreenText
from stemsup_desktop.ui.theme.patient_theme import PatientTheme

_BUTTON_PX = 64


class ScreenField(QWidget):
    """`changed` says that something was typed."""

    changed = Signal()

    def __init__(self, theme: PatientTheme, label: str, value: str, name: str) -> None:
        super().__init__()
        self.name = name
        self.line = LineEdit()
        self.line.setProperty("kind", "bare")
        self.line.setObjectName(name)
        self.line.setAccessibleName(label)
        self.line.setFont(theme.font("detail"))
        self.line.setText(value)
        self.line.textChanged.connect(lambda _: self.changed.emit())
        self.line.setProperty("ring_radius", theme.px(14))
        box = _Box(theme, self.line)
        self.line.setProperty("ring_owner", box)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(4))
        rows.addWidget(ScreenText(theme, label, "meta", tone="text-2"))
        rows.addWidget(box)

    def text(self) -> str:
        """Return what was typed."""
        return self.line.text()


class _Box(QWidget):
    def __init__(self, theme: PatientTheme, line: LineEdit) -> None:
        super().__init__()
        self._theme = theme
        self.setMinimumHeight(theme.px(_BUTTON_PX))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.px(20), 0, theme.px(20), 0)
        rows.addWidget(line)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour = start_painting(self), self._theme.colour
        draw_box(painter, QRectF(self.rect()), fill=colour("base"), line=colour("control"), radius=self._theme.px(14))
        painter.end()
