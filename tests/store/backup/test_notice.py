"""What the start screen says of backups, and how loudly."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from stemsup_desktop.store.backup.notice import BackupSituation, BackupState, Weight, derive_backup_notice

NOW = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def make_situation(
    age: timedelta | None, vault_age: timedelta = 100 * DAY, has_folder: bool = True, is_reachable: bool = True
) -> BackupSituation:
    return BackupSituation(None if age is None else NOW - age, NOW - vault_age, has_folder, is_reachable)


@pytest.mark.parametrize(
    ("situation", "state", "weight"),
    [
        (make_situation(HOUR), BackupState.FRESH, Weight.QUIET),
        (make_situation(26 * HOUR - timedelta(seconds=1)), BackupState.FRESH, Weight.QUIET),
        (make_situation(26 * HOUR), BackupState.DUE, Weight.QUIET),
        (make_situation(2 * DAY), BackupState.DUE, Weight.NOTE),
        (make_situation(7 * DAY), BackupState.OVERDUE, Weight.CAUTION),
        (make_situation(14 * DAY), BackupState.OVERDUE, Weight.STRONG),
        (make_situation(900 * DAY), BackupState.OVERDUE, Weight.STRONG),
        (make_situation(None, vault_age=HOUR), BackupState.NEVER, Weight.NOTE),
        (make_situation(None, vault_age=8 * DAY), BackupState.NEVER, Weight.CAUTION),
        (make_situation(None), BackupState.NEVER, Weight.STRONG),
        (make_situation(None, vault_age=HOUR, has_folder=False), BackupState.NO_FOLDER, Weight.NOTE),
        (make_situation(None, has_folder=False), BackupState.NO_FOLDER, Weight.STRONG),
        (make_situation(HOUR, is_reachable=False), BackupState.FOLDER_MISSING, Weight.QUIET),
        (make_situation(30 * HOUR, is_reachable=False), BackupState.FOLDER_MISSING, Weight.NOTE),
        (make_situation(8 * DAY, is_reachable=False), BackupState.FOLDER_MISSING, Weight.CAUTION),
        (make_situation(-timedelta(minutes=9)), BackupState.FRESH, Weight.QUIET),
        (make_situation(-DAY), BackupState.CLOCK_WRONG, Weight.CAUTION),
    ],
)
def test_the_notice_grows_with_the_time_since_the_last_good_backup(
    situation: BackupSituation, state: BackupState, weight: Weight
) -> None:
    notice = derive_backup_notice(situation, NOW)
    assert (notice.state, notice.weight) == (state, weight)


def test_it_never_grows_quieter_with_time() -> None:
    for is_reachable in (True, False):
        weights = [
            derive_backup_notice(make_situation(hours * HOUR, is_reachable=is_reachable), NOW).weight
            for hours in range(500)
        ]
        assert all(earlier <= later for earlier, later in pairwise(weights))
        assert set(weights) == set(Weight)


def test_it_says_when_in_both_languages() -> None:
    said = derive_backup_notice(make_situation(HOUR), NOW).text
    assert said.en == "Last tested backup: today at 18:00."
    assert said.ja == "最後の検証済みバックアップ：本日18:00。"
    said = derive_backup_notice(make_situation(30 * HOUR), NOW).text
    assert said.en == "Last tested backup: yesterday at 13:00. Back up today."
    assert said.ja == "最後の検証済みバックアップ：昨日13:00。本日中にバックアップしてください。"
    said = derive_backup_notice(make_situation(20 * DAY), NOW).text
    assert said.en.startswith("Last tested backup: 20 days ago, on 2026-11-03. Back up now")
    assert said.ja.startswith("最後の検証済みバックアップ：20日前（2026年11月3日）。今すぐ")


def test_days_are_those_of_the_clinic() -> None:
    from zoneinfo import ZoneInfo

    now = NOW.astimezone(ZoneInfo("Asia/Tokyo"))  # 04:00 on the 24th
    assert "yesterday at 23:00" in derive_backup_notice(make_situation(5 * HOUR), now).text.en
