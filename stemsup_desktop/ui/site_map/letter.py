"""The letter of a site in the same disc as on the map."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from stemsup_desktop.ui.components.painting import draw_box
from stemsup_desktop.ui.theme import Theme

_SIDE_PX = 22


class LetterDisc(QWidget):
    """A letter, or two, in a disc."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._letter = ""
        self.setFixedSize(_SIDE_PX, _SIDE_PX)

    def set_letter(self, letter: str) -> None:
        """Show another letter."""
        self._letter = letter
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.colour
        draw_box(painter, QRectF(self.rect()), fill=colour("base"), line=colour("accent"), radius=11)
        painter.setFont(self._theme.font("label", 700))
        painter.setPen(colour("accent"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letter)
        painter.end()
