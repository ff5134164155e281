"""The strip that warns of the lock: what it says, where it stands, and that it keeps out of the way."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from stemsup_desktop.language import Language
from stemsup_desktop.ui.auto_lock import WARN_S
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.shell.lock_strip import LockStrip
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.window_language import WindowLanguage


@pytest.fixture
def host(shown: Callable[[QWidget, int, int], QWidget]) -> QWidget:
    made = QWidget()
    QVBoxLayout(made).addWidget(QLineEdit())
    return shown(made, 1024, 700)


@pytest.fixture
def strip(theme: Theme, window_language: WindowLanguage, host: QWidget) -> LockStrip:
    return LockStrip(theme, window_language, host)


def test_it_counts_in_the_language_of_the_window(strip: LockStrip, window_language: WindowLanguage) -> None:
    strip.show_seconds(12)
    assert (strip.accessibleName(), strip.button.text()) == ("Locks in 12 s", "Stay")
    window_language.set_language(Language.JA)
    assert (strip.accessibleName(), strip.button.text()) == ("あと12秒でロックします", "続ける")


def test_it_says_when_only_work_under_way_is_waited_for(strip: LockStrip) -> None:
    strip.show_seconds(0)
    assert strip.accessibleName() == "Locks once the work under way is done"


def test_it_stands_still_while_it_counts(strip: LockStrip) -> None:
    places = set()
    for seconds in range(WARN_S, 0, -1):
        strip.show_seconds(seconds)
        places.add(strip.geometry().getRect())
    assert len(places) == 1


def test_it_stays_inside_a_window_that_changes_its_size(strip: LockStrip, host: QWidget) -> None:
    strip.show_seconds(5)
    host.resize(720, 480)
    assert host.rect().contains(strip.geometry())


def test_it_lies_over_a_sheet_and_leaves_the_focus_where_it_is(strip: LockStrip, theme: Theme, host: QWidget) -> None:
    sheet = Sheet(theme, host, "Title", accept_text="Yes", dismiss_text="No")
    sheet.open()
    focused = host.focusWidget()
    strip.show_seconds(20)
    assert host.childAt(strip.geometry().center()) in (strip, *strip.findChildren(QWidget))
    assert host.focusWidget() is focused


def test_its_button_says_that_someone_is_there(strip: LockStrip) -> None:
    asked: list[bool] = []
    strip.stay_requested.connect(lambda: asked.append(True))
    strip.show_seconds(5)
    strip.button.click()
    assert asked == [True]
