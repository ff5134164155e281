"""A course in plain words, for window and paper: what was planned, what became of it and why, what is next."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from stemsup_desktop.consultation.courses.course_model import Course, CourseSession, SessionMove, SessionState
from stemsup_desktop.consultation.courses.course_view import find_next_due
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.language import Language, Text

STATES: Mapping[SessionState, Text] = MappingProxyType(
    {
        SessionState.PLANNED: Text("Planned", "予定"),
        SessionState.GIVEN: Text("Given", "実施"),
        SessionState.MISSED: Text("Missed", "未来院"),
        SessionState.STOPPED: Text("Stopped", "中止"),
    }
)
MOVED = Text("Moved", "日程変更")
TODAY = Text("This visit", "今回")


def say_session_of(number: int, count: int) -> Text:
    """Return "Session 2 of 4"."""
    return Text(f"Session {number} of {count}", f"全{count}回のうち{number}回目")


def say_day(session: CourseSession) -> Text:
    """Return the day on which a session was given, else the one it is planned for."""
    return say_date(session.given_on or session.planned_on)


def say_date(day: date) -> Text:
    """Return a date in both languages."""
    return Text(format_date(day, Language.EN), format_date(day, Language.JA))


def say_state(session: CourseSession) -> Text:
    """Return what became of a session: its state or, while it is planned, that it was moved."""
    return MOVED if session.state is SessionState.PLANNED and session.moves else STATES[session.state]


def list_notes(session: CourseSession) -> tuple[Text, ...]:
    """Return a sentence for every move with its reason, and why the session was missed or stopped."""
    moves = tuple(map(_say_move, session.moves))
    if session.state is SessionState.MISSED:
        return (*moves, Text(f"Missed: {_end(session.reason, Language.EN)}", f"未来院（理由：{session.reason}）。"))
    if session.state is SessionState.STOPPED:
        return (*moves, Text(f"Stopped: {_end(session.reason, Language.EN)}", f"中止（理由：{session.reason}）。"))
    return moves


def say_next(course: Course, consultation_id: str = "") -> Text:
    """Return which session is next and when, that the course was stopped and why, or that it is over.

    The session of the visit `consultation_id` itself is not what is next.
    """
    if course.stopped_on is not None:
        day = say_date(course.stopped_on)
        return Text(
            f"The course was stopped on {day.en}: {_end(course.stopped_reason, Language.EN)}",
            f"{day.ja}に治療を中止しました（理由：{course.stopped_reason}）。",
        )
    due = find_next_due(course)
    if due is not None and consultation_id and due.consultation_id == consultation_id:
        left = (one for one in course.sessions if one.number > due.number and one.state is SessionState.PLANNED)
        due = next(left, None)
    if due is None:
        return Text("No session of this course is left.", "予定された治療はすべて終わりました。")
    day = say_date(due.planned_on)
    return Text(f"Next: session {due.number}, on {day.en}.", f"次回は{due.number}回目、{day.ja}の予定です。")


def _say_move(move: SessionMove) -> Text:
    before, after = say_date(move.from_day), say_date(move.to_day)
    return Text(
        f"Moved from {before.en} to {after.en}: {_end(move.reason, Language.EN)}",
        f"{before.ja}から{after.ja}に変更（理由：{_end(move.reason, Language.JA)}）。",
    )


def _end(reason: str, language: Language) -> str:
    """Return a reason as it ends a sentence."""
    ended = reason.rstrip(".。 ")
    return f"{ended}." if language is Language.EN else ended
