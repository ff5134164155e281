"""Files as answers: chosen or dropped, each shown in a line, saved as a copy, taken back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from stemsup_desktop.questionnaire.answers import Answer, AttachmentAnswer
from stemsup_desktop.questionnaire.attachments import BYTES_PER_MB, MOST_FILE_BYTES
from stemsup_desktop.questionnaire.file_kinds import say_kind
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.sizes import say_size
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.drop_area import DropArea
from stemsup_desktop.ui.components.stack import set_stacked
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.file_dialogs import choose_files
from stemsup_desktop.ui.pages.examination.editors.base import Editor, has_focus
from stemsup_desktop.ui.pages.examination.editors.file_line import FileLine


class AttachmentEditor(Editor):
    """A line for each file, and a place for one more where one more is possible.

    It reports files by their paths; whoever keeps them makes answers of them, which come back by `set_answers`.
    """

    files_chosen = Signal(object)
    """A tuple of paths."""
    copy_requested = Signal(object)
    """The answer whose file is wanted."""
    preview_requested = Signal(object, int)
    """The answer, and how many pixels there are each way."""

    is_wide = True
    is_tall = True

    def __init__(self, item: Item, name: str, label: str, context: PageContext, *, is_cell: bool) -> None:
        super().__init__(item, name)
        self._context = context
        self._label = label
        self._is_compact = is_cell
        self._is_read_only = False
        self._lines: list[FileLine] = []
        words = context.words
        self._choose = SecondaryButton(context.theme, words("examination.choose_file"), icon_name="folder")
        self._choose.setAccessibleName(f"{words('examination.choose_file')}: {label}")
        self._choose.setObjectName(name)
        self._choose.clicked.connect(self._on_choose)
        self._choose.installEventFilter(self)
        self._place = self._choose if is_cell else self._make_drop_area()
        self.column.addWidget(self._place)
        self._refresh()

    @property
    def lines(self) -> tuple[FileLine, ...]:
        """The line of each file, in order."""
        return tuple(self._lines)

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        """Show answers; what is shown already keeps its line, with its picture."""
        files = [answer for answer in answers if isinstance(answer, AttachmentAnswer)]
        if files == [line.answer for line in self._lines]:
            return
        known = list(self._lines)
        self._lines = []
        for number, answer in enumerate(files):
            line = next((one for one in known if one.answer == answer), None)
            if line is None:
                line = self._make_line(answer)
            else:
                known.remove(line)
            self._lines.append(line)
            self.column.insertWidget(number, line)
            set_stacked(line, True)
        had_focus = any(has_focus(line) for line in known)
        self._refresh()
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        for line in known:
            self.column.removeWidget(line)
            line.hide()
            line.deleteLater()

    def set_read_only(self, is_read_only: bool) -> None:
        """Let files be looked at and copied, and neither added nor taken back."""
        self._is_read_only = is_read_only
        self._refresh()

    def show_preview(self, answer: AttachmentAnswer, image: QImage) -> None:
        """Show the picture of a file, if it is still an answer."""
        for line in self._lines:
            if line.answer == answer:
                line.show_preview(image)

    def show_note(self, answer: AttachmentAnswer, sentence: str) -> None:
        """Say at a file what became of it."""
        for line in self._lines:
            if line.answer == answer:
                line.show_note(sentence)

    def _make_drop_area(self) -> QWidget:
        area = DropArea(self._context.theme, self._say_limits(), self._choose, takes_several=self.item.repeats)
        area.setObjectName(f"{self.name}_drop")
        area.files_dropped.connect(self.files_chosen)
        return area

    def _say_limits(self) -> str:
        words, item = self._context.words, self.item
        asked = MOST_FILE_BYTES if item.max_size_mb is None else int(item.max_size_mb * BYTES_PER_MB)
        size = say_size(min(asked, MOST_FILE_BYTES)).in_language(words.language)
        if not item.content_types:
            return words("examination.drop_file", size=size)
        kinds = [say_kind(kind).in_language(words.language) for kind in item.content_types]
        return words("examination.drop_file_of", kinds=words.listed(kinds), size=size)

    def _make_line(self, answer: AttachmentAnswer) -> FileLine:
        name = f"{self.name}_{answer.url.rpartition(':')[2][:12]}"
        line = FileLine(answer, self._context, name, self._label, is_cell=self._is_compact)
        line.copy_requested.connect(lambda: self.copy_requested.emit(line.answer))
        line.preview_requested.connect(lambda: self.preview_requested.emit(line.answer, line.preview_size()))
        line.remove_requested.connect(lambda: self._on_remove(line))
        for button in (line.copy, line.remove):
            button.installEventFilter(self)
        return line

    def _on_choose(self) -> None:
        title = self._context.words("examination.choose_file")
        choose_files(self, title, self.files_chosen.emit, takes_several=self.item.repeats)

    def _on_remove(self, line: FileLine) -> None:
        self.answered.emit(tuple(one.answer for one in self._lines if one is not line))

    def _refresh(self) -> None:
        most = (self.item.max_occurs or len(self._lines) + 1) if self.item.repeats else 1
        can_add = not self._is_read_only and len(self._lines) < most
        set_stacked(self._place, can_add)
        for line in self._lines:
            line.set_removable(not self._is_read_only)
        first = next((line.copy if self._is_read_only else line.remove for line in self._lines), None)
        self.setFocusProxy(self._choose if can_add or first is None else first)
