"""The pages ahead of the person: made and warmed up piece by piece, whatever becomes of them between two pieces."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.ui.components.labels import laid_out_once, set_shown
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.shell.page_stack import (
    LEAST_WARM_UP_MS,
    SHARE,
    WARM_UP_MS,
    PageStack,
    Registration,
)
from stemsup_desktop.ui.turns import run_after_painting, run_in_turns


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


@pytest.mark.parametrize(
    ("piece_s", "pause_ms"),
    [(0.0, LEAST_WARM_UP_MS), (0.006, SHARE * 6), (0.2, WARM_UP_MS)],
    ids=["short", "usual", "long"],
)
def test_the_person_has_the_time_after_a_piece_in_proportion_to_it(
    stack: PageStack, monkeypatch: pytest.MonkeyPatch, piece_s: float, pause_ms: int
) -> None:
    at_s = 100.0

    def take_piece() -> None:
        nonlocal at_s
        at_s += piece_s

    monkeypatch.setattr("stemsup_desktop.ui.shell.page_stack.time.thread_time", lambda: at_s)
    monkeypatch.setattr(stack, "_warm_up_next", take_piece)
    stack._computed_s = at_s
    stack._on_warmer()
    assert stack._warmer.interval() == pause_ms


def test_a_piece_that_waits_for_the_window_asks_again_no_sooner_than_usual(
    stack: PageStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    monkeypatch.setattr("stemsup_desktop.ui.shell.page_stack.time.thread_time", lambda: 100.0)
    monkeypatch.setattr(stack, "_warm_up_next", lambda: taken.append("a piece"))
    stack._computed_s = 99.0
    stack._on_warmer()
    assert (taken, stack._warmer.interval()) == ([], WARM_UP_MS)


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


def test_a_page_is_painted_in_a_turn_after_that_which_brings_it(stack: PageStack, qtbot: QtBot) -> None:
    stack.show()
    qtbot.waitExposed(stack)
    QApplication.processEvents()
    page = stack.prepare("second")
    painted = _Painted(page)
    stack.show_page("second")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)
    assert painted.count == 0
    qtbot.waitUntil(lambda: painted.count > 0)
    painted.count = 0
    stack.show_page("second")  # it is there already
    page.update()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)
    assert painted.count == 1


class _Painted(QObject):
    """Counts what is painted of a widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


@pytest.mark.parametrize("was_seen", [True, False])
def test_a_page_out_of_sight_that_goes_lets_nothing_be_painted_again(
    stack: PageStack, qtbot: QtBot, was_seen: bool
) -> None:
    stack.resize(400, 300)
    stack.show()
    qtbot.waitExposed(stack)
    if was_seen:
        stack.show_page("second")
        stack.show_page("first")
    page, gone = stack.prepare("first"), stack.prepare("second")
    painted_by_now: list[bool] = []
    run_after_painting(stack, lambda: painted_by_now.append(page.isVisible()))
    qtbot.waitUntil(lambda: painted_by_now == [True])
    page.repaint()
    QApplication.processEvents()
    painted = _Painted(page)
    stack.make_anew("second")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()
    assert not shiboken6.isValid(gone)
    assert painted.count == 0


def test_whoever_keeps_the_picture_of_the_window_is_not_overruled(stack: PageStack, qtbot: QtBot) -> None:
    stack.show()
    stack.setUpdatesEnabled(False)
    stack.show_page("second")
    turns: list[int] = []
    run_in_turns(stack, *(partial(turns.append, number) for number in range(3)))
    qtbot.waitUntil(lambda: len(turns) == 3)
    assert not stack.updatesEnabled()


class PiecedPage(SmallPage):
    """A page of three parts, each a piece of its own."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.parts: list[QLabel] = []
        self.build(self._iter_parts())

    def _iter_parts(self) -> Iterator[None]:
        body = QWidget()
        rows = QVBoxLayout(body)
        for number in range(3):
            self.parts.append(QLabel(str(number)))
            yield
        for part in self.parts:
            rows.addWidget(part)
        self.set_body(body)


@pytest.fixture
def pieced(context: PageContext, qtbot: QtBot) -> PageStack:
    """Return a stack whose second page is made piece by piece, ahead of the person."""
    made, ahead = PageStack(), replace(context, is_ahead=True)
    qtbot.addWidget(made)
    made.register(Registration("first", lambda: SmallPage(context)))
    made.register(Registration("second", lambda: PiecedPage(ahead)))
    made.show_page("first")
    made.warm_up()
    made._warmer.stop()
    return made


def find_half_made(stack: PageStack) -> PiecedPage:
    """Return the second page with one part made, and two to come."""
    while not isinstance(page := stack._made.get("second"), PiecedPage) or not page.parts:
        take_pieces(stack, 1)
    assert (len(page.parts), page.is_made) == (1, False)
    return page


def test_a_page_that_nobody_makes_ahead_is_made_at_once(context: PageContext, qtbot: QtBot) -> None:
    page = PiecedPage(context)
    qtbot.addWidget(page)
    assert len(page.parts) == 3
    assert page.is_made


def test_a_page_is_made_a_part_at_a_time_out_of_sight(pieced: PageStack) -> None:
    pieced.show()
    page = find_half_made(pieced)
    assert not page.isVisible()
    take_pieces(pieced, 10)
    assert page.is_made
    assert [part.text() for part in page.findChildren(QLabel) if part in page.parts] == ["0", "1", "2"]


def test_a_page_that_is_wanted_half_made_is_whole_when_it_is_seen(pieced: PageStack) -> None:
    page = find_half_made(pieced)
    pieced.show()
    assert pieced.show_page("second") is page
    assert len(page.parts) == 3
    assert all(part.isVisible() for part in page.parts)
    take_pieces(pieced, 10)
    assert len(page.parts) == 3


def test_a_page_that_was_half_made_when_warming_up_began_again_is_made_whole(pieced: PageStack) -> None:
    page = find_half_made(pieced)
    pieced.warm_up()
    pieced._warmer.stop()
    take_pieces(pieced, 20)
    assert pieced.show_page("second") is page
    assert len(page.findChildren(QLabel)) >= 3
    assert len(page.parts) == 3


def test_a_page_that_another_began_is_made_whole_before_it_shows_anything(pieced: PageStack) -> None:
    begun = pieced.iter_ready("second")
    next(begun)
    half = find_half_made(pieced)
    for _ in pieced.iter_ready("second"):
        assert half.is_made or half._is_stale
    assert half.is_made
    assert not half._is_stale
    for _ in begun:
        pass
    assert pieced.prepare("second") is half


def test_the_page_on_show_is_made_anew_though_warming_up_begins_again_while_it_is(pieced: PageStack) -> None:
    pieced.show_page("second")
    for done in range(12):
        old = pieced.currentWidget()
        pieced.remake()
        take_pieces(pieced, done)
        pieced.warm_up()  # as after a keystroke in the page that is still on screen
        pieced._warmer.stop()
        take_pieces(pieced, 60)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        assert pieced.currentWidget() is pieced.current_page, done
        assert not shiboken6.isValid(old)


def test_nothing_half_made_is_styled_and_what_joins_the_stack_is(pieced: PageStack, qtbot: QtBot) -> None:
    pieces = pieced.iter_ready("second")
    next(pieces)
    half = find_half_made(pieced)
    while not half.is_made:
        QApplication.processEvents()
        assert not half.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)
        next(pieces)
    for _ in pieces:
        pass
    assert all(one.testAttribute(Qt.WidgetAttribute.WA_WState_Polished) for one in half.findChildren(QWidget))


def test_a_window_that_hides_and_comes_back_shows_no_half_made_page(pieced: PageStack) -> None:
    pieced.show()
    page = find_half_made(pieced)
    pieced.hide()
    pieced.show()
    assert not page.isVisible()


@pytest.mark.parametrize("is_in_pieces", [True, False])
def test_a_half_made_page_that_is_outdated_leaves_nothing_behind(pieced: PageStack, is_in_pieces: bool) -> None:
    page = find_half_made(pieced)
    pieced._warms_up = is_in_pieces
    pieced.remake()
    pieced._warmer.stop()
    take_pieces(pieced, 20)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not shiboken6.isValid(page)
    assert not any(shiboken6.isValid(part) for part in page.parts)


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


def test_what_holds_the_stack_gives_a_page_the_room_that_it_needs(context: PageContext, qtbot: QtBot) -> None:
    class TallPage(SmallPage):
        def __init__(self, context: PageContext) -> None:
            super().__init__(context)
            body = QWidget()
            body.setMinimumHeight(400)
            self.set_body(body)

    holder, stack = QWidget(), PageStack()
    qtbot.addWidget(holder)
    rows = QVBoxLayout(holder)
    rows.addWidget(stack, 1)
    stack.register(Registration("small", lambda: SmallPage(context)))
    stack.register(Registration("tall", lambda: TallPage(context)))
    stack.show_page("small")
    holder.show()
    assert holder.minimumSizeHint().height() < 400
    stack.show_page("tall")
    qtbot.waitUntil(lambda: holder.minimumSizeHint().height() > 400)
    stack.show_page("small")
    qtbot.waitUntil(lambda: holder.minimumSizeHint().height() < 400)


def test_no_frame_is_empty_between_two_pages_though_what_stands_round_them_changes(
    context: PageContext, qtbot: QtBot
) -> None:
    class Filled(QWidget):
        def __init__(self, colour: Qt.GlobalColor) -> None:
            super().__init__()
            self._colour = colour

        def paintEvent(self, event: QPaintEvent) -> None:
            QPainter(self).fillRect(self.rect(), self._colour)

    class FilledPage(SmallPage):
        def __init__(self, context: PageContext, colour: Qt.GlobalColor) -> None:
            super().__init__(context)
            self.set_body(Filled(colour))

    holder, stack, band = QWidget(), PageStack(), QLabel("three cautions")
    qtbot.addWidget(holder)
    rows = QVBoxLayout(holder)
    rows.addWidget(band)
    rows.addWidget(stack, 1)
    stack.register(Registration("red", lambda: FilledPage(context, Qt.GlobalColor.red)))
    stack.register(Registration("blue", lambda: FilledPage(context, Qt.GlobalColor.blue)))
    stack.page_coming.connect(lambda page_id: band.setVisible(page_id == "blue"))
    stack.show_page("red")
    holder.resize(600, 400)
    holder.show()

    def see() -> str:
        QApplication.processEvents()
        frame = QApplication.primaryScreen().grabWindow(holder.winId()).toImage()
        return frame.pixelColor(300, 300).name()

    qtbot.waitUntil(lambda: see() == "#ff0000")
    for page_id, colour, before in (("blue", "#0000ff", "#ff0000"), ("red", "#ff0000", "#0000ff")):
        stack.show_page(page_id)
        seen = [see()]
        qtbot.waitUntil(lambda wanted=colour, seen=seen: seen.append(see()) or seen[-1] == wanted)
        assert set(seen) <= {before, colour}
