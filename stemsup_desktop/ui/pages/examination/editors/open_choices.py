"""Choices with free words beside the options: what is not offered can be written."""

from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.questionnaire.answers import Answer, StringAnswer
from stemsup_desktop.questionnaire.model import AnswerOption, Item
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.stack import set_stacked
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.editors.base import Editor
from stemsup_desktop.ui.pages.examination.editors.options import Options


class OpenChoiceEditor(Editor):
    """An editor of the options, and a field for other words below it.

    Of a choice of one, words clear the option and the other way round; of several, both stand together. Words that an
    exclusive option rules out are cleared by it.
    """

    is_tall = True

    def __init__(
        self, item: Item, name: str, label: str, context: PageContext, inner: Editor, options: Options
    ) -> None:
        super().__init__(item, name)
        self.is_wide = inner.is_wide
        self.row_width_px = max(inner.row_width_px, 248)
        self._inner = inner
        self._options = options
        self._language = context.words.language
        self._words = context.words
        self._chosen: tuple[Answer, ...] = ()
        self._further: tuple[Answer, ...] = ()
        self._word: tuple[Answer, ...] = ()
        self.column.addWidget(inner)
        self.setFocusProxy(inner)
        self._others = Label(context.theme, role="compact", tone="text-2", wraps=True)
        self._others.hide()
        self.column.addWidget(self._others)
        words = context.words("examination.other")
        self._text = TextField(context.theme, context.words, "")
        self._text.set_label(context.words.listed((label, words)))
        self._text.hide_label()
        self._text.set_placeholder(words)
        self._text.setObjectName(f"{name}_other")
        self._text.line_edit.installEventFilter(self)
        self.column.addWidget(self._text)
        inner.answered.connect(self._on_chosen)
        self._text.value_changed.connect(self._on_typed)

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        self._chosen = tuple(answer for answer in answers if self._options.find_code(answer) is not None)
        free = tuple(answer for answer in answers if answer not in self._chosen)
        words = [answer for answer in free if isinstance(answer, StringAnswer)]
        self._word = (words[-1],) if words else ()
        self._further = tuple(answer for answer in free if answer not in self._word)
        self._inner.set_answers(self._chosen)
        if self.item.is_required:
            self._inner.set_wanted(not free)
        self._text.set_value(words[-1].value if words else "")
        further = self._words.listed(one.value for one in self._further if isinstance(one, StringAnswer))
        self._others.setText(further)
        set_stacked(self._others, bool(further))

    def set_messages(self, problem: str, doubt: str) -> bool:
        return self._inner.set_messages(problem, doubt)

    def set_options(self, options: tuple[AnswerOption, ...]) -> None:
        self._options = Options(options, self._language)
        self._inner.set_options(options)

    def set_read_only(self, is_read_only: bool) -> None:
        self._inner.set_read_only(is_read_only)
        self._text.set_read_only(is_read_only)

    def controls(self) -> tuple[QWidget, QWidget]:
        """Return the editor of the options and the field for other words."""
        return self._inner, self._text

    def _on_chosen(self, answers: tuple[Answer, ...]) -> None:
        rules_out = not self.item.repeats or any(
            self._options.is_exclusive(code) for code in map(self._options.find_code, answers) if code is not None
        )
        words = () if rules_out and answers else (*self._further, *self._word)
        self.answered.emit((*answers, *words))

    def _on_typed(self, text: object) -> None:
        typed = normalise_text(str(text))
        words: tuple[Answer, ...] = (StringAnswer(typed),) if typed.strip() else ()
        if not self.item.repeats:
            self.answered.emit(words or (() if self._word else self._chosen))
            return
        codes = ((answer, self._options.find_code(answer)) for answer in self._chosen)
        kept = tuple(
            answer for answer, code in codes if not words or code is None or not self._options.is_exclusive(code)
        )
        self.answered.emit((*kept, *self._further, *words))
