"""The sheet over the window in which a recovery sheet is made."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.recovery_sheet_form import RecoverySheetForm
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.words import Words

_WIDTH_PX = 640


class SheetForm(Sheet):
    """`kept` says that the vault took the new code, and that an older sheet is void from then on."""

    kept = Signal()

    def __init__(
        self, theme: Theme, words: Words, host: QWidget, access: VaultAccess, code: str, *, has_older: bool
    ) -> None:
        super().__init__(
            theme,
            host,
            words("people.sheet_title"),
            accept_text=words("people.sheet_accept"),
            dismiss_text=words("entry.sheet_later"),
            width=_WIDTH_PX,
        )
        self._words = words
        self._form = RecoverySheetForm(theme, words, access, code)
        self._form.kept.connect(self.kept)
        self._form.changed.connect(self._refresh)
        self.add_text(words("people.sheet_replaces" if has_older else "people.sheet_note"))
        self.body.addWidget(self._form)
        self.accepted.connect(self._on_accepted)
        self.dismissed.connect(self.deleteLater)
        self._refresh()

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self._form.first

    def _on_accepted(self) -> None:
        if self._form.is_ready:
            self._form.finish(self.dismiss)

    def _refresh(self) -> None:
        is_ready = self._form.is_ready
        self.accept_button.setEnabled(is_ready)
        say_reason(self.accept_button, "" if is_ready else self._words("entry.sheet_open"))
        self._fit()
