"""Boxes that hold parts in order: one below the other, side by side in a grid, or as cells in columns."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.stack import Stack
from stemsup_desktop.ui.theme import sizes

if TYPE_CHECKING:
    from stemsup_desktop.ui.pages.examination.parts.part import Part

_GRID_COLUMNS = 4
_NARROW_GRID_PX = 620


class Box(Stack):
    """Parts one below the other; a part that comes later stands where its order says."""

    is_grid = False

    def __init__(self, spacing: int = 4) -> None:
        super().__init__(spacing)
        self._parts: list[Part] = []

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
        index = bisect_left(self._parts, part.order, key=lambda other: other.order)
        self._parts.insert(index, part)
        self._place(index, part)

    def arrange(self) -> None:
        """Lay the parts out again after some were shown or hidden."""

    def _place(self, index: int, part: Part) -> None:
        self.insert(index, part)


class GridBox(Box):
    """Parts in a grid of four columns (two where it is narrow), each as wide as its kind wants."""

    is_grid = True

    def __init__(self) -> None:
        super().__init__(10)
        self._columns = _GRID_COLUMNS
        self._order: tuple[Part, ...] = ()
        self._lines: list[_Line] = []

    def arrange(self) -> None:
        order = tuple(part for part in self._parts if part.is_asked)
        if order != self._order:
            self._order = order
            self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        room = self._parts[0].theme.room(self.width()) if self._parts else self.width()
        columns = _GRID_COLUMNS if room >= _NARROW_GRID_PX else _GRID_COLUMNS // 2
        if columns != self._columns:
            self._columns = columns
            self._lay_out()
            # The height that was given is that of the columns before.
            self.updateGeometry()
        super().resizeEvent(event)

    def _place(self, index: int, part: Part) -> None:
        part.setParent(self)

    def _lay_out(self) -> None:
        """Share the parts out over lines; a part that stays in its line stays in its layout."""
        wanted: list[list[Part]] = []
        used = self._columns
        for part in self._order:
            span = min(part.span(self._columns), self._columns)
            if used + span > self._columns:
                wanted.append([])
                used = 0
            wanted[-1].append(part)
            used += span
        while len(self._lines) < len(wanted):
            line = _Line()
            self._lines.append(line)
            self.insert(len(self._lines) - 1, line)
        for line, parts in zip(self._lines, wanted, strict=False):
            line.show_parts(tuple(parts), self._columns)
        for line in self._lines[len(wanted) :]:
            line.show_parts((), self._columns)


class _Line(QWidget):
    """One line of a grid."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[tuple[Part, ...], int] = ((), 0)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(sizes.S)

    def show_parts(self, parts: tuple[Part, ...], columns: int) -> None:
        """Show these parts beside each other."""
        if (parts, columns) == self._shown:
            return
        for part in self._shown[0]:
            # `takeAt` leaves the item alive that it hands out, and the part goes on telling that one what it needs.
            self._row.removeWidget(part)
        self._shown = (parts, columns)
        while self._row.count():
            self._row.takeAt(0)
        used = 0
        for part in parts:
            span = min(part.span(columns), columns)
            self._row.addWidget(part, span, Qt.AlignmentFlag.AlignTop)
            part.show()
            used += span
        if used < columns:
            self._row.addStretch(columns - used)
        self.setVisible(bool(parts))


class CellBox(Box):
    """Cells of equal width beside each other; a cell that is not asked leaves its column empty."""

    def __init__(self, positions: tuple[int, ...]) -> None:
        super().__init__()
        self._slots: dict[int, QVBoxLayout] = {}
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.XS)
        for position in positions:
            holder = make_column()
            self._slots[position] = QVBoxLayout(holder)
            self._slots[position].setContentsMargins(0, 0, 0, 0)
            self._slots[position].setAlignment(Qt.AlignmentFlag.AlignTop)
            row.addWidget(holder, 1)
        self.insert(0, line)

    def _place(self, index: int, part: Part) -> None:
        self._slots[part.key[0]].addWidget(part)


def make_column() -> QWidget:
    """Return a holder that is as wide as its share of the row, whatever it holds."""
    holder = QWidget()
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHorizontalStretch(1)
    holder.setSizePolicy(policy)
    return holder
