"""The sheet in which a form is put in force: what changed, from which day, and why."""

from datetime import date

from PySide6.QtWidgets import QWidget

from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

_WIDTH_PX = 560


class PublishSheet(Sheet):
    """Names the version that is put in force; without a day and a reason it cannot be accepted."""

    def __init__(
        self, theme: Theme, words: Words, host: QWidget, version: str, sentences: tuple[str, ...], today: date
    ) -> None:
        super().__init__(
            theme,
            host,
            words("forms.publish_title", version=version),
            accept_text=words("forms.publish_accept", version=version),
            dismiss_text=words("common.cancel"),
            width=_WIDTH_PX,
        )
        for sentence in sentences:
            self.body.addWidget(Label(theme, sentence, tone="text-2", wraps=True, keeps_phrases=True))
        self.day = DateField(theme, words, words("forms.from_day"), earliest=today, is_required=True)
        self.day.setObjectName("from_day")
        self.day.set_value(today)
        self.reason = MultiLineField(theme, words, words("forms.reason"), min_lines=2, max_lines=5, is_required=True)
        self.reason.setObjectName("reason")
        self.note = InlineMessage(theme)
        for widget in (self.day, self.reason, self.note):
            self.body.addWidget(widget)
        self.day.value_changed.connect(lambda _value: self._refresh())
        self.reason.value_changed.connect(lambda _value: self._refresh())
        self.dismissed.connect(self.deleteLater)
        self._refresh()

    def say(self, sentence: str) -> None:
        """Show why the vault refused it."""
        self.note.show_message(TagState.STOP, sentence)
        self._fit()

    def _refresh(self) -> None:
        self.accept_button.setEnabled(self.day.value() is not None and bool(self.reason.value().strip()))
        self._fit()
