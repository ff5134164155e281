"""Reads from Windows' messages that the session is locked or left, or that the computer goes to sleep."""

import ctypes
import sys
from collections.abc import Callable
from ctypes import wintypes
from enum import Enum, auto

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray
from PySide6.QtGui import QGuiApplication, QWindow

WM_POWERBROADCAST = 0x0218
WM_WTSSESSION_CHANGE = 0x02B1
PBT_APMSUSPEND = 0x0004
WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOGOFF, WTS_SESSION_LOCK = 0x2, 0x4, 0x6, 0x7
_LEFT = frozenset({WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOGOFF, WTS_SESSION_LOCK})
_NOTIFY_FOR_THIS_SESSION = 0
_MESSAGE = QByteArray(b"windows_generic_MSG")


class SystemEvent(Enum):
    """What a message says."""

    SCREEN_LOCKED = auto()
    GOING_TO_SLEEP = auto()


def find_event(message: int, w_param: int) -> SystemEvent | None:
    """Find what a window message says, None for everything that does not matter here.

    A user who is switched away from, or whose remote connection ends, is gone as behind a locked screen.
    """
    if message == WM_WTSSESSION_CHANGE and w_param in _LEFT:
        return SystemEvent.SCREEN_LOCKED
    if message == WM_POWERBROADCAST and w_param == PBT_APMSUSPEND:
        return SystemEvent.GOING_TO_SLEEP
    return None


class WindowsSource(QAbstractNativeEventFilter):
    """A window that is never shown, to which Windows tells what becomes of the session."""

    def __init__(
        self, application: QGuiApplication, on_screen_locked: Callable[[], None], on_sleep: Callable[[], None]
    ) -> None:
        super().__init__()
        self._application = application
        self._on_screen_locked = on_screen_locked
        self._on_sleep = on_sleep
        self._window: QWindow | None = None

    def start(self) -> bool:
        """Begin to listen; return whether Windows will tell of the session. It tells every window of a sleep."""
        self._window = QWindow()
        self._window.create()
        self._application.installNativeEventFilter(self)
        return register(int(self._window.winId()))

    def stop(self) -> None:
        """Listen no more."""
        window, self._window = self._window, None
        if window is not None:
            self._application.removeNativeEventFilter(self)
            unregister(int(window.winId()))
            window.destroy()

    def nativeEventFilter(
        self, event_type: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        if QByteArray(event_type) == _MESSAGE and message:
            found = wintypes.MSG.from_address(int(message))
            match find_event(found.message, found.wParam):
                case SystemEvent.SCREEN_LOCKED:
                    self._on_screen_locked()
                case SystemEvent.GOING_TO_SLEEP:
                    self._on_sleep()
        return False, 0


def register(window_id: int) -> bool:
    """Ask Windows to tell a window of its session; return whether it will."""
    if sys.platform == "win32":
        told = ctypes.windll.wtsapi32.WTSRegisterSessionNotification(wintypes.HWND(window_id), _NOTIFY_FOR_THIS_SESSION)
        return bool(told)
    return False


def unregister(window_id: int) -> None:
    """Ask Windows to tell it no more."""
    if sys.platform == "win32":
        ctypes.windll.wtsapi32.WTSUnRegisterSessionNotification(wintypes.HWND(window_id))
