"""Who restores: the store itself asks the backup, whatever calls it."""

from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from store import faults
from store.backup.backup_builders import limiting_files
from store.builders import PASSPHRASE, SteppingClock, make_patient, make_vault

from stemsup_desktop.consultation.people import Account, Role
from stemsup_desktop.errors import InputProblem, Problem
from stemsup_desktop.store.backup.restore_loss import Kinship, say_loss
from stemsup_desktop.store.backup.settings import BackupSettings
from stemsup_desktop.store.keys import Credentials
from stemsup_desktop.store.restore import Entry, enter_vault, find_loss, read_backup, restore_vault

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
    assert holds_patient(folder)
    with pytest.raises(InputProblem) as refused:
        find_loss(folder, NURSE, read_backup(backup, folder, NURSE, clock=CLOCK), clock=CLOCK)
    assert code_of(refused) == "administrator-only"


def test_what_came_since_is_counted(folder: Path, backup: Path) -> None:
    loss = find_loss(folder, DOCTOR, read_backup(backup, folder, DOCTOR, clock=CLOCK), clock=CLOCK)
    assert loss is not None
    assert (loss.kinship, loss.changes, loss.patients, loss.visits, loss.documents) == (Kinship.EARLIER, 1, 1, 0, 0)


def test_a_backup_with_nothing_missing_says_so(folder: Path, backup: Path, tmp_path: Path) -> None:
    restored = tmp_path / "new"
    restore_vault(backup, restored, DOCTOR, clock=CLOCK)
    loss = find_loss(restored, DOCTOR, read_backup(backup, restored, DOCTOR, clock=CLOCK), clock=CLOCK)
    assert loss is not None
    assert loss.kinship is Kinship.EARLIER
    assert (loss.changes, loss.last_change_at) == (0, None)
    assert say_loss(loss, UTC).en.startswith("Nothing was changed")


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
