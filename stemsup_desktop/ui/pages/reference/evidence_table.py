"""The evidence of a page as a table in full height: finding, grade, direction, source, under a heading per scope."""

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from stemsup_desktop.ui.components.evidence import LADDER_PX, MARK_PX, Direction, paint_direction, paint_ladder
from stemsup_desktop.ui.components.painting import draw_box, draw_icon
from stemsup_desktop.ui.pages.reference.linked_text import show_in_pane
from stemsup_desktop.ui.pages.reference.page_view import EvidenceRow, Link
from stemsup_desktop.ui.pages.reference.painted_text import draw_text, text_height
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

FINDING, GRADE, DIRECTION, SOURCE = range(4)
_ROOT = QModelIndex()
_ROW = Qt.ItemDataRole.UserRole
_GRADE_PX, _DIRECTION_PX, _SOURCE_PX, _GAP, _PAD = 140, 116, 148, 12, 8
_NARROW_PX = 580
"""Below this width the direction stands under the grade."""


class EvidenceModel(QAbstractTableModel):
    """Frozen rows of evidence; a heading row says its heading in the first column."""

    def __init__(self, titles: tuple[str, ...]) -> None:
        super().__init__()
        self._titles = titles
        self.rows: tuple[EvidenceRow, ...] = ()

    def set_rows(self, rows: tuple[EvidenceRow, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == _ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _cell_text(row, index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._titles):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


def _cell_text(row: EvidenceRow, column: int) -> str:
    if row.heading:
        return f"{row.heading}: {row.note}" if column == FINDING else ""
    if column == FINDING:
        return ". ".join(part for part in (row.topic, row.finding, row.mark) if part)
    if column == GRADE:
        return ", ".join(part for part in (row.grade, row.people) if part)
    if column == DIRECTION:
        return row.direction_word
    return "; ".join(f"{link.text} {link.note}".strip() for link in row.sources)


class EvidenceDelegate(QStyledItemDelegate):
    """Measures and paints every cell; `to_verify` is the word of the dashed tag."""

    def __init__(self, theme: Theme, to_verify: str, view: "EvidenceTable") -> None:
        super().__init__(view)
        self._theme = theme
        self._to_verify = to_verify
        self._view = view

    def row_height(self, row: EvidenceRow, widths: tuple[int, ...], *, is_narrow: bool) -> int:
        """Return the height of a row at the widths of its columns, in logical px."""
        if row.heading:
            return round(text_height(f"{row.heading}  {row.note}", self._bold(), sum(widths) - _GAP)) + 2 * _PAD
        grade_px = widths[GRADE] - LADDER_PX - 8 - _GAP
        grade = max(22, self._high(row.grade, "compact", grade_px)) + self._high(row.people, "small", grade_px)
        direction_px = widths[GRADE if is_narrow else DIRECTION] - MARK_PX - 8 - _GAP
        direction = max(22, self._high(row.direction_word, "compact", direction_px))
        if is_narrow:
            grade, direction = grade + 4 + direction, 0
        finding_px = widths[FINDING] - _GAP
        finding = self._high(row.topic, "small", finding_px) + self._high(row.finding, "compact", finding_px)
        finding += 22 if row.needs_check else self._high(row.mark, "small", finding_px)
        source = sum(self._link_height(link, widths[SOURCE] - _GAP) for link in row.sources)
        return round(max(finding, grade, direction, source)) + 2 * _PAD + 1

    def link_at(self, row: EvidenceRow, y: float, width: int) -> Link | None:
        """Return the link at a height in the source cell of a row, or None."""
        top = float(_PAD)
        for link in row.sources:
            height = self._link_height(link, width - _GAP)
            if top <= y < top + height:
                return link
            top += height
        return None

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._view.columnWidth(index.column()), self._view.rowHeight(index.row()))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: EvidenceRow = index.data(_ROW)
        rect = QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = self._view.hasFocus() and index.row() == self._view.currentIndex().row()
        if not row.heading and (is_current or state & QStyle.StateFlag.State_MouseOver):
            painter.fillRect(rect, self._theme.colour("tint" if is_current else "hover"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), self._theme.colour("line"))
        room = rect.adjusted(0, _PAD, -_GAP, -_PAD)
        if row.heading:
            self._paint_heading(painter, room, row)
        elif index.column() == FINDING:
            self._paint_finding(painter, room, row)
        elif index.column() == GRADE:
            self._paint_grade(painter, room, row)
        elif index.column() == DIRECTION:
            self._paint_direction(painter, room, row)
        else:
            self._paint_sources(painter, room, row)
        painter.restore()

    def _paint_heading(self, painter: QPainter, room: QRectF, row: EvidenceRow) -> None:
        bold = self._bold()
        draw_text(painter, room, row.heading, bold, self._theme.colour("text"))
        painter.setFont(bold)
        lead = painter.fontMetrics().horizontalAdvance(f"{row.heading}   ")
        draw_text(painter, room.adjusted(lead, 0, 0, 0), row.note, self._font("compact"), self._theme.colour("text-2"))

    def _paint_finding(self, painter: QPainter, room: QRectF, row: EvidenceRow) -> None:
        colour = self._theme.colour
        room.setTop(room.top() + draw_text(painter, room, row.topic, self._font("small"), colour("text-3")))
        room.setTop(room.top() + draw_text(painter, room, row.finding, self._font("compact"), colour("text")))
        if row.needs_check:
            painter.setFont(self._font("small", 500))
            width = painter.fontMetrics().horizontalAdvance(self._to_verify) + 12
            tag = QRectF(room.left(), room.top() + 3, width, 18)
            draw_box(painter, tag, line=colour("open-line"), radius=4, is_dashed=True)
            painter.setPen(colour("open"))
            painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, self._to_verify)
        else:
            draw_text(painter, room, row.mark, self._font("small"), colour("text-3"))

    def _paint_grade(self, painter: QPainter, room: QRectF, row: EvidenceRow) -> None:
        if row.rungs is None:
            box = QRectF(room.left() + 4, room.top() + 2, 16, 16)
            draw_icon(painter, self._theme, "docs", "text", box)
        else:
            paint_ladder(painter, self._theme, QRectF(room.left(), room.top() + 2, LADDER_PX, 14), row.rungs)
        text = room.adjusted(LADDER_PX + 8, 0, 0, 0)
        colour = self._theme.colour
        text.setTop(text.top() + draw_text(painter, text, row.grade, self._font("compact"), colour("text")))
        height = draw_text(painter, text, row.people, self._font("small"), colour("text-3"))
        if self._view.is_narrow:
            below = max(text.top() + height, room.top() + 22) + 4
            self._paint_direction(painter, QRectF(room.left(), below, room.width(), 22), row)

    def _paint_direction(self, painter: QPainter, room: QRectF, row: EvidenceRow) -> None:
        box = QRectF(room.left(), room.top() + 1, MARK_PX, MARK_PX)
        paint_direction(painter, self._theme, box, Direction(row.direction))
        text = room.adjusted(MARK_PX + 8, 0, 0, 0)
        draw_text(painter, text, row.direction_word, self._font("compact", 500), self._theme.colour("text"))

    def _paint_sources(self, painter: QPainter, room: QRectF, row: EvidenceRow) -> None:
        underlined = QFont(self._font("compact"))
        underlined.setUnderline(True)
        colour = self._theme.colour
        for link in row.sources:
            top = room.top()
            room.setTop(room.top() + draw_text(painter, room, link.text, underlined, colour("accent")))
            draw_text(painter, room, link.note, self._font("small"), colour("text-3"))
            room.setTop(top + self._link_height(link, round(room.width())))

    def _link_height(self, link: Link, width: int) -> float:
        return self._high(link.text, "compact", width) + self._high(link.note, "small", width) + 4

    def _high(self, text: str, role: str, width: float) -> float:
        return text_height(text, self._font(role), width)

    def _font(self, role: str, weight: int | None = None) -> QFont:
        return self._theme.font(role, weight)

    def _bold(self) -> QFont:
        return self._theme.font("compact", 700)


def _column_widths(width: int, *, is_narrow: bool) -> tuple[int, ...]:
    direction = 0 if is_narrow else _DIRECTION_PX
    return (width - _GRADE_PX - direction - _SOURCE_PX, _GRADE_PX, direction, _SOURCE_PX)


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
        painter.drawText(rect.adjusted(0, 0, -_GAP, 0), Qt.AlignmentFlag.AlignVCenter, title)
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
        self.setMinimumWidth(320)
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
            is_narrow = width < _NARROW_PX
            widths = _column_widths(width, is_narrow=is_narrow)
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
        self.is_narrow = width < _NARROW_PX
        for column, column_px in enumerate(_column_widths(width, is_narrow=self.is_narrow)):
            self.setColumnWidth(column, column_px)
        self.setColumnHidden(DIRECTION, self.is_narrow)
        self.heightForWidth(width)
        for number, height in enumerate(self._heights[width]):
            self.setRowHeight(number, height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if event.matches(QKeySequence.StandardKey.Copy) and row >= 0:
            entry = self.rows_model.rows[row]
            cells = (_cell_text(entry, column) for column in range(self.rows_model.columnCount()))
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
