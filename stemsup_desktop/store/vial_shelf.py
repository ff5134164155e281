"""What became of each vial of a lot. A vial serves one patient in one session; the vault itself refuses a second."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from stemsup_desktop.consultation.lots.lot_model import Vial, VialFate
from stemsup_desktop.consultation.lots.lot_numbers import fold_lot_number
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text
from stemsup_desktop.store.lot_shelf import find_lot
from stemsup_desktop.store.problems import make_input_problem
from stemsup_desktop.store.records import decode_moment, encode_moment
from stemsup_desktop.store.rows import insert_row

_COLUMNS = "lot_id, vial, fate, at, by, patient_id, consultation_id, reason"


def list_vials(db: Database, lot_id: str) -> tuple[Vial, ...]:
    """Return the vials of a lot whose fate is known, in the order in which it was entered."""
    rows = db.execute(f"select {_COLUMNS} from vials where lot_id = ? order by at, vial_key", [lot_id]).fetchall()
    return tuple(_make_vial(row) for row in rows)


def find_vial(db: Database, lot_id: str, vial: str) -> Vial | None:
    """Find what became of a vial; None while it is left."""
    query = f"select {_COLUMNS} from vials where lot_id = ? and vial_key = ?"
    row = db.execute(query, [lot_id, fold_lot_number(vial)]).fetchone()
    return None if row is None else _make_vial(row)


def add_vial(db: Database, vial: Vial) -> Vial:
    """Keep what became of a vial of a lot that is known to be there.

    The same use once more changes nothing. Raises `InputProblem` vial-unnumbered; vial-used, vial-discarded with the
    vial by name.
    """
    key = fold_lot_number(vial.vial)
    if not key:
        raise make_input_problem("vial-unnumbered")
    kept = find_vial(db, vial.lot_id, vial.vial)
    if kept is not None:
        is_same_use = kept.fate is vial.fate is VialFate.USED and kept.consultation_id == vial.consultation_id
        if is_same_use:
            return kept
        raise make_refusal(kept)
    insert_row(
        db,
        "vials",
        {
            "lot_id": vial.lot_id,
            "vial_key": key,
            "vial": normalise_text(vial.vial.strip()),
            "fate": vial.fate.value,
            "at": encode_moment(vial.at),
            "by": normalise_text(vial.by),
            "patient_id": vial.patient_id or None,
            "consultation_id": vial.consultation_id or None,
            "reason": normalise_text(vial.reason),
        },
    )
    return vial


def remove_vial(db: Database, lot_id: str, vial: str) -> None:
    """Let a vial be left again."""
    db.execute("delete from vials where lot_id = ? and vial_key = ?", [lot_id, fold_lot_number(vial)])


def keep_vials(db: Database, consultation: Consultation, patient_id: str, by: str, now: datetime) -> None:
    """Bring the vials of the lot book up to those that a treatment names, in the transaction of its save.

    A vial of a lot that is not in the book is the record's alone. Raises as `add_vial`.
    """
    visit_id = consultation.consultation_id
    named = {
        (vial.lot_id, fold_lot_number(vial.vial)): vial.vial
        for vial in consultation.treatment.vials
        if vial.lot_id and fold_lot_number(vial.vial)
    }
    kept = db.execute("select lot_id, vial_key from vials where consultation_id = ?", [visit_id]).fetchall()
    for lot_id, key in kept:
        if (lot_id, key) not in named:
            remove_vial(db, lot_id, key)
    for (lot_id, _), vial in named.items():
        if find_lot(db, lot_id) is not None:
            add_vial(db, Vial(lot_id, vial, VialFate.USED, now, by, patient_id, visit_id))


def is_named(consultation: Consultation, vial: Vial) -> bool:
    """Say whether a visit's treatment names a vial."""
    key = (vial.lot_id, fold_lot_number(vial.vial))
    return key in {(one.lot_id, fold_lot_number(one.vial)) for one in consultation.treatment.vials}


def make_refusal(kept: Vial) -> InputProblem:
    """Return the problem of a vial that is not left, with the vial by name."""
    code = "vial-used" if kept.fate is VialFate.USED else "vial-discarded"
    return make_input_problem(code, (Text(kept.vial, kept.vial),))


def _make_vial(row: Sequence[Any]) -> Vial:
    return Vial(
        lot_id=str(row[0]),
        vial=str(row[1]),
        fate=VialFate(row[2]),
        at=decode_moment(row[3]),
        by=str(row[4]),
        patient_id=str(row[5] or ""),
        consultation_id=str(row[6] or ""),
        reason=str(row[7]),
    )
