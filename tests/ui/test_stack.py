"""A stack lays out again only what asks for it, and never leaves anything at an old height."""

from collections.abc import Callable

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.stack import Stack, set_stacked
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.theme import Theme

Show = Callable[[QWidget, int, int], QWidget]


class Counted(QWidget):
    """A widget of one text that wraps, and how often it was measured."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.measured = 0
        self.label = QLabel(text)
        self.label.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.label)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        self.measured += 1
        return self.layout().totalHeightForWidth(width)


def fill(shown: Show, count: int) -> tuple[Stack, list[Counted]]:
    stack = Stack(4)
    parts = [Counted(f"part {number}") for number in range(count)]
    for part in parts:
        stack.insert(len(stack.stacked), part)
    holder = QWidget()
    QVBoxLayout(holder).addWidget(stack)
    shown(holder, 400, 600)
    return stack, parts


def is_tight(stack: Stack) -> bool:
    top = 0
    for part in stack.stacked:
        if part.isVisible():
            if (part.y(), part.height()) != (top, part.layout().totalHeightForWidth(stack.width())):
                return False
            top += part.height() + 4
    return True


def test_a_text_that_grows_moves_what_is_below_and_measures_nothing_else(shown: Show, qtbot: QtBot) -> None:
    stack, parts = fill(shown, 30)
    qtbot.waitUntil(lambda: is_tight(stack))
    for part in parts:
        part.measured = 0
    parts[4].label.setText("long words " * 30)
    qtbot.waitUntil(lambda: is_tight(stack) and parts[4].height() > 60)
    assert sum(part.measured for part in parts if part is not parts[4]) == 0


def test_several_that_grow_at_once_all_find_their_room(shown: Show, qtbot: QtBot) -> None:
    stack, parts = fill(shown, 30)
    qtbot.waitUntil(lambda: is_tight(stack))
    for part in parts[::3]:
        part.label.setText("long words " * 30)
    qtbot.waitUntil(lambda: is_tight(stack) and all(part.height() > 60 for part in parts[::3]))


def test_what_is_hidden_takes_no_room_and_what_comes_between_is_between(shown: Show, qtbot: QtBot) -> None:
    stack, parts = fill(shown, 5)
    parts[1].hide()
    late = Counted("late")
    stack.insert(3, late)
    qtbot.waitUntil(lambda: is_tight(stack))
    shown_now = [part.label.text() for part in stack.stacked if isinstance(part, Counted) and part.isVisible()]
    assert shown_now == ["part 0", "part 2", "late", "part 3", "part 4"]
    assert [child for child in stack.children() if child in stack.stacked] == list(stack.stacked)


def test_another_width_measures_everything_again(shown: Show, qtbot: QtBot) -> None:
    stack, parts = fill(shown, 5)
    for part in parts:
        part.label.setText("some words that wrap where it is narrow " * 2)
    qtbot.waitUntil(lambda: is_tight(stack))
    before = parts[0].height()
    stack.window().resize(220, 600)
    qtbot.waitUntil(lambda: is_tight(stack) and parts[0].height() > before)


def test_a_height_that_was_asked_for_meanwhile_is_given_all_the_same(shown: Show, qtbot: QtBot) -> None:
    stack, parts = fill(shown, 3)
    qtbot.waitUntil(lambda: is_tight(stack))
    holder = stack.parentWidget()
    assert holder is not None
    holder.layout().addStretch(1)
    qtbot.waitUntil(lambda: stack.height() == stack.heightForWidth(stack.width()))
    parts[1].label.setText("long words " * 30)
    QApplication.sendPostedEvents(parts[1])
    width = stack.width()
    for asked in (width - 14, width):
        stack.heightForWidth(asked)
    qtbot.waitUntil(lambda: is_tight(stack) and stack.height() == stack.heightForWidth(width) > 100)


def test_what_sleeps_takes_its_room_and_is_hidden_until_it_is_woken(shown: Show, qtbot: QtBot) -> None:
    stack, parts = fill(shown, 4)
    places, height = [part.geometry() for part in parts], stack.heightForWidth(stack.width())
    stack.put_to_sleep(parts[2])
    QApplication.processEvents()
    assert parts[2].isHidden()
    assert [part.geometry() for part in parts] == places
    assert stack.heightForWidth(stack.width()) == height
    stack.wake(parts[2])
    QApplication.processEvents()
    assert parts[2].isVisible()
    assert [part.geometry() for part in parts] == places
    stack.wake(parts[1])  # nothing to wake
    assert parts[1].isVisible()


def test_what_has_grown_asleep_has_its_height_once_it_is_woken(shown: Show) -> None:
    stack, parts = fill(shown, 3)
    stack.put_to_sleep(parts[1])
    QApplication.processEvents()
    parts[1].label.setText("words and words " * 60)
    stack.wake(parts[1])
    QApplication.processEvents()
    assert parts[1].height() == parts[1].heightForWidth(stack.width())
    assert is_tight(stack)


def test_what_is_taken_out_asleep_leaves_its_room_to_the_others(shown: Show) -> None:
    stack, parts = fill(shown, 3)
    stack.put_to_sleep(parts[1])
    stack.take_out(parts[1])
    QApplication.processEvents()
    assert not stack.is_standing(parts[1])
    assert parts[2].y() == parts[0].height() + 4


class Painted(QWidget):
    """Counts how often it is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.times = 0
        self.setFixedHeight(20)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.times += 1
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("teal"))
        painter.end()


def test_what_stands_already_is_not_painted_again_with_each_part_that_comes_below(shown: Show, qtbot: QtBot) -> None:
    pane, stack = ScrollPane(), Stack(4)
    first = Painted()
    stack.insert(0, first)
    pane.add(stack)
    pane.add_stretch()
    shown(pane, 300, 200)
    qtbot.waitUntil(lambda: first.times > 0)
    QApplication.processEvents()
    before, last = first.times, first
    for _ in range(30):
        last = Painted()
        stack.insert(len(stack.stacked), last)
        QApplication.processEvents()
    assert first.times <= before + 1  # once where the scroll bar takes some of its width
    assert stack.stacked[3].isVisible()
    assert stack.stacked[3].times > 0  # type: ignore[attr-defined]
    pane.verticalScrollBar().setValue(pane.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: last.times > 0)


def test_what_went_while_nothing_was_seen_takes_no_room_afterwards(theme: Theme, shown: Show) -> None:
    """As the follow-up of an answer that the next visit does not have, while some other step is shown."""
    stack, row, below = Stack(), QWidget(), QWidget()
    below.setMinimumHeight(20)
    title, tag, block = WrapLabel(theme, "Rosacea, visible vessels, melasma or sun spots"), QWidget(), QWidget()
    tag.setFixedSize(200, 20)
    block.setMinimumHeight(200)
    column, head = QVBoxLayout(row), QHBoxLayout()
    head.addWidget(title, 1)
    head.addWidget(tag)
    column.addLayout(head)
    column.addWidget(block)
    for part in (tag, block):
        part.hide()
    stack.insert(0, row)
    stack.insert(1, below)
    shown(stack, 360, 600)
    QTest.qWait(0)
    before = row.height(), below.y()

    for out_of_sight in ((False,), (False, True, False)):
        for part in (tag, block):
            set_stacked(part, True)
        QTest.qWait(0)
        assert row.height() > before[0] + 200
        stack.hide()
        for is_shown in out_of_sight:
            for part in (tag, block):
                set_stacked(part, is_shown)
            QTest.qWait(0)
        stack.show()
        QTest.qWait(0)
        assert (row.height(), below.y()) == before
