"""The one scroll area of a pane: vertical only, and the focused field is always in view."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

_RING_PX = 8
"""Room for the ring of the focus and a little more."""


class ScrollPane(QScrollArea):
    """Scrolls `content` downwards; `rows` is the content's layout."""

    def __init__(self, *, margins: tuple[int, int, int, int] = (24, 16, 24, 24), spacing: int = 16) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content = QWidget(self.viewport())
        self.content.setProperty("kind", "pane")
        # It paints nothing: where it grows, what stands in it already is not painted once more.
        self.content.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        self.rows = QVBoxLayout(self.content)
        self.rows.setContentsMargins(*margins)
        self.rows.setSpacing(spacing)
        self.viewport().setAutoFillBackground(False)
        self.content.installEventFilter(self)

    def add(self, widget: QWidget) -> None:
        """Put a widget below the others."""
        self.rows.addWidget(widget)

    def add_stretch(self) -> None:
        """Let the rest of the pane stay empty."""
        self.rows.addStretch(1)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Polish and self.widget() is None:
            # Only when it is about to be seen: from here on Qt lays the whole content out with each part that is added.
            self.content.resize(self.viewport().size())  # or Qt would measure it for no room at all
            self.setWidget(self.content)
            self.content.setAutoFillBackground(False)
        return super().event(event)

    def show_widget(self, widget: QWidget) -> None:
        """Scroll until a widget is in view, with some room round it; one of several lines to its caret at least."""
        self.ensureWidgetVisible(widget, 0, 48)
        if widget.height() + 2 * _RING_PX < self.viewport().height():
            self._bring_whole(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what has the focus in view with its ring, if all of it was: somebody may be writing there."""
        focused = QApplication.focusWidget()
        is_kept = focused is not None and self.content.isAncestorOf(focused) and self._shows(focused, event.oldSize())
        super().resizeEvent(event)
        if is_kept and focused is not None:
            self._bring_whole(focused)

    def _find_place(self, widget: QWidget) -> QRect:
        return QRect(widget.mapTo(self.content, QPoint(0, 0)), widget.size())

    def _shows(self, widget: QWidget, size: QSize) -> bool:
        """Tell whether a widget was whole in a viewport of that size."""
        return QRect(-self.content.pos(), size).contains(self._find_place(widget))

    def _bring_whole(self, widget: QWidget) -> None:
        """Scroll no further than until a widget is in view with its ring: Qt sees to the caret in it alone."""
        place, bar = self._find_place(widget).adjusted(0, -_RING_PX, 0, _RING_PX), self.verticalScrollBar()
        lowest = place.top() + place.height() - self.viewport().height()
        bar.setValue(min(max(bar.value(), lowest), place.top()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.content:
            self.setMinimumWidth(0)
        return False

    def focusNextPrevChild(self, is_next: bool) -> bool:
        moved = super().focusNextPrevChild(is_next)
        focused = QApplication.focusWidget()
        if moved and focused is not None and self.content.isAncestorOf(focused):
            self.show_widget(focused)
        return moved
