"""A person at the keyboard of the running program: presses keys, reads the screen, and never touches a widget."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from stemsup_desktop.desktop import Desktop

BASE = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=9)))
KEYS_PER_SECOND = 3
MOST_TABS = 260
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class RunningClock:
    """A clock that starts at a fixed moment and runs."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def __call__(self) -> datetime:
        return BASE + timedelta(seconds=time.monotonic() - self._start)


def wait(ms: int) -> None:
    """Let the program run; unlike QTest.qWait it leaves the interpreter to the program's own threads."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


class StallWatch(QObject):
    """Measures how long the event loop was kept from its timers, and in which part of the walk."""

    def __init__(self) -> None:
        super().__init__()
        self.part = "start"
        self.stalls: dict[str, float] = {}
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def rest(self) -> None:
        """Forget the time since the last beat: what follows is the program's own."""
        self._last = time.perf_counter()

    def note(self, seconds: float) -> None:
        """Note a time during which the window took no input."""
        self.stalls[self.part] = max(self.stalls.get(self.part, 0.0), seconds)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.note(now - self._last)
        self._last = now

    def report(self) -> str:
        """Return the longest stall of each part, the worst first."""
        worst = sorted(self.stalls.items(), key=lambda one: -one[1])
        return "\n".join(f"  {seconds * 1000:6.0f} ms  {part}" for part, seconds in worst)


@dataclass
class Keyboard:
    """Sends keys to whatever has the focus and counts them."""

    desktop: Desktop
    watch: StallWatch
    pressed: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    titles: set[str] = field(default_factory=set)

    @property
    def window(self) -> QWidget:
        return self.desktop.window

    @property
    def focus(self) -> QWidget:
        """The widget that takes the keys."""
        return QApplication.focusWidget() or self.window

    def part(self, name: str) -> None:
        """Say which part of the walk begins."""
        self.watch.part = name

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key; the program then handles what follows from it."""
        self._count(1)
        began = time.perf_counter()
        QTest.keyClick(self.focus, key, modifiers)
        self.watch.note(time.perf_counter() - began)
        self.settle()

    def settle(self) -> None:
        """Let the program handle what is due."""
        began = time.perf_counter()
        QApplication.processEvents()
        self.watch.note(time.perf_counter() - began)
        self.titles |= {window.title() for window in QGuiApplication.topLevelWindows()}

    def type(self, text: str) -> None:
        """Type a text; what has no key of its own comes from the input method, two keys a character and Enter."""
        if not text.isascii():
            self._count(2 * len(text) + 1)
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(self.focus, event)
            self.settle()
            return
        self._count(len(text))
        for letter in text:
            began = time.perf_counter()
            QTest.keyClicks(self.focus, letter)
            self.watch.note(time.perf_counter() - began)
            self.settle()

    def until(self, is_so: Callable[[], bool], what: str, seconds: float = 60) -> None:
        """Wait for the screen to show something; raises TimeoutError that says what did not come."""
        end = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > end:
                raise TimeoutError(f"did not come: {what}; the focus is on {self.name_focus()}")
            wait(10)

    def name_focus(self) -> str:
        """Return the names around the focus, the innermost first."""
        names = [type(self.focus).__name__, *_names_of(self.focus)]
        return " < ".join(names)

    def is_at(self, name: str) -> bool:
        """Whether the focus is in a control of that name."""
        return name in _names_of(self.focus)

    def reach(self, name: str) -> None:
        """Tab to a control by its name; raises LookupError with the way taken if Tab never comes there."""
        way: list[str] = []
        for _ in range(MOST_TABS):
            if self.is_at(name):
                return
            before = self.focus
            self.press(Qt.Key.Key_Tab)
            if self.focus is before:
                raise LookupError(f"Tab does not leave {self.name_focus()}")
            way.append(self.name_focus())
        raise LookupError(f"Tab does not reach {name}; it came by\n" + "\n".join(dict.fromkeys(way)))

    def fill(self, name: str, text: str) -> None:
        """Go to a field, take what stands there and type in its place."""
        self.reach(name)
        if not isinstance(self.focus, QLineEdit | QPlainTextEdit):
            raise LookupError(f"{name} is no field to type in: {self.name_focus()}")
        if self.text():
            self.press(Qt.Key.Key_A, CONTROL)
        self.type(text)

    def text(self) -> str:
        """Return what stands in the field that has the focus."""
        found = self.focus
        if isinstance(found, QLineEdit):
            return found.text()
        return found.toPlainText() if isinstance(found, QPlainTextEdit) else ""

    def pick(self, name: str, code: str) -> None:
        """Go to a list field, open it, walk to an option with the arrow keys and take it."""
        self.reach(name)
        combo = self.focus
        if not isinstance(combo, QComboBox):
            raise LookupError(f"{name} is no list: {self.name_focus()}")
        wanted = combo.findData(code)
        if wanted < 0:
            raise LookupError(f"{name} does not offer {code}")
        if combo.currentIndex() == wanted:
            return
        self.press(Qt.Key.Key_Space)
        view = combo.view()
        self.until(view.isVisible, f"the open list of {name}")
        for _ in range(combo.count()):
            row = view.currentIndex().row()
            if row == wanted:
                break
            QTest.keyClick(view, Qt.Key.Key_Down if row < wanted else Qt.Key.Key_Up)
            self._count(1)
        QTest.keyClick(view, Qt.Key.Key_Return)
        self._count(1)
        if combo.currentIndex() != wanted:
            raise LookupError(f"the keys do not choose {code} in {name}")

    def tick(self, name: str) -> None:
        """Go to a box or button and press Space."""
        self.reach(name)
        self.press(Qt.Key.Key_Space)

    def choose(self, name: str, code: str) -> None:
        """Go to a row of segments and choose one, by its letter or with arrows and Space."""
        self.reach(name)
        letters = {"Y": Qt.Key.Key_Y, "N": Qt.Key.Key_N, "UNK": Qt.Key.Key_U}
        if code in letters:
            self.press(letters[code])
            return
        for key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            for _ in range(8):
                if self.is_at(f"{name}_{code}"):
                    self.press(Qt.Key.Key_Space)
                    return
                self.press(key)
        raise LookupError(f"the arrow keys do not reach {code} in {name}")

    def step(self, number: int) -> None:
        """Go to a step by its number."""
        self.press(Qt.Key(Qt.Key.Key_0 + number), CONTROL)
        wait(30)

    def page(self, number: int) -> None:
        """Go to a page of the rail by its place."""
        self.press(Qt.Key(Qt.Key.Key_0 + number), ALT)
        wait(30)

    def main_action(self) -> None:
        """Press the key of the page's main action."""
        self.press(Qt.Key.Key_Return, CONTROL)
        wait(30)

    def report(self) -> str:
        """Return how many keys were pressed in each part, and how long that takes a person."""
        minutes = self.pressed / KEYS_PER_SECOND / 60
        lines = [f"  {count:6} keys  {part}" for part, count in self.counts.items()]
        total = f"{self.pressed} keys, {minutes:.1f} minutes at {KEYS_PER_SECOND} keys per second"
        return "\n".join([total, *lines, "longest stalls of the event loop:", self.watch.report()])

    def _count(self, keys: int) -> None:
        self.pressed += keys
        self.counts[self.watch.part] = self.counts.get(self.watch.part, 0) + keys


def _names_of(widget: QWidget) -> list[str]:
    names: list[str] = []
    at: QWidget | None = widget
    while at is not None:
        if at.objectName():
            names.append(at.objectName())
        at = at.parentWidget()
    return names


@contextmanager
def running(
    application: QApplication,
    folder: Path,
    clock: Callable[[], datetime],
    awake_clock: Callable[[], float] | None = None,
) -> Iterator[Keyboard]:
    """Run the program on a folder until the block ends; afterwards the vault is closed and its threads are gone.

    `awake_clock` is what tells the program how long nobody has touched it.
    """
    before = {thread.ident for thread in threading.enumerate()}
    desktop = Desktop(application, folder, clock, awake_clock)
    watch = StallWatch()
    try:
        desktop.show_entry()
        desktop.window.activateWindow()
        yield Keyboard(desktop, watch)
    finally:
        watch._timer.stop()
        desktop.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    left = [t.name for t in threading.enumerate() if t.ident not in before and t.name.startswith("stemsup")]
    if left:
        raise RuntimeError(f"threads left running: {left}")
