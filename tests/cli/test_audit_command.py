"""`stemsup audit`: whether the history is whole, and who looked at a record; each account sees what it may."""

import json
from pathlib import Path

import msgspec
import pytest
from clinic_at_the_desk import GOAL, PATIENT_WORDS, Clinic, sentence_of
from hostile_strings import HOSTILE
from store.builders import START, make_patient
from store.faults import flip_bit

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.store.problems import SENTENCES


def rewrite_history(clinic: Clinic, *statements: str) -> None:
    """Do what the vault's triggers forbid, as somebody with its key could."""
    with clinic.open() as vault, vault._database.atomic() as db:
        for table in ("audit_trail", "audit_details"):
            for act in ("update", "delete"):
                db.execute(f"drop trigger {table}_refuse_{act}")
        for statement in statements:
            db.execute(statement)


def test_a_whole_history_is_said_to_be_whole(clinic: Clinic) -> None:
    clinic.back_up()
    result = clinic.call("audit", "verify", "--backups", clinic.backups, by="mori")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("All 18 rows")
    assert result.stdout.endswith("that match: 2.\n")
    assert "異常" not in clinic.call("audit", "verify", "--language", "ja").stdout
    report = json.loads(clinic.call("audit", "verify", "--json").stdout)
    assert (report["is_whole"], report["fault"], report["anchors"]) == (True, None, 1)


def test_a_changed_row_is_named_with_status_1(clinic: Clinic) -> None:
    rewrite_history(clinic, "update audit_trail set account_name = 'nobody' where sequence = 8")
    assert sentence_of(clinic.call("audit", "verify")) == "Row 8 was changed after it was written."
    assert "8行目" in sentence_of(clinic.call("audit", "verify", "--language", "ja"))
    result = clinic.call("audit", "verify", "--json", by="office")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["fault"]["sequence"] == 8


def test_a_tail_that_was_cut_off_is_missed_by_a_backup_and_by_a_row_written_down(clinic: Clinic) -> None:
    with clinic.open() as vault:
        vault.save_patient(make_patient("B-1", patient_id=""))
    report = json.loads(clinic.call("backup", "--folder", clinic.backups, "--json").stdout)
    head = f"{report['audit_head']['sequence']}:{report['audit_head']['hash']}"
    assert clinic.call("audit", "verify", "--head", head).exit_code == 0
    tail = [f"delete from {table} where sequence > 15" for table in ("audit_details", "audit_trail")]
    rewrite_history(clinic, *tail)
    clinic.call("accounts", "list")
    assert clinic.call("audit", "verify").exit_code == 0
    assert Path(report["path"]).name in sentence_of(clinic.call("audit", "verify", "--backups", clinic.backups))
    assert head[:11] in sentence_of(clinic.call("audit", "verify", "--head", head))


@pytest.mark.parametrize("head", ["", "x", "12", "12:abc", f"-1:{'0' * 64}", f"{'9' * 30}:{'0' * 64}", "1:" + "g" * 64])
def test_a_head_that_is_none_is_wrong_usage(clinic: Clinic, head: str) -> None:
    assert clinic.call("audit", "verify", "--head", head).exit_code == 2


def test_backups_that_a_restore_replaced_or_that_are_damaged_are_named_and_not_compared(clinic: Clinic) -> None:
    first = clinic.back_up()
    later = json.loads(clinic.call("backup", "--folder", clinic.backups, "--json").stdout)["path"]
    first_again = clinic.backups / first.name
    assert not first_again.exists()  # one a day is kept
    with clinic.open() as vault:
        vault.save_patient(make_patient("B-1", patient_id=""))
    (clinic.backups / "kept").mkdir()
    kept = clinic.backups / "kept" / Path(later).name
    Path(later).rename(kept)
    last = clinic.back_up()
    assert clinic.call("restore", kept, "--replace", "--yes").exit_code == 0
    result = clinic.call("audit", "verify", "--backups", clinic.backups)
    assert result.exit_code == 0
    assert f"replaced since: {last.name}" in result.stderr
    flip_bit(last, 20)
    result = clinic.call("audit", "verify", "--backups", clinic.backups, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["not_compared"] == [str(last)]
    assert json.loads(clinic.call("audit", "verify", "--backups", kept.parent, "--json").stdout)["anchors"] == 2


@pytest.mark.parametrize("by", ["aoki", "mori"])
def test_who_looked_at_a_record_is_shown_to_those_who_see_patients(clinic: Clinic, by: str) -> None:
    with clinic.open("mori") as vault:
        vault.get_patient("patient-A-0012")
    said = clinic.call("audit", "show", "--patient", "a-0012", by=by)
    assert said.exit_code == 0
    assert "森 恵美 viewed the patient's record. [chart A-0012]" in said.stdout
    assert f"none → {GOAL}" in said.stdout
    assert (
        "森 恵美が患者の記録を閲覧しました。"
        in clinic.call("audit", "show", "--patient", "A-0012", "--language", "ja", by=by).stdout
    )
    assert "viewed the history" in clinic.call("audit", "show", "--patient", "A-0012", by=by).stdout


def test_the_history_as_json_has_words_chart_and_values(clinic: Clinic) -> None:
    report = json.loads(clinic.call("audit", "show", "--patient", "A-0012", "--json").stdout)
    goal = next(line for line in report["lines"] if line["change"] and line["change"]["new"] == GOAL)
    assert (goal["chart_number"], goal["act"], goal["words"]["en"]) == (
        "A-0012",
        "consultation-changed",
        "青木 誠 entered the goal in Reason.",
    )
    assert report["is_cut"] is False


def test_days_person_and_number_narrow_what_is_shown(clinic: Clinic) -> None:
    with clinic.open("mori") as vault:
        vault.get_patient("patient-A-0012")
    of_mori = json.loads(clinic.call("audit", "show", "--patient", "A-0012", "--by", "MORI", "--json").stdout)
    assert {line["account_name"] for line in of_mori["lines"]} == {"森 恵美"}
    day = f"{START:%Y-%m-%d}"
    first = json.loads(clinic.call("audit", "show", "--all", "--to", day, "--json").stdout)
    assert {line["first_at"][:10] for line in first["lines"]} == {day}
    rest = json.loads(clinic.call("audit", "show", "--all", "--from", "2026-11-24", "--last", "0", "--json").stdout)
    assert min(line["first_at"] for line in rest["lines"]) >= "2026-11-24"
    cut = clinic.call("audit", "show", "--all", "--last", "2")
    assert len(cut.stdout.splitlines()) == 2
    assert "--last 0" in cut.stderr


def test_an_administrator_sees_who_did_what_and_nothing_of_a_chart(clinic: Clinic) -> None:
    for by in ("office", "recovery"):
        refused = clinic.call("audit", "show", "--patient", "A-0012", by=by)
        assert sentence_of(refused) == SENTENCES["patients-only"].en
    for words in ((), ("--json",), ("--language", "ja")):
        said = clinic.call("audit", "show", "--all", *words, by="office").stdout.replace("patient-A-0012", "")
        assert [word for word in PATIENT_WORDS if word in said] == []
        assert "森 恵美" in said
    with clinic.open("office") as vault:
        acts = [row.act for row in vault.list_whole_history()]
    assert AuditAct.HISTORY_VIEWED in acts


def test_staff_see_their_own_acts_and_not_everybodys(clinic: Clinic) -> None:
    for words in (("--all",), ("--all", "--by", "aoki")):
        result = clinic.call("audit", "show", *words, by="mori")
        assert sentence_of(result) == SENTENCES["administrator-only"].en
    own = clinic.call("audit", "show", "--all", "--by", "mori", by="mori")
    assert own.exit_code == 0
    assert "森 恵美" in own.stdout
    assert "青木" not in own.stdout


def test_a_patient_or_person_who_is_not_there_is_one_sentence(clinic: Clinic) -> None:
    for chart in ("Z-1", "", "bad\udcff", "' or 1=1 --", "%"):
        result = clinic.call("audit", "show", "--patient", chart)
        assert sentence_of(result) == SENTENCES["patient-unknown"].en
    assert "Nobody" in sentence_of(clinic.call("audit", "show", "--all", "--by", "nobody \udcff"))


@pytest.mark.parametrize(
    "words", [(), ("--patient", "A", "--all"), ("--all", "--from", "yesterday"), ("--all", "--last", "-1")]
)
def test_wrong_usage_of_show_has_status_two(clinic: Clinic, words: tuple[str, ...]) -> None:
    assert clinic.call("audit", "show", *words).exit_code == 2


def test_what_stands_in_a_record_tells_the_terminal_nothing(clinic: Clinic) -> None:
    with clinic.open() as vault:
        visit = vault.load_consultation("visit-1")
        for text in HOSTILE.values():
            visit = msgspec.structs.replace(visit, reason=msgspec.structs.replace(visit.reason, goal=text))
            vault.save_consultation(visit, "patient-A-0012")
    said = clinic.call("audit", "show", "--patient", "A-0012")
    assert said.exit_code == 0
    assert [character for character in said.stdout if ord(character) < 32 and character != "\n"] == []
    assert "\u202e" not in said.stdout
    assert clinic.call("audit", "show", "--patient", "A-0012", "--json").exit_code == 0
