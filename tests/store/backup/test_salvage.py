"""What a closed vault and a folder of backups can tell without being opened: before a restore, and while locked."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from store import faults
from store.backup.backup_builders import Clinic, code_of, open_clinic
from store.builders import PASSPHRASE, START, SteppingClock, make_consultation, make_document, make_patient

from stemsup_desktop.consultation.audit import AuditHead
from stemsup_desktop.store.audit_trail import read_head
from stemsup_desktop.store.backup.making import make_backup
from stemsup_desktop.store.backup.notice import BackupState
from stemsup_desktop.store.backup.proving import AuditChecks
from stemsup_desktop.store.backup.restore_loss import Kinship, RestoreLoss
from stemsup_desktop.store.backup.settings import BackupSettings
from stemsup_desktop.store.backup.situation import (
    find_backup_to_restore,
    read_backup_notice,
    read_backup_place,
    read_backup_to_restore,
)
from stemsup_desktop.store.header import read_vault_header
from stemsup_desktop.store.keys import Credentials
from stemsup_desktop.store.restore import Entry
from stemsup_desktop.store.salvage import look_into_backup
from stemsup_desktop.store.tries import read_wrong_tries

AUDIT = AuditChecks(read_head)
PDF = b"%PDF later"
OWNER = Entry(Credentials(PASSPHRASE))


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


def test_what_a_closed_vault_has_besides_is_what_it_said_while_it_was_open(clinic: Clinic) -> None:
    path = back_up(clinic)
    work_on(clinic)
    clinic.vault.close()
    offer = look_into_backup(path, clinic.folder, OWNER, clock=later())
    assert offer.loss is not None
    assert (offer.loss.kinship, offer.loss.patients, offer.loss.visits, offer.loss.documents) == (
        Kinship.EARLIER,
        2,
        1,
        1,
    )
    with open_clinic(clinic.folder.parent) as opened:
        said = opened.vault.derive_restore_loss(offer.manifest)
    assert replace_head(said) == replace_head(offer.loss)


def replace_head(loss: RestoreLoss) -> RestoreLoss:
    return msgspec.structs.replace(loss, head=AuditHead(0, ""))


def test_a_vault_with_its_key_file_gone_is_counted_with_the_backups_own(clinic: Clinic) -> None:
    path = back_up(clinic)
    work_on(clinic)
    clinic.vault.close()
    for header in faults.find_headers(clinic.folder):
        header.write_bytes(b"\0" * 400)
    loss = look_into_backup(path, clinic.folder, OWNER, clock=later()).loss
    assert loss is not None
    assert loss.patients == 2


@pytest.mark.parametrize("size", [0, 4096, 50_000])
def test_a_vault_that_cannot_tell_says_nothing_and_is_not_touched(clinic: Clinic, size: int) -> None:
    path = back_up(clinic)
    clinic.vault.close()
    faults.truncate(clinic.file, size)
    before = clinic.file.read_bytes()
    assert look_into_backup(path, clinic.folder, OWNER, clock=later()).loss is None
    assert clinic.file.read_bytes() == before


def test_a_vault_whose_file_is_gone_says_nothing(clinic: Clinic) -> None:
    path = back_up(clinic)
    clinic.vault.close()
    clinic.file.unlink()
    assert look_into_backup(path, clinic.folder, OWNER, clock=later()).loss is None


def test_a_wrong_passphrase_counts_as_a_try_at_the_vault(clinic: Clinic) -> None:
    path = back_up(clinic)
    clinic.vault.close()
    wrong = Entry(Credentials("not the passphrase"))
    assert code_of(lambda: look_into_backup(path, clinic.folder, wrong, clock=later())) == "vault-wrong-passphrase"
    assert read_wrong_tries(clinic.folder).count == 1


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
