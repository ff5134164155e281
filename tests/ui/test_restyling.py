"""Light and dark change places without holding the window: each widget is styled once, what is unseen later."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.theme import Scheme, Theme
from stemsup_desktop.ui.theme.restyling import PIECE, Wardrobe

Show = Callable[..., QWidget]
DEPTH = 15


class Counter(QObject):
    """Counts how often a widget is told of another style."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.StyleChange
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


def test_a_mind_that_changes_meanwhile_is_followed(theme: Theme, qtbot: QtBot) -> None:
    heard: list[bool] = []
    theme.theme_changed.connect(lambda: heard.append(theme.is_dark))
    theme.turn_to(Scheme.DARK)
    theme.turn_to(Scheme.LIGHT)
    qtbot.waitUntil(lambda: not theme._turner.isActive())
    assert heard == []
    assert not theme.is_dark


def test_few_widgets_are_laid_aside_in_one_turn(theme: Theme, qapp: QApplication, shown: Show) -> None:
    holder = QWidget()
    column = QVBoxLayout(holder)
    for number in range(3 * PIECE):
        column.addWidget(Label(theme, str(number)))
    shown(holder)
    holder.hide()
    polished = Qt.WidgetAttribute.WA_WState_Polished
    left = [sum(label.testAttribute(polished) for label in holder.findChildren(Label))]
    wardrobe = Wardrobe(qapp)
    for _ in wardrobe.lay_aside():
        left.append(sum(label.testAttribute(polished) for label in holder.findChildren(Label)))
    left.append(sum(label.testAttribute(polished) for label in holder.findChildren(Label)))
    assert max(before - after for before, after in pairwise(left)) <= PIECE
    assert (left[0], left[-1]) == (3 * PIECE, 0)
    wardrobe.take_up_in(holder)
    assert all(label.testAttribute(polished) for label in holder.findChildren(Label))


@pytest.mark.parametrize("is_laid_aside", [True, False])
def test_a_widget_that_dies_between_two_turns_is_passed_over(
    theme: Theme, qapp: QApplication, shown: Show, is_laid_aside: bool
) -> None:
    holder = QWidget()
    column = QVBoxLayout(holder)
    for number in range(2 * PIECE):
        column.addWidget(Label(theme, str(number)))
    shown(holder)
    holder.hide()
    wardrobe = Wardrobe(qapp)
    pieces = wardrobe.lay_aside()
    next(pieces)
    if is_laid_aside:
        list(pieces)
    for label in holder.findChildren(Label):
        label.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    list(pieces)
    list(wardrobe.take_up())
    assert wardrobe.is_empty
