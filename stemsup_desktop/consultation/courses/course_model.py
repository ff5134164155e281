"""A course of treatment as it is kept: every session that was planned, and what became of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta


class SessionState(StrEnum):
    """What became of a planned session. A moved one keeps its number and gets another day."""

    PLANNED = "planned"
    GIVEN = "given"
    MISSED = "missed"
    STOPPED = "stopped"


class SessionMove(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That a session was moved from one day to another, and why."""

    from_day: date
    to_day: date
    reason: str
    moved_by: str
    moved_at: datetime


class CourseSession(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One session; `reason` is why it was missed or stopped.

    `consultation_id` is the visit in which it was given or, before that, the visit that is to give it.
    """

    number: Annotated[int, Meta(ge=1, le=100)]
    planned_on: date
    state: SessionState = SessionState.PLANNED
    consultation_id: str = ""
    given_on: date | None = None
    reason: str = ""
    changed_by: str = ""
    changed_at: datetime | None = None
    moves: tuple[SessionMove, ...] = ()


class Course(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sessions of one patient that one plan foresaw, in order of their numbers.

    `consultation_id` is the visit whose plan it is. A stopped course says when, why and by whom.
    """

    course_id: str
    patient_id: str
    consultation_id: str
    begun_at: datetime
    sessions: tuple[CourseSession, ...]
    interval_days: int | None = None
    total_yen: int | None = None
    stopped_on: date | None = None
    stopped_reason: str = ""
    stopped_by: str = ""


class SessionRef(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which session of which course a visit is."""

    course_id: str
    number: Annotated[int, Meta(ge=1, le=100)]
