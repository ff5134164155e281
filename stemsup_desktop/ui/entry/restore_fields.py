"""What an administrator types to restore a backup: name and passphrase, or the code of the recovery sheet."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.store.entering import Entry
from stemsup_desktop.store.keys import Credentials
from stemsup_desktop.store.recovery_code import read_recovery_code
from stemsup_desktop.ui.components.buttons import LinkLabel
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.entry.code_field import CodeField
from stemsup_desktop.ui.entry.passphrase_field import PassphraseField
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words


class RestoreFields(QWidget):
    """Shows the fields of one way; `submitted` says that Enter was pressed in the last of them."""

    submitted = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._uses_code = False
        self._asks_for_name = False
        self.sign_in_name = TextField(theme, words, words("restore.name"))
        self.sign_in_name.setObjectName("restore_name")
        self.passphrase = PassphraseField(theme, words, words("restore.passphrase"))
        self.passphrase.setObjectName("restore_passphrase")
        self.code = CodeField(theme, words, words("restore.code"))
        self.code.setObjectName("restore_code")
        self._other = LinkLabel(theme, words("restore.use_code"))
        self._other.setObjectName("restore_other_way")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.S)
        who = Label(theme, words("restore.who"), role="compact", tone="text-2", wraps=True, keeps_phrases=True)
        for part in (who, self.sign_in_name, self.passphrase, self.code):
            rows.addWidget(part)
        rows.addWidget(self._other)
        self._other.clicked.connect(self._on_other_way)
        self.sign_in_name.line_edit.returnPressed.connect(self.passphrase.line_edit.setFocus)
        for field in (self.passphrase, self.code):
            field.line_edit.returnPressed.connect(self.submitted)
        self._fit()

    def show_state(self, *, asks_for_name: bool, is_read_only: bool, error: str) -> None:
        """Ask for a name or not, take text or not, and say what was wrong with it."""
        self._asks_for_name = asks_for_name
        for field in (self.sign_in_name, self.passphrase, self.code):
            field.set_read_only(is_read_only)
        self._other.setEnabled(not is_read_only)
        (self.code if self._uses_code else self.passphrase).set_error(error)
        self._fit()

    def read(self) -> Entry | None:
        """Return who restores; None if the code is no code, and then the field says why."""
        if not self._uses_code:
            name = self.sign_in_name.text() if self._asks_for_name else ""
            return Entry(Credentials(self.passphrase.text(), name))
        try:
            return Entry(Credentials(read_recovery_code(self.code.text())), is_recovery=True)
        except InputProblem as problem:
            self.code.set_error(self._words.sentence_of(problem))
            self.focus_first()
            return None

    def forget(self) -> None:
        """Let go of what was typed."""
        for field in (self.passphrase, self.code):
            field.setText("")  # unlike clear(), which leaves the text to be undone

    def focus_first(self) -> None:
        """Put the cursor where typing starts."""
        needs_name = self._asks_for_name and not self.sign_in_name.text()
        field = self.code if self._uses_code else self.sign_in_name if needs_name else self.passphrase
        field.line_edit.setFocus()

    def _on_other_way(self) -> None:
        self._uses_code = not self._uses_code
        self._other.setText(self._words("restore.use_passphrase" if self._uses_code else "restore.use_code"))
        self._fit()
        self.focus_first()

    def _fit(self) -> None:
        set_shown(self.sign_in_name, self._asks_for_name and not self._uses_code)
        set_shown(self.passphrase, not self._uses_code)
        set_shown(self.code, self._uses_code)
