"""What is done to a course: each act returns another course, keeps every number, and refuses by name what cannot be."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

import msgspec

from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.course import derive_session_dates, derive_total_yen
from stemsup_desktop.consultation.courses.course_model import Course, CourseSession, SessionMove, SessionState
from stemsup_desktop.consultation.courses.course_view import find_next_due, find_session
from stemsup_desktop.consultation.courses.refusals import make_refusal
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.consultation.record import Consultation

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who does something, by name, and when."""

    by: str
    at: datetime


def begin_course(plan: Plan, patient: Patient, consultation: Consultation, now: datetime, course_id: str) -> Course:
    """Return the course that a plan foresees, every session still planned.

    Raises `InputProblem` course-open while a date of the plan is open, course-visit-closed.
    """
    days = derive_session_dates(plan)
    if not days or len(days) != plan.sessions:
        raise make_refusal("course-open")
    if consultation.summary.closed_at is not None:
        raise make_refusal("course-visit-closed")
    return Course(
        course_id=course_id,
        patient_id=patient.patient_id,
        consultation_id=consultation.consultation_id,
        begun_at=now,
        sessions=tuple(CourseSession(number, day) for number, day in enumerate(days, start=1)),
        interval_days=plan.interval_days,
        total_yen=derive_total_yen(plan),
    )


def with_session_given(
    course: Course, number: int, consultation: Consultation, day: date, *, patient_id: str, stamp: Stamp
) -> Course:
    """Return the course with a session given in a visit of the patient `patient_id`.

    A visit that holds the session already gives it whatever was recorded meanwhile: what was done counts. Raises
    `InputProblem` course-of-another, session-unknown, session-given, session-under-way, session-missed,
    course-stopped, session-order.
    """
    session = _get_own(course, number, patient_id)
    visit_id = consultation.consultation_id
    if session.state is SessionState.GIVEN or session.consultation_id != visit_id:
        check_can_be_given(course, number, visit_id, patient_id)
    return with_changed(
        course,
        number,
        stamp,
        state=SessionState.GIVEN,
        consultation_id=visit_id,
        given_on=day,
        reason="",
    )


def check_can_be_given(course: Course, number: int, consultation_id: str, patient_id: str) -> None:
    """Raise `InputProblem` unless a visit may become this session; see `with_session_given`."""
    session = _get_own(course, number, patient_id)
    match session.state:
        case SessionState.GIVEN:
            raise make_refusal("session-given")
        case SessionState.MISSED:
            raise make_refusal("session-missed")
        case SessionState.STOPPED:
            raise make_refusal("course-stopped")
        case SessionState.PLANNED:
            pass
    if session.consultation_id not in ("", consultation_id):
        raise make_refusal("session-under-way")
    _require_ahead(course, number)


def with_session_moved(
    course: Course, number: int, to_day: date, reason: str, *, stamp: Stamp, moves_following: bool = False
) -> Course:
    """Return the course with a planned session on another day; its number stays.

    With `moves_following`, every planned session after it moves by the same days, for the same reason. Raises
    `InputProblem` course-reason, session-same-day, session-days if the order of days would change, and what any act
    on a session that is no longer planned raises.
    """
    session = _get_planned(course, number)
    reason = _check_reason(reason)
    by = to_day - session.planned_on
    if not by:
        raise make_refusal("session-same-day")
    numbers = {number}
    if moves_following:
        numbers |= {one.number for one in course.sessions if one.number > number and _is_free(one)}
    moved = tuple(_move(one, by, reason, stamp) if one.number in numbers else one for one in course.sessions)
    if not _is_in_order(moved):
        raise make_refusal("session-days")
    return msgspec.structs.replace(course, sessions=moved)


def with_move_taken_back(course: Course, number: int, *, stamp: Stamp) -> Course:
    """Return the course with the last move of a session undone, and of every session that moved along with it.

    Raises `InputProblem` course-kept if it never moved, session-days if others moved since.
    """
    session = _get_planned(course, number)
    if not session.moves:
        raise make_refusal("course-kept")
    last = session.moves[-1]
    sessions = tuple(
        msgspec.structs.replace(
            one,
            planned_on=one.moves[-1].from_day,
            moves=one.moves[:-1],
            changed_by=stamp.by,
            changed_at=stamp.at,
        )
        if _is_free(one) and one.moves and one.number >= number and one.moves[-1].moved_at == last.moved_at
        else one
        for one in course.sessions
    )
    if not _is_in_order(sessions):
        raise make_refusal("session-days")
    return msgspec.structs.replace(course, sessions=sessions)


def with_session_missed(course: Course, number: int, reason: str, today: date, *, stamp: Stamp) -> Course:
    """Return the course with a session that the patient missed.

    Raises `InputProblem` course-reason, session-not-due, session-order, and what any act on a session that is no
    longer planned raises.
    """
    session = _get_planned(course, number)
    if session.planned_on > today:
        raise make_refusal("session-not-due")
    _require_ahead(course, number)
    return with_changed(course, number, stamp, state=SessionState.MISSED, reason=_check_reason(reason))


def with_missed_taken_back(course: Course, number: int, *, stamp: Stamp) -> Course:
    """Return the course with a missed session planned again, on its day; raises session-not-missed, session-order."""
    session = get_session(course, number)
    if session.state is not SessionState.MISSED:
        raise make_refusal("session-not-missed")
    if any(one.number > number and one.state is not SessionState.PLANNED for one in course.sessions):
        raise make_refusal("session-order")  # what came after it was given or missed in its place
    return with_changed(course, number, stamp, state=SessionState.PLANNED, reason="")


def with_course_stopped(course: Course, reason: str, day: date, *, stamp: Stamp) -> Course:
    """Return the course with every planned session stopped; raises course-reason, course-stopped, course-over."""
    if course.stopped_on is not None:
        raise make_refusal("course-stopped")
    if find_next_due(course) is None:
        raise make_refusal("course-over")
    reason = _check_reason(reason)
    return _with_states(
        msgspec.structs.replace(course, stopped_on=day, stopped_reason=reason, stopped_by=stamp.by),
        (SessionState.PLANNED, SessionState.STOPPED),
        reason,
        stamp,
    )


def with_stop_taken_back(course: Course, *, stamp: Stamp) -> Course:
    """Return a stopped course that goes on; raises `InputProblem` course-kept if it was not stopped."""
    if course.stopped_on is None:
        raise make_refusal("course-kept")
    running = msgspec.structs.replace(course, stopped_on=None, stopped_reason="", stopped_by="")
    return _with_states(running, (SessionState.STOPPED, SessionState.PLANNED), "", stamp)


def with_changed(course: Course, number: int, stamp: Stamp, **changes: object) -> Course:
    """Return the course with one session changed, and who changed it."""
    return msgspec.structs.replace(
        course,
        sessions=tuple(
            msgspec.structs.replace(one, **changes, changed_by=stamp.by, changed_at=stamp.at)
            if one.number == number
            else one
            for one in course.sessions
        ),
    )


def get_session(course: Course, number: int) -> CourseSession:
    """Return a session by its number; raises `InputProblem` session-unknown."""
    session = find_session(course, number)
    if session is None:
        raise make_refusal("session-unknown")
    return session


def _get_own(course: Course, number: int, patient_id: str) -> CourseSession:
    if course.patient_id != patient_id:
        raise make_refusal("course-of-another")
    return get_session(course, number)


def _get_planned(course: Course, number: int) -> CourseSession:
    """Return a session that may be moved or missed: planned, and with no visit that is to give it."""
    session = get_session(course, number)
    match session.state:
        case SessionState.GIVEN:
            raise make_refusal("session-given")
        case SessionState.MISSED:
            raise make_refusal("session-missed")
        case SessionState.STOPPED:
            raise make_refusal("course-stopped")
        case SessionState.PLANNED:
            pass
    if session.consultation_id:
        raise make_refusal("session-under-way")
    return session


def _require_ahead(course: Course, number: int) -> None:
    if any(one.number < number and one.state is SessionState.PLANNED for one in course.sessions):
        raise make_refusal("session-order")


def _check_reason(reason: str) -> str:
    if is_blank(reason):
        raise make_refusal("course-reason")
    if len(reason) > LONGEST_REASON:
        raise make_refusal("course-reason-long")
    return reason.strip()


def _is_free(session: CourseSession) -> bool:
    return session.state is SessionState.PLANNED and not session.consultation_id


def _move(session: CourseSession, by: timedelta, reason: str, stamp: Stamp) -> CourseSession:
    try:
        to_day = session.planned_on + by
    except OverflowError:
        raise make_refusal("session-days") from None
    return msgspec.structs.replace(
        session,
        planned_on=to_day,
        moves=(*session.moves, SessionMove(session.planned_on, to_day, reason, stamp.by, stamp.at)),
        changed_by=stamp.by,
        changed_at=stamp.at,
    )


def _is_in_order(sessions: tuple[CourseSession, ...]) -> bool:
    return all(one.planned_on < other.planned_on for one, other in pairwise(sessions))


def _with_states(course: Course, change: tuple[SessionState, SessionState], reason: str, stamp: Stamp) -> Course:
    before, after = change
    for session in course.sessions:
        if session.state is before:
            course = with_changed(course, session.number, stamp, state=after, reason=reason)
    return course
