"""The versions of the consent form and who is on which, as migration 0010 makes them; not edited once shipped."""

from sqlite_utils import Database

from stemsup_desktop.store.patient_consents import find_last_signed_consent, write_patient_consent

_APPEND_ONLY = ("form_versions", "form_clauses", "form_publications")

FORM_TABLES: tuple[str, ...] = (
    # The bytes lie among the texts, under the same hash.
    """
    create table form_versions (
        sha256 text primary key references texts (sha256),
        form_id text not null,
        version text not null,
        is_shipped integer not null,
        entered_at text not null,
        unique (form_id, version)
    ) strict
    """,
    # Every clause version that ever stood on a form: it stands for these words for ever.
    """
    create table form_clauses (
        clause_id text not null,
        version text not null,
        sha256 text not null,
        primary key (clause_id, version)
    ) strict, without rowid
    """,
    # In force on a day is the latest row whose day has come. `published_by` is empty for what ships.
    """
    create table form_publications (
        row_number integer primary key,
        sha256 text not null references form_versions (sha256),
        in_force_from text not null,
        published_at text not null,
        published_by text not null,
        published_name text not null,
        reason text not null
    ) strict
    """,
    *(
        f"""
        create trigger {table}_refuse_{action} before {action} on {table}
        begin
            select raise(abort, '{table} are append-only');
        end
        """
        for table in _APPEND_ONLY
        for action in ("update", "delete")
    ),
    # The last consent that each patient gave and did not take back; follows the consultations, and is none of its own.
    """
    create table patient_consents (
        patient_id text primary key,
        consultation_id text not null,
        document_number text not null,
        form_version text not null,
        signed_on text not null
    ) strict, without rowid
    """,
    "create index patient_consents_by_version on patient_consents (form_version, signed_on)",
    "create index patient_consents_by_day on patient_consents (signed_on)",
    """
    create trigger patient_consents_gone after delete on consultations begin
        delete from patient_consents where consultation_id = old.id;
    end
    """,
)


def create_forms(db: Database) -> None:
    """Make the tables, and find the last consent of each patient who has signed one."""
    for statement in FORM_TABLES:
        db.execute(statement)
    rows = db.execute(
        """
        select distinct patient_id from consultations where instr(record, cast('"signature":{' as blob)) > 0
        """
    ).fetchall()
    for row in rows:
        patient_id = str(row[0])
        write_patient_consent(db, patient_id, find_last_signed_consent(db, patient_id))
