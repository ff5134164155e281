"""The cells of the evidence table: their texts, heights and painting."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from stemsup_desktop.ui.components.evidence import LADDER_PX, MARK_PX, Direction, paint_direction, paint_ladder
from stemsup_desktop.ui.components.painting import draw_box, draw_icon
from stemsup_desktop.ui.pages.reference.page_view import EvidenceRow, Link
from stemsup_desktop.ui.pages.reference.painted_text import draw_text, text_height
from stemsup_desktop.ui.theme import Theme

FINDING, GRADE, DIRECTION, SOURCE = range(4)
_ROOT = QModelIndex()
ROW = Qt.ItemDataRole.UserRole
_GRADE_PX, _DIRECTION_PX, _SOURCE_PX, GAP, _PAD = 140, 116, 148, 12, 8
NARROW_PX = 580
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
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell_text(row, index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._titles):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


def cell_text(row: EvidenceRow, column: int) -> str:
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

    def __init__(self, theme: Theme, to_verify: str, view: QTableView) -> None:
        super().__init__(view)
        self._theme = theme
        self._to_verify = to_verify
        self._view = view
        self.is_narrow = False

    def row_height(self, row: EvidenceRow, widths: tuple[int, ...], *, is_narrow: bool) -> int:
        """Return the height of a row at the widths of its columns, in logical px."""
        if row.heading:
            return round(text_height(f"{row.heading}  {row.note}", self._bold(), sum(widths) - GAP)) + 2 * _PAD
        grade_px = widths[GRADE] - LADDER_PX - 8 - GAP
        grade = max(22, self._high(row.grade, "compact", grade_px)) + self._high(row.people, "small", grade_px)
        direction_px = widths[GRADE if is_narrow else DIRECTION] - MARK_PX - 8 - GAP
        direction = max(22, self._high(row.direction_word, "compact", direction_px))
        if is_narrow:
            grade, direction = grade + 4 + direction, 0
        finding_px = widths[FINDING] - GAP
        finding = self._high(row.topic, "small", finding_px) + self._high(row.finding, "compact", finding_px)
        finding += 22 if row.needs_check else self._high(row.mark, "small", finding_px)
        source = sum(self._link_height(link, widths[SOURCE] - GAP) for link in row.sources)
        return round(max(finding, grade, direction, source)) + 2 * _PAD + 1

    def link_at(self, row: EvidenceRow, y: float, width: int) -> Link | None:
        """Return the link at a height in the source cell of a row, or None."""
        top = float(_PAD)
        for link in row.sources:
            height = self._link_height(link, width - GAP)
            if top <= y < top + height:
                return link
            top += height
        return None

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._view.columnWidth(index.column()), self._view.rowHeight(index.row()))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: EvidenceRow = index.data(ROW)
        rect = QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = self._view.hasFocus() and index.row() == self._view.currentIndex().row()
        if not row.heading and (is_current or state & QStyle.StateFlag.State_MouseOver):
            painter.fillRect(rect, self._theme.colour("tint" if is_current else "hover"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), self._theme.colour("line"))
        room = rect.adjusted(0, _PAD, -GAP, -_PAD)
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
        if self.is_narrow:
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


def column_widths(width: int, *, is_narrow: bool) -> tuple[int, ...]:
    """Return the widths of the four columns of a table; a narrow one has no column for the direction."""
    direction = 0 if is_narrow else _DIRECTION_PX
    return (width - _GRADE_PX - direction - _SOURCE_PX, _GRADE_PX, direction, _SOURCE_PX)
