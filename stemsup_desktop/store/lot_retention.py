"""Lots of the lot book at the end of their time: a lot goes after everyone who received it, and never by itself."""

from collections.abc import Callable
from datetime import date, datetime, tzinfo

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, AuditHead, make_facts
from stemsup_desktop.consultation.lots.lot_model import LotEntry
from stemsup_desktop.consultation.retention import RetentionPolicy, derive_first_free_day
from stemsup_desktop.store.lot_shelf import list_lots
from stemsup_desktop.store.moments import find_day
from stemsup_desktop.store.problems import make_input_problem
from stemsup_desktop.store.records import encode_moment


class DueLot(msgspec.Struct, frozen=True):
    """A lot that could go since a day; `last_on` is the day on which anything was last entered of it."""

    lot_id: str
    number: str
    product: str
    last_on: date
    since: date


def list_due_lots(db: Database, policy: RetentionPolicy, on: date, zone: tzinfo | None) -> tuple[DueLot, ...]:
    """Return the lots that could go on a day, the longest due first."""
    lots = (_find_due(db, entry, policy, zone) for entry in list_lots(db))
    return tuple(sorted((lot for lot in lots if lot is not None and lot.since <= on), key=lambda lot: lot.since))


def delete_lot(
    db: Database, lot: DueLot, reason: str, account_id: str, now: datetime, note: Callable[[AuditEvent], AuditHead]
) -> None:
    """Delete a lot that is due with its vials and files, in a transaction that the caller opened.

    `note` appends a row of the audit trail by `account_id` at `now`. Number and reason stay on record.
    """
    hashes = [str(row[0]) for row in db.execute("select sha256 from lot_files where lot_id = ?", [lot.lot_id])]
    facts = {"reason": reason, "name": lot.product, "files": hashes}
    head = note(AuditEvent(AuditAct.LOT_DELETED, subject=lot.number, details=make_facts(facts)))
    db.table("deleted_lots").insert(
        {
            "id": lot.lot_id,
            "number": lot.number,
            "deleted_at": encode_moment(now),
            "deleted_by": account_id,
            "reason": reason,
            "audit_sequence": head.sequence,
        }
    )
    for table, column in (("lot_files", "lot_id"), ("vials", "lot_id"), ("lots", "id")):
        db.execute(f"delete from {table} where {column} = ?", [lot.lot_id])


def get_due_lot(db: Database, lot_id: str, policy: RetentionPolicy, on: date, zone: tzinfo | None) -> DueLot:
    """Return a lot that could go on a day; raises `InputProblem` lot-not-due."""
    for lot in list_due_lots(db, policy, on, zone):
        if lot.lot_id == lot_id:
            return lot
    raise make_input_problem("lot-not-due")


def _find_due(db: Database, entry: LotEntry, policy: RetentionPolicy, zone: tzinfo | None) -> DueLot | None:
    """Find since when a lot could go; None while anyone on record received it."""
    lot = entry.lot
    in_use = db.execute(
        """
        select 1 from lot_uses as u join lots as l on l.id = :id where u.lot_id = l.id or u.lot_key = l.number_key
        union all select 1 from vials where lot_id = :id and consultation_id is not null limit 1
        """,
        {"id": lot.lot_id},
    ).fetchone()
    if in_use is not None:
        return None
    row = db.execute(
        """
        select max(l.updated_at, coalesce((select max(at) from vials where lot_id = l.id), ''),
            coalesce((select max(added_at) from lot_files where lot_id = l.id), ''))
        from lots as l where l.id = ?
        """,
        [lot.lot_id],
    ).fetchone()
    last_on = find_day(str(row[0]), zone)
    name = entry.product.name_en or entry.product.name_ja
    return DueLot(lot.lot_id, lot.number, name, last_on, derive_first_free_day(last_on, policy.lots_years))
