"""Builds events, contacts and treatments for tests."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import msgspec

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.events.call_backs import TreatmentGiven
from stemsup_desktop.consultation.events.event_model import AdverseEvent, Contact, ContactPurpose, ContactWay
from stemsup_desktop.consultation.events.reminders import PersonName
from stemsup_desktop.consultation.record import Consultation, Summary
from stemsup_desktop.consultation.treatment_model import Reaction, SiteTreated, Treatment

DAY = date(2026, 9, 8)
START = datetime(2026, 9, 8, 10, 0, tzinfo=UTC)
LATER = START + timedelta(days=60)
PEOPLE = {f"p{number}": PersonName(f"患者 {number}", f"A-{number:04}") for number in range(1, 6)}

TREATMENT = Treatment(
    lot_number="LOT-7",
    operator="青木 誠",
    started_at=START,
    ended_at=START + timedelta(minutes=20),
    sites=(SiteTreated("cheek-l", 4, Decimal("0.40")), SiteTreated("chin")),
)


def make_event(**changes: object) -> AdverseEvent:
    values: dict[str, object] = {
        "event_id": "event-1",
        "patient_id": "p1",
        "consultation_id": "visit-1",
        "kind": "granuloma",
        "grade": 2,
        "recorded_at": START + timedelta(days=43),
        "recorded_by": "青木 誠",
        "onset_on": DAY + timedelta(days=42),
    }
    return AdverseEvent(**(values | changes))


def make_contact(**changes: object) -> Contact:
    contact = Contact(
        "", "p1", ContactPurpose.DAYS_1_TO_3, ContactWay.PHONE, True, START + timedelta(days=2), "森 結衣", "visit-1"
    )
    return msgspec.structs.replace(contact, **changes)


def make_given(patient_id: str = "p1", given_on: date = DAY, *routes: Route) -> TreatmentGiven:
    return TreatmentGiven(f"visit-{patient_id[1:]}", patient_id, given_on, routes or (Route.INTRADERMAL,))


def make_visit(
    *reactions: Reaction, closed_at: datetime | None = None, treatment: Treatment = TREATMENT
) -> Consultation:
    treated = msgspec.structs.replace(treatment, reactions=reactions)
    return Consultation("visit-1", START, treatment=treated, summary=Summary(closed_at=closed_at))
