"""What follows from plan and treatment by arithmetic: session dates, cost, volumes. Nothing is suggested."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from stemsup_desktop.consultation.record import Plan, Treatment

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
    """Volumes of one treatment in mL; `left_over_ml` is negative when more was recorded than drawn up."""

    injected_ml: Decimal
    points: int
    drawn_up_ml: Decimal | None
    left_over_ml: Decimal | None
    sites_without_volume: tuple[str, ...]


def derive_volume_balance(treatment: Treatment) -> VolumeBalance:
    """Add up the sites and compare with what was drawn up."""
    injected = sum((site.volume_ml for site in treatment.sites if site.volume_ml is not None), Decimal(0))
    drawn_up = treatment.drawn_up_ml
    return VolumeBalance(
        injected_ml=injected,
        points=sum(site.points or 0 for site in treatment.sites),
        drawn_up_ml=drawn_up,
        left_over_ml=None if drawn_up is None else drawn_up - injected,
        sites_without_volume=tuple(site.site_id for site in treatment.sites if site.volume_ml is None),
    )
