"""The course in a summary: every session, what became of it and why, and what is next, in plain words."""

from stemsup_desktop.consultation.consent_model import Grid, Paragraph
from stemsup_desktop.consultation.courses.course_model import CourseSession
from stemsup_desktop.consultation.courses.visits import find_shown_course, find_visit_session
from stemsup_desktop.consultation.courses.words import TODAY, list_notes, say_day, say_next, say_session_of, say_state
from stemsup_desktop.consultation.summary_facing import SummaryFacing
from stemsup_desktop.consultation.summary_model import SummaryBlock
from stemsup_desktop.language import Language, Text

SESSION = Text("Session", "回")
DAY = Text("Day", "日付")
STATE = Text("State", "状況")
REMARK = Text("Moved, missed or stopped, and why", "変更・未来院・中止とその理由")


def derive_sessions(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    """Return the sessions of the course that stands beside the visit, and what is next; nothing without a course."""
    course = find_shown_course(facing.file)
    if course is None:
        return ()
    columns = tuple(map(facing.say, (SESSION, DAY, STATE, REMARK)))
    rows = tuple(_make_row(facing, session) for session in course.sessions)
    visit_id = facing.consultation.consultation_id
    return (Grid(columns, rows), Paragraph(facing.say(say_next(course, visit_id))))


def say_session(facing: SummaryFacing) -> str:
    """Return "session 2 of 4" for the subtitle; empty where the visit is no session of a course."""
    found = find_visit_session(facing.file)
    if found is None:
        return ""
    course, session = found
    return facing.say(say_session_of(session.number, len(course.sessions)))


def _make_row(facing: SummaryFacing, session: CourseSession) -> tuple[str, ...]:
    is_today = session.consultation_id == facing.consultation.consultation_id
    separator = "" if facing.language is Language.JA else " "
    state = facing.say(say_state(session))
    if is_today:
        today = facing.say(TODAY)
        state = f"{state} ({today[0].lower()}{today[1:]})" if facing.language is Language.EN else f"{state}（{today}）"
    notes = separator.join(facing.say(note) for note in list_notes(session))
    return (f"{session.number}", facing.say(say_day(session)), state, notes)
