"""The parts of a layout, first to last, without a wrapper that outlives what it stands for."""

import re
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import stemsup_desktop.ui
from stemsup_desktop.ui.layout_parts import list_parts
from stemsup_desktop.ui.tab_order import set_tab_order


def count_item_wrappers() -> int:
    """Return how many wrappers of spacers and widget items Python holds; a layout is an item too, and is none here."""
    return sum(type(one).__name__ in ("QWidgetItem", "QSpacerItem") for one in shiboken6.getAllValidWrappers())


@pytest.fixture
def holder(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_parts_come_in_the_order_of_the_layout_not_of_their_making(holder: QWidget) -> None:
    rows, inner = QVBoxLayout(holder), QHBoxLayout()
    late, early = QPushButton("late"), QPushButton("early")
    rows.addWidget(late)
    rows.insertWidget(0, early)
    rows.insertLayout(1, inner)
    rows.addStretch(1)
    inner.addWidget(QLabel("inside"))
    assert list_parts(rows) == [early, inner, late]
    assert [type(part) for part in list_parts(inner)] == [QLabel]


def test_parts_of_a_grid_come_as_they_were_put_in(holder: QWidget) -> None:
    grid = QGridLayout(holder)
    labels = [QLabel(str(number)) for number in range(6)]
    for number, label in enumerate(labels):
        grid.addWidget(label, number // 3, number % 3)
    assert list_parts(grid) == labels


def test_a_layout_without_widgets_has_no_parts(holder: QWidget) -> None:
    assert list_parts(QVBoxLayout(holder)) == []
    assert list_parts(QVBoxLayout()) == []


def test_no_wrapper_of_an_item_is_left_when_the_widgets_go(holder: QWidget) -> None:
    before = count_item_wrappers()
    rows = QVBoxLayout(holder)
    buttons = [QPushButton(str(number)) for number in range(20)]
    for button in buttons:
        rows.addWidget(button)
    list_parts(rows)
    set_tab_order([holder])
    for button in buttons:
        shiboken6.delete(button)
    assert count_item_wrappers() == before


def test_nothing_in_the_window_asks_a_layout_for_an_item() -> None:
    folder = Path(stemsup_desktop.ui.__file__).parent
    asked = re.compile(r"(?<!def )\bitemAt\(|\.itemAtPosition\(")
    found = [path.name for path in folder.rglob("*.py") if asked.search(path.read_text("utf-8"))]
    assert found == []
