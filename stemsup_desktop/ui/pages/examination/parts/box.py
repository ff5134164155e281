"""Boxes that hold parts in order: one below the other, side by side in a grid, or as cells in columns."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from stemsup_desktop.ui.pages.examination.parts.part import Part

_GRID_COLUMNS = 4
_NARROW_GRID_PX = 560


class Box(QWidget):
    """Parts one below the other; a part that comes later stands where its order says."""

    is_grid = False

    def __init__(self, spacing: int = 4) -> None:
        super().__init__()
        self._parts: list[Part] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(spacing)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @property
    def parts(self) -> tuple[Part, ...]:
        """All parts, in order."""
        return tuple(self._parts)

    @property
    def is_empty(self) -> bool:
        """Whether no part is asked."""
        return not any(part.is_asked for part in self._parts)

    def put(self, part: Part) -> None:
        """Take a part in."""
        index = bisect_left([one.order for one in self._parts], part.order)
        self._parts.insert(index, part)
        self._insert(index, part)

    def arrange(self) -> None:
        """Lay the parts out again after some were shown or hidden."""

    def _insert(self, index: int, part: Part) -> None:
        self.column.insertWidget(index, part)


class GridBox(Box):
    """Parts in a grid of four columns (two where it is narrow), each as wide as its kind wants."""

    is_grid = True

    def __init__(self) -> None:
        super().__init__(10)
        self._columns = _GRID_COLUMNS
        self._order: tuple[Part, ...] = ()
        # Rows of boxes and no grid layout: that one forgets the height of wrapped texts in cells that span columns.
        self._lines: list[QHBoxLayout] = []

    def arrange(self) -> None:
        order = tuple(part for part in self._parts if part.is_asked)
        if order != self._order:
            self._order = order
            self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = _GRID_COLUMNS if self.width() >= _NARROW_GRID_PX else _GRID_COLUMNS // 2
        if columns != self._columns:
            self._columns = columns
            self._lay_out()

    def _insert(self, index: int, part: Part) -> None:
        part.setParent(self)

    def _lay_out(self) -> None:
        for line in self._lines:
            while line.count():
                line.takeAt(0)
            self.column.removeItem(line)
        self._lines.clear()
        used = self._columns
        for part in self._order:
            span = min(part.span(self._columns), self._columns)
            if used + span > self._columns:
                self._fill_line(used)
                self._lines.append(QHBoxLayout())
                self._lines[-1].setSpacing(12)
                self.column.addLayout(self._lines[-1])
                used = 0
            self._lines[-1].addWidget(part, span, Qt.AlignmentFlag.AlignTop)
            part.show()
            used += span
        self._fill_line(used)

    def _fill_line(self, used: int) -> None:
        if self._lines and used < self._columns:
            self._lines[-1].addStretch(self._columns - used)


class CellBox(Box):
    """Cells of equal width beside each other; a cell that is not asked leaves its column empty."""

    def __init__(self, positions: tuple[int, ...]) -> None:
        super().__init__()
        self._slots: dict[int, QVBoxLayout] = {}
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.column.addLayout(row)
        for position in positions:
            holder = make_column()
            self._slots[position] = QVBoxLayout(holder)
            self._slots[position].setContentsMargins(0, 0, 0, 0)
            self._slots[position].setAlignment(Qt.AlignmentFlag.AlignTop)
            row.addWidget(holder, 1)

    def _insert(self, index: int, part: Part) -> None:
        self._slots[part.key[0]].addWidget(part)


def make_column() -> QWidget:
    """Return a holder that is as wide as its share of the row, whatever it holds."""
    holder = QWidget()
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHorizontalStretch(1)
    holder.setSizePolicy(policy)
    return holder
