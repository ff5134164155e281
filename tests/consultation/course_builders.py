"""Courses, plans and visits for tests."""

from datetime import UTC, date, datetime, timedelta

import msgspec

from stemsup_desktop.consultation.courses.acts import Stamp, begin_course
from stemsup_desktop.consultation.courses.course_model import Course, SessionRef
from stemsup_desktop.consultation.patient import Patient, Sex
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.consultation.record import Consultation, Summary
from stemsup_desktop.consultation.treatment_model import Treatment

NOW = datetime(2026, 9, 8, 10, 30, tzinfo=UTC)
FIRST = date(2026, 9, 22)
PLAN = Plan(sessions=4, interval_days=28, first_session_on=FIRST, fee_per_session_yen=66_000)
PATIENT = Patient("patient-1", "104-2287", "山田 花子", date(1972, 4, 18), Sex.FEMALE)
STAMP = Stamp("Dr Aoki", NOW)


def make_course(plan: Plan = PLAN, patient: Patient = PATIENT, course_id: str = "course-1") -> Course:
    return begin_course(plan, patient, Consultation("visit-0", NOW), NOW, course_id)


def make_visit(visit_id: str = "visit-1", number: int | None = None, at: datetime = NOW) -> Consultation:
    reference = None if number is None else SessionRef("course-1", number)
    return Consultation(visit_id, at, session=reference)


def treat(visit: Consultation, at: datetime | None = None) -> Consultation:
    return msgspec.structs.replace(visit, treatment=Treatment(started_at=at or visit.started_at))


def close(visit: Consultation) -> Consultation:
    return msgspec.structs.replace(visit, summary=Summary(closed_at=visit.started_at + timedelta(hours=1)))
