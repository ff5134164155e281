"""A window that keeps its picture for a while and then paints again."""

from functools import partial

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.ui.theme.picture import hold_painting, keep_picture, let_paint, paint_again
from stemsup_desktop.ui.turns import run_in_turns


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


def paint_all() -> None:
    for _ in range(5):
        QApplication.processEvents()


def read_picture(window: QWidget) -> QImage:
    """What the window shows."""
    device = window.backingStore().paintDevice()
    assert isinstance(device, QImage)
    return device.copy()


def fill(part: QWidget, colour: str) -> None:
    palette = part.palette()
    palette.setColor(part.backgroundRole(), QColor(colour))
    part.setPalette(palette)
    part.setAutoFillBackground(True)


def test_a_held_window_paints_later_and_only_what_changed(window: Window) -> None:
    other = Painted(window.root)
    window.root.layout().addWidget(other)
    paint_all()
    window.part.count = other.count = 0
    assert hold_painting(window)
    window.part.update()
    paint_all()
    assert window.part.count == 0
    let_paint(window)
    paint_all()
    assert (window.part.count, other.count) == (1, 0)


def test_a_held_window_keeps_the_picture_of_what_leaves_it(window: Window) -> None:
    fill(window.part, "#ff0000")
    paint_all()
    middle = window.part.mapTo(window, window.part.rect().center())
    assert hold_painting(window)
    window.part.hide()
    paint_all()
    assert read_picture(window).pixelColor(middle) == QColor("#ff0000")
    let_paint(window)
    paint_all()
    assert read_picture(window).pixelColor(middle) != QColor("#ff0000")


def test_what_comes_into_a_held_window_is_painted_as_it_is_let_go(window: Window) -> None:
    assert hold_painting(window)
    late = Painted(window.part)
    late.setGeometry(QRect(0, 0, 50, 50))
    late.show()
    paint_all()
    assert late.count == 0
    let_paint(window)
    paint_all()
    assert late.count == 1


def test_a_window_is_held_by_one_at_a_time(window: Window) -> None:
    assert hold_painting(window)
    assert not hold_painting(window)
    let_paint(window)
    assert hold_painting(window)


def test_a_held_window_may_go(qtbot: QtBot) -> None:
    window = Window()
    window.show()
    qtbot.waitUntil(lambda: window.part.count > 0)
    hold_painting(window)
    run_in_turns(window, partial(let_paint, window))
    gone: list[bool] = []
    window.destroyed.connect(lambda: gone.append(True))
    window.deleteLater()
    qtbot.waitUntil(lambda: bool(gone))


def test_a_window_that_is_not_on_screen_is_not_held(qtbot: QtBot) -> None:
    window = Painted()
    qtbot.addWidget(window)
    assert not hold_painting(window)
