"""Hands of a walk: they find what is on screen, press keys and type; acts yield how long to wait after each."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from benchmarks.stall_watch import StallWatch
from benchmarks.walker import KEY_MS, Wait
from stemsup_desktop.desktop import Desktop
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.shell.page_stack import step_page_id
from stemsup_desktop.workspace import Workspace

CONTROL = Qt.KeyboardModifier.ControlModifier
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
STEPS = ("reason", "examination", "explain", "plan", "consent", "treatment", "summary")


class Hands:
    """Works the program's window; `place` of the watch says what is being done."""

    def __init__(self, desktop: Desktop, watch: StallWatch) -> None:
        self.desktop = desktop
        self.watch = watch

    @property
    def workspace(self) -> Workspace:
        """The open window; raises LookupError while the vault is closed."""
        workspace = self.desktop.workspace
        if workspace is None:
            raise LookupError("the vault is not open")
        return workspace

    def find(self, name: str) -> QWidget:
        """Find what is on screen by its name; raises LookupError if nothing is."""
        found = [one for one in self.desktop.window.findChildren(QWidget, name) if one.isVisible()]
        if not found:
            raise LookupError(f"nothing on screen is named {name}")
        return found[0]

    def is_seen(self, name: str) -> bool:
        """Tell whether something of that name is on screen."""
        return any(one.isVisible() for one in self.desktop.window.findChildren(QWidget, name))

    def seen(self, name: str) -> Callable[[], bool]:
        """Return the wait for something of that name to be on screen."""
        return lambda: self.is_seen(name)

    def rest(self) -> Callable[[], bool]:
        """Return the wait for what was asked for to be done, and for the window to have nothing left to compute.

        What is made ahead comes a few milliseconds at a time, too short to be told from rest on a fast computer.
        """
        rests = self.watch.rest()
        return lambda: rests() and not self.desktop.is_busy and not self._is_warming_up

    @property
    def _is_warming_up(self) -> bool:
        workspace = self.desktop.workspace
        return workspace is not None and workspace.window.stack.is_warming_up

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.desktop.window, key, modifiers)

    def tick(self, name: str) -> Iterator[Wait]:
        """Go to a button or box, once it is there, and press Space."""
        yield self.seen(name)
        self.find(name).setFocus(Qt.FocusReason.TabFocusReason)
        self.press(Qt.Key.Key_Space)
        yield self.rest()

    def accept_sheet(self) -> None:
        """Accept what a sheet over the page asks, if one is on screen."""
        for sheet in self.desktop.window.findChildren(Sheet):
            if sheet.isVisible():
                sheet.accept_button.click()

    def fill(self, name: str, text: str) -> Iterator[Wait]:
        """Go to a field, once it is there, and type, key by key, in the place of what stands there."""
        yield self.seen(name)
        self.find(name).setFocus(Qt.FocusReason.TabFocusReason)
        yield KEY_MS
        self.press(Qt.Key.Key_A, CONTROL)
        yield KEY_MS
        for letter in text:
            QTest.keyClicks(QApplication.focusWidget() or self.desktop.window, letter)
            yield KEY_MS

    def pick(self, name: str, code: str) -> None:
        """Choose an option of a list field."""
        field = self.find(name)
        combo = field if isinstance(field, QComboBox) else field.findChild(QComboBox)
        if not isinstance(combo, QComboBox) or combo.findData(code) < 0:
            raise LookupError(f"{name} does not offer {code}")
        combo.setCurrentIndex(combo.findData(code))

    def draw(self, pad: QWidget, strokes: tuple[tuple[tuple[float, float], ...], ...]) -> Iterator[int]:
        """Draw with the mouse; strokes are in shares of the pad."""
        left = Qt.MouseButton.LeftButton
        for stroke in strokes:
            places = [QPoint(round(x * pad.width()), round(y * pad.height())) for x, y in stroke]
            QTest.mousePress(pad, left, NO_MODIFIER, places[0])
            yield KEY_MS
            for place in places[1:]:
                QTest.mouseMove(pad, place)
                yield KEY_MS
            QTest.mouseRelease(pad, left, NO_MODIFIER, places[-1])
            yield KEY_MS

    def open_step(self, number: int, when: str) -> Iterator[Wait]:
        """Go to a step by its key."""
        self.watch.place = f"step {number} {STEPS[number - 1]}: {when}"
        self.press(Qt.Key(Qt.Key.Key_0 + number), CONTROL)
        yield lambda: self.workspace.window.stack.current_id == step_page_id(number)
        yield self.rest()
