"""What the clinic changed in the rules is said at the command line and on paper, and judged as in the window."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from printed_text import list_page_texts

from stemsup_desktop.resources import find_resources

Run = Callable[..., Result]
EXAMPLES = find_resources() / "examples"
CHANGES = [
    {"id": "X20", "version": "1.0", "severity": "information"},
    {"id": "LAB4", "version": "1.0", "title": {"en": "Clotting not tested", "ja": "凝固は未検査"}},
    {"id": "X01", "version": "1.0", "severity": "specialist"},
]


def write_pack(data: Path, rules: object) -> Path:
    folder = data / "content" / "rules"
    folder.mkdir(parents=True)
    pack = {"version": "2026-1", "dated": "2026-10-01", "rules": rules}
    (folder / "rules.json").write_text(json.dumps(pack, ensure_ascii=False), encoding="utf-8")
    return data


def read_text(pdf: Path) -> str:
    return "".join("".join(list_page_texts(pdf)).split())


def test_the_gate_as_json_says_what_the_clinic_changed_from_what_to_what(run: Run, tmp_path: Path) -> None:
    data = write_pack(tmp_path / "clinic", CHANGES)
    result = run("--data-folder", data, "check", "--input", EXAMPLES / "treated.json", "--json")
    gate = json.loads(result.stdout)
    findings = {finding["rule_id"]: finding for finding in gate["findings"]}
    changed = findings["X20"]["clinic_change"]

    assert (changed["severity_before"], changed["severity"]) == ("caution", "information")
    assert (changed["pack_version"], changed["pack_dated"]) == ("2026-1", "2026-10-01")
    assert findings["X20"]["severity"] == "information"
    assert findings["X20"]["rule_version"].startswith("1.0+clinic.")
    assert findings["LAB4"]["clinic_change"]["wording"][0]["after"]["en"] == "Clotting not tested"
    assert findings["DEC3"]["clinic_change"] is None
    assert [change["rule_id"] for change in gate["clinic"]["changes"]] == ["X20", "LAB4", "X01"]
    assert gate["rules_version"] == "1.0+clinic.2026-1"


def test_the_gate_in_words_says_it_in_either_language(run: Run, tmp_path: Path) -> None:
    write_pack(tmp_path / "data", CHANGES)
    english = run("check", "--input", EXAMPLES / "clear.json").stdout
    japanese = run("check", "--input", EXAMPLES / "clear.json", "--language", "ja").stdout

    assert "X20. The clinic has changed this rule (content pack 2026-1, 1 Oct 2026)" in english
    assert "区分：「注意」→「情報」" in japanese


@pytest.mark.parametrize("kind", ["consent", "summary"])
@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            (
                "Rules changed by the clinic (content pack 2026-1, 1 Oct 2026): X20, LAB4, X01.",
                "The clinic has changed this rule",
                "No clotting tests before a drip",
                "Clotting not tested",
            ),
        ),
        ("ja", ("クリニックが変更したルール（設定2026-1、2026年10月1日）：X20、LAB4、X01。", "凝固は未検査")),
    ],
)
def test_consent_and_summary_say_it(
    run: Run, tmp_path: Path, kind: str, language: str, expected: tuple[str, ...]
) -> None:
    write_pack(tmp_path / "data", CHANGES)
    target = tmp_path / "out.pdf"
    source = EXAMPLES / "treated.json"
    result = run("render", kind, "--input", source, "--language", language, "--out", target)

    assert result.exit_code == 0, result.stderr
    text = read_text(target)
    for words in expected:
        assert "".join(words.split()) in text


def test_a_fault_in_the_pack_is_said_with_the_shipped_rule_in_its_place(run: Run, tmp_path: Path) -> None:
    write_pack(tmp_path / "data", [{"id": "X20", "version": "1.0", "severity": "none"}])
    target = tmp_path / "out.pdf"
    gate = json.loads(run("check", "--input", EXAMPLES / "treated.json", "--json").stdout)
    run("render", "summary", "--input", EXAMPLES / "treated.json", "--language", "en", "--out", target)

    assert {f["rule_id"]: f["severity"] for f in gate["findings"]}["X20"] == "caution"
    (fault,) = gate["clinic"]["faults"]
    assert "rules.json: rule X20" in fault["en"]
    assert "$.rules[0].severity" in fault["en"]
    assert "Theclinic'scontentpackhasafault" in read_text(target)


@pytest.mark.parametrize("kind", ["consent", "summary"])
def test_an_opinion_is_printed_with_its_physician_its_reason_and_the_rule_it_judged(
    run: Run, tmp_path: Path, kind: str
) -> None:
    source, target = EXAMPLES / "opinion.json", tmp_path / "out.pdf"
    opinion = json.loads(source.read_text("utf-8"))["consultation"]["examination"]["opinions"][0]
    result = run("render", kind, "--input", source, "--language", "en", "--out", target)

    assert result.exit_code == 0, result.stderr
    text = read_text(target)
    for words in (opinion["reason"], opinion["physician"], f"({opinion['rule_id']} {opinion['rule_version']})"):
        assert "".join(words.split()) in text
