"""How the draft stands, in words: how long ago it was kept, and what is wrong where it was not."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QWidget

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.language import Language
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.ages import find_next_change_ms, say_saved
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.save_mark import SaveMark
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.visit_state import SaveKind, SaveState
from stemsup_desktop.ui.words import Words, read_catalogue

AT = datetime(2026, 9, 8, 10, 44, tzinfo=UTC)
ENGLISH = read_catalogue(find_resources() / "i18n", ("common", "timing")).in_language(Language.EN)


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (0, "Saved just now"),
        (2.9, "Saved just now"),
        (3, "Saved 3 s ago"),
        (9.9, "Saved 9 s ago"),
        (19.9, "Saved 10 s ago"),
        (59.9, "Saved 50 s ago"),
        (60, "Saved 1 min ago"),
        (3599, "Saved 59 min ago"),
        (3600, "Saved 10:44"),
        (-1, "Saved 10:44"),
        (86_400 * 30, "Saved 10:44"),
    ],
)
def test_how_long_ago_is_said_in_words(age: float, said: str) -> None:
    assert say_saved(AT, AT + timedelta(seconds=age), ENGLISH) == said


@given(st.integers(0, 3_599_000))
def test_the_next_look_is_when_the_words_change_and_not_before(age_ms: int) -> None:
    now = AT + timedelta(milliseconds=age_ms)
    wait_ms = find_next_change_ms(AT, now)
    assert 0 < wait_ms <= 60_000
    assert say_saved(AT, now + timedelta(milliseconds=wait_ms), ENGLISH) != say_saved(AT, now, ENGLISH)
    assert say_saved(AT, now + timedelta(milliseconds=wait_ms - 1), ENGLISH) == say_saved(AT, now, ENGLISH)


def test_after_an_hour_nothing_looks_again() -> None:
    assert find_next_change_ms(AT, AT + timedelta(hours=1)) == 0
    assert find_next_change_ms(AT, AT - timedelta(seconds=1)) == 0


def seen(mark: SaveMark) -> str:
    return " ".join(label.text() for label in mark.findChildren(Label) if label.isVisible())


@pytest.fixture
def now() -> list[datetime]:
    return [AT]


@pytest.fixture
def mark(theme: Theme, english: Words, now: list[datetime], shown: Callable[..., QWidget]) -> SaveMark:
    made = SaveMark(theme, english, lambda: now[0])
    shown(made, 500, 40)
    return made


def test_the_mark_grows_older_but_its_name_does_not_change(mark: SaveMark, now: list[datetime]) -> None:
    mark.show_state(SaveState(SaveKind.SAVED, AT))
    name = mark.accessibleName()
    assert seen(mark) == "Saved just now"
    now[0] += timedelta(seconds=20)
    mark._grow_older.timeout.emit()
    assert seen(mark) == "Saved 20 s ago"
    assert mark.accessibleName() == name == "Saved 10:44"


def test_a_mark_that_is_not_seen_does_not_look_at_the_clock(mark: SaveMark) -> None:
    mark.show_state(SaveState(SaveKind.SAVED, AT))
    assert mark._grow_older.isActive()
    mark.hide()
    mark._grow_older.timeout.emit()
    assert not mark._grow_older.isActive()
    mark.show()
    assert mark._grow_older.isActive()


def test_saving_and_failing_are_not_overwritten_by_the_clock(mark: SaveMark, now: list[datetime]) -> None:
    for kind, problem in ((SaveKind.SAVING, None), (SaveKind.NOT_SAVED, EnvironmentProblem("x", "The disk is full."))):
        mark.show_state(SaveState(SaveKind.SAVED, AT))
        mark.show_state(SaveState(kind, AT, problem))
        before = seen(mark)
        now[0] += timedelta(seconds=90)
        mark._show_age()
        assert seen(mark) == before
        assert not mark._grow_older.isActive()
    assert "Not saved since 10:44. The disk is full. Your entries are kept in memory." in seen(mark)
