"""Listens on D-Bus to logind and to the desktops' screen savers; a bus that is not there is told and no error."""

import logging
import os
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusObjectPath, QDBusPendingCallWatcher

_LOGIND = "org.freedesktop.login1"
_LOGIND_PATH = "/org/freedesktop/login1"
_MANAGER = f"{_LOGIND}.Manager"
_SESSION = f"{_LOGIND}.Session"
SCREEN_SAVERS = tuple(f"org.{desktop}.ScreenSaver" for desktop in ("freedesktop", "gnome", "cinnamon", "mate", "xfce"))
"""The interfaces whose ActiveChanged says that the screen is covered; each desktop has one of them."""
_NO_SESSION = frozenset({"org.freedesktop.login1.NoSessionForPID", "org.freedesktop.login1.NoSuchSession"})

# PySide's own type hints ask for bytes; what it takes is the str that SLOT gives.
_LOCK: Any = SLOT("on_lock()")
_COVER_CHANGED: Any = SLOT("on_cover_changed(bool)")
_SLEEP_CHANGED: Any = SLOT("on_sleep_changed(bool)")

_log = logging.getLogger(__name__)


class LinuxSource(QObject):
    """Two buses: logind speaks on the system's, the screen saver on the session's.

    While it listens it holds logind's sleep back for the moment that hiding the records takes ("delay" inhibitor).
    """

    def __init__(
        self,
        system: QDBusConnection,
        session: QDBusConnection,
        on_screen_locked: Callable[[], None],
        on_sleep: Callable[[], None],
        parent: QObject | None = None,
        session_id: str = "",
    ) -> None:
        super().__init__(parent)
        self._system = system
        self._session = session
        self._on_screen_locked = on_screen_locked
        self._on_sleep = on_sleep
        self._session_id = session_id
        self._session_path = ""
        self._calls: list[QDBusPendingCallWatcher] = []
        self._inhibitor: QDBusMessage | None = None
        """The answer that carries the file descriptor: logind waits until it is closed, with the answer let go."""
        self._is_on = False

    def start(self) -> bool:
        """Begin to listen; return whether both buses are there. Waits for no answer."""
        self._is_on = True
        hears_session = self._session.isConnected() and all(
            # Without the service's name: looking up its owner would wait for the bus.
            self._session.connect("", "", saver, "ActiveChanged", self, _COVER_CHANGED)
            for saver in SCREEN_SAVERS
        )
        hears_system = self._system.isConnected() and self._system.connect(
            "", _LOGIND_PATH, _MANAGER, "PrepareForSleep", self, _SLEEP_CHANGED
        )
        if hears_system:
            self._find_own_session()
            self._hold_sleep_back()
        return hears_session and hears_system

    def stop(self) -> None:
        """Listen no more and hold nothing back."""
        self._is_on = False
        self._inhibitor = None
        for saver in SCREEN_SAVERS:
            self._session.disconnect("", "", saver, "ActiveChanged", self, _COVER_CHANGED)
        self._system.disconnect("", _LOGIND_PATH, _MANAGER, "PrepareForSleep", self, _SLEEP_CHANGED)
        self._system.disconnect("", self._session_path, _SESSION, "Lock", self, _LOCK)

    @Slot()
    def on_lock(self) -> None:
        """logind asks the session to lock itself, as `loginctl lock-session` makes it do."""
        self._on_screen_locked()

    @Slot(bool)
    def on_cover_changed(self, is_covered: bool) -> None:
        """The screen saver came or went."""
        if is_covered:
            self._on_screen_locked()

    @Slot(bool)
    def on_sleep_changed(self, is_going: bool) -> None:
        """The computer goes to sleep, or is awake again."""
        if is_going:
            self._on_sleep()
            self._inhibitor = None
        else:
            self._hold_sleep_back()

    def _find_own_session(self) -> None:
        if self._session_id:
            self._ask("GetSession", [self._session_id], self._on_session)
        else:
            self._ask("GetSessionByPID", [os.getpid()], self._on_session)

    def _on_session(self, reply: QDBusMessage) -> None:
        """Listen to the own session; to every one of this computer if logind does not know which is ours."""
        found = reply.arguments()[0] if reply.arguments() else None
        if isinstance(found, QDBusObjectPath):
            self._session_path = found.path()
        elif reply.errorName() not in _NO_SESSION:
            _log.warning("logind does not answer: records may stay open in sleep")
            return
        self._system.connect("", self._session_path, _SESSION, "Lock", self, _LOCK)

    def _hold_sleep_back(self) -> None:
        # The reason is shown by `systemd-inhibit --list`.
        self._ask("Inhibit", ["sleep", "StemSup Desktop", "takes the records off the screen", "delay"], self._on_held)

    def _on_held(self, reply: QDBusMessage) -> None:
        if reply.type() is QDBusMessage.MessageType.ReplyMessage and self._is_on:
            self._inhibitor = reply

    def _ask(self, method: str, arguments: list[object], on_reply: Callable[[QDBusMessage], None]) -> None:
        """Ask logind; the answer comes in a later turn, be it an error."""
        message = QDBusMessage.createMethodCall(_LOGIND, _LOGIND_PATH, _MANAGER, method)
        message.setArguments(arguments)
        call = QDBusPendingCallWatcher(self._system.asyncCall(message), self)
        self._calls.append(call)

        def on_finished() -> None:
            self._calls.remove(call)
            on_reply(call.reply())
            call.deleteLater()

        call.finished.connect(on_finished)


def make_linux_source(
    on_screen_locked: Callable[[], None], on_sleep: Callable[[], None], parent: QObject
) -> LinuxSource:
    """Return a source on the computer's own buses."""
    system, session = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
    session_id = os.environ.get("XDG_SESSION_ID", "")
    return LinuxSource(system, session, on_screen_locked, on_sleep, parent, session_id)
