"""What Linux tells over a real bus, and how Windows' messages are read."""

import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from ctypes import addressof, wintypes
from dataclasses import dataclass, field
from itertools import count

import pytest
from PySide6.QtCore import QByteArray, QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from stemsup_desktop.ui.system_lock import SystemLock
from stemsup_desktop.ui.system_lock_windows import (
    PBT_APMSUSPEND,
    WM_POWERBROADCAST,
    WM_WTSSESSION_CHANGE,
    WTS_SESSION_LOCK,
    SystemEvent,
    WindowsSource,
    find_event,
)

if sys.platform.startswith("linux"):
    from PySide6.QtDBus import (
        QDBusConnection,
        QDBusMessage,
        QDBusObjectPath,
        QDBusUnixFileDescriptor,
        QDBusVirtualObject,
    )

    from stemsup_desktop.ui.system_lock_linux import SCREEN_SAVERS, LinuxSource

LOGIND, LOGIND_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
OWN_PATH, OTHER_PATH = f"{LOGIND_PATH}/session/_32", f"{LOGIND_PATH}/session/_37"
_numbers = count()

needs_linux = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("dbus-daemon") is None,
    reason="Linux tells over D-Bus, and this needs a bus of its own: dbus-daemon, which CI installs",
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A bus of the test's own; `dbus-daemon` is in the list of system packages that CI installs."""
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
        daemon.terminate()


@dataclass
class Bus:
    """One bus, and the program's and the system's ends of it."""

    program: "QDBusConnection"
    system: "QDBusConnection"

    def tell(self, path: str, interface: str, name: str, *values: object) -> None:
        """Send a signal as the system does."""
        message = QDBusMessage.createSignal(path, interface, name)
        message.setArguments(list(values))
        self.system.send(message)


@pytest.fixture
def bus(address: str, qapp: QApplication) -> Iterator[Bus]:
    names = [f"lock-test-{next(_numbers)}" for _ in range(2)]
    made = Bus(*(QDBusConnection.connectToBus(address, name) for name in names))
    assert made.program.isConnected()
    yield made
    for name in names:
        QDBusConnection.disconnectFromBus(name)


if sys.platform.startswith("linux"):

    class FakeLogind(QDBusVirtualObject):
        """Answers what the program asks of logind. `knows_session` is off where the program runs outside of one."""

        def __init__(self, system: QDBusConnection, *, knows_session: bool = True) -> None:
            super().__init__()
            self._knows_session = knows_session
            self.asked: list[str] = []
            self.held: list[int] = []
            assert system.registerVirtualObject(LOGIND_PATH, self, QDBusConnection.VirtualObjectRegisterOption.SubPath)
            assert system.registerService(LOGIND)

        def introspect(self, path: str) -> str:
            return ""

        def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
            self.asked.append(message.member())
            if message.member() == "Inhibit":
                assert message.arguments()[0] == "sleep"
                assert message.arguments()[3] == "delay"
                end, given = os.pipe()
                self.held.append(end)
                answer = message.createReply()
                answer.setArguments([QDBusUnixFileDescriptor(given)])
                os.close(given)
            elif self._knows_session:
                answer = message.createReply()
                answer.setArguments([QDBusObjectPath(OWN_PATH)])
            else:
                answer = message.createErrorReply("org.freedesktop.login1.NoSessionForPID", "no session")
            return connection.send(answer)

        @property
        def is_held_back(self) -> bool:
            """Whether somebody holds the sleep back: the end of a pipe says when the other is closed."""
            return bool(self.held) and not select.select([self.held[-1]], [], [], 0)[0]


@dataclass
class Told:
    """What the source said."""

    events: list[str] = field(default_factory=list)

    def screen(self) -> None:
        self.events.append("screen")

    def sleep(self) -> None:
        self.events.append("sleep")


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def logind(bus: Bus) -> "Iterator[FakeLogind]":
    made = FakeLogind(bus.system)
    yield made
    bus.system.unregisterService(LOGIND)
    for end in made.held:
        os.close(end)


@pytest.fixture
def source(bus: Bus, logind: "FakeLogind", told: Told, qtbot: QtBot) -> "Iterator[LinuxSource]":
    made = LinuxSource(bus.program, bus.program, told.screen, told.sleep)
    assert made.start()
    qtbot.waitUntil(lambda: len(logind.asked) == 2 and logind.is_held_back)
    yield made
    made.stop()


def tell_until_heard(bus: Bus, path: str, told: Told, qtbot: QtBot) -> None:
    """Lock a session, again and again: nothing says when the bus knows what the program wants to hear of it."""

    def is_heard() -> bool:
        bus.tell(path, f"{LOGIND}.Session", "Lock")
        return "screen" in told.events

    qtbot.waitUntil(is_heard)


@needs_linux
def test_each_desktops_screen_saver_is_heard_when_it_comes_and_not_when_it_goes(
    bus: Bus, source: "LinuxSource", told: Told, qtbot: QtBot
) -> None:
    for saver in SCREEN_SAVERS:
        bus.tell("/" + saver.replace(".", "/"), saver, "ActiveChanged", False)
        bus.tell("/" + saver.replace(".", "/"), saver, "ActiveChanged", True)
    qtbot.waitUntil(lambda: len(told.events) >= len(SCREEN_SAVERS))
    assert told.events == ["screen"] * len(SCREEN_SAVERS)


@needs_linux
def test_the_own_session_is_heard_and_that_of_another_person_is_not(
    bus: Bus, source: "LinuxSource", told: Told, qtbot: QtBot
) -> None:
    tell_until_heard(bus, OWN_PATH, told, qtbot)
    bus.tell(LOGIND_PATH, f"{LOGIND}.Manager", "PrepareForSleep", True)
    qtbot.waitUntil(lambda: told.events[-1] == "sleep")
    told.events.clear()
    bus.tell(OTHER_PATH, f"{LOGIND}.Session", "Lock")
    bus.tell(LOGIND_PATH, f"{LOGIND}.Manager", "PrepareForSleep", True)
    qtbot.waitUntil(lambda: bool(told.events))
    assert told.events == ["sleep"]


@needs_linux
def test_sleep_is_held_back_until_the_records_are_hidden_and_held_again_after_it(
    bus: Bus, source: "LinuxSource", logind: "FakeLogind", told: Told, qtbot: QtBot
) -> None:
    bus.tell(LOGIND_PATH, f"{LOGIND}.Manager", "PrepareForSleep", True)
    qtbot.waitUntil(lambda: not logind.is_held_back)
    assert told.events == ["sleep"]
    bus.tell(LOGIND_PATH, f"{LOGIND}.Manager", "PrepareForSleep", False)
    qtbot.waitUntil(lambda: len(logind.held) == 2 and logind.is_held_back)
    assert told.events == ["sleep"]


@needs_linux
def test_a_source_that_was_stopped_holds_nothing_back_and_hears_nothing(
    bus: Bus, source: "LinuxSource", logind: "FakeLogind", told: Told, qtbot: QtBot
) -> None:
    source.stop()
    qtbot.waitUntil(lambda: not logind.is_held_back)
    witness = Told()
    other = LinuxSource(bus.program, bus.program, witness.screen, witness.sleep)
    other.start()
    bus.tell(LOGIND_PATH, f"{LOGIND}.Manager", "PrepareForSleep", True)
    qtbot.waitUntil(lambda: witness.events == ["sleep"])
    other.stop()
    assert told.events == []


@needs_linux
def test_where_logind_does_not_know_the_session_every_one_is_heard(bus: Bus, told: Told, qtbot: QtBot) -> None:
    logind = FakeLogind(bus.system, knows_session=False)
    source = LinuxSource(bus.program, bus.program, told.screen, told.sleep, session_id="c7")
    source.start()
    tell_until_heard(bus, OTHER_PATH, told, qtbot)
    assert logind.asked == ["GetSession", "Inhibit"]
    source.stop()
    bus.system.unregisterService(LOGIND)
    for end in logind.held:
        os.close(end)


@needs_linux
def test_a_bus_without_logind_is_told_in_the_log_and_the_screen_saver_is_heard(
    bus: Bus, told: Told, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    source = LinuxSource(bus.program, bus.program, told.screen, told.sleep)
    assert source.start()
    qtbot.waitUntil(lambda: "logind does not answer" in caplog.text)
    bus.tell("/ScreenSaver", SCREEN_SAVERS[0], "ActiveChanged", True)
    qtbot.waitUntil(lambda: told.events == ["screen"])
    source.stop()


@needs_linux
def test_a_computer_without_a_bus_is_one_line_in_the_log(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere = QDBusConnection("there is no connection of this name")
    lock = SystemLock(qapp)
    monkeypatch.setattr(
        "stemsup_desktop.ui.system_lock_linux.make_linux_source",
        lambda on_screen, on_sleep, parent: LinuxSource(nowhere, nowhere, on_screen, on_sleep, parent),
    )
    lock.start()
    lock.start()
    assert len(caplog.records) == 1
    lock.stop()


@pytest.mark.parametrize(
    ("message", "w_param", "event"),
    [
        (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK, SystemEvent.SCREEN_LOCKED),
        (WM_WTSSESSION_CHANGE, 0x6, SystemEvent.SCREEN_LOCKED),  # logged off
        (WM_WTSSESSION_CHANGE, 0x2, SystemEvent.SCREEN_LOCKED),  # another user at the console
        (WM_WTSSESSION_CHANGE, 0x4, SystemEvent.SCREEN_LOCKED),  # remote connection ended
        (WM_WTSSESSION_CHANGE, 0x8, None),  # unlocked
        (WM_WTSSESSION_CHANGE, 0x1, None),  # connected to the console
        (WM_WTSSESSION_CHANGE, 0x5, None),  # logged on
        (WM_POWERBROADCAST, PBT_APMSUSPEND, SystemEvent.GOING_TO_SLEEP),
        (WM_POWERBROADCAST, 0x12, None),  # awake again
        (WM_POWERBROADCAST, 0x0A, None),  # battery or mains
        (0x0200, 0x7, None),  # a move of the pointer
    ],
)
def test_what_a_message_of_windows_says(message: int, w_param: int, event: SystemEvent | None) -> None:
    assert find_event(message, w_param) is event


@pytest.mark.parametrize("kind", [b"windows_generic_MSG", b"xcb_generic_event_t"])
def test_only_messages_of_windows_are_read_and_none_is_taken_away(
    qapp: QCoreApplication, told: Told, kind: bytes
) -> None:
    source = WindowsSource(qapp, told.screen, told.sleep)
    for number, w_param in ((WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK), (WM_POWERBROADCAST, PBT_APMSUSPEND)):
        message = wintypes.MSG()
        message.message, message.wParam = number, w_param
        assert source.nativeEventFilter(QByteArray(kind), addressof(message)) == (False, 0)
    assert told.events == (["screen", "sleep"] if kind.startswith(b"windows") else [])


def test_a_message_without_an_address_is_left_alone(qapp: QCoreApplication, told: Told) -> None:
    source = WindowsSource(qapp, told.screen, told.sleep)
    assert source.nativeEventFilter(QByteArray(b"windows_generic_MSG"), 0) == (False, 0)


def test_the_window_that_listens_is_never_seen(qapp: QApplication, told: Told) -> None:
    before = {window for window in qapp.topLevelWindows() if window.isVisible()}
    source = WindowsSource(qapp, told.screen, told.sleep)
    assert source.start() is (sys.platform == "win32")
    assert {window for window in qapp.topLevelWindows() if window.isVisible()} == before
    source.stop()
    source.stop()
