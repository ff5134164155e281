"""Products and lots in the vault. Whose act a change is, the door says; what hangs together is kept together here."""

from datetime import datetime

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.lots.lot_model import Lot, LotEntry, LotProduct, VialFate
from stemsup_desktop.consultation.lots.lot_numbers import fold_lot_number
from stemsup_desktop.store.problems import make_input_problem
from stemsup_desktop.store.records import decode_record, encode_moment, encode_record

GTIN_DIGITS = 14

_ENTRIES = f"""
    select l.record, p.record,
        (select count(*) from vials as v where v.lot_id = l.id and v.fate = '{VialFate.USED.value}'),
        (select count(*) from vials as v where v.lot_id = l.id and v.fate = '{VialFate.DISCARDED.value}')
    from lots as l join lot_products as p on p.id = l.product_id
"""


def list_products(db: Database) -> tuple[LotProduct, ...]:
    """Return every product in the order in which they were entered; their ids are in order of time."""
    rows = db.execute("select record from lot_products order by id").fetchall()
    return tuple(decode_record(row[0], LotProduct) for row in rows)


def find_product(db: Database, product_id: str) -> LotProduct | None:
    """Find a product by its id."""
    row = db.execute("select record from lot_products where id = ?", [product_id]).fetchone()
    return None if row is None else decode_record(row[0], LotProduct)


def save_product(db: Database, product: LotProduct, now: datetime) -> None:
    """Insert or replace a product; raises `InputProblem` product-unnamed, gtin-invalid, gtin-taken."""
    if not (product.name_en.strip() or product.name_ja.strip()):
        raise make_input_problem("product-unnamed")
    for gtin in product.gtins:
        if not (len(gtin) == GTIN_DIGITS and gtin.isascii() and gtin.isdigit()):
            raise make_input_problem("gtin-invalid")
    others = [other for other in list_products(db) if other.product_id != product.product_id]
    if not {gtin for other in others for gtin in other.gtins}.isdisjoint(product.gtins):
        raise make_input_problem("gtin-taken")
    db.table("lot_products").upsert(
        {"id": product.product_id, "updated_at": encode_moment(now), "record": encode_record(product)}, pk="id"
    )


def list_lots(db: Database) -> tuple[LotEntry, ...]:
    """Return every lot, the one entered last first."""
    return _read_entries(db, "order by l.added_at desc, l.id desc", [])


def find_lot(db: Database, lot_id: str) -> LotEntry | None:
    """Find a lot by its id."""
    return next(iter(_read_entries(db, "where l.id = ?", [lot_id])), None)


def get_lot(db: Database, lot_id: str) -> LotEntry:
    """Return a lot; raises `InputProblem` lot-unknown."""
    found = find_lot(db, lot_id)
    if found is None:
        raise make_input_problem("lot-unknown")
    return found


def find_lots(db: Database, number: str) -> tuple[LotEntry, ...]:
    """Find the lots of a number: one of each product at most."""
    return _read_entries(db, "where l.number_key = ? order by l.added_at, l.id", [fold_lot_number(number)])


def save_lot(db: Database, lot: Lot, now: datetime) -> LotEntry:
    """Insert or replace a lot as it is given.

    Raises `InputProblem` lot-unnumbered, lot-dates, product-unknown, lot-number-taken, lot-file-unknown.
    """
    key = fold_lot_number(lot.number)
    if not key:
        raise make_input_problem("lot-unnumbered")
    if lot.made_on is not None and lot.expires_on is not None and lot.expires_on < lot.made_on:
        raise make_input_problem("lot-dates")
    if find_product(db, lot.product_id) is None:
        raise make_input_problem("product-unknown")
    same = "select 1 from lots where number_key = ? and product_id = ? and id <> ?"
    if db.execute(same, [key, lot.product_id, lot.lot_id]).fetchone() is not None:
        raise make_input_problem("lot-number-taken")
    _require_files(db, lot)
    changes = {
        "product_id": lot.product_id,
        "number_key": key,
        "updated_at": encode_moment(now),
        "record": encode_record(lot),
    }
    if find_lot(db, lot.lot_id) is None:
        db.table("lots").insert({"id": lot.lot_id, "added_at": encode_moment(now), **changes})
    else:
        db.table("lots").update(lot.lot_id, changes)
    return get_lot(db, lot.lot_id)


def _read_entries(db: Database, condition: str, values: list[str]) -> tuple[LotEntry, ...]:
    rows = db.execute(f"{_ENTRIES} {condition}", values).fetchall()
    return tuple(
        LotEntry(decode_record(lot, Lot), decode_record(product, LotProduct), int(used), int(discarded))
        for lot, product, used, discarded in rows
    )


def _require_files(db: Database, lot: Lot) -> None:
    """Raise lot-file-unknown unless every file that a lot names lies beside it."""
    certificate = lot.certificate
    named = [lot.temperature.file, None if certificate is None else certificate.file]
    for file in named:
        query = "select 1 from lot_files where lot_id = ? and sha256 = ?"
        if file is not None and db.execute(query, [lot.lot_id, file.sha256]).fetchone() is None:
            raise make_input_problem("lot-file-unknown")


def with_certificate_unchecked(lot: Lot) -> Lot:
    """Return a lot whose certificate nobody has checked."""
    certificate = lot.certificate
    if certificate is None or certificate.checked_at is None:
        return lot
    unchecked = msgspec.structs.replace(certificate, checked_by="", checked_at=None)
    return msgspec.structs.replace(lot, certificate=unchecked)
