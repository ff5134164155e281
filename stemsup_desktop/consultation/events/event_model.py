"""Adverse events and contacts with patients as they are kept, beside and after the visits."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

Grade = Annotated[int, Meta(ge=1, le=5)]
"""1 mild, 2 moderate, 3 severe, 4 life-threatening, 5 death."""


class Seriousness(StrEnum):
    """Why an event is serious (ICH E2A). One that is none of these is not serious."""

    DEATH = "death"
    LIFE_THREATENING = "life-threatening"
    HOSPITALISATION = "hospitalisation"
    DISABILITY = "disability"
    CONGENITAL = "congenital"
    IMPORTANT = "important"


class EventOutcome(StrEnum):
    """How an event ended, or stands."""

    RECOVERED = "recovered"
    RECOVERED_WITH_SEQUELAE = "recovered-with-sequelae"
    RECOVERING = "recovering"
    NOT_RECOVERED = "not-recovered"
    FATAL = "fatal"
    UNKNOWN = "unknown"


class EventNote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One dated line on how an event went on; notes are added and never changed."""

    text: str
    by: str
    at: datetime
    grade: Grade | None = None


class AdverseEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something unwanted that was seen after a treatment, whether it came from it or not; open until closed.

    `kind` is a code of the event list or "other" with `description`. `consultation_id` is the treatment it followed,
    `site_id` and `point` (from 1) where on the map, `lot_numbers` what had been given there. `reaction` is the place of
    the reaction that it follows, from 0, in the record of a closed visit; one of an open visit names the event itself.
    """

    event_id: str
    patient_id: str
    consultation_id: str
    kind: str
    grade: Grade
    recorded_at: datetime
    recorded_by: str
    description: str = ""
    onset_on: date | None = None
    onset_at: datetime | None = None
    site_id: str = ""
    point: Annotated[int, Meta(ge=1, le=10_000)] | None = None
    lot_numbers: tuple[str, ...] = ()
    seriousness: tuple[Seriousness, ...] = ()
    action: str = ""
    outcome: EventOutcome | None = None
    notes: tuple[EventNote, ...] = ()
    closed_at: datetime | None = None
    closed_by: str = ""
    reaction: Annotated[int, Meta(ge=0, le=10_000)] | None = None

    @property
    def is_open(self) -> bool:
        """Say whether the event still has to be followed."""
        return self.closed_at is None


class ContactPurpose(StrEnum):
    """Why a patient was contacted: the call-backs after a treatment, an event, a recalled lot."""

    DAYS_1_TO_3 = "days-1-3"
    DAY_14 = "day-14"
    MONTH_3 = "month-3"
    EVENT = "event"
    RECALL = "recall"


class ContactWay(StrEnum):
    """How."""

    PHONE = "phone"
    LETTER = "letter"
    MAIL = "mail"
    VISIT = "visit"


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One attempt to reach a patient; `subject` is the event's id or the lot's id where the purpose has one."""

    contact_id: str
    patient_id: str
    purpose: ContactPurpose
    way: ContactWay
    was_reached: bool
    at: datetime
    by: str
    consultation_id: str = ""
    subject: str = ""
    note: str = ""
