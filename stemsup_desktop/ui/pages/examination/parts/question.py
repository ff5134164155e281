"""A question in a row of its own: mark, words, editor, and what hangs below it in a block."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.ui.components.labels import Hairline, IconLabel, Label, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.tags import ICONS, StateTag, TagState
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.editors import Editor, make_editor
from stemsup_desktop.ui.pages.examination.parts.box import GridBox
from stemsup_desktop.ui.pages.examination.parts.notes import Notes, make_text, name_both
from stemsup_desktop.ui.pages.examination.parts.part import Part, Wishes
from stemsup_desktop.ui.pages.examination.view_model import RowMark, RowView
from stemsup_desktop.ui.theme import set_look

_MARK_PX = 20
_TAGS = {
    RowMark.STOP: (TagState.STOP, "common.stop"),
    RowMark.SPECIALIST: (TagState.SPECIALIST, "common.specialist"),
    RowMark.CAUTION: (TagState.CAUTION, "common.caution"),
    RowMark.INFORMATION: (TagState.INFORMATION, "common.information"),
}
_FLAGGED = (RowMark.STOP, RowMark.SPECIALIST, RowMark.CAUTION)


def icon_of(mark: RowMark) -> tuple[str, str]:
    """Return the icon and colour token of a mark."""
    if mark is RowMark.NONE:
        return "", "text-3"
    if mark is RowMark.OPEN:
        return "unanswered", "text-3"
    state, _ = _TAGS[mark]
    return ICONS[state], state.value


class AnswerPart(Part):
    """Base of the parts with an editor: keeps it in step with the row."""

    editor: Editor

    def __init__(self, row: RowView, context: PageContext, wishes: Wishes, *, is_cell: bool = False) -> None:
        super().__init__(row, context, wishes)
        key = row.key
        self.editor = make_editor(row.item, context, name=row.name, notes=row.notes, is_cell=is_cell)
        self.editor.answered.connect(lambda answers: wishes.answered.emit(key, answers))
        self.message = InlineMessage(context.theme)
        self.calculated = StateTag(context.theme, TagState.INFORMATION, context.words("examination.calculated"))
        set_shown(self.calculated, False)

    def show_row(self, row: RowView) -> None:
        """Show the answers and what is wrong with them."""
        if row.options is not None and row.options != self.row.options:
            self.editor.set_options(row.options)
        super().show_row(row)
        self.editor.set_answers(row.answers)
        is_said = self.editor.set_messages(row.problem, row.doubt)
        sentence = "" if is_said else row.problem or row.doubt
        self.message.show_message(TagState.STOP if row.problem else TagState.CAUTION, sentence)
        set_shown(self.calculated, row.is_calculated)

    def start(self) -> None:
        """Show the row for the first time, once everything is laid out."""
        if self.row.options is not None:
            self.editor.set_options(self.row.options)
        self.show_row(self.row)


class QuestionRow(AnswerPart):
    """A question with its follow-ups directly beneath."""

    def __init__(self, row: RowView, context: PageContext, wishes: Wishes) -> None:
        super().__init__(row, context, wishes)
        self.box: GridBox = GridBox()
        self._mark = IconLabel(context.theme, "", "text-3", 20)
        self._tag = StateTag(context.theme, TagState.OPEN, "")
        set_shown(self._tag, False)
        self._notes = Notes(row.item, context, row.name)
        self._block = QFrame()
        block = QVBoxLayout(self._block)
        block.setContentsMargins(12, 10, 12, 12)
        block.addWidget(self.box)
        self._block.hide()
        self._lay_out()
        self.start()

    def show_row(self, row: RowView) -> None:
        super().show_row(row)
        self._notes.show_notes(row.notes)
        self.refresh_mark()

    def refresh_mark(self) -> None:
        has_followers = not self.box.is_empty
        mark = self.worst_mark()
        self._mark.set_icon(*icon_of(mark))
        is_finding = mark in _TAGS
        if is_finding:
            state, word = _TAGS[mark]
            self._tag.show_state(state, self.words(word))
        set_shown(self._tag, is_finding)
        set_shown(self._block, has_followers)
        set_look(self, flag=mark.value if mark in _FLAGGED and has_followers else "")
        set_look(self._block, kind="card" if has_followers else "")

    def _lay_out(self) -> None:
        theme, item = self.theme, self.row.item
        title, other = name_both(item.label, self.words.language)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(make_text(item, self.context) if item.markdown is not None else Label(theme, title, wraps=True))
        if other:
            texts.addWidget(Label(theme, other, role="small", tone="text-3", wraps=True))
        texts.addWidget(self._notes.lines)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._mark.setFixedWidth(_MARK_PX)
        head.addWidget(self._mark)
        head.addLayout(texts, 1)
        head.addWidget(self._notes.button)
        head.addWidget(self.calculated)
        head.addWidget(self._tag)
        prefix = Label(theme, item.prefix, role="small", tone="text-3")
        prefix.setMinimumWidth(30)
        head.addWidget(prefix)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 5, 8, 5)
        outer.setSpacing(6)
        outer.addLayout(head)
        if self.editor.is_wide or item.type in (ItemType.STRING, ItemType.TEXT, ItemType.URL):
            below = QHBoxLayout()
            below.setContentsMargins(_MARK_PX + 8, 0, 0, 0)
            below.addWidget(self.editor)
            outer.addLayout(below)
        else:
            if self.editor.row_width_px:
                self.editor.setFixedWidth(self.editor.row_width_px)
            head.addWidget(self.editor)
        outer.addWidget(self.message)
        outer.addWidget(self._block)
        outer.addWidget(Hairline(theme))


class FieldCell(AnswerPart):
    """A question in a grid: its words above its editor."""

    def __init__(self, row: RowView, context: PageContext, wishes: Wishes) -> None:
        super().__init__(row, context, wishes)
        item, words = row.item, context.words
        self._notes = Notes(item, context, row.name)
        title = item.label.in_language(words.language)
        label = f"{item.prefix} {title}" if item.prefix and item.text is not None else title
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(6)
        head.addWidget(Label(context.theme, label, role="compact", tone="text-2", wraps=True), 1)
        head.addWidget(self.calculated)
        head.addWidget(self._notes.button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        outer.addLayout(head)
        outer.addWidget(self._notes.lines)
        outer.addWidget(self.editor)
        outer.addWidget(self.message)
        self.start()

    def show_row(self, row: RowView) -> None:
        super().show_row(row)
        self._notes.show_notes(row.notes)

    def span(self, columns: int) -> int:
        if self.editor.is_wide:
            return columns
        is_narrow = self.row.item.type in (ItemType.DECIMAL, ItemType.INTEGER, ItemType.QUANTITY, ItemType.DATE)
        has_units = bool(self.row.item.unit_options)
        return 1 if is_narrow and not has_units and not self.row.item.answer_options else 2


class TableCell(AnswerPart):
    """A question in a table: its editor alone, for its words head the column."""

    def __init__(self, row: RowView, context: PageContext, wishes: Wishes) -> None:
        super().__init__(row, context, wishes, is_cell=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        outer.addWidget(self.editor)
        outer.addWidget(self.message)
        outer.addWidget(self.calculated, 0, Qt.AlignmentFlag.AlignLeft)
        self.start()
