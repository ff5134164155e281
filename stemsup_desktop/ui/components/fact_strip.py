"""Facts as captions over values, side by side in rows."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.theme import Theme, sizes


class FactStrip(QWidget):
    """`across` facts to a row; values wrap and are never cut off."""

    def __init__(self, theme: Theme, across: int = 3) -> None:
        super().__init__()
        self._theme = theme
        self._across = across
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(sizes.XL)
        self._grid.setVerticalSpacing(sizes.S)
        self._cells: list[tuple[QWidget, Label, WrapLabel]] = []
        for column in range(across):
            self._grid.setColumnStretch(column, 1)

    def show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        """Show captions and values."""
        while len(self._cells) < len(facts):
            self._add_cell()
        for number, (cell, caption, value) in enumerate(self._cells):
            set_shown(cell, number < len(facts))
            if number < len(facts):
                caption.setText(facts[number][0])
                value.setText(facts[number][1])

    def _add_cell(self) -> None:
        caption = Label(self._theme, role="label", tone="text-3")
        value = WrapLabel(self._theme, role="body", weight=500)
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(caption)
        column.addWidget(value)
        number = len(self._cells)
        self._grid.addWidget(cell, number // self._across, number % self._across, Qt.AlignmentFlag.AlignTop)
        self._cells.append((cell, caption, value))
