"""Who restores: the store itself asks the backup, whatever calls it."""

from dataclasses import replace
from pathlib import Path

import pytest
from store import faults
from store.backup.backup_builders import limiting_files
from store.builders import PASSPHRASE, SteppingClock, make_patient, make_vault

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.people import Account, Role
from stemsup_desktop.errors import InputProblem, Problem
from stemsup_desktop.store import restore
from stemsup_desktop.store.backup.loss import Kinship
from stemsup_desktop.store.backup.settings import BackupSettings
from stemsup_desktop.store.entering import Entry, enter_vault
from stemsup_desktop.store.keys import Credentials
from stemsup_desktop.store.problems import make_environment_problem
from stemsup_desktop.store.recovery_code import make_recovery_code
from stemsup_desktop.store.restore import find_loss, restore_vault
from stemsup_desktop.store.tries import FREE_TRIES

DOCTOR = Entry(Credentials(PASSPHRASE, "aoki"))
NURSE = Entry(Credentials("seven grey herons wade", "mori"))
CLOCK = SteppingClock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "clinic"


@pytest.fixture
def backup(folder: Path, tmp_path: Path) -> Path:
    """A backup of a vault with a physician who administers it and a nurse; the vault went on by one patient."""
    (tmp_path / "backups").mkdir()
    with make_vault(folder) as vault:
        vault.change_own_passphrase(PASSPHRASE, PASSPHRASE, "aoki")
        vault.add_account(Account("", "森 恵美", (Role.STAFF,), "mori"), NURSE.credentials.passphrase)
        made = vault.make_backup(replace(BackupSettings(), folder=tmp_path / "backups"), "0.1.0")
        vault.save_patient(make_patient())
    return made.record.path


def code_of(problem: pytest.ExceptionInfo[Problem]) -> str:
    return problem.value.code


def holds_patient(folder: Path) -> bool:
    with enter_vault(folder, DOCTOR, clock=CLOCK) as vault:
        return bool(vault.find_patients(""))


def test_staff_put_no_backup_in_a_vaults_place_nor_where_there_is_none(
    folder: Path, backup: Path, tmp_path: Path
) -> None:
    for place in (folder, tmp_path / "new"):
        with pytest.raises(InputProblem) as refused:
            restore_vault(backup, place, NURSE, clock=CLOCK, replace=True)
        assert code_of(refused) == "administrator-only"
    assert not (tmp_path / "new" / "vault").exists()
    assert holds_patient(folder)
    with pytest.raises(InputProblem) as refused:
        find_loss(backup, folder, NURSE, clock=CLOCK)
    assert code_of(refused) == "administrator-only"


def test_what_came_since_is_counted(folder: Path, backup: Path) -> None:
    loss = find_loss(backup, folder, DOCTOR, clock=CLOCK)
    assert (loss.kinship, loss.changes, loss.patients, loss.visits, loss.documents) == (Kinship.EARLIER, 1, 1, 0, 0)


def test_the_history_of_the_restored_vault_says_who_restored_what_and_what_it_replaced(
    folder: Path, backup: Path
) -> None:
    loss = find_loss(backup, folder, DOCTOR, clock=CLOCK)
    restored = restore_vault(backup, folder, DOCTOR, clock=CLOCK, replace=True, loss=loss)
    assert restored.replaced is not None
    assert loss.head is not None
    with enter_vault(folder, DOCTOR, clock=CLOCK) as vault:
        row = next(row for row in vault.list_whole_history() if row.act is AuditAct.RESTORED)
        assert vault.verify_history().fault is None
    facts = {change.path[0]: change.new for change in row.details or ()}
    assert (row.account_name, row.subject) == (vault.author.name, backup.name)
    assert (facts["replaced"], facts["replaced_row"]) == (restored.replaced.name, loss.head.sequence)
    assert not holds_patient(folder)


def test_a_restore_whose_row_the_disk_refuses_is_a_restore_all_the_same(
    folder: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise make_environment_problem("vault-disk-full")

    with monkeypatch.context() as patched:
        patched.setattr(restore, "enter_vault", refuse)
        restored = restore_vault(backup, folder, DOCTOR, clock=CLOCK, replace=True)
    assert restored.replaced is not None
    assert not holds_patient(folder)


def test_the_recovery_sheet_restores(folder: Path, tmp_path: Path) -> None:
    code = make_recovery_code()
    (tmp_path / "backups").mkdir()
    with make_vault(folder) as vault:
        vault.save_recovery_code(code)
        made = vault.make_backup(replace(BackupSettings(), folder=tmp_path / "backups"), "0.1.0")
    sheet = Entry(Credentials(code), is_recovery=True)
    assert find_loss(made.record.path, folder, sheet, clock=CLOCK).is_counted
    assert restore_vault(made.record.path, folder, sheet, clock=CLOCK, replace=True).replaced is not None


def test_wrong_tries_at_a_backup_are_slowed_down_as_at_the_vault(folder: Path, backup: Path) -> None:
    clock, wrong = SteppingClock(), Entry(Credentials("not the passphrase", "aoki"))
    for _ in range(FREE_TRIES):
        with pytest.raises(InputProblem) as refused:
            find_loss(backup, folder, wrong, clock=clock)
        assert code_of(refused) == "vault-wrong-passphrase"
    with pytest.raises(InputProblem) as refused:
        restore_vault(backup, folder, DOCTOR, clock=clock, replace=True)
    assert code_of(refused) == "vault-wait"
    with pytest.raises(InputProblem) as refused:
        enter_vault(folder, DOCTOR, clock=clock)
    assert code_of(refused) == "vault-wait"


def test_a_backup_with_nothing_missing_says_so(folder: Path, backup: Path, tmp_path: Path) -> None:
    restored = tmp_path / "new"
    restore_vault(backup, restored, DOCTOR, clock=CLOCK)
    loss = find_loss(backup, restored, DOCTOR, clock=CLOCK)
    assert loss.kinship is Kinship.EARLIER
    assert (loss.changes, loss.last_change_at, loss.is_nothing) == (0, None, True)


def test_without_room_or_right_to_write_nothing_is_touched(folder: Path, backup: Path) -> None:
    with limiting_files(100_000), pytest.raises(Problem) as full:
        restore_vault(backup, folder, DOCTOR, clock=CLOCK, replace=True)
    assert code_of(full) == "backup-no-room-to-test"
    with faults.read_only(folder), pytest.raises(Problem) as refused:
        restore_vault(backup, folder, DOCTOR, clock=CLOCK, replace=True)
    assert code_of(refused) == "vault-read-only"
    assert sorted(path.name for path in folder.iterdir()) == ["last-backup.json", "vault", "vault.lock"]
    assert holds_patient(folder)


def test_what_a_person_typed_is_in_no_representation() -> None:
    assert PASSPHRASE not in f"{DOCTOR!r} {DOCTOR}"


def test_a_wrong_try_where_no_vault_lies_leaves_nothing(backup: Path, tmp_path: Path) -> None:
    wrong = Entry(Credentials("not the passphrase", "aoki"))
    with pytest.raises(InputProblem) as refused:
        find_loss(backup, tmp_path / "new", wrong, clock=CLOCK)
    assert code_of(refused) == "vault-wrong-passphrase"
    assert not (tmp_path / "new").exists()
