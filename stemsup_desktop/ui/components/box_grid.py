"""Check boxes in columns: as many as their words have room for, one below the other on the narrowest place."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from stemsup_desktop.ui.components.check_box import CheckBox

_GAP_PX, _ROW_GAP_PX = 16, 2


class BoxGrid(QWidget):
    """Takes at most `columns` columns, fewer where a box would lose words."""

    def __init__(self, boxes: tuple[CheckBox, ...], columns: int) -> None:
        super().__init__()
        self._boxes = boxes
        self._most = columns
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP_PX)
        self._grid.setVerticalSpacing(_ROW_GAP_PX)
        if boxes:
            self.setFocusProxy(boxes[0])
        self._place(columns)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._widest(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(max(1, min(self._most, (self.width() + _GAP_PX) // (self._widest() + _GAP_PX))))

    def _widest(self) -> int:
        return max((box.sizeHint().width() for box in self._boxes), default=0)

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 0)
        self._columns = columns
        for index, box in enumerate(self._boxes):
            self._grid.addWidget(box, index // columns, index % columns)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
        rows = -(-len(self._boxes) // columns)
        tallest = max((box.sizeHint().height() for box in self._boxes), default=0)
        # Said outright: beside wrapped texts the layout above would otherwise squeeze the rows.
        self.setMinimumHeight(rows * (tallest + _ROW_GAP_PX))
