"""Backups that the running program makes: when, one at a time, and what is left when something comes in between."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from backup_samples import PASSPHRASE, BackedUp
from pytestqt.qtbot import QtBot
from store import faults
from visit_samples import NOW, SteppedClock

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.backup.memory import find_last_backup
from stemsup_desktop.store.backup.notice import BackupState
from stemsup_desktop.store.backup.restoring import settle_restore
from stemsup_desktop.ui import backup_run
from stemsup_desktop.ui.backup_keeper import LOOKS_AFTER_FAILURE, BackupStatus
from stemsup_desktop.ui.backup_run import Reason
from stemsup_desktop.ui.copy_work import CopyStage
from stemsup_desktop.ui.jobs import JobRunner, Lane, ManualExecutor


@pytest.fixture
def clinic(runner: JobRunner, executor: ManualExecutor, tmp_path: Path, clock: SteppedClock) -> Iterator[BackedUp]:
    made = BackedUp(runner, executor, tmp_path, clock)
    yield made
    made.close()


def test_a_look_makes_todays_backup_once(clinic: BackedUp) -> None:
    for hours in (0, 0.2, 5):
        clinic.clock.advance(hours=hours)
        clinic.keeper.look()
        clinic.executor.run_all()
    assert [record.is_proven for record in clinic.records] == [True]
    clinic.clock.advance(days=1)
    clinic.keeper.look()
    clinic.executor.run_all()
    assert [record.created_at.day for record in clinic.records] == [9, 8]
    assert [act.split()[0] for act in clinic.list_acts()] == ["backup-tested", "backup-made"] * 2
    assert clinic.left == []


def test_after_unlocking_and_then_every_ten_minutes_it_looks(clinic: BackedUp, qtbot: QtBot) -> None:
    assert (clinic.keeper._soon.interval(), clinic.keeper._often.interval()) == (20_000, 600_000)
    assert clinic.keeper._soon.isActive()
    clinic.keeper._soon.timeout.emit()
    clinic.executor.run_all()
    assert len(clinic.records) == 1
    clinic.clock.advance(days=1)
    clinic.keeper._often.timeout.emit()
    clinic.executor.run_all()
    assert len(clinic.records) == 2


@pytest.mark.parametrize(
    ("changes", "reason", "count"),
    [
        ({"is_automatic": False}, Reason.DAILY, 0),
        ({"is_automatic": False}, Reason.CLOSING, 0),
        ({"is_automatic": False}, Reason.ASKED, 1),
        ({"folder": None}, Reason.DAILY, 0),
        ({"folder": None}, Reason.CLOSING, 0),
        ({}, Reason.CLOSING, 1),
    ],
)
def test_a_backup_is_made_as_it_was_chosen(
    clinic: BackedUp, changes: dict[str, object], reason: Reason, count: int
) -> None:
    clinic.choose(**changes)
    clinic.keeper.back_up(reason)
    clinic.executor.run_all()
    assert len(clinic.records) == count
    assert clinic.ends == [None]


def test_asking_without_a_folder_says_so(clinic: BackedUp) -> None:
    clinic.choose(folder=None)
    clinic.keeper.back_up()
    clinic.executor.run_all()
    assert clinic.codes == ["backup-folder-missing"]
    assert clinic.keeper.status.problem is clinic.ends[0]


def test_two_backups_asked_for_at_once_are_one(clinic: BackedUp) -> None:
    for reason in (Reason.DAILY, Reason.ASKED, Reason.CLOSING, Reason.ASKED):
        clinic.keeper.back_up(reason)
    clinic.executor.run_all()
    assert len(clinic.records) == 1
    assert clinic.ends == [None]


def test_a_backup_asked_for_while_a_look_finds_none_due_is_made(clinic: BackedUp) -> None:
    clinic.back_up()
    clinic.clock.advance(minutes=10)
    clinic.keeper.look()
    clinic.keeper.back_up()
    clinic.executor.run_all()
    assert [record.created_at for record in clinic.records] == [NOW + timedelta(minutes=10)]
    assert clinic.ends == [None, None]


def test_progress_counts_up_and_says_what_it_is_at(clinic: BackedUp) -> None:
    seen: list[BackupStatus] = []
    clinic.keeper.status_changed.connect(seen.append)
    clinic.back_up()
    told = [status.progress for status in seen if status.progress is not None]
    assert [progress.percent for progress in told] == sorted(progress.percent for progress in told)
    assert list(dict.fromkeys(progress.stage for progress in told)) == list(CopyStage)
    assert seen[-1] == BackupStatus(done_at=NOW)


def test_the_vault_takes_everything_while_it_is_copied(clinic: BackedUp) -> None:
    clinic.keeper.back_up()
    clinic.step_to(Lane.COPY, 2)
    clinic.add_patient(7)
    clinic.executor.run_all()
    assert clinic.ends == [None]
    assert clinic.stepped.vault.get_patient("patient-7")
    assert clinic.stepped.vault._database.execute("pragma wal_autocheckpoint").fetchone() == (1000,)


def test_the_copy_of_the_key_is_wiped_whatever_happens(
    clinic: BackedUp, monkeypatch: pytest.MonkeyPatch, runner: JobRunner
) -> None:
    keys: list[bytearray] = []
    real = backup_run.write_backup

    def write(snapshot: object, target: Path, data_key: bytearray, **options: object) -> object:
        keys.append(data_key)
        return real(snapshot, target, data_key, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(backup_run, "write_backup", write)
    record = clinic.back_up()
    clinic.keeper.test(record.path)
    clinic.executor.run_all()
    with faults.read_only(clinic.target):
        clinic.keeper.back_up()
        clinic.executor.run_all()
    clinic.keeper.back_up()
    clinic.step_to(Lane.COPY, 2)
    runner.close()  # the program ends meanwhile
    assert len(keys) == 3
    assert [bytes(key) for key in keys] == [bytes(32)] * 3


def test_a_lock_stops_it_clean_and_the_next_unlock_makes_it(clinic: BackedUp) -> None:
    for steps in range(1, 4):
        clinic.keeper.look()
        clinic.step_to(Lane.COPY, steps)
        clinic.keeper.stop()
        clinic.stepped.access.close(lambda _: None)
        clinic.executor.run_all()
        assert clinic.records == ()
        assert clinic.left == []
        assert not clinic.keeper.is_running
        assert clinic.keeper.status == BackupStatus()
        clinic.stepped.access.open(PASSPHRASE, lambda _: None)
        clinic.keeper.start()
        clinic.executor.run_all()
    clinic.keeper.look()
    clinic.executor.run_all()
    assert len(clinic.records) == 1


def test_a_vault_that_closes_while_it_is_copied_leaves_no_half(clinic: BackedUp) -> None:
    """The lock comes between two steps; what was copied by then is given up."""
    clinic.keeper.look()
    clinic.step_to(Lane.COPY, 2)
    clinic.stepped.access.close(lambda _: None)
    clinic.stepped.access.open(PASSPHRASE, lambda _: None)
    clinic.executor.run_all()
    assert clinic.left == []
    assert len(clinic.records) == len([record for record in clinic.records if record.is_proven])


def test_cancelling_says_so_and_leaves_nothing(clinic: BackedUp) -> None:
    clinic.keeper.back_up()
    clinic.step_to(Lane.COPY, 2)
    clinic.keeper.cancel()
    assert clinic.keeper.status.is_stopping
    clinic.executor.run_all()
    assert clinic.codes == ["backup-cancelled"]
    assert (clinic.records, clinic.left, clinic.list_acts()) == ((), [], [])
    assert clinic.back_up().is_proven


def test_a_stick_that_is_away_begins_nothing_and_is_told_of(clinic: BackedUp) -> None:
    clinic.target.rename(clinic.target.with_name("drawer"))
    clinic.keeper.look()
    clinic.executor.run_all()
    assert clinic.codes == ["backup-folder-missing"]
    assert clinic.list_acts() == []
    assert clinic.keeper.notice is not None
    assert clinic.keeper.notice.state is BackupState.FOLDER_MISSING
    clinic.target.with_name("drawer").rename(clinic.target)
    clinic.keeper.look()
    clinic.executor.run_all()
    assert len(clinic.records) == 1


def test_a_stick_removed_mid_way_is_said_and_kept_in_the_history(clinic: BackedUp) -> None:
    clinic.keeper.back_up()
    clinic.step_to(Lane.COPY, 2)
    clinic.target.rename(clinic.target.with_name("pulled out"))
    clinic.executor.run_all()
    assert clinic.codes == ["backup-folder-missing"]
    assert clinic.list_acts() == ["backup-failed backup-folder-missing"]


def test_a_stick_removed_before_the_trial_is_said(clinic: BackedUp) -> None:
    clinic.keeper.back_up()
    clinic.step_to(Lane.COPY, 3)
    clinic.target.rename(clinic.target.with_name("pulled out"))
    clinic.executor.run_all()
    assert clinic.codes == ["backup-missing"]
    assert clinic.left_beside == []


def test_a_full_stick_is_said_and_not_tried_again_at_once(clinic: BackedUp) -> None:
    for _ in range(LOOKS_AFTER_FAILURE):
        clinic.keeper.look()
        clinic.run_copies()
    assert clinic.codes == ["backup-file-too-large"]
    clinic.keeper.look()
    clinic.executor.run_all()
    assert clinic.ends[-1] is None
    assert clinic.left == []


def test_a_read_only_folder_is_said(clinic: BackedUp) -> None:
    with faults.read_only(clinic.target):
        clinic.keeper.back_up()
        clinic.executor.run_all()
    assert clinic.codes == ["backup-read-only"]
    assert clinic.list_acts() == ["backup-failed backup-read-only"]


def test_a_folder_inside_the_vaults_own_is_refused(clinic: BackedUp) -> None:
    inside = clinic.folder / "vault" / "backups"
    inside.mkdir()
    clinic.choose(folder=inside)
    clinic.keeper.back_up()
    clinic.executor.run_all()
    assert clinic.codes == ["backup-folder-in-vault"]
    assert list(inside.iterdir()) == []


def test_a_clock_set_back_makes_one_backup_that_day_and_loses_none(clinic: BackedUp) -> None:
    clinic.back_up()
    clinic.clock.now -= timedelta(days=365)
    for _ in range(3):
        clinic.keeper.look()
        clinic.executor.run_all()
    assert [record.created_at.year for record in clinic.records] == [2026, 2025]


def test_what_a_killed_program_left_is_settled_and_the_backup_made(clinic: BackedUp) -> None:
    killed = clinic.folder / "vault.trial-abc"
    killed.mkdir()
    (killed / "vault.db").write_bytes(b"half")
    clinic.stepped.access.close(lambda _: None)
    clinic.executor.run_all()
    settle_restore(clinic.folder)
    assert clinic.left == []
    clinic.stepped.access.open(PASSPHRASE, lambda _: None)
    assert clinic.back_up().is_proven


def test_an_older_backup_is_tested_and_noted(clinic: BackedUp) -> None:
    record = clinic.back_up()
    record.path.with_name(record.path.name + ".proof").unlink()
    assert not clinic.records[0].is_proven
    clinic.keeper.test(record.path)
    clinic.executor.run_all()
    assert clinic.records[0].is_proven
    assert clinic.keeper.status == BackupStatus(done_at=NOW, was_test=True)
    assert clinic.list_acts()[0] == f"backup-tested {record.path.name}"


def test_a_damaged_backup_is_found_by_its_test(clinic: BackedUp) -> None:
    record = clinic.back_up()
    faults.flip_bit(record.path, record.size_bytes // 2)
    clinic.keeper.test(record.path)
    clinic.executor.run_all()
    assert clinic.codes == ["", "backup-damaged"]
    assert not clinic.keeper.is_running


def test_the_notice_follows_the_backup_and_the_day(clinic: BackedUp) -> None:
    states = []
    clinic.keeper.notice_changed.connect(lambda notice: states.append(notice.state))
    clinic.back_up()
    clinic.clock.advance(days=3)
    clinic.keeper.refresh_notice()
    clinic.executor.run_all()
    assert states == [BackupState.FRESH, BackupState.DUE]
    last = find_last_backup(clinic.folder)
    assert last is not None
    assert last.path == str(clinic.records[0].path)


def test_a_damaged_vault_is_told_by_the_backup_that_fails(clinic: BackedUp, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise EnvironmentProblem("vault-disk-failed", "The disk reported an error.")

    monkeypatch.setattr(backup_run, "finish_backup", fail)
    clinic.keeper.look()
    clinic.executor.run_all()
    assert clinic.codes == ["vault-disk-failed"]
    assert clinic.list_acts() == ["backup-failed vault-disk-failed"]
