"""`stemsup check` of a response against a questionnaire and rules, as a script would call it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from desk_samples import NOW
from shipped import get_clinical_content

from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import NO, UNKNOWN, YES, Answer, ItemAnswers
from stemsup_desktop.questionnaire.response import encode_response, make_response
from stemsup_desktop.resources import find_resources

Run = Callable[..., Result]
CHECKLIST = find_resources() / "questionnaires" / "examination.json"
SYSTEM = "http://terminology.hl7.org/CodeSystem/v2-0532"
OPTIONS = [{"valueCoding": {"system": SYSTEM, "code": code, "display": code}} for code in ("Y", "N", "UNK")]
QUESTIONNAIRE = {
    "resourceType": "Questionnaire",
    "url": "https://example.org/q",
    "status": "active",
    "item": [
        {"linkId": "smoker", "type": "choice", "text": "Smoker", "required": True, "answerOption": OPTIONS},
        {
            "linkId": "per-day",
            "type": "integer",
            "text": "Per day",
            "required": True,
            "enableWhen": [
                {"question": "smoker", "operator": "=", "answerCoding": {"system": SYSTEM, "code": "Y"}},
            ],
        },
        {"linkId": "picture", "type": "hologram", "text": "Picture"},
    ],
}
RULE = {
    "id": "HEAVY",
    "version": "1",
    "severity": "specialist",
    "title": {"en": "Heavy smoker", "ja": "ヘビースモーカー"},
    "reason": {"en": "Reason", "ja": "理由"},
    "advice": {"en": "Advice", "ja": "対応"},
    "expression": "descendants().where(linkId = 'per-day').answer.value.where($this > 20).exists()",
    "reads": ["smoker"],
    "when_unknown": "caution",
    "sources": [],
    "status": "proposal",
}
EXAMPLES = {
    "fires": [{"answers": {"smoker": "Y", "per-day": 21}}],
    "quiet": [{"answers": {"smoker": "Y", "per-day": 20}}],
    "unknown": [{"answers": {"smoker": "UNK"}}],
}


def write(path: Path, value: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def make_rules(*rules: dict[str, Any]) -> dict[str, Any]:
    return {"version": "1", "rules": rules}


def make_item(link_id: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"linkId": link_id, "answer": [value]}


def smokes(code: str, per_day: int | None = None) -> dict[str, Any]:
    items = [make_item("smoker", {"valueCoding": {"system": SYSTEM, "code": code}})]
    if per_day is not None:
        items.append(make_item("per-day", {"valueInteger": per_day}))
    return {"resourceType": "QuestionnaireResponse", "status": "in-progress", "item": items}


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    write(tmp_path / "rules" / "rules.json", make_rules(RULE))
    write(tmp_path / "rules" / "examples" / "HEAVY.json", EXAMPLES)
    return tmp_path / "rules"


@pytest.fixture
def check(run: Run, tmp_path: Path) -> Callable[..., Any]:
    questionnaire = write(tmp_path / "q.json", QUESTIONNAIRE)

    def invoke(response: dict[str, Any], *arguments: object) -> Any:
        source = write(tmp_path / "r.json", response)
        result = run("check", "--questionnaire", questionnaire, "--response", source, "--json", *arguments)
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    return invoke


def test_it_prints_what_is_asked_and_supported_and_nothing_is_judged_without_rules(check: Callable[..., Any]) -> None:
    printed = check(smokes("N"))

    assert list(printed) == ["enabled", "calculated", "issues", "unsupported", "findings", "verdict"]
    assert printed["enabled"] == ["smoker", "picture"]
    assert printed["calculated"] == {}
    assert printed["unsupported"] == [{"kind": "type", "link_id": "picture", "name": "hologram"}]
    assert (printed["findings"], printed["issues"], printed["verdict"]) == ([], [], None)


def test_what_is_required_and_unanswered_is_an_issue_and_never_clear(check: Callable[..., Any], rules: Path) -> None:
    for arguments in ((), ("--rules", rules)):
        printed = check(smokes("Y"), *arguments)
        assert printed["enabled"] == ["smoker", "per-day", "picture"]
        assert [(issue["code"], issue["link_id"]) for issue in printed["issues"]] == [("missing", "per-day")]
        assert printed["verdict"] == "not-complete"


@pytest.mark.parametrize(
    ("code", "per_day", "verdict"),
    [("N", None, "clear"), ("Y", 20, "clear"), ("Y", 21, "specialist"), ("UNK", None, "conditions")],
)
def test_the_rules_of_a_folder_judge_the_answers(
    check: Callable[..., Any], rules: Path, code: str, per_day: int | None, verdict: str
) -> None:
    printed = check(smokes(code, per_day), "--rules", rules)

    assert printed["verdict"] == verdict
    assert [finding["rule_id"] for finding in printed["findings"]] == ([] if verdict == "clear" else ["HEAVY"])


def test_a_hidden_answer_counts_for_nothing(check: Callable[..., Any], rules: Path) -> None:
    printed = check(smokes("N", 40), "--rules", rules)

    assert "per-day" not in printed["enabled"]
    assert printed["verdict"] == "clear"


def test_rules_are_found_in_a_content_pack_too(check: Callable[..., Any], rules: Path) -> None:
    assert check(smokes("Y", 30), "--rules", rules.parent)["verdict"] == "specialist"


def answer_checklist(tmp_path: Path, *given: tuple[str, Answer]) -> Path:
    questionnaire = get_clinical_content().questionnaire
    responses = tuple(ItemAnswers(link_id, (answer,)) for link_id, answer in given)
    path = tmp_path / "r.json"
    path.write_bytes(encode_response(make_response(questionnaire, responses, NOW, Language.EN)))
    return path


def test_the_shipped_checklist_is_judged_by_the_shipped_rules(run: Run, tmp_path: Path) -> None:
    response = answer_checklist(tmp_path, ("x01", YES), ("x12", UNKNOWN), ("x09", NO))
    result = run("check", "--questionnaire", CHECKLIST, "--response", response, "--json")
    printed = json.loads(result.stdout)

    assert printed["verdict"] == "stop"
    assert [finding["rule_id"] for finding in printed["findings"]] == ["X01", "X12"]


def test_it_is_said_in_words_in_either_language(run: Run, tmp_path: Path) -> None:
    response = answer_checklist(tmp_path, ("x01", YES))
    arguments = ("check", "--questionnaire", CHECKLIST, "--response", response)

    assert "X01 [stop, open]" in run(*arguments).stdout
    assert run(*arguments, "--language", "ja").stdout.startswith("中止 (stop)")


def test_wrong_usage_has_status_two(run: Run, tmp_path: Path) -> None:
    questionnaire = write(tmp_path / "q.json", QUESTIONNAIRE)
    assert run("check", "--questionnaire", questionnaire).exit_code == 2
    assert run("check", "--response", questionnaire).exit_code == 2
    assert run("check", "--rules", tmp_path).exit_code == 2
    assert run("check", "--input", "x.json", "--questionnaire", questionnaire).exit_code == 2


@pytest.mark.parametrize(
    ("break_it", "expected"),
    [
        (lambda folder: (folder / "q.json").unlink(), "q.json: there is no such file."),
        (lambda folder: write(folder / "q.json", {"resourceType": "Patient"}), "q.json: "),
        (lambda folder: write(folder / "r.json", smokes("Y") | {"resourceType": "Patient"}), "r.json: "),
        (lambda folder: (folder / "rules" / "rules.json").unlink(), "rules: expected the file rules.json"),
        (
            lambda folder: write(
                folder / "rules" / "rules.json", {"version": "1", "rules": [{**RULE, "reads": ["x"]}]}
            ),
            "rule HEAVY: x is no question",
        ),
        (
            lambda folder: write(
                folder / "rules" / "examples" / "HEAVY.json", {**EXAMPLES, "quiet": EXAMPLES["fires"]}
            ),
            "HEAVY.json: $.quiet[0]: expected rule HEAVY to stay quiet",
        ),
        (lambda folder: (folder / "rules" / "examples" / "HEAVY.json").unlink(), "expected its examples in HEAVY.json"),
    ],
)
def test_a_fault_in_a_file_is_one_sentence_with_status_one(
    run: Run, tmp_path: Path, rules: Path, break_it: Callable[[Path], object], expected: str
) -> None:
    questionnaire, response = write(tmp_path / "q.json", QUESTIONNAIRE), write(tmp_path / "r.json", smokes("Y", 3))
    break_it(tmp_path)
    result = run("check", "--questionnaire", questionnaire, "--response", response, "--rules", rules, "--json")

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert expected in result.stderr


def test_a_folder_of_rules_that_is_not_there_is_one_sentence(run: Run, tmp_path: Path) -> None:
    questionnaire, response = write(tmp_path / "q.json", QUESTIONNAIRE), write(tmp_path / "r.json", smokes("N"))
    result = run("check", "--questionnaire", questionnaire, "--response", response, "--rules", tmp_path / "no")

    assert result.exit_code == 1
    assert "no: there is no such folder." in result.stderr


def test_repetitions_are_told_apart_by_path_and_calculated_values_are_numbers(run: Run, tmp_path: Path) -> None:
    sdc = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
    expression = {
        "language": "text/fhirpath",
        "expression": "%resource.item.where(linkId='dose').item.answer.value.sum()",
    }
    form = {
        "resourceType": "Questionnaire",
        "status": "active",
        "item": [
            {
                "linkId": "dose",
                "type": "group",
                "repeats": True,
                "item": [{"linkId": "ml", "type": "decimal", "text": "mL"}],
            },
            {
                "linkId": "total",
                "type": "decimal",
                "text": "Total",
                "readOnly": True,
                "extension": [{"url": sdc, "valueExpression": expression}],
            },
        ],
    }
    doses = [{"linkId": "dose", "item": [make_item("ml", {"valueDecimal": ml})]} for ml in (1.5, 2)]
    response = {"resourceType": "QuestionnaireResponse", "status": "in-progress", "item": doses}
    questionnaire, source = write(tmp_path / "q.json", form), write(tmp_path / "r.json", response)
    result = run("check", "--questionnaire", questionnaire, "--response", source, "--json")
    printed = json.loads(result.stdout)

    assert printed["enabled"] == ["dose[0]", "dose[0] > ml[0]", "dose[1]", "dose[1] > ml[0]", "total"]
    assert printed["calculated"] == {"total": 3.5}
    assert printed["verdict"] is None
