"""The courses of a chart: the last one in full, those before it in a sentence each, and what each visit was. No Qt."""

from collections.abc import Iterable
from datetime import date

from stemsup_desktop.consultation.courses.course_model import Course
from stemsup_desktop.consultation.courses.course_view import derive_course_view, find_session_of_visit
from stemsup_desktop.consultation.courses.words import say_session_of
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.store.entries import ConsultationEntry
from stemsup_desktop.ui.courses.view import CourseFrame, CoursePaneView, derive_course_pane
from stemsup_desktop.ui.pages.patients.chart import Chart
from stemsup_desktop.ui.words import Words


def derive_chart_course(chart: Chart, words: Words, today: date, decide_reason: str) -> CoursePaneView | None:
    """Derive the last course of a chart; a visit for its next session can be started while none is open."""
    if not chart.courses:
        return None
    is_open = chart.open_consultation is not None
    return derive_course_pane(chart.courses[-1], CourseFrame(today, words, decide_reason, is_closed=is_open))


def say_earlier_course(course: Course, words: Words, today: date) -> str:
    """Return when a course began, and how many of its sessions were given, missed and stopped."""
    view = derive_course_view(course, today)
    return words(
        "courses.earlier",
        date=format_date(course.begun_at.date(), words.language),
        count=len(course.sessions),
        given=view.given,
        missed=view.missed,
        stopped=view.stopped,
    )


def say_chart_session(courses: Iterable[Course], entry: ConsultationEntry, words: Words) -> str:
    """Return which session a visit gave or is to give, or empty."""
    for course in courses:
        session = find_session_of_visit(course, entry.consultation_id)
        if session is not None:
            return say_session_of(session.number, len(course.sessions)).in_language(words.language)
    return ""
