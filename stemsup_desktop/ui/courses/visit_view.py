"""The course beside an open visit, as step 4 shows it: begun or only foreseen, with the consent for each session."""

from dataclasses import replace
from datetime import date

from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.consent_changes import has_a_year_passed
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.course import derive_session_dates, derive_total_yen
from stemsup_desktop.consultation.courses.consent import derive_session_consent, say_session_consent
from stemsup_desktop.consultation.courses.course_model import Course, CourseSession
from stemsup_desktop.consultation.courses.visits import find_shown_course
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.ui.courses.view import (
    CourseFrame,
    CoursePaneView,
    Say,
    derive_course_pane,
    derive_foreseen,
)
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.visit_state import VisitState
from stemsup_desktop.ui.words import Words

MOST_FORESEEN = 12


def derive_visit_course(state: VisitState, text: ConsentText, today: date, words: Words) -> CoursePaneView:
    """Derive the course of a visit; one that is over lets the plan of an open visit begin another."""
    course = find_shown_course(state.file)
    frame = make_frame(state, text, today, words)
    days = derive_session_dates(state.consultation.plan)
    foreseen = derive_foreseen(days, frame, frame.decide_reason, most=MOST_FORESEEN, is_shown=not state.is_closed)
    if course is None:
        return foreseen
    view = derive_course_pane(course, frame, _say_differs(state, course, words))
    is_later = course.consultation_id != state.consultation.consultation_id and not state.is_closed
    view = replace(view, can_take_plan=is_later and state.consultation.plan == Plan())
    if view.can_stop or view.can_resume or not foreseen.can_begin:
        return view
    return replace(view, can_begin=True, begin_reason=foreseen.begin_reason, differs="")


def make_frame(state: VisitState, text: ConsentText, today: date, words: Words) -> CourseFrame:
    """Return where the course of an open visit is shown."""
    return CourseFrame(
        today=today,
        words=words,
        decide_reason=state.say_why_not(ReservedAct.PLAN, words.language),
        visit_id=state.consultation.consultation_id,
        is_closed=state.is_closed,
        say_consent=_make_sayer(state, text, today, words),
    )


def _make_sayer(state: VisitState, text: ConsentText, today: date, words: Words) -> Say:
    """Return what says how consent stands for a session; of all sessions it is judged at most twice."""
    consent, file = state.consultation.consent, state.file
    signed = consent.signature or consent.earlier
    said: dict[bool, tuple[TagState, str]] = {}

    def say(session: CourseSession) -> tuple[TagState, str]:
        is_old = signed is not None and has_a_year_passed(signed.signed_on, max(session.planned_on, today))
        if is_old not in said:
            found = derive_session_consent(file, text, session, today)
            tag = TagState.CLEAR if found.is_covered else TagState.OPEN
            said[is_old] = (
                TagState.CAUTION if found.needs_consent and signed is not None else tag,
                say_session_consent(found).in_language(words.language),
            )
        return said[is_old]

    return say


def _say_differs(state: VisitState, course: Course, words: Words) -> str:
    """Say that the plan of the visit that began a course was changed since."""
    plan = state.consultation.plan
    if course.consultation_id != state.consultation.consultation_id or course.stopped_on is not None:
        return ""
    first_days = tuple(one.moves[0].from_day if one.moves else one.planned_on for one in course.sessions)
    is_same = derive_session_dates(plan) == first_days and derive_total_yen(plan) == course.total_yen
    return "" if is_same else words("courses.differs")
