"""Notices that nobody has touched the program for a while, warns, and says when the records are to be locked."""

import time
from collections.abc import Callable
from enum import Enum, auto
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPointF, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent, QWindow

if TYPE_CHECKING:
    from stemsup_desktop.store.vault import Vault

SETTING = "auto-lock-minutes"
CHOICES_MIN = (1, 2, 5, 10, 15, 30)
DEFAULT_MIN = 5
WARN_S = 30
"""How long before locking the warning comes."""
LONGEST_GRACE_S = 60
"""How long work under way may hold the lock back."""
LONGEST_REST_S = 60
"""After a sleep that nobody told of, a timer goes on where it stood: the clock is looked at this often at least."""
_TICK_S = 1.0

_TOUCHES = frozenset(
    {
        *(QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride, QEvent.Type.InputMethod),
        *(QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick),
        *(QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.NativeGesture),
        *(QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd),
        *(QEvent.Type.TabletPress, QEvent.Type.TabletMove, QEvent.Type.TabletRelease),
        *(QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop),
    }
)


def read_awake_clock() -> float:
    """Return seconds of a clock that nobody sets and that runs on while the computer sleeps."""
    # Python's own monotonic clock stands still during a sleep, on Linux and macOS.
    clock = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
    return time.monotonic() if clock is None else time.clock_gettime(clock)


class _Phase(Enum):
    OFF = auto()
    RESTING = auto()
    WARNING = auto()
    OVERDUE = auto()
    """Time is up, and work under way holds the lock back."""
    LOCKING = auto()
    """Time was up when someone came; the lock follows in the next turn, and until then no touch reaches a record."""


class IdleWatch(QObject):
    """Watches the program's own windows while it is started; `idle` comes once, and then it is off.

    Filters hang on the windows and on what has the keyboard, not on the application: Python would be called for each
    of the thousands of events that making a page takes. `clock` gives seconds and may jump forward by a sleep.
    `is_busy` tells of work that an idle lock does not cut short.
    """

    counted_down = Signal(int)
    """Seconds until the lock; 0 while only work under way holds it back."""
    stayed = Signal()
    """The warning is over: someone is there."""
    idle = Signal()

    def __init__(
        self,
        application: QGuiApplication,
        clock: Callable[[], float],
        is_busy: Callable[[], bool] = lambda: False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._application = application
        self._clock = clock
        self._is_busy = is_busy
        self._limit_s = DEFAULT_MIN * 60.0
        self._phase = _Phase.OFF
        self._touched_at = 0.0
        self._pointer: QPointF | None = None
        self._windows: list[QWindow] = []
        self._focus_object: QObject | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    @property
    def minutes(self) -> int:
        """After how many minutes the records are locked."""
        return round(self._limit_s / 60)

    def set_minutes(self, minutes: int) -> None:
        """Lock after another time, counted from the last touch; raises ValueError for what is no choice."""
        if minutes not in CHOICES_MIN:
            raise ValueError(f"not offered: {minutes} minutes")
        self._limit_s = minutes * 60.0
        if self._phase is not _Phase.OFF:
            self.look()

    def start(self) -> None:
        """Begin to watch, as from a touch now."""
        if self._phase is not _Phase.OFF:
            return
        self._phase = _Phase.RESTING
        self._touched_at = self._clock()
        self._application.focusWindowChanged.connect(self._on_window)
        self._application.focusObjectChanged.connect(self._on_focus_object)
        self._watch_every_window()
        self._on_focus_object(self._application.focusObject())
        self.look()

    def stop(self) -> None:
        """Watch no more."""
        if self._phase is _Phase.OFF:
            return
        self._phase = _Phase.OFF
        self._timer.stop()
        self._application.focusWindowChanged.disconnect(self._on_window)
        self._application.focusObjectChanged.disconnect(self._on_focus_object)
        self._on_focus_object(None)
        for window in filter(shiboken6.isValid, self._windows):
            window.removeEventFilter(self)
        self._windows.clear()

    def stay(self) -> None:
        """Count from now, as after a touch."""
        self._touched_at = self._clock()
        if self._phase in (_Phase.WARNING, _Phase.OVERDUE):
            self._phase = _Phase.RESTING
            self.stayed.emit()
            self.look()

    def look(self) -> None:
        """Compare the clock with the last touch: rest on, warn, or lock."""
        if self._phase is _Phase.OFF:
            return
        left = self._limit_s - (self._clock() - self._touched_at)
        if self._phase is _Phase.LOCKING:
            self._lock()
        elif left > WARN_S:
            if self._phase is not _Phase.RESTING:
                self._phase = _Phase.RESTING
                self.stayed.emit()
            self._rest(min(left - WARN_S, LONGEST_REST_S))
        elif left > 0:
            self._warn(left)
        elif self._is_busy() and left > -LONGEST_GRACE_S:
            self._phase = _Phase.OVERDUE
            self.counted_down.emit(0)
            self._rest(_TICK_S)
        else:
            self._lock()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _TOUCHES or self._phase is _Phase.OFF:
            return False
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove and not self._has_moved(event):
            return False
        return self.take_touch()

    def take_touch(self) -> bool:
        """Count from now; return True, and lock, for a touch that comes too late.

        Not every touch is an event: what assistive technology does comes as the change it makes.
        """
        if self._phase is _Phase.OFF:
            return False
        if self._phase is not _Phase.OVERDUE and self._clock() - self._touched_at >= self._limit_s:
            # The first touch after a sleep that nobody told of is whoever opened the lid.
            self._phase = _Phase.LOCKING
            self._rest(0)
            return True
        self.stay()
        return False

    def _has_moved(self, event: QMouseEvent) -> bool:
        """Tell a moved pointer from a window that came or went below it, as the warning does."""
        before, self._pointer = self._pointer, event.globalPosition()
        return before != self._pointer

    def _warn(self, left: float) -> None:
        if self._phase is not _Phase.WARNING:
            self._phase = _Phase.WARNING
            self._watch_every_window()
        seconds = -int(-left // 1)
        self.counted_down.emit(seconds)
        self._rest(left - (seconds - 1))

    def _lock(self) -> None:
        self.stop()
        self.idle.emit()

    def _rest(self, seconds: float) -> None:
        self._timer.start(max(1, round(seconds * 1000)))

    def _watch_every_window(self) -> None:
        """Watch also what never has the focus, as an open list."""
        for window in self._application.topLevelWindows():
            self._on_window(window)

    def _on_window(self, window: QWindow | None) -> None:
        self._windows = [one for one in self._windows if shiboken6.isValid(one)]
        if window is not None and window not in self._windows:
            self._windows.append(window)
            window.installEventFilter(self)

    def _on_focus_object(self, focus: QObject | None) -> None:
        """Watch what has the keyboard: an input method writes to it and passes by the window."""
        before = self._focus_object
        if before is not None and shiboken6.isValid(before) and before not in self._windows:
            before.removeEventFilter(self)
        self._focus_object = focus
        if focus is not None:
            focus.installEventFilter(self)


def load_minutes(vault: "Vault") -> int:
    """Return after how many minutes without a touch the records of this vault are locked."""
    text = vault.load_settings().get(SETTING, "")
    return int(text) if text in {str(choice) for choice in CHOICES_MIN} else DEFAULT_MIN


def save_minutes(vault: "Vault", minutes: int) -> None:
    """Keep it; raises ValueError for what is no choice."""
    if minutes not in CHOICES_MIN:
        raise ValueError(f"not offered: {minutes} minutes")
    vault.save_settings({SETTING: str(minutes)})
