"""The clauses of the form by section, as a painted list; the editor follows the current row."""

from functools import lru_cache

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from stemsup_desktop.ui.components.line_breaks import keep_phrases
from stemsup_desktop.ui.components.painted_list import set_up_painted_list
from stemsup_desktop.ui.components.painting import draw_box, draw_icon
from stemsup_desktop.ui.pages.forms.view import ListRow
from stemsup_desktop.ui.theme import Theme

_ROOT = QModelIndex()
_ROW = Qt.ItemDataRole.UserRole
_LEFT, _PAD, _ICON = 16, 7, 16
_AROUND_PX = _LEFT + 16
_WRAPS = Qt.TextFlag.TextWordWrap
_keep = lru_cache(maxsize=512)(keep_phrases)


class ClausesModel(QAbstractListModel):
    """Frozen rows for a list view; a section cannot be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[ListRow, ...] = ()

    def set_rows(self, rows: tuple[ListRow, ...]) -> None:
        """Show other rows; where they are the same ones, only what changed of them is told."""
        if rows == self._rows:
            return
        is_same = [(one.section_id, one.clause_id) for one in rows] == [
            (one.section_id, one.clause_id) for one in self._rows
        ]
        if not is_same:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        changed = [number for number, row in enumerate(rows) if row != self._rows[number]]
        self._rows = rows
        for number in changed:
            self.dataChanged.emit(self.index(number), self.index(number))

    def row_at(self, number: int) -> ListRow:
        """Return a row."""
        return self._rows[number]

    def find_row(self, clause_id: str) -> int | None:
        """Return the row of a clause, or None."""
        return next((number for number, row in enumerate(self._rows) if clause_id and row.clause_id == clause_id), None)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        own = super().flags(index)
        if index.isValid() and not self._rows[index.row()].clause_id:
            return own & ~Qt.ItemFlag.ItemIsSelectable & ~Qt.ItemFlag.ItemIsEnabled
        return own

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == _ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.title}, {row.note}" if row.note else row.title
        return None


class ClauseDelegate(QStyledItemDelegate):
    """Paints a section as a small heading, a clause as its title with what is to say of it."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._lines: dict[tuple[str, bool, int, int], int] = {}
        """How many lines a title takes, by title, kind, room and height of a line: Qt asks for each again and again."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row: ListRow = index.data(_ROW)
        width = self._view.viewport().width()
        height = self._title_px(row, width) + (self._theme.line_height("small") if row.note else 0) + 2 * _PAD
        return QSize(width, height + (6 if not row.clause_id else 0))

    def _title_font(self, row: ListRow) -> QFont:
        return self._theme.font("compact", 500) if row.clause_id else self._theme.font("small", 700)

    def _title_px(self, row: ListRow, width: int) -> int:
        """Return how high a title is in a list of a width; room for a flag is kept, so that none moves a line."""
        high = self._theme.line_height("compact")
        key = (row.title, bool(row.clause_id), width, high)
        if key not in self._lines:
            metrics = QFontMetrics(self._title_font(row))
            room = QRect(0, 0, width - _AROUND_PX - _ICON - 4, 1000)
            lines = round(metrics.boundingRect(room, _WRAPS, _keep(row.title)).height() / metrics.height())
            self._lines[key] = max(1, lines)
        return self._lines[key] * high

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: ListRow = index.data(_ROW)
        rect = QRectF(option.rect).adjusted(4, 1, -4, -1)
        colour, font = self._theme.colour, self._theme.font
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = bool(row.clause_id) and index.row() == self._view.currentIndex().row()
        if is_current:
            draw_box(painter, rect, fill=colour("tint-2"), radius=6)
        elif row.clause_id and option.state & QStyle.StateFlag.State_MouseOver:
            draw_box(painter, rect, fill=colour("hover"), radius=6)
        if is_current and self._view.hasFocus():
            draw_box(painter, rect, line=colour("accent"), width=2, radius=6)
        left, width = rect.left() + _LEFT - 4, option.rect.width()
        room = width - _AROUND_PX - _ICON - 4
        top = rect.top() + _PAD + (5 if not row.clause_id else -1)
        painter.setFont(self._title_font(row))
        painter.setPen(colour("text-2" if not row.clause_id else "text"))
        high = self._title_px(row, width)
        painter.drawText(QRectF(left, top, room, high), _WRAPS | Qt.AlignmentFlag.AlignVCenter, _keep(row.title))
        if row.note:
            painter.setFont(font("small"))
            painter.setPen(colour("text-2" if is_current else "text-3"))
            self._write(painter, row.note, QRectF(left, top + high, room, self._theme.line_height("small")))
        if row.is_flagged:
            box = QRectF(rect.right() - _ICON - 8, rect.center().y() - _ICON / 2, _ICON, _ICON)
            draw_icon(painter, self._theme, "caution", "caut", box)
        painter.restore()

    @staticmethod
    def _write(painter: QPainter, text: str, room: QRectF) -> None:
        shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class ClauseList(QListView):
    """Up and Down move from clause to clause. Showing rows reports nothing."""

    clause_reached = Signal(str)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._model = ClausesModel()
        self._is_showing = False
        self.setModel(self._model)
        self.setItemDelegate(ClauseDelegate(theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)  # a title takes more lines in less width
        set_up_painted_list(self, name, "clauses")

    def show_rows(self, rows: tuple[ListRow, ...], clause_id: str) -> None:
        """Show the form's clauses with one of them current."""
        self._is_showing = True
        try:
            self._model.set_rows(rows)
            number = self._model.find_row(clause_id)
            if number is not None and number != self.currentIndex().row():
                self.setCurrentIndex(self._model.index(number))
            if number is not None:
                self.scrollTo(self._model.index(number))
        finally:
            self._is_showing = False

    def choose(self, clause_id: str) -> None:
        """Go to a clause as the person would."""
        number = self._model.find_row(clause_id)
        if number is not None:
            self.setCurrentIndex(self._model.index(number))

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.isValid() and not self._is_showing:
            row = self._model.row_at(current.row())
            if row.clause_id:
                self.clause_reached.emit(row.clause_id)
