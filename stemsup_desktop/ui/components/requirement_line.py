"""A line of what is wanted before a step is done, each with a ring or a check; it wraps on narrow windows."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QLayoutItem, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.labels import Hairline, IconLabel, Label, set_shown
from stemsup_desktop.ui.paper_view import Requirement
from stemsup_desktop.ui.theme import Theme, sizes


class FlowLayout(QLayout):
    """Lays items side by side and goes on in the next line where the room ends."""

    def __init__(self, parent: QWidget, *, gap: int = 20, line_gap: int = 4) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(gap)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._line_gap = line_gap
        self._heights: dict[int, int] = {}
        self._least: QSize | None = None

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:  # Qt asks dozens of times for one showing
            self._heights[width] = self._place(QRect(0, 0, width, 0), is_trial=True)
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights = {}
        self._least = None
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, is_trial=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        if self._least is None:
            self._least = QSize()
            for item in self._items:
                if not item.isEmpty():
                    self._least = self._least.expandedTo(item.minimumSize())
        return self._least

    def _place(self, rect: QRect, *, is_trial: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            if x > rect.x() and x + hint.width() > rect.x() + rect.width():
                x, y, line = rect.x(), y + line + self._line_gap, 0
            if not is_trial:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self._gap
            line = max(line, hint.height())
        return y + line - rect.y()


class _Item(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._icon = IconLabel(theme)
        self._label = Label(theme, role="compact")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, sizes.TIGHT, 0, sizes.TIGHT)
        row.setSpacing(sizes.XS)
        row.addWidget(self._icon)
        row.addWidget(self._label)

    def show_requirement(self, requirement: Requirement, state: str) -> None:
        self.setObjectName(f"requirement:{requirement.name}")
        icon, tone = ("clear", "clear") if requirement.is_done else ("unanswered", "open")
        self._icon.set_icon(icon, tone)
        self._label.setText(requirement.text)
        self._label.set_tone(tone)
        self._label.setAccessibleName(f"{requirement.text}, {state}")
        self.updateGeometry()


class RequirementLine(QFrame):
    """A quiet strip: a bold title, then one item per requirement."""

    def __init__(self, theme: Theme, title: str, done: str, still_open: str) -> None:
        super().__init__()
        self._theme = theme
        self._states = (still_open, done)
        self._items: list[_Item] = []
        self.setProperty("surface", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        holder = QWidget()
        self._flow = FlowLayout(holder)
        heading = Label(theme, title, role="compact", weight=700)
        heading.setContentsMargins(0, sizes.TIGHT, 0, sizes.TIGHT)
        self._flow.addWidget(heading)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        self.setSizePolicy(policy)
        inner = QVBoxLayout()
        inner.setContentsMargins(sizes.XL, sizes.XS, sizes.XL, sizes.XS)
        inner.addWidget(holder)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(inner)
        outer.addWidget(Hairline(theme))

    def show_requirements(self, requirements: tuple[Requirement, ...]) -> None:
        """Show what is wanted and what of it is done."""
        while len(self._items) < len(requirements):
            item = _Item(self._theme)
            self._items.append(item)
            self._flow.addWidget(item)
        for index, item in enumerate(self._items):
            set_shown(item, index < len(requirements))
            if index < len(requirements):
                one = requirements[index]
                item.show_requirement(one, self._states[one.is_done])
        self._flow.invalidate()
        self.updateGeometry()
