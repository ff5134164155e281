"""What follows from plan and treatment by arithmetic: session dates, cost, volumes. Nothing is suggested."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.consultation.treatment_model import SiteTreated, Treatment
from stemsup_desktop.consultation.volumes import sum_volumes

COOLING_OFF_ABOVE_YEN = 50_000
"""Specified Commercial Transactions Act, aesthetic courses: above this sum and longer than a month (S129)."""

COOLING_OFF_AFTER_DAYS = 31


def derive_session_dates(plan: Plan) -> tuple[date, ...]:
    """Return the planned dates of all sessions; empty while start, count or (for several) interval is open."""
    if plan.first_session_on is None or plan.sessions is None:
        return ()
    if plan.sessions > 1 and plan.interval_days is None:
        return ()
    dates: list[date] = []
    for number in range(plan.sessions):
        try:
            dates.append(plan.first_session_on + timedelta(days=number * (plan.interval_days or 0)))
        except OverflowError:
            break
    return tuple(dates)


def derive_total_yen(plan: Plan) -> int | None:
    """Return the cost of the whole course in yen, extra fees included; None while fee or sessions are open."""
    if plan.fee_per_session_yen is None or plan.sessions is None:
        return None
    return plan.fee_per_session_yen * plan.sessions + plan.extra_fees_yen


def may_need_cooling_off(plan: Plan) -> bool:
    """Say whether length and cost reach the bounds at which a clinic checks contract papers and cooling-off."""
    total = derive_total_yen(plan)
    if total is None or plan.sessions is None or plan.interval_days is None:
        return False
    return total > COOLING_OFF_ABOVE_YEN and (plan.sessions - 1) * plan.interval_days >= COOLING_OFF_AFTER_DAYS


@dataclass(frozen=True, slots=True)
class VolumeBalance:
    """Volumes of one treatment in mL.

    `left_over_ml` is what was drawn up and is recorded neither at a site nor as discarded; it is negative when more
    was recorded than drawn up.
    """

    injected_ml: Decimal
    points: int
    drawn_up_ml: Decimal | None
    discarded_ml: Decimal
    left_over_ml: Decimal | None
    sites_without_volume: tuple[str, ...]


def count_points(site: SiteTreated) -> int | None:
    """Return how many points a site received, None where nobody said."""
    return len(site.marked) if site.marked else site.points


def sum_site_ml(site: SiteTreated) -> Decimal | None:
    """Return the volume a site received in mL; None unless it is known in full, point by point or as a whole."""
    if not site.marked:
        return site.volume_ml
    return sum_volumes(point.volume_ml for point in site.marked)


def derive_drawn_up_ml(treatment: Treatment) -> Decimal | None:
    """Return what was drawn up for the skin in mL: from the vials where they say it, else as entered as a whole."""
    drawn = [
        vial.drawn_up_ml for vial in treatment.vials if vial.route is Route.INTRADERMAL and vial.drawn_up_ml is not None
    ]
    return sum_volumes(drawn) if drawn else treatment.drawn_up_ml


def derive_discarded_ml(treatment: Treatment) -> Decimal:
    """Return what the vials for the skin say was discarded, in mL."""
    known = [vial.discarded_ml for vial in treatment.vials if vial.route is Route.INTRADERMAL]
    return sum_volumes(volume for volume in known if volume is not None) or Decimal(0)


def derive_volume_balance(treatment: Treatment) -> VolumeBalance:
    """Add up the sites and what was discarded, and compare with what was drawn up.

    Drip and spray are diluted and handed out: what they take of a vial is no sum of what was given.
    """
    volumes = [(site.site_id, sum_site_ml(site)) for site in treatment.sites]
    injected = sum_volumes(volume for _, volume in volumes if volume is not None)
    if injected is None:
        injected = Decimal(0)
    drawn_up, discarded = derive_drawn_up_ml(treatment), derive_discarded_ml(treatment)
    return VolumeBalance(
        injected_ml=injected,
        points=sum(count_points(site) or 0 for site in treatment.sites),
        drawn_up_ml=drawn_up,
        discarded_ml=discarded,
        left_over_ml=sum_volumes((drawn_up, injected.copy_negate(), discarded.copy_negate())),
        sites_without_volume=tuple(site_id for site_id, volume in volumes if volume is None),
    )
