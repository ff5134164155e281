"""Keeps what a plan says of its lot up to the lot book, until the treatment begins; then it stays as it was judged."""

import msgspec

from stemsup_desktop.consultation.lot_facts import find_planned_lot
from stemsup_desktop.consultation.record import Consultation, LotStanding


def is_settled(consultation: Consultation) -> bool:
    """Say whether the lot was decided on: the treatment has begun, or the visit has ended."""
    return consultation.treatment.started_at is not None or consultation.summary.closed_at is not None


def with_lot_standing(consultation: Consultation, lots: tuple[LotStanding, ...]) -> Consultation:
    """Return the consultation whose plan says of its lot what the lot book says now.

    So consent and papers say what the gate judged, and go on saying it when the book is corrected years later. A plan
    whose lot is not in the book stays as it is, as does one that is settled.
    """
    lot = None if is_settled(consultation) else find_planned_lot(consultation.plan, lots)
    if lot is None:
        return consultation
    product = msgspec.structs.replace(
        consultation.plan.product,
        lot_number=lot.number,
        expires=lot.expires,
        certificate=lot.certificate,
        is_recalled=lot.recalled_at is not None,
        had_temperature_excursion=lot.had_temperature_excursion,
    )
    if product == consultation.plan.product:
        return consultation
    plan = msgspec.structs.replace(consultation.plan, product=product)
    return msgspec.structs.replace(consultation, plan=plan)
