"""The part of the settings with the PIN that leads from the patient screen back to the records on one display."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.people import Right
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.components.buttons import QuietButton, SecondaryButton
from stemsup_desktop.ui.components.labels import Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.reason_line import ReasonLine, say_reason
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.jobs import Err, Lane, Ok
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.theme import sizes
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.view_parts import TagState

_FIELD_PX = 240


class ScreenPinPart(QWidget):
    """Set by a physician or an administrator; what is set is never shown again."""

    def __init__(self, page: Page[Any], access: VaultAccess) -> None:
        super().__init__()
        self._page = page
        self._access = access
        words, theme, may = page.words, page.theme, page.context.session.may
        self._locked = "" if may(Right.ADMINISTER) or may(Right.DECIDE) else words("screen_pin.who_may")
        self._state = Label(theme, role="compact", tone="text-2", wraps=True, keeps_phrases=True)
        self._state.setObjectName("screen_pin_state")
        self._new = self._make_field("screen_pin.new", "screen_pin_new")
        self._again = self._make_field("screen_pin.again", "screen_pin_again")
        self._note = InlineMessage(theme)
        self._note.setObjectName("screen_pin_note")
        self._set = SecondaryButton(theme, words("screen_pin.set"))
        self._set.setObjectName("screen_pin_set")
        self._set.clicked.connect(self._on_set)
        self._remove = QuietButton(theme, words("screen_pin.remove"))
        self._remove.setObjectName("screen_pin_remove")
        self._remove.clicked.connect(self._on_remove)
        for button in (self._set, self._remove):
            button.setEnabled(not self._locked)
            say_reason(button, self._locked)
        set_shown(self._remove, False)
        self._lay_out()

    def load(self) -> None:
        """Show what the vault keeps: whether there is a PIN."""
        access = self._access
        self._page.run_job(lambda: access.get_vault().has_screen_pin(), self._on_loaded, lane=Lane.VAULT)

    def _on_loaded(self, result: Ok[bool] | Err) -> None:
        words = self._page.words
        match result:
            case Ok(has_pin):
                self._state.setText(words("screen_pin.is_set" if has_pin else "screen_pin.is_not_set"))
                set_shown(self._remove, has_pin)
            case Err(problem):
                self._note.show_message(TagState.STOP, words.sentence_of(problem))

    def _on_typed(self, _text: object) -> None:
        self._again.set_error("")
        self._note.show_message(TagState.INFORMATION, "")

    def _on_set(self) -> None:
        pin, again = self._new.text(), self._again.text()
        if pin != again:
            self._again.set_error(self._page.words("screen_pin.not_alike"))
            self._again.line_edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._do(lambda vault: vault.save_screen_pin(pin), "screen_pin.saved")

    def _on_remove(self) -> None:
        self._do(lambda vault: vault.remove_screen_pin(), "screen_pin.removed")

    def _do(self, act: Callable[[Vault], None], said: str) -> None:
        """Do it in the vault; whatever was typed is in no field any more once it is done."""

        def on_result(result: Ok[None] | Err) -> None:
            words = self._page.words
            if isinstance(result, Err):
                self._note.show_message(TagState.STOP, words.sentence_of(result.problem))
                return
            for field in (self._new, self._again):
                field.set_value("")
            self._note.show_message(TagState.INFORMATION, words(said))
            self.load()

        access = self._access
        self._page.run_job(lambda: act(access.get_vault()), on_result, lane=Lane.VAULT)

    def _make_field(self, key: str, name: str) -> TextField:
        field = TextField(self._page.theme, self._page.words, self._page.words(key), is_secret=True)
        field.setObjectName(name)
        field.setFixedWidth(_FIELD_PX)
        field.line_edit.setInputMethodHints(
            Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhHiddenText
        )
        field.set_locked(self._locked)
        field.value_changed.connect(self._on_typed)
        return field

    def _lay_out(self) -> None:
        theme, words = self._page.theme, self._page.words
        why_not = ReasonLine(theme, self._locked)
        why_not.setObjectName("why_not_screen_pin")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.S)
        rows.addWidget(SectionHeading(theme, words("screen_pin.heading"), words("screen_pin.heading_note")))
        rows.addWidget(why_not)
        rows.addWidget(
            Label(theme, words("screen_pin.note"), role="compact", tone="text-3", wraps=True, keeps_phrases=True)
        )
        rows.addWidget(self._state)
        fields, acts = QHBoxLayout(), QHBoxLayout()
        for row, widgets in ((fields, (self._new, self._again)), (acts, (self._set, self._remove))):
            row.setSpacing(sizes.M if row is fields else sizes.XS)
            for widget in widgets:
                row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
            row.addStretch(1)
            rows.addLayout(row)
        rows.addWidget(self._note)
