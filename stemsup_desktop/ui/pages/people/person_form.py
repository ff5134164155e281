"""Adding a person or changing what is known of one, and giving one a new passphrase."""

from dataclasses import dataclass, field

import msgspec
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.consultation.people import ROLE_WORDS, Account, Role
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.form_sheet import FormSheet
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.entry.passphrase_pair import PassphrasePair
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

NOBODY = Account("", "", ())
_INDENT_PX = 30


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """An account as typed, and the passphrase of a new one."""

    account: Account
    passphrase: str = field(default="", repr=False)


class RoleChoice(QWidget):
    """A role to tick, with what it may do."""

    def __init__(self, theme: Theme, words: Words, role: Role, sentence: str) -> None:
        super().__init__()
        self.role = role
        self.box = CheckBox(theme, ROLE_WORDS[role].in_language(words.language))
        self.box.setObjectName(f"role_{role.value}")
        self.box.setAccessibleDescription(sentence)
        note = Label(theme, sentence, role="compact", tone="text-3", wraps=True, keeps_phrases=True)
        note.setContentsMargins(_INDENT_PX, 0, 0, 0)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.box)
        rows.addWidget(note)


class PersonForm(FormSheet):
    """With `before` the person is changed, and passphrase and sign-in name stay out of it.

    `keeps_administrator` says that nobody else administers.
    """

    def __init__(
        self,
        theme: Theme,
        words: Words,
        host: QWidget,
        before: Account | None = None,
        *,
        keeps_administrator: bool = False,
    ) -> None:
        title = words("people.add_title") if before is None else words("people.edit_title", name=before.name)
        super().__init__(theme, words, host, title, words("people.add_accept" if before is None else "people.save"))
        self._account = before or NOBODY
        self._is_new = before is None
        self.name = self._make_field("person_name", "entry.physician_name", self._account.name)
        self.name_en = self._make_field("person_name_en", "entry.physician_name_en", self._account.name_en)
        self.licence = self._make_field("person_licence", "entry.licence_number", self._account.licence_number)
        self.sign_in_name = self._make_field("person_sign_in_name", "entry.sign_in_name", "")
        self.sign_in_name.set_hint(words("people.sign_in_name_hint"))
        self.pair = PassphrasePair(theme, words, words("people.first_passphrase"))
        self.pair.changed.connect(self.refresh)
        self.pair.again.line_edit.returnPressed.connect(self.submit)
        self.roles = tuple(self._make_role(role, keeps_administrator) for role in Role)
        self._lay_out()
        self.finish_layout()

    def _make_field(self, name: str, word: str, text: str) -> TextField:
        made = TextField(self._theme, self.words, self.words(word))
        made.setObjectName(name)
        made.set_value(text)
        made.value_changed.connect(self.refresh)
        made.line_edit.returnPressed.connect(self.submit)
        return made

    def _make_role(self, role: Role, keeps_administrator: bool) -> RoleChoice:
        is_kept = keeps_administrator and role is Role.ADMINISTRATOR
        sentence = "people.administrator_is_kept" if is_kept else f"people.may_{role.value}"
        choice = RoleChoice(self._theme, self.words, role, self.words(sentence))
        choice.box.set_value(role in self._account.roles)
        choice.box.setEnabled(not is_kept)
        choice.box.toggled.connect(self.refresh)
        return choice

    def _lay_out(self) -> None:
        self.add_row(self.name, self.name_en)
        self.rows.addWidget(Label(self._theme, self.words("people.roles"), role="compact", tone="text-2"))
        for choice in self.roles:
            self.rows.addWidget(choice)
        self.add_row(self.licence, self.sign_in_name if self._is_new else QWidget())
        if self._is_new:
            self.rows.addWidget(self.pair)
            self.rows.addWidget(
                Label(
                    self._theme,
                    self.words("people.by_word_of_mouth"),
                    role="compact",
                    tone="text-3",
                    wraps=True,
                    keeps_phrases=True,
                )
            )
        else:
            self.add_text(self.words("people.from_next_time"))

    def take(self) -> PersonDraft:
        """Return what was typed and forget the passphrase."""
        is_physician = Role.PHYSICIAN in self._chosen
        account = msgspec.structs.replace(
            self._account,
            name=self.name.text(),
            name_en=self.name_en.text(),
            roles=self._chosen,
            licence_number=self.licence.text() if is_physician else self._account.licence_number,
            sign_in_name=self.sign_in_name.text() if self._is_new else self._account.sign_in_name,
        )
        return PersonDraft(account, self.pair.take())

    @property
    def _chosen(self) -> tuple[Role, ...]:
        return tuple(choice.role for choice in self.roles if choice.box.isChecked())

    def list_open(self) -> tuple[str, ...]:
        words = self.words
        wanted = [
            (words("entry.physician_name"), bool(self.name.text().strip())),
            (words("people.a_role"), bool(self._chosen)),
        ]
        if self._is_new:
            wanted += [
                (words("entry.sign_in_name"), bool(self.sign_in_name.text().strip())),
                (words("people.first_passphrase"), bool(self.pair.first.text())),
                (words("entry.passphrase_again"), self.pair.is_matching),
            ]
        return tuple(word for word, is_there in wanted if not is_there)

    def refresh(self, value: object = None) -> None:
        self.licence.set_read_only(Role.PHYSICIAN not in self._chosen)
        self.licence.set_hint("" if Role.PHYSICIAN in self._chosen else self.words("people.licence_hint"))
        if self._is_new:
            known = (self.name.text(), self.name_en.text(), self.sign_in_name.text())
            self.pair.set_known_words(known)
        super().refresh()

    def forget(self) -> None:
        self.pair.forget()


class PassphraseForm(FormSheet):
    """Gives another person a new passphrase and sign-in name, as when the old one was forgotten."""

    def __init__(self, theme: Theme, words: Words, host: QWidget, account: Account) -> None:
        title = words("people.reset_title", name=account.name)
        super().__init__(theme, words, host, title, words("people.reset_accept"))
        self.sign_in_name = TextField(theme, words, words("entry.sign_in_name"))
        self.sign_in_name.setObjectName("person_sign_in_name")
        self.sign_in_name.set_value(account.sign_in_name)
        self.sign_in_name.value_changed.connect(self.refresh)
        self.pair = PassphrasePair(theme, words, words("entry.new_passphrase"))
        self.pair.set_known_words((account.name, account.name_en, account.sign_in_name))
        self.pair.changed.connect(self.refresh)
        self.pair.again.line_edit.returnPressed.connect(self.submit)
        self.sign_in_name.line_edit.returnPressed.connect(self.submit)
        self.add_text(words("people.reset_note"))
        self.rows.addWidget(self.pair)
        self.add_row(self.sign_in_name, QWidget())
        self.finish_layout()

    def list_open(self) -> tuple[str, ...]:
        words = self.words
        wanted = (
            (words("entry.new_passphrase"), bool(self.pair.first.text())),
            (words("entry.passphrase_again"), self.pair.is_matching),
            (words("entry.sign_in_name"), bool(self.sign_in_name.text().strip())),
        )
        return tuple(word for word, is_there in wanted if not is_there)

    def forget(self) -> None:
        self.pair.forget()


class RemovalForm(FormSheet):
    """Names the person, says what removing means, and offers to change the vault's key afterwards."""

    def __init__(self, theme: Theme, words: Words, host: QWidget, account: Account) -> None:
        title = words("people.remove_title", name=account.name)
        super().__init__(theme, words, host, title, words("people.remove_accept"), is_grave=True)
        self.rekey = CheckBox(theme, words("people.remove_rekey"))
        self.rekey.setObjectName("remove_rekey")
        note = Label(
            theme, words("people.remove_copies"), role="compact", tone="text-3", wraps=True, keeps_phrases=True
        )
        note.setContentsMargins(_INDENT_PX, 0, 0, 0)
        self.add_text(words("people.remove_note"))
        self.rows.addWidget(self.rekey)
        self.rows.addWidget(note)
        self.finish_layout()
