"""The list of the lot book: products with their lots under them, painted by a delegate, driven by keys or pointer."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from stemsup_desktop.ui.components.painted_list import (
    TAG_PX,
    find_frame,
    paint_elided,
    paint_state,
    set_up_painted_list,
)
from stemsup_desktop.ui.components.painting import draw_box
from stemsup_desktop.ui.pages.lots.view import BookLine
from stemsup_desktop.ui.signals import signals_blocked
from stemsup_desktop.ui.theme import Theme

_ROOT = QModelIndex()
_SIDE, _EDGE, _GAP = 12, 8, 2
_INDENT = _SIDE
"""The frame of a lot stands where the text of its product begins."""


class BookModel(QAbstractListModel):
    """Frozen lines for the list."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[BookLine, ...] = ()

    def set_lines(self, lines: tuple[BookLine, ...]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    @property
    def lines(self) -> tuple[BookLine, ...]:
        """The lines shown."""
        return self._lines

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return line.spoken
        return None


class BookDelegate(QStyledItemDelegate):
    """Paints a product as a heading, a lot with its state; a lot that cannot be used is dashed, as on the plan."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        model, theme = index.model(), self._theme
        details = len(model.lines[index.row()].details) if isinstance(model, BookModel) else 1
        head = theme.line_height("section") if details == 1 else max(theme.grown(TAG_PX), theme.line_height("section"))
        height = head + details * (theme.line_height("small") + _GAP) + 2 * _EDGE
        return QSize(200, height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        if not isinstance(model, BookModel):
            return
        line, theme, state = model.lines[index.row()], self._theme, option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        indent = 0 if line.is_product else _INDENT
        rect = QRect(option.rect).adjusted(indent, 0, 0, 0)
        frame = find_frame(rect)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            draw_box(painter, frame, fill=theme.colour("tint-2" if is_chosen else "hover"))
        if line.is_dim and not is_chosen:
            draw_box(painter, frame, line=theme.colour("open-line"), is_dashed=True)
        if is_chosen and state & QStyle.StateFlag.State_HasFocus:
            draw_box(painter, frame, line=theme.colour("accent"), width=2)
        self._paint_line(painter, rect.adjusted(_SIDE, _EDGE, -_SIDE, -_EDGE), line, is_chosen=is_chosen)
        painter.restore()

    def _paint_line(self, painter: QPainter, room: QRect, line: BookLine, *, is_chosen: bool) -> None:
        theme = self._theme
        height = (
            theme.line_height("section") if line.is_product else max(theme.grown(TAG_PX), theme.line_height("section"))
        )
        taken = 0 if line.state is None else paint_state(painter, theme, room, line.state, line.word)
        head = QRect(room.left(), room.top(), room.width() - taken, height)
        paint_elided(painter, theme, head, line.title, "section", "text-2" if line.is_dim and not is_chosen else "text")
        top = head.bottom() + 1 + _GAP
        quiet = "text-2" if is_chosen or not line.is_product else "text-3"
        for detail in line.details:
            where = QRect(room.left(), top, room.width(), theme.line_height("small"))
            paint_elided(painter, theme, where, detail, "small", quiet)
            top += where.height() + _GAP


class BookList(QListView):
    """`line_chosen` (moving about) and `line_opened` (Enter, double click) carry the key of a line."""

    line_chosen = Signal(str)
    line_opened = Signal(str)
    left_upwards = Signal()
    """Up was pressed on the first line."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.book_model = BookModel()
        self._delegate = BookDelegate(theme)
        self.setModel(self.book_model)
        self.setItemDelegate(self._delegate)
        set_up_painted_list(self, name, "lot_lines")
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.doubleClicked.connect(lambda index: self.line_opened.emit(self._key_at(index)))

    def show_lines(self, lines: tuple[BookLine, ...], chosen: str) -> None:
        """Show lines and mark the chosen one if there; reports nothing, keeps the place if nothing differs."""
        if lines != self.book_model.lines:
            with signals_blocked(self.selectionModel()):
                self.book_model.set_lines(lines)
        self.mark(chosen)

    def mark(self, key: str) -> None:
        """Mark a line without reporting it, or none that is not in the list."""
        if key and key == self.chosen_key():
            return
        row = next((row for row, line in enumerate(self.book_model.lines) if line.key == key), -1)
        with signals_blocked(self.selectionModel()):
            if row >= 0:
                self.setCurrentIndex(self.book_model.index(row, 0))
            else:
                self.clearSelection()
                self.selectionModel().clearCurrentIndex()
        self.viewport().update()

    def enter(self) -> None:
        """Take the focus, on the chosen line or the first."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.currentIndex().isValid() and self.book_model.rowCount():
            self.setCurrentIndex(self.book_model.index(0, 0))

    def chosen_key(self) -> str:
        """Return the key of the chosen line, or empty."""
        index = self.currentIndex()
        return self._key_at(index) if index.isValid() else ""

    def choose(self, key: str) -> None:
        """Choose a line as the person would."""
        row = next(row for row, line in enumerate(self.book_model.lines) if line.key == key)
        self.setCurrentIndex(self.book_model.index(row, 0))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and is_plain:
            if self.currentIndex().isValid():
                self.line_opened.emit(self.chosen_key())
            return
        if event.key() == Qt.Key.Key_Up and is_plain and self.currentIndex().row() <= 0:
            self.left_upwards.emit()
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().keyPressEvent(event)

    def _on_current_changed(self, current: QModelIndex) -> None:
        if current.isValid():
            self.line_chosen.emit(self._key_at(current))

    def _key_at(self, index: QModelIndex) -> str:
        return self.book_model.lines[index.row()].key
