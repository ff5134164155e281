"""Courses of treatment: begun and stopped by a physician, moved and missed by whoever receives patients."""

from sqlite_utils import Database

from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.authority_words import make_author_refusal, make_refusal
from stemsup_desktop.consultation.courses import refusals
from stemsup_desktop.consultation.courses.changes import DECISIONS, CourseAct, derive_course_acts, list_new_authors
from stemsup_desktop.consultation.courses.course_model import Course
from stemsup_desktop.consultation.courses.course_view import find_next_due
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.store import consultations, course_shelf
from stemsup_desktop.store.door import Door
from stemsup_desktop.store.problems import make_input_problem


class CourseDoor(Door):
    """Courses of treatment. That a session is given follows from its visit, when that is saved."""

    def save_course(self, course: Course, *, expected: Course | None = None) -> Course:
        """Keep what was done to a course; `expected` is the course it was done to, None where it begins.

        Saving the same course again changes nothing. Raises `InputProblem` record-changed if the vault holds another,
        course-kept and course-reason for what is no act on a course, physician-only for beginning, stopping and going
        on, author-not-own; where it begins course-running, consultation-unknown, consultation-of-another,
        consultation-closed.
        """
        with self._writing(Right.PATIENTS) as db:
            before = course_shelf.find_course(db, course.course_id)
            if before == course:
                return course
            if before != expected:
                raise make_input_problem("record-changed")
            acts = derive_course_acts(before, course)
            if not self.author.may(Right.DECIDE):
                if DECISIONS.intersection(acts):
                    raise make_refusal((ReservedAct.PLAN,))
                if list_new_authors(before, course) - {self.author.name}:
                    raise make_author_refusal()
            if CourseAct.BEGUN in acts:
                _check_beginning(db, course)
            course_shelf.keep_course(db, course, self._clock())
            self._note(course_shelf.make_course_event(before, course, ""))
            return course

    def list_courses(self, patient_id: str) -> tuple[Course, ...]:
        """Return a patient's courses, the oldest first."""
        with self._reading(Right.PATIENTS) as db:
            return course_shelf.list_courses(db, patient_id)

    def get_course(self, course_id: str) -> Course:
        """Return a course; raises `InputProblem` course-unknown."""
        with self._reading(Right.PATIENTS) as db:
            course = course_shelf.find_course(db, course_id)
            if course is None:
                raise refusals.make_refusal("course-unknown")
            return course

    def find_visit_course(self, consultation_id: str) -> Course | None:
        """Find the course that a visit shows beside it; raises `InputProblem` consultation-unknown."""
        with self._reading(Right.PATIENTS) as db:
            consultation, patient_id, _ = consultations.load_consultation(db, consultation_id)
            return course_shelf.find_visit_course(db, patient_id, consultation)


def _check_beginning(db: Database, course: Course) -> None:
    visit, patient_id, _ = consultations.load_consultation(db, course.consultation_id)
    if patient_id != course.patient_id:
        raise make_input_problem("consultation-of-another")
    if visit.summary.closed_at is not None:
        raise make_input_problem("consultation-closed")
    if any(find_next_due(one) is not None for one in course_shelf.list_courses(db, patient_id)):
        raise refusals.make_refusal("course-running")
