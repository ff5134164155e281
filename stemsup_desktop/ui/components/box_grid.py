"""Boxes to tick in columns: as many as their words have room for, one below the other on the narrowest place."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_GAP_PX, _ROW_GAP_PX = 16, 2


class BoxGrid(QWidget):
    """Takes at most `columns` columns, fewer where a box would lose words; so its height follows from its width."""

    def __init__(self, boxes: tuple[QWidget, ...], columns: int) -> None:
        super().__init__()
        self._boxes = boxes
        self._most = columns
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for box in boxes:
            box.setParent(self)
        if boxes:
            self.setFocusProxy(boxes[0])

    def sizeHint(self) -> QSize:
        width = self._most * (self._widest() + _GAP_PX) - _GAP_PX
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._widest(), self._tallest())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = -(-len(self._boxes) // self._count_columns(width))
        return rows * (self._tallest() + _ROW_GAP_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = self._count_columns(self.width())
        wide, high = (self.width() + _GAP_PX) // columns - _GAP_PX, self._tallest()
        for index, box in enumerate(self._boxes):
            row, column = divmod(index, columns)
            box.setGeometry(column * (wide + _GAP_PX), row * (high + _ROW_GAP_PX), wide, high)

    def _count_columns(self, width: int) -> int:
        return max(1, min(self._most, (width + _GAP_PX) // (self._widest() + _GAP_PX)))

    def _widest(self) -> int:
        return max((box.sizeHint().width() for box in self._boxes), default=0)

    def _tallest(self) -> int:
        return max((box.sizeHint().height() for box in self._boxes), default=0)
