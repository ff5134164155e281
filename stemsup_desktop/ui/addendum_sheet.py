"""The sheet in which an addendum is written: why, and what is corrected or added."""

from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.addendum import LONGEST_REASON, LONGEST_TEXT
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.questionnaire.typed_text import is_blank
from stemsup_desktop.ui.components.form_sheet import FormSheet
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words


class AddendumSheet(FormSheet):
    """`submitted` comes once reason and text are there."""

    def __init__(
        self, theme: Theme, words: Words, host: QWidget, *, number: str, patient_name: str, author: str
    ) -> None:
        title = words("documents.addendum_title", number=number, patient=patient_name)
        super().__init__(theme, words, host, title, words("documents.addendum_accept"))
        self._reason = TextField(
            theme, words, words("documents.addendum_reason"), is_required=True, max_length=LONGEST_REASON
        )
        self._reason.setObjectName("addendum.reason")
        self._text = MultiLineField(
            theme, words, words("documents.addendum_body"), is_required=True, min_lines=5, max_lines=14
        )
        self._text.setObjectName("addendum.text")
        self.add_text(words("documents.addendum_text"))
        self.rows.addWidget(self._reason)
        self.rows.addWidget(self._text)
        if author:
            self.add_text(words("documents.addendum_author", name=author))
        for field in (self._reason, self._text):
            field.value_changed.connect(self.refresh)
        self.finish_layout()

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self._reason.line_edit

    @property
    def reason(self) -> str:
        """Why, as it was typed."""
        return normalise_text(self._reason.text()).strip()

    @property
    def text(self) -> str:
        """What is corrected or added, as it was typed."""
        return normalise_text(self._text.value()).strip()

    def list_open(self) -> tuple[str, ...]:
        items = []
        if is_blank(self.reason) or len(self.reason) > LONGEST_REASON:
            items.append(self.words("documents.addendum_reason"))
        if is_blank(self.text) or len(self.text) > LONGEST_TEXT:
            items.append(self.words("documents.addendum_body"))
        return tuple(items)
