"""Four segments and a word for how hard a passphrase is to guess."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes

SEGMENTS = 4


class _Segments(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.score = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(160, 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        gap = 4.0
        width = (self.width() - gap * (SEGMENTS - 1)) / SEGMENTS
        filled = "clear" if self.score >= SEGMENTS - 1 else "caut"
        for segment in range(SEGMENTS):
            painter.setBrush(self._theme.colour(filled if segment < self.score else "line-strong"))
            painter.drawRoundedRect(QRectF(segment * (width + gap), 0, width, 4), 2, 2)
        painter.end()


@spoken_as(Role.StaticText)
class StrengthBar(QWidget):
    """Shows zxcvbn's score, 0 to 4; -1 shows nothing yet."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._segments = _Segments(theme)
        self._word = Label(theme, "", role="small", tone="text-2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.XXS)
        column.addWidget(self._segments)
        column.addWidget(self._word)

    def show_strength(self, score: int, word: str) -> None:
        """Show a score and its word."""
        self._segments.score = score
        self._segments.update()
        self._word.setText(word)
        self._word.set_tone("clear" if score >= SEGMENTS - 1 else "caut" if score >= 0 else "text-2")
        self.setAccessibleName(f"{self._name}: {word}")
