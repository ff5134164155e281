"""Which lots went into whom, beside the consultations that say so: written with each of them, asked by a recall."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.events.event_model import AdverseEvent
from stemsup_desktop.consultation.lots.lot_numbers import fold_lot_number
from stemsup_desktop.consultation.lots.recall_model import LotReach, LotUse, Recipient, RecipientVisit
from stemsup_desktop.consultation.lots.uses import derive_lot_uses
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.treatment_model import Reaction
from stemsup_desktop.store.event_shelf import list_kept_events_of_lot
from stemsup_desktop.store.records import decode_record, encode_moment, encode_record
from stemsup_desktop.store.rows import insert_row


class _PlannedProduct(msgspec.Struct, frozen=True):
    lot_id: str = ""
    lot_number: str = ""


class _Plan(msgspec.Struct, frozen=True):
    product: _PlannedProduct = _PlannedProduct()


class _OpenVisit(msgspec.Struct, frozen=True):
    """Of an open consultation's record the lot that it plans to use."""

    plan: _Plan = _Plan()


class _Treatment(msgspec.Struct, frozen=True):
    reactions: tuple[Reaction, ...] = ()


class _Visit(msgspec.Struct, frozen=True):
    """Of a consultation's record the few fields that a recall shows; reading the rest of it takes its time."""

    started_at: datetime
    visit_number: int = 1
    treatment: _Treatment = _Treatment()


def keep_lot_uses(db: Database, consultation: Consultation, patient_id: str) -> None:
    """Bring the uses of a consultation up to its treatment, in the transaction of the save itself."""
    visit_id, uses = consultation.consultation_id, derive_lot_uses(consultation)
    records = [encode_record(use) for use in uses]
    rows = db.execute("select record from lot_uses where consultation_id = ? order by position", [visit_id]).fetchall()
    if [row[0] for row in rows] == records:
        return
    db.execute("delete from lot_uses where consultation_id = ?", [visit_id])
    _write(db, visit_id, patient_id, uses)


def fill_lot_uses(db: Database) -> None:
    """Write the uses of every consultation of a vault from before there was a lot book."""
    # Read one by one, as the whole of them may be more than memory holds.
    ids = [(str(row[0]), str(row[1])) for row in db.execute("select id, patient_id from consultations").fetchall()]
    for visit_id, patient_id in ids:
        row = db.execute("select record from consultations where id = ?", [visit_id]).fetchone()
        _write(db, visit_id, patient_id, derive_lot_uses(decode_record(row[0], Consultation)))


def list_recipients(db: Database, lot_number: str) -> tuple[Recipient, ...]:
    """Return everyone who received a lot of this number, the first treated first.

    Found by the number in the treatment's record, and by the lot book's entry: a number that was corrected in the book
    still finds who was treated under the old one.
    """
    key = fold_lot_number(lot_number)
    rows = db.execute(
        """
        select u.patient_id, u.consultation_id, u.record from lot_uses as u
        where u.lot_key = :key
            or (u.lot_id <> '' and u.lot_id in (select id from lots where number_key = :key))
        order by u.used_at, u.consultation_id, u.position
        """,
        {"key": key},
    ).fetchall()
    found: dict[str, dict[str, list[LotUse]]] = {}
    for patient_id, visit_id, record in rows:
        found.setdefault(str(patient_id), {}).setdefault(str(visit_id), []).append(decode_record(record, LotUse))
    events: dict[str, list[AdverseEvent]] = {}
    for event in list_kept_events_of_lot(db, lot_number):
        events.setdefault(event.patient_id, []).append(event)
    return tuple(
        _make_recipient(db, patient_id, visits, tuple(events.get(patient_id, ())))
        for patient_id, visits in found.items()
    )


def count_lot_reach(db: Database, lot_id: str, lot_number: str) -> LotReach:
    """Count the patients who received a lot and the open visits whose plan uses it, by its entry or its number."""
    key = fold_lot_number(lot_number)
    row = db.execute(
        "select count(distinct patient_id) from lot_uses where lot_key = ? or lot_id = ?", [key, lot_id]
    ).fetchone()
    open_visits = db.execute("select record from consultations where closed_at is null").fetchall()
    products = (decode_record(record[0], _OpenVisit).plan.product for record in open_visits)
    planned = sum(
        product.lot_id == lot_id if product.lot_id else fold_lot_number(product.lot_number) == key
        for product in products
    )
    return LotReach(int(row[0]), planned)


def _make_recipient(
    db: Database, patient_id: str, visits: dict[str, list[LotUse]], events: tuple[AdverseEvent, ...]
) -> Recipient:
    record = db.execute("select record from patients where id = ?", [patient_id]).fetchone()[0]
    return Recipient(
        patient=decode_record(record, Patient),
        visits=tuple(_make_visit(db, visit_id, uses) for visit_id, uses in visits.items()),
        events=events,
    )


def _make_visit(db: Database, visit_id: str, uses: list[LotUse]) -> RecipientVisit:
    record = db.execute("select record from consultations where id = ?", [visit_id]).fetchone()[0]
    visit = decode_record(record, _Visit)
    return RecipientVisit(visit_id, visit.started_at, visit.visit_number, tuple(uses), visit.treatment.reactions)


def _write(db: Database, visit_id: str, patient_id: str, uses: Iterable[LotUse]) -> None:
    for position, use in enumerate(uses):
        row = {
            "consultation_id": visit_id,
            "position": position,
            "patient_id": patient_id,
            "lot_id": use.lot_id,
            "lot_key": fold_lot_number(use.lot_number),
            "used_at": encode_moment(use.used_at),
            "record": encode_record(use),
        }
        insert_row(db, "lot_uses", row)
