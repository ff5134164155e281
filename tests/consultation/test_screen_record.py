"""What was seen on the patient screen adds up, whatever the clocks do, and nothing that was seen is forgotten."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.screen_model import ScreenAnswer, ScreenRecord, SeenPage
from stemsup_desktop.consultation.screen_record import (
    SeenText,
    Showing,
    begin_showing,
    carry_screen,
    join_screens,
    with_answer,
    with_screen,
    with_seen,
)
from stemsup_desktop.language import Language

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
TEXTS = tuple(
    SeenText(page_id, f"Title of {page_id}", language, sha256 * 32)
    for page_id in ("reference/SYM05", "clause/goal")
    for language, sha256 in ((Language.EN, "aa"), (Language.JA, "bb"))
)
SECONDS = st.floats(0, 5000, allow_nan=False, width=32)
ACTS = st.lists(st.tuples(st.sampled_from(("cover", "uncover", "count")), SECONDS))


def answer(option: str = "b", minutes: int = 0) -> ScreenAnswer:
    at = NOON + timedelta(minutes=minutes)
    return ScreenAnswer("teach-back/q1", "Is it proven?", option, "No", Language.EN, "aa" * 32, at)


def seen(text: SeenText, seconds: float, at: datetime = NOON) -> SeenPage:
    page = begin_showing(text, at, 100.0).cover(100.0 + seconds).make_page()
    assert page is not None
    return page


@st.composite
def screens(draw: st.DrawFn) -> ScreenRecord:
    screen = ScreenRecord()
    for text, seconds, minutes in draw(
        st.lists(st.tuples(st.sampled_from(TEXTS), SECONDS, st.integers(-60, 60)), max_size=6)
    ):
        screen = with_seen(screen, seen(text, seconds, NOON + timedelta(minutes=minutes)))
    for option, minutes in draw(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3)), max_size=3)):
        screen = with_answer(screen, answer(option, minutes))
    return screen


def test_a_page_is_seen_from_its_coming_to_its_going() -> None:
    page = begin_showing(TEXTS[0], NOON, 5.0).cover(12.25).make_page()
    assert page == SeenPage(
        "reference/SYM05",
        "Title of reference/SYM05",
        Language.EN,
        "aa" * 32,
        NOON,
        NOON + timedelta(seconds=7.25),
        7250,
    )


def test_time_under_a_cover_does_not_count() -> None:
    showing = begin_showing(TEXTS[0], NOON, 0.0).cover(2.0).uncover(50.0).cover(53.0)
    page = showing.count(90.0).make_page()
    assert page is not None
    assert page.shown_ms == 5000
    assert page.last_shown_at == NOON + timedelta(seconds=53)


def test_what_was_covered_all_the_time_was_never_shown() -> None:
    assert begin_showing(TEXTS[0], NOON, 0.0, is_covered=True).count(9.0).cover(9.0).make_page() is None


def test_what_comes_covered_is_shown_from_when_it_is_uncovered() -> None:
    page = begin_showing(TEXTS[0], NOON, 0.0, is_covered=True).uncover(4.0).cover(6.0).make_page()
    assert page is not None
    assert (page.first_shown_at, page.shown_ms) == (NOON + timedelta(seconds=4), 2000)


@given(ACTS)
def test_the_time_seen_is_the_sum_of_the_times_uncovered_and_never_more_than_passed(
    acts: list[tuple[str, float]],
) -> None:
    showing: Showing = begin_showing(TEXTS[0], NOON, 10.0)
    now = 10.0
    wanted, is_seen = 0.0, True
    for act, passed in acts:
        now += passed
        wanted += passed if is_seen else 0.0
        showing = getattr(showing, act)(now)
        is_seen = is_seen if act == "count" else act == "uncover"
    page = showing.count(now).make_page()
    assert page is not None
    assert page.shown_ms == pytest.approx(wanted * 1000, abs=1)
    assert 0 <= page.shown_ms <= (now - 10.0) * 1000 + 1
    assert NOON <= page.first_shown_at <= page.last_shown_at <= NOON + timedelta(seconds=now - 10.0 + 0.001)


@given(st.lists(st.tuples(st.sampled_from(("cover", "uncover", "count")), st.floats(-1e6, 1e6))))
def test_a_clock_that_jumps_about_makes_no_time_negative(acts: list[tuple[str, float]]) -> None:
    showing = begin_showing(TEXTS[0], NOON, 0.0)
    before = 0.0
    for act, now in acts:
        showing = getattr(showing, act)(now)
        assert showing.seen_s >= before
        before = showing.seen_s
    page = showing.make_page()
    assert page is not None
    assert page.first_shown_at <= page.last_shown_at


@given(st.lists(st.tuples(st.sampled_from(TEXTS), SECONDS, st.integers(-600, 600))))
def test_total_times_add_up_even_if_the_wall_clock_was_set_back_between(
    showings: list[tuple[SeenText, float, int]],
) -> None:
    screen = ScreenRecord()
    for text, seconds, minutes in showings:
        screen = with_seen(screen, seen(text, seconds, NOON + timedelta(minutes=minutes)))
    for page in screen.pages:
        mine = [one for one in showings if (one[0].page_id, one[0].language) == (page.page_id, page.language)]
        assert page.shown_ms == sum(seen(text, seconds).shown_ms for text, seconds, _ in mine)
        assert page.times_shown == len(mine)
        assert page.first_shown_at <= page.last_shown_at
    assert len(screen.pages) == len({text for text, _, _ in showings})


@given(screens(), screens())
def test_joining_forgets_nothing_and_counts_nothing_twice(one: ScreenRecord, other: ScreenRecord) -> None:
    joined = join_screens(one, other)
    assert join_screens(joined, one) == joined
    assert join_screens(joined, other) == joined
    assert join_screens(one, one) == join_screens(one, ScreenRecord())
    times = {(page.page_id, page.language): page.shown_ms for page in joined.pages}
    for page in (*one.pages, *other.pages):
        assert times[page.page_id, page.language] >= page.shown_ms
    assert set(joined.answers) == {*one.answers, *other.answers}


@given(screens(), st.sampled_from(TEXTS), SECONDS)
def test_a_record_that_grew_comes_back_from_joining_as_it_is(
    kept: ScreenRecord, text: SeenText, seconds: float
) -> None:
    kept = join_screens(kept, kept)
    grown = with_answer(with_seen(kept, seen(text, seconds)), answer("c", minutes=9))
    assert join_screens(kept, grown) == grown


def test_undo_takes_back_nothing_that_was_seen() -> None:
    visit = Consultation("c", NOON)
    later = with_screen(visit, with_seen(ScreenRecord(), seen(TEXTS[0], 3.0)))
    assert carry_screen(later, visit) == later
    assert carry_screen(None, visit) is visit
    assert carry_screen(visit, later) is later


def test_a_negative_time_cannot_be_read_into_a_record() -> None:
    raw = msgspec.json.encode(ScreenRecord((seen(TEXTS[0], 3.0),))).replace(b'"shown_ms":3000', b'"shown_ms":-1')
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(raw, type=ScreenRecord)
