"""Pure changes to the treatment record: numbers as entered, never rounded, nothing filled in unasked. No Qt."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

import msgspec

from stemsup_desktop.consultation.plan_model import Plan, PlannedSite
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.treatment_model import (
    DripRecord,
    NasalRecord,
    Reaction,
    SiteTreated,
    Treatment,
    VialUsed,
    Vitals,
)

Marked = tuple[SitePoint, ...]
Moment = Literal["before", "during", "after"]
MOMENTS: tuple[Moment, ...] = ("before", "during", "after")
TIMES = ("started_at", "ended_at", "observed_until")


def with_fields(treatment: Treatment, **changes: object) -> Treatment:
    """Change fields of the treatment."""
    return msgspec.structs.replace(treatment, **changes)


def with_lot(treatment: Treatment, lot_number: str) -> Treatment:
    """Enter the lot really used; an empty text means that it is not recorded."""
    return with_fields(treatment, lot_number=lot_number or None)


def with_planned_lot(treatment: Treatment, plan: Plan) -> Treatment:
    """Take over the planned lot, because the person has compared it with the vial."""
    return with_fields(treatment, lot_number=plan.product.lot_number or None, lot_expires=plan.product.expires)


def with_vial(treatment: Treatment, vial: VialUsed) -> Treatment:
    """Record a vial that was opened; where no lot is recorded yet, its lot is the one that was used."""
    changed = with_fields(treatment, vials=(*treatment.vials, vial))
    if treatment.lot_number is not None:
        return changed
    return with_fields(changed, lot_number=vial.lot_number, lot_expires=treatment.lot_expires or vial.expires_on)


def with_vial_changed(treatment: Treatment, position: int, **changes: object) -> Treatment:
    """Change what was taken of a vial."""
    vials = list(treatment.vials)
    vials[position] = msgspec.structs.replace(vials[position], **changes)
    return with_fields(treatment, vials=tuple(vials))


def without_vial(treatment: Treatment, position: int) -> Treatment:
    """Take a vial out of the record."""
    return with_fields(treatment, vials=treatment.vials[:position] + treatment.vials[position + 1 :])


def with_site(treatment: Treatment, site: PlannedSite, plan: Plan, **changes: object) -> Treatment:
    """Enter what a site received; a site with nothing entered is not in the record. The plan's order is kept."""
    known = next((one for one in treatment.sites if one.site_id == site.site_id), SiteTreated(site.site_id))
    changed: SiteTreated = msgspec.structs.replace(known, other=site.other, **changes)
    others = tuple(one for one in treatment.sites if one.site_id != site.site_id)
    return with_sites_in_order(with_fields(treatment, sites=(*others, changed)), plan)


def with_sites_in_order(treatment: Treatment, plan: Plan) -> Treatment:
    """Leave out sites with nothing entered, and put the others into the order of the plan."""
    order = {planned.site_id: position for position, planned in enumerate(plan.sites)}
    entered = (site for site in treatment.sites if not is_open(site) or site.note)
    return with_fields(treatment, sites=tuple(sorted(entered, key=lambda one: order.get(one.site_id, len(order)))))


def is_open(site: SiteTreated) -> bool:
    """Whether nobody has said how much a site received, or where."""
    return not site.marked and site.points is None and site.volume_ml is None


def with_marked(treatment: Treatment, site_id: str, change: Callable[[Marked], Marked]) -> Treatment:
    """Change what was entered for the points of a site; none of them moves."""
    sites = tuple(
        msgspec.structs.replace(site, marked=change(site.marked)) if site.site_id == site_id else site
        for site in treatment.sites
    )
    return with_fields(treatment, sites=sites)


def find_marked(treatment: Treatment, site_id: str) -> Marked:
    """Return the points of a site; none where nobody marked any."""
    return next((site.marked for site in treatment.sites if site.site_id == site_id), ())


def with_drip(treatment: Treatment, **changes: object) -> Treatment:
    """Enter how the drip was given; with nothing entered there is no drip record."""
    changed: DripRecord = msgspec.structs.replace(treatment.drip or DripRecord(), **changes)
    return with_fields(treatment, drip=None if changed == DripRecord() else changed)


def with_nasal(treatment: Treatment, **changes: object) -> Treatment:
    """Enter how the spray was given; with nothing entered there is no nasal record."""
    changed: NasalRecord = msgspec.structs.replace(treatment.nasal or NasalRecord(), **changes)
    return with_fields(treatment, nasal=None if changed == NasalRecord() else changed)


def with_vitals_added(treatment: Treatment, moment: Moment, taken_at: datetime) -> Treatment:
    """Add an empty set of vital signs, in the order before, during, after."""
    every = (*treatment.vitals, Vitals(moment, taken_at))
    return with_fields(treatment, vitals=tuple(sorted(every, key=lambda one: MOMENTS.index(one.moment))))


def with_vitals(treatment: Treatment, position: int, **changes: object) -> Treatment:
    """Change one set of vital signs."""
    vitals = list(treatment.vitals)
    vitals[position] = msgspec.structs.replace(vitals[position], **changes)
    return with_fields(treatment, vitals=tuple(vitals))


def without_vitals(treatment: Treatment, position: int) -> Treatment:
    """Remove one set of vital signs."""
    return with_fields(treatment, vitals=treatment.vitals[:position] + treatment.vitals[position + 1 :])


def with_reaction_added(treatment: Treatment, grade: int) -> Treatment:
    """Add a reaction of a grade; "no reaction observed" no longer holds."""
    reactions = (*treatment.reactions, Reaction("", grade))
    return with_fields(treatment, reactions=reactions, no_reaction_observed=False)


def with_reaction(treatment: Treatment, position: int, **changes: object) -> Treatment:
    """Change one reaction; a point is one of its site and does not go along to another."""
    reactions = list(treatment.reactions)
    if "site_id" in changes and changes["site_id"] != reactions[position].site_id:
        changes = {"point": None, **changes}
    reactions[position] = msgspec.structs.replace(reactions[position], **changes)
    return with_fields(treatment, reactions=tuple(reactions))


def without_reaction(treatment: Treatment, position: int) -> Treatment:
    """Remove one reaction; this alone does not say that none was observed."""
    return with_fields(treatment, reactions=treatment.reactions[:position] + treatment.reactions[position + 1 :])


def with_no_reaction(treatment: Treatment, *, is_observed_none: bool) -> Treatment:
    """State that no reaction was observed, or take that back; with a reaction recorded it cannot be stated."""
    return with_fields(treatment, no_reaction_observed=is_observed_none and not treatment.reactions)


def find_first_time(treatment: Treatment) -> datetime | None:
    """Return the first time that was recorded, on the clock it was recorded on, or None."""
    times = [getattr(treatment, field) for field in TIMES]
    if treatment.drip is not None:
        times += [treatment.drip.started_at, treatment.drip.ended_at]
    times += [vitals.taken_at for vitals in treatment.vitals]
    times += [reaction.onset_at for reaction in treatment.reactions]
    return next((moment for moment in times if moment is not None), None)


def find_day(treatment: Treatment) -> date | None:
    """Return the day of the first time that was recorded, as it was recorded, or None."""
    first = find_first_time(treatment)
    return None if first is None else first.date()


def with_day(treatment: Treatment, day: date) -> Treatment:
    """Move every recorded time by whole days, so that the first of them lies on `day`."""
    now = find_day(treatment)
    if now is None or now == day:
        return treatment
    by = timedelta(days=(day - now).days)
    return with_fields(
        treatment,
        drip=None if treatment.drip is None else _with_drip_moved(treatment.drip, by),
        vitals=tuple(msgspec.structs.replace(one, taken_at=one.taken_at + by) for one in treatment.vitals),
        reactions=tuple(
            one if one.onset_at is None else msgspec.structs.replace(one, onset_at=one.onset_at + by)
            for one in treatment.reactions
        ),
        **{field: moment + by for field in TIMES if (moment := getattr(treatment, field)) is not None},
    )


def _with_drip_moved(drip: DripRecord, by: timedelta) -> DripRecord:
    return msgspec.structs.replace(
        drip,
        started_at=None if drip.started_at is None else drip.started_at + by,
        ended_at=None if drip.ended_at is None else drip.ended_at + by,
    )


def whole(number: Decimal | None) -> int | None:
    """Return a whole number as the record keeps it."""
    return None if number is None else int(number)
