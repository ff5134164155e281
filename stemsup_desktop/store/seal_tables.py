"""The clinic's certificates and seals, as migration 0008 makes their tables; what has shipped is never edited."""

SEAL_TABLES = (
    # One certificate is in use; when another takes its place, its private key goes and the rest stays for good.
    # `chain` is JSON: the certificates above it, in DER and Base64.
    """
    create table seal_keys (
        fingerprint text primary key,
        certificate blob not null,
        chain text not null,
        private_key blob,
        made_at text not null,
        retired_at text,
        check ((retired_at is null) = (private_key is not null))
    ) strict
    """,
    "create unique index seal_keys_one_in_use on seal_keys ((1)) where retired_at is null",
    """
    create trigger seal_keys_refuse_update before update on seal_keys
    when old.retired_at is not null or new.retired_at is null
        or (new.fingerprint, new.certificate, new.chain, new.made_at)
            is not (old.fingerprint, old.certificate, old.chain, old.made_at)
    begin
        select raise(abort, 'seal_keys are only ever retired');
    end
    """,
    """
    create trigger seal_keys_refuse_delete before delete on seal_keys
    begin
        select raise(abort, 'seal_keys are append-only');
    end
    """,
    # The sealed file is the document's own bytes, as `documents` holds them, and then `added`; `sha256` is of both.
    """
    create table document_seals (
        number text primary key references documents (number),
        sha256 text not null,
        certificate_sha256 text not null references seal_keys (fingerprint),
        sealed_at text not null,
        recorded_at text not null,
        added blob not null
    ) strict
    """,
    """
    create trigger document_seals_refuse_update before update on document_seals
    begin
        select raise(abort, 'document_seals are append-only');
    end
    """,
    """
    create trigger document_seals_refuse_delete before delete on document_seals
    when not exists (select 1 from deleted_records where kind = 'document' and id = old.number)
    begin
        select raise(abort, 'document_seals are append-only until the end of their time');
    end
    """,
)
