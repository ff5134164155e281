"""Hears a keyboard scanner anywhere in the window: a code typed faster than any hand, kept from the field in focus.

Only keys that can begin a code are held back, and only until the next key says what they are: a hand that types "0"
sees it 35 ms later, any other key at once. What an input method or a paste writes never passes by here.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

import shiboken6
from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from stemsup_desktop.consultation.lots.scans import MOST_CHARACTERS, looks_like_code

GAP_MS = 35
"""The longest time between two keys of a scanner."""
NAMED_GAP_MS = 150
"""The same once the symbology identifier has said that it is one: some scanners are slow over Bluetooth."""
FEWEST_CHARACTERS = 16
"""Of a code without a symbology identifier: a product code with its own identifier."""
_SEPARATOR = "\x1d"
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock)
_NAMED = re.compile(r"\](d2|C1|Q3)", re.IGNORECASE)
_NAMES = ("]d2", "]C1", "]Q3")
_BEGINNING = re.compile(
    r"\x1d?(?:\](?:d2?|C1?|Q3?)?|\](?:d2|C1|Q3).+|\(|\(0|\(01|\(01\).*|0|01|01\d{1,14}|01\d{14}.*)",
    re.DOTALL | re.IGNORECASE,
)
"""What a code can begin with: a symbology identifier, or the product code, as it is coded or as it is printed."""
_STARTS = frozenset("](0\x1d")
_TOUCHES = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.FocusOut,
        QEvent.Type.Close,
        QEvent.Type.Hide,
    }
)
"""What ends a burst of keys: they go where they were meant for before anything else happens."""


class Verdict(StrEnum):
    """What keys that were held back turned out to be."""

    SCAN = "scan"
    TYPING = "typing"


@dataclass(frozen=True, slots=True)
class HeldKey:
    """One key of a burst; `press` is False for its release."""

    kind: QEvent.Type
    key: int
    modifiers: Qt.KeyboardModifier
    text: str
    scan_code: int
    virtual_key: int
    native_modifiers: int

    def make_event(self) -> QKeyEvent:
        """Return the key as it came."""
        return QKeyEvent(
            self.kind,
            self.key,
            self.modifiers,
            self.scan_code,
            self.virtual_key,
            self.native_modifiers,
            self.text,
        )


def read_key(event: QKeyEvent) -> str:
    """Return the character that a key stands for in a code; empty for a key that stands for none."""
    text, modifiers = event.text(), event.modifiers()
    is_control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    is_alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
    if text == _SEPARATOR or (is_control and not is_alt and event.key() == Qt.Key.Key_BracketRight):
        return _SEPARATOR
    if is_control is not is_alt or modifiers & Qt.KeyboardModifier.MetaModifier:
        return ""  # both together are AltGr on Windows, by which some keyboards write "]"
    return text if text.isprintable() else ""


def can_begin(text: str) -> bool:
    """Say whether what was typed so far can be the beginning of a code."""
    return len(text) <= MOST_CHARACTERS and _BEGINNING.fullmatch(text) is not None


def is_named(text: str) -> bool:
    """Say whether a text begins with the identifier of a GS1 symbology."""
    return _NAMED.match(text.removeprefix(_SEPARATOR)) is not None


def mend_case(text: str) -> str:
    """Return a code as it was printed: Caps Lock turns the letters of a scanner round, and the identifier tells."""
    return text.swapcase() if is_named(text) and not text.removeprefix(_SEPARATOR).startswith(_NAMES) else text


def judge_burst(text: str, *, has_end: bool) -> Verdict:
    """Say what a whole burst was: either its identifier or its length and Enter or Tab behind it make it a code."""
    is_long = len(text) >= FEWEST_CHARACTERS
    is_scan = (has_end or is_long) if is_named(text) else (has_end and is_long and looks_like_code(text))
    return Verdict.SCAN if is_scan else Verdict.TYPING


class Scanner(QObject):
    """`scanned` carries a code as it was typed. It watches each window of the program from `start` to `stop`."""

    scanned = Signal(str)

    def __init__(self, application: QGuiApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._windows: list[QWindow] = []
        self._target: QWindow | None = None
        self._held: list[HeldKey] = []
        self._text = ""
        self._last_ms = 0
        self._swallowed: set[int] = set()
        self._ended_ms: int | None = None
        self._is_listening = False
        self._is_replaying = False
        self._is_last_chance = False
        self._elapsed = QElapsedTimer()
        self._elapsed.start()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_silence)

    def start(self) -> None:
        """Begin to listen; once more changes nothing."""
        if self._is_listening:
            return
        self._is_listening = True
        self._application.focusWindowChanged.connect(self._on_window)
        for window in self._application.topLevelWindows():
            self._on_window(window)

    def stop(self) -> None:
        """Listen no more; keys that are held back go where they were meant for."""
        if not self._is_listening:
            return
        self._is_listening = False
        self.let_go()
        self._application.focusWindowChanged.disconnect(self._on_window)
        for window in filter(shiboken6.isValid, self._windows):
            window.removeEventFilter(self)
        self._windows.clear()

    @property
    def is_holding(self) -> bool:
        """Whether keys wait to be told from typing."""
        return bool(self._held)

    def let_go(self) -> None:
        """Hand on the keys that were held back, in their order, as if nobody had looked at them."""
        held, target = self._held, self._target
        self._forget()
        if target is None or not shiboken6.isValid(target):
            return
        self._is_replaying = True
        try:
            for key in held:
                QCoreApplication.sendEvent(target, key.make_event())
        finally:
            self._is_replaying = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._is_replaying:
            return False
        kind = event.type()
        if isinstance(event, QKeyEvent) and isinstance(watched, QWindow):
            if kind == QEvent.Type.KeyPress:
                return self._on_press(watched, event)
            if kind == QEvent.Type.KeyRelease:
                return self._on_release(event)
        elif self._held and kind in _TOUCHES:
            self.let_go()
        return False

    # Keys

    def _on_press(self, window: QWindow, event: QKeyEvent) -> bool:
        """Return whether a key is kept from the window."""
        now = event.timestamp() or self._elapsed.elapsed()
        if self._held and (window is not self._target or now - self._last_ms > self._gap_ms or event.isAutoRepeat()):
            self._end(has_end=False)
        if event.key() in _MODIFIERS and not event.text():
            if self._held:
                self._hold(window, event, now, "")
            return self.is_holding
        if event.key() in _ENDS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return self._on_end(event, now)
        character = read_key(event)
        self._ended_ms = None
        if not self._held:
            if character not in _STARTS or not character or event.isAutoRepeat():
                return False
        elif not character or not can_begin(self._text + character):
            self.let_go()
            return self._on_press(window, event) if character in _STARTS and character else False
        self._hold(window, event, now, character)
        return True

    def _on_end(self, event: QKeyEvent, now: int) -> bool:
        if self._held:
            is_scan = self._end(has_end=True)
            if is_scan:
                self._swallowed.add(event.key())
                self._ended_ms = now
            return is_scan
        # A scanner that ends with carriage return and line feed types Enter twice.
        is_second = self._ended_ms is not None and 0 <= now - self._ended_ms <= GAP_MS
        self._ended_ms = None
        if is_second:
            self._swallowed.add(event.key())
        return is_second

    def _on_release(self, event: QKeyEvent) -> bool:
        if event.key() in self._swallowed:
            if not event.isAutoRepeat():
                self._swallowed.discard(event.key())
            return True
        if self._held:
            self._held.append(_make_held(event))
            return True
        return False

    def _hold(self, window: QWindow, event: QKeyEvent, now: int, character: str) -> None:
        self._target = window
        self._held.append(_make_held(event))
        self._text += character
        self._last_ms = now
        self._is_last_chance = False
        self._timer.start(self._gap_ms)

    @property
    def _gap_ms(self) -> int:
        return NAMED_GAP_MS if is_named(self._text) else GAP_MS

    def _on_silence(self) -> None:
        """End a burst after a pause; where the window was busy meanwhile, keys that wait are looked at first."""
        if self._held and not self._is_last_chance:
            self._is_last_chance = True
            self._timer.start(1)
        elif self._held:
            self._end(has_end=False)

    def _end(self, *, has_end: bool) -> bool:
        """Report a code, or hand on what was none; return which."""
        text = self._text
        if judge_burst(text, has_end=has_end) is not Verdict.SCAN:
            self.let_go()
            return False
        pressed = {key.key for key in self._held if key.kind == QEvent.Type.KeyPress}
        released = {key.key for key in self._held if key.kind == QEvent.Type.KeyRelease}
        self._swallowed |= pressed - released
        self._forget()
        self.scanned.emit(mend_case(text))
        return True

    def _forget(self) -> None:
        self._timer.stop()
        self._held, self._text, self._target = [], "", None
        self._is_last_chance = False

    def _on_window(self, window: QWindow | None) -> None:
        self._windows = [one for one in self._windows if shiboken6.isValid(one)]
        if window is not None and window not in self._windows:
            self._windows.append(window)
            window.installEventFilter(self)


def _make_held(event: QKeyEvent) -> HeldKey:
    return HeldKey(
        event.type(),
        event.key(),
        event.modifiers(),
        event.text(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
    )
