"""What a restore would lose, in numbers: of a vault that is whole, damaged, another's, or not there."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from store import faults
from store.backup.backup_builders import Clinic, code_of
from store.builders import PASSPHRASE, START, SteppingClock, make_consultation, make_document, make_patient, reopen

from stemsup_desktop.consultation.people import Account, Role
from stemsup_desktop.store.backup.loss import Kinship, make_uncounted_loss
from stemsup_desktop.store.backup.reading import open_archive
from stemsup_desktop.store.entering import Entry
from stemsup_desktop.store.keys import Credentials
from stemsup_desktop.store.restore import find_loss, restore_vault

PDF = b"%PDF later"
OWNER = Entry(Credentials(PASSPHRASE))


def later() -> SteppingClock:
    return SteppingClock(START + timedelta(days=2, hours=5))


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


def damage_key_files(clinic: Clinic) -> None:
    for header in faults.find_headers(clinic.folder):
        header.write_bytes(b"\0" * 400)


def test_what_would_be_lost_is_counted_while_the_vault_is_open_and_once_it_is_closed(clinic: Clinic) -> None:
    path = clinic.back_up()
    work_on(clinic)
    with open_archive(path) as archive:
        manifest = archive.manifest
    open_loss = clinic.vault.derive_restore_loss(manifest)
    assert open_loss.kinship is Kinship.EARLIER
    assert (open_loss.patients, open_loss.visits, open_loss.changed_visits, open_loss.documents) == (2, 1, 1, 1)
    assert open_loss.changes >= 6
    assert open_loss.last_change_at is not None
    head = clinic.vault.read_audit_head()
    clinic.vault.close()
    loss = find_loss(path, clinic.folder, OWNER, clock=later())
    assert loss.head is not None
    assert loss.head.sequence > head.sequence  # that somebody looked is in the history, and no change
    assert msgspec.structs.replace(loss, age=open_loss.age, head=open_loss.head) == open_loss
    assert loss.age // timedelta(hours=1) == 53


def test_a_correction_alone_is_a_loss(clinic: Clinic) -> None:
    path = clinic.back_up()
    clinic.vault.save_patient(make_patient("A-0012", "髙橋 花"))
    clinic.vault.close()
    loss = find_loss(path, clinic.folder, OWNER, clock=later())
    assert (loss.patients, loss.changes, loss.is_nothing) == (0, 1, False)


def test_nothing_done_since_is_nothing_lost(clinic: Clinic) -> None:
    path = clinic.back_up()
    clinic.vault.close()
    loss = find_loss(path, clinic.folder, OWNER, clock=later())
    assert loss.is_nothing
    assert loss.is_counted
    assert loss.last_change_at is None


def test_what_a_crash_left_in_the_wal_is_counted(clinic: Clinic, tmp_path: Path) -> None:
    path = clinic.back_up()
    work_on(clinic)
    faults.leave_in_wal(clinic.folder, tmp_path / "crashed")
    assert find_loss(path, tmp_path / "crashed", OWNER, clock=later()).patients == 2


def test_a_vault_with_its_key_file_gone_is_counted_with_the_backups_own_but_not_without_its_wal(
    clinic: Clinic, tmp_path: Path
) -> None:
    path = clinic.back_up()
    work_on(clinic)
    faults.leave_in_wal(clinic.folder, tmp_path / "crashed")
    clinic.vault.close()
    damage_key_files(clinic)
    assert find_loss(path, clinic.folder, OWNER, clock=later()).patients == 2
    for header in faults.find_headers(tmp_path / "crashed"):
        header.unlink()
    assert not find_loss(path, tmp_path / "crashed", OWNER, clock=later()).is_counted


def test_a_vault_that_was_encrypted_anew_under_another_passphrase_cannot_tell(clinic: Clinic) -> None:
    path = clinic.back_up()
    clinic.vault.change_own_passphrase(PASSPHRASE, "a passphrase of today")
    clinic.vault.rekey()
    clinic.vault.close()
    assert not find_loss(path, clinic.folder, OWNER, clock=later()).is_counted


def test_who_is_no_administrator_any_more_is_refused_also_by_a_damaged_vault(clinic: Clinic) -> None:
    clinic.vault.change_own_passphrase(PASSPHRASE, PASSPHRASE, "aoki")
    boss = clinic.vault.add_account(Account("", "院長", (Role.ADMINISTRATOR,), "boss"), "a passphrase of the boss")
    path = clinic.back_up()
    clinic.vault.change_account(msgspec.structs.replace(boss, roles=(Role.STAFF,)))
    clinic.vault.close()
    entry = Entry(Credentials("a passphrase of the boss", "boss"))
    assert code_of(lambda: find_loss(path, clinic.folder, entry, clock=later())) == "administrator-only"
    damage_key_files(clinic)
    assert code_of(lambda: find_loss(path, clinic.folder, entry, clock=later())) == "administrator-only"


@pytest.mark.parametrize("size", [0, 4096, 50_000])
def test_a_vault_that_cannot_tell_leaves_only_the_time(clinic: Clinic, size: int) -> None:
    path = clinic.back_up()
    work_on(clinic)
    clinic.vault.close()
    faults.truncate(clinic.file, size)
    before = clinic.file.read_bytes()
    loss = find_loss(path, clinic.folder, OWNER, clock=later())
    assert not loss.is_counted
    assert not loss.is_nothing
    assert loss.age > timedelta(days=2)
    assert clinic.file.read_bytes() == before


def test_where_no_vault_lies_only_the_time_is_known(clinic: Clinic, tmp_path: Path) -> None:
    path = clinic.back_up()
    loss = find_loss(path, tmp_path / "nowhere", OWNER, clock=later())
    assert (loss.is_counted, loss.kinship) == (False, None)
    assert not (tmp_path / "nowhere").exists()


def test_a_backup_of_another_vault_would_lose_all_that_is_there(clinic: Clinic, other_backup: Path) -> None:
    clinic.vault.close()
    loss = find_loss(other_backup, clinic.folder, OWNER, clock=later())
    assert (loss.kinship, loss.patients, loss.visits, loss.documents) == (Kinship.ANOTHER, 30, 1, 1)
    with reopen(clinic.folder) as vault:
        vault.change_own_passphrase(PASSPHRASE, "a passphrase of today")
    loss = find_loss(other_backup, clinic.folder, OWNER, clock=later())
    assert (loss.kinship, loss.is_counted, loss.is_nothing) == (Kinship.ANOTHER, False, False)


def test_the_same_vault_with_a_history_of_its_own_would_lose_all_that_is_there(clinic: Clinic, tmp_path: Path) -> None:
    path = clinic.back_up()
    restore_vault(path, tmp_path / "twin", OWNER, clock=later())
    work_on(clinic)
    ahead = clinic.back_up(START + timedelta(days=1))
    loss = find_loss(ahead, tmp_path / "twin", OWNER, clock=later())
    assert (loss.kinship, loss.patients, loss.visits, loss.documents) == (Kinship.APART, 30, 1, 1)
    assert not loss.is_nothing


def test_a_backup_dated_ahead_has_no_negative_age(clinic: Clinic) -> None:
    path = clinic.back_up()
    with open_archive(path) as archive:
        assert make_uncounted_loss(archive.manifest, START - timedelta(days=9)).age == timedelta(0)
