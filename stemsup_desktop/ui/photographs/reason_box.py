"""The reason for which photographs are removed, asked in place; nothing goes before one is given."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from stemsup_desktop.ui.components.buttons import Button, SecondaryButton
from stemsup_desktop.ui.components.labels import Card, Label
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

LONGEST_REASON = 2_000


class ReasonBox(Card):
    """`removal_confirmed` carries the reason; it names the thing in `ask`."""

    removal_confirmed = Signal(str)
    given_up = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, flag="stop")
        self.setObjectName("removal")
        self._question = Label(theme, role="compact", wraps=True, keeps_phrases=True)
        self.reason = TextField(theme, words, words("photographs.reason"), is_required=True, max_length=LONGEST_REASON)
        self.reason.setObjectName("removal_reason")
        self._remove = Button(theme, words("photographs.remove_now"), kind="danger")
        self._remove.setObjectName("remove_now")
        keep = SecondaryButton(theme, words("photographs.keep_it"))
        keep.setObjectName("keep_it")
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.S)
        buttons.addStretch(1)
        buttons.addWidget(keep)
        buttons.addWidget(self._remove)
        self.rows.addWidget(self._question)
        self.rows.addWidget(self.reason)
        self.rows.addLayout(buttons)
        self.reason.value_changed.connect(lambda _: self._enable())
        keep.clicked.connect(self._on_given_up)
        self._remove.clicked.connect(lambda: self.removal_confirmed.emit(self.reason.text().strip()))
        self.hide()

    def ask(self, question: str) -> None:
        """Ask for the reason."""
        self._question.setText(question)
        self.reason.set_value("")
        self._enable()
        self.show()
        self.reason.line_edit.setFocus()

    def _enable(self) -> None:
        text = self.reason.text()
        self._remove.setEnabled(bool(text.strip()) and len(text) <= LONGEST_REASON)

    def _on_given_up(self) -> None:
        self.hide()
        self.given_up.emit()
