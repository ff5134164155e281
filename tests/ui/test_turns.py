"""The turns of the event loop: what is seen comes before what is only kept."""

from collections.abc import Callable

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.ui.turns import run_after_painting


class _Painted(QWidget):
    def __init__(self, done: list[str]) -> None:
        super().__init__()
        self._done = done

    def paintEvent(self, event: QPaintEvent) -> None:
        self._done.append("painted")


def test_what_is_to_come_after_painting_waits_until_what_was_shown_is_painted(
    shown: Callable[..., QWidget], qtbot: QtBot
) -> None:
    done: list[str] = []
    widget = _Painted(done)
    shown(widget, 200, 100)
    qtbot.waitUntil(lambda: bool(done))
    done.clear()
    widget.update()
    run_after_painting(widget, lambda: done.append("kept"))
    qtbot.waitUntil(lambda: "kept" in done)
    assert done == ["painted", "kept"]


def test_nothing_comes_after_painting_where_its_owner_is_gone(qtbot: QtBot) -> None:
    done: list[str] = []
    owner, other = QWidget(), QWidget()
    qtbot.addWidget(other)
    run_after_painting(owner, lambda: done.append("owner"))
    owner.deleteLater()
    run_after_painting(other, lambda: done.append("other"))
    qtbot.waitUntil(lambda: bool(done))
    assert done == ["other"]
