"""Rules by expression: they fire and stay quiet as their conditions do, and what cannot be judged never clears."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from gate_factories import (
    CONTENT,
    PATIENT,
    PLAN,
    RULES,
    TODAY,
    answer,
    find,
    gate,
    later,
    make_clear_visit,
    make_content,
    make_rule,
    rule_ids,
    with_plan,
)

from stemsup_desktop.consultation.changes import with_answers, with_opinion, with_stop_lifted
from stemsup_desktop.consultation.clinic_pack import apply_clinic_pack
from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.consent_basis import ConsentStanding, ConsentState
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.gate import find_firing_stops
from stemsup_desktop.consultation.gate_model import FindingState, OpenKind, Verdict
from stemsup_desktop.consultation.rule_examples import RuleExamples, check_examples
from stemsup_desktop.consultation.rules import Rule, RuleSet, Severity, WhenUnknown
from stemsup_desktop.consultation.steps import StepState, derive_steps
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.answers import NO, UNKNOWN, YES, StringAnswer

YES_TO = "descendants().where(linkId = '{}').answer.value.where(code = 'Y').exists()"
CANCER = YES_TO.format("cancer")
NO_TRUTH = "descendants().where(linkId = 'remark').answer.value.length() > 3"
FAULT = "descendants().where(linkId = 'cancer').answer.value.code.toInteger() + 'x' = 3"

NO_CONSENT = ConsentStanding(ConsentState.NONE)


def by_expression(expression: str, severity: Severity = Severity.STOP, **fields: Any) -> Rule:
    return make_rule("EXPR", severity, expression=expression, **fields)


def content_of(expression: str, severity: Severity = Severity.STOP, **fields: Any) -> ClinicalContent:
    return make_content((by_expression(expression, severity, **fields),))


def test_an_expression_fires_and_stays_quiet_with_the_answers() -> None:
    content = content_of(CANCER)

    assert rule_ids(make_clear_visit(), content) == []
    finding = find(answer(make_clear_visit(), "cancer", YES), "EXPR", content)
    assert (finding.severity, finding.state) == (Severity.STOP, FindingState.OPEN)
    assert finding.rule_expression == CANCER
    assert [given.link_id for given in finding.given] == ["cancer"]


def test_an_expression_reads_patient_and_plan() -> None:
    content = content_of("%patient.age_years > 40 and %plan.route.where($this = 'intravenous').exists()")

    assert rule_ids(make_clear_visit(), content) == []
    drip = with_plan(make_clear_visit(), routes=(Route.INTRAVENOUS,))
    finding = find(drip, "EXPR", content)
    assert [(given.fact, given.answer.en) for given in finding.given] == [("age_years", "45"), ("route", "drip")]
    younger = msgspec.structs.replace(PATIENT, birth_date=date(2000, 1, 1))
    assert gate(drip, content, younger).findings == ()


def test_an_expression_that_reads_the_route_is_judged_per_route() -> None:
    content = content_of("%plan.route.where($this = 'intravenous').exists()")
    verdicts = {one.route: one.verdict for one in gate(make_clear_visit(), content).routes}

    assert verdicts[Route.INTRAVENOUS] is Verdict.STOP
    assert verdicts[Route.INTRANASAL] is Verdict.CLEAR


def test_a_hidden_answer_counts_for_nothing_in_an_expression() -> None:
    content = content_of("descendants().where(linkId = 'immune-drug').answer.value.exists()")
    visit = answer(make_clear_visit(), "immune", YES)
    visit = answer(visit, "immune-drug", StringAnswer("Methotrexate"))

    assert rule_ids(visit, content) == ["EXPR"]
    assert rule_ids(answer(visit, "immune", NO), content) == []


@pytest.mark.parametrize("expression", [NO_TRUTH, FAULT])
@pytest.mark.parametrize("severity", list(Severity))
def test_what_cannot_be_judged_is_a_finding_of_its_own_and_keeps_the_gate_at_not_complete(
    expression: str, severity: Severity
) -> None:
    content = content_of(expression, severity)
    result = gate(make_clear_visit(), content)
    (finding,) = result.findings

    assert (finding.rule_id, finding.state, finding.severity) == ("EXPR", FindingState.NOT_JUDGED, severity)
    assert result.verdict is Verdict.NOT_COMPLETE
    assert [(point.kind, point.rule_id) for point in result.open_points] == [(OpenKind.NOT_JUDGED, "EXPR")]
    assert result.conditions == ()
    assert find_firing_stops(PATIENT, make_clear_visit(), content, date(2026, 3, 10)) == ()


def test_the_step_of_what_cannot_be_judged_is_not_complete() -> None:
    visit = make_clear_visit()

    assert derive_steps(visit, gate(visit), NO_CONSENT, TODAY)[1].state is StepState.COMPLETE
    step = derive_steps(visit, gate(visit, content_of(NO_TRUTH)), NO_CONSENT, TODAY)[1]
    assert (step.state, step.caption.en) == (StepState.IN_PROGRESS, "1 open")


def test_an_opinion_does_not_judge_in_place_of_an_expression() -> None:
    with pytest.raises(InputProblem, match="No open finding"):
        with_opinion(
            make_clear_visit(), content_of(NO_TRUTH, Severity.SPECIALIST), PATIENT, "EXPR", "x", "Dr", later(1)
        )


def test_a_stop_that_can_no_longer_be_judged_wants_its_reason_and_still_does_not_clear() -> None:
    expression = f"iif({CANCER}, true, {{}})"
    content = content_of(expression)
    visit = with_answers(make_clear_visit(), content, PATIENT, "cancer", (YES,), "Dr", later(1))
    visit = with_answers(visit, content, PATIENT, "cancer", (NO,), "Dr", later(2))

    assert find(visit, "EXPR", content).state is FindingState.REASON_WANTED
    assert gate(visit, content).verdict is Verdict.STOP
    visit = with_stop_lifted(visit, content, PATIENT, "EXPR", "Mistyped", "Dr", later(3))
    assert find(visit, "EXPR", content).state is FindingState.NOT_JUDGED
    assert gate(visit, content).verdict is Verdict.NOT_COMPLETE


@pytest.mark.parametrize("worth", list(WhenUnknown))
def test_unknown_never_clears_whether_or_not_the_expression_can_be_judged(worth: WhenUnknown) -> None:
    visit = answer(make_clear_visit(), "cancer", UNKNOWN)
    quiet = gate(visit, content_of(CANCER, when_unknown=worth))
    not_judged = gate(visit, content_of(f"iif({CANCER}, true, {{}})", when_unknown=worth))

    assert quiet.verdict is not Verdict.CLEAR
    assert not_judged.verdict not in (Verdict.CLEAR, Verdict.CONDITIONS)
    if worth is WhenUnknown.STOP:
        assert not_judged.verdict is Verdict.STOP


def test_an_opinion_on_an_expression_lapses_with_what_the_expression_reads() -> None:
    content = content_of(f"{CANCER} and %plan.cell_source.exists()", Severity.SPECIALIST)
    visit = answer(make_clear_visit(), "cancer", YES)
    visit = msgspec.structs.replace(visit, examination=msgspec.structs.replace(visit.examination, stops_raised=()))
    visit = with_opinion(visit, content, PATIENT, "EXPR", "Reason", "Dr", later(1))
    assert find(visit, "EXPR", content).state is FindingState.OPINION_RECORDED

    product = msgspec.structs.replace(PLAN.product, cell_source=CellSource.BONE_MARROW)
    moved = with_plan(visit, product=product)
    assert find(moved, "EXPR", content).state is FindingState.OPINION_LAPSED


REFUSED = {
    "not FHIRPath": ("descendants(", "expected an expression in FHIRPath"),
    "no such question": (YES_TO.format("nowhere"), "nowhere is no question"),
    "no such fact": ("%plan.lot_expird = true", "expected one of cell_source"),
    "a fact of the other": ("%patient.route = 'x'", "behind %patient"),
    "a bare scope": ("%plan.exists()", "behind %plan"),
    "no such variable": ("%weather = 'fine'", "%weather is not known here"),
    "reads whatever": ("descendants().answer.value.code = 'Y'", "expected linkId = '...'"),
    "reads nothing": ("1 = 1", "expected an expression that reads a question or a fact"),
}


@pytest.mark.parametrize(("expression", "expected"), REFUSED.values(), ids=REFUSED.keys())
def test_an_expression_that_could_silently_yield_nothing_is_refused_by_name(expression: str, expected: str) -> None:
    with pytest.raises(InputProblem) as caught:
        content_of(expression)
    assert "rule EXPR: " in caught.value.sentence
    assert expected in caught.value.sentence


def test_a_rule_has_conditions_or_an_expression_and_not_both() -> None:
    (first, *_) = RULES
    with pytest.raises(InputProblem, match="not both"):
        make_content((msgspec.structs.replace(first, expression=CANCER),))


EXAMPLES = {
    "fires": [{"answers": {"cancer": "Y"}}],
    "quiet": [{"answers": {"cancer": "N"}}],
    "unknown": [{"answers": {"cancer": "UNK"}}],
}


def test_the_examples_of_an_expression_prove_that_it_fires_and_stays_quiet() -> None:
    check_examples(by_expression(CANCER), msgspec.convert(EXAMPLES, RuleExamples), CONTENT.questionnaire)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("descendants().where(linkId = 'cancer').answer.value.code = 'Z'", r"\$\.fires\[0\]"),
        ("descendants().where(linkId = 'cancer').answer.value.code = 'Y' or true", r"\$\.quiet\[0\]"),
        (f"iif({CANCER}, true, {{}})", r"\$\.quiet\[0\]"),
        (FAULT, r"\$\.fires\[0\]"),
    ],
)
def test_an_expression_whose_examples_do_not_prove_it_is_refused(expression: str, expected: str) -> None:
    with pytest.raises(InputProblem, match=expected):
        check_examples(by_expression(expression), msgspec.convert(EXAMPLES, RuleExamples), CONTENT.questionnaire)


def test_a_clinic_brings_a_rule_by_expression_with_its_examples(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    (folder / "examples").mkdir(parents=True)
    rule = msgspec.to_builtins(by_expression(CANCER, Severity.CAUTION))
    pack = {"version": "1", "dated": "2026-10-01", "rules": [rule]}
    (folder / "rules.json").write_text(json.dumps(pack), encoding="utf-8")
    (folder / "examples" / "EXPR.json").write_text(json.dumps(EXAMPLES), encoding="utf-8")
    rules, clinic = apply_clinic_pack(tmp_path, RuleSet("1", RULES), CONTENT.questionnaire)

    assert clinic is not None
    assert clinic.faults == ()
    assert rules.rules[-1].id == "EXPR"
    assert rule_ids(answer(make_clear_visit(), "cancer", YES), make_content(rules.rules)) == ["CANCER", "EXPR"]


def test_an_expression_that_explodes_ends_and_cannot_be_judged() -> None:
    growing = "'aaaaaaaaaa'" + ".replace('a', 'aaaaaaaaaa')" * 6
    result = gate(make_clear_visit(), content_of(f"{growing}.length() > {YES_TO.format('cancer')}.count()"))

    assert result.findings[0].state is FindingState.NOT_JUDGED
    assert result.verdict is Verdict.NOT_COMPLETE
