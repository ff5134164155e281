"""A course keeps every session and its number; each act says what it does and refuses by name what cannot be."""

from collections.abc import Callable
from datetime import date, timedelta

import msgspec
import pytest
from consultation.consent_builders import RESOURCES
from consultation.course_builders import FIRST, NOW, PATIENT, PLAN, STAMP, close, make_course, make_visit, treat
from hypothesis import given, settings
from hypothesis import strategies as st

from stemsup_desktop.consultation.courses.acts import (
    Stamp,
    begin_course,
    with_course_stopped,
    with_missed_taken_back,
    with_move_taken_back,
    with_session_given,
    with_session_missed,
    with_session_moved,
    with_stop_taken_back,
)
from stemsup_desktop.consultation.courses.changes import CourseAct, derive_course_acts, list_new_authors
from stemsup_desktop.consultation.courses.course_model import Course, SessionMove, SessionRef, SessionState
from stemsup_desktop.consultation.courses.course_view import (
    derive_course_view,
    find_course_of_visit,
    find_session_of_visit,
)
from stemsup_desktop.consultation.courses.refusals import SENTENCES
from stemsup_desktop.consultation.courses.visits import with_session, with_visit
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.ui.words import read_catalogue

LATE = FIRST + timedelta(days=400)


def refuse(act: Callable[[], object]) -> str:
    with pytest.raises(InputProblem) as caught:
        act()
    return caught.value.code


def give(course: Course, number: int, visit_id: str = "", day: date = FIRST, patient_id: str = "patient-1") -> Course:
    visit = make_visit(visit_id or f"visit-{number}")
    return with_session_given(course, number, visit, day, patient_id=patient_id, stamp=STAMP)


def miss(course: Course, number: int, reason: str = "had a cold", today: date = LATE) -> Course:
    return with_session_missed(course, number, reason, today, stamp=STAMP)


def move(course: Course, number: int, days: int, *, follow: bool = False, reason: str = "travels") -> Course:
    day = course.sessions[min(number, len(course.sessions)) - 1].planned_on + timedelta(days=days)
    return with_session_moved(course, number, day, reason, stamp=STAMP, moves_following=follow)


def stop(course: Course, reason: str = "granuloma") -> Course:
    return with_course_stopped(course, reason, FIRST, stamp=STAMP)


def list_days(course: Course) -> list[date]:
    return [one.planned_on for one in course.sessions]


def test_a_course_begins_with_the_days_of_its_plan() -> None:
    course = make_course()
    assert list_days(course) == [FIRST + timedelta(days=28 * number) for number in range(4)]
    assert [one.number for one in course.sessions] == [1, 2, 3, 4]
    assert {one.state for one in course.sessions} == {SessionState.PLANNED}
    assert (course.patient_id, course.consultation_id, course.total_yen) == ("patient-1", "visit-0", 264_000)


@pytest.mark.parametrize("field", ["sessions", "interval_days", "first_session_on"])
def test_no_course_begins_while_a_date_is_open(field: str) -> None:
    plan: Plan = msgspec.structs.replace(PLAN, **{field: None})
    assert refuse(lambda: make_course(plan)) == "course-open"


def test_no_course_begins_beyond_the_calendar_or_in_a_closed_visit() -> None:
    plan = msgspec.structs.replace(PLAN, first_session_on=date(9999, 12, 1))
    assert refuse(lambda: make_course(plan)) == "course-open"
    assert refuse(lambda: begin_course(PLAN, PATIENT, close(make_visit()), NOW, "c")) == "course-visit-closed"


def test_a_moved_session_keeps_its_number_and_the_others_their_days() -> None:
    course = make_course()
    moved = move(course, 2, 5)
    assert list_days(moved) == [FIRST, FIRST + timedelta(days=33), *list_days(course)[2:]]
    assert moved.sessions[1].moves == (
        SessionMove(FIRST + timedelta(days=28), FIRST + timedelta(days=33), "travels", "Dr Aoki", NOW),
    )
    assert moved.sessions[1].state is SessionState.PLANNED


def test_the_sessions_after_it_move_along_by_the_same_days_where_asked() -> None:
    course = make_course()
    moved = move(course, 2, 40, follow=True)
    assert list_days(moved) == [FIRST, *(day + timedelta(days=40) for day in list_days(course)[1:])]
    assert [len(one.moves) for one in moved.sessions] == [0, 1, 1, 1]
    back = with_move_taken_back(moved, 2, stamp=STAMP)
    assert list_days(back) == list_days(course)
    assert not any(one.moves for one in back.sessions)


def test_the_next_due_session_is_the_first_planned_one() -> None:
    course = miss(give(make_course(), 1), 2)
    view = derive_course_view(move(course, 3, 2), FIRST + timedelta(days=60))
    assert (view.given, view.missed, view.planned, view.stopped, view.moved) == (1, 1, 2, 0, 1)
    assert view.next_due is not None
    assert (view.next_due.number, view.overdue_days, view.is_running) == (3, 2, True)
    assert not derive_course_view(stop(course), FIRST).is_running


def test_what_was_given_stays_when_the_course_is_stopped_and_goes_on() -> None:
    course = give(make_course(), 1)
    stopped = stop(course)
    assert [one.state for one in stopped.sessions] == [SessionState.GIVEN, *[SessionState.STOPPED] * 3]
    assert (stopped.stopped_reason, stopped.stopped_by, stopped.stopped_on) == ("granuloma", "Dr Aoki", FIRST)
    on = with_stop_taken_back(stopped, stamp=STAMP)
    assert [one.state for one in on.sessions] == [SessionState.GIVEN, *[SessionState.PLANNED] * 3]
    assert on.stopped_on is None
    assert not on.stopped_reason


def test_a_missed_session_is_planned_again_unless_another_took_its_place() -> None:
    missed = miss(make_course(), 1)
    assert missed.sessions[0].reason == "had a cold"
    assert list_days(with_missed_taken_back(missed, 1, stamp=STAMP)) == list_days(missed)
    assert refuse(lambda: with_missed_taken_back(give(missed, 2), 1, stamp=STAMP)) == "session-order"


REFUSED: dict[str, Callable[[], object]] = {
    "session-given": lambda: give(give(make_course(), 1), 1, "visit-9"),
    "session-order": lambda: give(make_course(), 2),
    "course-of-another": lambda: give(make_course(), 1, patient_id="patient-2"),
    "session-unknown": lambda: give(make_course(), 5),
    "course-stopped": lambda: give(stop(make_course()), 1),
    "session-missed": lambda: give(miss(make_course(), 1), 1),
    "session-under-way": lambda: give(
        with_visit(make_course(), make_visit("visit-1", 1), "patient-1", STAMP), 1, "visit-2"
    ),
    "course-reason": lambda: move(make_course(), 1, 1, reason=" \u200b"),
    "course-reason-long": lambda: stop(make_course(), "x" * 501),
    "session-same-day": lambda: move(make_course(), 1, 0),
    "session-days": lambda: move(make_course(), 1, 28),
    "session-not-due": lambda: miss(make_course(), 1, today=FIRST - timedelta(days=1)),
    "session-not-missed": lambda: with_missed_taken_back(make_course(), 1, stamp=STAMP),
    "course-over": lambda: stop(give(make_course(msgspec.structs.replace(PLAN, sessions=1)), 1)),
    "course-kept": lambda: with_stop_taken_back(make_course(), stamp=STAMP),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_is_refused_by_name(code: str) -> None:
    assert refuse(REFUSED[code]) == code


FURTHER: dict[str, tuple[str, Callable[[], object]]] = {
    "missed without a reason": ("course-reason", lambda: miss(make_course(), 1, " ")),
    "stopped without a reason": ("course-reason", lambda: stop(make_course(), "")),
    "stopped twice": ("course-stopped", lambda: stop(stop(make_course()))),
    "a given session moved": ("session-given", lambda: move(give(make_course(), 1), 1, 3)),
    "a missed session moved": ("session-missed", lambda: move(miss(make_course(), 1), 1, 3)),
    "a stopped session moved": ("course-stopped", lambda: move(stop(make_course()), 1, 3)),
    "missed before the one ahead": ("session-order", lambda: miss(make_course(), 2)),
    "moved before the one ahead": ("session-days", lambda: move(make_course(), 2, -28)),
    "moved beyond the calendar": (
        "session-days",
        lambda: move(make_course(), 3, (date.max - FIRST).days - 60, follow=True),
    ),
    "a move that never was taken back": ("course-kept", lambda: with_move_taken_back(make_course(), 1, stamp=STAMP)),
}


@pytest.mark.parametrize("case", FURTHER)
def test_further_refusals(case: str) -> None:
    code, act = FURTHER[case]
    assert refuse(act) == code


def test_every_refusal_is_said_in_both_languages() -> None:
    catalogue = read_catalogue(RESOURCES / "i18n", ("problem",))
    entries = {language: catalogue.in_language(language) for language in Language}
    for code, sentence in SENTENCES.items():
        problem = InputProblem(code, sentence)
        assert entries[Language.EN].sentence_of(problem) == sentence
        assert entries[Language.JA].sentence_of(problem).endswith("。")


def test_a_visit_holds_its_session_and_gives_it_with_the_first_of_a_treatment() -> None:
    visit = make_visit("visit-1", 1)
    held = with_visit(make_course(), visit, "patient-1", STAMP)
    assert (held.sessions[0].state, held.sessions[0].consultation_id) == (SessionState.PLANNED, "visit-1")
    later = NOW + timedelta(days=14)
    done = with_visit(held, treat(visit, later), "patient-1", STAMP)
    assert (done.sessions[0].state, done.sessions[0].given_on) == (SessionState.GIVEN, later.date())
    assert with_visit(done, close(treat(visit, later)), "patient-1", STAMP) == done
    assert find_session_of_visit(done, "visit-1") == done.sessions[0]


def test_a_treatment_that_was_entered_by_mistake_gives_nothing() -> None:
    visit = make_visit("visit-1", 1)
    done = with_visit(make_course(), treat(visit), "patient-1", STAMP)
    undone = with_visit(done, visit, "patient-1", STAMP)
    assert (undone.sessions[0].state, undone.sessions[0].consultation_id) == (SessionState.PLANNED, "visit-1")
    assert undone.sessions[0].given_on is None


def test_a_visit_that_ends_without_a_treatment_lets_its_session_go() -> None:
    visit = make_visit("visit-1", 1)
    held = with_visit(make_course(), visit, "patient-1", STAMP)
    free = with_visit(held, close(visit), "patient-1", STAMP)
    assert free.sessions[0].consultation_id == ""
    assert give(free, 1, "visit-2").sessions[0].consultation_id == "visit-2"


def test_a_visit_that_becomes_another_session_frees_the_one_before() -> None:
    course = with_visit(make_course(), treat(make_visit("visit-1", 1)), "patient-1", STAMP)
    none = with_visit(course, with_session(treat(make_visit("visit-1", 1)), None), "patient-1", STAMP)
    assert none.sessions[0].state is SessionState.PLANNED
    assert none.sessions[0].consultation_id == ""


def test_what_was_done_counts_over_a_stop_that_came_in_between() -> None:
    visit = make_visit("visit-1", 1)
    stopped = stop(with_visit(make_course(), visit, "patient-1", STAMP))
    done = with_visit(stopped, treat(visit), "patient-1", STAMP)
    assert [one.state for one in done.sessions] == [SessionState.GIVEN, *[SessionState.STOPPED] * 3]
    undone = with_visit(done, visit, "patient-1", STAMP)
    assert (undone.sessions[0].state, undone.sessions[0].reason) == (SessionState.STOPPED, "granuloma")


def test_a_visit_shows_its_own_course_before_one_it_planned_and_one_that_runs() -> None:
    own, planned = make_course(), make_course(course_id="course-2")
    running = msgspec.structs.replace(make_course(course_id="course-3"), consultation_id="visit-x")
    every = (own, planned, running)
    assert find_course_of_visit(every, "visit-9", SessionRef("course-1", 1)) == own
    assert find_course_of_visit(every, "visit-0", None) == planned
    assert find_course_of_visit(every, "visit-9", None) == running
    assert find_course_of_visit((stop(own),), "visit-9", None) is None


ACTS: tuple[Callable[[Course, int, int], Course], ...] = (
    lambda course, number, days: give(course, number, f"visit-{number}-{days}"),
    lambda course, number, days: move(course, number, days),
    lambda course, number, days: move(course, number, days, follow=True),
    lambda course, number, _: miss(course, number),
    lambda course, number, _: with_missed_taken_back(course, number, stamp=STAMP),
    lambda course, number, _: with_move_taken_back(course, number, stamp=STAMP),
    lambda course, *_: stop(course),
    lambda course, *_: with_stop_taken_back(course, stamp=STAMP),
)
MOVES = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(1, 6), st.integers(-40, 60)), max_size=14)


@settings(max_examples=120)
@given(st.integers(1, 6), MOVES)
def test_whatever_is_done_no_session_is_lost_and_numbers_and_order_stay(
    count: int, steps: list[tuple[Callable[[Course, int, int], Course], int, int]]
) -> None:
    course = make_course(msgspec.structs.replace(PLAN, sessions=count))
    for act, number, days in steps:
        before = course
        try:
            course = act(before, number, days)
        except InputProblem:
            continue
        assert [one.number for one in course.sessions] == list(range(1, count + 1))
        assert list_days(course) == sorted(set(list_days(course)))
        given_before = {one.number: one for one in before.sessions if one.state is SessionState.GIVEN}
        assert all(course.sessions[number - 1] == one for number, one in given_before.items())
        view = derive_course_view(course, FIRST)
        assert view.given + view.missed + view.planned + view.stopped == count
        if act is not ACTS[0]:
            assert derive_course_acts(before, course)


def test_the_acts_between_two_courses_are_found() -> None:
    course = make_course()
    assert derive_course_acts(None, course) == (CourseAct.BEGUN,)
    assert derive_course_acts(course, course) == ()
    assert derive_course_acts(course, move(course, 1, 2)) == (CourseAct.MOVED,)
    assert derive_course_acts(course, miss(course, 1)) == (CourseAct.MISSED,)
    assert derive_course_acts(miss(course, 1), course) == (CourseAct.TAKEN_BACK,)
    assert derive_course_acts(course, stop(course)) == (CourseAct.STOPPED,)
    assert derive_course_acts(stop(course), course) == (CourseAct.RESUMED,)
    moved = with_session_moved(course, 1, FIRST + timedelta(days=1), "x", stamp=Stamp("Nurse", NOW))
    assert list_new_authors(course, moved) == {"Nurse"}


def alter(course: Course, which: int, /, **changes: object) -> Course:
    sessions = list(course.sessions)
    sessions[which - 1] = msgspec.structs.replace(sessions[which - 1], **changes)
    return msgspec.structs.replace(course, sessions=tuple(sessions))


KEPT: dict[str, Callable[[Course], tuple[Course | None, Course]]] = {
    "a session left out": lambda c: (c, msgspec.structs.replace(c, sessions=c.sessions[:-1])),
    "another number": lambda c: (c, alter(c, 4, number=9)),
    "another patient": lambda c: (c, msgspec.structs.replace(c, patient_id="patient-2")),
    "given by hand": lambda c: (c, alter(c, 1, state=SessionState.GIVEN, consultation_id="visit-1")),
    "given undone": lambda c: (give(c, 1), c),
    "a day without a move": lambda c: (c, alter(c, 1, planned_on=FIRST - timedelta(days=1))),
    "a move left out amid others": lambda c: (
        move(move(c, 1, 1), 1, 1),
        alter(move(move(c, 1, 1), 1, 1), 1, moves=move(move(c, 1, 1), 1, 1).sessions[0].moves[1:]),
    ),
    "one session stopped by itself": lambda c: (c, alter(c, 1, state=SessionState.STOPPED, reason="x")),
    "another reason": lambda c: (miss(c, 1), alter(miss(c, 1), 1, reason="other")),
    "another stop": lambda c: (stop(c), msgspec.structs.replace(stop(c), stopped_reason="other")),
    "begun with a session given": lambda c: (None, give(c, 1)),
    "begun without sessions": lambda c: (None, msgspec.structs.replace(c, sessions=())),
}


@pytest.mark.parametrize("case", KEPT)
def test_what_is_no_act_changes_no_course(case: str) -> None:
    before, after = KEPT[case](make_course())
    assert refuse(lambda: derive_course_acts(before, after)) == "course-kept"
