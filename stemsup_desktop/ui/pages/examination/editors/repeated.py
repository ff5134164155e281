"""Several answers to one question without options: an editor for each, one more on request, each removable."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stemsup_desktop.questionnaire.answers import Answer
from stemsup_desktop.questionnaire.model import AnswerOption, Item
from stemsup_desktop.ui.components.buttons import IconButton, QuietButton
from stemsup_desktop.ui.components.stack import set_stacked
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.editors.base import Editor, has_focus
from stemsup_desktop.ui.theme import sizes


class _Line(QWidget):
    def __init__(self, editor: Editor, context: PageContext, label: str) -> None:
        super().__init__()
        self.editor = editor
        self.answers: tuple[Answer, ...] = ()
        self.remove = IconButton(context.theme, "close", context.words("examination.remove_answer", question=label))
        self.remove.setObjectName(f"{editor.name}_remove")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.XXS)
        row.addWidget(editor, 1)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)


class RepeatedEditor(Editor):
    """One line per answer, and one that waits where there is none yet."""

    is_tall = True

    def __init__(
        self, item: Item, name: str, label: str, context: PageContext, make_one: Callable[[str], Editor]
    ) -> None:
        super().__init__(item, name)
        self._context = context
        self._label = label
        self._make_one = make_one
        self._lines: list[_Line] = []
        self._is_read_only = False
        self._options: tuple[AnswerOption, ...] | None = None
        self._add = QuietButton(context.theme, context.words("examination.add_answer"), icon_name="plus")
        self._add.setAccessibleName(f"{context.words('examination.add_answer')}: {label}")
        self._add.setObjectName(f"{name}_add")
        self._add.clicked.connect(self.add_line)
        self.column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self._append()
        first = self._lines[0].editor
        self.is_wide = first.is_wide
        self.row_width_px = first.row_width_px + 36 if first.row_width_px else 0
        self.setFocusProxy(first)

    @property
    def editors(self) -> tuple[Editor, ...]:
        """The editor of each line."""
        return tuple(line.editor for line in self._lines)

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        """Show answers; a line without one stays where it waits, unless answers were taken away."""
        given = tuple(answer for line in self._lines for answer in line.answers)
        if answers != given:
            while len(self._lines) < max(len(answers), 1):
                self._append()
            while len(self._lines) > max(len(answers), 1):
                self._drop(self._lines[-1])
            for line, answer in zip(self._lines, (*answers, None), strict=False):
                line.answers = () if answer is None else (answer,)
                line.editor.set_answers(line.answers)
        self._refresh()

    def set_options(self, options: tuple[AnswerOption, ...]) -> None:
        self._options = options
        for line in self._lines:
            line.editor.set_options(options)

    def set_read_only(self, is_read_only: bool) -> None:
        self._is_read_only = is_read_only
        for line in self._lines:
            line.editor.set_read_only(is_read_only)
        self._refresh()

    def add_line(self) -> None:
        """Offer one more line and put the focus in it; a line that waits already is used first."""
        waiting = next((line for line in self._lines if not line.answers), None)
        line = waiting or self._append()
        self._refresh()
        line.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def remove_line(self, number: int) -> None:
        """Take an answer away as the person would."""
        line = self._lines[number]
        if len(self._lines) > 1:
            self._drop(line)
        else:
            line.answers = ()
            line.editor.set_answers(())
        self._report()

    def _append(self) -> _Line:
        number = len(self._lines)
        name = self.name if number == 0 else f"{self.name}_{number + 1}"
        line = _Line(self._make_one(name), self._context, self._label)
        line.editor.set_read_only(self._is_read_only)
        if self._options is not None:
            line.editor.set_options(self._options)
        line.editor.answered.connect(lambda answers: self._on_answered(line, answers))
        line.remove.clicked.connect(lambda: self.remove_line(self._lines.index(line)))
        self._lines.append(line)
        self.column.insertWidget(number, line)
        return line

    def _drop(self, line: _Line) -> None:
        """Let a line go, the focus before it: to the line before, or after the first."""
        number = self._lines.index(line)
        self._lines.remove(line)
        if has_focus(line):
            self._lines[max(number - 1, 0)].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.column.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.setFocusProxy(self._lines[0].editor)

    def _on_answered(self, line: _Line, answers: tuple[Answer, ...]) -> None:
        line.answers = answers
        self._report()

    def _report(self) -> None:
        self._refresh()
        self.answered.emit(tuple(answer for line in self._lines for answer in line.answers))

    def _refresh(self) -> None:
        has_several = len(self._lines) > 1
        for line in self._lines:
            set_stacked(line.remove, (has_several or bool(line.answers)) and not self._is_read_only)
        most = self.item.max_occurs
        is_full = most is not None and len(self._lines) >= most
        is_waiting = any(not line.answers for line in self._lines)
        set_stacked(self._add, not self._is_read_only and not is_full and not is_waiting)
