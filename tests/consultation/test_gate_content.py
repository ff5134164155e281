"""Checklist and rules fit together, or are refused by name; the shipped ones do."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from gate_factories import CONTENT, EMPTY, PATIENT, make_choice, make_content, make_rule, make_yes_no, on_fact, on_yes
from shipped import get_clinical_content

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.content import read_clinical_content
from stemsup_desktop.consultation.gate import derive_gate
from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.rule_reading import get_reads
from stemsup_desktop.consultation.rules import Condition, LotFreeOf, Rule, Severity
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.questionnaire.answers import CodingAnswer, StringAnswer
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.resources import find_resources

BROKEN: dict[str, tuple[Rule, str]] = {
    "no condition": (make_rule("BAD", Severity.STOP), "at least one condition"),
    "no such question": (make_rule("BAD", Severity.STOP, on_yes("nowhere")), "nowhere is no question"),
    "a group": (make_rule("BAD", Severity.STOP, on_yes("group")), "group is no question"),
    "no such code": (
        make_rule("BAD", Severity.STOP, Condition("=", CodingAnswer("Z"), question="cancer")),
        "cancer does not offer Z",
    ),
    "no such fact": (make_rule("BAD", Severity.STOP, on_fact("moon")), "moon is no known fact"),
    "question and fact": (
        make_rule("BAD", Severity.STOP, Condition("=", CodingAnswer("Y"), question="cancer", fact="sex")),
        "a question or a fact",
    ),
    "neither": (make_rule("BAD", Severity.STOP, Condition("=", CodingAnswer("Y"))), "a question or a fact"),
    "exists with a code": (
        make_rule("BAD", Severity.STOP, Condition("exists", StringAnswer("true"), question="cancer")),
        "true or false for exists",
    ),
    "reads nothing": (make_rule("BAD", Severity.STOP, on_yes("cancer"), reads=("nowhere",)), "nowhere is no question"),
    "resolved by nothing": (
        make_rule("BAD", Severity.STOP, on_yes("cancer"), resolution=LotFreeOf("nowhere")),
        "nowhere is no question",
    ),
    "no version": (make_rule("BAD", Severity.STOP, on_yes("cancer"), version=" "), "an id of its own and a version"),
}


@pytest.mark.parametrize(("rule", "expected"), BROKEN.values(), ids=BROKEN.keys())
def test_a_rule_that_does_not_fit_the_checklist_is_refused_by_name(rule: Rule, expected: str) -> None:
    group = {"linkId": "group", "type": "group", "text": "Group", "item": [make_yes_no("inner")]}

    with pytest.raises(InputProblem) as caught:
        make_content((rule,), (make_yes_no("cancer"), group))
    assert "rule BAD" in caught.value.sentence
    assert expected in caught.value.sentence


def test_two_rules_of_one_id_are_refused() -> None:
    rule = make_rule("TWICE", Severity.STOP, on_yes("cancer"))

    with pytest.raises(InputProblem, match="rule TWICE"):
        make_content((rule, rule), (make_yes_no("cancer"),))


def test_an_opinion_judges_questions_their_follow_ups_and_what_lies_below_them() -> None:
    assert CONTENT.judged["IMMUNE"] == ("immune", "immune-drug")
    assert CONTENT.judged["ALLERGY"] == ("allergy", "substance")
    assert CONTENT.judged["EXPIRED"] == ()


def test_rule_and_symptom_are_found_by_id() -> None:
    assert CONTENT.find_rule("FEVER") is not None
    assert CONTENT.find_rule("NOWHERE") is None
    assert CONTENT.name_symptom("hair").ja == "薄毛"
    assert CONTENT.name_symptom("unheard-of").en == "unheard-of"


def write_content(folder: Path, items: list[dict[str, Any]], rules: Any) -> Path:
    (folder / "questionnaires").mkdir()
    (folder / "rules").mkdir()
    resource = {"resourceType": "Questionnaire", "url": "https://example.org/q", "item": items}
    (folder / "questionnaires" / "examination.json").write_text(json.dumps(resource), encoding="utf-8")
    (folder / "rules" / "rules.json").write_text(json.dumps(rules), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("items", "rules", "expected"),
    [
        ([make_yes_no("a")], {"version": "1", "rules": []}, "one language only"),
        ([{**make_choice("a", "x"), "type": "hologram"}], {"version": "1", "rules": []}, "not supported"),
        (
            [{**make_yes_no("a"), "enableWhen": [{"question": "b", "operator": "exists", "answerBoolean": True}]}],
            {"version": "1", "rules": []},
            "does not exist",
        ),
        ([], {"version": "1", "rules": []}, "$.item"),
    ],
)
def test_content_with_a_fault_is_refused_with_file_and_place(
    tmp_path: Path, items: list[dict[str, Any]], rules: Any, expected: str
) -> None:
    with pytest.raises(InputProblem) as caught:
        read_clinical_content(write_content(tmp_path, items, rules))
    assert caught.value.sentence.startswith("examination.json: ")
    assert expected in caught.value.sentence


def test_rules_of_another_shape_are_refused_with_their_path(tmp_path: Path) -> None:
    shipped = find_resources() / "questionnaires" / "examination.json"
    folder = write_content(tmp_path, [], {"version": "1", "rules": [{"id": 1}]})
    (folder / "questionnaires" / "examination.json").write_bytes(shipped.read_bytes())

    with pytest.raises(InputProblem, match=r"^rules\.json: .*\$\.rules\[0\]"):
        read_clinical_content(folder)


def test_content_that_is_not_there_is_an_environment_problem(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem):
        read_clinical_content(tmp_path)


def test_the_shipped_content_loads_and_an_empty_visit_is_not_complete() -> None:
    content = get_clinical_content()
    visit = Consultation("c", datetime(2026, 3, 10, 9, tzinfo=UTC))

    for routes in ((), *((route,) for route in Route), tuple(Route)):
        planned = msgspec.structs.replace(visit, plan=msgspec.structs.replace(visit.plan, routes=routes))
        gate = derive_gate(PATIENT, planned, content, date(2026, 3, 10))
        assert gate.verdict is Verdict.NOT_COMPLETE
        assert {entry.verdict for entry in gate.routes} == {Verdict.NOT_COMPLETE}
    assert gate.answered == 0
    assert EMPTY.examination == visit.examination


def test_every_yes_no_question_that_a_shipped_rule_reads_is_required() -> None:
    content = get_clinical_content()
    read = {link_id for rule in content.rules.rules for link_id in get_reads(rule)}
    items = [content.questionnaire.index[link_id] for link_id in read]

    assert [item.link_id for item in items if item.is_yes_no_unknown and not item.is_required] == []
    assert all(item.type is not ItemType.GROUP for item in items)
