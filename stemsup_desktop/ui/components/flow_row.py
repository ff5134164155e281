"""Widgets side by side that go on in the next line where the room ends, so that no row is too wide for its pane."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_CHANGES = (QEvent.Type.LayoutRequest, QEvent.Type.ShowToParent, QEvent.Type.HideToParent)


class FlowRow(QWidget):
    """As high as the lines that its widgets take; a widget wider than the row alone is made as narrow as the row."""

    def __init__(self, *, gap: int, line_gap: int) -> None:
        super().__init__()
        self._gap = gap
        self._line_gap = line_gap
        self._parts: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Put a widget after the others; it is shown unless it was hidden on purpose."""
        self._parts.append(widget)
        widget.setParent(self)
        widget.installEventFilter(self)
        if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            widget.show()
        self.updateGeometry()

    @property
    def is_empty(self) -> bool:
        """Whether none of its widgets is to be seen."""
        return all(part.isHidden() for part in self._parts)

    def sizeHint(self) -> QSize:
        shown = [part.sizeHint() for part in self._parts if not part.isHidden()]
        width = sum(hint.width() for hint in shown) + self._gap * max(len(shown) - 1, 0)
        return QSize(width, max((hint.height() for hint in shown), default=0))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def heightForWidth(self, width: int) -> int:
        return self._place(width, is_trial=True)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._place(self.width(), is_trial=False)
            self.updateGeometry()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _CHANGES:
            # Qt does not tell a parent that has no layout of its own.
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(event.size().width(), is_trial=False)

    def _place(self, width: int, *, is_trial: bool) -> int:
        """Return the height of all lines; unless it is a trial put each widget in its place."""
        x, y, line = 0, 0, 0
        for part in self._parts:
            if part.isHidden():
                continue
            hint = part.sizeHint()
            if x and x + hint.width() > width:
                x, y, line = 0, y + line + self._line_gap, 0
            given = min(hint.width(), max(width, 1))
            height = max(hint.height(), part.heightForWidth(given) if part.hasHeightForWidth() else 0)
            if not is_trial:
                part.setGeometry(x, y, given, height)
            x += given + self._gap
            line = max(line, height)
        return y + line
