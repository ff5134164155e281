"""What a course shows, derived from its record: every session, what may be done to it now, and what is next. No Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from stemsup_desktop.consultation.courses.course_model import Course, CourseSession, SessionState
from stemsup_desktop.consultation.courses.course_view import derive_course_view
from stemsup_desktop.consultation.courses.words import (
    list_notes,
    say_day,
    say_next,
    say_session_of,
    say_state,
)
from stemsup_desktop.consultation.formats import format_date, format_interval
from stemsup_desktop.language import Language
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

Say = Callable[[CourseSession], tuple[TagState, str]]
"""How consent stands for a session, in words."""

ICONS: Mapping[SessionState, str] = MappingProxyType(
    {
        SessionState.PLANNED: "calendar",
        SessionState.GIVEN: "clear",
        SessionState.MISSED: "caution",
        SessionState.STOPPED: "close",
    }
)
_TONES: Mapping[SessionState, str] = MappingProxyType(
    {
        SessionState.PLANNED: "text-2",
        SessionState.GIVEN: "clear",
        SessionState.MISSED: "caut",
        SessionState.STOPPED: "text-3",
    }
)


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session as a chip and, once chosen, in full. `can_…` is whether an act fits it; `…_reason` why not now."""

    number: int
    day: str
    year: str
    word: str
    icon: str
    tone: str
    is_past: bool
    is_now: bool
    is_open: bool
    """Whether it is only planned in numbers: the course has not begun."""
    spoken: str
    title: str = ""
    notes: tuple[str, ...] = ()
    consent: tuple[TagState, str] | None = None
    can_move: bool = False
    move_reason: str = ""
    can_miss: bool = False
    miss_reason: str = ""
    can_restore: bool = False
    moves_others: bool = False


@dataclass(frozen=True, slots=True)
class CoursePaneView:
    """A course, or what a plan foresees of one."""

    note: str = ""
    sessions: tuple[SessionLine, ...] = ()
    more: str = ""
    next: str = ""
    is_overdue: bool = False
    can_begin: bool = False
    begin_reason: str = ""
    can_stop: bool = False
    can_resume: bool = False
    stop_reason: str = ""
    differs: str = ""
    visit_line: str = ""
    take: int = 0
    """The number of the session that this visit, or one that is started now, can become; 0 for none."""
    take_words: str = ""
    can_leave: bool = False
    can_take_plan: bool = False
    """Whether the plan of the visit that began the course can be taken over into this one."""
    course: Course | None = None


@dataclass(frozen=True, slots=True)
class CourseFrame:
    """Where a course is shown: on which day, beside which visit, to whom.

    `decide_reason` is why whoever looks at it cannot begin or stop it, `visit_id` the visit beside which it is shown,
    empty on the chart, where `is_closed` says that no visit can be started for the next session.
    """

    today: date
    words: Words
    decide_reason: str = ""
    visit_id: str = ""
    is_closed: bool = False
    say_consent: Say | None = field(default=None, compare=False)


def derive_course_pane(course: Course, frame: CourseFrame, differs: str = "") -> CoursePaneView:
    """Derive a course that has begun."""
    view, words = derive_course_view(course, frame.today), frame.words
    held = next((one for one in course.sessions if frame.visit_id and one.consultation_id == frame.visit_id), None)
    due = view.next_due
    is_free = held is None and due is not None and not due.consultation_id
    can_take = is_free and not frame.is_closed
    take_key = "courses.take" if frame.visit_id else "courses.start_due"
    is_stopped = course.stopped_on is not None
    return CoursePaneView(
        note=_say_note(course, words),
        sessions=tuple(_derive_line(course, session, frame, due) for session in course.sessions),
        next=say_next(course, frame.visit_id).in_language(words.language),
        is_overdue=bool(view.overdue_days) and due is not None and due.consultation_id != frame.visit_id,
        can_stop=view.is_running and not is_stopped,
        can_resume=is_stopped and any(one.state is SessionState.STOPPED for one in course.sessions),
        stop_reason=frame.decide_reason,
        differs=differs,
        visit_line=_say_visit(course, held, frame, has_due=due is not None),
        take=due.number if can_take and due is not None else 0,
        take_words=words(take_key, number=due.number) if can_take and due is not None else "",
        can_leave=held is not None and held.state is not SessionState.GIVEN and not frame.is_closed,
        course=course,
    )


def derive_foreseen(
    days: tuple[date, ...], frame: CourseFrame, begin_reason: str, *, most: int, is_shown: bool = True
) -> CoursePaneView:
    """Derive what a plan foresees: days that nobody has made a course of yet."""
    words = frame.words
    more = ""
    if len(days) > most:
        more = words("plan.more_sessions", count=len(days) - most, date=format_date(days[-1], words.language))
    lines = (
        SessionLine(
            number=number,
            day=format_day(day, words.language),
            year=f"{day.year}",
            word=words("courses.not_begun"),
            icon="unanswered",
            tone="text-2",
            is_past=day < frame.today,
            is_now=False,
            is_open=True,
            spoken=words("courses.spoken_open", number=number, date=format_date(day, words.language)),
        )
        for number, day in enumerate(days[:most], start=1)
    )
    return CoursePaneView(
        sessions=tuple(lines), more=more, can_begin=is_shown and bool(days), begin_reason=begin_reason
    )


def format_day(day: date, language: Language) -> str:
    """Return the day without its year: "8 Sep" or "9月8日"."""
    written = format_date(day, language)
    return written.partition("年")[2] if language is Language.JA else written.rpartition(" ")[0]


def _derive_line(course: Course, session: CourseSession, frame: CourseFrame, due: CourseSession | None) -> SessionLine:
    words, language = frame.words, frame.words.language
    day = session.given_on or session.planned_on
    word = say_state(session).in_language(language)
    title = say_session_of(session.number, len(course.sessions)).in_language(language)
    is_planned = session.state is SessionState.PLANNED
    under_way = words("courses.under_way") if is_planned and session.consultation_id else ""
    is_now = bool(frame.visit_id) and session.consultation_id == frame.visit_id
    is_last_done = not any(
        one.number > session.number and one.state is not SessionState.PLANNED for one in course.sessions
    )
    spoken = words("courses.spoken", title=title, date=say_day(session).in_language(language), state=word)
    return SessionLine(
        number=session.number,
        day=format_day(day, language),
        year=f"{day.year}",
        word=word,
        icon=ICONS[session.state],
        tone="info" if is_planned and session.moves else _TONES[session.state],
        is_past=day < frame.today,
        is_now=is_now,
        is_open=False,
        spoken=f"{spoken} {words('courses.this_visit')}" if is_now else spoken,
        title=f"{title} · {say_day(session).in_language(language)}",
        notes=tuple(note.in_language(language) for note in list_notes(session)),
        consent=frame.say_consent(session) if is_planned and frame.say_consent is not None else None,
        can_move=is_planned,
        move_reason=under_way,
        can_miss=is_planned,
        miss_reason=under_way or _say_not_missed(session, frame, due),
        can_restore=session.state is SessionState.MISSED and is_last_done,
        moves_others=any(one.number > session.number and one.state is SessionState.PLANNED for one in course.sessions),
    )


def _say_not_missed(session: CourseSession, frame: CourseFrame, due: CourseSession | None) -> str:
    if due is not None and due.number < session.number:
        return frame.words("courses.miss_order", number=due.number)
    return frame.words("courses.miss_not_yet") if session.planned_on > frame.today else ""


def _say_note(course: Course, words: Words) -> str:
    count = len(course.sessions)
    if course.interval_days is None or count == 1:
        return words("courses.count", count=count)
    return words("courses.count_every", count=count, interval=format_interval(course.interval_days, words.language))


def _say_visit(course: Course, held: CourseSession | None, frame: CourseFrame, *, has_due: bool) -> str:
    words = frame.words
    if not frame.visit_id:
        return ""
    if held is not None:
        session = say_session_of(held.number, len(course.sessions)).in_language(words.language)
        session = f"{session[0].lower()}{session[1:]}"
        return words("courses.visit_gave" if held.state is SessionState.GIVEN else "courses.visit_is", session=session)
    return words("courses.visit_none") if has_due and not frame.is_closed else ""
