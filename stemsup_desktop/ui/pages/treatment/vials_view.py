"""What step 6 shows of the vials that were opened, and which can be. No Qt."""

from dataclasses import dataclass
from decimal import Decimal

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.courses.vials import VialFault, VialRule, find_vial_faults
from stemsup_desktop.consultation.lots.lot_model import LotEntry
from stemsup_desktop.consultation.lots.lot_numbers import fold_lot_number
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.treatment_model import Treatment, VialUsed
from stemsup_desktop.content import Content
from stemsup_desktop.ui.lots.book_keeper import KnownLots
from stemsup_desktop.ui.lots.words import say_vials
from stemsup_desktop.ui.words import Words

MOST_LISTED = 60
"""Free vials in the list; another number is typed."""
_PLACED = (VialRule.TWICE, VialRule.OTHER_VISIT, VialRule.DISCARDED, VialRule.TOO_MUCH)


@dataclass(frozen=True, slots=True)
class VialRow:
    """One vial as it is recorded, with what is wrong with it."""

    position: int
    title: str
    note: str
    drawn_up_ml: Decimal | None
    discarded_ml: Decimal | None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VialsView:
    """The vials of a treatment; `lot_id` is empty for a lot that is not in the lot book, `lot_number` for none at all.

    `free` are the running numbers that nobody took yet, `stock` says how many vials are left.
    """

    rows: tuple[VialRow, ...]
    faults: tuple[str, ...]
    lot_id: str
    lot_number: str
    stock: str
    free: tuple[str, ...]
    routes: tuple[tuple[str, str], ...]
    counted: str = ""
    """What the vials of the skin have drawn up together, in words; empty where none says it."""


def derive_vials(consultation: Consultation, lots: KnownLots, content: Content, words: Words) -> VialsView:
    """Derive the part of the vials."""
    treatment, plan = consultation.treatment, consultation.plan
    names = {route: content.names.get_routes((route,), words.language) for route in Route}
    entry, number = find_lot(consultation, lots)
    holds = {one.lot.lot_id: one.product.vial_ml for one in lots.entries if one.product.vial_ml is not None}
    faults = find_vial_faults(treatment, lots.vials, consultation.consultation_id, holds)
    routes = tuple(dict.fromkeys((*plan.routes, *(vial.route for vial in treatment.vials))))
    return VialsView(
        rows=tuple(_derive_row(at, vial, faults, names[vial.route], words) for at, vial in enumerate(treatment.vials)),
        faults=tuple(one.sentence.in_language(words.language) for one in faults if one.rule not in _PLACED),
        lot_id="" if entry is None else entry.lot.lot_id,
        lot_number=number if entry is None else entry.lot.number,
        stock="" if entry is None else say_vials(entry, words),
        free=() if entry is None else list_free(entry, treatment, lots),
        routes=tuple((route.value, names[route]) for route in Route if route in routes),
    )


def find_lot(consultation: Consultation, lots: KnownLots) -> tuple[LotEntry | None, str]:
    """Find the lot whose vials are opened: the one recorded as used, else the planned one; and its number."""
    product, used = consultation.plan.product, (consultation.treatment.lot_number or "").strip()
    if used and fold_lot_number(used) != fold_lot_number(product.lot_number):
        return lots.find_named("", used), used
    return lots.find_named(product.lot_id, product.lot_number), product.lot_number.strip() or used


def list_free(entry: LotEntry, treatment: Treatment, lots: KnownLots) -> tuple[str, ...]:
    """Return the running numbers of a lot's vials that are left; none where nothing is left of it."""
    if entry.vials_left <= 0:
        return ()
    lot_id = entry.lot.lot_id
    gone = {fold_lot_number(vial.vial) for vial in lots.vials if vial.lot_id == lot_id}
    gone |= {fold_lot_number(vial.vial) for vial in treatment.vials if vial.lot_id == lot_id}
    numbers = map(str, range(1, entry.lot.vials_received + 1))
    return tuple(number for number in numbers if number not in gone)[:MOST_LISTED]


def _derive_row(position: int, vial: VialUsed, faults: tuple[VialFault, ...], route: str, words: Words) -> VialRow:
    own = tuple(
        one.sentence.in_language(words.language)
        for one in faults
        if one.rule in _PLACED and (one.lot_number, one.vial) == (vial.lot_number, vial.vial)
    )
    return VialRow(
        position,
        words("treatment.vial_title", vial=vial.vial),
        f"{vial.lot_number} · {route}",
        vial.drawn_up_ml,
        vial.discarded_ml,
        own,
    )
