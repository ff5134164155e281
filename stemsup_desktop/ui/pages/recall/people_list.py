"""The list of recipients: painted by a delegate, so that a thousand lines cost no more than those in sight."""

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
from stemsup_desktop.ui.pages.recall.view import PersonLine
from stemsup_desktop.ui.signals import signals_blocked
from stemsup_desktop.ui.theme import Theme

_ROOT = QModelIndex()
_SIDE, _EDGE, _GAP = 12, 8, 2


class PeopleModel(QAbstractListModel):
    """Frozen lines for the list."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[PersonLine, ...] = ()

    @property
    def lines(self) -> tuple[PersonLine, ...]:
        """The lines shown."""
        return self._lines

    def set_lines(self, lines: tuple[PersonLine, ...]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

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


class PeopleDelegate(QStyledItemDelegate):
    """Paints name, chart number and telephone, and how it stands with contacting the patient."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        theme = self._theme
        return QSize(
            200, max(theme.grown(TAG_PX), theme.line_height("section")) + theme.line_height("small") + _GAP + 2 * _EDGE
        )

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        if not isinstance(model, PeopleModel):
            return
        line, theme, state = model.lines[index.row()], self._theme, option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = find_frame(option.rect)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            draw_box(painter, frame, fill=theme.colour("tint-2" if is_chosen else "hover"))
        if is_chosen and state & QStyle.StateFlag.State_HasFocus:
            draw_box(painter, frame, line=theme.colour("accent"), width=2)
        room = QRect(option.rect).adjusted(_SIDE, _EDGE, -_SIDE, -_EDGE)
        height = max(theme.grown(TAG_PX), theme.line_height("section"))
        taken = paint_state(painter, theme, room, line.state, line.word)
        paint_elided(
            painter, theme, QRect(room.left(), room.top(), room.width() - taken, height), line.title, "section"
        )
        below = QRect(room.left(), room.top() + height + _GAP, room.width(), theme.line_height("small"))
        paint_elided(painter, theme, below, line.detail, "small", "text-2" if is_chosen else "text-3")
        painter.restore()


class PeopleList(QListView):
    """`person_chosen` (moving about) and `person_opened` (Enter, double click) carry a patient's id."""

    person_chosen = Signal(str)
    person_opened = Signal(str)
    left_upwards = Signal()
    """Up was pressed on the first line."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.people_model = PeopleModel()
        self._delegate = PeopleDelegate(theme)
        self.setModel(self.people_model)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        set_up_painted_list(self, name, "recall_people")
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.doubleClicked.connect(lambda index: self.person_opened.emit(self._key_at(index)))

    def show_lines(self, lines: tuple[PersonLine, ...], chosen: str) -> None:
        """Show lines and mark the chosen one if there; reports nothing, keeps the place if nothing differs."""
        if lines != self.people_model.lines:
            scrolled = self.verticalScrollBar().value()
            with signals_blocked(self.selectionModel()):
                self.people_model.set_lines(lines)
            self.doItemsLayout()
            self.verticalScrollBar().setValue(scrolled)
        self._mark(chosen)

    def enter(self) -> None:
        """Take the focus, on the chosen line or the first."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.currentIndex().isValid() and self.people_model.rowCount():
            self.setCurrentIndex(self.people_model.index(0, 0))

    def choose(self, patient_id: str) -> None:
        """Choose a line as the person would."""
        self.setCurrentIndex(self.people_model.index(self._find_row(patient_id), 0))

    def chosen_key(self) -> str:
        """Return the id of the chosen patient, or empty."""
        index = self.currentIndex()
        return self._key_at(index) if index.isValid() else ""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and is_plain:
            if self.currentIndex().isValid():
                self.person_opened.emit(self.chosen_key())
        elif event.key() == Qt.Key.Key_Up and is_plain and self.currentIndex().row() <= 0:
            self.left_upwards.emit()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _mark(self, key: str) -> None:
        if key and key == self.chosen_key():
            return
        row = self._find_row(key)
        with signals_blocked(self.selectionModel()):
            if row >= 0:
                self.setCurrentIndex(self.people_model.index(row, 0))
            else:
                self.clearSelection()
                self.selectionModel().clearCurrentIndex()
        self.viewport().update()

    def _find_row(self, key: str) -> int:
        return next((row for row, line in enumerate(self.people_model.lines) if line.key == key), -1)

    def _on_current_changed(self, current: QModelIndex) -> None:
        if current.isValid():
            self.person_chosen.emit(self._key_at(current))

    def _key_at(self, index: QModelIndex) -> str:
        return self.people_model.lines[index.row()].key
