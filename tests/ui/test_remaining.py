"""The words for how long slow work still takes: honest, calm, and never to and fro."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from stemsup_desktop.ui.components.messages import BusyStrip
from stemsup_desktop.ui.components.progress_line import ProgressLine
from stemsup_desktop.ui.remaining import SILENT_S, STALLED_S, RemainingTime, round_up, say_remaining
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words


def run_evenly(total_s: float, steps: int) -> list[tuple[float, int | None]]:
    """Return what is said at each step of work that takes so long and goes evenly."""
    remaining, said = RemainingTime(), []
    for step in range(steps + 1):
        now = total_s * step / steps
        remaining.note(step, steps, now)
        said.append((total_s - now, remaining.seconds(now)))
    return said


@pytest.mark.parametrize(
    ("seconds", "rounded"),
    [(0, 5), (5, 5), (5.1, 10), (10, 10), (11, 20), (90, 90), (90.5, 120), (121, 180), (3600, 3600)],
)
def test_seconds_are_rounded_up_as_people_speak_of_them(seconds: float, rounded: int) -> None:
    assert round_up(seconds) == rounded


@given(st.floats(3, 4000), st.integers(20, 400))
def test_even_work_counts_down_and_is_never_far_off(total_s: float, steps: int) -> None:
    said = run_evenly(total_s, steps)
    spoken = [(left, seconds) for left, seconds in said if seconds is not None]
    numbers = [seconds for _, seconds in spoken]
    assert numbers == sorted(numbers, reverse=True)
    for left, seconds in spoken:
        assert left - 1 <= seconds <= left + 60


def test_nothing_is_said_of_the_first_moments_nor_at_the_end() -> None:
    said = run_evenly(20, 100)
    assert all(seconds is None for left, seconds in said if 20 - left < SILENT_S)
    assert said[-1][1] is None
    assert any(seconds is not None for _, seconds in said)


@given(st.lists(st.floats(0.05, 3), min_size=30, max_size=120))
def test_uneven_work_rises_only_where_it_is_late_by_half(waits: list[float]) -> None:
    remaining, now, last = RemainingTime(), 0.0, None
    for step, wait in enumerate(waits):
        now += wait
        remaining.note(step, len(waits), now)
        said = remaining.seconds(now)
        if said is not None and last is not None and said > last:
            assert said > 1.5 * last
        last = said if said is not None else last


def test_work_that_stands_still_is_not_said_to_end_soon() -> None:
    remaining = RemainingTime()
    for step in range(10):
        remaining.note(step, 20, step)
    assert remaining.seconds(10) is not None
    assert remaining.seconds(10 + STALLED_S) is None
    remaining.note(11, 20, 40)
    assert remaining.seconds(40) is not None


def test_new_work_forgets_the_old() -> None:
    remaining = RemainingTime()
    for step in range(10):
        remaining.note(step, 20, step)
    remaining.note(0, 20, 11)
    assert remaining.seconds(12) is None


@given(st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50), st.floats(-10, 100)), max_size=30))
def test_no_report_however_wrong_breaks_it(reports: list[tuple[int, int, float]]) -> None:
    remaining = RemainingTime()
    for done, total, now in reports:
        remaining.note(done, total, now)
        said = remaining.seconds(now)
        assert said is None or said >= 5


def test_each_length_has_its_words(words: Words) -> None:
    assert say_remaining(None, words) == ""
    texts = {say_remaining(seconds, words) for seconds in (5, 20, 120)}
    assert len(texts) == 3
    assert "20" in say_remaining(20, words)
    assert "2" in say_remaining(120, words)


def test_the_line_counts_on_between_two_reports_and_falls_silent_at_the_end(theme: Theme, english: Words) -> None:
    now = [0.0]
    line = ProgressLine(theme, english, read_s=lambda: now[0])
    line.start()
    for step in range(11):
        now[0] = step * 3.0
        line.show_progress(step, 30)
    assert line.sentence == "about 60 s left"
    now[0] += 9
    line.refresh()
    assert line.sentence == "about 60 s left"
    now[0] += 0.9
    line.refresh()
    before = line.sentence
    line.stop()
    assert (before, line.sentence) == ("about 60 s left", "")
    line.deleteLater()


def test_the_strip_over_a_page_says_nothing_of_work_that_is_over(theme: Theme, english: Words) -> None:
    strip = BusyStrip(theme, english)
    strip.start("Exporting")
    strip.show_progress(1, 3)
    strip.stop()
    assert strip.isHidden()
    assert not strip._line._tick.isActive()
    strip.deleteLater()


def test_the_page_below_the_strip_stays_where_it_is_when_cancel_is_offered(
    theme: Theme, english: Words, qtbot: QtBot
) -> None:
    strip = BusyStrip(theme, english)
    qtbot.addWidget(strip)
    strip.start("Exporting", can_cancel=True)
    strip.show()
    before = strip.sizeHint().expandedTo(strip.minimumSize()).height()
    strip._cancel.show()
    strip.layout().activate()
    assert strip.sizeHint().expandedTo(strip.minimumSize()).height() == before
    strip.stop()
