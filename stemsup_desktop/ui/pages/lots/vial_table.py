"""The vials of a lot whose fate is known, as a table that paints only what is seen; the pane round it scrolls."""

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QResizeEvent, QTextLayout
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from stemsup_desktop.ui.components.broken_text import break_paragraphs, count_lines, paint_paragraphs
from stemsup_desktop.ui.components.line_breaks import keep_whole
from stemsup_desktop.ui.components.painted_list import let_selection_lead, paint_elided
from stemsup_desktop.ui.components.painting import draw_box
from stemsup_desktop.ui.components.tags import draw_tag, measure_tag
from stemsup_desktop.ui.pages.lots.column_shares import share_out
from stemsup_desktop.ui.pages.lots.lot_view import VialLine
from stemsup_desktop.ui.pages.lots.vial_model import VialsModel, list_texts
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import ICONS

_TEXT = "compact"
_FATE = 1
_SHARES = (2, 0, 5, 4, 3)
"""How the columns share the room; that of the fate is as wide as its widest tag."""
_USUAL_WIDTH = 640
_WIDTHS_KEPT = 4
_TEXTS_KEPT = 400
_IN_ONE_PIECE = {0: 40, 2: 60, 4: 60}
"""The columns of numbers, days and names: their words are not broken, up to some px."""


class VialDelegate(QStyledItemDelegate):
    """Paints a cell, whose text is broken but never cut, and rings the line that the keys are on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._tag_height = measure_tag(theme, "").height()
        self._broken: dict[tuple[str, int, int], list[QTextLayout]] = {}

    def measure_line(self, line: VialLine, widths: tuple[int, ...]) -> int:
        """Return how high a line is in columns of these widths."""
        theme = self._theme
        most = max(self._count(column, text, widths[column]) for column, text in enumerate(list_texts(line)))
        return max(most * theme.line_height(_TEXT), self._tag_height) + sizes.XS

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model, view = index.model(), option.widget
        if not isinstance(model, VialsModel) or not isinstance(view, VialTable):
            return
        line, room, state = model.lines[index.row()], QRect(option.rect), option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected and view.hasFocus():
            painter.setClipRect(room)
            self._paint_ring(painter, QRectF(0, room.top(), view.viewport().width(), room.height()))
        if index.column() == _FATE:
            self._paint_fate(painter, room, line)
        else:
            self._paint_text(painter, room, index.column(), list_texts(line)[index.column()])
        painter.restore()

    def _paint_ring(self, painter: QPainter, line: QRectF) -> None:
        theme = self._theme
        draw_box(painter, line, fill=theme.colour("tint-2"), line=theme.colour("accent"), width=2)

    def _paint_fate(self, painter: QPainter, room: QRect, line: VialLine) -> None:
        size = measure_tag(self._theme, line.word)
        top = room.top() + (room.height() - size.height()) // 2
        where = QRectF(room.left() + sizes.XS, top, size.width(), size.height())
        draw_tag(painter, self._theme, where, line.state, line.word, icon=ICONS[line.state])

    def _paint_text(self, painter: QPainter, room: QRect, column: int, text: str) -> None:
        theme = self._theme
        line_height, broken = theme.line_height(_TEXT), self._break(column, text, room.width())
        top = room.top() + (room.height() - count_lines(broken) * line_height) // 2
        painter.setPen(theme.colour("text-2" if column else "text"))
        paint_paragraphs(painter, broken, line_height, QPointF(room.left() + sizes.XS, top))

    def _count(self, column: int, text: str, width: int) -> int:
        is_short = "\n" not in text and self._theme.advance(_TEXT, _weigh(column), text) < width - sizes.M
        return 1 if is_short or column == _FATE else count_lines(self._break(column, text, width))

    def _break(self, column: int, text: str, width: int) -> list[QTextLayout]:
        """Return a text as it is broken in a column of this width, which has some room at both sides."""
        key = (text, column, width)
        if key not in self._broken:
            if len(self._broken) >= _TEXTS_KEPT:
                self._broken.clear()
            theme = self._theme
            font, line_height = theme.font(_TEXT, _weigh(column)), theme.line_height(_TEXT)
            self._broken[key] = break_paragraphs(keep_whole(text), font, line_height, width - sizes.M)
        return self._broken[key]


def _weigh(column: int) -> int | None:
    return None if column else 500


class _Captions(QHeaderView):
    """The headings of the columns, as quiet as captions elsewhere."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._theme.line_height("label") + sizes.XXS)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        if isinstance(model, VialsModel):
            where = rect.adjusted(sizes.XS, 0, -sizes.XS, -sizes.XXS)
            paint_elided(painter, self._theme, where, model.titles[section], "label", "text-3")


class VialTable(QTableView):
    """As high as its lines; read line by line with the arrow keys, and the pane round it follows."""

    def __init__(self, theme: Theme, name: str, titles: tuple[str, ...], lines: tuple[VialLine, ...]) -> None:
        super().__init__()
        self._theme = theme
        self._heights: dict[int, list[int]] = {}
        self.vials_model = VialsModel(titles, lines)
        self._least = self._measure_least()
        self._delegate = VialDelegate(theme)
        self.setModel(self.vials_model)
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(_Captions(theme))
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.setObjectName("vial_table")
        self.setAccessibleName(name)
        self.setProperty("ring", False)  # the delegate rings the line
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        let_selection_lead(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_more(self, count: int) -> None:
        """Show some lines more below those that are there."""
        self.vials_model.show_more(count)
        if self.isVisible():
            self._fit()  # else as soon as it has its width
        self.updateGeometry()

    def enter(self, row: int) -> None:
        """Take the focus, on a line."""
        self.selectRow(row)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def heightForWidth(self, width: int) -> int:
        return self.horizontalHeader().sizeHint().height() + sum(self._measure(width))

    def sizeHint(self) -> QSize:
        return QSize(_USUAL_WIDTH, self.heightForWidth(_USUAL_WIDTH))

    def minimumSizeHint(self) -> QSize:
        return QSize(1, 1)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        index = self.currentIndex()
        if query is Qt.InputMethodQuery.ImCursorRectangle and index.isValid():
            return self._place_of(index)  # what a pane brings into view, in the place of the whole table
        return super().inputMethodQuery(query)

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        pane = self._find_pane()
        scrolled = None if pane is None else pane.widget()
        if pane is not None and scrolled is not None and index.isValid():
            place = self._place_of(index)
            middle = self.mapTo(scrolled, place.center())
            pane.ensureVisible(0, middle.y(), 0, place.height() // 2 + sizes.WIDER)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.selectionModel().hasSelection():
            self.selectRow(max(0, self.currentIndex().row()))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        """Give each column and each line its room."""
        width = self.width()
        for column, room in enumerate(self._share(width)):
            self.setColumnWidth(column, room)
        for row, height in enumerate(self._measure(width)):
            if self.rowHeight(row) != height:
                self.setRowHeight(row, height)

    def _measure(self, width: int) -> list[int]:
        """Return how high each line is at a width; the last few widths are remembered."""
        if width not in self._heights and len(self._heights) >= _WIDTHS_KEPT:
            self._heights.clear()
        heights, lines = self._heights.setdefault(width, []), self.vials_model.lines
        if len(heights) < len(lines):
            widths = self._share(width)
            heights += [self._delegate.measure_line(line, widths) for line in lines[len(heights) :]]
        return heights

    def _share(self, width: int) -> tuple[int, ...]:
        """Return how wide each column is; together they fill the width."""
        widths = share_out(width, _SHARES, self._least)
        return (*widths[:-1], max(widths[-1], width - sum(widths[:-1])))

    def _measure_least(self) -> tuple[int, ...]:
        """Return for each column what its heading takes, or a fate, or a usual number and name in one piece."""
        theme, model = self._theme, self.vials_model
        least = [theme.advance("label", None, title) for title in model.titles]
        least[_FATE] = max(least[_FATE], *(measure_tag(theme, word).width() for word in model.words))
        for column, most_px in _IN_ONE_PIECE.items():
            widest = theme.advance(_TEXT, _weigh(column), model.find_longest(column))
            least[column] = max(least[column], min(widest, theme.grown(most_px)))
        return tuple(round(one) + 1 + sizes.M for one in least)

    def _place_of(self, index: QModelIndex | QPersistentModelIndex) -> QRect:
        return QRect(0, self.viewport().y() + self.rowViewportPosition(index.row()), 1, self.rowHeight(index.row()))

    def _find_pane(self) -> QScrollArea | None:
        return next((one for one in self._iter_outer() if isinstance(one, QScrollArea)), None)

    def _iter_outer(self) -> Iterator[object]:
        outer = self.parentWidget()
        while outer is not None:
            yield outer
            outer = outer.parentWidget()
