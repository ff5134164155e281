"""Tab is put in order once for all that changed in a turn, and again for what changes after it."""

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.ui.tab_order import TabOrder


class Ordered(QWidget):
    """A page that counts how often its parts are looked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        self.late, self.early, last = QPushButton(self), QPushButton(self), QPushButton(self)
        self.column = QVBoxLayout(self)
        for button in (self.early, self.late, last):
            self.column.addWidget(button)
        self.tabs = TabOrder(self, self.find_parts)

    def find_parts(self) -> tuple[QWidget, ...]:
        self.asked += 1
        return (self,)


def test_many_requests_of_one_turn_order_once_and_the_next_turn_orders_anew(qtbot: QtBot) -> None:
    page = Ordered()
    qtbot.addWidget(page)
    assert page.late.nextInFocusChain() is page.early  # as they were made
    for _ in range(10):
        page.tabs.order_soon()
    assert page.asked == 0
    qtbot.waitUntil(lambda: page.early.nextInFocusChain() is page.late)
    assert page.asked == 1

    page.column.insertWidget(0, page.late)
    page.tabs.order_soon()
    qtbot.waitUntil(lambda: page.late.nextInFocusChain() is page.early)
    assert page.asked == 2


def test_a_page_that_left_before_its_turn_is_not_asked(qtbot: QtBot) -> None:
    page = Ordered()
    qtbot.addWidget(page)
    page.tabs.order_soon()
    page.tabs.setParent(None)
    page.tabs.deleteLater()
    other = Ordered()
    qtbot.addWidget(other)
    other.tabs.order_soon()
    qtbot.waitUntil(lambda: other.asked == 1)
    assert page.asked <= 1
