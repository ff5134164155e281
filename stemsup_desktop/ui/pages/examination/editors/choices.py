"""Choices: a drop-down list, a field that finds as one types, a list of options with marks."""

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCompleter, QWidget

from stemsup_desktop.questionnaire.answers import Answer
from stemsup_desktop.questionnaire.model import AnswerOption, Item
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.value_field import ValueField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.editors.base import Editor, FieldEditor, has_focus
from stemsup_desktop.ui.pages.examination.editors.option_list import OptionList, count_columns
from stemsup_desktop.ui.pages.examination.editors.options import Options
from stemsup_desktop.ui.parsing import normalise
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words


class DropDownEditor(FieldEditor):
    """One of several texts from a list."""

    row_width_px = 248

    def __init__(self, item: Item, name: str, label: str, context: PageContext, options: Options) -> None:
        self._options = options
        self._context = context
        self._choice = ChoiceField(context.theme, context.words, "", options.pairs(), is_required=item.is_required)
        super().__init__(item, name, label, self._choice)

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        self._choice.set_value(self._options.find_code(answers[0]) if answers else None)

    def set_options(self, options: tuple[AnswerOption, ...]) -> None:
        self._options = Options(options, self._context.words.language)
        self._choice.set_options(self._options.pairs())

    def _read(self, value: object) -> tuple[Answer, ...]:
        answer = self._options.find_answer(value if isinstance(value, str) else None)
        return () if answer is None else (answer,)


class AutocompleteField(ValueField[str]):
    """`value_changed` carries the code of the option whose words are typed, or None; what fits is offered meanwhile."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        label: str,
        options: tuple[tuple[str, str], ...] = (),
        *,
        is_required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self._codes: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        super().__init__(theme, words, label, is_required=is_required, parent=parent)
        self.line_edit.setMaxLength(1000)
        self._model = QStringListModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setMaxVisibleItems(10)
        popup = self._completer.popup()
        if popup is not None:
            popup.setFont(theme.font("body"))
        self.line_edit.setCompleter(self._completer)
        self.line_edit.setInputMethodHints(Qt.InputMethodHint.ImhNone)
        self.set_placeholder(words("examination.type_to_find"))
        self.set_options(options)

    def set_options(self, options: tuple[tuple[str, str], ...]) -> None:
        """Offer (code, text) pairs; what is typed stays."""
        self._codes = {normalise(text).casefold(): code for code, text in reversed(options)}
        self._texts = dict(options)
        self._model.setStringList([text for _, text in options])

    def choose(self, code: str) -> None:
        """Choose as the person would."""
        self.setText(self._texts[code])

    def _read(self, text: str) -> tuple[str | None, str]:
        plain = normalise(text).casefold()
        if not plain:
            return None, ""
        if self._value is not None and text == self._texts.get(self._value):
            return self._value, ""
        code = self._codes.get(plain)
        return (code, "") if code is not None else (None, self.words("examination.not_offered"))

    def _written(self, value: str) -> str:
        return self._texts.get(value, value)


class AutocompleteEditor(FieldEditor):
    """One of many options, found as one types."""

    row_width_px = 320

    def __init__(self, item: Item, name: str, label: str, context: PageContext, options: Options) -> None:
        self._options = options
        self._context = context
        self._problem = ""
        self._find = AutocompleteField(context.theme, context.words, "", options.pairs(), is_required=item.is_required)
        super().__init__(item, name, label, self._find)

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        self._find.set_value(self._options.find_code(answers[0]) if answers else None)

    def set_options(self, options: tuple[AnswerOption, ...]) -> None:
        self._options = Options(options, self._context.words.language)
        self._find.set_options(self._options.pairs())

    def set_messages(self, problem: str, doubt: str) -> bool:
        if problem or self._problem:
            self._find.set_error(problem)
        self._find.set_warning(doubt)
        self._problem = problem
        return True

    def _read(self, value: object) -> tuple[Answer, ...]:
        answer = self._options.find_answer(value if isinstance(value, str) else None)
        return () if answer is None else (answer,)


class ListEditor(Editor):
    """Options with marks: one to choose, or several."""

    is_wide = True

    def __init__(
        self, item: Item, name: str, label: str, context: PageContext, options: Options, *, is_single: bool
    ) -> None:
        super().__init__(item, name)
        self._label = label
        self._context = context
        self._is_single = is_single
        self._list: OptionList | None = None
        self._is_read_only = False
        self._offer(options)

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        if self._list is not None:
            codes = (self._options.find_code(answer) for answer in answers)
            self._list.set_chosen(tuple(code for code in codes if code is not None))

    def set_options(self, options: tuple[AnswerOption, ...]) -> None:
        self._offer(Options(options, self._context.words.language))

    def set_read_only(self, is_read_only: bool) -> None:
        self._is_read_only = is_read_only
        if self._list is not None:
            self._list.set_read_only(is_read_only)

    def _offer(self, options: Options) -> None:
        self._options = options
        old = self._list
        self._list = OptionList(
            self._context.theme,
            self._label,
            self.name,
            options.pairs(),
            is_single=self._is_single,
            exclusive=frozenset(code for code, option in options if option.is_exclusive),
            columns=self._columns(options),
        )
        self._list.changed.connect(self._on_changed)
        self._list.left.connect(self._leave)
        self.adopt(self._list)
        self.set_read_only(self._is_read_only)
        if old is not None:
            # The focus leaves before the list does: nobody may be left holding a widget that is gone.
            self._list.show()
            if has_focus(old):
                self._list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.column.removeWidget(old)
            old.hide()
            old.deleteLater()

    def _columns(self, options: Options) -> int:
        match self.item.choice_orientation:
            case "vertical":
                return 1
            case "horizontal":
                return max(1, min(len(options), 80 // max(options.longest() + 4, 10)))
            case _ if self._is_single:
                return 1
            case _:
                return count_columns(options.texts(), is_japanese=self._context.words.language == "ja")

    def _leave(self, by: int) -> None:
        key = Qt.Key.Key_Up if by < 0 else Qt.Key.Key_Down
        event = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self, event)

    def _on_changed(self, codes: tuple[str, ...]) -> None:
        answers = (self._options.find_answer(code) for code in codes)
        self.answered.emit(tuple(answer for answer in answers if answer is not None))
