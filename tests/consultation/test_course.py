"""Arithmetic of plan and treatment."""

from datetime import date
from decimal import Decimal

import pytest

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.course import (
    derive_session_dates,
    derive_total_yen,
    derive_volume_balance,
    may_need_cooling_off,
)
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.consultation.treatment_model import SiteTreated, Treatment, VialUsed


def test_session_dates_follow_start_and_interval() -> None:
    plan = Plan(first_session_on=date(2026, 9, 22), sessions=4, interval_days=28)
    assert derive_session_dates(plan) == (
        date(2026, 9, 22),
        date(2026, 10, 20),
        date(2026, 11, 17),
        date(2026, 12, 15),
    )


@pytest.mark.parametrize(
    "plan",
    [
        Plan(sessions=4, interval_days=28),
        Plan(first_session_on=date(2026, 9, 22), interval_days=28),
        Plan(first_session_on=date(2026, 9, 22), sessions=4),
    ],
)
def test_no_date_is_invented_while_something_is_open(plan: Plan) -> None:
    assert derive_session_dates(plan) == ()


def test_one_session_needs_no_interval() -> None:
    assert derive_session_dates(Plan(first_session_on=date(2026, 9, 22), sessions=1)) == (date(2026, 9, 22),)


def test_dates_end_where_the_calendar_ends() -> None:
    plan = Plan(first_session_on=date(9999, 12, 1), sessions=3, interval_days=30)
    assert derive_session_dates(plan) == (date(9999, 12, 1), date(9999, 12, 31))


def test_total_cost_is_open_until_fee_and_sessions_are_known() -> None:
    assert derive_total_yen(Plan(sessions=4)) is None
    assert derive_total_yen(Plan(fee_per_session_yen=66_000)) is None
    assert derive_total_yen(Plan(sessions=4, fee_per_session_yen=66_000, extra_fees_yen=1_100)) == 265_100


def test_cooling_off_is_raised_only_above_both_bounds() -> None:
    assert may_need_cooling_off(Plan(sessions=4, interval_days=28, fee_per_session_yen=66_000))
    assert not may_need_cooling_off(Plan(sessions=4, interval_days=28, fee_per_session_yen=12_500))
    assert not may_need_cooling_off(Plan(sessions=2, interval_days=28, fee_per_session_yen=66_000))


def test_volumes_add_up_without_floating_point_dust() -> None:
    treatment = Treatment(
        drawn_up_ml=Decimal("0.30"),
        sites=tuple(SiteTreated(site_id=f"z{n}", points=1, volume_ml=Decimal("0.1")) for n in range(3)),
    )
    balance = derive_volume_balance(treatment)
    assert balance.injected_ml == Decimal("0.3")
    assert balance.left_over_ml == 0
    assert balance.points == 3


def test_more_than_drawn_up_shows_as_negative_and_open_sites_are_named() -> None:
    treatment = Treatment(
        drawn_up_ml=Decimal(1),
        sites=(SiteTreated(site_id="vertex", volume_ml=Decimal("1.5")), SiteTreated(site_id="nose")),
    )
    balance = derive_volume_balance(treatment)
    assert balance.left_over_ml == Decimal("-0.5")
    assert balance.sites_without_volume == ("nose",)


def test_what_the_vials_for_the_skin_discarded_counts_and_nothing_is_left_over() -> None:
    def vial(number: str, route: Route, drawn_up: str, discarded: str | None) -> VialUsed:
        thrown = None if discarded is None else Decimal(discarded)
        return VialUsed("L-1", number, route, drawn_up_ml=Decimal(drawn_up), discarded_ml=thrown)

    treatment = Treatment(
        sites=(SiteTreated(site_id="vertex", volume_ml=Decimal("1.80")),),
        vials=(
            vial("1", Route.INTRADERMAL, "1.00", "0.10"),
            vial("2", Route.INTRADERMAL, "1.00", "0.10"),
            vial("3", Route.INTRADERMAL, "0.00", None),
            vial("4", Route.INTRAVENOUS, "5.0", "0.5"),
        ),
    )
    balance = derive_volume_balance(treatment)
    assert (str(balance.drawn_up_ml), str(balance.discarded_ml), balance.left_over_ml) == ("2.00", "0.20", 0)
