"""The vault's tables as named migrations; a migration that has shipped is never edited."""

from collections.abc import Callable, Iterable

from sqlite_utils import Database, Migrations

from stemsup_desktop.consultation.clinic import Physician
from stemsup_desktop.store.accounts import make_first_account
from stemsup_desktop.store.audit_tables import AUDIT_TABLES
from stemsup_desktop.store.course_tables import COURSE_TABLES
from stemsup_desktop.store.form_tables import create_forms
from stemsup_desktop.store.house_records import PHYSICIAN
from stemsup_desktop.store.key_slots import FIRST_ID
from stemsup_desktop.store.link_tables import LINK_TABLES
from stemsup_desktop.store.lot_tables import create_lot_book
from stemsup_desktop.store.photograph_tables import PHOTOGRAPH_TABLES
from stemsup_desktop.store.records import decode_record, encode_record
from stemsup_desktop.store.retention_tables import RETENTION_TABLES
from stemsup_desktop.store.scan_tables import SCAN_TABLES
from stemsup_desktop.store.screen_pin import SCREEN_PIN_TABLES
from stemsup_desktop.store.seal_tables import SEAL_TABLES
from stemsup_desktop.store.treatment_shelf import create_events


def _run(db: Database, statements: Iterable[str]) -> None:
    for statement in statements:
        db.execute(statement)


def _create_accounts(db: Database) -> None:
    _run(db, _ACCOUNTS)
    _give_first_account(db)
    # Forms under way hold patients' details, which an account that only administers must not reach.
    db.execute(
        """
        insert into unfinished (name, record)
            select name, value from settings where name in ('signing-forms', 'patient-forms')
        """
    )
    db.execute("delete from settings where name in ('signing-forms', 'patient-forms')")


def _give_first_account(db: Database) -> None:
    """Make the one person of an older vault its first account, with every role."""
    row = db.execute("select record, updated_at from house_records where name = ?", [PHYSICIAN]).fetchone()
    if row is None:
        return  # a new vault makes its own
    account = make_first_account(FIRST_ID, decode_record(row[0], Physician))
    db.table("accounts").insert({"id": FIRST_ID, "updated_at": str(row[1]), "record": encode_record(account)})


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


STEPS: tuple[tuple[str, Callable[[Database], None]], ...] = (
    ("0001_first_vault", lambda db: _run(db, _FIRST_VAULT)),
    ("0002_checklists", lambda db: _run(db, _CHECKLISTS)),
    ("0003_attachments", lambda db: _run(db, _ATTACHMENTS)),
    ("0004_accounts", _create_accounts),
    ("0005_audit", lambda db: _run(db, AUDIT_TABLES)),
    ("0006_document_heads", lambda db: _run(db, _DOCUMENT_HEADS)),
    ("0007_retention", lambda db: _run(db, RETENTION_TABLES)),
    ("0008_seals", lambda db: _run(db, SEAL_TABLES)),
    ("0009_document_files", lambda db: _run(db, SCAN_TABLES)),
    ("0010_form_versions", create_forms),
    ("0011_document_links", lambda db: _run(db, LINK_TABLES)),
    ("0012_lot_book", create_lot_book),
    ("0013_courses", lambda db: _run(db, COURSE_TABLES)),
    ("0014_events", create_events),
    ("0015_photographs", lambda db: _run(db, PHOTOGRAPH_TABLES)),
    ("0016_screen_pin", lambda db: _run(db, SCREEN_PIN_TABLES)),
)
"""Every migration by name, in order."""


def make_migrations(steps: Iterable[tuple[str, Callable[[Database], None]]] = STEPS) -> Migrations:
    """Return migrations that sqlite-utils records and applies."""
    made = Migrations("stemsup-vault")
    for name, apply in steps:
        made(name=name)(apply)
    return made


_FIRST_VAULT: tuple[str, ...] = (
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

_CHECKLISTS: tuple[str, ...] = (
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

_ATTACHMENTS: tuple[str, ...] = (
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

_ACCOUNTS: tuple[str, ...] = (
    # A removed account stays, so that the history can name who it was.
    """
    create table accounts (
        row_number integer primary key,
        id text not null unique,
        updated_at text not null,
        record blob not null
    ) strict
    """,
    """
    create trigger accounts_refuse_delete before delete on accounts
    begin
        select raise(abort, 'accounts are removed by name and never deleted');
    end
    """,
    """
    create table unfinished (
        name text primary key,
        record text not null
    ) strict, without rowid
    """,
    # The physician who last worked on a visit: whom its papers name when someone prints them who is none.
    "alter table consultations add column physician_id text references accounts (id)",
)

_DOCUMENT_HEADS: tuple[str, ...] = (
    # The head of the audit trail when the document was kept; 0 for documents from before there was a trail.
    "alter table documents add column audit_sequence integer not null default 0",
    "alter table documents add column audit_hash text not null default ''",
)

migrations = make_migrations()
