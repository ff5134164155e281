"""`stemsup restore`: says what would be lost, asks, and puts a backup in the vault's place for whoever may."""

import json
import shutil
from pathlib import Path

import msgspec
import pytest
from clinic_at_the_desk import CODE, Clinic, names_in, sentence_of
from store import faults
from store.builders import SteppingClock, make_consultation, make_patient, make_vault
from test_backup_command import ImpatientClock

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.people import Role
from stemsup_desktop.store.problems import SENTENCES


@pytest.fixture
def backup(clinic: Clinic) -> Path:
    """A backup; the vault went on by two patients and a visit."""
    path = clinic.back_up()
    with clinic.open() as vault:
        vault.save_patients(make_patient(f"B-{number}", patient_id="", phone="") for number in (1, 2))
        vault.start_consultation("patient-A-0012", make_consultation("visit-2"))
    return path


def charts(clinic: Clinic, data: Path | None = None) -> set[str]:
    with clinic.open(data=data) as vault:
        return {hit.chart_number for hit in vault.find_patients("")}


def test_a_backup_becomes_the_vault_of_another_folder(clinic: Clinic, backup: Path, tmp_path: Path) -> None:
    result = clinic.call("restore", backup, "--json", data=tmp_path / "new")
    assert (result.exit_code, result.stderr) == (0, "")
    report = json.loads(result.stdout)
    assert (report["replaced"], report["lost"], report["rows"]["patients"]) == (None, None, 1)
    assert charts(clinic, tmp_path / "new") == {"A-0012"}
    assert charts(clinic) == {"A-0012", "B-1", "B-2"}


def test_a_vault_is_not_overwritten_without_being_told(clinic: Clinic, backup: Path) -> None:
    assert sentence_of(clinic.call("restore", backup)) == SENTENCES["vault-exists"].en
    assert len(charts(clinic)) == 3


def test_what_would_be_lost_is_said_and_the_replaced_vault_is_kept(clinic: Clinic, backup: Path) -> None:
    result = clinic.call("restore", backup, "--replace", "--yes")
    assert result.exit_code == 0
    assert "4 changes" in result.stdout
    assert "2 patients, 1 visit and 0 documents" in result.stdout
    kept = next(clinic.data.glob("vault-replaced-*"))
    assert str(kept) in result.stdout
    assert charts(clinic) == {"A-0012"}
    aside = clinic.data.with_name("aside")
    aside.mkdir()
    shutil.copytree(kept, aside / "vault")
    assert len(charts(clinic, aside)) == 3


def test_the_history_keeps_who_restored_which_backup_and_what_it_replaced(clinic: Clinic, backup: Path) -> None:
    with clinic.open() as vault:
        head = vault.read_audit_head()
    report = json.loads(clinic.call("restore", backup, "--replace", "--yes", "--json", by="office").stdout)
    assert report["lost"]["kinship"] == "earlier"
    with clinic.open() as vault:
        row = next(row for row in vault.list_whole_history() if row.act is AuditAct.RESTORED)
    assert (row.account_name, row.subject) == ("事務 花", backup.name)
    facts = {change.path[0]: change.new for change in row.details or ()}
    assert facts["replaced"] == Path(report["replaced"]).name
    assert facts["restored_row"] == report["audit_head"]["sequence"]
    assert facts["replaced_row"] == report["lost"]["head"]["sequence"] > head.sequence


def test_a_backup_of_another_vault_and_one_of_a_history_of_its_own_are_called_so(
    clinic: Clinic, backup: Path, tmp_path: Path
) -> None:
    assert clinic.call("restore", backup, data=tmp_path / "twin").exit_code == 0
    with clinic.open(data=tmp_path / "twin") as vault:
        vault.save_patient(make_patient("T-1", patient_id=""))
    apart = clinic.call("backup", "--folder", clinic.backups, "--json", data=tmp_path / "twin")
    path = json.loads(apart.stdout)["path"]
    assert "same vault, but" in clinic.call("restore", path, "--replace").stderr

    with make_vault(tmp_path / "other") as other:
        other.change_own_passphrase("correct horse 電池 staple", "correct horse 電池 staple", "aoki")
    report = json.loads(clinic.call("backup", "--folder", clinic.backups, "--json", data=tmp_path / "other").stdout)
    said = clinic.call("restore", report["path"], "--replace").stderr
    assert "of another vault" in said
    assert "3 patients, 2 visits and 1 document" in said


def test_nobody_to_ask_is_no_consent(clinic: Clinic, backup: Path) -> None:
    refused = sentence_of(clinic.call("restore", backup, "--replace"))
    assert "4 changes" in refused
    assert "--yes" in refused
    assert len(charts(clinic)) == 3


@pytest.mark.parametrize(("answer", "left"), [("y", 1), ("n", 3), ("", 3)])
def test_at_a_terminal_the_person_is_asked(clinic: Clinic, backup: Path, answer: str, left: int) -> None:
    clinic.has_terminal = True
    result = clinic.call("restore", backup, "--replace", more=(answer,))
    assert result.exit_code == (0 if left == 1 else 1)
    assert "4 changes" in result.stderr.splitlines()[0]
    assert len(charts(clinic)) == left


def test_staff_restore_nothing(clinic: Clinic, backup: Path, tmp_path: Path) -> None:
    for data in (clinic.data, tmp_path / "new"):
        result = clinic.call("restore", backup, "--replace", "--yes", by="mori", data=data)
        assert sentence_of(result) == SENTENCES["administrator-only"].en
    assert names_in(tmp_path / "new") == ["vault.lock"]
    assert len(charts(clinic)) == 3
    with clinic.open() as vault:
        refused = [row for row in vault.list_whole_history() if row.act is AuditAct.REFUSED]
    assert [(row.account_name, row.subject) for row in refused] == [("森 恵美", "administrator-only")]


def test_who_is_no_administrator_any_more_does_not_become_one_by_an_older_backup(clinic: Clinic, backup: Path) -> None:
    with clinic.open() as vault:
        office = next(one for one in vault.list_accounts() if one.sign_in_name == "office")
        vault.change_account(msgspec.structs.replace(office, roles=(Role.STAFF,)))
    result = clinic.call("restore", backup, "--replace", "--yes", by="office")
    assert sentence_of(result) == SENTENCES["administrator-only"].en


def test_the_recovery_sheet_restores_when_every_passphrase_is_lost(
    clinic: Clinic, backup: Path, tmp_path: Path
) -> None:
    assert clinic.call("restore", backup, by="recovery", data=tmp_path / "new").exit_code == 0
    with clinic.open(data=tmp_path / "new") as vault:
        row = next(row for row in vault.list_whole_history() if row.act is AuditAct.RESTORED)
    assert row.account_id == "recovery"


def test_a_vault_that_cannot_be_opened_is_replaced_and_that_it_was_not_compared_is_said(
    clinic: Clinic, backup: Path
) -> None:
    with clinic.open() as vault:
        vault.change_own_passphrase("correct horse 電池 staple", "a passphrase of today")
    result = clinic.call("restore", backup, "--replace")
    assert "does not open with this passphrase" in result.stderr
    faults.truncate(clinic.data / "vault" / "vault.db", 5000)
    result = clinic.call("restore", backup, "--replace", "--yes", by="office")
    assert result.exit_code == 0
    assert "cannot be compared" in result.stdout
    assert charts(clinic) == {"A-0012"}


def test_a_wrong_passphrase_changes_nothing_and_counts(clinic: Clinic, backup: Path) -> None:
    for _ in range(5):
        wrong = clinic.type(
            "restore", backup, "--replace", "--yes", "--as", "aoki", "--passphrase-stdin", lines=("wrong words",)
        )
        assert sentence_of(wrong) == SENTENCES["vault-wrong-passphrase"].en
    assert "Wait" in sentence_of(clinic.call("restore", backup, "--replace", "--yes"))


def test_a_damaged_backup_and_a_full_stop_by_ctrl_c_leave_the_vault_alone(clinic: Clinic, backup: Path) -> None:
    clinic.clock = ImpatientClock()
    stopped = clinic.call("restore", backup, "--replace", "--yes")
    assert sentence_of(stopped) == SENTENCES["backup-cancelled"].en
    clinic.clock = SteppingClock()
    faults.flip_bit(backup, 60_000)
    damaged = clinic.call("restore", backup, "--replace", "--yes")
    assert sentence_of(damaged) == SENTENCES["backup-damaged"].en
    assert sorted(names_in(clinic.data)) == ["last-backup.json", "vault", "vault.lock"]
    assert len(charts(clinic)) == 3


def test_a_file_that_is_no_backup_or_not_there_is_one_sentence(clinic: Clinic, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no backup", "utf-8")
    assert sentence_of(clinic.call("restore", tmp_path / "text", "--replace")) == SENTENCES["backup-damaged"].en
    assert sentence_of(clinic.call("restore", tmp_path, "--replace")) == SENTENCES["backup-missing"].en
    assert "no Unicode text" in sentence_of(clinic.call("restore", "bad\udcffname", "--replace"))


def test_a_vault_that_is_open_is_not_replaced(clinic: Clinic, backup: Path) -> None:
    with clinic.open():
        result = clinic.call("restore", backup, "--replace", "--yes")
    assert sentence_of(result) == SENTENCES["vault-in-use"].en


def test_the_code_of_the_sheet_may_be_typed_without_its_spaces(clinic: Clinic, backup: Path, tmp_path: Path) -> None:
    lines = (CODE.replace(" ", "").lower(),)
    restored = clinic.type("restore", backup, "--recovery", "--passphrase-stdin", lines=lines, data=tmp_path / "new")
    assert restored.exit_code == 0
