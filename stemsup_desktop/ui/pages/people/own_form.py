"""Changing one's own passphrase and sign-in name; needs the present passphrase."""

from dataclasses import dataclass, field

from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.people import Account
from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.components.form_sheet import FormSheet
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.entry.passphrase_field import PassphraseField
from stemsup_desktop.ui.entry.passphrase_pair import PassphrasePair
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

_OF_PRESENT = ("vault-wrong-passphrase", "vault-wait", "passphrase-empty")


@dataclass(frozen=True, slots=True)
class OwnChange:
    """One's own passphrase as it was and as it shall be, and the sign-in name, empty where it stays."""

    present: str = field(repr=False)
    passphrase: str = field(repr=False)
    sign_in_name: str


class OwnForm(FormSheet):
    """`needs_name` asks for a sign-in name before colleagues can have one."""

    def __init__(self, theme: Theme, words: Words, host: QWidget, own: Account, *, needs_name: bool = False) -> None:
        title = words("people.names_first_title" if needs_name else "people.own_title")
        super().__init__(theme, words, host, title, words("people.own_accept"))
        self._own = own
        self._needs_name = needs_name or bool(own.sign_in_name)
        self.present = PassphraseField(theme, words, words("people.present_passphrase"))
        self.present.setObjectName("present_passphrase")
        self.sign_in_name = TextField(theme, words, words("entry.sign_in_name"))
        self.sign_in_name.setObjectName("own_sign_in_name")
        self.sign_in_name.set_value(own.sign_in_name)
        self.sign_in_name.set_hint(words("people.sign_in_name_hint"))
        self.pair = PassphrasePair(theme, words, words("people.new_or_empty"))
        self.pair.set_known_words((own.name, own.name_en, own.sign_in_name))
        self.present.value_changed.connect(self._on_present_typed)
        self.sign_in_name.value_changed.connect(self.refresh)
        self.pair.changed.connect(self.refresh)
        for edit in (self.present.line_edit, self.sign_in_name.line_edit, self.pair.again.line_edit):
            edit.returnPressed.connect(self.submit)
        self.add_text(words("people.names_first_note" if needs_name else "people.own_note"))
        self.add_row(self.present, self.sign_in_name)
        self.rows.addWidget(self.pair)
        self.finish_layout()

    def take(self) -> OwnChange:
        """Return what was typed and forget the passphrases."""
        present, passphrase = self.present.take(), self.pair.take()
        name = self.sign_in_name.text().strip()
        return OwnChange(present, passphrase or present, "" if name == self._own.sign_in_name else name)

    def list_open(self) -> tuple[str, ...]:
        words, items = self.words, []
        if not self.present.text():
            items.append(words("people.present_passphrase"))
        name = self.sign_in_name.text().strip()
        if self._needs_name and not name:
            items.append(words("entry.sign_in_name"))
        if not self.pair.is_empty and not self.pair.is_matching:
            items.append(words("entry.passphrase_again"))
        if not items and self.pair.is_empty and name == self._own.sign_in_name:
            items.append(words("people.something_new"))
        return tuple(items)

    def forget(self) -> None:
        self.present.forget()
        self.pair.forget()

    def show_problem(self, problem: Problem) -> None:
        super().show_problem(problem)
        if problem.code in _OF_PRESENT:
            self.present.set_error(self.words.sentence_of(problem))
            super().refresh()
            self.present.line_edit.setFocus()

    def _on_present_typed(self, value: object) -> None:
        self.present.set_error("")
        self.refresh()
