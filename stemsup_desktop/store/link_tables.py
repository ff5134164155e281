"""What follows a document, as migration 0011 makes it: withdrawals of consent, and which document follows which.

A withdrawal lies apart from its visit, so that one can be recorded of a closed visit, whose record stays byte for byte
as it was, and so that no save of a visit can touch one. What has shipped is never edited.
"""

IS_DECLINED = (
    "case when json_valid(cast(record as text)) then json_extract(cast(record as text), '$.consent.declined') end"
    " is not null"
)
"""Of a visit: the patient decided against the treatment."""

_VISIT_GONE = """
    exists (select 1 from deleted_records where kind = 'consultation' and id = old.consultation_id)
"""
_DOCUMENT_GONE = "exists (select 1 from deleted_records where kind = 'document' and id = old.number)"


def _make_append_only(table: str, is_gone: str) -> tuple[str, ...]:
    return (
        f"""
        create trigger {table}_refuse_update before update on {table}
        begin
            select raise(abort, '{table} are append-only');
        end
        """,
        f"""
        create trigger {table}_refuse_delete before delete on {table} when not ({is_gone})
        begin
            select raise(abort, '{table} are append-only until the end of their time');
        end
        """,
    )


LINK_TABLES = (
    # `position` keeps the order within a visit; two programs cannot write the same one.
    """
    create table withdrawals (
        consultation_id text not null references consultations (id),
        position integer not null,
        document_number text not null,
        slip_number text not null,
        is_whole integer not null,
        withdrawn_at text not null,
        recorded_at text not null,
        recorded_by text not null,
        record blob not null,
        primary key (consultation_id, position)
    ) strict, without rowid
    """,
    "create index withdrawals_by_document on withdrawals (document_number)",
    "create unique index withdrawals_by_slip on withdrawals (slip_number) where slip_number <> ''",
    *_make_append_only("withdrawals", _VISIT_GONE),
    # `number` follows `of_number`: an addendum to it, the slip of its withdrawal. `of_sha256` is of the file as it was.
    """
    create table document_links (
        number text primary key references documents (number),
        of_number text not null references documents (number),
        of_sha256 text not null
    ) strict, without rowid
    """,
    "create index document_links_by_original on document_links (of_number)",
    *_make_append_only("document_links", _DOCUMENT_GONE),
    # Lists are read from these alone: the rows themselves carry the PDFs.
    """
    create index documents_by_time on documents (created_at desc, number, kind, patient_id, consultation_id)
    """,
    f"create index consultations_declined on consultations (id) where {IS_DECLINED}",
    "create index documents_of_patient on documents (patient_id, kind, created_at, number)",
)
