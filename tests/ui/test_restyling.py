"""Light and dark change places without holding the window: each widget is styled once, what is unseen later."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.theme import Scheme, Theme
from stemsup_desktop.ui.theme.restyling import PIECE, Wardrobe

Show = Callable[..., QWidget]
DEPTH = 15


class Counter(QObject):
    """Counts how often a widget is given other colours."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.PaletteChange
        return False


def nest(theme: Theme, depth: int) -> tuple[QWidget, Label]:
    """Return a widget and a label that lies so deep in it."""
    outer = inner = QWidget()
    for _ in range(depth):
        column, child = QVBoxLayout(inner), QWidget()
        column.addWidget(child)
        inner = child
    label = Label(theme, "Deep", role="body", tone="text")
    QVBoxLayout(inner).addWidget(label)
    return outer, label


def colour_of(label: Label) -> str:
    return label.palette().color(label.foregroundRole()).name().upper()


def test_a_widget_is_not_styled_once_for_each_of_its_ancestors(theme: Theme, shown: Show) -> None:
    outer, label = nest(theme, DEPTH)
    shown(outer)
    counter = Counter()
    label.installEventFilter(counter)
    theme.set_scheme(Scheme.DARK)
    label.removeEventFilter(counter)
    assert 1 <= counter.count <= 3
    assert colour_of(label) == theme.tokens.dark["text"]


def test_what_is_not_on_screen_has_the_new_look_when_it_is_shown(theme: Theme, shown: Show) -> None:
    outer, label = nest(theme, 2)
    shown(outer)
    outer.hide()
    theme.set_scheme(Scheme.DARK)
    outer.show()
    assert colour_of(label) == theme.tokens.dark["text"]
    theme.set_scheme(Scheme.LIGHT)
    assert colour_of(label) == theme.tokens.light["text"]


def test_turning_takes_turns_and_says_when_it_is_there(theme: Theme, qtbot: QtBot, shown: Show) -> None:
    outer, label = nest(theme, 2)
    shown(outer)
    with qtbot.waitSignal(theme.theme_changed):
        theme.turn_to(Scheme.DARK)
        assert theme.scheme is Scheme.DARK
        assert not theme.is_dark, "in the turn of the click"
    assert theme.is_dark
    assert colour_of(label) == theme.tokens.dark["text"]


def test_it_is_said_when_what_is_not_on_screen_is_turned_too(theme: Theme, qtbot: QtBot, shown: Show) -> None:
    outer, label = nest(theme, 2)
    shown(outer)
    outer.hide()
    with qtbot.waitSignal(theme.turned):
        theme.turn_to(Scheme.DARK)
    assert colour_of(label) == theme.tokens.dark["text"]


def test_icons_are_drawn_in_the_other_look_before_it_is_seen(theme: Theme, qtbot: QtBot) -> None:
    theme.pixmap("check", "accent", 20)
    seen: list[int] = []
    theme.theme_changed.connect(lambda: seen.append(len(theme.icons._pixmaps)))
    with qtbot.waitSignal(theme.turned):
        theme.turn_to(Scheme.DARK)
    theme.pixmap("check", "accent", 20)
    assert seen == [len(theme.icons._pixmaps)]


def test_a_mind_that_changes_meanwhile_is_followed(theme: Theme, qtbot: QtBot) -> None:
    heard: list[bool] = []
    theme.theme_changed.connect(lambda: heard.append(theme.is_dark))
    theme.turn_to(Scheme.DARK)
    theme.turn_to(Scheme.LIGHT)
    qtbot.waitUntil(lambda: not theme.is_turning)
    assert heard == []
    assert not theme.is_dark


def test_another_size_of_text_takes_turns_and_is_said_once(theme: Theme, qtbot: QtBot, shown: Show) -> None:
    outer, label = nest(theme, 2)
    shown(outer)
    usual, heard = label.font().pixelSize(), []
    theme.text_scale_changed.connect(lambda: heard.append(theme.text_percent))
    theme.turn_to_text_percent(150)
    assert theme.text_percent == 150
    assert label.font().pixelSize() == usual, "in the turn of the key"
    theme.turn_to(Scheme.DARK)
    qtbot.waitUntil(lambda: not theme.is_turning)
    assert heard == [150]
    assert theme.is_dark
    assert label.font().pixelSize() > usual
    assert outer.updatesEnabled()
    with pytest.raises(ValueError, match="120"):
        theme.turn_to_text_percent(120)
    theme.set_text_percent(100)


def test_a_window_does_not_keep_its_picture_for_ever_where_something_that_follows_fails(
    theme: Theme, qtbot: QtBot, shown: Show
) -> None:
    def iter_failing() -> Iterator[None]:
        yield
        raise RuntimeError("made anew, and it failed")

    outer, _ = nest(theme, 2)
    shown(outer)
    theme.text_scale_changed.connect(lambda: theme.take_with(outer, iter_failing()))
    with qtbot.capture_exceptions() as caught:
        theme.turn_to_text_percent(150)
        qtbot.waitUntil(lambda: not theme.is_turning)
    assert [str(one[1]) for one in caught] == ["made anew, and it failed"]
    assert outer.updatesEnabled()
    theme.set_text_percent(100)


def test_a_size_that_is_taken_back_at_once_changes_nothing(theme: Theme, qtbot: QtBot) -> None:
    heard: list[int] = []
    theme.text_scale_changed.connect(lambda: heard.append(theme.text_percent))
    theme.turn_to_text_percent(150)
    theme.turn_to_text_percent(100)
    qtbot.waitUntil(lambda: not theme.is_turning)
    assert heard == []
    assert theme.grown(32) == 32


def make_labels(theme: Theme, count: int) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    for number in range(count):
        column.addWidget(Label(theme, str(number)))
    return holder


def sheet_of(colour: str) -> str:
    return f"QLabel {{ color: {colour}; }}"


def exchange(wardrobe: Wardrobe, colour: str) -> None:
    """Do all that comes before the first widget is styled."""
    wardrobe.keep_pictures()
    wardrobe.exchange(sheet_of(colour))
    wardrobe.gather()
    list(wardrobe.find_seen())


@pytest.fixture
def wardrobe(qapp: QApplication) -> Iterator[Wardrobe]:
    before = qapp.styleSheet()
    yield Wardrobe(qapp)
    qapp.setStyleSheet(before)


def test_few_widgets_are_styled_in_one_turn_those_on_screen_first(
    theme: Theme, wardrobe: Wardrobe, shown: Show
) -> None:
    seen, unseen = shown(make_labels(theme, 2 * PIECE)), shown(make_labels(theme, 2 * PIECE))
    unseen.hide()
    exchange(wardrobe, "#010203")

    def count(holder: QWidget) -> int:
        return sum(colour_of(label) == "#010203" for label in holder.findChildren(Label))

    done = [0]
    for _ in wardrobe.take_up_seen():
        done.append(count(seen))
        assert count(unseen) == 0
    assert done[-1] == 2 * PIECE
    assert max(after - before for before, after in pairwise(done)) <= PIECE
    wardrobe.show_seen()
    wardrobe.take_up_in(unseen)
    assert count(unseen) == 2 * PIECE
    list(wardrobe.take_up())
    assert wardrobe.is_empty


def test_a_window_keeps_its_picture_until_all_of_it_is_styled(theme: Theme, wardrobe: Wardrobe, shown: Show) -> None:
    window, still = shown(make_labels(theme, 3)), shown(make_labels(theme, 3))
    still.setUpdatesEnabled(False)
    exchange(wardrobe, "#010203")
    list(wardrobe.take_up_seen())
    assert not window.updatesEnabled()
    wardrobe.show_seen()
    assert window.updatesEnabled()
    assert not still.updatesEnabled(), "whoever held it still lets it go"


def test_what_is_made_meanwhile_has_the_new_look(theme: Theme, wardrobe: Wardrobe, shown: Show) -> None:
    exchange(wardrobe, "#010203")
    late = shown(make_labels(theme, 1))
    assert [colour_of(label) for label in late.findChildren(Label)] == ["#010203"]


@pytest.mark.parametrize("is_seen", [True, False])
def test_a_widget_that_dies_between_two_turns_is_passed_over(
    theme: Theme, wardrobe: Wardrobe, shown: Show, is_seen: bool
) -> None:
    holder = shown(make_labels(theme, 2 * PIECE))
    holder.setVisible(is_seen)
    exchange(wardrobe, "#010203")
    next(wardrobe.take_up_seen() if is_seen else wardrobe.take_up())
    for label in holder.findChildren(Label):
        label.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    list(wardrobe.take_up_seen())
    wardrobe.show_seen()
    list(wardrobe.take_up())
    assert wardrobe.is_empty
