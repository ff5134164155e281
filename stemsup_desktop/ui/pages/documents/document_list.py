"""The list of documents: frozen lines as a model, painted by a delegate."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from stemsup_desktop.ui.components.painted_list import TAG_PX, find_frame, paint_elided, set_up_painted_list
from stemsup_desktop.ui.components.painting import draw_box, draw_icon
from stemsup_desktop.ui.document_line import DocumentLine
from stemsup_desktop.ui.pages.documents.view import DRAFT
from stemsup_desktop.ui.signals import signals_blocked
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.view_parts import TagState

_ROOT = QModelIndex()
_SIDE = 12
_EDGE = 9
_ICON, _BOX = 20, 18


class DocumentsModel(QAbstractListModel):
    """Frozen lines for the list."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[DocumentLine, ...] = ()
        self._picked = frozenset[str]()

    def set_lines(self, lines: tuple[DocumentLine, ...]) -> None:
        """Show other lines; what is picked and still there stays picked."""
        self.beginResetModel()
        self._lines = lines
        self._picked &= {line.number for line in lines}
        self.endResetModel()

    @property
    def picked(self) -> frozenset[str]:
        """The numbers that are picked."""
        return self._picked

    def can_pick(self, row: int) -> bool:
        """Tell whether a line is of a kept document: a draft is none."""
        return not self._lines[row].number.startswith(DRAFT)

    def toggle(self, row: int) -> None:
        """Pick a line, or leave it."""
        if self.can_pick(row):
            self._picked ^= {self._lines[row].number}
            index = self.index(row, 0)
            self.dataChanged.emit(index, index)

    @property
    def lines(self) -> tuple[DocumentLine, ...]:
        """The lines shown."""
        return self._lines

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.number
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{line.spoken}{', ☑' if line.number in self._picked else ''}"
        return None


class DocumentDelegate(QStyledItemDelegate):
    """Paints kind, state, number, language and day; numbers are never cut."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        height = (
            self._theme.line_height("section")
            + self._theme.line_height("small")
            + self._theme.grown(TAG_PX)
            + 2 * _EDGE
            + 4
        )
        return QSize(200, height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        if not isinstance(model, DocumentsModel):
            return
        line = model.lines[index.row()]
        theme, rect, state = self._theme, QRect(option.rect), option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        frame = find_frame(rect)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            draw_box(painter, frame, fill=theme.colour("tint-2" if is_chosen else "hover"))
        if is_chosen and state & QStyle.StateFlag.State_HasFocus:
            draw_box(painter, frame, line=theme.colour("accent"), width=2)
        left, top = rect.left() + _SIDE, rect.top() + _EDGE
        box = QRectF(left + 1, top + 1, _BOX, _BOX)
        if not model.can_pick(index.row()):
            draw_icon(painter, theme, "pen", "text-2", QRectF(left, top, _ICON, _ICON))
        elif line.number in model.picked:
            draw_box(painter, box, fill=theme.colour("accent"), radius=theme.radius("tag"))
            draw_icon(painter, theme, "check", "on-accent", box)
        else:
            draw_box(painter, box, fill=theme.colour("base"), line=theme.colour("control"), radius=theme.radius("tag"))
        text_left = left + _ICON + 10
        room = rect.right() - _SIDE - text_left
        title = f"{line.title} · {line.owner}" if line.owner else line.title
        heights = (theme.line_height("section"), theme.line_height("small"))
        paint_elided(painter, theme, QRect(text_left, top, room, heights[0]), title, "section")
        top += heights[0]
        where = QRect(text_left, top, room, heights[1])
        number = "" if line.number.startswith(DRAFT) else f"{line.number} · "
        self._paint_text(painter, where, f"{number}{line.made}", "small", "text-2")
        self._paint_tag(painter, QRectF(text_left, top + heights[1] + 4, room, theme.grown(TAG_PX)), line)
        painter.restore()

    def _paint_text(self, painter: QPainter, where: QRect, text: str, role: str, token: str) -> None:
        painter.setFont(self._theme.font(role))
        painter.setPen(self._theme.colour(token))
        painter.drawText(where, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_tag(self, painter: QPainter, room: QRectF, line: DocumentLine) -> None:
        theme, is_open = self._theme, line.state is TagState.OPEN
        font = theme.font("compact", 700)
        width = QFontMetrics(font).horizontalAdvance(line.state_text) + 38
        box = QRectF(room.left(), room.top(), min(width, room.width()), room.height())
        fill = theme.colour("base" if is_open else f"{line.state}-bg")
        edge = theme.colour(f"{line.state}-line")
        draw_box(painter, box, fill=fill, line=edge, radius=theme.radius("tag"), is_dashed=is_open)
        draw_icon(
            painter, theme, line.icon, line.state.value, QRectF(box.left() + 7, round(box.center().y() - 8), 16, 16)
        )
        painter.setFont(font)
        painter.setPen(theme.colour(line.state.value))
        painter.drawText(box.adjusted(28, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, line.state_text)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text-2"))
        beside = QRectF(box.right() + 8, room.top(), room.right() - box.right() - 8, room.height())
        if painter.fontMetrics().horizontalAdvance(line.language) <= beside.width():
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line.language)


class DocumentList(QListView):
    """`document_chosen` carries a number: one click or Enter; moving with the arrows only marks.

    A click on its box, or Space, picks a document for export; `picks_changed` carries the numbers that are picked.
    """

    document_chosen = Signal(str)
    picks_changed = Signal(object)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.documents_model = DocumentsModel()
        self._delegate = DocumentDelegate(theme)
        self.setModel(self.documents_model)
        self.setItemDelegate(self._delegate)
        set_up_painted_list(self, name, "documents_list")
        self.setUniformItemSizes(True)
        self._press_x = 0
        self.clicked.connect(self._on_clicked)

    def show_lines(self, lines: tuple[DocumentLine, ...], chosen: str) -> None:
        """Show lines and mark the open document; reports nothing."""
        with signals_blocked(self.selectionModel()):
            if lines != self.documents_model.lines:
                self.documents_model.set_lines(lines)
            row = next((row for row, line in enumerate(lines) if line.number == chosen), -1)
            if row >= 0 and row != self.currentIndex().row():
                self.setCurrentIndex(self.documents_model.index(row, 0))
        self.viewport().update()

    def choose(self, row: int) -> None:
        """Open the document of a line as the person would."""
        self.document_chosen.emit(self.documents_model.lines[row].number)

    def pick(self, row: int) -> None:
        """Pick the document of a line for export, or leave it, as the person would."""
        before = self.documents_model.picked
        self.documents_model.toggle(row)
        if self.documents_model.picked != before:
            self.picks_changed.emit(self.documents_model.picked)

    def _on_clicked(self, index: QModelIndex) -> None:
        is_on_box = self._press_x < _SIDE + _ICON + 8
        (self.pick if is_on_box else self.choose)(index.row())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press_x = round(event.position().x())
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Space and is_plain:
            if self.currentIndex().isValid():
                self.pick(self.currentIndex().row())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and is_plain:
            if self.currentIndex().isValid():
                self.choose(self.currentIndex().row())
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().keyPressEvent(event)
