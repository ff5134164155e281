"""Widgets one below the other, each measured once: in a long list only what changed is laid out again.

Qt's own box layout asks every widget in it for its height whenever one of them changes.
"""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from stemsup_desktop.ui.components.labels import set_shown

_LEAST_WIDTH = 120
_STALE_BY = (QEvent.Type.LayoutRequest, QEvent.Type.ShowToParent, QEvent.Type.HideToParent)


def set_stacked(widget: QWidget, is_shown: bool) -> None:
    """Show or hide something in a stack at once, also before the stack is seen: the heights above follow from it."""
    parent = widget.parentWidget()
    if is_shown and parent is None:
        set_shown(widget, True)
        return
    is_other = widget.isHidden() == is_shown
    widget.setVisible(is_shown)
    if is_other and parent is not None and not parent.isVisible():
        # Out of sight Qt lays nothing out, tells of the first change alone, and keeps heights of layouts in layouts.
        layout = parent.layout()
        if layout is not None:
            layout.activate()
        QCoreApplication.postEvent(parent, QEvent(QEvent.Type.LayoutRequest))


class Stack(QWidget):
    """As wide as it is given, as high as what stands in it; what is hidden takes no room."""

    def __init__(self, spacing: int = 4) -> None:
        super().__init__()
        self._spacing = spacing
        self._stacked: list[QWidget] = []
        self._asleep: set[QWidget] = set()
        self._heights: dict[QWidget, int] = {}
        self._measured_width = -1
        self._total = 0
        self._told = 0
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)  # it paints nothing, and grows with what comes below
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def stacked(self) -> tuple[QWidget, ...]:
        """Everything in it, from the top."""
        return tuple(self._stacked)

    def insert(self, index: int, widget: QWidget) -> None:
        """Put a widget before the one at an index; it is shown unless it was hidden on purpose."""
        self._stacked.insert(index, widget)
        widget.setParent(self)
        widget.move(0, self.height())  # below the others, not over them, until all are arranged
        # Whatever goes through the children in their order, such as Tab, goes from top to bottom.
        for later in self._stacked[index:]:
            later.raise_()
        widget.installEventFilter(self)
        if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            widget.show()
        self.updateGeometry()

    def put_to_sleep(self, widget: QWidget) -> None:
        """Hide something that stands in the stack and keep its room: Qt shows all that is not hidden in one turn."""
        if not widget.isHidden():
            self._asleep.add(widget)
            widget.hide()

    def wake(self, widget: QWidget) -> None:
        """Show what was put to sleep."""
        if widget in self._asleep:
            widget.show()

    def is_standing(self, widget: QWidget) -> bool:
        """Whether something takes room in the stack, seen or asleep."""
        return widget in self._asleep or not widget.isHidden()

    def take_out(self, widget: QWidget) -> None:
        """Let something take no room from now on."""
        if widget in self._asleep:
            self._asleep.discard(widget)
            self._measure_anew(widget)
        set_stacked(widget, False)

    def sizeHint(self) -> QSize:
        width = max(self.width(), _LEAST_WIDTH)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, 0)

    def heightForWidth(self, width: int) -> int:
        self._measure(width)
        return self._total

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
            # A height may have been measured anew before this came: what counts is what the parts above were told.
            if self._total != self._told:
                self._told = self._total
                self.updateGeometry()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _STALE_BY and isinstance(watched, QWidget):
            if event.type() == QEvent.Type.ShowToParent:
                self._asleep.discard(watched)
            if watched not in self._asleep:
                self._measure_anew(watched)
        return False

    def _measure_anew(self, widget: QWidget) -> None:
        self._heights.pop(widget, None)
        # Qt does not always tell a parent that has no layout of its own.
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        if event.size().width() != event.oldSize().width():
            self._told = self._total

    def _measure(self, width: int) -> None:
        if width != self._measured_width:
            self._measured_width = width
            self._heights.clear()
        total = 0
        for widget in self._stacked:
            if self.is_standing(widget):
                total += self._height_of(widget, width) + self._spacing
        self._total = max(total - self._spacing, 0)

    def _height_of(self, widget: QWidget, width: int) -> int:
        height = self._heights.get(widget)
        if height is None:
            height = widget.heightForWidth(width) if widget.hasHeightForWidth() else widget.sizeHint().height()
            height = max(height, widget.minimumHeight())
            self._heights[widget] = height
        return height

    def _arrange(self) -> None:
        width = self.width()
        self._measure(width)
        top = 0
        for widget in self._stacked:
            if self.is_standing(widget):
                height = self._heights[widget]
                widget.setGeometry(0, top, width, height)
                top += height + self._spacing
