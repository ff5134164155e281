"""A question in a row of its own: mark, words, editor, and what hangs below it in a block."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.ui.components.labels import Hairline, IconLabel, Label, laid_out_once
from stemsup_desktop.ui.components.stack import set_stacked
from stemsup_desktop.ui.components.tags import ICONS, StateTag, TagState
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.editors import Editor, make_editor
from stemsup_desktop.ui.pages.examination.editors.attachments import AttachmentEditor
from stemsup_desktop.ui.pages.examination.parts.box import GridBox
from stemsup_desktop.ui.pages.examination.parts.carried import CarriedSlot
from stemsup_desktop.ui.pages.examination.parts.noted import NoteSlot
from stemsup_desktop.ui.pages.examination.parts.notes import MessageSlot, Notes, make_text, name_both
from stemsup_desktop.ui.pages.examination.parts.part import Part, Wishes
from stemsup_desktop.ui.pages.examination.view_model import RowMark, RowView
from stemsup_desktop.ui.theme import set_look, sizes

_PREFIX_PX = 30

_MARK_PX = 20
_TEXT_PX = _MARK_PX + 8
_TAGS = {
    RowMark.STOP: (TagState.STOP, "common.stop"),
    RowMark.SPECIALIST: (TagState.SPECIALIST, "common.specialist"),
    RowMark.CAUTION: (TagState.CAUTION, "common.caution"),
    RowMark.INFORMATION: (TagState.INFORMATION, "common.information"),
}
_WRITTEN = (ItemType.STRING, ItemType.TEXT, ItemType.URL, ItemType.REFERENCE)
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
        if isinstance(self.editor, AttachmentEditor):
            self.editor.files_chosen.connect(lambda paths: wishes.files_chosen.emit(key, paths))
            self.editor.copy_requested.connect(lambda answer: wishes.copy_requested.emit(key, answer))
            self.editor.preview_requested.connect(
                lambda answer, side_px: wishes.preview_requested.emit(key, answer, side_px)
            )
        self._locked = ""
        self._calculated: StateTag | None = None
        self.message: MessageSlot | None = None
        self.carried: CarriedSlot | None = None
        self.noted: NoteSlot | None = None

    def add_calculated(self, layout: QHBoxLayout | QVBoxLayout) -> None:
        """Put in the tag of what was calculated, where that can be."""
        if self.row.item.expressions.calculated is not None:
            self._calculated = StateTag(self.theme, TagState.INFORMATION, self.words("examination.calculated"))
            layout.addWidget(self._calculated, 0, Qt.AlignmentFlag.AlignLeft)

    def show_row(self, row: RowView) -> None:
        """Show the answers and what is wrong with them."""
        if row.options is not None and row.options != self.row.options:
            self.editor.set_options(row.options)
        if row.locked != self._locked:
            self._locked = row.locked
            self.editor.set_locked(row.locked)
        super().show_row(row)
        self.editor.set_answers(row.answers)
        is_said = self.editor.set_messages(row.problem, row.doubt)
        if self.message is not None:
            self.message.show_message("" if is_said else row.problem, "" if is_said else row.doubt)
        if self.carried is not None:
            self.carried.show_row(row)
        if self.noted is not None:
            self.noted.show_row(row)
        if self._calculated is not None:
            set_stacked(self._calculated, row.is_calculated)

    def show_refusal(self, sentence: str) -> None:
        super().show_refusal(sentence)
        if self.message is not None:
            self.message.show_message(sentence, "")

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        if self.noted is not None:
            self.noted.offer(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self.noted is not None:
            self.noted.offer(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_wanted = event.key() == Qt.Key.Key_M and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if is_wanted and self.noted is not None and self.row.takes_note:
            self.noted.open()
        else:
            super().keyPressEvent(event)

    def start(self) -> None:
        """Show the row for the first time, once everything is laid out."""
        if self.row.options is not None:
            self.editor.set_options(self.row.options)
        self.show_row(self.row)


class QuestionRow(AnswerPart):
    """A question with its follow-ups directly beneath."""

    def __init__(self, row: RowView, context: PageContext, wishes: Wishes) -> None:
        super().__init__(row, context, wishes)
        can_hold = any(child.is_question or child.type is ItemType.GROUP for child in row.item.children)
        self.box: GridBox | None = GridBox() if can_hold else None
        self._mark = IconLabel(context.theme, "", "text-3", 20)
        self._tag: StateTag | None = None
        self._block: QFrame | None = None
        self._head = QHBoxLayout()
        self._outer = QVBoxLayout(self)
        self._lay_out()
        self.start()

    def show_row(self, row: RowView) -> None:
        super().show_row(row)
        self._notes.show_notes(row.notes)
        self.refresh_mark()

    def refresh_mark(self) -> None:
        if self.isVisible():
            with laid_out_once(self):
                self._refresh_mark()
        else:
            self._refresh_mark()

    def _refresh_mark(self) -> None:
        mark = self.worst_mark()
        self._mark.set_icon(*icon_of(mark))
        self._show_tag(mark)
        has_followers = self.box is not None and not self.box.is_empty
        if self.box is not None and has_followers and self._block is None:
            self._block = self._make_block(self.box)
        if self._block is not None:
            set_stacked(self._block, has_followers)
        flag = mark.value if mark in _FLAGGED and has_followers else ""
        if flag != (self.property("flag") or ""):
            set_look(self, flag=flag)

    def _show_tag(self, mark: RowMark) -> None:
        if mark in _TAGS:
            state, word = _TAGS[mark]
            if self._tag is None:
                self._tag = StateTag(self.theme, state, self.words(word))
                self._head.insertWidget(self._head.indexOf(self._prefix), self._tag)
            self._tag.show_state(state, self.words(word))
        if self._tag is not None:
            set_stacked(self._tag, mark in _TAGS)

    def _make_block(self, box: GridBox) -> QFrame:
        block = QFrame()
        column = QVBoxLayout(block)
        column.setContentsMargins(sizes.S, sizes.S, sizes.S, sizes.S)
        column.addWidget(box)
        set_look(block, kind="card")
        self._outer.insertWidget(self._outer.count() - 1, block)
        return block

    def _lay_out(self) -> None:
        theme, item = self.theme, self.row.item
        title, other = name_both(item.label, self.words.language)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        is_marked_up = item.markdown is not None
        texts.addWidget(make_text(item, self.context) if is_marked_up else WrapLabel(theme, title, keeps_phrases=True))
        if other:
            texts.addWidget(Label(theme, other, role="small", tone="text-3", wraps=True))
        head, outer = self._head, self._outer
        head.setSpacing(sizes.XS)
        self._mark.setFixedWidth(_MARK_PX)
        head.addWidget(self._mark)
        head.addLayout(texts, 1)
        texts.addStretch(1)
        if self.editor.is_tall and not self.editor.is_wide:
            texts.setContentsMargins(0, sizes.XS, 0, 0)
        else:
            texts.insertStretch(0, 1)
        help_place = head.count()
        self.add_calculated(head)
        self._prefix = Label(theme, item.prefix, role="small", tone="text-3")
        self._prefix.setMinimumWidth(_PREFIX_PX)
        head.addWidget(self._prefix)
        outer.setContentsMargins(sizes.XS, sizes.XXS, sizes.XS, sizes.HAIR)
        outer.setSpacing(sizes.XXS)
        outer.addLayout(head)
        if self.editor.is_wide or item.type in _WRITTEN:
            below = QHBoxLayout()
            below.setContentsMargins(_MARK_PX + 8, 0, 0, 0)
            below.addWidget(self.editor)
            outer.addLayout(below)
        else:
            if self.editor.row_width_px:
                self.editor.setFixedWidth(self.editor.row_width_px)
            head.addWidget(self.editor)
        self._notes = Notes(item, self.context, self.row.name, head, texts, help_place)
        self.message = MessageSlot(self.context, outer)
        self.carried = CarriedSlot(self, outer, left_px=_TEXT_PX - 24)
        self.noted = NoteSlot(self, head, help_place, outer)
        outer.addWidget(Hairline(theme))


class FieldCell(AnswerPart):
    """A question in a grid: its words above its editor."""

    def __init__(self, row: RowView, context: PageContext, wishes: Wishes) -> None:
        super().__init__(row, context, wishes)
        item, words = row.item, context.words
        title = item.label.in_language(words.language)
        label = f"{item.prefix} {title}" if item.prefix and item.text is not None else title
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(sizes.XS)
        head.addWidget(Label(context.theme, label, role="compact", tone="text-2", wraps=True), 1)
        self.add_calculated(head)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(sizes.XXS)
        outer.addLayout(head)
        self._notes = Notes(item, context, row.name, head, outer)
        outer.addWidget(self.editor)
        self.message = MessageSlot(context, outer)
        self.carried = CarriedSlot(self, outer)
        self.noted = NoteSlot(self, head, head.count(), outer)
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
        outer.setSpacing(sizes.XXS)
        outer.addWidget(self.editor)
        self.add_calculated(outer)
        self.message = MessageSlot(context, outer)
        self.carried = CarriedSlot(self, outer)
        self.start()
