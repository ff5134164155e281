"""The list of pages or hits, painted: symbol, name in both languages, and what matched."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from stemsup_desktop.consultation.lots.lot_model import MeasuredState
from stemsup_desktop.ui.components.measured_mark import paint_measured_mark
from stemsup_desktop.ui.components.painted_list import let_selection_lead
from stemsup_desktop.ui.components.painting import draw_box
from stemsup_desktop.ui.pages.reference.painted_text import draw_text, text_height
from stemsup_desktop.ui.pages.reference.view import ListEntry
from stemsup_desktop.ui.theme import Theme, sizes

_ROOT = QModelIndex()
_ENTRY = Qt.ItemDataRole.UserRole
_MARK_PX = 62
"""The least that a symbol gets; with larger text the widest one in the list."""
_PAD = 12
_DOT_PX = 16
"""The dot before a measured value, with its gap."""


class EntriesModel(QAbstractListModel):
    """Frozen entries for a list view."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[ListEntry, ...] = ()

    def set_entries(self, entries: tuple[ListEntry, ...]) -> None:
        """Show other entries."""
        if entries != self._entries:
            self.beginResetModel()
            self._entries = entries
            self.endResetModel()

    def id_at(self, row: int) -> str:
        """Return the target of a row."""
        return self._entries[row].target_id

    def find_row(self, target_id: str) -> int | None:
        """Return the row of a target, or None."""
        return next((row for row, entry in enumerate(self._entries) if entry.target_id == target_id), None)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == _ENTRY:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            measured = (said for _, said in entry.measured)
            parts = (entry.mark, entry.title, entry.other_title, entry.note, *measured)
            return ", ".join(part for part in parts if part)
        return None


class EntryDelegate(QStyledItemDelegate):
    """Paints an entry; the open page stands on tint-2."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self.current_id = ""
        self.mark_px = _MARK_PX

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        entry = index.data(_ENTRY)
        width = self._view.viewport().width()
        inner = self._text_rect(QRectF(0, 0, width, 0), entry).width()
        height = sum(text_height(text, self._theme.font(role), inner) for text, role, _ in _lines(entry))
        small = self._theme.font("small")
        height += sum(text_height(said, small, inner - _DOT_PX) for _, said in entry.measured)
        return QSize(width, max(44, round(height) + 18))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry: ListEntry = index.data(_ENTRY)
        theme, rect = self._theme, QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = entry.target_id == self.current_id
        box = rect.adjusted(0, 1, 0, -1)
        if is_current:
            draw_box(painter, box, fill=theme.colour("tint-2"), radius=8)
        elif state & QStyle.StateFlag.State_MouseOver:
            draw_box(painter, box, fill=theme.colour("hover"), radius=8)
        if self._view.hasFocus() and index.row() == self._view.currentIndex().row():
            draw_box(painter, box, line=theme.colour("accent"), width=2, radius=8)
        if entry.mark:
            mark = QRectF(rect.left() + _PAD, rect.top() + 8, self.mark_px, self._theme.grown(24))
            draw_text(painter, mark, entry.mark, theme.font("heading"), theme.colour("text"))
        room = self._text_rect(rect.adjusted(0, 9, 0, 0), entry)
        for text, role, tone in _lines(entry):
            colour = theme.colour("text-2" if is_current and tone == "text-3" else tone)
            room.setTop(room.top() + draw_text(painter, room, text, theme.font(role), colour))
        for measured, said in entry.measured:
            tone = "text-2" if is_current or measured is MeasuredState.MEASURED else "text-3"
            line = room.adjusted(_DOT_PX, 0, 0, 0)
            dot = QRectF(room.left(), room.top(), 10, theme.line_height("small"))
            paint_measured_mark(painter, theme, dot, measured)
            room.setTop(room.top() + draw_text(painter, line, said, theme.font("small"), theme.colour(tone)))
        painter.restore()

    def _text_rect(self, rect: QRectF, entry: ListEntry) -> QRectF:
        left = _PAD + (self.mark_px if entry.mark else 0)
        return rect.adjusted(left, 0, -_PAD, 0)


def _lines(entry: ListEntry) -> tuple[tuple[str, str, str], ...]:
    """Return text, type role and tone of each line."""
    lines = ((entry.title, "body", "text"), (entry.other_title, "small", "text-2"), (entry.note, "small", "text-3"))
    return tuple(line for line in lines if line[0])


class PageList(QListView):
    """`target_opened` carries the id of an entry that was clicked or opened with Enter."""

    target_opened = Signal(str)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.entries = EntriesModel()
        self._theme = theme
        self._delegate = EntryDelegate(theme, self)
        self.setObjectName("page_list")
        self.setAccessibleName(name)
        self.setModel(self.entries)
        let_selection_lead(self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setProperty("ring", False)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._on_chosen)
        self.activated.connect(self._on_chosen)

    def show_entries(self, entries: tuple[ListEntry, ...], current_id: str) -> None:
        """Show entries, with the open one marked."""
        marks = (self._theme.advance("heading", None, entry.mark) for entry in entries)
        self._delegate.mark_px = max(_MARK_PX, round(max(marks, default=0)) + sizes.XS)
        self.entries.set_entries(entries)
        if current_id != self._delegate.current_id:
            self._delegate.current_id = current_id
            self.viewport().update()
            row = self.entries.find_row(current_id)
            if row is not None:
                self.setCurrentIndex(self.entries.index(row))

    def focus_first(self) -> None:
        """Put the focus on the first entry."""
        if self.entries.rowCount():
            self.setCurrentIndex(self.entries.index(0))
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def first_id(self) -> str:
        """Return the target of the current entry, else of the first, else nothing."""
        return self.entries.id_at(0) if self.entries.rowCount() else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()

    def _on_chosen(self, index: QModelIndex) -> None:
        self.target_opened.emit(self.entries.id_at(index.row()))
