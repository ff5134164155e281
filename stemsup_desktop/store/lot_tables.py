"""The lot book, as migration 0012 makes its tables; what has shipped is never edited.

`lot_uses` follows from the treatments in `consultations` and is written with each of them; it is what a recall asks.
"""

from sqlite_utils import Database

from stemsup_desktop.store.lot_uses import fill_lot_uses

_LOT_GONE = "exists (select 1 from deleted_lots where id = old.{column})"


def create_lot_book(db: Database) -> None:
    """Make the tables, and the uses of every treatment that is in the vault already."""
    for statement in LOT_TABLES:
        db.execute(statement)
    fill_lot_uses(db)


def _keep_until_gone(table: str, column: str) -> str:
    return f"""
        create trigger {table}_refuse_delete before delete on {table} when not {_LOT_GONE.format(column=column)}
        begin
            select raise(abort, '{table} stay until the end of their time');
        end
        """


# Tables with a record keep their row number: without it a record of a few kB takes pages of its own.
LOT_TABLES: tuple[str, ...] = (
    """
    create table lot_products (
        id text primary key,
        updated_at text not null,
        record blob not null
    ) strict
    """,
    """
    create trigger lot_products_refuse_delete before delete on lot_products
    begin
        select raise(abort, 'lot_products are retired and never deleted');
    end
    """,
    # `number_key` is the number as `fold_lot_number` compares it: within a product no two lots share one.
    """
    create table lots (
        id text primary key,
        product_id text not null references lot_products (id),
        number_key text not null,
        added_at text not null,
        updated_at text not null,
        record blob not null
    ) strict
    """,
    "create unique index lots_by_number on lots (number_key, product_id)",
    # A vial has one fate. Without a patient it was discarded, or the visit it served has gone at the end of its time.
    """
    create table vials (
        lot_id text not null references lots (id),
        vial_key text not null check (vial_key <> ''),
        vial text not null,
        fate text not null check (fate in ('used', 'discarded')),
        at text not null,
        by text not null,
        patient_id text references patients (id),
        consultation_id text references consultations (id),
        reason text not null,
        primary key (lot_id, vial_key)
    ) strict, without rowid
    """,
    "create index vials_by_consultation on vials (consultation_id) where consultation_id is not null",
    """
    create trigger vials_serve_one_session before update on vials
    when new.consultation_id is not null and old.consultation_id is not new.consultation_id
    begin
        select raise(abort, 'a vial serves one patient in one session');
    end
    """,
    # The bytes come last, so that reading what is known of a file never reads its pages.
    """
    create table lot_files (
        lot_id text not null references lots (id),
        sha256 text not null,
        name text not null,
        media_type text not null,
        size integer not null check (size >= 1),
        added_at text not null,
        added_by text not null,
        data blob not null,
        primary key (lot_id, sha256)
    ) strict
    """,
    "create index lot_files_by_hash on lot_files (sha256)",
    """
    create trigger lot_files_refuse_update before update on lot_files
    begin
        select raise(abort, 'lot_files are append-only');
    end
    """,
    """
    create table lot_uses (
        consultation_id text not null references consultations (id),
        position integer not null,
        patient_id text not null references patients (id),
        lot_id text not null,
        lot_key text not null,
        used_at text not null,
        record blob not null,
        primary key (consultation_id, position)
    ) strict
    """,
    "create index lot_uses_by_number on lot_uses (lot_key, used_at)",
    "create index lot_uses_by_lot on lot_uses (lot_id) where lot_id <> ''",
    # What stays known of a lot whose time is over. Its row of the audit trail comes first.
    """
    create table deleted_lots (
        id text primary key,
        number text not null,
        deleted_at text not null,
        deleted_by text not null,
        reason text not null check (trim(reason) <> ''),
        audit_sequence integer not null references audit_trail (sequence)
    ) strict, without rowid
    """,
    """
    create trigger deleted_lots_need_a_row before insert on deleted_lots
    when not exists (
        select 1 from audit_trail where sequence = new.audit_sequence and act = 'lot-deleted' and subject = new.number
            and sequence = (select max(sequence) from audit_trail)
    ) or exists (select 1 from lot_uses where lot_id = new.id)
        or exists (select 1 from vials where lot_id = new.id and consultation_id is not null)
    begin
        select raise(abort, 'a lot goes after its uses, and is in the audit trail before');
    end
    """,
    *(
        f"""
        create trigger deleted_lots_refuse_{action} before {action} on deleted_lots
        begin
            select raise(abort, 'deleted_lots are append-only');
        end
        """
        for action in ("update", "delete")
    ),
    """
    create trigger lots_refuse_return before insert on lots
    when exists (select 1 from deleted_lots where id = new.id)
    begin
        select raise(abort, 'what was deleted does not come back under its id');
    end
    """,
    _keep_until_gone("lots", "id"),
    _keep_until_gone("lot_files", "lot_id"),
)
