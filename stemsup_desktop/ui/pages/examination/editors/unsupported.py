"""What cannot be answered here: a visible row that says so and shows what came with the record."""

from stemsup_desktop.questionnaire.answers import Answer
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.questionnaire.plain_words import say_answer
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.stack import set_stacked
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.editors.base import Editor


class UnsupportedEditor(Editor):
    """Takes no answer; one that is there stays in the record."""

    is_wide = True

    def __init__(self, item: Item, name: str, context: PageContext, reason: str = "examination.unsupported") -> None:
        super().__init__(item, name)
        self._language = context.words.language
        message = InlineMessage(context.theme)
        sentence = context.words(reason, type=item.type_code or item.type.value)
        message.show_message(TagState.CAUTION, sentence)
        self.adopt(message)
        self._given = Label(context.theme, role="compact", tone="text-2", wraps=True)
        self._words = context.words
        self._given.hide()
        self.column.addWidget(self._given)

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        said = self._words.listed(say_answer(answer).in_language(self._language) for answer in answers)
        self._given.setText(self._words("examination.given", answer=said) if said else "")
        set_stacked(self._given, bool(said))

    def set_read_only(self, is_read_only: bool) -> None:
        """There is nothing to lock."""
