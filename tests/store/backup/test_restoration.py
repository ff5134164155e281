"""A person restores a backup: who may, what it would lose in numbers, and what the history says afterwards."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from store import faults
from store.backup.backup_builders import Clinic, code_of, names_in, open_clinic
from store.builders import PASSPHRASE, START, SteppingClock, make_consultation, make_document, make_patient, reopen

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.people import Account, Role
from stemsup_desktop.store.audit_trail import read_head
from stemsup_desktop.store.backup.loss import LaterActs, Loss, derive_loss
from stemsup_desktop.store.backup.making import make_backup
from stemsup_desktop.store.backup.notice import BackupState
from stemsup_desktop.store.backup.proving import AuditChecks
from stemsup_desktop.store.backup.reading import open_archive
from stemsup_desktop.store.backup.settings import BackupSettings
from stemsup_desktop.store.backup.situation import (
    find_backup_to_restore,
    read_backup_notice,
    read_backup_place,
    read_backup_to_restore,
)
from stemsup_desktop.store.header import read_vault_header
from stemsup_desktop.store.keys import Credentials
from stemsup_desktop.store.recovery_code import make_recovery_code
from stemsup_desktop.store.restoration import Restorer, find_loss, restore_vault
from stemsup_desktop.store.tries import FREE_TRIES
from stemsup_desktop.store.vault import open_vault

AUDIT = AuditChecks(read_head)
PDF = b"%PDF later"
NURSES = "another quiet passphrase of three"
OWNER = Restorer(Credentials(PASSPHRASE))


def later() -> SteppingClock:
    return SteppingClock(START + timedelta(days=2, hours=5))


def back_up(clinic: Clinic) -> Path:
    clock = SteppingClock(START)
    options = {"clock": clock, "program_version": "1", "audit": AUDIT}
    return make_backup(clinic.db, clinic.folder, clinic.target, clinic.data_key, **options).record.path  # type: ignore[arg-type]


def work_on(clinic: Clinic) -> None:
    """Two new patients, a new visit, a change in an older one, a sealed document."""
    vault = clinic.vault
    for number in ("NEW-1", "NEW-2"):
        vault.save_patient(make_patient(number))
    vault.start_consultation("patient-NEW-1", make_consultation("visit-new"))
    vault.save_consultation(make_consultation("visit-new", goal="later"), "patient-NEW-1")
    vault.save_consultation(make_consultation("visit-1", goal="changed"), "patient-A-0012")
    document = make_document("CNS-2026-00002", PDF, "visit-new", "patient-NEW-1")
    vault.save_document(document, PDF)


def test_what_would_be_lost_is_counted_while_the_vault_is_open_and_once_it_is_closed(clinic: Clinic) -> None:
    path = back_up(clinic)
    work_on(clinic)
    with open_archive(path) as archive:
        manifest = archive.manifest
    present = clinic.vault.read_present(manifest)
    assert present.acts == LaterActs(patients=2, visits=1, changed_visits=1, documents=1)
    open_loss = derive_loss(manifest, present, START + timedelta(hours=3))
    assert (open_loss.patients, open_loss.visits, open_loss.changed_visits, open_loss.documents) == (2, 1, 1, 1)
    clinic.vault.close()
    loss = find_loss(path, clinic.folder, OWNER, clock=later())
    assert replace(loss, age=open_loss.age) == open_loss
    assert loss.age // timedelta(hours=1) == 53


def test_nothing_done_since_is_nothing_lost(clinic: Clinic) -> None:
    path = back_up(clinic)
    clinic.vault.close()
    loss = find_loss(path, clinic.folder, OWNER, clock=later())
    assert loss.is_nothing
    assert loss.is_counted


def test_a_vault_with_its_key_file_gone_is_counted_with_the_backups_own(clinic: Clinic) -> None:
    path = back_up(clinic)
    work_on(clinic)
    clinic.vault.close()
    for header in faults.find_headers(clinic.folder):
        header.write_bytes(b"\0" * 400)
    assert find_loss(path, clinic.folder, OWNER, clock=later()).patients == 2


@pytest.mark.parametrize("size", [0, 4096, 50_000])
def test_a_vault_that_cannot_tell_leaves_only_the_time(clinic: Clinic, size: int) -> None:
    path = back_up(clinic)
    work_on(clinic)
    clinic.vault.close()
    faults.truncate(clinic.file, size)
    loss = find_loss(path, clinic.folder, OWNER, clock=later())
    assert not loss.is_counted
    assert not loss.is_nothing
    assert loss.age > timedelta(days=2)


def test_a_backup_of_other_records_says_so(clinic: Clinic, other_backup: Path) -> None:
    clinic.vault.close()
    assert find_loss(other_backup, clinic.folder, OWNER, clock=later()).is_of_another


def test_a_backup_dated_ahead_has_no_negative_age(clinic: Clinic) -> None:
    path = back_up(clinic)
    with open_archive(path) as archive:
        assert derive_loss(archive.manifest, None, START - timedelta(days=9)) == Loss(
            archive.manifest.created_at, timedelta(0)
        )


def test_the_history_of_the_restored_vault_says_who_restored_what(clinic: Clinic) -> None:
    path = back_up(clinic)
    work_on(clinic)
    clinic.vault.close()
    restored = restore_vault(path, clinic.folder, OWNER, clock=later())
    assert restored.replaced is not None
    with reopen(clinic.folder) as vault:
        rows = {row.act: row for row in vault.list_whole_history()}
        assert rows[AuditAct.RESTORED].subject == path.name
        values = [change.new for change in rows[AuditAct.RESTORED].details or ()]
        assert restored.replaced.name in values
        assert not vault.find_patients("NEW-1")
        assert vault.verify_history().fault is None


def test_only_who_administered_when_it_was_made_restores_it(clinic: Clinic) -> None:
    clinic.vault.change_own_passphrase(PASSPHRASE, PASSPHRASE, "aoki")
    clinic.vault.add_account(Account("", "森", (Role.STAFF,), "mori"), NURSES)
    path = back_up(clinic)
    clinic.vault.close()
    before = names_in(clinic.folder)
    nurse = Restorer(Credentials(NURSES, "mori"))
    assert code_of(lambda: restore_vault(path, clinic.folder, nurse, clock=later())) == "administrator-only"
    assert names_in(clinic.folder) == before


def test_the_recovery_sheet_restores(clinic: Clinic) -> None:
    code = make_recovery_code()
    clinic.vault.save_recovery_code(code)
    path = back_up(clinic)
    clinic.vault.close()
    sheet = Restorer(Credentials(code), is_recovery=True)
    assert restore_vault(path, clinic.folder, sheet, clock=later()).replaced is not None


def test_wrong_tries_at_a_backup_are_slowed_down_as_at_the_vault(clinic: Clinic) -> None:
    path = back_up(clinic)
    clinic.vault.close()
    clock = later()
    wrong = Restorer(Credentials("not the passphrase"))
    for _ in range(FREE_TRIES):
        assert code_of(lambda: find_loss(path, clinic.folder, wrong, clock=clock)) == "vault-wrong-passphrase"
    with pytest.raises(Exception, match="too many wrong tries"):
        find_loss(path, clinic.folder, OWNER, clock=clock)
    with pytest.raises(Exception, match="too many wrong tries"):
        open_vault(clinic.folder, PASSPHRASE, clock=clock)


def test_the_last_good_backup_is_found_where_the_last_one_was_put(clinic: Clinic, tmp_path: Path) -> None:
    folder, now = clinic.folder, START + timedelta(days=1)
    assert find_backup_to_restore(folder, now) is None
    good, unproven = back_up(clinic), clinic.write(START + timedelta(hours=1)).path
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
    back_up(clinic)
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
    path = back_up(clinic)
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
