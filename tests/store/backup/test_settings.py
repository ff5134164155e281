"""What a clinic chose for its backups, and what is remembered of the last one."""

from pathlib import Path

import pytest
from store import faults
from store.backup.backup_builders import Clinic, code_of
from store.builders import START

from stemsup_desktop.store.backup.memory import find_last_backup, remember_backup
from stemsup_desktop.store.backup.rotation import RotationPolicy
from stemsup_desktop.store.backup.settings import BackupSettings, make_settings_of, read_backup_settings


def test_a_new_vault_has_no_folder_yet_and_backs_up_by_itself() -> None:
    assert read_backup_settings({}) == BackupSettings(None, True, RotationPolicy(7, 5, 24))


def test_choices_come_back_as_they_were_kept(clinic: Clinic) -> None:
    choices = BackupSettings(Path("/media/診療所 stick/バックアップ"), False, RotationPolicy(1, 0, 120))
    clinic.vault.save_settings(make_settings_of(choices))
    assert read_backup_settings(clinic.vault.load_settings()) == choices
    clinic.vault.save_settings(make_settings_of(BackupSettings()))
    assert read_backup_settings(clinic.vault.load_settings()) == BackupSettings()


@pytest.mark.parametrize("text", ["", "-1", "7.5", "seven", "٣", "9999999999"])
def test_a_count_that_makes_no_sense_is_the_usual_one(text: str) -> None:
    assert read_backup_settings({"backup.daily": text}).policy.daily == 7


def test_the_last_good_backup_is_known_without_key_or_stick(clinic: Clinic) -> None:
    assert find_last_backup(clinic.folder) is None
    record = clinic.write()
    remember_backup(clinic.folder, record, START)
    record.path.unlink()
    last = find_last_backup(clinic.folder)
    assert last is not None
    assert (last.path, last.created_at, last.proven_at) == (str(record.path), START, START)
    assert (last.vault_id, last.size_bytes) == (clinic.vault_id, record.size_bytes)


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b"[" * 100_000])
def test_a_damaged_memory_is_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "last-backup.json").write_bytes(data)
    assert find_last_backup(tmp_path) is None


def test_a_memory_that_cannot_be_kept_says_so(clinic: Clinic) -> None:
    record = clinic.write()
    with faults.read_only(clinic.folder):
        assert code_of(lambda: remember_backup(clinic.folder, record, START)) == "vault-read-only"
