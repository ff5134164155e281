"""How a vault stands with its backups, as far as can be told without its key."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from store.backup.backup_builders import Clinic, open_clinic
from store.builders import START

from stemsup_desktop.store.backup.notice import BackupState
from stemsup_desktop.store.backup.settings import BackupSettings
from stemsup_desktop.store.backup.situation import (
    find_backup_to_restore,
    read_backup_notice,
    read_backup_place,
    read_backup_to_restore,
)
from stemsup_desktop.store.header import read_vault_header


def test_the_last_good_backup_is_found_where_the_last_one_was_put(clinic: Clinic, tmp_path: Path) -> None:
    folder, now = clinic.folder, START + timedelta(days=1)
    assert find_backup_to_restore(folder, now) is None
    good, unproven = clinic.back_up(), clinic.write(START + timedelta(hours=1)).path
    found = find_backup_to_restore(folder, now)
    assert found == read_backup_to_restore(good)
    assert found is not None
    assert (found.is_proven, found.asks_for_name) == (True, False)
    assert not read_backup_to_restore(unproven).is_proven
    clinic.target.rename(tmp_path / "drawer")
    assert find_backup_to_restore(folder, now) is None


def test_what_is_said_while_locked_follows_the_vault_that_lies_there(clinic: Clinic, tmp_path: Path) -> None:
    now = START + timedelta(hours=2)
    assert read_backup_notice(clinic.folder, None, now).state is BackupState.NEVER
    clinic.back_up()
    assert read_backup_notice(clinic.folder, None, now).state is BackupState.FRESH
    chosen = BackupSettings(folder=tmp_path / "away")
    assert read_backup_notice(clinic.folder, chosen, now).state is BackupState.FOLDER_MISSING
    assert read_backup_notice(clinic.folder, BackupSettings(), now).state is BackupState.NO_FOLDER
    memory = clinic.folder / "last-backup.json"
    vault_id = read_vault_header(clinic.folder).vault_id
    memory.write_text(memory.read_text("utf-8").replace(vault_id, "another"), "utf-8")
    assert read_backup_notice(clinic.folder, None, now).state is BackupState.NEVER


def test_a_vault_that_was_never_backed_up_is_nagged_by_its_age(clinic: Clinic) -> None:
    weights = [read_backup_notice(clinic.folder, None, START + timedelta(days=days)).weight for days in (1, 8, 15)]
    assert weights == sorted(set(weights))


def test_a_backup_folder_is_looked_at_without_a_key(clinic: Clinic, other_backup: Path) -> None:
    path = clinic.back_up()
    shutil.copy(other_backup, clinic.target)
    place = read_backup_place(clinic.folder, clinic.target)
    assert (place.is_reachable, place.is_same_disk) == (True, True)
    assert [record.path for record in place.shelf.records] == [path]
    gone = read_backup_place(clinic.folder, clinic.target / "gone")
    assert (gone.is_reachable, gone.shelf.records) == (False, ())


def test_today_is_due_until_it_has_a_good_backup_of_this_vault(tmp_path: Path, made_vault: Path) -> None:
    shutil.copytree(made_vault, tmp_path / "clinic")
    with open_clinic(tmp_path) as clinic:
        assert clinic.vault.find_due_backup() is None
        settings = BackupSettings(folder=clinic.target)
        clinic.vault.save_backup_settings(settings)
        assert clinic.vault.find_due_backup() == settings
        clinic.vault.make_backup(settings, "1")
        assert clinic.vault.find_due_backup() is None
        clinic.vault.save_backup_settings(replace(settings, is_automatic=False))
        assert clinic.vault.find_due_backup() is None
