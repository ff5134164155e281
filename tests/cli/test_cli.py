"""Every act that needs no window, as a command: exit status, one sentence for a fault, JSON for a script."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from stemsup_desktop.resources import find_resources

Run = Callable[..., Result]
ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = find_resources() / "examples"


def sentence_of(result: Result) -> str:
    """Return the one line with which a command refused."""
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    return result.stderr.strip()


def test_without_a_command_the_window_opens_on_the_folder_given(run: Run, windows, tmp_path: Path) -> None:
    assert run("--data-folder", tmp_path).exit_code == 0
    assert [paths.data for paths in windows.opened] == [tmp_path]


def test_wrong_usage_has_status_two(run: Run) -> None:
    assert run("rendre").exit_code == 2
    assert run("render", "receipt").exit_code == 2
    assert run("render", "consent", "--language", "fr").exit_code == 2
    assert run("check").exit_code == 2


def test_the_schema_is_json_schema(run: Run) -> None:
    schema = json.loads(run("schema").stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert schema["title"]


@pytest.mark.parametrize(("kind", "language"), [("consent", "both"), ("summary", "en")])
def test_a_document_is_rendered(run: Run, tmp_path: Path, kind: str, language: str) -> None:
    target = tmp_path / "out.pdf"
    result = run(
        "render", kind, "--input", EXAMPLES / "treated.json", "--language", language, "--out", target, "--json"
    )
    assert result.exit_code == 0, result.stderr
    report = json.loads(result.stdout)
    assert report["is_draft"] is False
    assert report["page_count"] >= 2
    assert target.read_bytes().startswith(b"%PDF-")
    assert [path.name for path in tmp_path.iterdir()] == ["out.pdf"]


def test_the_same_input_and_moment_give_the_same_bytes(run: Run, tmp_path: Path) -> None:
    arguments = ("render", "consent", "--input", EXAMPLES / "clear.json", "--language", "ja", "--out")
    for name in ("a.pdf", "b.pdf"):
        assert run(*arguments, tmp_path / name).exit_code == 0
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


@pytest.mark.parametrize("kind", ["consent", "summary"])
def test_no_document_is_produced_while_a_stop_stands(run: Run, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "out.pdf"
    result = run("render", kind, "--input", EXAMPLES / "stop.json", "--language", "en", "--out", target)
    assert "Allergy" in sentence_of(result)
    assert not target.exists()


def test_an_incomplete_visit_gives_a_draft(run: Run, tmp_path: Path) -> None:
    source = EXAMPLES / "demo" / "paused.json"
    result = run("render", "consent", "--input", source, "--language", "en", "--out", tmp_path / "draft.pdf")
    assert result.exit_code == 0, result.stderr
    assert "DRAFT" in result.stdout


def test_an_existing_file_is_left_alone(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    target.write_bytes(b"mine")
    result = run("render", "consent", "--input", EXAMPLES / "clear.json", "--language", "ja", "--out", target)
    assert "exists already" in sentence_of(result)
    assert target.read_bytes() == b"mine"


def test_a_missing_folder_is_one_sentence(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "out.pdf"
    result = run("render", "consent", "--input", EXAMPLES / "clear.json", "--language", "ja", "--out", target)
    assert "does not exist" in sentence_of(result)


def test_a_name_that_the_system_refuses_is_one_sentence(run: Run, tmp_path: Path) -> None:
    source, target = EXAMPLES / "clear.json", tmp_path / ("a" * 300 + ".pdf")
    assert sentence_of(run("render", "consent", "--input", source, "--language", "ja", "--out", target))


def test_a_character_without_a_glyph_is_printed_as_a_mark_and_named(run: Run, tmp_path: Path) -> None:
    visit = json.loads((EXAMPLES / "clear.json").read_text("utf-8"))
    visit["consultation"]["reason"]["goal"] = "😀"
    source = tmp_path / "visit.json"
    source.write_text(json.dumps(visit), "utf-8")
    result = run("render", "summary", "--input", source, "--language", "ja", "--out", tmp_path / "out.pdf")
    assert result.exit_code == 0
    assert "U+1F600" in result.stderr


def test_an_id_that_the_content_does_not_hold_is_one_sentence(run: Run, tmp_path: Path) -> None:
    visit = json.loads((EXAMPLES / "clear.json").read_text("utf-8"))
    visit["consultation"]["plan"]["sites"] = [{"site_id": "elbow"}]
    source = tmp_path / "visit.json"
    source.write_text(json.dumps(visit), "utf-8")
    result = run("render", "consent", "--input", source, "--language", "ja", "--out", tmp_path / "out.pdf")
    assert "elbow" in sentence_of(result)


def test_the_gate_as_json_holds_verdict_findings_and_what_is_missing(run: Run) -> None:
    gate = json.loads(run("check", "--input", EXAMPLES / "stop.json", "--json").stdout)
    assert gate["verdict"] == "stop"
    finding = next(finding for finding in gate["findings"] if finding["rule_id"] == "X06")
    assert finding["title"]["ja"]
    assert finding["sources"]


def test_the_gate_in_words_names_verdict_and_reason_in_either_language(run: Run) -> None:
    english = run("check", "--input", EXAMPLES / "stop.json").stdout
    assert english.startswith("Stop (stop)\n")
    assert "X06 [stop, open]" in english
    assert run("check", "--input", EXAMPLES / "stop.json", "--language", "ja").stdout.startswith("中止")


def test_a_fault_in_the_input_names_file_and_path(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "visit.json"
    source.write_text((EXAMPLES / "clear.json").read_text("utf-8").replace("1984-05-17", "1984-05-37"), "utf-8")
    sentence = sentence_of(run("check", "--input", source, "--json"))
    assert sentence.startswith("visit.json: ")
    assert "$.patient.birth_date" in sentence


def test_the_reference_is_searched_by_any_name(run: Run) -> None:
    entries = json.loads(run("reference", "FGF7", "--json").stdout)
    assert entries[0]["page"]["id"] == "kgf"
    assert entries[0]["matched"] == "FGF7"
    assert "kgf" in run("reference", "けらちのさいと", "--language", "ja").stdout


def test_the_reference_without_a_query_lists_every_page(run: Run) -> None:
    lines = run("reference").stdout.splitlines()
    assert len(lines) >= 7 + 12 + 4
    assert run("reference", "zzzzzz").stdout == "Nothing is found.\n"
    assert json.loads(run("reference", "zzzzzz", "--json").stdout) == []


def test_damaged_content_is_one_sentence(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import stemsup_desktop.resources as resources_module

    monkeypatch.setattr(resources_module, "__file__", str(tmp_path / "stemsup_desktop" / "resources.py"))
    assert "Install StemSup Desktop again" in sentence_of(run("reference"))


def run_main(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    kept.pop("QT_QPA_PLATFORM", None)
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        env={**kept, "PYTHONUTF8": "1", **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_main_py_is_the_same_program_and_answers_without_qt(tmp_path: Path) -> None:
    result = run_main("reference", "VEGF", "--json")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)[0]["page"]["id"] == "vegf"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a desktop")
def test_the_window_without_a_display_is_one_sentence_and_touches_nothing(tmp_path: Path) -> None:
    result = run_main(STEMSUP_DATA=str(tmp_path / "data"))
    assert result.returncode == 1
    assert "no display" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "data").exists()


def test_the_light_commands_load_neither_qt_nor_reportlab_nor_the_database() -> None:
    code = (
        "import sys\nimport stemsup_desktop.app\n"
        "heavy = {'PySide6', 'reportlab', 'pikepdf', 'sqlite_utils', 'sqlcipher3', 'cryptography'} & set(sys.modules)\n"
        "raise SystemExit(', '.join(sorted(heavy)) or 0)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert result.returncode == 0, result.stderr
