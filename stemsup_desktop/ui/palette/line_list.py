"""The list of the palette: headings and lines as a model, painted by a delegate; the focus stays in the search line."""

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from stemsup_desktop.ui.components.painted_list import paint_elided, set_up_painted_list
from stemsup_desktop.ui.components.painting import draw_box, draw_icon
from stemsup_desktop.ui.palette.lines import Heading, Line, Row
from stemsup_desktop.ui.theme import Theme

_ROOT = QModelIndex()
_SIDE, _ICON, _GAP = 16, 18, 12


class LinesModel(QAbstractListModel):
    """Frozen rows for the list; headings cannot be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows shown."""
        return self._rows

    def set_rows(self, rows: tuple[Row, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text if isinstance(row, Heading) else row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.text if isinstance(row, Heading) else row.spoken
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._rows[index.row()], Line):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags


class LineDelegate(QStyledItemDelegate):
    """Paints icon, title with the matched letters in bold, detail or reason, and the key at the right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = index.model().rows[index.row()]  # type: ignore[attr-defined] # the one model that it is given
        is_heading = isinstance(row, Heading)
        return QSize(200, self._theme.line_height("label" if is_heading else "body") + (16 if is_heading else 14))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model, view = index.model(), option.widget
        rect: QRect = option.rect
        if not isinstance(model, LinesModel) or not isinstance(view, LineList) or not view.shows_whole(rect):
            return
        row = model.rows[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, Heading):
            room = rect.adjusted(_SIDE, 8, -_SIDE, 0)
            paint_elided(painter, self._theme, room, row.text, "label", "text-3")
        else:
            self._paint_line(painter, rect, row, is_chosen=bool(option.state & QStyle.StateFlag.State_Selected))
        painter.restore()

    def _paint_line(self, painter: QPainter, rect: QRect, line: Line, *, is_chosen: bool) -> None:
        theme = self._theme
        if is_chosen:
            box = rect.toRectF().adjusted(6, 1, -6, -1)
            draw_box(painter, box, fill=theme.colour("tint-2"), line=theme.colour("accent"), width=2)
        room = rect.adjusted(_SIDE, 0, -_SIDE, 0)
        token = "text-3" if line.reason else "text"
        if line.icon:
            icon = QRectF(room.left(), room.center().y() - _ICON / 2 + 1, _ICON, _ICON)
            draw_icon(painter, theme, line.icon, "text-2", icon)
        room.setLeft(room.left() + _ICON + _GAP)
        if line.key_hint:
            room.setRight(room.right() - self._paint_key(painter, room, line.key_hint) - _GAP)
        width = self._paint_title(painter, room, line, token)
        rest = room.adjusted(width + _GAP, 0, 0, 0)
        detail = line.reason or line.detail
        if detail and rest.width() > 24:
            paint_elided(painter, theme, rest, detail, "small", "text-2" if is_chosen else "text-3")

    def _paint_key(self, painter: QPainter, room: QRect, key: str) -> int:
        theme = self._theme
        font = theme.font("label", 500)
        width = max(20, round(QFontMetricsF(font).horizontalAdvance(key)) + 10)
        box = QRectF(room.right() + 1 - width, room.center().y() - 8.5, width, 18)
        draw_box(painter, box, line=theme.colour("control"), radius=3)
        painter.setFont(font)
        painter.setPen(theme.colour("text-2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
        return width

    def _paint_title(self, painter: QPainter, room: QRect, line: Line, token: str) -> int:
        """Paint the title piece by piece, what matched in bold and underlined, and return its width."""
        theme = self._theme
        left = room.left()
        for text, is_match in _split(line):
            font = theme.font("body", 700 if is_match else 400)
            font.setUnderline(is_match)
            metrics = QFontMetrics(font)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room.right() + 1 - left))
            painter.setFont(font)
            painter.setPen(theme.colour(token))
            where = QRect(left, room.top(), room.right() + 1 - left, room.height())
            painter.drawText(where, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
            left += metrics.horizontalAdvance(shown)
            if shown != text:
                break
        return left - room.left()


class LineList(QListView):
    """`line_opened` carries a line that was clicked; the keys of the search line come in through `move_choice`.

    It ends on whole rows, whatever its height: of a row that does not fit nothing is seen, and nothing can be clicked.
    """

    line_opened = Signal(object)
    chosen_changed = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.lines_model = LinesModel()
        self._delegate = LineDelegate(theme)
        self.setModel(self.lines_model)
        self.setItemDelegate(self._delegate)
        set_up_painted_list(self, name, "palette_lines")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerItem)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QListView.Shape.NoFrame)
        self._theme = theme
        self._last_pointer = QPoint(-1, -1)
        # Or each keystroke would paint the veil and the page behind it once more.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.colour("base"))
        painter.end()
        super().paintEvent(event)

    def shows_whole(self, row: QRect) -> bool:
        """Tell whether all of a row is in view."""
        return row.top() >= 0 and row.bottom() < self.viewport().height()

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show rows and choose the first line, or the one that was chosen if it is still the same."""
        before = self.chosen()
        is_first = before is None or before == self._first()
        if rows != self.lines_model.rows:
            self.lines_model.set_rows(rows)
        lines = [place for place, row in enumerate(rows) if isinstance(row, Line)]
        same = next((place for place in lines if not is_first and rows[place] == before), None)
        if lines:
            self._choose(lines[0] if same is None else same)
        self.chosen_changed.emit()

    def chosen(self) -> Line | None:
        """Return the chosen line, or None."""
        index = self.currentIndex()
        row = self.lines_model.rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Line) else None

    def move_choice(self, by: int) -> None:
        """Choose the next line (1) or the one before (-1), round the ends, past the headings."""
        rows = self.lines_model.rows
        lines = [place for place, row in enumerate(rows) if isinstance(row, Line)]
        if not lines:
            return
        now = self.currentIndex().row()
        self._choose(lines[(lines.index(now) + by) % len(lines)] if now in lines else lines[0])
        self.chosen_changed.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        # Rows that change under a pointer at rest must not take the choice from the keys.
        if event.globalPosition().toPoint() != self._last_pointer:
            self._last_pointer = event.globalPosition().toPoint()
            place = self._find_line(event.position().toPoint())
            if place is not None:
                self.setCurrentIndex(self.lines_model.index(place, 0))
                self.chosen_changed.emit()
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._find_line(event.position().toPoint()) is not None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = self._find_line(event.position().toPoint())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.line_opened.emit(self.lines_model.rows[place])

    def _find_line(self, at: QPoint) -> int | None:
        """Return the place of the line that is seen under a point, or None."""
        index = self.indexAt(at)
        if not index.isValid() or not self.shows_whole(self.visualRect(index)):
            return None
        return index.row() if isinstance(self.lines_model.rows[index.row()], Line) else None

    def _first(self) -> Line | None:
        return next((row for row in self.lines_model.rows if isinstance(row, Line)), None)

    def _choose(self, place: int) -> None:
        index = self.lines_model.index(place, 0)
        self.setCurrentIndex(index)
        is_first = place <= 1
        self.scrollTo(self.lines_model.index(0, 0) if is_first else index)


def _split(line: Line) -> list[tuple[str, bool]]:
    """Return the title in pieces, with whether each of them matched."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in line.places:
        pieces += [(line.title[at:start], False), (line.title[start:end], True)]
        at = end
    pieces.append((line.title[at:], False))
    return [piece for piece in pieces if piece[0]]
