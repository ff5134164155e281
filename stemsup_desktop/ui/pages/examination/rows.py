"""One question of the checklist: mark, question, editor, and its follow-ups directly beneath."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.ui.components.labels import Hairline, IconLabel, Label, set_shown
from stemsup_desktop.ui.components.tags import ICONS, StateTag, TagState
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.editors import Editor, make_editor, name_both
from stemsup_desktop.ui.pages.examination.view import RowMark, RowView, iter_items
from stemsup_desktop.ui.theme import set_look

_MARK_PX = 28
_GRID_COLUMNS = 4
_NARROW_GRID_PX = 560
_TAGS = {
    RowMark.STOP: (TagState.STOP, "common.stop"),
    RowMark.SPECIALIST: (TagState.SPECIALIST, "common.specialist"),
    RowMark.CAUTION: (TagState.CAUTION, "common.caution"),
    RowMark.INFORMATION: (TagState.INFORMATION, "common.information"),
}
_SPANS = {
    ItemType.DECIMAL: 1,
    ItemType.INTEGER: 1,
    ItemType.QUANTITY: 1,
    ItemType.DATE: 1,
}


def icon_of(mark: RowMark) -> tuple[str, str]:
    """Return the icon and colour token of a mark."""
    if mark is RowMark.NONE:
        return "", "text-3"
    if mark is RowMark.OPEN:
        return "unanswered", "text-3"
    state, _ = _TAGS[mark]
    return ICONS[state], state.value


class EditorGrid(QWidget):
    """Editors in a grid of four columns (two where it is narrow), each as wide as its kind wants."""

    answered = Signal(str, object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._editors: dict[str, Editor] = {}
        self._order: tuple[str, ...] = ()
        self._columns = _GRID_COLUMNS
        # Rows of boxes and no grid layout: that one forgets the height of wrapped texts in cells that span columns.
        self._lines: list[QHBoxLayout] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)

    @property
    def editors(self) -> tuple[Editor, ...]:
        """The editors on show, in order."""
        return tuple(self._editors[link_id] for link_id in self._order)

    def show_rows(self, items: tuple[Item, ...], views: dict[str, RowView]) -> None:
        """Show the editors of these items; those made before are kept, hidden."""
        for item in items:
            if item.link_id not in self._editors:
                self._editors[item.link_id] = self._make(item)
            view = views[item.link_id]
            self._editors[item.link_id].set_answers(view.answers)
            self._editors[item.link_id].set_messages(view.problem, view.doubt)
        order = tuple(item.link_id for item in items)
        if order != self._order:
            self._order = order
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = _GRID_COLUMNS if self.width() >= _NARROW_GRID_PX else _GRID_COLUMNS // 2
        if columns != self._columns:
            self._columns = columns
            self._arrange()

    def _make(self, item: Item) -> Editor:
        editor = make_editor(item, self._context)
        editor.setParent(self)
        link_id = item.link_id
        editor.answered.connect(lambda answers: self.answered.emit(link_id, answers))
        return editor

    def _arrange(self) -> None:
        for line in self._lines:
            while line.count():
                line.takeAt(0)
            self._column.removeItem(line)
        self._lines.clear()
        for link_id, editor in self._editors.items():
            set_shown(editor, link_id in self._order)
        used = self._columns
        for editor in self.editors:
            span = self._columns if editor.is_wide else min(_SPANS.get(editor.item.type, 2), self._columns)
            if used + span > self._columns:
                self._fill_line(used)
                self._lines.append(QHBoxLayout())
                self._lines[-1].setSpacing(12)
                self._column.addLayout(self._lines[-1])
                used = 0
            self._lines[-1].addWidget(editor, span, Qt.AlignmentFlag.AlignTop)
            used += span
        self._fill_line(used)
        for previous, editor in pairwise(self.editors):
            QWidget.setTabOrder(previous, editor)

    def _fill_line(self, used: int) -> None:
        if self._lines and used < self._columns:
            self._lines[-1].addStretch(self._columns - used)


class QuestionRow(QFrame):
    """A top question. `answered` carries the link id of the question or follow-up, and its answers."""

    answered = Signal(str, object)

    def __init__(self, item: Item, context: PageContext) -> None:
        super().__init__()
        self.item = item
        self._context = context
        self._theme = context.theme
        self._view: RowView | None = None
        self._followers: tuple[RowView, ...] = ()
        self._mark = IconLabel(context.theme, "", "text-3", 20)
        self._tag = StateTag(context.theme, TagState.OPEN, "")
        self._tag.hide()
        self.editor = make_editor(item, context, has_label=False)
        self.editor.answered.connect(lambda answers: self.answered.emit(item.link_id, answers))
        self._grid: EditorGrid | None = None
        self._block = QFrame()
        self._block_rows = QVBoxLayout(self._block)
        self._block_rows.setContentsMargins(12, 10, 12, 12)
        self._block.hide()
        self._follow_items = {
            inner.link_id: inner for child in item.children for inner in iter_items(child) if inner.is_question
        }
        self._lay_out()

    @property
    def editors(self) -> tuple[Editor, ...]:
        """The question's editor and those of the follow-ups on show."""
        return (self.editor, *(self._grid.editors if self._grid is not None and not self._block.isHidden() else ()))

    @property
    def link_ids(self) -> tuple[str, ...]:
        """The question's link id and those of all its follow-ups."""
        return (self.item.link_id, *self._follow_items)

    def show_rows(self, view: RowView, followers: tuple[RowView, ...]) -> None:
        """Show the question and the follow-ups that are asked now; unchanged ones cost nothing."""
        if view != self._view:
            self._view = view
            self.editor.set_answers(view.answers)
            self.editor.set_messages(view.problem, view.doubt)
        if followers != self._followers:
            self._followers = followers
            self._show_followers(followers)
        self._show_mark(view, followers)

    def _show_followers(self, followers: tuple[RowView, ...]) -> None:
        if followers and self._grid is None:
            self._grid = EditorGrid(self._context)
            self._grid.answered.connect(self.answered)
            self._block_rows.addWidget(self._grid)
        if self._grid is not None:
            items = tuple(self._follow_items[view.link_id] for view in followers)
            self._grid.show_rows(items, {view.link_id: view for view in followers})
        self._block.setVisible(bool(followers))

    def _show_mark(self, view: RowView, followers: tuple[RowView, ...]) -> None:
        order = tuple(RowMark)
        mark = max((view.mark, *(row.mark for row in followers)), key=order.index)
        self._mark.set_icon(*icon_of(mark))
        is_finding = mark in _TAGS
        if is_finding:
            state, word = _TAGS[mark]
            self._tag.show_state(state, self._context.words(word))
        self._tag.setVisible(is_finding)
        flag = mark.value if mark in (RowMark.STOP, RowMark.SPECIALIST, RowMark.CAUTION) and followers else ""
        set_look(self, flag=flag)
        set_look(self._block, kind="card" if followers else "")

    def _lay_out(self) -> None:
        words, theme, item = self._context.words, self._theme, self.item
        title, other = name_both(item.label, words.language)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(Label(theme, title, wraps=True))
        texts.addWidget(Label(theme, other, role="small", tone="text-3", wraps=True))
        for child in item.children:
            if child.type is ItemType.DISPLAY:
                texts.addWidget(
                    Label(theme, child.label.in_language(words.language), role="small", tone="text-2", wraps=True)
                )
        head = QHBoxLayout()
        head.setSpacing(8)
        self._mark.setFixedWidth(_MARK_PX - 8)
        head.addWidget(self._mark)
        head.addLayout(texts, 1)
        head.addWidget(self._tag)
        prefix = Label(theme, item.prefix, role="small", tone="text-3")
        prefix.setMinimumWidth(30)
        head.addWidget(prefix)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 5, 8, 5)
        outer.setSpacing(6)
        outer.addLayout(head)
        if self.editor.is_wide or item.type in (ItemType.STRING, ItemType.TEXT):
            outer.addWidget(self.editor)
        else:
            if self.editor.row_width_px:
                self.editor.setFixedWidth(self.editor.row_width_px)
            head.addWidget(self.editor)
        outer.addWidget(self._block)
        outer.addWidget(Hairline(theme))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
