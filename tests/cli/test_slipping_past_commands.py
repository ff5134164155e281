"""Attempts to slip past rules 1, 2, 3, 6 and 10 at the command line, by a file that somebody has edited."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from printed_text import list_page_texts

from stemsup_desktop.cli import stemsup
from stemsup_desktop.resources import find_resources

Run = Callable[..., Result]
Edit = Callable[[dict[str, Any]], object]
EXAMPLES = find_resources() / "examples"
YES = {"type": "coding", "system": "http://terminology.hl7.org/CodeSystem/v2-0532", "code": "Y"}


def edit(tmp_path: Path, name: str, change: Edit) -> Path:
    example = json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))
    change(example["consultation"])
    path = tmp_path / "edited.json"
    path.write_text(json.dumps(example), encoding="utf-8")
    return path


def answer(visit: dict[str, Any], link_id: str, *answers: dict[str, Any]) -> None:
    responses = visit["examination"]["responses"]
    responses[:] = [one for one in responses if one["link_id"] != link_id]
    responses.append({"link_id": link_id, "answers": list(answers)})


@pytest.fixture
def gate_of(run: Run) -> Callable[[Path], Any]:
    return lambda path: json.loads(run("check", "--input", path, "--json").stdout)


REQUIRED = ("x01", "x06", "vital-temperature", "lab-blood", "in6", "decision")


@pytest.mark.parametrize("link_id", REQUIRED)
def test_an_answer_that_is_cut_out_of_the_file_is_missing_by_name_and_the_form_a_draft(
    run: Run, gate_of: Callable[[Path], Any], tmp_path: Path, link_id: str
) -> None:
    path = edit(tmp_path, "clear", lambda visit: answer(visit, link_id))
    gate = gate_of(path)
    result = run("render", "consent", "--input", path, "--language", "ja", "--out", tmp_path / "out.pdf", "--json")

    assert gate["verdict"] == "not-complete"
    assert link_id in [point["target"] for point in gate["open_points"]]
    assert json.loads(result.stdout)["is_draft"] is True


def lift_by_name_alone(visit: dict[str, Any]) -> None:
    reason = {"rule_id": "X06", "reason": "Fine", "physician": "", "lifted_at": "2026-11-23T09:00:00+09:00"}
    visit["examination"]["stops_lifted"] = [reason]


def judge_a_stop(visit: dict[str, Any]) -> None:
    opinion = {"rule_id": "X06", "rule_version": "1.0", "answers_sha256": "0" * 64, "reason": "Fine", "physician": "Dr"}
    visit["examination"]["opinions"] = [{**opinion, "recorded_at": "2026-11-23T09:00:00+09:00"}]


def change_the_answer_and_keep_the_history(visit: dict[str, Any]) -> None:
    visit["examination"]["stops_raised"] = [{"rule_id": "X06", "raised_at": "2026-11-23T09:00:00+09:00"}]
    answer(visit, "x06", {**YES, "code": "N"})


@pytest.mark.parametrize("change", [lift_by_name_alone, judge_a_stop, change_the_answer_and_keep_the_history])
@pytest.mark.parametrize("kind", ["consent", "summary"])
def test_no_edit_of_opinions_reasons_or_answers_gets_a_document_past_a_stop(
    run: Run, gate_of: Callable[[Path], Any], tmp_path: Path, change: Edit, kind: str
) -> None:
    path = edit(tmp_path, "stop", change)
    result = run("render", kind, "--input", path, "--language", "en", "--out", tmp_path / "out.pdf")

    assert gate_of(path)["verdict"] == "stop"
    assert result.exit_code == 1
    assert not (tmp_path / "out.pdf").exists()


def forget_the_name(visit: dict[str, Any]) -> None:
    visit["examination"]["opinions"][0]["physician"] = " \u200b"


def forget_the_reason(visit: dict[str, Any]) -> None:
    visit["examination"]["opinions"][0]["reason"] = "\u3000"


def judge_another_version(visit: dict[str, Any]) -> None:
    visit["examination"]["opinions"][0]["rule_version"] = "0.9"


def change_what_was_judged(visit: dict[str, Any]) -> None:
    answer(visit, "x12", {**YES, "code": "UNK"})


@pytest.mark.parametrize("change", [forget_the_name, forget_the_reason, judge_another_version, change_what_was_judged])
def test_an_opinion_without_physician_or_reason_or_for_something_else_leaves_a_draft(
    run: Run, gate_of: Callable[[Path], Any], tmp_path: Path, change: Edit
) -> None:
    path = edit(tmp_path, "opinion", change)
    result = run("render", "consent", "--input", path, "--language", "en", "--out", tmp_path / "out.pdf", "--json")

    assert gate_of(path)["verdict"] == "specialist"
    assert [point["kind"] for point in gate_of(path)["open_points"]] == ["opinion"]
    assert json.loads(result.stdout)["is_draft"] is True


def test_a_hidden_answer_raises_nothing_and_is_not_printed(
    gate_of: Callable[[Path], Any], run: Run, tmp_path: Path
) -> None:
    text = {"type": "string", "value": "HIDDENANSWER"}
    path = edit(tmp_path, "clear", lambda visit: (answer(visit, "x01-note", text), answer(visit, "x15-cleared", YES)))
    target = tmp_path / "out.pdf"
    plain, edited = gate_of(EXAMPLES / "clear.json"), gate_of(path)
    run("render", "summary", "--input", path, "--language", "en", "--out", target)

    assert edited == plain
    text_of_pages = "".join(list_page_texts(target))
    assert "Examination" in text_of_pages
    assert "HIDDEN" not in text_of_pages


def test_no_command_records_an_opinion_lifts_a_stop_decides_or_signs(run: Run, tmp_path: Path) -> None:
    of_files = {"check", "demo", "record", "reference", "render", "schema", "verify"}
    of_the_vault = {
        *("accounts", "audit", "backup", "certificate", "consents", "export", "init"),
        *("recall", "recovery-sheet", "rekey", "restore", "retention", "scans"),
    }
    assert set(stemsup.commands) == of_files | of_the_vault
    path = edit(tmp_path, "stop", lambda visit: None)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    run("check", "--input", path)
    run("check", "--input", path, "--json")
    run("render", "consent", "--input", path, "--language", "en", "--out", tmp_path / "out.pdf")

    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert [one.name for one in tmp_path.iterdir()] == ["edited.json"]


def test_the_verdict_is_the_same_in_either_language(run: Run) -> None:
    for name in ("clear", "stop", "opinion", "treated"):
        said = [
            run("check", "--input", EXAMPLES / f"{name}.json", "--language", language).stdout.splitlines()[0]
            for language in ("en", "ja")
        ]
        assert said[0].rpartition(" (")[2] == said[1].rpartition(" (")[2]
