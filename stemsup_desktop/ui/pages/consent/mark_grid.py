"""Boxes side by side where there is room: clauses run down the columns, signers across."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from stemsup_desktop.ui.components.labels import set_shown
from stemsup_desktop.ui.pages.consent.mark_row import MarkRow
from stemsup_desktop.ui.pages.consent.marks import MarkKey, MarkLine
from stemsup_desktop.ui.pages.consent.signer_box import SignerBox

_TWO_FROM_PX = 620
Box = MarkRow | SignerBox


class MarkGrid(QWidget):
    """Shows lines in boxes that `make` makes; a box stays when its line changes, and so does the focus in it."""

    chosen = Signal(object)
    """The `MarkKey` of a box that was pressed."""

    def __init__(self, make: Callable[[], Box], *, runs_down: bool, gaps: tuple[int, int]) -> None:
        super().__init__()
        self._make = make
        self._runs_down = runs_down
        self._boxes: list[Box] = []
        self._keys: list[MarkKey] = []
        self._placed = (0, 0)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(gaps[0])
        self._grid.setVerticalSpacing(gaps[1])

    def show_lines(self, lines: tuple[MarkLine, ...], locked: str) -> None:
        """Show these and no others."""
        while len(self._boxes) < len(lines):
            self._add()
        self._keys = [line.key for line in lines]
        for box, line in zip(self._boxes, lines, strict=False):
            box.show_line(line, locked)
        for index, box in enumerate(self._boxes):
            set_shown(box, index < len(lines))
        self._place()

    def find_box(self, key: MarkKey) -> Box | None:
        """Find the box of a mark."""
        return self._boxes[self._keys.index(key)] if key in self._keys else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _add(self) -> None:
        box, index = self._make(), len(self._boxes)
        box.clicked.connect(lambda: self.chosen.emit(self._keys[index]))
        self._boxes.append(box)

    def _place(self) -> None:
        count, columns = len(self._keys), 2 if self.width() >= _TWO_FROM_PX else 1
        if (count, columns) == self._placed:
            return
        self._placed = (count, columns)
        rows = -(-count // columns) if count else 0
        for index, box in enumerate(self._boxes[:count]):
            down, across = (index % rows, index // rows) if self._runs_down else divmod(index, columns)
            self._grid.addWidget(box, down, across)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
