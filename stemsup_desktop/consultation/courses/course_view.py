"""How a course stands on a day: what was given, missed, moved and stopped, and which session is next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stemsup_desktop.consultation.courses.course_model import Course, CourseSession, SessionRef, SessionState


@dataclass(frozen=True, slots=True)
class CourseView:
    """Counts of one course on a day; `moved` counts sessions that were moved, whatever became of them then.

    `next_due` is the first planned session, None when none is left. `overdue_days` is how long its day has passed.
    """

    planned: int
    given: int
    missed: int
    stopped: int
    moved: int
    next_due: CourseSession | None
    overdue_days: int = 0

    @property
    def is_running(self) -> bool:
        """Whether a session is still to come."""
        return self.next_due is not None


def derive_course_view(course: Course, today: date) -> CourseView:
    """Count a course."""
    states = [session.state for session in course.sessions]
    due = find_next_due(course)
    return CourseView(
        planned=states.count(SessionState.PLANNED),
        given=states.count(SessionState.GIVEN),
        missed=states.count(SessionState.MISSED),
        stopped=states.count(SessionState.STOPPED),
        moved=sum(bool(session.moves) for session in course.sessions),
        next_due=due,
        overdue_days=0 if due is None else max((today - due.planned_on).days, 0),
    )


def find_next_due(course: Course) -> CourseSession | None:
    """Find the first planned session; every one before it is given, missed or stopped."""
    return next((one for one in course.sessions if one.state is SessionState.PLANNED), None)


def find_session(course: Course, number: int) -> CourseSession | None:
    """Find a session by its number."""
    return next((one for one in course.sessions if one.number == number), None)


def find_session_of_visit(course: Course, consultation_id: str) -> CourseSession | None:
    """Find the session that a visit gave or is to give."""
    return next((one for one in course.sessions if one.consultation_id == consultation_id), None)


def find_course_of_visit(
    courses: Iterable[Course], consultation_id: str, reference: SessionRef | None
) -> Course | None:
    """Find the course that a visit shows: its own session's, else the one it planned, else the one that is running.

    `courses` are those of the patient, the oldest first. Of several that it planned the last counts.
    """
    latest = tuple(courses)[::-1]
    named = (one for one in latest if reference is not None and one.course_id == reference.course_id)
    planned = (one for one in latest if one.consultation_id == consultation_id)
    running = (one for one in latest if find_next_due(one) is not None)
    return next((one for found in (named, planned, running) for one in found), None)
