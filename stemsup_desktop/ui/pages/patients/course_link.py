"""Joins the course on the chart to the vault: acts on it, and visits that are started for its next session."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from stemsup_desktop.consultation.courses.course_model import Course, SessionRef
from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.courses.desk import Ask, CourseDesk, CourseDone
from stemsup_desktop.ui.courses.joining import join_acts, say_done
from stemsup_desktop.ui.courses.pane import CoursePane
from stemsup_desktop.ui.courses.visit_course import show_course


class ChartCourse(QObject):
    """What the pane asks for, done to the course that `get_course` names."""

    course_changed = Signal(object)
    """The course as the vault has kept it."""
    visit_wanted = Signal(object)
    """The `SessionRef` for which a visit is to be started."""

    def __init__(
        self,
        context: PageContext,
        pane: CoursePane,
        ask: Ask,
        get_course: Callable[[], Course | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._pane = pane
        self._get_course = get_course
        self._desk = desk = CourseDesk(ask, context.clock, self)
        desk.done.connect(self._on_done)
        desk.failed.connect(self._on_failed)
        join_acts(pane, desk, self._id)
        pane.taken.connect(lambda number: self.visit_wanted.emit(SessionRef(self._id(), number)))

    def _id(self) -> str:
        course = self._get_course()
        return "" if course is None else course.course_id

    def _on_done(self, done: CourseDone) -> None:
        self._pane.end_asking()
        show_course(self._context.session, done)
        self.course_changed.emit(done.after)
        say_done(self._pane, done, self._context.words)

    def _on_failed(self, problem: Problem) -> None:
        self._pane.show_problem(self._context.words.sentence_of(problem))
