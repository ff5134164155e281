"""Fields whose text stands for a value: numbers and dates. A text that is not one is never kept as an old value."""

from decimal import Decimal
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.signals import signals_blocked
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

V = TypeVar("V")


class ValueField(TextField, Generic[V]):
    """Base of `NumberField` and `DateField`.

    `value_changed` carries the value, or None while the text is no acceptable one; the text itself stays on screen
    with a sentence under it, from the moment the person leaves the field.
    """

    def __init__(
        self,
        theme: Theme,
        words: Words,
        label: str,
        *,
        unit: str = "",
        is_required: bool = False,
        parent: QWidget | None,
    ) -> None:
        self._value: V | None = None
        super().__init__(theme, words, label, unit=unit, is_required=is_required, parent=parent)
        self.line_edit.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin)

    def value(self) -> V | None:
        """Return the value that the text stands for, or None."""
        return self._value

    def set_value(self, value: V | None) -> None:  # type: ignore[override]
        """Show a value without reporting it; a text that already stands for it is left as typed."""
        if self._hold_value(self.text, lambda: self.set_value(value)):
            return
        if _is_same(value, self._value):
            self.refresh_look()
            return
        self._value = value
        with signals_blocked(self.line_edit):
            self.line_edit.setText("" if value is None else self._written(value))
        self._judge(self.text(), is_final=True)

    def _on_text_changed(self, text: str) -> None:
        before = self._value
        self._value, _ = self._read(text)
        self._judge(text, is_final=bool(self.error))
        if not _is_same(self._value, before):
            self.value_changed.emit(self._value)

    def _on_left(self) -> None:
        self._judge(self.text(), is_final=True)
        if self._value is not None and not self.line_edit.isReadOnly():
            with signals_blocked(self.line_edit):
                self.line_edit.setText(self._written(self._value))

    def _judge(self, text: str, *, is_final: bool) -> None:
        _, sentence = self._read(text)
        self._warning = self._doubt(self._value) if self._value is not None else ""
        self._error = sentence if is_final else ""
        self._show_message()

    def _read(self, text: str) -> tuple[V | None, str]:
        """Return the value, or None and the sentence that says why not (empty for an empty text)."""
        raise TypeError(f"{type(self).__name__} does not read its text")

    def _written(self, value: V) -> str:
        raise TypeError(f"{type(self).__name__} does not write its value")

    def _doubt(self, value: V) -> str:
        """Return what to check about a value that is possible but unusual."""
        return ""


def _is_same(one: object, other: object) -> bool:
    """Say whether two values are written alike: 0.1 mL and 0.10 mL are equal, and were entered differently."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one.as_tuple() == other.as_tuple()
    return one == other


def write_number(value: Decimal) -> str:
    """Write a number without exponent, keeping the decimals it was given."""
    return f"{value:f}"
