"""Events and contacts in the vault: each state of an event is kept, no contact ever changes."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from stemsup_desktop.consultation.events.event_faults import find_onset
from stemsup_desktop.consultation.events.event_model import (
    AdverseEvent,
    Contact,
    ContactPurpose,
    ContactWay,
    EventOutcome,
)
from stemsup_desktop.consultation.events.reactions import list_unfollowed
from stemsup_desktop.consultation.events.reminders import PersonName
from stemsup_desktop.consultation.lots.lot_numbers import fold_lot_number
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.store.problems import make_input_problem
from stemsup_desktop.store.records import decode_moment, decode_record, encode_moment, encode_record

_VISITS_OF_LOT = """
    select consultation_id from lot_uses
    where lot_key = :key or (lot_id <> '' and lot_id in (select id from lots where number_key = :key))
"""


def find_event(db: Database, event_id: str) -> tuple[AdverseEvent, int] | None:
    """Find an event as it is now, with its version."""
    row = db.execute("select record, version from adverse_events where id = ?", [event_id]).fetchone()
    return None if row is None else (decode_record(row[0], AdverseEvent), int(row[1]))


def get_event(db: Database, event_id: str) -> AdverseEvent:
    """Return an event; raises `InputProblem` event-unknown."""
    found = find_event(db, event_id)
    if found is None:
        raise make_input_problem("event-unknown")
    return found[0]


def save_event(db: Database, event: AdverseEvent, version: int, account_id: str, now: datetime) -> None:
    """Keep the next state of an event, inside a transaction that the caller opened."""
    record = encode_record(event)
    db.table("adverse_event_versions").insert(
        {
            "event_id": event.event_id,
            "version": version,
            "consultation_id": event.consultation_id,
            "saved_at": encode_moment(now),
            "saved_by": account_id,
            "record": record,
        }
    )
    values = {
        "patient_id": event.patient_id,
        "consultation_id": event.consultation_id,
        "version": version,
        "began_on": (find_onset(event) or event.recorded_at.date()).isoformat(),
        "is_fatal": int(event.outcome is EventOutcome.FATAL),
        "closed_at": None if event.closed_at is None else encode_moment(event.closed_at),
        "record": record,
    }
    if version == 1:
        db.table("adverse_events").insert({"id": event.event_id, **values})
    else:
        db.table("adverse_events").update(event.event_id, values)
    db.execute("delete from event_lots where event_id = ?", [event.event_id])
    for key in sorted({fold_lot_number(number) for number in event.lot_numbers}):
        db.execute("insert into event_lots (lot_key, event_id) values (?, ?)", [key, event.event_id])


def list_event_versions(db: Database, event_id: str) -> tuple[AdverseEvent, ...]:
    """Return every state of an event, the first one first."""
    rows = db.execute("select record from adverse_event_versions where event_id = ? order by version", [event_id])
    return _read_events(rows)


def list_kept_events(db: Database, patient_id: str) -> tuple[AdverseEvent, ...]:
    """Return the events of a patient, by the day on which they began."""
    return _read_events(
        db.execute("select record from adverse_events where patient_id = ? order by began_on, id", [patient_id])
    )


def list_events(db: Database, patient_id: str) -> tuple[AdverseEvent, ...]:
    """Return events and reactions of a patient, by the day on which they began; reactions have no id."""
    rows = db.execute(
        "select record, patient_id from consultations where patient_id = ? order by started_at, id", [patient_id]
    )
    events = list_kept_events(db, patient_id)
    return _sort((*events, *_read_reactions(rows, events)))


def list_open_events(db: Database) -> tuple[AdverseEvent, ...]:
    """Return every event that is not closed, the one that began first first."""
    return _read_events(db.execute("select record from adverse_events where closed_at is null order by began_on, id"))


def list_events_of_lot(db: Database, lot_number: str) -> tuple[AdverseEvent, ...]:
    """Return events and reactions of everybody after a lot was given, by the day on which they began."""
    kept = list_kept_events_of_lot(db, lot_number)
    rows = db.execute(
        f"select record, patient_id from consultations where id in ({_VISITS_OF_LOT})",
        {"key": fold_lot_number(lot_number)},
    )
    return _sort((*kept, *_read_reactions(rows, kept)))


def list_kept_events_of_lot(db: Database, lot_number: str) -> tuple[AdverseEvent, ...]:
    """Return the events that name a lot or followed a visit in which it was given, in no order."""
    rows = db.execute(
        f"""
        select record from adverse_events
        where id in (select event_id from event_lots where lot_key = :key) or consultation_id in ({_VISITS_OF_LOT})
        """,
        {"key": fold_lot_number(lot_number)},
    )
    return _read_events(rows)


def add_contact(db: Database, contact: Contact, now: datetime) -> None:
    """Add a contact, inside a transaction that the caller opened."""
    db.table("contacts").insert(
        {
            "id": contact.contact_id,
            "patient_id": contact.patient_id,
            "consultation_id": contact.consultation_id,
            "purpose": contact.purpose.value,
            "subject": contact.subject,
            "was_reached": int(contact.was_reached),
            "at": encode_moment(contact.at),
            "recorded_at": encode_moment(now),
            "record": encode_record(contact),
        }
    )


def list_contacts(db: Database, patient_id: str) -> tuple[Contact, ...]:
    """Return the contacts with a patient, the first one first."""
    rows = db.execute("select record from contacts where patient_id = ? order by at, id", [patient_id])
    return tuple(decode_record(row[0], Contact) for row in rows.fetchall())


def find_contact(db: Database, contact_id: str) -> Contact | None:
    """Find a contact by its id."""
    row = db.execute("select record from contacts where id = ?", [contact_id]).fetchone()
    return None if row is None else decode_record(row[0], Contact)


def list_call_contacts(db: Database, visit_ids: Iterable[str]) -> tuple[Contact, ...]:
    """Return the contacts after these visits, without what was said or who called."""
    query = "select patient_id, purpose, was_reached, at from contacts where consultation_id = ?"
    return tuple(
        Contact("", patient_id, ContactPurpose(purpose), ContactWay.PHONE, bool(reached), decode_moment(at), "", visit)
        for visit in visit_ids
        for patient_id, purpose, reached, at in db.execute(query, [visit]).fetchall()
    )


def list_people_names(db: Database, patient_ids: Iterable[str]) -> dict[str, PersonName]:
    """Return how patients are named in a list, by id; an id that is not there is left out."""
    found: dict[str, PersonName] = {}
    for patient_id in dict.fromkeys(patient_ids):
        row = db.execute("select record from patients where id = ?", [patient_id]).fetchone()
        if row is not None:
            found[patient_id] = decode_record(row[0], PersonName)
    return found


def list_lost_patients(db: Database) -> frozenset[str]:
    """Return whom nobody calls any more: the patients of events that ended in death."""
    rows = db.execute("select distinct patient_id from adverse_events where is_fatal = 1")
    return frozenset(str(row[0]) for row in rows.fetchall())


def delete_events_of_visit(db: Database, visit_id: str) -> None:
    """Delete the events and contacts of a visit, which has its line among the deleted records."""
    db.execute(
        "delete from event_lots where event_id in (select id from adverse_events where consultation_id = ?)", [visit_id]
    )
    for table in ("adverse_events", "adverse_event_versions", "contacts"):
        db.execute(f"delete from {table} where consultation_id = ?", [visit_id])


def _read_events(rows: Any) -> tuple[AdverseEvent, ...]:
    return tuple(decode_record(row[0], AdverseEvent) for row in rows.fetchall())


def _read_reactions(rows: Any, events: tuple[AdverseEvent, ...]) -> tuple[AdverseEvent, ...]:
    visits = [(decode_record(record, Consultation), str(patient_id)) for record, patient_id in rows.fetchall()]
    return tuple(one for visit, patient_id in visits for one in list_unfollowed(visit, patient_id, events))


def _sort(events: Iterable[AdverseEvent]) -> tuple[AdverseEvent, ...]:
    def place(event: AdverseEvent) -> tuple[date, datetime, str]:
        return find_onset(event) or event.recorded_at.date(), event.recorded_at, event.event_id

    return tuple(sorted(events, key=place))
