"""The locked window with the recovery sheet: its code is typed and checked while one types."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.actions.binding import bind_action
from stemsup_desktop.ui.components.buttons import PrimaryButton, SecondaryButton
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.entry.card_page import CardPage
from stemsup_desktop.ui.entry.code_field import CodeField
from stemsup_desktop.ui.entry.code_groups import CodeGroups
from stemsup_desktop.ui.entry.countdown import Countdown
from stemsup_desktop.ui.entry.recovery_entry import derive_recovery_entry
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

if TYPE_CHECKING:
    from stemsup_desktop.store.closed_vault import ClosedVault

CARD_WIDTH = 440


class RecoveryPage(CardPage):
    """Asks for the code of the recovery sheet; `recovery_requested` carries it as the store reads it.

    `vault_number` is the vault's short form as on the sheet, or empty. A page that is left forgets what was typed.
    """

    recovery_requested = Signal(str)
    back_requested = Signal()
    wait_ended = Signal()

    def __init__(self, theme: Theme, words: Words, vault_number: str = "", parent: QWidget | None = None) -> None:
        super().__init__(theme, words, CARD_WIDTH, parent)
        self._vault_number = vault_number
        self._is_busy = False
        self._waits = Countdown(self)
        self._waits.counted.connect(self._show_wait)
        self._waits.ended.connect(self.wait_ended)
        self.code = CodeField(theme, words, words("entry.recovery_code"))
        self.code.setObjectName("recovery_code")
        self.code.value_changed.connect(self._on_code_changed)
        self.code.line_edit.returnPressed.connect(self._on_submit)
        self.groups = CodeGroups(theme)
        self._status = Label(theme, "", role="compact", tone="text-3", wraps=True, keeps_phrases=True)
        self._submit = PrimaryButton(theme, words("entry.recovery_submit"), key_hint="Enter", is_bar=True)
        self._submit.setObjectName("recovery_submit")
        self._submit.clicked.connect(self._on_submit)
        self._back = SecondaryButton(theme, words("entry.back"), icon_name="chevron-left", key_hint="Esc", is_bar=True)
        self._back.setObjectName("recovery_back")
        self._back.clicked.connect(self.back_requested)
        bind_action(self, "entry.back", self._back.click)
        self._lay_out(theme, vault_number)
        self._show_text("")

    def _lay_out(self, theme: Theme, vault_number: str) -> None:
        vault = self._words("entry.recovery_vault", number=vault_number) if vault_number else ""
        vault_label = Label(theme, vault, role="body", weight=500, wraps=True)
        set_shown(vault_label, bool(vault))
        column = self.rows
        column.addWidget(Label(theme, self._words("entry.recovery_open"), role="title"))
        column.addWidget(
            Label(theme, self._words("entry.recovery_note"), role="body", tone="text-2", wraps=True, keeps_phrases=True)
        )
        column.addWidget(vault_label)
        column.addSpacing(sizes.XXS)
        column.addWidget(self.code)
        column.addWidget(self.groups)
        column.addWidget(self._status)
        column.addSpacing(sizes.XXS)
        row = QHBoxLayout()
        row.addWidget(self._back)
        row.addStretch(1)
        row.addWidget(self._submit)
        column.addLayout(row)
        self._place_card()

    def focus_first(self) -> None:
        self.code.line_edit.setFocus()

    def show_busy(self, sentence: str) -> None:
        self._is_busy = True
        self._refresh_buttons()
        self.code.set_read_only(True)
        self.code.set_error("")
        self._show_status(sentence, "text-3")

    def show_problem(self, problem: Problem) -> None:
        self._is_busy = False
        self._refresh_buttons()
        self.code.set_read_only(False)
        if problem.code == "vault-wait":
            return  # the countdown says that one
        if problem.code == "vault-wrong-passphrase":
            # The code is whole, so it is no typing mistake.
            self._say_refusal(self._words("entry.recovery_other_vault", number=self._vault_number))
        else:
            self._refuse(problem)

    def show_closed(self, closed: "ClosedVault") -> None:
        """Count down while the next try must wait."""
        was_waiting = self._waits.is_running
        self._waits.start(closed.wait_s)
        if was_waiting and not closed.wait_s:
            self._show_text(self.code.text())
        self._refresh_buttons()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # the system hides a minimised window; that is no leaving
            self.code.setText("")  # unlike clear(), which leaves the text to be undone

    def _on_code_changed(self, value: object) -> None:
        self._show_text(str(value))

    def _show_text(self, text: str) -> None:
        entry = derive_recovery_entry(text)
        self.groups.show_groups(entry.groups, entry.wrong, entry.current)
        self.code.set_error(self._words.sentence_of(entry.mistake) if entry.mistake else "")
        left = self._words("entry.recovery_left", count=entry.missing)
        self._show_status(
            self._words("entry.recovery_whole") if entry.code else left, "clear" if entry.code else "text-3"
        )

    def _show_status(self, sentence: str, tone: str) -> None:
        """Say how it stands; a sentence at the field takes the place, so that nothing below it moves."""
        self._status.setText(sentence)
        self._status.set_tone(tone)
        set_shown(self._status, bool(sentence) and not self.code.error)

    def _show_wait(self, left_s: int) -> None:
        self._status.setText(self._words("entry.wait", count=left_s))
        self._status.set_tone("text-3")
        set_shown(self._status, True)

    def _refresh_buttons(self) -> None:
        self._submit.setEnabled(not self._is_busy and not self._waits.is_running)
        self._back.setEnabled(not self._is_busy)

    def _on_submit(self) -> None:
        if not self._submit.isEnabled():
            return
        entry = derive_recovery_entry(self.code.text())
        if entry.problem is None:
            self.recovery_requested.emit(entry.code)
        else:
            self._refuse(entry.problem)

    def _refuse(self, problem: Problem) -> None:
        self._say_refusal(self._words.sentence_of(problem))

    def _say_refusal(self, sentence: str) -> None:
        self.code.set_error(sentence)
        self._show_status("", "text-3")
        self.focus_first()
