"""Pure changes to the plan; every one passes `with_plan`, so that a stop raised by it is recorded. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import msgspec

from stemsup_desktop.consultation.aftercare import Aftercare, aftercare_for
from stemsup_desktop.consultation.changes import with_recorded_stops
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.plan_model import Certificate, Plan, PlannedPoint, PlannedSite, Product
from stemsup_desktop.consultation.record import Consultation

Points = tuple[PlannedPoint, ...]


def with_plan(
    consultation: Consultation, plan: Plan, clinical: ClinicalContent, patient: Patient, at: datetime
) -> Consultation:
    """Return the consultation with another plan, and with every stop recorded that this raises."""
    changed = msgspec.structs.replace(consultation, plan=plan)
    return with_recorded_stops(changed, clinical, patient, at)


def with_product(plan: Plan, **changes: object) -> Plan:
    """Change fields of the product."""
    product: Product = msgspec.structs.replace(plan.product, **changes)
    return msgspec.structs.replace(plan, product=product)


def with_certificate(plan: Plan, **changes: object) -> Plan:
    """Change what the certificate says; one that is not on file is not complete and shows nothing."""
    certificate: Certificate = msgspec.structs.replace(plan.product.certificate, **changes)
    if certificate.is_on_file is not True:
        certificate = msgspec.structs.replace(certificate, is_complete=None, shown_absent=(), has_failed_item=None)
    return with_product(plan, certificate=certificate)


def with_shown_absent(plan: Plan, code: str, *, is_shown: bool) -> Plan:
    """Note that the certificate shows a substance as not detected, or take that back."""
    kept = tuple(one for one in plan.product.certificate.shown_absent if one != code)
    return with_certificate(plan, shown_absent=(*kept, code) if is_shown else kept)


def with_lot(plan: Plan, product: Product) -> Plan:
    """Choose a product with its lot, or none; everything that was said of another lot goes."""
    return msgspec.structs.replace(plan, product=product)


def with_lot_unseen(plan: Plan) -> Plan:
    """Forget what was known of a lot and its certificate: it was another lot."""
    return with_product(plan, certificate=Certificate(), is_recalled=None, had_temperature_excursion=None)


def with_route(plan: Plan, route: Route, aftercare: Aftercare, *, is_chosen: bool) -> Plan:
    """Choose a route or take it back; advice that fits none of the routes left goes with it."""
    wanted = {*plan.routes, route} if is_chosen else {*plan.routes} - {route}
    routes = tuple(one for one in Route if one in wanted)
    fitting = {item.id for item in aftercare_for(aftercare, routes)}
    kept = tuple(item_id for item_id in plan.aftercare_ids if item_id in fitting)
    return msgspec.structs.replace(plan, routes=routes, aftercare_ids=kept)


def with_site(plan: Plan, site_id: str, *, is_chosen: bool) -> Plan:
    """Choose a site, which takes the next letter, or take it back."""
    kept = tuple(site for site in plan.sites if site.site_id != site_id)
    if not is_chosen:
        return msgspec.structs.replace(plan, sites=kept)
    if len(kept) != len(plan.sites):
        return plan
    return msgspec.structs.replace(plan, sites=(*kept, PlannedSite(site_id)))


def with_site_words(plan: Plan, site_id: str, words: str) -> Plan:
    """Describe the site that the lists do not name."""
    sites = tuple(
        msgspec.structs.replace(site, other=words) if site.site_id == site_id else site for site in plan.sites
    )
    return msgspec.structs.replace(plan, sites=sites)


def with_points(plan: Plan, site_id: str, change: Callable[[Points], Points]) -> Plan:
    """Change what was entered for the points of a site; none of them moves."""
    sites = tuple(
        msgspec.structs.replace(site, points=change(site.points)) if site.site_id == site_id else site
        for site in plan.sites
    )
    return msgspec.structs.replace(plan, sites=sites)


def find_points(plan: Plan, site_id: str) -> Points:
    """Return the points of a site; none where it is not planned."""
    return next((site.points for site in plan.sites if site.site_id == site_id), ())


def with_aftercare(plan: Plan, item_id: str, *, is_chosen: bool) -> Plan:
    """Take one piece of advice into the plan, or out of it."""
    kept = tuple(one for one in plan.aftercare_ids if one != item_id)
    return msgspec.structs.replace(plan, aftercare_ids=(*kept, item_id) if is_chosen else kept)


def with_all_aftercare(plan: Plan, aftercare: Aftercare) -> Plan:
    """Take all the advice for the chosen routes into the plan."""
    return msgspec.structs.replace(plan, aftercare_ids=tuple(i.id for i in aftercare_for(aftercare, plan.routes)))


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """The bounds of a whole number of the plan."""

    low: int
    high: int


WHOLE_NUMBERS = {
    "sessions": WholeNumber(1, 100),
    "interval_days": WholeNumber(1, 3650),
    "fee_per_session_yen": WholeNumber(0, 100_000_000),
    "extra_fees_yen": WholeNumber(0, 100_000_000),
}
"""As the record accepts them."""


def with_whole_number(plan: Plan, field: str, number: Decimal | None) -> Plan:
    """Enter a count of sessions or days, or a sum in yen; raises KeyError for a field that is no whole number."""
    limits = WHOLE_NUMBERS[field]
    is_possible = number is not None and number == int(number) and limits.low <= number <= limits.high
    value = int(number) if number is not None and is_possible else None
    if value is None and field == "extra_fees_yen":
        value = 0
    changes: dict[str, int | None] = {field: value}
    return msgspec.structs.replace(plan, **changes)
