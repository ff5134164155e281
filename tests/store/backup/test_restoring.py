"""A backup takes the vault's place whole, or not at all; what it replaces is kept."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from store import faults
from store.backup import restore_harness
from store.backup.archives import DATABASE, MANIFEST, read_members, write_members
from store.backup.backup_builders import PDF, Clinic, code_of, limiting_files, names_in, unlock
from store.builders import CLINIC, PASSPHRASE, make_patient, make_vault, reopen

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.backup.proving import AuditChecks
from stemsup_desktop.store.backup.restoring import RestoredVault, restore_backup, settle_restore
from stemsup_desktop.store.backup.watching import Progress, Stage, Watch
from stemsup_desktop.store.header import VaultHeader, read_vault_header
from stemsup_desktop.store.place import vault_exists

pytestmark = pytest.mark.migrated_vaults

LATER = datetime(2026, 11, 24, 8, 15, tzinfo=UTC)


@pytest.fixture
def backup(clinic: Clinic) -> Path:
    """A backup of the clinic's vault, which went on by one patient, and is closed."""
    path = clinic.write().path
    clinic.vault.save_patient(make_patient("NEW-1"))
    clinic.vault.close()
    return path


def restore(path: Path, folder: Path, **options: object) -> RestoredVault:
    return restore_backup(path, folder, unlock, now=LATER, **options)


def has_new_patient(folder: Path) -> bool:
    with reopen(folder) as vault:
        assert vault.load_clinic() == CLINIC
        return bool(vault.find_patients("NEW-1"))


def test_a_backup_becomes_the_vault_of_an_empty_folder(backup: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new computer"
    restored = restore(backup, folder)
    assert (restored.replaced, restored.rows["patients"], restored.manifest.program_version) == (None, 30, "0.1.0")
    assert names_in(folder) == ["vault", "vault.lock"]
    assert names_in(folder / "vault") == ["vault-key-copy.json", "vault-key.json", "vault.db"]
    if os.name == "posix":
        assert (folder / "vault").stat().st_mode & 0o777 == 0o700
        assert {path.stat().st_mode & 0o777 for path in (folder / "vault").iterdir()} == {0o600}
    with reopen(folder) as vault:
        assert vault.load_document("CNS-2026-00001")[1] == PDF
        vault.save_patient(make_patient("NEXT-1"))


def test_a_vault_is_not_overwritten_without_being_told(clinic: Clinic, backup: Path) -> None:
    assert code_of(lambda: restore(backup, clinic.folder)) == "vault-exists"
    assert has_new_patient(clinic.folder)


def test_the_replaced_vault_is_kept_whole(clinic: Clinic, backup: Path) -> None:
    (clinic.folder / "vault" / "vault-before-0003.db").write_bytes(b"an older copy")
    restored = restore(backup, clinic.folder, replace=True)
    assert restored.replaced == clinic.folder / "vault-replaced-20261124T081500Z"
    assert not has_new_patient(clinic.folder)
    assert "vault-before-0003.db" in names_in(restored.replaced)
    again = restore(backup, clinic.folder, replace=True)
    assert again.replaced == clinic.folder / "vault-replaced-20261124T081500Z-2"
    aside = clinic.folder.with_name("looked into")
    aside.mkdir()
    restored.replaced.rename(aside / "vault")
    assert has_new_patient(aside)


def test_a_damaged_vault_is_replaced_too(clinic: Clinic, backup: Path) -> None:
    faults.truncate(clinic.file, 5000)
    restore(backup, clinic.folder, replace=True)
    assert not has_new_patient(clinic.folder)


def test_a_vault_that_is_open_is_not_replaced(clinic: Clinic) -> None:
    path = clinic.write().path
    assert code_of(lambda: restore(path, clinic.folder, replace=True)) == "vault-in-use"
    clinic.vault.save_patient(make_patient("S-1"))


def test_a_wrong_passphrase_is_found_before_anything_is_touched(clinic: Clinic, backup: Path) -> None:
    def unlock_wrongly(header: VaultHeader) -> bytes:
        return unlock(header, "another passphrase")

    before = names_in(clinic.folder)
    act = lambda: restore_backup(backup, clinic.folder, unlock_wrongly, now=LATER, replace=True)  # noqa: E731
    assert code_of(act) == "vault-wrong-passphrase"
    assert names_in(clinic.folder) == before
    assert has_new_patient(clinic.folder)


def test_a_backup_of_another_vault_can_take_this_ones_place(clinic: Clinic, backup: Path, other_backup: Path) -> None:
    before = read_vault_header(clinic.folder).vault_id
    restored = restore(other_backup, clinic.folder, replace=True)
    assert restored.rows["patients"] == 13
    assert restored.manifest.vault_id == read_vault_header(clinic.folder).vault_id != before


def test_nothing_is_replaced_by_an_archive_that_is_not_sound(clinic: Clinic, backup: Path) -> None:
    before, members = names_in(clinic.folder), read_members(backup)
    pages = bytearray(members[DATABASE])
    pages[len(pages) // 2] ^= 1
    for changed in ({DATABASE: bytes(pages)}, {MANIFEST: b"{}"}, {"vault-key.json": b"{}"}):
        write_members(backup, {**members, **changed})
        assert code_of(lambda: restore(backup, clinic.folder, replace=True)) == "backup-damaged"
        assert names_in(clinic.folder) == before
    assert has_new_patient(clinic.folder)


def test_what_the_trail_of_the_backup_says_comes_before_anything_is_replaced(clinic: Clinic, backup: Path) -> None:
    def refuse(db: object) -> None:
        raise EnvironmentProblem("audit-broken", "The trail does not hold.")

    with pytest.raises(EnvironmentProblem, match="does not hold"):
        restore(backup, clinic.folder, replace=True, audit=AuditChecks(verify=refuse))
    assert has_new_patient(clinic.folder)


@pytest.mark.parametrize("stage", [Stage.UNPACK, Stage.CHECK])
def test_a_restore_that_is_stopped_leaves_the_vault_as_it_was(clinic: Clinic, backup: Path, stage: Stage) -> None:
    before, seen = names_in(clinic.folder), list[Progress]()
    watch = Watch(seen.append, lambda: bool(seen) and seen[-1].stage is stage)
    assert code_of(lambda: restore(backup, clinic.folder, replace=True, watch=watch)) == "backup-cancelled"
    assert names_in(clinic.folder) == before
    assert has_new_patient(clinic.folder)


def test_a_disk_without_room_leaves_the_vault_as_it_was(clinic: Clinic, backup: Path) -> None:
    before = names_in(clinic.folder)
    with limiting_files(50_000):
        assert code_of(lambda: restore(backup, clinic.folder, replace=True)) == "backup-no-room-to-test"
    assert names_in(clinic.folder) == before
    assert has_new_patient(clinic.folder)


def test_a_folder_that_cannot_be_written_says_so(clinic: Clinic, backup: Path) -> None:
    with faults.read_only(clinic.folder):
        assert code_of(lambda: restore(backup, clinic.folder, replace=True)) == "vault-read-only"
    assert has_new_patient(clinic.folder)


def test_settling_where_nothing_is_left_touches_nothing(clinic: Clinic, backup: Path, tmp_path: Path) -> None:
    settle_restore(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
    before = names_in(clinic.folder)
    settle_restore(clinic.folder)
    assert names_in(clinic.folder) == before


def test_settling_leaves_a_vault_that_is_open_alone(clinic: Clinic) -> None:
    (clinic.folder / "vault.trial-abc").mkdir()
    settle_restore(clinic.folder)
    assert (clinic.folder / "vault.trial-abc").exists()
    clinic.vault.close()
    settle_restore(clinic.folder)
    assert names_in(clinic.folder) == ["vault", "vault.lock"]


def test_a_kill_between_the_two_renames_ends_with_the_new_vault(clinic: Clinic, backup: Path) -> None:
    restore(backup, clinic.folder, replace=True)
    (clinic.folder / "vault").rename(clinic.folder / "vault.restored")
    assert not vault_exists(clinic.folder)
    settle_restore(clinic.folder)
    assert not has_new_patient(clinic.folder)


def test_a_half_unpacked_vault_never_becomes_the_vault(tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    (folder / "vault.unpacking").mkdir(parents=True)
    (folder / "vault.unpacking" / "vault.db").write_bytes(b"half")
    settle_restore(folder)
    assert not vault_exists(folder)
    make_vault(folder).close()


def test_dying_at_any_step_of_a_restore_leaves_the_old_or_the_new_vault(backup: Path, clinic: Clinic) -> None:
    command = [sys.executable, str(restore_harness.__file__), str(clinic.folder), str(backup)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    outcomes = [line.split()[-1] for line in run.stdout.splitlines()]
    assert len(outcomes) >= 25
    assert set(outcomes) == {"old", "new"}
    assert outcomes == sorted(outcomes, reverse=True)
    assert PASSPHRASE not in run.stdout


@pytest.mark.parametrize("name", ["vault.restored", "vault.unpacking", "vault.trial-abc"])
@pytest.mark.parametrize("is_link", [False, True])
def test_a_file_or_link_in_the_place_of_what_a_restore_leaves_keeps_nobody_out(
    clinic: Clinic, backup: Path, tmp_path: Path, name: str, is_link: bool
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("kept", "utf-8")
    if is_link:
        (clinic.folder / name).symlink_to(elsewhere)
    else:
        (clinic.folder / name).write_text("", "utf-8")
    assert has_new_patient(clinic.folder)
    assert (elsewhere / "kept").is_file()
    assert not (clinic.folder / name).is_symlink()
