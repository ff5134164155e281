"""What the physician's window says when the patient's display is unplugged, and when it is there again."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from stemsup_desktop.language import Language
from stemsup_desktop.ui.patient_desk.display_strip import DisplayStrip
from stemsup_desktop.ui.patient_desk.displays import DisplayState
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.window_language import WindowLanguage


@pytest.fixture
def strip(theme: Theme, window_language: WindowLanguage, shown: Callable[..., QWidget]) -> DisplayStrip:
    host = QWidget()
    made = DisplayStrip(theme, window_language)
    made.setParent(host)
    made.resize(1000, 60)
    shown(host, 1000, 200)
    return made


def says(strip: DisplayStrip) -> str:
    return " ".join(one.text() for one in strip.findChildren(QLabel) if one.text())


def test_it_is_there_only_while_there_is_something_to_say(strip: DisplayStrip) -> None:
    assert strip.isHidden()
    strip.show_state(DisplayState.GONE)
    assert not strip.isHidden()
    assert "nothing is lost" in says(strip)
    assert strip.accessibleName() == says(strip)
    assert strip.show_button.text() == "Show it on this display"
    strip.show_state(DisplayState.BACK)
    assert "connected again" in says(strip)
    strip.show_state(DisplayState.STEADY)
    assert strip.isHidden()


def test_it_asks_to_show_the_screen_and_goes(strip: DisplayStrip) -> None:
    asked: list[bool] = []
    strip.show_requested.connect(lambda: asked.append(True))
    strip.show_state(DisplayState.GONE)
    strip.show_button.click()
    assert asked == [True]
    assert strip.isHidden()


def test_it_can_be_closed_without_showing_anything(strip: DisplayStrip) -> None:
    asked: list[bool] = []
    strip.show_requested.connect(lambda: asked.append(True))
    strip.show_state(DisplayState.GONE)
    strip.dismiss_button.click()
    assert strip.isHidden()
    assert asked == []


def test_it_speaks_the_language_of_the_window_at_once(strip: DisplayStrip, window_language: WindowLanguage) -> None:
    strip.show_state(DisplayState.GONE)
    window_language.set_language(Language.JA)
    assert "接続が切れました" in says(strip)
    window_language.set_language(Language.EN)
