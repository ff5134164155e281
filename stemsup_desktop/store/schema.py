"""The vault's tables as named migrations; a migration that has shipped is never edited."""

from sqlite_utils import Database, Migrations

from stemsup_desktop.store.audit_tables import AUDIT_TABLES

migrations = Migrations("stemsup-vault")


@migrations(name="0001_first_vault")
def _create_first_vault(db: Database) -> None:
    for statement in _FIRST_VAULT:
        db.execute(statement)


@migrations(name="0002_checklists")
def _create_checklists(db: Database) -> None:
    for statement in _CHECKLISTS:
        db.execute(statement)


@migrations(name="0003_attachments")
def _create_attachments(db: Database) -> None:
    for statement in _ATTACHMENTS:
        db.execute(statement)


@migrations(name="0005_audit")
def _create_audit(db: Database) -> None:
    for statement in AUDIT_TABLES:
        db.execute(statement)


def _make_append_only(table: str) -> tuple[str, ...]:
    """Triggers that refuse every change and removal. They also fire for REPLACE, as recursive triggers are on."""
    return tuple(
        f"""
        create trigger {table}_refuse_{action} before {action} on {table}
        begin
            select raise(abort, '{table} are append-only');
        end
        """
        for action in ("update", "delete")
    )


_FIRST_VAULT = (
    # Clinic and physician: one record each.
    """
    create table house_records (
        name text primary key,
        record blob not null,
        updated_at text not null
    ) strict, without rowid
    """,
    """
    create table settings (
        name text primary key,
        value text not null
    ) strict, without rowid
    """,
    # `row_number` is a stable integer for the full-text index; nothing above the store sees it.
    # The record comes last, so that searching never reads its pages.
    """
    create table patients (
        row_number integer primary key,
        id text not null unique,
        version integer not null,
        chart_key text not null unique,
        birth_date text not null,
        phone_key text not null,
        seen_at text not null,
        search_text text not null,
        record blob not null
    ) strict
    """,
    "create index patients_by_birth_date on patients (birth_date)",
    "create index patients_by_phone on patients (phone_key) where phone_key <> ''",
    "create index patients_by_last_seen on patients (seen_at desc)",
    """
    create table patient_words (
        word text not null,
        row_number integer not null references patients (row_number),
        primary key (word, row_number)
    ) strict, without rowid
    """,
    "create index patient_words_by_patient on patient_words (row_number)",
    """
    create virtual table patient_trigrams using fts5 (
        search_text, content='patients', content_rowid='row_number', tokenize='trigram', detail='full'
    )
    """,
    """
    create trigger patients_index_new after insert on patients begin
        insert into patient_trigrams (rowid, search_text) values (new.row_number, new.search_text);
    end
    """,
    """
    create trigger patients_index_changed after update of search_text on patients begin
        insert into patient_trigrams (patient_trigrams, rowid, search_text)
            values ('delete', old.row_number, old.search_text);
        insert into patient_trigrams (rowid, search_text) values (new.row_number, new.search_text);
    end
    """,
    """
    create trigger patients_index_gone after delete on patients begin
        insert into patient_trigrams (patient_trigrams, rowid, search_text)
            values ('delete', old.row_number, old.search_text);
    end
    """,
    """
    create table consultations (
        id text primary key,
        patient_id text not null references patients (id),
        version integer not null,
        started_at text not null,
        updated_at text not null,
        closed_at text,
        record blob not null
    ) strict, without rowid
    """,
    "create index consultations_by_patient on consultations (patient_id, started_at)",
    "create index consultations_open on consultations (updated_at) where closed_at is null",
    """
    create trigger consultations_refuse_update_when_closed before update on consultations
    when old.closed_at is not null
    begin
        select raise(abort, 'a closed consultation is not edited');
    end
    """,
    """
    create trigger consultations_refuse_delete_when_closed before delete on consultations
    when old.closed_at is not null
    begin
        select raise(abort, 'a closed consultation is not deleted');
    end
    """,
    """
    create table document_numbers (
        kind text not null,
        year integer not null,
        last_number integer not null,
        primary key (kind, year)
    ) strict, without rowid
    """,
    """
    create trigger document_numbers_only_rise before update on document_numbers
    when new.last_number <= old.last_number
    begin
        select raise(abort, 'a document number is never used again');
    end
    """,
    """
    create trigger document_numbers_refuse_delete before delete on document_numbers
    begin
        select raise(abort, 'a document number is never used again');
    end
    """,
    """
    create table documents (
        number text primary key,
        kind text not null,
        patient_id text not null references patients (id),
        consultation_id text not null references consultations (id),
        language text not null,
        created_at text not null,
        sha256 text not null,
        text_versions text not null,
        record blob not null,
        pdf blob not null
    ) strict
    """,
    "create index documents_by_patient on documents (patient_id, created_at)",
    "create index documents_by_consultation on documents (consultation_id)",
    """
    create table document_signatures (
        id text primary key,
        number text not null references documents (number),
        signature blob not null,
        signed_at text not null,
        recorded_at text not null
    ) strict
    """,
    "create index document_signatures_by_number on document_signatures (number)",
    """
    create table texts (
        sha256 text primary key,
        data blob not null
    ) strict
    """,
    *_make_append_only("documents"),
    *_make_append_only("document_signatures"),
    *_make_append_only("texts"),
)

_CHECKLISTS = (
    # What a visit keeps of the checklist it began with is `canonical`, "url|version"; the bytes lie among the texts.
    """
    create table checklists (
        canonical text primary key,
        sha256 text not null references texts (sha256),
        is_shipped integer not null,
        added_at text not null,
        added_by text not null,
        record blob not null
    ) strict
    """,
    *_make_append_only("checklists"),
)

_ATTACHMENTS = (
    # The bytes come last, so that reading what is known of a file never reads its pages.
    """
    create table attachments (
        sha256 text primary key,
        content_type text not null,
        title text not null,
        size integer not null,
        added_at text not null,
        added_by text not null,
        patient_id text not null references patients (id),
        consultation_id text not null references consultations (id),
        bytes blob not null
    ) strict
    """,
    "create index attachments_by_patient on attachments (patient_id)",
    "create index attachments_by_consultation on attachments (consultation_id)",
    *_make_append_only("attachments"),
)
