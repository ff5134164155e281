"""How long records are kept, and what of a chart could go on a day. Nothing here deletes anything.

A visit is kept whole or goes whole. It stays until the chart's time is over, counted from the patient's last visit; one
with a sealed document, a recorded signature or a lot stays until theirs is over as well, counted from that visit. While
a visit is open or a form of the chart is under way, nothing of the chart goes.

Charts: five years, Medical Practitioners' Act article 24 (source S136 of the reference). Consents and lots: twenty
years, a proposal of the reference by analogy with specified biological products, for no statute speaks of supernatants.
As what is deleted is gone, the program takes no shorter times.
"""

from calendar import isleap
from datetime import date, timedelta
from enum import StrEnum

import msgspec

MOST_YEARS = 99


class RetentionPolicy(msgspec.Struct, frozen=True):
    """For how many years each kind of record is kept."""

    charts_years: int = 5
    consents_years: int = 20
    lots_years: int = 20


LEAST = RetentionPolicy()
"""The shortest times, and those that a new vault begins with."""


class Ground(StrEnum):
    """Which time was the last to end before a record could go; a code of the words that say so."""

    CHART = "chart"
    CONSENT = "consent"
    LOT = "lot"


class VisitFacts(msgspec.Struct, frozen=True):
    """What of one visit matters here. `last_on` is the last day on which anything was entered, in the clinic's zone."""

    consultation_id: str
    last_on: date
    is_open: bool = False
    has_consent: bool = False
    has_lot: bool = False


class ChartFacts(msgspec.Struct, frozen=True):
    """What of one chart matters here; `entered_on` counts for a patient who never had a visit."""

    entered_on: date
    visits: tuple[VisitFacts, ...] = ()
    is_under_way: bool = False

    @property
    def last_on(self) -> date:
        """The day of the last visit."""
        return max((visit.last_on for visit in self.visits), default=self.entered_on)

    @property
    def is_in_use(self) -> bool:
        """Whether a visit is open or a form under way."""
        return self.is_under_way or any(visit.is_open for visit in self.visits)


class Due(msgspec.Struct, frozen=True):
    """What of a chart could go: these visits, all of them since a day, and with the last one the patient."""

    consultation_ids: tuple[str, ...]
    since: date
    ground: Ground
    takes_patient: bool


def is_allowed(policy: RetentionPolicy) -> bool:
    """Tell whether no time of a policy is shorter than the least, or longer than `MOST_YEARS`."""
    pairs = zip(msgspec.structs.astuple(LEAST), msgspec.structs.astuple(policy), strict=True)
    return all(least <= years <= MOST_YEARS for least, years in pairs)


def derive_first_free_day(last_on: date, years: int) -> date:
    """Return the first day after a time of whole years.

    The day itself is not counted, and where the last month has no such day the time ends with the month (Civil Code,
    articles 140 and 143). A day beyond the calendar is its last one.
    """
    if last_on == date.max or last_on.year + years >= date.max.year:
        return date.max
    begin = last_on + timedelta(days=1)
    year = begin.year + years
    if (begin.month, begin.day) == (2, 29) and not isleap(year):
        return date(year, 3, 1)
    return begin.replace(year=year)


def derive_due(chart: ChartFacts, policy: RetentionPolicy, on: date) -> Due | None:
    """Return what of a chart could go on a day, or None."""
    if chart.is_in_use:
        return None
    if not chart.visits:
        free_on = derive_first_free_day(chart.entered_on, policy.charts_years)
        return Due((), free_on, Ground.CHART, takes_patient=True) if free_on <= on else None
    ends = [(visit, _find_end(chart, visit, policy)) for visit in chart.visits]
    due = [(visit, *end) for visit, end in ends if end[0] <= on]
    if not due:
        return None
    _, since, ground = max(due, key=lambda one: one[1])
    ids = tuple(visit.consultation_id for visit, _, _ in due)
    return Due(ids, since, ground, takes_patient=len(ids) == len(chart.visits))


def find_next_day(chart: ChartFacts, policy: RetentionPolicy, on: date) -> date | None:
    """Find the first day after `on` on which more of a chart could go; None while it is in use, or if all could."""
    if chart.is_in_use:
        return None
    days = [_find_end(chart, visit, policy)[0] for visit in chart.visits]
    days = days or [derive_first_free_day(chart.entered_on, policy.charts_years)]
    return min((day for day in days if day > on), default=None)


def _find_end(chart: ChartFacts, visit: VisitFacts, policy: RetentionPolicy) -> tuple[date, Ground]:
    """Return the first day on which a visit is free, and the time that ended last."""
    ends = [(derive_first_free_day(chart.last_on, policy.charts_years), Ground.CHART)]
    if visit.has_consent:
        ends.append((derive_first_free_day(visit.last_on, policy.consents_years), Ground.CONSENT))
    if visit.has_lot:
        ends.append((derive_first_free_day(visit.last_on, policy.lots_years), Ground.LOT))
    return max(ends, key=lambda end: end[0])
