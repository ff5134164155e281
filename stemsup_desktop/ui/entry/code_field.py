"""A field for a recovery code that groups itself while one types, pastes or scans."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from stemsup_desktop.store.recovery_code import GROUP_LENGTH, fold_recovery_code, group_recovery_code
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.signals import signals_blocked
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words


class CodeField(TextField):
    """A text field that sets a space after every fourth character and steps over it; no character is dropped."""

    def __init__(self, theme: Theme, words: Words, label: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, words, label, parent=parent)
        # A code is in no dictionary, and a keyboard must not learn it.
        hints = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        self.line_edit.setInputMethodHints(hints | Qt.InputMethodHint.ImhPreferLatin)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line_edit and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            _step_over_space(self.line_edit, event.key())
        return super().eventFilter(watched, event)

    def _on_text_changed(self, text: str) -> None:
        grouped = group_recovery_code(text)
        if grouped != text:
            before = len(fold_recovery_code(text[: self.line_edit.cursorPosition()]))
            with signals_blocked(self.line_edit):
                self.line_edit.setText(grouped)
                self.line_edit.setCursorPosition(before + max(0, before - 1) // GROUP_LENGTH)
        super()._on_text_changed(grouped)


def _step_over_space(edit: QLineEdit, key: int) -> None:
    """Move the cursor past a space that a deletion would take and the next grouping put back."""
    place, text = edit.cursorPosition(), edit.text()
    if edit.hasSelectedText():
        return
    if key == Qt.Key.Key_Backspace and text[place - 1 : place] == " ":
        edit.setCursorPosition(place - 1)
    elif key == Qt.Key.Key_Delete and text[place : place + 1] == " ":
        edit.setCursorPosition(place + 1)
