"""The pages that came back signed, as migration 0009 makes their table; what has shipped is never edited."""

SCAN_TABLES: tuple[str, ...] = (
    # A filing is what one person added in one act, all pages of the document; a later one stands beside it.
    # The bytes come last, so that reading what is known of a page never reads them.
    """
    create table document_files (
        number text not null references documents (number),
        filing integer not null check (filing >= 1),
        page integer not null check (page >= 1),
        media_type text not null,
        sha256 text not null,
        size integer not null check (size >= 1),
        placed_by text not null check (placed_by in ('code', 'hand')),
        added_at text not null,
        added_by text not null,
        data blob not null,
        primary key (number, filing, page)
    ) strict
    """,
    """
    create trigger document_files_refuse_update before update on document_files
    begin
        select raise(abort, 'document_files are append-only');
    end
    """,
    # A document leaves a line when it goes, at the end of its time, and its pages go with it.
    """
    create trigger document_files_refuse_delete before delete on document_files
    when not exists (select 1 from deleted_records where kind = 'document' and id = old.number)
    begin
        select raise(abort, 'document_files are append-only until the end of their time');
    end
    """,
)
