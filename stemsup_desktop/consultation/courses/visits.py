"""What a visit is in a course: it holds a session from its beginning, and has given it once there is a treatment."""

import msgspec

from stemsup_desktop.consultation.courses.acts import Stamp, check_can_be_given, with_changed, with_session_given
from stemsup_desktop.consultation.courses.course_model import Course, CourseSession, SessionRef, SessionState
from stemsup_desktop.consultation.courses.course_view import find_session, find_session_of_visit
from stemsup_desktop.consultation.plan_model import Plan, PlannedSite
from stemsup_desktop.consultation.record import Consultation, ConsultationFile
from stemsup_desktop.errors import InputProblem


def is_treated(consultation: Consultation) -> bool:
    """Say whether anything was given in a visit."""
    treatment = consultation.treatment
    return any((treatment.started_at, treatment.sites, treatment.drip, treatment.nasal))


def with_session(consultation: Consultation, reference: SessionRef | None) -> Consultation:
    """Return a visit that is a session of a course, or none."""
    return msgspec.structs.replace(consultation, session=reference)


def with_visit(course: Course, consultation: Consultation, patient_id: str, stamp: Stamp) -> Course:
    """Return the course as this state of a visit has it.

    The visit holds the session that it names, and has given it as soon as anything of a treatment is recorded; a visit
    that was closed without any lets it go. A session that it no longer names is planned again. Raises `InputProblem`
    of `check_can_be_given` for a session that the visit does not hold yet.
    """
    visit_id, named = consultation.consultation_id, _find_named(course, consultation)
    has_treatment = is_treated(consultation)
    if consultation.summary.closed_at is not None and not has_treatment:
        named = None
    held = find_session_of_visit(course, visit_id)
    if held is not None and held.number != named:
        course, held = _with_planned_again(course, held, "", stamp), None
    if named is None:
        return course
    if held is None:
        check_can_be_given(course, named, visit_id, patient_id)
        if not has_treatment:
            return with_changed(course, named, stamp, consultation_id=visit_id)
    if not has_treatment:
        return course if held is None or held.given_on is None else _with_planned_again(course, held, visit_id, stamp)
    started_at = consultation.treatment.started_at
    if held is not None and held.state is SessionState.GIVEN:
        day = held.given_on if started_at is None else started_at.date()
        return course if day == held.given_on else with_changed(course, named, stamp, given_on=day)
    day = (started_at or consultation.started_at).date()
    return with_session_given(course, named, consultation, day, patient_id=patient_id, stamp=stamp)


def derive_next_plan(plan: Plan) -> Plan:
    """Return the plan of a course as it is taken over into the visit of a later session.

    Product, routes, sites, sessions and cost are what consent was given to; points and volumes are set anew, and what
    was explained is explained again.
    """
    sites = tuple(PlannedSite(site.site_id, site.other) for site in plan.sites)
    return msgspec.structs.replace(plan, sites=sites, alternatives_explained=False, note="")


def find_shown_course(file: ConsultationFile) -> Course | None:
    """Find the course beside a visit as this state of the visit has it, saved or not yet."""
    course = file.background.course
    if course is None or course.patient_id != file.patient.patient_id:
        return None
    try:
        stamp = Stamp(file.physician.name, file.consultation.started_at)
        return with_visit(course, file.consultation, file.patient.patient_id, stamp)
    except InputProblem:
        return course  # the visit names what the course does not give it; saving it says so


def find_visit_session(file: ConsultationFile) -> tuple[Course, CourseSession] | None:
    """Find the session that a visit is, with its course."""
    course, reference = find_shown_course(file), file.consultation.session
    if course is None or reference is None or reference.course_id != course.course_id:
        return None
    session = find_session(course, reference.number)
    return None if session is None else (course, session)


def _find_named(course: Course, consultation: Consultation) -> int | None:
    reference = consultation.session
    return None if reference is None or reference.course_id != course.course_id else reference.number


def _with_planned_again(course: Course, session: CourseSession, consultation_id: str, stamp: Stamp) -> Course:
    """Return the course with a session planned again or, in a course that was stopped meanwhile, stopped."""
    is_stopped = course.stopped_on is not None
    return with_changed(
        course,
        session.number,
        stamp,
        state=SessionState.STOPPED if is_stopped else SessionState.PLANNED,
        reason=course.stopped_reason if is_stopped else "",
        consultation_id=consultation_id,
        given_on=None,
    )
