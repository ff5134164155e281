"""Photographs, as migration 0015 makes their table; what has shipped is never edited."""

PHOTOGRAPH_TABLES: tuple[str, ...] = (
    # `consultation_id` is empty for one that was added outside a visit. A removed one keeps its line and loses its
    # bytes, which come last, so that reading what is known of a photograph never reads them.
    """
    create table photographs (
        id text primary key,
        patient_id text not null references patients (id),
        consultation_id text not null,
        taken_at text not null,
        added_at text not null,
        sha256 text not null,
        removed_at text,
        removed_by text,
        removed_reason text,
        record blob not null,
        preview blob,
        data blob,
        check ((removed_at is null) = (data is not null) and (removed_at is null) = (preview is not null))
    ) strict
    """,
    "create index photographs_by_patient on photographs (patient_id, taken_at, added_at)",
    "create index photographs_by_visit on photographs (consultation_id)",
    """
    create trigger photographs_keep_their_patient before update on photographs
    when (old.id, old.patient_id, old.consultation_id, old.taken_at, old.added_at, old.sha256)
        is not (new.id, new.patient_id, new.consultation_id, new.taken_at, new.added_at, new.sha256)
        or old.removed_at is not null
        or new.removed_at is null and (old.data is not new.data or old.preview is not new.preview)
    begin
        select raise(abort, 'a photograph is measured or removed and never changed');
    end
    """,
    """
    create trigger photographs_refuse_delete before delete on photographs
    when not (
        exists (select 1 from deleted_records where kind = 'consultation' and id = old.consultation_id)
        or exists (select 1 from deleted_records where kind = 'patient' and id = old.patient_id)
    )
    begin
        select raise(abort, 'photographs are kept until the end of their time');
    end
    """,
)
