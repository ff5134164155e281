"""Text from people over as many lines as it takes, broken anywhere if one word is wider than the pane."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from stemsup_desktop.ui.theme import Theme

_FLAGS = int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextWrapAnywhere) | int(Qt.AlignmentFlag.AlignLeft)
_TALLEST = 1_000_000


class WrapLabel(QWidget):
    """Plain text in a type role and a tone; never wider than its place, never cut off."""

    def __init__(
        self, theme: Theme, text: str = "", *, role: str = "body", tone: str = "text", weight: int | None = None
    ) -> None:
        super().__init__()
        self._theme = theme
        self._font = theme.font(role, weight)
        self._role = role
        self._tone = tone
        self._text = ""
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setText(text)

    def text(self) -> str:
        """Return the text as given."""
        return self._text

    def setText(self, text: str) -> None:
        """Show another text."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_tone(self, tone: str) -> None:
        """Show the text in another colour token."""
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        width = min(320, self._bounds(_TALLEST).width() + 1)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self._theme.line_height(self._role))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(self._bounds(width).height(), self._theme.line_height(self._role))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._font)
        painter.setPen(self._theme.colour(self._tone))
        painter.drawText(self.rect(), _FLAGS | int(Qt.AlignmentFlag.AlignVCenter), self._text)
        painter.end()

    def _bounds(self, width: int) -> QRect:
        return QFontMetrics(self._font).boundingRect(QRect(0, 0, max(1, width), _TALLEST), _FLAGS, self._text)
