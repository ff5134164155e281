"""The strip in the physician's window that says that the patient's display is gone, or back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import PrimaryButton, QuietButton
from stemsup_desktop.ui.components.labels import Hairline, IconLabel, Label, set_shown
from stemsup_desktop.ui.patient_desk.displays import DisplayState
from stemsup_desktop.ui.spoken import say
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.window_language import WindowLanguage

_WORDS = {DisplayState.GONE: ("gone", "show_here"), DisplayState.BACK: ("back", "show_there")}


class DisplayStrip(QWidget):
    """Takes no focus by itself; it is announced when it comes."""

    show_requested = Signal()
    """The patient screen is to be shown on what displays there are now."""

    def __init__(self, theme: Theme, language: WindowLanguage) -> None:
        super().__init__()
        self._language = language
        self._state = DisplayState.STEADY
        self.setObjectName("display_strip")
        self._text = Label(theme, role="compact", tone="text", wraps=True)
        self.show_button = PrimaryButton(theme)
        self.show_button.setObjectName("display_strip.show")
        self.show_button.clicked.connect(self._on_show_pressed)
        self.dismiss_button = QuietButton(theme)
        self.dismiss_button.setObjectName("display_strip.dismiss")
        self.dismiss_button.clicked.connect(lambda: self.show_state(DisplayState.STEADY))
        row = QHBoxLayout()
        row.setContentsMargins(sizes.XL, sizes.XS, sizes.XL, sizes.XS)
        row.setSpacing(sizes.S)
        row.addWidget(IconLabel(theme, "monitor", "text-2", 16))
        row.addWidget(self._text, 1)
        row.addWidget(self.show_button)
        row.addWidget(self.dismiss_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(row)
        outer.addWidget(Hairline(theme, token="line-strong"))
        language.language_changed.connect(self._say)
        self.show_state(DisplayState.STEADY)

    def show_state(self, state: DisplayState) -> None:
        """Say how it stands; a display that is steady says nothing."""
        is_new = state is not self._state
        self._state = state
        self._say()
        set_shown(self, state in _WORDS)
        if is_new and state in _WORDS:
            say(self, self._text.text(), is_urgent=True)

    def _say(self) -> None:
        if self._state not in _WORDS:
            return
        words = self._language.words
        said, act = _WORDS[self._state]
        self._text.setText(words(f"patient_display.{said}"))
        self.setAccessibleName(words(f"patient_display.{said}"))
        self.show_button.setText(words(f"patient_display.{act}"))
        self.dismiss_button.setText(words("patient_display.dismiss"))

    def _on_show_pressed(self) -> None:
        self.show_state(DisplayState.STEADY)
        self.show_requested.emit()
