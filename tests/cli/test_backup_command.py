"""`stemsup backup`: made, listed and tested without a window."""

import json
import signal
from datetime import datetime
from pathlib import Path

import pytest
from clinic_at_the_desk import Clinic, names_in, sentence_of
from store import faults
from store.builders import START, SteppingClock

from stemsup_desktop.commands.watching import watching
from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.store.problems import SENTENCES


class ImpatientClock(SteppingClock):
    """A clock that presses Ctrl+C as soon as a command watches for it."""

    def __init__(self) -> None:
        super().__init__(START)
        self._usual = signal.getsignal(signal.SIGINT)

    def __call__(self) -> datetime:
        if signal.getsignal(signal.SIGINT) != self._usual:
            signal.raise_signal(signal.SIGINT)
        return super().__call__()


@pytest.mark.parametrize("by", ["aoki", "mori", "office"])
def test_everyone_who_can_sign_in_backs_up(clinic: Clinic, by: str) -> None:
    result = clinic.call("backup", "--folder", clinic.backups, "--json", by=by)
    assert (result.exit_code, result.stderr) == (0, "")
    report = json.loads(result.stdout)
    assert Path(report["path"]).stat().st_size == report["size_bytes"]
    assert (report["rows"]["patients"], report["rows"]["documents"]) == (1, 1)
    with clinic.open() as vault:
        rows = {row.sequence: row for row in vault.list_whole_history()}
    assert rows[report["audit_head"]["sequence"]].hash == report["audit_head"]["hash"]
    assert {AuditAct.BACKUP_MADE, AuditAct.BACKUP_TESTED} <= {row.act for row in rows.values()}


def test_the_folder_that_the_clinic_chose_is_used(clinic: Clinic) -> None:
    assert "--folder" in sentence_of(clinic.call("backup"))
    with clinic.open() as vault:
        vault.save_settings({"backup.folder": str(clinic.backups)})
    result = clinic.call("backup")
    assert result.exit_code == 0
    assert str(clinic.backups) in result.stdout
    assert names_in(clinic.backups)[0] in clinic.call("backup", "list").stdout


def test_a_list_needs_nobody_to_sign_in_and_says_what_is_proven(clinic: Clinic) -> None:
    made = clinic.back_up()
    (clinic.backups / made.name.replace("stemsup-backup-2", "stemsup-backup-3")).write_bytes(b"no backup")
    made.with_name(made.name + ".proof").unlink()
    listed = json.loads(clinic.type("backup", "list", "--folder", clinic.backups, "--json").stdout)
    assert [(one["path"], one["proven_at"]) for one in listed["backups"]] == [(str(made), None)]
    assert len(listed["unreadable"]) == 1
    assert clinic.call("backup", "test", made).exit_code == 0
    said = clinic.type("backup", "list", "--folder", clinic.backups).stdout.splitlines()
    assert " proven " in said[0]
    assert "unreadable" in said[1]


def test_where_there_is_no_vault_backups_of_every_vault_are_listed(clinic: Clinic, tmp_path: Path) -> None:
    made = clinic.back_up()
    listed = clinic.type("backup", "list", "--folder", clinic.backups, data=tmp_path / "new")
    assert made.name in listed.stdout
    assert not (tmp_path / "new").exists()


def test_a_damaged_backup_does_not_pass_the_test_and_the_history_says_so(clinic: Clinic) -> None:
    made = clinic.back_up()
    faults.flip_bit(made, 60_000)
    assert sentence_of(clinic.call("backup", "test", made)) == SENTENCES["backup-damaged"].en
    with clinic.open() as vault:
        failed = [row.subject for row in vault.list_whole_history() if row.act is AuditAct.BACKUP_FAILED]
    assert failed == ["backup-damaged"]
    assert not [name for name in names_in(clinic.data) if "trial" in name]


def test_a_backup_on_a_drive_that_takes_no_note_is_good_all_the_same(clinic: Clinic) -> None:
    made = clinic.back_up()
    with faults.read_only(clinic.backups):
        assert clinic.call("backup", "test", made).exit_code == 0


@pytest.mark.parametrize("by", ["aoki", "mori"])
def test_a_folder_that_is_not_there_or_takes_nothing_is_one_sentence(clinic: Clinic, by: str) -> None:
    missing = clinic.call("backup", "--folder", clinic.backups / "stick", by=by)
    assert sentence_of(missing) == SENTENCES["backup-folder-missing"].en
    with faults.read_only(clinic.backups):
        refused = clinic.call("backup", "--folder", clinic.backups, by=by)
    assert sentence_of(refused) == SENTENCES["backup-read-only"].en
    assert names_in(clinic.backups) == []


def test_a_vault_that_is_open_in_the_window_is_left_to_it(clinic: Clinic) -> None:
    with clinic.open():
        assert sentence_of(clinic.call("backup", "--folder", clinic.backups)) == SENTENCES["vault-in-use"].en


def test_ctrl_c_ends_a_backup_and_leaves_nothing_of_it(clinic: Clinic) -> None:
    clinic.clock = ImpatientClock()
    result = clinic.call("backup", "--folder", clinic.backups)
    assert sentence_of(result) == SENTENCES["backup-cancelled"].en
    assert names_in(clinic.backups) == []
    clinic.clock = SteppingClock()
    clinic.back_up()


def test_ctrl_c_ends_a_rekeying_and_the_vault_is_as_it_was(clinic: Clinic) -> None:
    with clinic.open() as vault:
        with watching(as_lines=False) as watcher:
            watcher.interrupt()
            with pytest.raises(InputProblem, match="Stopped"):
                vault.rekey(watcher.advance_rekeying)
        vault.get_patient("patient-A-0012")
    assert names_in(clinic.data / "vault") == ["vault-key-copy.json", "vault-key.json", "vault.db"]
    clinic.open().close()


def test_ctrl_c_is_the_usual_one_again_afterwards(clinic: Clinic) -> None:
    before = signal.getsignal(signal.SIGINT)
    clinic.call("backup", "--folder", clinic.backups / "missing")
    assert signal.getsignal(signal.SIGINT) is before


def test_progress_is_json_lines_on_standard_error_where_it_is_asked_for(clinic: Clinic) -> None:
    result = clinic.call("backup", "--folder", clinic.backups, "--json", "--progress")
    lines = [json.loads(line) for line in result.stderr.splitlines()]
    assert [line["task"] for line in lines][::3] == ["copy", "check"]
    assert all(0 <= line["percent"] <= 100 for line in lines)
    assert json.loads(result.stdout)["path"]


def test_options_before_a_command_of_the_group_are_wrong_usage_and_not_ignored(clinic: Clinic) -> None:
    result = clinic.type("backup", "--folder", clinic.backups, "list")
    assert result.exit_code == 2
    assert "after" in result.stderr
