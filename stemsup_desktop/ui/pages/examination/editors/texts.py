"""Texts and addresses, taken exactly as typed."""

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.questionnaire.answers import Answer, StringAnswer, UriAnswer
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.editors.base import FieldEditor


class TextEditor(FieldEditor):
    """One line, or several for an item of type text."""

    row_width_px = 320

    def __init__(self, item: Item, name: str, label: str, context: PageContext) -> None:
        is_long = item.type is ItemType.TEXT or item.item_control == "text-box"
        self._text: TextField | MultiLineField
        if is_long:
            self._text = MultiLineField(context.theme, context.words, "", min_lines=1, is_required=item.is_required)
        else:
            self._text = TextField(context.theme, context.words, "", is_required=item.is_required)
        super().__init__(item, name, label, self._text)
        self.is_wide = is_long
        if item.entry_format is not None:
            self._text.set_placeholder(item.entry_format.in_language(context.words.language))

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        first = answers[0] if answers else None
        self._text.set_value(first.value if isinstance(first, StringAnswer | UriAnswer) else "")

    def _read(self, value: object) -> tuple[Answer, ...]:
        text = normalise_text(str(value))
        if not text:
            return ()
        return (UriAnswer(text),) if self.item.type is ItemType.URL else (StringAnswer(text),)
