"""A window that keeps its picture for a while and then paints again."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.ui.theme.picture import keep_picture, paint_again


class Painted(QWidget):
    """Counts how often it is painted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.count += 1


class Window(QMainWindow):
    """A window filled by one part that holds another."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Painted()
        self.part = Painted()
        QVBoxLayout(self.root).addWidget(self.part)
        self.setCentralWidget(self.root)
        self.resize(400, 300)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.part.count > 0)
    QApplication.processEvents()
    made.root.count = made.part.count = 0
    return made


def settle(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.root.count > 0)
    for _ in range(5):
        QApplication.processEvents()


def test_what_changes_meanwhile_is_not_painted(window: Window) -> None:
    assert keep_picture(window)
    window.part.update()
    for _ in range(5):
        QApplication.processEvents()
    assert window.part.count == 0
    assert not keep_picture(window)  # it was not painting any more: somebody else lets it again


def test_a_window_paints_each_part_once(window: Window, qtbot: QtBot) -> None:
    keep_picture(window)
    paint_again(window)
    settle(window, qtbot)
    assert (window.root.count, window.part.count) == (1, 1)
    assert window.updatesEnabled()


def test_a_part_that_comes_meanwhile_is_painted(window: Window, qtbot: QtBot) -> None:
    keep_picture(window)
    late = Painted(window.part)
    late.setGeometry(QRect(0, 0, 50, 50))
    late.show()
    paint_again(window)
    settle(window, qtbot)
    assert late.count == 1


def test_a_window_that_is_not_filled_is_painted_as_well(qtbot: QtBot) -> None:
    window = Painted()
    qtbot.addWidget(window)
    window.resize(400, 300)
    part = Painted(window)
    part.setGeometry(QRect(0, 0, 50, 50))
    window.show()
    qtbot.waitUntil(lambda: part.count > 0)
    window.count = part.count = 0
    keep_picture(window)
    paint_again(window)
    qtbot.waitUntil(lambda: window.count > 0 and part.count > 0)


def test_a_part_that_keeps_its_own_picture_goes_on_doing_so(window: Window, qtbot: QtBot) -> None:
    keep_picture(window.part)
    keep_picture(window)
    paint_again(window)
    settle(window, qtbot)
    assert window.part.count == 0
    paint_again(window.part)
    qtbot.waitUntil(lambda: window.part.count == 1)
