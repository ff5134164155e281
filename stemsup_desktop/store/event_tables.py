"""Events and contacts, as migration 0014 makes their tables; what has shipped is never edited."""

_VISIT_GONE = "exists (select 1 from deleted_records where kind = 'consultation' and id = old.consultation_id)"
_PATIENT_GONE = "exists (select 1 from deleted_records where kind = 'patient' and id = old.patient_id)"


def _refuse_update(table: str) -> str:
    return f"""
        create trigger {table}_refuse_update before update on {table}
        begin
            select raise(abort, '{table} are append-only');
        end
        """


def _refuse_delete(table: str, is_gone: str) -> str:
    return f"""
        create trigger {table}_refuse_delete before delete on {table} when not ({is_gone})
        begin
            select raise(abort, '{table} are kept until the end of their time');
        end
        """


EVENT_TABLES: tuple[str, ...] = (
    # The state of each event as it is now; what it was before is among its versions.
    """
    create table adverse_events (
        id text primary key,
        patient_id text not null references patients (id),
        consultation_id text not null references consultations (id),
        version integer not null,
        began_on text not null,
        is_fatal integer not null,
        closed_at text,
        record blob not null
    ) strict, without rowid
    """,
    "create index adverse_events_by_patient on adverse_events (patient_id, began_on)",
    "create index adverse_events_by_visit on adverse_events (consultation_id)",
    "create index adverse_events_open on adverse_events (began_on) where closed_at is null",
    "create index adverse_events_fatal on adverse_events (patient_id) where is_fatal = 1",
    _refuse_delete("adverse_events", _VISIT_GONE),
    """
    create table adverse_event_versions (
        event_id text not null,
        version integer not null,
        consultation_id text not null,
        saved_at text not null,
        saved_by text not null,
        record blob not null,
        primary key (event_id, version)
    ) strict, without rowid
    """,
    "create index adverse_event_versions_by_visit on adverse_event_versions (consultation_id)",
    _refuse_update("adverse_event_versions"),
    _refuse_delete("adverse_event_versions", _VISIT_GONE),
    # Each state of an event is kept beside it; no event changes without.
    """
    create trigger adverse_events_keep_versions before update on adverse_events
    when not exists (
        select 1 from adverse_event_versions where event_id = new.id and version = new.version and record = new.record
    ) or new.version <> old.version + 1 or new.id <> old.id or new.patient_id <> old.patient_id
        or new.consultation_id <> old.consultation_id
    begin
        select raise(abort, 'an event changes by a new version');
    end
    """,
    """
    create table event_lots (
        lot_key text not null,
        event_id text not null references adverse_events (id),
        primary key (lot_key, event_id)
    ) strict, without rowid
    """,
    "create index event_lots_by_event on event_lots (event_id)",
    """
    create table contacts (
        id text primary key,
        patient_id text not null references patients (id),
        consultation_id text not null,
        purpose text not null,
        subject text not null,
        was_reached integer not null,
        at text not null,
        recorded_at text not null,
        record blob not null
    ) strict, without rowid
    """,
    "create index contacts_by_patient on contacts (patient_id, at)",
    """
    create index contacts_by_visit on contacts (consultation_id, purpose, was_reached, at, patient_id)
    """,
    "create index contacts_by_subject on contacts (subject, patient_id, was_reached) where subject <> ''",
    _refuse_update("contacts"),
    _refuse_delete("contacts", f"{_VISIT_GONE} or {_PATIENT_GONE}"),
    # What the visits say of treatments, by day: reminders never read a visit's record. Kept with each save of a visit.
    """
    create table treatments_given (
        consultation_id text primary key references consultations (id),
        patient_id text not null,
        given_on text not null,
        routes text not null
    ) strict, without rowid
    """,
    "create index treatments_given_by_day on treatments_given (given_on, consultation_id, patient_id, routes)",
    "create index treatments_given_by_patient on treatments_given (patient_id, given_on)",
    # The next session of each course, kept with each change of the course.
    """
    create table sessions_due (
        course_id text primary key,
        patient_id text not null,
        number integer not null,
        due_on text not null
    ) strict, without rowid
    """,
    "create index sessions_due_by_day on sessions_due (due_on, course_id)",
)
