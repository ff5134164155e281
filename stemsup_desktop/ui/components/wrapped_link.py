"""A link over as many lines as its place asks for: what is missing is named in full, however narrow the pane."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy

from stemsup_desktop.ui.components.buttons import LinkLabel
from stemsup_desktop.ui.components.line_breaks import keep_phrases_within
from stemsup_desktop.ui.theme import Theme

_NARROWEST_PX = 120
_ENDLESS_PX = 10_000
_FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class WrappedLink(LinkLabel):
    """Takes the width of its text where there is room, and breaks it into lines where there is not."""

    _heights: dict[int, int]
    """The height by width: a layout asks several times over for the same. `grow` sets it, from the constructor on."""

    def __init__(self, theme: Theme, text: str = "") -> None:
        super().__init__(theme, text)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def setText(self, text: str) -> None:
        if text != self.text():
            self._heights = {}
            super().setText(text)
            self.updateGeometry()

    def grow(self) -> None:
        self._heights = {}
        super().grow()

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), _NARROWEST_PX), hint.height())

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            place = QRect(0, 0, width, _ENDLESS_PX)
            text = QFontMetrics(self._own_font).boundingRect(place, int(_FLAGS), self._broken(width))
            self._heights[width] = max(self.sizeHint().height(), text.height())
        return self._heights[width]

    def _paint_content(self, painter: QPainter) -> None:
        font = QFont(self._own_font)
        font.setUnderline(True)
        painter.setFont(font)
        painter.setPen(self._theme.colour(self._token()))
        single = Qt.AlignmentFlag.AlignVCenter if self.width() >= self.sizeHint().width() else Qt.AlignmentFlag.AlignTop
        flags = Qt.AlignmentFlag.AlignLeft | single | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect(), int(flags), self._broken(self.width()))

    def _broken(self, width: int) -> str:
        """Return the text as it is broken at a width: between phrases, where the longest of them has room."""
        return keep_phrases_within(self.text(), width // self._own_font.pixelSize())
