"""What is known of the lots of a visit: the lot book over the plan's own words, and the worst of the lots in use."""

from datetime import datetime

import msgspec

from stemsup_desktop.consultation.lots.named_lots import is_named, list_named_lots
from stemsup_desktop.consultation.plan_model import Certificate, Plan, Product
from stemsup_desktop.consultation.record import Consultation, LotStanding


def find_planned_lot(plan: Plan, lots: tuple[LotStanding, ...]) -> LotStanding | None:
    """Find what the lot book says of the planned lot; None for a lot that is not in it."""
    lot_id = plan.product.lot_id
    return next((lot for lot in lots if lot_id and lot.lot_id == lot_id), None)


def derive_lot_product(consultation: Consultation, lots: tuple[LotStanding, ...]) -> Product:
    """Return the planned product as the gate judges it.

    What the lot book says of the planned lot counts over the plan's own words. Where vials of other lots of the book
    were opened, a fault of any lot is a fault, and what is not known of one of them is not known.
    """
    product = consultation.plan.product
    planned = find_planned_lot(consultation.plan, lots)
    if planned is not None:
        product = msgspec.structs.replace(
            product,
            lot_number=planned.number,
            expires=planned.expires,
            certificate=planned.certificate,
            had_temperature_excursion=planned.had_temperature_excursion,
        )
    others = find_other_lots(consultation, lots)
    certificates = (product.certificate, *(lot.certificate for lot in others))
    excursions = (product.had_temperature_excursion, *(lot.had_temperature_excursion for lot in others))
    return msgspec.structs.replace(
        product,
        certificate=_join_certificates(certificates),
        is_recalled=_is_recalled(consultation, planned, lots),
        had_temperature_excursion=_any_of(excursions),
    )


def uses_only_judged_lots(consultation: Consultation, lots: tuple[LotStanding, ...]) -> bool:
    """Say whether every lot that the treatment names is one that `derive_lot_product` judges."""
    treatment, planned = consultation.treatment, find_planned_lot(consultation.plan, lots)
    others = find_other_lots(consultation, lots)
    number = consultation.plan.product.lot_number if planned is None else planned.number
    known = {number.strip(), *(lot.number.strip() for lot in others)}
    of_book = {lot.lot_id for lot in lots}
    named = [vial.lot_number for vial in treatment.vials if vial.lot_id not in of_book]
    if treatment.lot_number is not None:
        named.append(treatment.lot_number)
    return all(number.strip() in known for number in named)


def find_other_lots(consultation: Consultation, lots: tuple[LotStanding, ...]) -> tuple[LotStanding, ...]:
    """Return the lots of the book whose vials were opened, but for the planned one."""
    opened = {vial.lot_id for vial in consultation.treatment.vials if vial.lot_id}
    planned = consultation.plan.product.lot_id
    return tuple(lot for lot in lots if lot.lot_id in opened and lot.lot_id != planned)


def _is_recalled(consultation: Consultation, planned: LotStanding | None, lots: tuple[LotStanding, ...]) -> bool | None:
    """Judge every lot that plan or treatment names; what was recalled only after the treatment began is no stop for it.

    A lot that is named by its number alone counts as well: a number typed by hand lets no recalled lot through. Who
    received such a lot is found by the recall, and the papers of the treatment can still be printed.
    """
    began, named = consultation.treatment.started_at, list_named_lots(consultation)
    if any(is_named(lot, named) and _was_recalled(lot.recalled_at, began) for lot in lots):
        return True
    return consultation.plan.product.is_recalled if planned is None else False


def _was_recalled(recalled_at: datetime | None, began: datetime | None) -> bool:
    return recalled_at is not None and (began is None or recalled_at <= began)


def _join_certificates(certificates: tuple[Certificate, ...]) -> Certificate:
    first = certificates[0]
    if len(certificates) == 1:
        return first
    absent = (code for code in first.shown_absent if all(code in one.shown_absent for one in certificates))
    return Certificate(
        is_on_file=_all_of(tuple(one.is_on_file for one in certificates)),
        is_complete=_all_of(tuple(one.is_complete for one in certificates)),
        shown_absent=tuple(absent),
        is_research_use_only=_any_of(tuple(one.is_research_use_only for one in certificates)),
        has_failed_item=_any_of(tuple(one.has_failed_item for one in certificates)),
    )


def _any_of(said: tuple[bool | None, ...]) -> bool | None:
    """Return whether any is so; None where none is and one is not known."""
    return True if True in said else None if None in said else False


def _all_of(said: tuple[bool | None, ...]) -> bool | None:
    """Return whether all are so; None where none is not and one is not known."""
    return False if False in said else None if None in said else True
