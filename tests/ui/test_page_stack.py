"""The pages ahead of the person: made and warmed up piece by piece, whatever becomes of them between two pieces."""

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QRect
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.ui.components.labels import laid_out_once, set_shown
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.shell.page_stack import PageStack, Registration


class SmallPage(Page[str]):
    """Shows one line, in or out of a visit."""

    needs_visit = False

    def derive(self) -> str:
        return "a line"

    def show_view(self, view: str) -> None:
        self.header.show_text(view)


@pytest.fixture
def stack(context: PageContext, qtbot: QtBot) -> PageStack:
    made = PageStack()
    qtbot.addWidget(made)
    for page_id in ("first", "second", "third"):
        made.register(Registration(page_id, lambda: SmallPage(context)))
    made.show_page("first")
    made.warm_up()
    made._warmer.stop()  # the test takes the pieces itself
    return made


def take_pieces(stack: PageStack, count: int) -> None:
    for _ in range(count):
        stack._warm_up_next()


def make_anew(stack: PageStack, page_id: str) -> Page[object]:
    """Make a page anew, and let go of the old one at once, as the event loop does some time later."""
    old = stack._made[page_id]
    stack.make_anew(page_id)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not shiboken6.isValid(old)
    return old


def is_warm(stack: PageStack, page_id: str) -> bool:
    page = stack._made.get(page_id)
    return page is not None and shiboken6.isValid(page) and not page._is_stale


@pytest.mark.parametrize("pieces", range(1, 12))
@pytest.mark.parametrize("page_id", ["first", "second"])
def test_a_page_that_is_made_anew_between_two_pieces_does_not_end_the_warming_up(
    stack: PageStack, page_id: str, pieces: int
) -> None:
    take_pieces(stack, pieces)
    if page_id in stack._made:
        make_anew(stack, page_id)
    take_pieces(stack, 20)
    assert all(is_warm(stack, one) for one in ("first", "second", "third") if one != page_id)


def test_what_was_made_anew_is_ready_before_it_is_seen(stack: PageStack) -> None:
    while "second" not in stack._made:
        take_pieces(stack, 1)
    make_anew(stack, "second")
    take_pieces(stack, 20)
    assert is_warm(stack, "second")


class CountedLayout(QVBoxLayout):
    """Counts how often its parts are placed."""

    placed = 0

    def setGeometry(self, rect: QRect) -> None:
        self.placed += 1
        super().setGeometry(rect)


def test_what_comes_together_is_laid_out_once(qtbot: QtBot) -> None:
    holder, parts = QWidget(), [QLabel("part") for _ in range(5)]
    qtbot.addWidget(holder)
    layout = CountedLayout(holder)
    for part in parts:
        layout.addWidget(part)
        part.hide()
    holder.resize(300, 400)
    holder.show()
    layout.placed = 0
    with laid_out_once(holder):
        for part in parts:
            set_shown(part, True)
        assert layout.placed == 0
    assert layout.placed == 1
    tops = [part.y() for part in parts]
    assert tops == sorted(set(tops))
