"""The evidence of a page as a table in full height: finding, grade, direction, source, under a heading per scope."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTableView

from stemsup_desktop.ui.pages.reference.evidence_cells import (
    DIRECTION,
    GAP,
    NARROW_PX,
    SOURCE,
    EvidenceDelegate,
    EvidenceModel,
    cell_text,
    column_widths,
)
from stemsup_desktop.ui.pages.reference.linked_text import show_in_pane
from stemsup_desktop.ui.pages.reference.page_view import EvidenceRow, Link
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

_LEAST_PX = 320


class _Header(QHeaderView):
    """Quiet titles over a rule, flush with the cells below."""

    def __init__(self, theme: Theme, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._theme = theme

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - the name in Qt
        title = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal))
        painter.save()
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.colour("text-3"))
        painter.drawText(rect.adjusted(0, 0, -GAP, 0), Qt.AlignmentFlag.AlignVCenter, title)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._theme.colour("line-strong"))
        painter.restore()


class EvidenceTable(QTableView):
    """As high as its rows, so that only the pane round it scrolls; Enter opens the source of a row."""

    source_opened = Signal(str)

    def __init__(self, theme: Theme, words: Words, rows: tuple[EvidenceRow, ...]) -> None:
        super().__init__()
        titles = tuple(words(f"reference.column_{name}") for name in ("finding", "grade", "direction", "source"))
        self.rows_model = EvidenceModel(titles)
        self.is_narrow = False
        self._heights: dict[int, tuple[int, ...]] = {}
        self._delegate = EvidenceDelegate(theme, words("common.to_verify"), self)
        self.setObjectName("evidence_table")
        self.setAccessibleName(words("reference.evidence"))
        self.setModel(self.rows_model)
        self.setItemDelegate(self._delegate)
        self._set_up(theme)
        self.rows_model.set_rows(rows)
        for number, row in enumerate(rows):
            if row.heading:
                self.setSpan(number, 0, 1, len(titles))
        self.activated.connect(self._on_activated)

    def _set_up(self, theme: Theme) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setProperty("ring", False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumWidth(_LEAST_PX)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(8)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = _Header(theme, self)
        self.setHorizontalHeader(header)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(8)
        header.setFixedHeight(theme.line_height("small") + 10)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit(event.size().width())

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            is_narrow = width < NARROW_PX
            widths = column_widths(width, is_narrow=is_narrow)
            rows = (self._delegate.row_height(row, widths, is_narrow=is_narrow) for row in self.rows_model.rows)
            self._heights[width] = tuple(rows)
        return sum(self._heights[width]) + self.horizontalHeader().height() + 2

    def sizeHint(self) -> QSize:
        width = max(self.width(), 320)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 40)

    def fit(self, width: int) -> None:
        """Lay columns and rows out for a width in logical px."""
        self.is_narrow = self._delegate.is_narrow = width < NARROW_PX
        for column, column_px in enumerate(column_widths(width, is_narrow=self.is_narrow)):
            self.setColumnWidth(column, column_px)
        self.setColumnHidden(DIRECTION, self.is_narrow)
        self.heightForWidth(width)
        for number, height in enumerate(self._heights[width]):
            self.setRowHeight(number, height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if event.matches(QKeySequence.StandardKey.Copy) and row >= 0:
            entry = self.rows_model.rows[row]
            cells = (cell_text(entry, column) for column in range(self.rows_model.columnCount()))
            QGuiApplication.clipboard().setText("\t".join(cell for cell in cells if cell))
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        is_link = self._link_at(event.position().toPoint()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        link = self._link_at(event.position().toPoint())
        if link is not None and event.button() == Qt.MouseButton.LeftButton:
            self.source_opened.emit(link.target_id)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.isValid() and self.hasFocus():
            top = self.horizontalHeader().height() + self.rowViewportPosition(current.row())
            height = self.rowHeight(current.row())
            show_in_pane(self, top + height // 2, height // 2 + 16)

    def _link_at(self, point: QPoint) -> Link | None:
        index = self.indexAt(point)
        if not index.isValid() or index.column() != SOURCE:
            return None
        row = self.rows_model.rows[index.row()]
        y = point.y() - self.rowViewportPosition(index.row())
        return self._delegate.link_at(row, y, self.columnWidth(SOURCE))

    def _on_activated(self, index: QModelIndex) -> None:
        sources = self.rows_model.rows[index.row()].sources
        if sources:
            self.source_opened.emit(sources[0].target_id)
