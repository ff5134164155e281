"""The whole of a backup: written, proven, noted as good, older ones removed; and the folder it lies in."""

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database
from store import faults
from store.backup import write_harness
from store.backup.backup_builders import VERSION, Clinic, code_of, names_in, open_clinic
from store.builders import START, SteppingClock, make_patient

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.backup.making import finish_backup, make_backup
from stemsup_desktop.store.backup.memory import find_last_backup
from stemsup_desktop.store.backup.proving import NO_AUDIT, AuditChecks, BackupProof
from stemsup_desktop.store.backup.rotation import USUAL_POLICY, RotationPolicy
from stemsup_desktop.store.backup.shelf import (
    find_last_good,
    list_backups,
    read_backup_record,
    record_proof,
    remove_backups,
)


def make(
    clinic: Clinic, days: int = 0, policy: RotationPolicy = USUAL_POLICY, audit: AuditChecks = NO_AUDIT
) -> BackupProof:
    clock = SteppingClock(START + timedelta(days=days))
    return make_backup(
        clinic.db,
        clinic.folder,
        clinic.target,
        clinic.data_key,
        clock=clock,
        program_version=VERSION,
        policy=policy,
        audit=audit,
    )


def test_a_backup_is_made_proven_and_listed(clinic: Clinic) -> None:
    proof = make(clinic)
    record = read_backup_record(proof.record.path)
    assert record == proof.record
    assert list_backups(clinic.target).records == (record,)
    assert list_backups(clinic.target, "another vault").records == ()
    assert find_last_good([record], START + timedelta(days=1)) == record
    last = find_last_backup(clinic.folder)
    assert last is not None
    assert last.path == str(record.path)
    assert clinic.db.execute("pragma wal_autocheckpoint").fetchone() == (1000,)
    clinic.vault.save_patient(make_patient("T-1"))


def test_older_ones_go_once_the_new_one_is_good(clinic: Clinic) -> None:
    for day in range(4):
        make(clinic, day, RotationPolicy(2, 0, 0))
    moments = [record.created_at.day for record in list_backups(clinic.target).records]
    assert moments == [26, 25]
    assert len(names_in(clinic.target)) == 4


def test_nothing_goes_when_the_new_one_is_not_good(clinic: Clinic) -> None:
    def refuse(db: Database) -> None:
        raise EnvironmentProblem("audit-broken", "The trail does not hold.")

    first = make(clinic, 0, RotationPolicy(1, 0, 0))
    with pytest.raises(EnvironmentProblem, match="does not hold"):
        make(clinic, 1, RotationPolicy(1, 0, 0), AuditChecks(verify=refuse))
    shelf = list_backups(clinic.target).records
    assert [record.is_proven for record in shelf] == [False, True]
    assert find_last_good(shelf, START + timedelta(days=9)) == first.record


def test_a_file_that_looks_like_a_backup_and_is_none_is_shown_and_left(clinic: Clinic, other_backup: Path) -> None:
    cut = clinic.write().path
    faults.truncate(cut, 5000)
    shutil.copy(other_backup, clinic.target)
    (clinic.target / "holiday.stemsup").write_bytes(b"not ours by its name")
    proof = make(clinic, 30, RotationPolicy(0, 0, 0))
    shelf = list_backups(clinic.target, proof.record.vault_id)
    assert (shelf.records, shelf.unreadable) == ((proof.record,), (cut,))
    assert len(list_backups(clinic.target).records) == 2
    assert {cut.name, other_backup.name, "holiday.stemsup"} < set(names_in(clinic.target))


@pytest.mark.parametrize("note", [b"", b"{}", b"\xff", b"[" * 5000, b'{"seal":"' + b"0" * 64 + b'","proven_at":"x"}'])
def test_a_damaged_note_proves_nothing(clinic: Clinic, note: bytes) -> None:
    path = make(clinic).record.path
    path.with_name(path.name + ".proof").write_bytes(note)
    assert not read_backup_record(path).is_proven


def test_a_note_of_another_backup_proves_nothing(clinic: Clinic) -> None:
    first, second = make(clinic), clinic.write()
    shutil.copy(f"{first.record.path}.proof", f"{second.path}.proof")
    assert not read_backup_record(second.path).is_proven


def test_a_last_backup_dated_ahead_counts_only_if_there_is_no_other(clinic: Clinic) -> None:
    ahead, past = make(clinic, 300).record, make(clinic, 0).record
    assert find_last_good([ahead, past], START + timedelta(days=1)) == past
    assert find_last_good([ahead], START + timedelta(days=1)) == ahead


def test_a_note_that_cannot_be_written_leaves_the_backup_unproven(clinic: Clinic) -> None:
    record = clinic.write()
    with faults.read_only(clinic.target):
        act = lambda: finish_backup(record, clinic.data_key, clinic.folder, now=START)  # noqa: E731
        assert code_of(act) == "backup-read-only"
        assert code_of(lambda: remove_backups([record])) == "backup-read-only"
    assert not read_backup_record(record.path).is_proven


def test_a_folder_that_comes_and_goes_has_its_sentences(clinic: Clinic) -> None:
    proof = make(clinic)
    clinic.target.rename(clinic.target.with_name("in a drawer"))
    assert code_of(lambda: list_backups(clinic.target)) == "backup-folder-missing"
    assert code_of(lambda: read_backup_record(proof.record.path)) == "backup-missing"
    assert code_of(lambda: record_proof(proof.record, proof.seal, START)) == "backup-folder-lost"
    clinic.target.with_name("in a drawer").rename(clinic.target)
    assert list_backups(clinic.target).records == (proof.record,)


def test_removing_what_is_gone_is_no_trouble(clinic: Clinic) -> None:
    record = make(clinic).record
    remove_backups([record, record, replace(record, path=clinic.target / "gone")])
    assert names_in(clinic.target) == []


def test_dying_at_any_step_of_a_backup_leaves_a_whole_one_or_none_and_always_a_good_one(
    tmp_path: Path, made_vault: Path
) -> None:
    parent = tmp_path / "first"
    shutil.copytree(made_vault, parent / "clinic")
    with open_clinic(parent) as clinic:
        make(clinic)
    command = [sys.executable, str(write_harness.__file__), str(parent)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    outcomes = [line.split()[-1] for line in run.stdout.splitlines()]
    assert len(outcomes) >= 20
    assert list(dict.fromkeys(outcomes)) == ["none", "unproven", "proven"]
