"""The list of a history: walked with the arrow keys, opened with Enter, and longer the further one scrolls."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QListView

from stemsup_desktop.ui.components.painted_list import set_up_painted_list
from stemsup_desktop.ui.pages.history.entries import HistoryEntry
from stemsup_desktop.ui.pages.history.line_delegate import LineDelegate
from stemsup_desktop.ui.pages.history.line_model import LinesModel
from stemsup_desktop.ui.pages.history.view import EndLine, ListLine
from stemsup_desktop.ui.theme import Theme


class LineList(QListView):
    """`entry_opened` carries a `HistoryEntry`: Enter, or a double click."""

    entry_opened = Signal(object)
    end_neared = Signal()
    """The last lines are about to be seen."""
    further_requested = Signal()
    """The line below the last was followed."""
    left_upwards = Signal()
    """Up was pressed on the first line."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.lines_model = LinesModel()
        self._delegate = LineDelegate(theme)
        self.setModel(self.lines_model)
        self.setItemDelegate(self._delegate)
        set_up_painted_list(self, name, "history_list")
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.clicked.connect(self._on_clicked)
        bar = self.verticalScrollBar()
        bar.setSingleStep(48)
        bar.valueChanged.connect(self._look_for_end)
        bar.rangeChanged.connect(self._look_for_end)

    def show_lines(self, lines: tuple[ListLine, ...]) -> None:
        """Show lines and keep the place; other ones than before begin at the top."""
        before = self.lines_model.lines
        if lines == before:
            return
        chosen = self.chosen()
        self.lines_model.set_lines(lines)
        if not before or not lines or before[0] != lines[0]:
            self.scrollToTop()
        row = self.lines_model.find_row(chosen.key) if chosen is not None else None
        if row is not None and row != self.currentIndex().row():
            self.setCurrentIndex(self.lines_model.index(row, 0))

    def chosen(self) -> HistoryEntry | None:
        """Return the act that is marked, or None."""
        index = self.currentIndex()
        line = self.lines_model.lines[index.row()] if index.isValid() else None
        return line if isinstance(line, HistoryEntry) else None

    def enter(self) -> None:
        """Take the focus; where nothing is marked, mark the first act."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._mark_first()

    def open_chosen(self) -> None:
        """Do what Enter does on the marked line."""
        entry, index = self.chosen(), self.currentIndex()
        if entry is not None:
            self.entry_opened.emit(entry)
        elif index.isValid() and isinstance(self.lines_model.lines[index.row()], EndLine):
            self.further_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and is_plain:
            self.open_chosen()
            return
        if event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 1:
            self.left_upwards.emit()
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if self.indexAt(event.position().toPoint()) == self.currentIndex() and self.chosen() is not None:
            self.open_chosen()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._mark_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._delegate.room = self.viewport().width()
        super().resizeEvent(event)

    def _mark_first(self) -> None:
        """Qt makes the heading current when the focus comes in, or leaves the first act unmarked."""
        index = self.currentIndex()
        model = self.lines_model
        if index.isValid() and model.flags(index) & Qt.ItemFlag.ItemIsSelectable:
            if not self.selectionModel().isSelected(index):
                self.setCurrentIndex(index)
            return
        first = next((row for row, line in enumerate(model.lines) if isinstance(line, HistoryEntry)), None)
        if first is not None:
            self.setCurrentIndex(model.index(first, 0))

    def _on_clicked(self, index: QModelIndex) -> None:
        if isinstance(self.lines_model.lines[index.row()], EndLine):
            self.further_requested.emit()

    def _look_for_end(self) -> None:
        bar = self.verticalScrollBar()
        if self.lines_model.lines and bar.value() >= bar.maximum() - 2 * self.viewport().height():
            self.end_neared.emit()
