"""An error that waits while Qt looks a method up costs the method nothing that it needs."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from stemsup_desktop.ui.components.buttons import Button
from stemsup_desktop.ui.kept_overrides import HELD, OverrideKeeper

AMID_ERRORS = """
import sys
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from stemsup_desktop.ui.kept_overrides import OverrideKeeper


class Failing(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        raise ValueError("a fault of the program")


class Following(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted = True


Following.__module__ = "stemsup_desktop.ui.a_page"
application = QApplication([])
keeper = OverrideKeeper()
if sys.argv[1] == "kept":
    keeper.look()
errors = 0
for _ in range(20):
    window = QWidget()
    layout = QVBoxLayout(window)
    layout.addWidget(Failing())
    following = Following()
    layout.addWidget(following)
    window.resize(100, 100)
    try:
        window.grab()
    except ValueError:
        errors += 1
sound = Following()
sound.resize(100, 100)
sound.grab()
print(errors > 10, sound.painted)
"""


def run_amid_errors(how: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", AMID_ERRORS, how], capture_output=True, text=True, check=False, timeout=120
    )


def test_windows_go_on_after_errors_in_what_they_paint() -> None:
    result = run_amid_errors("kept")
    assert (result.returncode, result.stdout.strip()) == (0, "True True"), result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="the fault takes the interpreter with it in its own way there")
def test_without_it_the_program_still_ends_there() -> None:
    """Fails once PySide6 counts right: then `kept_overrides` and this file can go."""
    assert run_amid_errors("not kept").returncode != 0


def test_every_class_that_came_is_held_once(qapp: QApplication) -> None:
    size_hint = Button.sizeHint
    before = sys.getrefcount(size_hint)
    keeper = OverrideKeeper(qapp)
    keeper.look()
    assert sys.getrefcount(size_hint) == before + HELD
    keeper.look()
    keeper._modules = 0
    keeper.look()
    assert sys.getrefcount(size_hint) == before + HELD


def test_a_class_of_a_module_that_comes_later_is_held_at_the_next_look(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = OverrideKeeper(qapp)
    keeper.look()

    class Late(Button):
        def sizeHint(self) -> QSize:
            return super().sizeHint()

    Late.__module__ = "stemsup_desktop.ui.late"
    monkeypatch.setitem(sys.modules, "stemsup_desktop.ui.late", sys)
    size_hint = Late.sizeHint
    before = sys.getrefcount(size_hint)
    qtbot.waitUntil(lambda: sys.getrefcount(size_hint) == before + HELD)
