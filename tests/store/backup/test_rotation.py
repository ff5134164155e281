"""Which backups stay: the last of 7 days, 5 weeks and 24 months, and never fewer than one that is good."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemsup_desktop.store.backup.rotation import USUAL_POLICY, RotationPolicy, derive_rotation, is_backup_due
from stemsup_desktop.store.backup.shelf import BackupRecord, find_last_good

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 23, 19, 0, tzinfo=TOKYO)


def make_record(moment: datetime, *, is_proven: bool = True, name: str = "") -> BackupRecord:
    path = Path(name or f"{moment.astimezone(UTC):%Y%m%dT%H%M%S}")
    return BackupRecord(path, "vault", moment, 1000, moment if is_proven else None)


def moments_kept(records: list[BackupRecord], now: datetime = NOW, policy: RotationPolicy = USUAL_POLICY) -> list[str]:
    return [f"{record.created_at.astimezone(TOKYO):%m-%d %H}" for record in derive_rotation(records, now, policy).keep]


def evenings(days: int, last: datetime = NOW) -> list[BackupRecord]:
    return [make_record(last - timedelta(days=day)) for day in range(days)]


def test_three_years_of_evenings_leave_days_weeks_and_months() -> None:
    kept = derive_rotation(evenings(1095), NOW).keep
    dates = [record.created_at.date().isoformat() for record in kept]
    assert dates[:7] == [f"2026-11-{day}" for day in range(23, 16, -1)]
    assert dates[7:10] == ["2026-11-15", "2026-11-08", "2026-11-01"]
    assert dates[10:13] == ["2026-10-31", "2026-09-30", "2026-08-31"]
    assert dates[-1] == "2024-12-31"
    assert len(dates) == 7 + 3 + 23


def test_running_every_evening_leaves_the_same_as_once_at_the_end() -> None:
    shelf: list[BackupRecord] = []
    for day in range(400, -1, -1):
        now = NOW - timedelta(days=day)
        shelf.append(make_record(now))
        shelf = list(derive_rotation(shelf, now).keep)
    at_once = derive_rotation(evenings(401), NOW).keep
    assert set(at_once) >= set(shelf)
    assert len(shelf) >= 7 + 3 + 11


@pytest.mark.parametrize(
    ("hours", "policy", "kept"),
    [
        # hours before now; the last of each day stays, the day being Tokyo's
        ([0, 1, 2, 3], RotationPolicy(1, 0, 0), ["11-23 19"]),
        ([0, 10, 19, 20], RotationPolicy(2, 0, 0), ["11-23 19", "11-22 23"]),
        ([0, 24, 48, 72], RotationPolicy(2, 0, 0), ["11-23 19", "11-22 19"]),
        # 23 November 2026 is a Monday: the Sunday before ends the last week
        ([0, 20, 44, 24 * 8], RotationPolicy(0, 2, 0), ["11-23 19", "11-22 23"]),
        ([0, 24 * 22, 24 * 23, 24 * 40], RotationPolicy(0, 0, 2), ["11-23 19", "10-31 19"]),
        # a policy of nothing still leaves the last good one
        ([5, 6], RotationPolicy(0, 0, 0), ["11-23 14"]),
        # a practice that was closed for months loses nothing by it
        ([2000, 2024, 2048], RotationPolicy(3, 0, 0), ["09-01 11", "08-31 11", "08-30 11"]),
    ],
)
def test_the_last_of_each_period_stays(hours: list[int], policy: RotationPolicy, kept: list[str]) -> None:
    assert moments_kept([make_record(NOW - timedelta(hours=hour)) for hour in hours], NOW, policy) == kept


def test_the_same_moments_fall_on_other_days_elsewhere() -> None:
    records = [make_record(datetime(2026, 11, 22, hour, 30, tzinfo=UTC)) for hour in (14, 15)]
    policy = RotationPolicy(7, 0, 0)
    assert len(derive_rotation(records, NOW, policy).keep) == 2
    assert len(derive_rotation(records, NOW.astimezone(UTC), policy).keep) == 1


def test_an_unproven_backup_stays_only_while_no_newer_one_is_good() -> None:
    older = make_record(NOW - timedelta(hours=3), is_proven=False)
    good = make_record(NOW - timedelta(hours=2))
    newer = make_record(NOW - timedelta(hours=1), is_proven=False)
    assert derive_rotation([older, good, newer], NOW).remove == (older,)
    assert derive_rotation([older, newer], NOW).remove == ()


def test_with_the_clock_set_back_nothing_goes() -> None:
    records = evenings(400)
    back = NOW - timedelta(days=365)
    now_wrong = [make_record(back, name="written with the wrong clock")]
    rotation = derive_rotation([*records[:300], *now_wrong], back)
    assert rotation.remove == ()


def test_a_backup_dated_ahead_takes_no_other_ones_place() -> None:
    ahead = make_record(NOW + timedelta(days=300))
    records = evenings(400)
    assert set(derive_rotation([*records, ahead], NOW).keep) == {ahead, *derive_rotation(records, NOW).keep}


def test_two_backups_of_one_second_are_told_apart() -> None:
    twins = [make_record(NOW, name="a"), make_record(NOW, name="b")]
    assert [record.path.name for record in derive_rotation(twins, NOW).keep] == ["b"]


def test_no_backups_are_no_trouble() -> None:
    assert derive_rotation([], NOW).keep == ()


a_moment = st.integers(-900 * 24, 200 * 24).map(lambda hours: NOW + timedelta(hours=hours))
a_record = st.builds(
    lambda moment, is_proven, name: make_record(moment, is_proven=is_proven, name=name),
    a_moment,
    st.booleans(),
    st.text("abcdef", min_size=6, max_size=6),
)
shelves = st.lists(a_record, max_size=40, unique_by=lambda record: record.path)
policies = st.builds(RotationPolicy, st.integers(0, 8), st.integers(0, 6), st.integers(0, 25))


@given(shelves, a_moment, policies)
def test_whatever_the_clock_says_the_newest_good_one_and_all_that_is_newer_stay(
    records: list[BackupRecord], now: datetime, policy: RotationPolicy
) -> None:
    rotation = derive_rotation(records, now, policy)
    assert sorted([*rotation.keep, *rotation.remove], key=str) == sorted(records, key=str)
    newest = find_last_good(records, now)
    assert newest is None or newest in rotation.keep
    for removed in rotation.remove:
        assert removed.created_at <= now
        assert newest is not None
        assert removed.created_at <= newest.created_at


@given(shelves, a_moment, policies)
def test_rotating_again_removes_nothing_more(
    records: list[BackupRecord], now: datetime, policy: RotationPolicy
) -> None:
    kept = derive_rotation(records, now, policy).keep
    assert derive_rotation(kept, now, policy).keep == kept


@given(shelves, a_moment, policies)
def test_the_order_in_which_a_folder_is_read_does_not_matter(
    records: list[BackupRecord], now: datetime, policy: RotationPolicy
) -> None:
    assert derive_rotation(records[::-1], now, policy) == derive_rotation(records, now, policy)


@given(shelves, a_moment, policies)
def test_no_more_stay_than_the_policy_names(records: list[BackupRecord], now: datetime, policy: RotationPolicy) -> None:
    newest = find_last_good(records, now)
    kept = derive_rotation(records, now, policy).keep
    if newest is not None:
        counted = [record for record in kept if record.is_proven and record.created_at <= now]
        assert len(counted) <= max(1, policy.daily + policy.weekly + policy.monthly)


@pytest.mark.parametrize(
    ("last", "is_due"),
    [
        (None, True),
        (datetime(2026, 11, 22, 23, 59, tzinfo=TOKYO), True),
        (datetime(2026, 11, 23, 0, 0, tzinfo=TOKYO), False),
        (datetime(2026, 11, 22, 14, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 22, 15, 0, tzinfo=UTC), False),
        (NOW, False),
        (NOW + timedelta(days=1), True),
    ],
)
def test_a_backup_is_due_once_a_day_of_the_clinic(last: datetime | None, is_due: bool) -> None:
    assert is_backup_due(last, NOW) is is_due
