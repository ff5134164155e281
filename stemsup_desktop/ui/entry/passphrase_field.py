"""A field for a passphrase, hidden until the person asks to see it."""

from PySide6.QtWidgets import QLineEdit, QWidget

from stemsup_desktop.ui.components.buttons import IconButton
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.signals import signals_blocked
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words


class PassphraseField(TextField):
    """A text field that shows dots, with an eye to look at what was typed."""

    keeps_phrases = True

    def __init__(self, theme: Theme, words: Words, label: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, words, label, is_secret=True, parent=parent)
        self._eye = IconButton(theme, "eye", words("entry.show_passphrase"))
        self._eye.setCheckable(True)
        self._name_eye(is_shown=False)
        self._eye.set_inset()
        self._eye.toggled.connect(self._on_eye_toggled)
        self.box.row.addWidget(self._eye)

    def take(self) -> str:
        """Return the passphrase and forget it: what was sent stands in no field."""
        passphrase = self.text()
        self.forget()
        return passphrase

    def forget(self) -> None:
        """Empty the field without reporting it, hidden again; unlike `clear`, this leaves nothing to be undone."""
        with signals_blocked(self.line_edit):
            self.line_edit.setText("")
        self._eye.setChecked(False)
        self.refresh_look()

    def _on_eye_toggled(self, is_shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password
        self.line_edit.setEchoMode(mode)
        self._name_eye(is_shown=is_shown)

    def _name_eye(self, *, is_shown: bool) -> None:
        """Name what it does, and for assistive technology to which of several fields."""
        act = self.words("entry.hide_passphrase" if is_shown else "entry.show_passphrase")
        self._eye.set_name(act)
        self._eye.setAccessibleName(self.words("spoken.now_of", field=self._label_text, now=act))
