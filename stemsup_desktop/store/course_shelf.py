"""Courses of treatment in the vault: kept whole, found by patient, and brought along by the visits that give them."""

from datetime import datetime

from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, make_facts
from stemsup_desktop.consultation.courses.acts import Stamp
from stemsup_desktop.consultation.courses.course_model import Course, CourseSession, SessionRef, SessionState
from stemsup_desktop.consultation.courses.course_view import find_course_of_visit, find_session
from stemsup_desktop.consultation.courses.refusals import make_refusal
from stemsup_desktop.consultation.courses.visits import with_visit
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.record_changes import derive_changes
from stemsup_desktop.store.records import decode_record, encode_moment, encode_record
from stemsup_desktop.store.reminder_shelf import forget_session_due, keep_session_due
from stemsup_desktop.store.rows import insert_row, update_row


def find_course(db: Database, course_id: str) -> Course | None:
    """Find a course by its id."""
    row = db.execute("select record from courses where id = ?", [course_id]).fetchone()
    return None if row is None else decode_record(row[0], Course)


def list_courses(db: Database, patient_id: str) -> tuple[Course, ...]:
    """Return a patient's courses, the oldest first."""
    rows = db.execute("select record from courses where patient_id = ? order by begun_at, id", [patient_id])
    return tuple(decode_record(row[0], Course) for row in rows.fetchall())


def find_visit_course(db: Database, patient_id: str, consultation: Consultation) -> Course | None:
    """Find the course that a visit shows beside it; see `find_course_of_visit`."""
    return find_course_of_visit(list_courses(db, patient_id), consultation.consultation_id, consultation.session)


def keep_course(db: Database, course: Course, now: datetime) -> None:
    """Insert or replace a course inside a transaction that the caller opened."""
    values = {
        "id": course.course_id,
        "patient_id": course.patient_id,
        "consultation_id": course.consultation_id,
        "begun_at": encode_moment(course.begun_at),
        "updated_at": encode_moment(now),
        "record": encode_record(course),
    }
    if find_course(db, course.course_id) is None:
        insert_row(db, "courses", values)
    else:
        update_row(db, "courses", course.course_id, values)
    keep_session_due(db, course)


def keep_courses_of_visit(
    db: Database, before: Consultation | None, after: Consultation, patient_id: str, stamp: Stamp
) -> tuple[AuditEvent, ...]:
    """Bring every course that a visit names, or named, to what its new state says; return what is to be recorded.

    Inside the transaction that saves the visit: a treatment that is kept is a session that was given. Raises
    `InputProblem` course-unknown for a course that the visit names newly, and what `with_visit` raises.
    """
    named = None if before is None else before.session
    events: list[AuditEvent] = []
    for course_id in dict.fromkeys(one.course_id for one in (named, after.session) if one is not None):
        kept = find_course(db, course_id)
        if kept is None:
            if _is_of(named, course_id):
                continue  # it went at the end of its time
            raise make_refusal("course-unknown")
        changed = with_visit(kept, after, patient_id, stamp)
        if changed != kept:
            keep_course(db, changed, stamp.at)
            events.append(make_course_event(kept, changed, after.consultation_id))
    return tuple(events)


def make_course_event(before: Course | None, after: Course, consultation_id: str) -> AuditEvent:
    """Return what is recorded of a change of a course: what was done, on which session, every field old and new."""
    if before is None:
        facts = make_facts(
            {
                "sessions": [one.planned_on.isoformat() for one in after.sessions],
                "interval_days": after.interval_days,
                "total_yen": after.total_yen,
            }
        )
        return AuditEvent(AuditAct.COURSE_BEGUN, after.patient_id, after.consultation_id, details=facts)
    details = derive_changes(before, after)
    if after.stopped_on is not None and before.stopped_on is None:
        return AuditEvent(AuditAct.COURSE_STOPPED, after.patient_id, consultation_id, details=details)
    given = _find_newly_given(before, after)
    if given is not None:
        return AuditEvent(AuditAct.SESSION_GIVEN, after.patient_id, consultation_id, str(given.number), details)
    return AuditEvent(AuditAct.COURSE_CHANGED, after.patient_id, consultation_id, details=details)


def delete_courses(db: Database, patient_id: str, *, takes_patient: bool) -> None:
    """Delete the courses of a patient of which no visit is left, inside the transaction that deletes the visits."""
    for course in list_courses(db, patient_id):
        visits = {course.consultation_id, *(one.consultation_id for one in course.sessions if one.consultation_id)}
        marks = ", ".join("?" for _ in visits)
        left = db.execute(f"select 1 from consultations where id in ({marks}) limit 1", [*visits]).fetchone()
        if takes_patient or left is None:
            forget_session_due(db, course.course_id)
            db.execute("delete from courses where id = ?", [course.course_id])


def _find_newly_given(before: Course, after: Course) -> CourseSession | None:
    given = (one for one in after.sessions if one.state is SessionState.GIVEN)
    return next((one for one in given if not _is_given(find_session(before, one.number))), None)


def _is_given(session: CourseSession | None) -> bool:
    return session is not None and session.state is SessionState.GIVEN


def _is_of(reference: SessionRef | None, course_id: str) -> bool:
    return reference is not None and reference.course_id == course_id
