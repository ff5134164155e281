"""Which lots a treatment used, by which route, where and how much. A planned lot is no use."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.course import sum_site_ml
from stemsup_desktop.consultation.lots.lot_numbers import fold_lot_number
from stemsup_desktop.consultation.lots.recall_model import LotUse
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.treatment_model import Dispensed, Treatment, VialUsed
from stemsup_desktop.consultation.volumes import sum_volumes

Lot = tuple[str, str]
"""The id in the lot book, or empty, and the number as it was entered."""


def derive_lot_uses(consultation: Consultation) -> tuple[LotUse, ...]:
    """Return every use of a lot that the treatment's record speaks of, each lot once per route, in order of routes.

    Where the vials of a route are of several lots, each of them went to all that is recorded of the route: a recall
    then asks after one place too many, never one too few. So does the treatment's own lot number: it counts for every
    route that names no vial, and by itself where nothing else names it.
    """
    treatment = consultation.treatment
    used_at = treatment.started_at or consultation.started_at
    uses = [use for route in Route for use in _derive_route(treatment, route, used_at)]
    own = (treatment.lot_number or "").strip()
    if own and fold_lot_number(own) not in {fold_lot_number(use.lot_number) for use in uses}:
        uses.append(LotUse(own, used_at))
    return tuple(uses)


def derive_given_routes(treatment: Treatment) -> tuple[Route, ...]:
    """Return the routes of which anything is recorded as done."""
    return tuple(route for route in Route if _is_given(treatment, route))


def _derive_route(treatment: Treatment, route: Route, used_at: datetime) -> Iterator[LotUse]:
    own = (treatment.lot_number or "").strip()
    lots = _group_vials(treatment, route)
    if not lots and own and _is_given(treatment, route):
        lots = {("", own): ()}
    handed = _list_dispensed(treatment, own) if route is Route.INTRANASAL else {}
    given = _make_given(treatment, route, used_at)
    for (lot_id, number), vials in lots.items():
        yield msgspec.structs.replace(
            given,
            lot_number=number,
            lot_id=lot_id,
            drawn_up_ml=sum_volumes(vial.drawn_up_ml for vial in vials) if vials else given.drawn_up_ml,
            vials=vials,
            dispensed=handed.pop(fold_lot_number(number), ()),
        )
    for dispensed in handed.values():
        number = dispensed[0].lot_number.strip() or own
        yield LotUse(number, used_at, route=route, dispensed=dispensed)


def _group_vials(treatment: Treatment, route: Route) -> dict[Lot, tuple[VialUsed, ...]]:
    """Return the vials of a route by lot; one that names no entry of the lot book joins the lot of its number."""
    lots: dict[Lot, tuple[VialUsed, ...]] = {}
    for vial in sorted((one for one in treatment.vials if one.route is route), key=lambda one: not one.lot_id):
        number = vial.lot_number.strip()
        if not (vial.lot_id or number):
            continue
        same = (lot for lot in lots if _is_of(vial, lot))
        lot = next(same, (vial.lot_id, number))
        lots[lot] = (*lots.get(lot, ()), vial)
    return lots


def _is_of(vial: VialUsed, lot: Lot) -> bool:
    lot_id, number = lot
    return vial.lot_id == lot_id if vial.lot_id else fold_lot_number(vial.lot_number) == fold_lot_number(number)


def _make_given(treatment: Treatment, route: Route, used_at: datetime) -> LotUse:
    """Return what is recorded of a route, whichever lot it was."""
    blank = LotUse("", used_at, route=route)
    match route:
        case Route.INTRADERMAL:
            volumes = [sum_site_ml(site) for site in treatment.sites]
            volume = sum_volumes(volumes)
            return msgspec.structs.replace(
                blank, sites=treatment.sites, volume_ml=volume, drawn_up_ml=treatment.drawn_up_ml
            )
        case Route.INTRAVENOUS:
            return msgspec.structs.replace(
                blank, volume_ml=None if treatment.drip is None else treatment.drip.volume_ml
            )
        case Route.INTRANASAL:
            return msgspec.structs.replace(
                blank, volume_ml=None if treatment.nasal is None else treatment.nasal.volume_ml
            )


def _is_given(treatment: Treatment, route: Route) -> bool:
    match route:
        case Route.INTRADERMAL:
            is_recorded = bool(treatment.sites)
        case Route.INTRAVENOUS:
            is_recorded = treatment.drip is not None
        case Route.INTRANASAL:
            is_recorded = treatment.nasal is not None
    return is_recorded or any(vial.route is route for vial in treatment.vials)


def _list_dispensed(treatment: Treatment, own: str) -> dict[str, tuple[Dispensed, ...]]:
    """Return what was handed out by folded lot number; without a number of its own it is of the treatment's lot."""
    found: dict[str, tuple[Dispensed, ...]] = {}
    for one in () if treatment.nasal is None else treatment.nasal.dispensed:
        key = fold_lot_number(one.lot_number) or fold_lot_number(own)
        if key:
            found[key] = (*found.get(key, ()), one)
    return found
