"""The locked window: a name where the vault asks for one, a passphrase, and nothing of anybody."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.components.buttons import LinkLabel, PrimaryButton
from stemsup_desktop.ui.components.labels import IconLabel, Label, set_shown
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.entry.card_page import CardPage
from stemsup_desktop.ui.entry.countdown import Countdown
from stemsup_desktop.ui.entry.passphrase_field import PassphraseField
from stemsup_desktop.ui.spoken import say
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

if TYPE_CHECKING:
    from stemsup_desktop.store.closed_vault import ClosedVault

CARD_WIDTH = 400


@dataclass(frozen=True, slots=True)
class Locked:
    """A lock of the running program: when, and whether a visit was open."""

    since: datetime
    has_open_visit: bool


class UnlockPage(CardPage):
    """Asks for the passphrase; `unlock_requested` carries name and passphrase once, and the field forgets it.

    What it shows is the same for every account, and for a name without one.
    """

    unlock_requested = Signal(str, str)
    recovery_requested = Signal()
    wait_ended = Signal()
    demo_requested = Signal()

    def __init__(
        self, theme: Theme, words: Words, locked: Locked | None = None, notice: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, words, CARD_WIDTH, parent)
        self._asks_for_name = False
        self._is_busy = False
        self._waits = Countdown(self)
        self._waits.counted.connect(self._show_wait)
        self._waits.ended.connect(self.wait_ended)
        self.sign_in_name = TextField(theme, words, words("entry.sign_in_name"))
        self.sign_in_name.setObjectName("sign_in_name")
        self.sign_in_name.line_edit.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText)
        self.sign_in_name.line_edit.returnPressed.connect(self._on_name_entered)
        set_shown(self.sign_in_name, False)
        self.passphrase = PassphraseField(theme, words, words("entry.passphrase"))
        self.passphrase.setObjectName("passphrase")
        self._caps_icon = IconLabel(theme, "", "caut", 16, line="small")
        self._caps = Label(theme, "", role="small", tone="caut")
        self._status = Label(theme, "", role="compact", tone="text-3", wraps=True, keeps_phrases=True)
        self._status.setObjectName("unlock_status")
        self._unlock = PrimaryButton(theme, words("entry.unlock"), key_hint="Enter", is_bar=True)
        self._unlock.setObjectName("unlock")
        self._unlock.clicked.connect(self._on_unlock)
        self.passphrase.line_edit.returnPressed.connect(self._on_unlock)
        self.passphrase.line_edit.installEventFilter(self)
        self._recovery = LinkLabel(theme, words("entry.recovery_link"))
        self._recovery.setObjectName("recovery_link")
        self._recovery.clicked.connect(self.recovery_requested)
        set_shown(self._recovery, False)
        self._demo = LinkLabel(theme, words("entry.demo"))
        self._demo.setObjectName("demo")
        self._demo.clicked.connect(self.demo_requested)
        self._lay_out(locked, notice)

    def _lay_out(self, locked: Locked | None, notice: str) -> None:
        rows, theme, words = self.rows, self._theme, self._words
        rows.addSpacing(sizes.XXS)
        if notice:
            rows.addWidget(self._make_notice(notice))
            rows.addSpacing(sizes.XS)
        rows.addWidget(Label(theme, words("entry.locked_title" if locked else "entry.unlock_title"), role="title"))
        note = _say_locked(locked, words) if locked else words("entry.unlock_note")
        note_label = Label(theme, note, role="body", tone="text-2", wraps=True, keeps_phrases=True)
        note_label.setObjectName("unlock_note")
        rows.addWidget(note_label)
        rows.addSpacing(sizes.XS)
        rows.addWidget(self.sign_in_name)
        rows.addWidget(self.passphrase)
        caps = QHBoxLayout()
        caps.setSpacing(sizes.XS)
        caps.addWidget(self._caps_icon)
        caps.addWidget(self._caps, 1)
        rows.addLayout(caps)
        row = QHBoxLayout()
        row.setSpacing(sizes.M)
        row.addWidget(self._status, 1)
        row.addWidget(self._unlock)
        rows.addLayout(row)
        rows.addSpacing(sizes.XL)
        rows.addWidget(self._recovery, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self._demo, 0, Qt.AlignmentFlag.AlignLeft)
        self._place_card()

    def _make_notice(self, sentence: str) -> QWidget:
        from stemsup_desktop.ui.components.messages import InlineMessage  # most starts show none
        from stemsup_desktop.ui.view_parts import TagState

        notice = InlineMessage(self._theme, TagState.CLEAR, sentence)
        notice.setObjectName("notice")
        return notice

    def focus_first(self) -> None:
        first = self.sign_in_name if self._asks_for_name and not self.sign_in_name.text() else self.passphrase
        first.line_edit.setFocus()

    def show_closed(self, closed: "ClosedVault") -> None:
        """Ask for what this vault asks for, and count down while the next try must wait."""
        if closed.asks_for_name != self._asks_for_name:
            self._asks_for_name = closed.asks_for_name
            set_shown(self.sign_in_name, closed.asks_for_name)
            if not self.passphrase.text():
                self.focus_first()
        set_shown(self._recovery, closed.has_recovery_sheet)
        was_waiting = self._waits.is_running
        self._waits.start(closed.wait_s)
        if not closed.wait_s and (was_waiting or not self._is_busy):
            self._status.setText("")
        self._refresh_buttons()

    def show_busy(self, sentence: str) -> None:
        self._is_busy = True
        self._status.setText(sentence)
        self.passphrase.set_error("")
        self._refresh_buttons()

    def show_problem(self, problem: Problem) -> None:
        self._is_busy = False
        self._status.setText("")
        self._refresh_buttons()
        if problem.code != "vault-wait":  # the countdown says that one
            is_either = problem.code == "vault-wrong-passphrase" and self._asks_for_name
            either = self._words("entry.wrong_name_or_passphrase")
            sentence = either if is_either else self._words.sentence_of(problem)
            self.passphrase.set_error(sentence)
            say(self, sentence, is_urgent=True)
        self.passphrase.line_edit.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.text().isalpha():
            has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            is_caps = event.text().isupper() != has_shift and event.text().isascii()
            self._caps.setText(self._words("entry.caps_lock") if is_caps else "")
            self._caps_icon.set_icon("caps" if is_caps else "", "caut")
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # the system hides a minimised window; that is no leaving
            self.passphrase.forget()

    def _show_wait(self, left_s: int) -> None:
        self._status.setText(self._words("entry.wait", count=left_s))

    def _refresh_buttons(self) -> None:
        self._unlock.setEnabled(not self._is_busy and not self._waits.is_running)
        for link in (self._recovery, self._demo):
            link.setEnabled(not self._is_busy)

    def _on_name_entered(self) -> None:
        if self.passphrase.text():
            self._on_unlock()
        else:
            self.passphrase.line_edit.setFocus()

    def _on_unlock(self) -> None:
        if self._unlock.isEnabled():
            self._is_busy = True
            self.unlock_requested.emit(self.sign_in_name.text() if self._asks_for_name else "", self.passphrase.take())


def _say_locked(locked: Locked, words: Words) -> str:
    """Return since when the window is locked, and that the visit is kept; nothing tells whose."""
    key = "entry.locked_with_visit" if locked.has_open_visit else "entry.locked_since"
    return words(key, time=f"{locked.since:%H:%M}")
