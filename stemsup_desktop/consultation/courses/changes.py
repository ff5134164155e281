"""Which acts lie between two states of a course; whatever is none of them is refused, and no session is ever lost."""

from enum import StrEnum

from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.courses.course_model import Course, CourseSession, SessionMove, SessionState
from stemsup_desktop.consultation.courses.refusals import make_refusal


class CourseAct(StrEnum):
    """What is done to a course by itself. That a session is given follows from its visit alone."""

    BEGUN = "begun"
    MOVED = "moved"
    MISSED = "missed"
    TAKEN_BACK = "taken-back"
    STOPPED = "stopped"
    RESUMED = "resumed"


DECISIONS = frozenset((CourseAct.BEGUN, CourseAct.STOPPED, CourseAct.RESUMED))
"""The physician's acts; the others are anyone's who receives patients."""

_PLANNED, _MISSED, _STOPPED = SessionState.PLANNED, SessionState.MISSED, SessionState.STOPPED


def derive_course_acts(before: Course | None, after: Course) -> tuple[CourseAct, ...]:
    """Return the acts that lead from one state of a course to another, each once; empty if they are equal.

    Raises `InputProblem` course-kept for a change that is no act: another number, patient or visit, a given session
    that is changed or invented, a day without a move; course-reason for an act without its reason.
    """
    if before is None:
        _require(_is_fresh(after))
        return (CourseAct.BEGUN,)
    fixed = ("course_id", "patient_id", "consultation_id", "begun_at", "interval_days", "total_yen")
    _require(all(getattr(before, name) == getattr(after, name) for name in fixed))
    _require([one.number for one in before.sessions] == [one.number for one in after.sessions])
    found = set(_find_stop(before, after))
    for one, other in zip(before.sessions, after.sessions, strict=True):
        found |= _find_in_session(one, other, found)
    return tuple(act for act in CourseAct if act in found)


def list_new_authors(before: Course | None, after: Course) -> frozenset[str]:
    """Return the names under which a move, a missed session or a stop is recorded that was not there before.

    What is taken back is nobody's statement: who last changed a session before is then named there again.
    """
    known = {} if before is None else {one.number: one for one in before.sessions}
    names: set[str] = set()
    for session in after.sessions:
        earlier = known.get(session.number)
        kept = () if earlier is None else earlier.moves
        names.update(move.moved_by for move in session.moves if move not in kept)
        if session.state is _MISSED and (earlier is None or earlier.state is not _MISSED):
            names.add(session.changed_by)
    if after.stopped_on is not None and (before is None or before.stopped_on is None):
        names.add(after.stopped_by)
    return frozenset(names)


def _is_fresh(course: Course) -> bool:
    days = [one.planned_on for one in course.sessions]
    return (
        bool(course.sessions)
        and [one.number for one in course.sessions] == list(range(1, len(course.sessions) + 1))
        and all(one == CourseSession(one.number, one.planned_on) for one in course.sessions)
        and days == sorted(set(days))
        and course.stopped_on is None
        and not course.stopped_reason
        and not course.stopped_by
    )


def _find_stop(before: Course, after: Course) -> tuple[CourseAct, ...]:
    stop = ("stopped_on", "stopped_reason", "stopped_by")
    if all(getattr(before, name) == getattr(after, name) for name in stop):
        return ()
    if after.stopped_on is None:
        _require(not after.stopped_reason and not after.stopped_by)
        return (CourseAct.RESUMED,)
    _require(before.stopped_on is None)
    _require_reason(after.stopped_reason)
    return (CourseAct.STOPPED,)


def _find_in_session(before: CourseSession, after: CourseSession, stop: set[CourseAct]) -> set[CourseAct]:
    if before == after:
        return set()
    visit = ("consultation_id", "given_on")
    _require(all(getattr(before, name) == getattr(after, name) for name in visit))
    return _find_moves(before, after) | _find_state(before, after, stop)


def _find_moves(before: CourseSession, after: CourseSession) -> set[CourseAct]:
    if before.moves == after.moves:
        _require(before.planned_on == after.planned_on)
        return set()
    _require(before.state is _PLANNED and after.state is _PLANNED and not before.consultation_id)
    if len(after.moves) == len(before.moves) - 1:
        _require(before.moves[:-1] == after.moves and after.planned_on == before.moves[-1].from_day)
        return {CourseAct.TAKEN_BACK}
    _require(after.moves[:-1] == before.moves)
    last: SessionMove = after.moves[-1]
    _require((last.from_day, last.to_day) == (before.planned_on, after.planned_on) and last.from_day != last.to_day)
    _require_reason(last.reason)
    return {CourseAct.MOVED}


def _find_state(before: CourseSession, after: CourseSession, stop: set[CourseAct]) -> set[CourseAct]:
    change = (before.state, after.state)
    if before.state is after.state:
        _require(before.reason == after.reason)
        return set()
    if change == (_PLANNED, _STOPPED) and CourseAct.STOPPED in stop:
        return set()
    if change == (_STOPPED, _PLANNED) and CourseAct.RESUMED in stop:
        return set()
    if change == (_PLANNED, _MISSED):
        _require(not before.consultation_id)
        _require_reason(after.reason)
        return {CourseAct.MISSED}
    _require(change == (_MISSED, _PLANNED) and not after.reason)
    return {CourseAct.TAKEN_BACK}


def _require_reason(reason: str) -> None:
    if is_blank(reason):
        raise make_refusal("course-reason")


def _require(is_possible: bool) -> None:
    if not is_possible:
        raise make_refusal("course-kept")
