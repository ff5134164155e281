"""The list of patients: a frozen set of lines as a model, painted by a delegate, driven by keys or pointer."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from stemsup_desktop.ui.components.painted_list import find_frame, set_up_painted_list
from stemsup_desktop.ui.components.painting import draw_box
from stemsup_desktop.ui.pages.patients.view import HitView
from stemsup_desktop.ui.signals import signals_blocked
from stemsup_desktop.ui.theme import Theme

_ROOT = QModelIndex()
_SIDE = 12
_EDGE = 8
_GAP = 2


class HitsModel(QAbstractListModel):
    """Frozen lines for the list."""

    def __init__(self) -> None:
        super().__init__()
        self._hits: tuple[HitView, ...] = ()

    def set_hits(self, hits: tuple[HitView, ...]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._hits = hits
        self.endResetModel()

    @property
    def hits(self) -> tuple[HitView, ...]:
        """The lines shown."""
        return self._hits

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return hit.spoken
        return None


class HitDelegate(QStyledItemDelegate):
    """Paints name and chart number, kana and romaji, birth and when last seen; numbers and dates are never cut."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        theme = self._theme
        height = theme.line_height("section") + 2 * theme.line_height("small") + 2 * _GAP + 2 * _EDGE
        return QSize(200, height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        if not isinstance(model, HitsModel):
            return
        hit = model.hits[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        state = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            fill = self._theme.colour("tint-2" if is_chosen else "hover")
            draw_box(painter, find_frame(rect), fill=fill)
        if is_chosen and state & QStyle.StateFlag.State_HasFocus:
            accent = self._theme.colour("accent")
            draw_box(painter, find_frame(rect), line=accent, width=2)
        quiet = "text-2" if is_chosen else "text-3"
        line = rect.adjusted(_SIDE, _EDGE, -_SIDE, -_EDGE)
        top = self._paint_line(painter, line, line.top(), hit.name, hit.chart_number, "section", "text", "text-2")
        if hit.reading:
            top = self._paint_line(painter, line, top, hit.reading, "", "small", quiet, quiet)
        self._paint_line(painter, line, top, hit.born, hit.seen, "small", "text-2", quiet)
        painter.restore()

    def _paint_line(
        self, painter: QPainter, line: QRect, top: int, left: str, right: str, role: str, token: str, right_token: str
    ) -> int:
        """Paint one line and return where the next begins; the left text gives way to the right one."""
        theme = self._theme
        height = theme.line_height(role)
        small = theme.font("small")
        right_width = QFontMetrics(small).horizontalAdvance(right) if right else 0
        painter.setFont(small)
        painter.setPen(theme.colour(right_token))
        room = QRect(line.left(), top, line.width(), height)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right)
        font = theme.font(role)
        painter.setFont(font)
        painter.setPen(theme.colour(token))
        left_room = room.adjusted(0, 0, -(right_width + 12 if right else 0), 0)
        single = " ".join(left.splitlines())
        shown = QFontMetrics(font).elidedText(single, Qt.TextElideMode.ElideRight, left_room.width())
        painter.drawText(left_room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        return top + height + _GAP


class HitList(QListView):
    """`patient_chosen` (moving about) and `patient_opened` (Enter, double click) carry a patient's id."""

    patient_chosen = Signal(str)
    patient_opened = Signal(str)
    left_upwards = Signal()
    """Up was pressed on the first line."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.hits_model = HitsModel()
        self._delegate = HitDelegate(theme)
        self.setModel(self.hits_model)
        self.setItemDelegate(self._delegate)
        set_up_painted_list(self, name, "hits")
        self.setUniformItemSizes(True)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.doubleClicked.connect(lambda index: self.patient_opened.emit(self._id_at(index)))

    def show_hits(self, hits: tuple[HitView, ...], chosen_id: str) -> None:
        """Show lines and mark the chosen patient if there; reports nothing, keeps the place if nothing differs."""
        if hits != self.hits_model.hits:
            with signals_blocked(self.selectionModel()):
                self.hits_model.set_hits(hits)
        self.mark(chosen_id)

    def mark(self, patient_id: str) -> None:
        """Mark a patient without reporting it, or none who is not in the list."""
        if patient_id and patient_id == self.chosen_id():
            return
        row = next((row for row, hit in enumerate(self.hits_model.hits) if hit.patient_id == patient_id), -1)
        with signals_blocked(self.selectionModel()):
            if row >= 0:
                self.setCurrentIndex(self.hits_model.index(row, 0))
            else:
                self.selectionModel().clear()
        self.viewport().update()

    def chosen_id(self) -> str:
        """Return the id of the marked patient, or empty."""
        index = self.currentIndex()
        return self._id_at(index) if index.isValid() else ""

    def enter(self) -> None:
        """Take the focus; without a marked patient, choose the first."""
        if not self.hits_model.hits:
            return
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        # Qt makes the first line current when the focus comes in, but leaves it unmarked.
        self.setCurrentIndex(self.currentIndex() if self.currentIndex().isValid() else self.hits_model.index(0, 0))

    def choose(self, row: int) -> None:
        """Choose a line as the person would."""
        self.setCurrentIndex(self.hits_model.index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and is_plain:
            if self.chosen_id():
                self.patient_opened.emit(self.chosen_id())
            return
        if event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_upwards.emit()
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.enter()

    def _id_at(self, index: QModelIndex) -> str:
        return self.hits_model.hits[index.row()].patient_id

    def _on_current_changed(self, current: QModelIndex) -> None:
        if current.isValid():
            self.patient_chosen.emit(self._id_at(current))
