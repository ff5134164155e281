"""Says when the system locks its screen or goes to sleep, as far as the system tells.

Linux tells through D-Bus, Windows by messages to a window. macOS tells a Qt program of neither; there the idle time
locks, and the clock that it is measured by runs on during a sleep.
"""

import logging
import sys
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

_log = logging.getLogger(__name__)


def load_library() -> None:
    """Load what listening takes here, 10 ms, where nobody waits for it: on a thread of its own."""
    if sys.platform.startswith("linux"):
        import stemsup_desktop.ui.system_lock_linux  # noqa: F401 - loaded for `start`


class LockSource(Protocol):
    """What listens on one system."""

    def start(self) -> bool:
        """Begin to listen; return whether everything that could be listened to can be heard."""

    def stop(self) -> None:
        """Listen no more."""


class SystemLock(QObject):
    """`start` never fails: a system that does not tell is a line in the log."""

    screen_locked = Signal()
    going_to_sleep = Signal()

    def __init__(self, application: QGuiApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._source: LockSource | None = None

    def start(self) -> None:
        """Begin to listen; the library that this takes is loaded now if `load_library` did not."""
        if self._source is not None:
            return
        self._source = self._make_source()
        if self._source is None or not self._source.start():
            _log.warning("the system does not tell of everything: records may stay open on a locked screen or in sleep")

    def stop(self) -> None:
        """Listen no more."""
        source, self._source = self._source, None
        if source is not None:
            source.stop()

    def _make_source(self) -> LockSource | None:
        system: str = sys.platform
        if system == "win32":
            from stemsup_desktop.ui.system_lock_windows import WindowsSource

            return WindowsSource(self._application, self.screen_locked.emit, self.going_to_sleep.emit)
        if system.startswith("linux"):
            from stemsup_desktop.ui.system_lock_linux import make_linux_source

            return make_linux_source(self.screen_locked.emit, self.going_to_sleep.emit, self)
        return None
