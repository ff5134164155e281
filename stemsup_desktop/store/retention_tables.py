"""What lets records go at the end of their time, as migration 0007 makes it; what has shipped is never edited.

The one way out for a record: a retention-deleted row of its patient and visit is the last of the audit trail; only then
is a line of `deleted_records` taken, which is append-only; and only what has its line there can be deleted. What was
deleted never comes back under its id, so that a line lets nothing go twice.
"""

_OWN_ROW = "row.sequence = new.audit_sequence and row.act = 'retention-deleted' and row.patient_id = new.patient_id"


def _find_line(kind: str, record_id: str, more: str = "") -> str:
    condition = f"kind = '{kind}' and id = {record_id}" + (f" and {more}" if more else "")
    return f"exists (select 1 from deleted_records where {condition})"


def _let_go(table: str, condition: str, refusal: str = "") -> tuple[str, ...]:
    """Replace the trigger that refuses every removal by one that lets through what has its line."""
    return (
        f"drop trigger if exists {table}_refuse_delete",
        f"""
        create trigger {table}_refuse_delete before delete on {table} when not ({condition})
        begin
            select raise(abort, '{refusal or f"{table} are append-only until the end of their time"}');
        end
        """,
    )


def _keep_gone(table: str, kind: str, record_id: str) -> str:
    return f"""
        create trigger {table}_refuse_return before insert on {table} when {_find_line(kind, record_id)}
        begin
            select raise(abort, 'what was deleted does not come back under its id');
        end
        """


_OF_ITS_VISIT = "patient_id = old.patient_id and consultation_id = old.consultation_id"

RETENTION_TABLES = (
    # `id` is a document's number or a file's SHA-256, else the record's id; `sha256` is that of a PDF or a file.
    """
    create table deleted_records (
        kind text not null check (kind in ('patient', 'consultation', 'document', 'attachment')),
        id text not null,
        patient_id text not null,
        consultation_id text not null,
        sha256 text not null,
        deleted_at text not null,
        deleted_by text not null,
        reason text not null check (trim(reason) <> ''),
        audit_sequence integer not null references audit_trail (sequence),
        primary key (kind, id, audit_sequence)
    ) strict, without rowid
    """,
    f"""
    create trigger deleted_records_need_a_row before insert on deleted_records
    when not exists (
        select 1 from audit_trail as row where {_OWN_ROW} and row.consultation_id = new.consultation_id
            and row.sequence = (select max(sequence) from audit_trail)
            and (new.consultation_id = '') = (new.kind = 'patient')
    )
    begin
        select raise(abort, 'a deletion is in the audit trail before it is done');
    end
    """,
    *(
        f"""
        create trigger deleted_records_refuse_{action} before {action} on deleted_records
        begin
            select raise(abort, 'deleted_records are append-only');
        end
        """
        for action in ("update", "delete")
    ),
    *_let_go("documents", _find_line("document", "old.number", f"sha256 = old.sha256 and {_OF_ITS_VISIT}")),
    *_let_go("document_signatures", _find_line("document", "old.number")),
    *_let_go("attachments", _find_line("attachment", "old.sha256", _OF_ITS_VISIT)),
    *_let_go("patients", _find_line("patient", "old.id")),
    "drop trigger consultations_refuse_delete_when_closed",
    *_let_go(
        "consultations",
        f"old.closed_at is not null and {_find_line('consultation', 'old.id', 'patient_id = old.patient_id')}",
        "a closed consultation is not deleted before the end of its time, an open one never",
    ),
    # A file that another visit also names stays, and becomes that visit's: bytes, moment and author as they were.
    "drop trigger attachments_refuse_update",
    f"""
    create trigger attachments_refuse_update before update on attachments
    when not {_find_line("consultation", "old.consultation_id", "patient_id = old.patient_id")}
        or (new.sha256, new.content_type, new.size, new.added_at, new.added_by, new.bytes)
            is not (old.sha256, old.content_type, old.size, old.added_at, old.added_by, old.bytes)
    begin
        select raise(abort, 'attachments are append-only');
    end
    """,
    _keep_gone("patients", "patient", "new.id"),
    _keep_gone("consultations", "consultation", "new.id"),
    _keep_gone("documents", "document", "new.number"),
    # Without it the name index keeps what it knew of a deleted name until segments happen to be merged. The second
    # statement merges them now, so that names changed or removed earlier go as well.
    "insert into patient_trigrams (patient_trigrams, rank) values ('secure-delete', 1)",
    "insert into patient_trigrams (patient_trigrams) values ('optimize')",
)
