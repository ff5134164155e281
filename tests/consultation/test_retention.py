"""Which of a chart's records could go on a day: around each limit, and never a day too early."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemsup_desktop.consultation.retention import (
    LEAST,
    MOST_YEARS,
    ChartFacts,
    Due,
    Ground,
    RetentionPolicy,
    VisitFacts,
    derive_due,
    derive_first_free_day,
    find_next_day,
    is_allowed,
)

DAY = timedelta(days=1)
LONG_AGO = date(1990, 1, 1)


def make_chart(*visits: VisitFacts, **facts: object) -> ChartFacts:
    return ChartFacts(LONG_AGO, visits, **facts)


@pytest.mark.parametrize(
    ("last_on", "years", "free_on"),
    [
        (date(2026, 11, 23), 5, date(2031, 11, 24)),
        (date(2026, 11, 23), 20, date(2046, 11, 24)),
        (date(2026, 12, 31), 5, date(2032, 1, 1)),
        (date(2024, 2, 29), 5, date(2029, 3, 1)),
        (date(2024, 2, 28), 5, date(2029, 3, 1)),
        (date(2023, 2, 28), 5, date(2028, 3, 1)),
        (date(2024, 2, 28), 20, date(2044, 2, 29)),
        (date(2080, 2, 28), 20, date(2100, 3, 1)),
        (date(9990, 1, 1), 20, date.max),
        (date.max, 5, date.max),
    ],
)
def test_a_time_ends_as_the_civil_code_counts_it(last_on: date, years: int, free_on: date) -> None:
    assert derive_first_free_day(last_on, years) == free_on


BARE = VisitFacts("bare", date(2026, 11, 23))
SIGNED = VisitFacts("signed", date(2026, 11, 23), has_consent=True)
TREATED = VisitFacts("treated", date(2026, 11, 23), has_consent=True, has_lot=True)


@pytest.mark.parametrize(
    ("visit", "policy", "free_on", "ground"),
    [
        (BARE, LEAST, date(2031, 11, 24), Ground.CHART),
        (BARE, RetentionPolicy(charts_years=10), date(2036, 11, 24), Ground.CHART),
        (SIGNED, LEAST, date(2046, 11, 24), Ground.CONSENT),
        (TREATED, RetentionPolicy(lots_years=30), date(2056, 11, 24), Ground.LOT),
        (TREATED, RetentionPolicy(charts_years=40), date(2066, 11, 24), Ground.CHART),
    ],
)
def test_a_visit_goes_on_the_day_after_its_longest_time_and_not_a_day_earlier(
    visit: VisitFacts, policy: RetentionPolicy, free_on: date, ground: Ground
) -> None:
    chart = make_chart(visit)
    assert derive_due(chart, policy, free_on - DAY) is None
    assert find_next_day(chart, policy, free_on - DAY) == free_on
    assert derive_due(chart, policy, free_on) == Due((visit.consultation_id,), free_on, ground, takes_patient=True)
    assert find_next_day(chart, policy, free_on) is None


def test_an_old_visit_waits_for_the_patients_last_one() -> None:
    chart = make_chart(VisitFacts("old", date(2026, 1, 1)), VisitFacts("last", date(2030, 1, 1)))
    assert derive_due(chart, LEAST, date(2034, 12, 31)) is None
    due = derive_due(chart, LEAST, date(2035, 1, 2))
    assert due is not None
    assert due.consultation_ids == ("old", "last")


def test_a_visit_with_a_consent_stays_whole_while_one_without_goes() -> None:
    chart = make_chart(SIGNED, BARE)
    due = derive_due(chart, LEAST, date(2031, 11, 24))
    assert due == Due(("bare",), date(2031, 11, 24), Ground.CHART, takes_patient=False)
    assert find_next_day(chart, LEAST, date(2031, 11, 24)) == date(2046, 11, 24)


@pytest.mark.parametrize("facts", [{"is_under_way": True}, {}])
def test_nothing_of_a_chart_in_use_goes_however_old(facts: dict[str, object]) -> None:
    visits = (BARE,) if facts else (BARE, VisitFacts("open", LONG_AGO, is_open=True))
    chart = make_chart(*visits, **facts)
    assert derive_due(chart, LEAST, date(2400, 1, 1)) is None
    assert find_next_day(chart, LEAST, date(2400, 1, 1)) is None


def test_a_visit_dated_ahead_counts_from_its_own_day() -> None:
    assert derive_due(make_chart(VisitFacts("ahead", date(2099, 1, 1))), LEAST, date(2104, 1, 1)) is None
    assert derive_due(make_chart(VisitFacts("beyond", date.max)), LEAST, date(9999, 1, 1)) is None


def test_a_patient_without_a_visit_goes_as_a_chart_does() -> None:
    chart = ChartFacts(date(2026, 11, 23))
    assert derive_due(chart, LEAST, date(2031, 11, 23)) is None
    assert derive_due(chart, LEAST, date(2031, 11, 24)) == Due((), date(2031, 11, 24), Ground.CHART, True)


@pytest.mark.parametrize(
    ("policy", "is_right"),
    [
        (LEAST, True),
        (RetentionPolicy(6, 21, 99), True),
        (RetentionPolicy(charts_years=4), False),
        (RetentionPolicy(consents_years=19), False),
        (RetentionPolicy(lots_years=19), False),
        (RetentionPolicy(charts_years=MOST_YEARS + 1), False),
    ],
)
def test_no_time_is_shorter_than_the_least(policy: RetentionPolicy, is_right: bool) -> None:
    assert is_allowed(policy) is is_right


DAYS = st.dates(date(1950, 1, 1), date(2200, 1, 1))
YEARS = st.integers(20, MOST_YEARS)
POLICIES = st.builds(RetentionPolicy, st.integers(5, MOST_YEARS), YEARS, YEARS)
VISITS = st.builds(VisitFacts, st.uuids().map(str), DAYS, st.booleans(), st.booleans(), st.booleans())


@given(DAYS, st.lists(VISITS, max_size=5), POLICIES, DAYS)
def test_nothing_younger_than_its_time_is_ever_due(
    entered_on: date, visits: list[VisitFacts], policy: RetentionPolicy, on: date
) -> None:
    chart = ChartFacts(entered_on, tuple(visits))
    due = derive_due(chart, policy, on)
    if due is None:
        return
    by_id = {visit.consultation_id: visit for visit in visits}
    assert not any(visit.is_open for visit in visits)
    assert is_over(chart.last_on, policy.charts_years, on)
    for visit in map(by_id.__getitem__, due.consultation_ids):
        assert not visit.has_consent or is_over(visit.last_on, policy.consents_years, on)
        assert not visit.has_lot or is_over(visit.last_on, policy.lots_years, on)
    assert due.takes_patient == (set(due.consultation_ids) == set(by_id))
    assert due.since <= on


def is_over(last_on: date, years: int, on: date) -> bool:
    """Tell, without the function that is tested, whether whole years have passed since a day."""
    whole = on.year - last_on.year - ((on.month, on.day) <= (last_on.month, last_on.day))
    return whole >= years


@given(st.lists(VISITS, min_size=1, max_size=5), POLICIES, DAYS)
def test_a_later_visit_never_lets_anything_go_earlier(
    visits: list[VisitFacts], policy: RetentionPolicy, on: date
) -> None:
    before = derive_due(make_chart(*visits[1:]), policy, on)
    after = derive_due(make_chart(*visits), policy, on)
    assert set(() if after is None else after.consultation_ids) - {visits[0].consultation_id} <= set(
        () if before is None else before.consultation_ids
    )
