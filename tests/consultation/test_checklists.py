"""A clinic's checklist: known by url and version, and judged by no more rules than it can be judged by."""

import json
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from gate_factories import (
    CONTENT,
    EMPTY,
    ITEMS,
    NOON,
    PATIENT,
    RULES,
    TODAY,
    make_choice,
    make_clear_visit,
    make_content,
    make_rule,
    make_temperature,
    make_yes_no,
    on_yes,
    shown_on_yes,
    targets,
)
from shipped import get_clinical_content

from stemsup_desktop.consultation.changes import with_answers
from stemsup_desktop.consultation.checklists import Checklist, read_checklist, with_checklist
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.gate import derive_gate
from stemsup_desktop.consultation.gate_model import Gate, Verdict
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.answers import UNKNOWN, YES


def write(*items: dict[str, Any], **fields: Any) -> bytes:
    named = {"url": "https://clinic.example/q", "version": "7", **fields}
    return json.dumps({"resourceType": "Questionnaire", "item": list(items), **named}).encode()


def make_checklist(*items: dict[str, Any], **fields: Any) -> Checklist:
    return read_checklist(write(*items, **fields), "clinic.json")


def judge(*items: dict[str, Any], shipped: ClinicalContent = CONTENT) -> ClinicalContent:
    return with_checklist(shipped, make_checklist(*items))


def not_judged(content: ClinicalContent) -> list[str]:
    return [rule.id for rule in content.rules_not_judged]


def without(*link_ids: str) -> tuple[dict[str, Any], ...]:
    return tuple(item for item in ITEMS if item["linkId"] not in link_ids)


def changed(link_id: str, **fields: Any) -> tuple[dict[str, Any], ...]:
    return tuple({**item, **fields} if item["linkId"] == link_id else item for item in ITEMS)


def gate_of(content: ClinicalContent, **answers: Any) -> Gate:
    visit = make_clear_visit()
    examination = msgspec.structs.replace(visit.examination, questionnaire=content.questionnaire.canonical)
    visit = msgspec.structs.replace(visit, examination=examination)
    for link_id, answer in answers.items():
        visit = with_answers(visit, content, PATIENT, link_id, (answer,), "Dr Example", NOON)
    return derive_gate(PATIENT, visit, content, TODAY)


def test_a_checklist_is_known_by_url_and_version() -> None:
    assert make_checklist(make_yes_no("a")).canonical == "https://clinic.example/q|7"


def test_checklists_without_a_url_are_known_by_their_bytes() -> None:
    one, other = make_checklist(make_yes_no("a"), url=""), make_checklist(make_yes_no("b"), url="")

    assert one.canonical == f"urn:sha256:{one.sha256}|7"
    assert one.canonical != other.canonical


@pytest.mark.parametrize("url", ["x" * 2000, "a\nb", "a\u0000b", "a\ud800b"])
def test_a_name_that_cannot_be_kept_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(InputProblem, match=r"clinic\.json: the url and version") as refused:
        make_checklist(make_yes_no("a"), url=url)

    assert refused.value.code == "checklist-unnamed"


@pytest.mark.parametrize(
    "item",
    [
        {"linkId": "d", "type": "display", "text": "Read this"},
        {"linkId": "g", "type": "group", "text": "Empty"},
        {"linkId": "n", "type": "nonsense", "text": "Not anywhere"},
    ],
)
def test_a_checklist_that_asks_nothing_is_refused(item: dict[str, Any]) -> None:
    with pytest.raises(InputProblem, match="no question in it"):
        make_checklist(item)


@pytest.mark.parametrize("kind", ["reference", "attachment"])
def test_a_checklist_that_asks_for_a_file_or_a_reference_asks_something(kind: str) -> None:
    checklist = make_checklist({"linkId": "r", "type": kind, "text": "Here"})
    assert [item.is_supported for item in checklist.questionnaire.items] == [True]


def test_the_same_questions_are_judged_by_every_rule() -> None:
    content = judge(*ITEMS)

    assert not_judged(content) == []
    assert content.rules == CONTENT.rules
    assert gate_of(content).verdict is Verdict.CLEAR


def test_the_shipped_bytes_are_the_shipped_content() -> None:
    shipped = get_clinical_content()

    assert with_checklist(shipped, read_checklist(shipped.source, "examination.json")) is shipped


def test_the_shipped_questions_under_another_name_are_judged_by_every_shipped_rule() -> None:
    shipped = get_clinical_content()
    own = json.loads(shipped.source) | {"version": "clinic-1"}
    content = with_checklist(shipped, read_checklist(json.dumps(own).encode(), "own.json"))

    assert content.rules_not_judged == ()
    assert content.rules == shipped.rules
    assert content.judged == shipped.judged


def test_no_shipped_rule_about_answers_is_silent_in_a_checklist_that_asks_something_else() -> None:
    shipped = get_clinical_content()
    content = judge(make_yes_no("something-else"), shipped=shipped)
    asking = [rule.id for rule in shipped.rules.rules if any(condition.question for condition in rule.when)]

    assert not_judged(content) == asking
    assert all(condition.fact for rule in content.rules.rules for condition in rule.when)


def test_a_rule_whose_question_is_not_asked_is_named_and_the_gate_is_not_clear() -> None:
    content = judge(*without("cancer"))
    gate = gate_of(content)

    assert not_judged(content) == ["CANCER"]
    assert gate.verdict is Verdict.NOT_COMPLETE
    assert [(one.step, one.target) for one in gate.missing] == [(2, "rule:CANCER")]
    assert gate.missing[0].label.en == "Title of CANCER (not judged by this checklist)"
    assert gate.missing[0].label.ja == "CANCERの題（このチェックリストでは判定できません）"


def test_a_rule_that_is_not_judged_counts_for_its_routes_alone() -> None:
    content = judge(*without("clot"))
    verdicts = {one.route: one.verdict for one in gate_of(content).routes}

    assert gate_of(content).verdict is Verdict.CLEAR  # intranasal is planned
    assert verdicts[Route.INTRAVENOUS] is Verdict.NOT_COMPLETE


@pytest.mark.parametrize(
    "fields",
    [
        {"required": False},
        {"type": "boolean", "answerOption": []},
        {"type": "open-choice"},
        {"repeats": True},
        {"readOnly": True},
        {"initial": [{"valueCoding": {"code": "N"}}]},
        {
            "answerOption": [
                *make_yes_no("x")["answerOption"],
                {"valueCoding": {"code": "SOMETIMES", "display": "At times"}},
            ]
        },
        {"answerOption": [{**option, "initialSelected": True} for option in make_yes_no("x")["answerOption"]]},
        {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden", "valueBoolean": True}]},
        shown_on_yes("immune"),
        shown_on_yes("nobody-asks-this"),
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_a_question_that_is_asked_otherwise_does_not_judge_its_rule(fields: dict[str, Any]) -> None:
    content = judge(*changed("cancer", **fields))

    assert not_judged(content) == ["CANCER"]
    assert gate_of(content).verdict is not Verdict.CLEAR


def test_a_question_in_a_group_that_is_asked_on_a_condition_does_not_judge_its_rule() -> None:
    group = {"linkId": "g", "type": "group", "text": "G", **shown_on_yes("immune"), "item": [make_yes_no("cancer")]}

    assert not_judged(judge(*without("cancer"), group)) == ["CANCER"]


def test_a_question_may_move_into_a_group_and_change_its_words() -> None:
    moved = {"linkId": "g", "type": "group", "text": "G", "item": [{**make_yes_no("cancer"), "text": "Any cancer?"}]}

    assert not_judged(judge(*without("cancer"), moved)) == []


def test_a_link_id_given_twice_does_not_judge_its_rule() -> None:
    assert not_judged(judge(*ITEMS, make_yes_no("cancer"))) == ["CANCER"]


def test_a_condition_is_no_better_than_the_question_it_reads() -> None:
    rules = (make_rule("SUBSTANCE", Severity.STOP, on_yes("immune-drug")),)
    followed = {**make_yes_no("immune-drug"), **shown_on_yes("immune")}
    items = (*without("immune-drug"), followed)
    shipped = make_content(rules, items)

    assert not_judged(judge(*items, shipped=shipped)) == []
    loose = tuple({**item, "required": False} if item["linkId"] == "immune" else item for item in items)
    assert not_judged(judge(*loose, shipped=shipped)) == ["SUBSTANCE"]


def test_a_rule_that_is_judged_in_part_still_raises_what_it_can() -> None:
    rules = (make_rule("EITHER", Severity.STOP, on_yes("cancer"), on_yes("clot")),)
    content = judge(*without("clot"), shipped=make_content(rules))

    assert not_judged(content) == ["EITHER"]
    assert gate_of(content).verdict is Verdict.NOT_COMPLETE
    assert gate_of(content, cancer=YES).verdict is Verdict.STOP


def test_a_rule_that_needs_all_its_questions_is_left_out_and_named() -> None:
    rules = (make_rule("BOTH", Severity.STOP, on_yes("cancer"), on_yes("clot"), behavior="all"),)
    content = judge(*without("clot"), shipped=make_content(rules))

    assert content.rules.rules == ()
    assert not_judged(content) == ["BOTH"]


def test_a_stop_is_not_resolved_by_a_question_that_nobody_asks() -> None:
    content = judge(*without("substance"))

    assert "ALLERGY" in not_judged(content)
    assert gate_of(content, allergy=YES).verdict is Verdict.STOP


def test_an_unknown_still_counts_in_a_clinics_checklist() -> None:
    assert gate_of(judge(*ITEMS), cancer=UNKNOWN).verdict is Verdict.STOP


def test_what_the_clinic_asks_besides_is_required_like_anything_else() -> None:
    gate = gate_of(judge(*ITEMS, make_yes_no("own-question")))

    assert gate.verdict is Verdict.NOT_COMPLETE
    assert [one.target for one in gate.missing] == ["own-question"]


def test_answers_to_another_checklist_are_never_judged_as_if_they_were_to_this_one() -> None:
    visit = make_clear_visit()
    other = msgspec.structs.replace(visit.examination, questionnaire="https://example.org/q|0.9")

    assert targets(visit) == []
    assert targets(msgspec.structs.replace(visit, examination=other)) == [(2, "questionnaire")]


def test_a_visit_keeps_the_name_of_the_checklist_it_was_answered_with() -> None:
    content = judge(*ITEMS)
    visit = with_answers(EMPTY, content, PATIENT, "cancer", (YES,), "Dr Example", NOON)

    assert visit.examination.questionnaire == "https://clinic.example/q|7"


def test_a_measured_value_in_another_unit_or_type_does_not_judge_its_rule() -> None:
    unit = {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-unit", "valueCoding": {"code": "[degF]"}}
    fahrenheit = {**make_temperature(), "extension": [unit]}

    assert not_judged(judge(*without("temp"), fahrenheit)) == ["FEVER"]
    assert not_judged(judge(*without("temp"), {**make_temperature(), "type": "string"})) == ["FEVER"]
    assert not_judged(judge(*without("infected-sites"), make_choice("infected-sites", "cheek"))) == ["INFECTION"]


def test_a_rule_by_expression_is_judged_where_everything_it_reads_is_asked() -> None:
    read = "descendants().where(linkId = 'cancer').answer.value.where(code = 'Y').exists()"
    shipped = make_content((make_rule("BY-EXPRESSION", Severity.STOP, expression=read),))

    assert not_judged(judge(*ITEMS, shipped=shipped)) == []
    assert gate_of(judge(*ITEMS, shipped=shipped), cancer=YES).verdict is Verdict.STOP

    missing = judge(*without("cancer"), shipped=shipped)
    assert (not_judged(missing), missing.rules.rules) == (["BY-EXPRESSION"], ())
    assert gate_of(missing).verdict is Verdict.NOT_COMPLETE

    loose = judge(*changed("cancer", required=False), shipped=shipped)
    assert not_judged(loose) == ["BY-EXPRESSION"]
    assert gate_of(loose, cancer=YES).verdict is Verdict.STOP


def test_what_is_not_of_the_checklist_stays_as_shipped() -> None:
    content = judge(*without("cancer"))
    same = replace(
        content,
        questionnaire=CONTENT.questionnaire,
        rules=CONTENT.rules,
        rules_not_judged=(),
    )

    assert same == CONTENT
    assert len(content.rules.rules) == len(RULES) - 1
