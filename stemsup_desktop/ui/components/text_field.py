"""A field for one line of text, taken exactly as typed."""

from PySide6.QtWidgets import QLineEdit, QWidget

from stemsup_desktop.ui.components.field_frame import FieldFrame
from stemsup_desktop.ui.components.line_edit import LineEdit
from stemsup_desktop.ui.signals import signals_blocked
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words


class TextField(FieldFrame):
    """One line of text; `value_changed` carries a str with every keystroke.

    A text longer than `max_length` stays whole, with a sentence under it that says how long it may be.
    """

    def __init__(
        self,
        theme: Theme,
        words: Words,
        label: str,
        *,
        unit: str = "",
        placeholder: str = "",
        is_required: bool = False,
        is_secret: bool = False,
        max_length: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, words, label, unit=unit, is_required=is_required, parent=parent)
        self._placeholder = placeholder
        self._max_length = max_length
        self.line_edit = LineEdit()
        self.line_edit.setProperty("kind", "bare")
        self.line_edit.setFont(theme.font("body"))
        if is_secret:
            self.line_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.set_editor(self.line_edit)
        self.line_edit.textChanged.connect(self._on_text_changed)

    def value(self) -> object:
        """Return what the field says: the text, or what a subclass makes of it."""
        return self.line_edit.text()

    def text(self) -> str:
        """Return the text as typed."""
        return self.line_edit.text()

    def set_value(self, value: str) -> None:
        """Show a text without reporting it; the cursor stays if nothing differs."""
        if self._hold_value(self.text, lambda: self.set_value(value)):
            return
        if value != self.line_edit.text():
            with signals_blocked(self.line_edit):
                self.line_edit.setText(value)
                self.line_edit.setCursorPosition(0)
            self._judge_length(value)
        self.refresh_look()

    def setText(self, text: str) -> None:
        """Enter a text as the person would."""
        self.line_edit.setText(text)

    def _on_text_changed(self, text: str) -> None:
        self._judge_length(text)
        self.refresh_look()
        self.value_changed.emit(text)

    def _judge_length(self, text: str) -> None:
        if self._max_length is not None:
            is_long = len(text) > self._max_length
            self.set_limit(self.words("common.too_long", most=self._max_length, count=len(text)) if is_long else "")

    def _is_empty(self) -> bool:
        return not self.line_edit.text().strip()

    def _show_placeholder(self, text: str) -> None:
        self.line_edit.setPlaceholderText(text or self._placeholder)

    def _set_editor_read_only(self, is_read_only: bool) -> None:
        self.line_edit.setReadOnly(is_read_only)
