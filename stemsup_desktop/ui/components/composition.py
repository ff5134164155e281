"""What an input method is composing in a field: nothing disturbs it, and its reading is remembered.

Until a composition is committed its text is no text of the field: it is not saved, searched for or judged. Keys belong
to the input method meanwhile, so no shortcut fires and Enter, Esc and the arrows do nothing of their own.
"""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QWidget

_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)


class Composition(QObject):
    """Follows the input method events of one editor, which hands them to `hear` once it has taken them itself."""

    ended = Signal()
    """Nothing is being composed any more: it was committed, or taken back."""
    committed = Signal(str, str)
    """What was committed, and the kana it was composed from; they are empty where no kana was typed."""

    def __init__(self, editor: QWidget) -> None:
        super().__init__(editor)
        self._editor = editor
        self._preedit = ""
        self._reading = ""
        self._held: dict[str, Callable[[], object]] = {}

    @property
    def is_open(self) -> bool:
        """Whether something is being composed."""
        return bool(self._preedit)

    def hold(self, name: str, act: Callable[[], object]) -> bool:
        """Put off an act until the composition has ended; False if there is none, and the act is for now.

        A later act of the same name takes the place of an earlier one.
        """
        if not self.is_open:
            return False
        self._held[name] = act
        return True

    def hear(self, event: QInputMethodEvent) -> None:
        """Follow what the input method says, after the editor did."""
        was_open, preedit, text = self.is_open, event.preeditString(), event.commitString()
        if preedit and not was_open:
            self._editor.installEventFilter(self)  # the newest filter is asked first
        if text:
            self._tell(text, preedit)
        if preedit and all(map(_is_kana, preedit)):
            self._reading = preedit
        self._preedit = preedit
        if was_open and not preedit:
            self._end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and self.is_open:
            self._preedit = ""
            self._end()
        if event.type() in _KEYS and self.is_open:
            event.accept()
            return True
        return False

    def _tell(self, text: str, preedit: str) -> None:
        reading = self._reading
        if preedit and reading.endswith(preedit):
            reading = reading.removesuffix(preedit)  # a clause was committed, and the next is still being composed
        self._reading = ""
        self.committed.emit(text, reading.strip())

    def _end(self) -> None:
        self._reading = ""
        self._editor.removeEventFilter(self)
        held, self._held = self._held, {}
        self.ended.emit()
        for act in held.values():
            if not shiboken6.isValid(self):
                return
            act()


def find_composition(within: QWidget) -> Composition | None:
    """Return what is being composed in a field of this widget, if anything is."""
    focus = within.window().focusWidget()
    composition = getattr(focus, "composition", None)
    if focus is None or not isinstance(composition, Composition) or not composition.is_open:
        return None
    return composition if focus is within or within.isAncestorOf(focus) else None


def _is_kana(character: str) -> bool:
    """Tell whether a character is kana, a long vowel, or a space between two parts of a reading."""
    return "\u3041" <= character <= "\u3096" or "\u30a1" <= character <= "\u30fa" or character in "\u30fc\u3000 "
