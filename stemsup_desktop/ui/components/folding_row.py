"""Texts with what belongs to them at the right, or below them where there is no room for both."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QSizePolicy, QWidget

from stemsup_desktop.ui.theme import sizes

_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class FoldingRow(QWidget):
    """`side` keeps its width; it goes below `texts` where those would get less than they want, up to `least_px`.

    `foot` is the space that stands below both then.
    """

    def __init__(self, texts: QLayout, *, least_px: int, gap: int = sizes.S, foot: int = 0) -> None:
        super().__init__()
        self._texts = texts
        self._least_px = least_px
        self._gap = gap
        self._foot = foot
        self.side = QHBoxLayout()
        self.side.setSpacing(sizes.XS)
        self._both = QBoxLayout(_ACROSS, self)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(gap)
        self._both.addLayout(texts, 1)
        self._both.addLayout(self.side)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def is_folded(self) -> bool:
        """Whether what belongs to the texts stands below them."""
        return self._both.direction() is _DOWN

    def minimumSizeHint(self) -> QSize:
        widest = max(self._texts.minimumSize().width(), self.side.minimumSize().width())
        return QSize(widest, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        beside = self.side.sizeHint().width()
        wanted = max(self._texts.minimumSize().width(), min(self._texts.sizeHint().width(), self._least_px))
        is_folded = bool(beside) and wanted + self._gap + beside > self.width()
        if is_folded != self.is_folded:
            self._both.setDirection(_DOWN if is_folded else _ACROSS)
            self._both.setSpacing(sizes.XXS if is_folded else self._gap)
            self._both.setContentsMargins(0, 0, 0, self._foot if is_folded else 0)
            self._both.setAlignment(self.side, Qt.AlignmentFlag.AlignLeft if is_folded else Qt.AlignmentFlag(0))
