"""The pane that scrolls keeps what somebody writes in, whatever becomes of its size."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.ui.components.scroll_pane import ScrollPane

RING = 4


class Room:
    """A window with twenty fields in a pane."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        self.pane = ScrollPane()
        self.fields = [QLineEdit() for _ in range(20)]
        for field in self.fields:
            field.setMinimumHeight(32)
            self.pane.add(field)
        rows = QVBoxLayout(self.window)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.pane)
        self.window.resize(400, 600)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is self.window)

    def is_whole(self, field: QLineEdit) -> bool:
        """Tell whether a field is in view with its ring."""
        view = self.pane.viewport()
        place = QRect(field.mapTo(view, QPoint(0, 0)), field.size())
        return view.rect().contains(place.adjusted(0, -RING, 0, RING))


@pytest.fixture
def room(qtbot: QtBot) -> Room:
    return Room(qtbot)


@pytest.mark.parametrize("number", range(11))
@pytest.mark.parametrize("height", [500, 300, 120, 60])
def test_a_field_in_use_stays_in_view_with_its_ring_when_the_window_is_made_lower(
    room: Room, number: int, height: int
) -> None:
    field = room.fields[number]
    field.setFocus()
    assert room.is_whole(field)
    room.window.resize(400, height)
    assert room.is_whole(field)


def test_whoever_has_scrolled_on_from_the_field_in_use_stays_where_they_look(room: Room) -> None:
    room.fields[0].setFocus()
    bar = room.pane.verticalScrollBar()
    bar.setValue(300)
    room.window.resize(400, 300)
    assert bar.value() == 300


@pytest.mark.parametrize("hidden", range(1, 30))
def test_a_field_of_which_a_part_is_in_view_is_brought_into_it_with_its_ring(room: Room, hidden: int) -> None:
    room.window.resize(400, 300)
    field, bar = room.fields[10], room.pane.verticalScrollBar()
    bar.setValue(field.y() + field.height() + RING - room.pane.viewport().height() - hidden)
    assert not room.is_whole(field)
    room.pane.show_widget(field)
    assert room.is_whole(field)
