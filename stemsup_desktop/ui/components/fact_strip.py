"""Facts as captions over values, side by side in rows."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.theme import Theme, sizes

_LEAST_PX = 118
"""The width of a fact at least: that of a day in words."""


class FactStrip(QWidget):
    """At most `across` facts to a row, fewer on a narrow pane; values wrap and are never cut off."""

    def __init__(self, theme: Theme, across: int = 3) -> None:
        super().__init__()
        self._theme = theme
        self._most = self._across = across
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(sizes.XL)
        self._grid.setVerticalSpacing(sizes.S)
        self._cells: list[tuple[QWidget, Label, WrapLabel]] = []
        self._stretch()

    def show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        """Show captions and values."""
        while len(self._cells) < len(facts):
            self._add_cell()
        for number, (cell, caption, value) in enumerate(self._cells):
            set_shown(cell, number < len(facts))
            if number < len(facts):
                caption.setText(facts[number][0])
                value.setText(facts[number][1])
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._measure_widest(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _measure_widest(self) -> int:
        return max((cell.minimumSizeHint().width() for cell, _, _ in self._cells if not cell.isHidden()), default=0)

    def _fit(self) -> None:
        """Put as many facts into a row as there is room for."""
        gap = self._grid.horizontalSpacing()
        fitting = (self.width() + gap) // (max(self._measure_widest(), self._theme.grown(_LEAST_PX)) + gap)
        across = max(1, min(fitting, self._most))
        if across == self._across:
            return
        self._across = across
        self._stretch()
        for number, (cell, _, _) in enumerate(self._cells):
            self._grid.removeWidget(cell)
            self._place(cell, number)

    def _stretch(self) -> None:
        for column in range(self._most):
            self._grid.setColumnStretch(column, int(column < self._across))

    def _place(self, cell: QWidget, number: int) -> None:
        self._grid.addWidget(cell, number // self._across, number % self._across, Qt.AlignmentFlag.AlignTop)

    def _add_cell(self) -> None:
        caption = Label(self._theme, role="label", tone="text-3")
        value = WrapLabel(self._theme, role="body", weight=500)
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(caption)
        column.addWidget(value)
        self._place(cell, len(self._cells))
        self._cells.append((cell, caption, value))
