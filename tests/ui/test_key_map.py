"""The map behind F1: what counts on the page on show, named as its buttons are, in two columns that fit the window."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget

from stemsup_desktop.language import Language
from stemsup_desktop.ui.actions.registry import REGISTRY, Group
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.shell.key_map import KeyGroup, KeyLine, derive_key_map, derive_whole_map
from stemsup_desktop.ui.shell.key_sheet import iter_key_groups, make_key_sheet, split_in_two
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.window_language import WindowLanguage
from stemsup_desktop.ui.words import Words

EVERY_BOUND = frozenset(spec.action_id for spec in REGISTRY)


class RoomPage(Page[str]):
    """A page with the keys of the plan."""

    def derive(self) -> str:
        return "room"

    def show_view(self, view: str) -> None:
        self.header.show_text(view)


@pytest.fixture
def window(context: PageContext, qapp: QApplication, shown: Callable[..., QWidget]) -> Iterator[MainWindow]:
    made = MainWindow(context, qapp)
    for step in range(1, 8):
        made.register_step(step, lambda: RoomPage(context))
    shown(made, 1024, 768)
    yield made
    made.focus_ring.deleteLater()


def texts(groups: tuple[KeyGroup, ...]) -> list[str]:
    return [line.text for group in groups for line in group.lines]


def test_what_stands_on_a_button_is_named_as_there_and_once(english: Words) -> None:
    shown = (("Ctrl+Enter", "Continue to Explain"), ("Ctrl+↓", "Next unanswered"))
    groups = derive_key_map("step-2", EVERY_BOUND, shown, english)
    assert texts(groups)[:2] == ["Continue to Explain", "Next unanswered"]
    assert texts(groups).count("Next unanswered") == 1
    assert english("shell.keys_main") not in texts(groups)


def test_what_a_page_has_not_bound_is_not_promised(english: Words) -> None:
    assert english("photographs.key") not in texts(derive_key_map("step-6", (), (), english))
    assert english("photographs.key") in texts(derive_key_map("step-6", {"photographs"}, (), english))


def test_another_pages_keys_are_not_on_the_map(english: Words) -> None:
    assert english("sites.keys_add") not in texts(derive_key_map("step-2", EVERY_BOUND, (), english))


@pytest.mark.parametrize("page_id", ["step-2", "step-4", "step-6", "patients", "settings"])
def test_every_group_has_lines_and_the_pages_own_comes_first(words: Words, page_id: str) -> None:
    groups = derive_key_map(page_id, EVERY_BOUND, (("Ctrl+Enter", "Go on"),), words)
    assert all(group.lines for group in groups)
    assert groups[0].heading == words(f"actions.group_{Group.HERE}")


@pytest.mark.parametrize("sizes", [(), (1,), (9, 6, 8, 3), (1, 1, 20), (20, 1, 1)])
def test_the_columns_keep_the_order_and_are_as_even_as_they_can_be(sizes: tuple[int, ...]) -> None:
    groups = tuple(KeyGroup(f"{place}", (KeyLine(("x",), "y"),) * size) for place, size in enumerate(sizes))
    left, right = split_in_two(groups)
    assert left + right == groups
    higher = max(sum(len(one.lines) + 2 for one in part) for part in (left, right))
    assert higher <= max(sum(sizes) + 2 * len(sizes) - min(sizes, default=0), 0) or len(groups) == 1


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("step", [2, 4, 6])
def test_the_whole_map_is_seen_at_1024_by_768(
    window: MainWindow, window_language: WindowLanguage, language: Language, step: int
) -> None:
    window_language.set_language(language)
    window.go_to_step(step)
    QTest.keyClick(window, Qt.Key.Key_F1)
    QApplication.processEvents()
    (sheet,) = [one for one in window.findChildren(Sheet) if one.isVisible()]
    assert sheet.rect().contains(sheet.card.geometry())
    (pane,) = sheet.card.findChildren(QScrollArea)
    assert pane.verticalScrollBar().maximum() == 0
    assert pane.horizontalScrollBar().maximum() == 0


def test_the_whole_map_has_every_key_once_for_each_of_its_pages(words: Words) -> None:
    groups = derive_whole_map(words)
    expected = sum(max(len(spec.pages), 1) if spec.group is Group.HERE else 1 for spec in REGISTRY if spec.keys)
    assert len(texts(groups)) == expected - 1  # the way back in the windows before the first page is Esc as everywhere
    assert len({group.heading for group in groups}) == len(groups)


def test_the_keys_come_on_their_sheet_a_group_at_a_time(window: MainWindow, english: Words) -> None:
    theme = window._context.theme
    groups = derive_key_map("step-2", EVERY_BOUND, (), english)
    sheet = make_key_sheet(theme, english, window.centralWidget())
    counts = []
    for _ in iter_key_groups(theme, sheet, groups):
        counts.append(len(sheet.pane.findChildren(Label)))
    assert [len(one.lines) + 1 for one in groups] == [late - early for early, late in pairwise([0, *counts])]
    sheet.deleteLater()


@pytest.mark.parametrize("percent", [100, 150])
def test_what_keys_do_stands_on_one_edge_in_every_group_of_a_column(
    theme: Theme, english: Words, shown: Callable[..., QWidget], percent: int
) -> None:
    theme.set_text_percent(percent)
    try:
        sheet = make_key_sheet(theme, english, shown(QWidget(), 1300, 900))
        wide, narrow = KeyLine(("Ctrl+Shift+Z", "Ctrl+Y"), "Redo"), KeyLine(("F1",), "Keys")
        last = KeyGroup("Last", (narrow,) * 5)
        for _ in iter_key_groups(theme, sheet, (KeyGroup("One", (narrow,)), KeyGroup("Two", (wide,)), last)):
            pass
        sheet.open()
        QApplication.sendPostedEvents()
        said = {one.text(): one.mapTo(sheet, QPoint(0, 0)).x() for one in reversed(sheet.pane.findChildren(Label))}
        assert said["Keys"] == said["Redo"]
    finally:
        theme.set_text_percent(100)


@pytest.mark.parametrize("way", ["button", "key"])
def test_the_keys_are_asked_for_on_paper_from_the_map_which_goes(window: MainWindow, way: str) -> None:
    asked: list[int] = []
    window.keys_print_requested.connect(lambda: asked.append(1))
    QTest.keyClick(window, Qt.Key.Key_F1)
    if way == "key":
        QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    else:
        button = window.findChild(QAbstractButton, "print_keys")
        assert isinstance(button, QAbstractButton)
        button.click()
    assert (asked, window.has_sheet) == ([1], False)


def test_another_sheet_keeps_ctrl_p_for_itself(window: MainWindow, english: Words) -> None:
    asked: list[int] = []
    window.keys_print_requested.connect(lambda: asked.append(1))
    sheet = Sheet(window._context.theme, window.centralWidget(), "x", accept_text="ok", dismiss_text="")
    window.show_sheet(sheet)
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert (asked, window.has_sheet) == ([], True)
