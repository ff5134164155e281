"""Joins the course beside an open visit to the vault and the visit: what is done there is shown in the same moment."""

import msgspec
from PySide6.QtCore import QObject

from stemsup_desktop.consultation.courses.course_model import SessionRef
from stemsup_desktop.consultation.courses.visits import with_session
from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.courses.desk import Ask, CourseDesk, CourseDone
from stemsup_desktop.ui.courses.joining import join_acts, say_done
from stemsup_desktop.ui.courses.pane import CoursePane
from stemsup_desktop.ui.session import Session


class VisitCourse(QObject):
    """What the pane asks for, done to the course of the session's open visit."""

    def __init__(self, context: PageContext, pane: CoursePane, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._pane = pane
        self._desk = CourseDesk(ask, context.clock, self)
        self._desk.done.connect(self._on_done)
        self._desk.failed.connect(self._on_failed)
        pane.begun.connect(self._on_begun)
        join_acts(pane, self._desk, self._course_id)
        pane.taken.connect(lambda number: name_session(self._context, number))
        pane.visit_left.connect(lambda: name_session(self._context, 0))

    def _course_id(self) -> str:
        course = self._context.session.state.background.course
        self._context.session.flush()  # what the visit holds of the course is on its way before the act is
        return course.course_id if course is not None else ""

    def _on_begun(self) -> None:
        session = self._context.session
        session.flush()
        self._desk.begin(session.state.patient, session.state.consultation)

    def _on_done(self, done: CourseDone) -> None:
        self._pane.end_asking()
        show_course(self._context.session, done)
        if done.act == "begun":
            self._take_first(done)
        say_done(self._pane, done, self._context.words)

    def _take_first(self, done: CourseDone) -> None:
        """A visit on the day of the first session is that session, unless the person says otherwise."""
        visit = self._context.session.state.consultation
        first = done.after.sessions[0]
        if visit.session is None and visit.started_at.date() == first.planned_on:
            name_session(self._context, first.number)

    def _on_failed(self, problem: Problem) -> None:
        self._pane.show_problem(self._context.words.sentence_of(problem))


def name_session(context: PageContext, number: int) -> None:
    """Make the open visit a session of the course beside it, or none with 0; a step of undo."""
    session = context.session
    course = session.state.background.course
    if course is None:
        return
    reference = SessionRef(course.course_id, number) if number else None
    session.change(context.words("courses.change_session"), with_session(session.state.consultation, reference))


def show_course(session: Session, done: CourseDone) -> None:
    """Show a course that the vault has kept beside the open visit, if it is one of its patient."""
    if not session.has_visit or session.state.patient.patient_id != done.after.patient_id:
        return
    state = session.state
    here = state.background.course
    if here is None or here.course_id == done.after.course_id or done.before is None:
        background = msgspec.structs.replace(state.background, course=done.after)
        session.set_background(state.consultation.consultation_id, background)
