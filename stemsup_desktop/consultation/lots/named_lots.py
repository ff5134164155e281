"""Which lots a visit names, in its plan and in its treatment."""

from stemsup_desktop.consultation.lots.lot_numbers import fold_lot_number
from stemsup_desktop.consultation.record import Consultation, LotStanding

NamedLot = tuple[str, str]
"""The id in the lot book, or empty where the record gives the number alone, and the number."""


def list_named_lots(consultation: Consultation) -> tuple[NamedLot, ...]:
    """Return every lot of plan and treatment once, the planned one first.

    A number by itself is left out where the visit names the same number with its entry in the lot book.
    """
    product, treatment = consultation.plan.product, consultation.treatment
    dispensed = () if treatment.nasal is None else treatment.nasal.dispensed
    named = [
        (product.lot_id, product.lot_number),
        ("", treatment.lot_number or ""),
        *((vial.lot_id, vial.lot_number) for vial in treatment.vials),
        *(("", one.lot_number) for one in dispensed),
    ]
    in_book = {fold_lot_number(number) for lot_id, number in named if lot_id}
    found = ((lot_id, number.strip()) for lot_id, number in named)
    return tuple(
        dict.fromkeys(
            (lot_id, number)
            for lot_id, number in found
            if lot_id or (number and fold_lot_number(number) not in in_book)
        )
    )


def is_named(lot: LotStanding, named: tuple[NamedLot, ...]) -> bool:
    """Say whether a lot of the lot book is among those that a visit names, by its entry or by its number alone."""
    number = fold_lot_number(lot.number)
    return any(
        lot_id == lot.lot_id if lot_id else fold_lot_number(its_number) == number for lot_id, its_number in named
    )
