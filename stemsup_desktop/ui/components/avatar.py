"""A person as initials in a circle; their name stands beside it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from stemsup_desktop.ui.components.painting import draw_box, start_painting
from stemsup_desktop.ui.theme import Theme


class Avatar(QWidget):
    """Filled for whoever is signed in, quiet for everyone else."""

    def __init__(self, theme: Theme, initials: str, size: int, *, is_own: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._initials = initials
        self._size = size
        self._is_own = is_own
        self.setFixedSize(size, size)

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        role = "title" if self._size > 40 else "compact" if self._size > 28 else "label"
        paint_avatar(painter, self._theme, QRectF(self.rect()), self._initials, role, is_own=self._is_own)
        painter.end()


def paint_avatar(
    painter: QPainter, theme: Theme, circle: QRectF, initials: str, role: str, *, is_own: bool = True
) -> None:
    """Paint initials in a circle."""
    draw_box(painter, circle, fill=theme.colour("accent" if is_own else "line-strong"), radius=circle.width() / 2)
    painter.setFont(theme.font(role, 700))
    painter.setPen(theme.colour("on-accent" if is_own else "text"))
    painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, initials)
