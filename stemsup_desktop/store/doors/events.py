"""Adverse events and contacts: written down by whoever works with patients, added to and closed, never deleted."""

from datetime import date, datetime, timedelta

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, make_facts
from stemsup_desktop.consultation.events.call_backs import CallBack, derive_callbacks
from stemsup_desktop.consultation.events.event_faults import FAULT_WORDS, find_event_faults, list_refusals
from stemsup_desktop.consultation.events.event_model import AdverseEvent, Contact, ContactPurpose, EventNote
from stemsup_desktop.consultation.events.reminders import Reminder, derive_reminders
from stemsup_desktop.consultation.events.treated import TreatedVisit
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.record_changes import derive_changes
from stemsup_desktop.store import consultations, event_shelf, patients
from stemsup_desktop.store.door import Door
from stemsup_desktop.store.identifiers import make_uuid7
from stemsup_desktop.store.patients import mark_patient_seen
from stemsup_desktop.store.problems import make_input_problem
from stemsup_desktop.store.reminder_shelf import list_open_recalls, list_sessions_due
from stemsup_desktop.store.treatment_shelf import list_treated_visits, list_treatments, list_treatments_to_call

_FIXED = ("patient_id", "consultation_id", "recorded_at", "recorded_by")
_CLOCKS_DIFFER_BY = timedelta(minutes=10)


class EventDoor(Door):
    """Adverse events and contacts: written down by whoever works with patients, added to and closed, never deleted."""

    def save_event(self, event: AdverseEvent) -> AdverseEvent:
        """Keep a new event, which has no id yet, or the next state of one, and return it as it is kept.

        Who recorded and closed it, and who wrote a new note, is who signed in. The notes that are kept stay as they
        are, and new ones follow them. The same state again changes nothing. Raises `InputProblem` event-unknown,
        consultation-unknown, event-of-another, event-notes, event-invalid with each fault by name.
        """
        with self._writing(Right.PATIENTS) as db:
            found = event_shelf.find_event(db, event.event_id) if event.event_id else None
            if event.event_id and found is None:
                raise make_input_problem("event-unknown")
            before, version = found or (None, 0)
            visit, patient_id, _ = consultations.load_consultation(db, event.consultation_id)
            if patient_id != event.patient_id:
                raise make_input_problem("event-of-another")
            now = self._clock()
            event = self._sign_event(event, before, now)
            faults = list_refusals(find_event_faults(event, visit.treatment, now))
            if faults:
                raise make_input_problem("event-invalid", tuple(FAULT_WORDS[fault] for fault in faults))
            if event == before:
                return event
            event_shelf.save_event(db, event, version + 1, self.author.account_id, now)
            mark_patient_seen(db, event.patient_id, now)
            self._note_event(before, event)
            return event

    def get_event(self, event_id: str) -> AdverseEvent:
        """Return an event; raises `InputProblem` event-unknown."""
        with self._reading(Right.PATIENTS) as db:
            return event_shelf.get_event(db, event_id)

    def list_event_versions(self, event_id: str) -> tuple[AdverseEvent, ...]:
        """Return every state of an event, the first one first; empty for an id that is not there."""
        with self._reading(Right.PATIENTS) as db:
            return event_shelf.list_event_versions(db, event_id)

    def list_events(self, patient_id: str) -> tuple[AdverseEvent, ...]:
        """Return a patient's events and the reactions of treatments that no event follows, which have no id."""
        with self._reading(Right.PATIENTS) as db:
            return event_shelf.list_events(db, patient_id)

    def list_open_events(self) -> tuple[AdverseEvent, ...]:
        """Return every event that is not closed, the one that began first first."""
        with self._reading(Right.PATIENTS) as db:
            return event_shelf.list_open_events(db)

    def list_events_of_lot(self, lot_number: str) -> tuple[AdverseEvent, ...]:
        """Return everybody's events after a lot was given, and reactions that no event follows, which have no id."""
        with self._reading(Right.PATIENTS) as db:
            return event_shelf.list_events_of_lot(db, lot_number)

    def add_contact(self, contact: Contact) -> Contact:
        """Add a contact, which has no id yet, and return it as it is kept, by who signed in.

        One about an event is of the event's treatment. The same contact again, by its id, adds nothing. Raises
        `InputProblem` patient-unknown, event-unknown, consultation-unknown, event-of-another, contact-subject,
        contact-ahead, contact-kept.
        """
        with self._writing(Right.PATIENTS) as db:
            contact = self._place_contact(db, msgspec.structs.replace(contact, by=self.author.name))
            now = self._clock()
            if contact.at > now + _CLOCKS_DIFFER_BY:
                raise make_input_problem("contact-ahead")
            if contact.contact_id:
                if event_shelf.find_contact(db, contact.contact_id) == contact:
                    return contact
                raise make_input_problem("contact-kept")
            contact = msgspec.structs.replace(contact, contact_id=make_uuid7(now))
            event_shelf.add_contact(db, contact, now)
            mark_patient_seen(db, contact.patient_id, now)
            facts = {"purpose": contact.purpose.value, "way": contact.way.value, "reached": contact.was_reached}
            if contact.note.strip():
                facts["note"] = contact.note
            self._note(
                AuditEvent(
                    AuditAct.CONTACT_RECORDED,
                    contact.patient_id,
                    contact.consultation_id,
                    contact.subject,
                    make_facts(facts),
                )
            )
            return contact

    def list_contacts(self, patient_id: str) -> tuple[Contact, ...]:
        """Return every contact with a patient, the first one first."""
        with self._reading(Right.PATIENTS) as db:
            return event_shelf.list_contacts(db, patient_id)

    def list_treated_visits(self, patient_id: str) -> tuple[TreatedVisit, ...]:
        """Return the visits of a patient in which something was given, the last one last; it is no view of them."""
        with self._reading(Right.PATIENTS) as db:
            return list_treated_visits(db, patient_id)

    def list_callbacks(self, patient_id: str, today: date | None = None) -> tuple[CallBack, ...]:
        """Return every call after a patient's treatments as it stands on a day, else today, by its first day."""
        with self._reading(Right.PATIENTS) as db:
            today = today or self._clock().date()
            if patient_id in event_shelf.list_lost_patients(db):
                return ()
            treatments, contacts = list_treatments(db, patient_id), event_shelf.list_contacts(db, patient_id)
            return derive_callbacks(treatments, contacts, today)

    def list_reminders(self, today: date, same_day_kinds: frozenset[str] = frozenset()) -> tuple[Reminder, ...]:
        """Return what waits for anybody today, by urgency; `same_day_kinds` are of the list of events."""
        with self._reading(Right.PATIENTS) as db:
            events = event_shelf.list_open_events(db)
            lost = event_shelf.list_lost_patients(db)
            treatments = list_treatments_to_call(db, today)
            contacts = event_shelf.list_call_contacts(db, (one.consultation_id for one in treatments))
            calls = derive_callbacks(treatments, contacts, today)
            wanted = [call for call in calls if call.is_wanted and call.patient_id not in lost]
            sessions = [one for one in list_sessions_due(db, today) if one.patient_id not in lost]
            recalls = [one for one in list_open_recalls(db) if one.patient_id not in lost]
            own = (event.patient_id for event in events), (call.patient_id for call in wanted)
            others = (one.patient_id for one in sessions), (one.patient_id for one in recalls)
            ids = (patient_id for every in (*own, *others) for patient_id in every)
            people = event_shelf.list_people_names(db, ids)
            return derive_reminders(
                wanted, events, people, today, sessions=sessions, recalls=recalls, same_day_kinds=same_day_kinds
            )

    def _sign_event(self, event: AdverseEvent, before: AdverseEvent | None, now: datetime) -> AdverseEvent:
        """Put the author's name and the moment where they belong, and refuse what takes back what is kept."""
        name, kept = self.author.name, () if before is None else before.notes
        if event.notes[: len(kept)] != kept:
            raise make_input_problem("event-notes")
        if before is not None and any(getattr(before, field) != getattr(event, field) for field in _FIXED):
            raise make_input_problem("event-of-another")
        added = tuple(EventNote(note.text, name, now, note.grade) for note in event.notes[len(kept) :])
        was_closed = before is not None and not before.is_open
        changes: dict[str, object] = {"notes": (*kept, *added)}
        if before is None:
            changes |= {"event_id": make_uuid7(now), "recorded_at": now, "recorded_by": name}
        if event.is_open:
            changes |= {"closed_by": ""}
        elif before is not None and was_closed:
            changes |= {"closed_at": before.closed_at, "closed_by": before.closed_by}
        else:
            changes |= {"closed_at": now, "closed_by": name}
        return msgspec.structs.replace(event, **changes)

    def _note_event(self, before: AdverseEvent | None, after: AdverseEvent) -> None:
        subject, patient_id, visit_id = after.event_id, after.patient_id, after.consultation_id
        if before is None:
            self._note(AuditEvent(AuditAct.EVENT_RECORDED, patient_id, visit_id, subject))
            before = AdverseEvent(subject, patient_id, visit_id, "", after.grade, after.recorded_at, after.recorded_by)
        if changes := derive_changes(before, after):
            self._note(AuditEvent(AuditAct.EVENT_CHANGED, patient_id, visit_id, subject, changes))
        if before.is_open != after.is_open:
            act = AuditAct.EVENT_REOPENED if after.is_open else AuditAct.EVENT_CLOSED
            self._note(AuditEvent(act, patient_id, visit_id, subject))

    def _place_contact(self, db: Database, contact: Contact) -> Contact:
        """Return a contact of its patient, event and treatment, or refuse what does not belong together."""
        patients.get_patient(db, contact.patient_id)
        needs_subject = contact.purpose in (ContactPurpose.EVENT, ContactPurpose.RECALL)
        if needs_subject != bool(contact.subject):
            raise make_input_problem("contact-subject")
        if contact.purpose is ContactPurpose.EVENT:
            event = event_shelf.get_event(db, contact.subject)
            contact = msgspec.structs.replace(contact, consultation_id=event.consultation_id)
        elif not needs_subject and not contact.consultation_id:
            raise make_input_problem("contact-subject")
        if contact.consultation_id:
            _, patient_id, _ = consultations.load_consultation(db, contact.consultation_id)
            if patient_id != contact.patient_id:
                raise make_input_problem("event-of-another")
        return contact
