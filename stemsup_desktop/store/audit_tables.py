"""The tables of the audit trail, as migration 0005 makes them; what has shipped is never edited."""

AUDIT_TABLES = (
    # The vault whose trail this is. An older vault has no id inside until it is next opened, so it is no part of the
    # migration.
    """
    create table audit_origin (
        only_one integer primary key check (only_one = 1),
        vault_id text not null
    ) strict
    """,
    """
    create table audit_trail (
        sequence integer primary key,
        at text not null,
        account_id text not null,
        account_name text not null,
        act text not null,
        patient_id text not null,
        consultation_id text not null,
        subject text not null,
        details_digest blob not null,
        previous_hash blob not null,
        hash blob not null
    ) strict
    """,
    "create index audit_trail_by_patient on audit_trail (patient_id, sequence) where patient_id <> ''",
    "create index audit_trail_by_consultation on audit_trail (consultation_id, sequence) where consultation_id <> ''",
    # Few rows: it answers at once whether a chart was deleted, however long its history is.
    """
    create index audit_trail_deletions on audit_trail (patient_id, sequence)
        where patient_id <> '' and act = 'retention-deleted'
    """,
    """
    create trigger audit_trail_in_order before insert on audit_trail
    when new.sequence <> (select coalesce(max(sequence), 0) + 1 from audit_trail)
        or new.previous_hash <> (select hash from audit_trail order by sequence desc limit 1)
    begin
        select raise(abort, 'a row of the audit trail follows the one before');
    end
    """,
    # Old and new values; a retention deletion takes them along, the rows stay.
    """
    create table audit_details (
        sequence integer primary key references audit_trail (sequence),
        salt blob not null,
        changes blob not null
    ) strict
    """,
    """
    create trigger audit_details_refuse_delete before delete on audit_details
    when not exists (
        select 1 from audit_trail as erased join audit_trail as deletion
            on deletion.patient_id = erased.patient_id and deletion.patient_id <> ''
            and deletion.consultation_id in ('', erased.consultation_id)
        where erased.sequence = old.sequence and deletion.sequence > erased.sequence
            and deletion.act = 'retention-deleted'
    )
    begin
        select raise(abort, 'audit_details are append-only');
    end
    """,
    *(
        f"""
        create trigger {table}_refuse_{action} before {action} on {table}
        begin
            select raise(abort, '{table} are append-only');
        end
        """
        for table, action in (
            ("audit_origin", "update"),
            ("audit_origin", "delete"),
            ("audit_trail", "update"),
            ("audit_trail", "delete"),
            ("audit_details", "update"),
        )
    ),
)
