"""Types as a keyboard scanner does, or as a hand does, with the times of the keys under a test's control."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

FNC1 = "\x1d"
_NAMED = {"\r": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab}
_PLAIN, _CONTROL, _SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


class Typist:
    """Types into the window of a widget; `now_ms` is the time of the last key."""

    def __init__(self, widget: QWidget) -> None:
        self._window = widget.window().windowHandle()
        self.now_ms = 1000

    def type(self, text: str, *, gap_ms: int = 2) -> None:
        """Press and release the key of each character; FNC1 is Ctrl+], as a scanner sends it."""
        for character in text:
            self.now_ms += gap_ms
            if character == FNC1:
                self.key(Qt.Key.Key_BracketRight, FNC1, _CONTROL)
            elif character in _NAMED:
                self.key(_NAMED[character], character)
            else:
                modifiers = _SHIFT if character.isupper() else _PLAIN
                self.key(
                    Qt.Key(ord(character.upper())) if character.isascii() else Qt.Key.Key_unknown, character, modifiers
                )

    def scan(self, code: str, end: str = "\r", *, gap_ms: int = 2) -> None:
        """Type a code as a scanner would, a while after anything before."""
        self.now_ms += 1000
        self.type(code + end, gap_ms=gap_ms)

    def key(
        self, key: Qt.Key, text: str = "", modifiers: Qt.KeyboardModifier = _PLAIN, *, is_repeated: bool = False
    ) -> None:
        """Press and release one key now."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifiers, text, is_repeated)
            event.setTimestamp(self.now_ms)
            QCoreApplication.sendEvent(self._window, event)
