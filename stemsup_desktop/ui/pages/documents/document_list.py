"""The list of documents: frozen lines as a model, painted by a delegate."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from stemsup_desktop.ui.components.painted_list import set_up_painted_list
from stemsup_desktop.ui.components.painting import draw_box, draw_icon
from stemsup_desktop.ui.document_line import DocumentLine
from stemsup_desktop.ui.signals import signals_blocked
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.view_parts import TagState

_ROOT = QModelIndex()
_SIDE = 12
_EDGE = 9
_ICON = 20


class DocumentsModel(QAbstractListModel):
    """Frozen lines for the list."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[DocumentLine, ...] = ()

    def set_lines(self, lines: tuple[DocumentLine, ...]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

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
            return line.spoken
        return None


class DocumentDelegate(QStyledItemDelegate):
    """Paints kind, state, number, language and day; numbers are never cut."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        height = self._theme.line_height("section") + self._theme.line_height("small") + 22 + 2 * _EDGE + 4
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
        frame = QRectF(rect).adjusted(2, 1, -2, -1)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            draw_box(painter, frame, fill=theme.colour("tint-2" if is_chosen else "hover"))
        if is_chosen and state & QStyle.StateFlag.State_HasFocus:
            draw_box(painter, frame, line=theme.colour("accent"), width=2)
        left, top = rect.left() + _SIDE, rect.top() + _EDGE
        draw_icon(painter, theme, "docs", "text-2", QRectF(left, top, _ICON, _ICON))
        text_left = left + _ICON + 10
        room = rect.right() - _SIDE - text_left
        heights = (theme.line_height("section"), theme.line_height("small"))
        self._paint_text(painter, QRect(text_left, top, room, heights[0]), line.title, "section", "text")
        top += heights[0]
        where = QRect(text_left, top, room, heights[1])
        self._paint_text(painter, where, f"{line.number} · {line.made}", "small", "text-2")
        self._paint_tag(painter, QRectF(text_left, top + heights[1] + 4, room, 22), line)
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
        draw_icon(painter, theme, line.icon, line.state.value, QRectF(box.left() + 7, box.top() + 3, 16, 16))
        painter.setFont(font)
        painter.setPen(theme.colour(line.state.value))
        painter.drawText(box.adjusted(28, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, line.state_text)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text-2"))
        beside = QRectF(box.right() + 8, room.top(), room.right() - box.right() - 8, room.height())
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line.language)


class DocumentList(QListView):
    """`document_chosen` carries a number: one click or Enter; moving with the arrows only marks."""

    document_chosen = Signal(str)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.documents_model = DocumentsModel()
        self._delegate = DocumentDelegate(theme)
        self.setModel(self.documents_model)
        self.setItemDelegate(self._delegate)
        set_up_painted_list(self, name, "documents_list")
        self.setUniformItemSizes(True)
        self.clicked.connect(lambda index: self.choose(index.row()))

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and is_plain:
            if self.currentIndex().isValid():
                self.choose(self.currentIndex().row())
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().keyPressEvent(event)
