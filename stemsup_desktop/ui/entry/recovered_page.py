"""After the recovery sheet opened the records: one person gets a new passphrase, and the records are locked again."""

from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stemsup_desktop.consultation.people import ROLE_WORDS, Account, Role
from stemsup_desktop.errors import Problem
from stemsup_desktop.language import Language
from stemsup_desktop.ui.actions.binding import bind_action
from stemsup_desktop.ui.components.buttons import PrimaryButton, SecondaryButton
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.entry.card_page import CardPage
from stemsup_desktop.ui.entry.passphrase_pair import PassphrasePair
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

CARD_WIDTH = 440


@dataclass(frozen=True, slots=True)
class Reset:
    """Who gets a new passphrase and sign-in name; the passphrase shows in no representation."""

    account_id: str
    sign_in_name: str
    passphrase: str = field(repr=False)


class RecoveredPage(CardPage):
    """Shows who may sign in, and no patient; `reset_requested` carries a `Reset`, and the fields forget it.

    `needs_name` says whether these people type a sign-in name.
    """

    reset_requested = Signal(object)
    back_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        words: Words,
        accounts: tuple[Account, ...],
        *,
        needs_name: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, words, CARD_WIDTH, parent)
        self._accounts = {account.account_id: account for account in accounts}
        self._needs_name = needs_name
        options = tuple((account.account_id, _say_person(account, words)) for account in accounts)
        self.person = ChoiceField(theme, words, words("entry.recovered_person"), options, allows_none=False)
        self.person.setObjectName("recovered_person")
        self.person.value_changed.connect(self._on_person_changed)
        self.sign_in_name = TextField(theme, words, words("entry.sign_in_name"))
        self.sign_in_name.setObjectName("sign_in_name")
        set_shown(self.sign_in_name, needs_name)
        self.passphrases = PassphrasePair(theme, words, words("entry.new_passphrase"), is_stacked=True)
        self._problem = InlineMessage(theme)
        self._problem.setObjectName("recovered_problem")
        self._status = Label(theme, "", role="compact", tone="text-3", wraps=True, keeps_phrases=True)
        self._save = PrimaryButton(theme, words("entry.recovered_save"), is_bar=True)
        self._save.setObjectName("recovered_save")
        self._save.clicked.connect(self._on_save)
        self._back = SecondaryButton(theme, words("entry.recovered_lock"), key_hint="Esc", is_bar=True)
        self._back.setObjectName("recovered_back")
        self._back.clicked.connect(self.back_requested)
        bind_action(self, "entry.back", self._back.click)
        self._lay_out()
        self._wire()
        self.person.set_value(_find_first(accounts))
        self._on_person_changed(None)

    def _lay_out(self) -> None:
        rows, theme, words = self.rows, self._theme, self._words
        rows.addWidget(Label(theme, words("entry.recovered_title"), role="title"))
        rows.addWidget(
            Label(theme, words("entry.recovered_note"), role="body", tone="text-2", wraps=True, keeps_phrases=True)
        )
        rows.addSpacing(sizes.XXS)
        rows.addWidget(self.person)
        rows.addWidget(self.sign_in_name)
        rows.addWidget(self.passphrases)
        rows.addWidget(self._problem)
        row = QHBoxLayout()
        row.setSpacing(sizes.S)
        row.addWidget(self._back)
        row.addWidget(self._status, 1)
        row.addWidget(self._save)
        rows.addLayout(row)
        self._place_card()

    def _wire(self) -> None:
        self.passphrases.changed.connect(self._refresh)
        self.sign_in_name.value_changed.connect(self._refresh)
        self.sign_in_name.line_edit.returnPressed.connect(self.passphrases.first.line_edit.setFocus)
        self.passphrases.first.line_edit.returnPressed.connect(self.passphrases.again.line_edit.setFocus)
        self.passphrases.again.line_edit.returnPressed.connect(self._on_save)

    def focus_first(self) -> None:
        self.person.combo.setFocus() if len(self._accounts) > 1 else self.passphrases.first.line_edit.setFocus()

    def show_busy(self, sentence: str) -> None:
        self._status.setText(sentence)
        self._problem.show_message(TagState.STOP, "")
        self._save.setEnabled(False)
        self._back.setEnabled(False)

    def show_problem(self, problem: Problem) -> None:
        self._status.setText("")
        self._problem.show_message(TagState.STOP, self._words.sentence_of(problem))
        self._back.setEnabled(True)
        self._refresh()
        self.passphrases.first.line_edit.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # the system hides a minimised window; that is no leaving
            self.passphrases.forget()

    def _on_person_changed(self, value: object) -> None:
        account = self._accounts[self.person.value() or _find_first(tuple(self._accounts.values()))]
        self.sign_in_name.set_value(account.sign_in_name)
        self.passphrases.set_known_words((account.name, account.name_en, account.sign_in_name))
        self._refresh()

    def _refresh(self, value: object = None) -> None:
        is_named = bool(self.sign_in_name.text().strip()) or not self._needs_name
        self._save.setEnabled(self.passphrases.is_matching and is_named)

    def _on_save(self) -> None:
        account_id = self.person.value()
        if self._save.isEnabled() and account_id is not None:
            name = self.sign_in_name.text() if self._needs_name else ""
            self.reset_requested.emit(Reset(account_id, name, self.passphrases.take()))


def _say_person(account: Account, words: Words) -> str:
    separator = "・" if words.language is Language.JA else ", "
    roles = separator.join(ROLE_WORDS[role].in_language(words.language) for role in account.roles)
    return words("entry.recovered_option", name=account.name, roles=roles)


def _find_first(accounts: tuple[Account, ...]) -> str:
    """Return the administrator who can help the others, or else whoever comes first."""
    ranked = sorted(accounts, key=lambda account: Role.ADMINISTRATOR not in account.roles)
    return ranked[0].account_id if ranked else ""
