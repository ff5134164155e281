"""Random walks of answers, undo, plans, opinions and reasons: whatever the path, the rules of the gate hold."""

from decimal import Decimal
from typing import Any

import msgspec
from gate_factories import (
    CHEEK,
    CONTENT,
    PATIENT,
    PENICILLIN,
    PLAN,
    TODAY,
    later,
    make_clear_visit,
    with_certificate,
    with_sites,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from stemsup_desktop.consultation.changes import (
    carry_stops,
    with_answers,
    with_opinion,
    with_recorded_stops,
    with_stop_lifted,
)
from stemsup_desktop.consultation.gate import derive_gate, find_firing_stops
from stemsup_desktop.consultation.gate_model import FindingState, Verdict
from stemsup_desktop.consultation.gate_open import is_standing_stop
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.answers import NO, UNKNOWN, YES, DecimalAnswer
from stemsup_desktop.questionnaire.enablement import derive_enabled, get_answers

YES_NO = ("cancer", "immune", "allergy", "infection", "clot", "unread")
ANSWERS = st.one_of(
    st.tuples(st.sampled_from(YES_NO), st.sampled_from(((YES,), (NO,), (UNKNOWN,), ()))),
    st.tuples(st.just("substance"), st.sampled_from(((PENICILLIN,), (UNKNOWN,), ()))),
    st.tuples(st.just("infected-sites"), st.sampled_from(((CHEEK,), ()))),
    st.tuples(st.just("temp"), st.sampled_from(((DecimalAnswer(Decimal("36.5")),), (DecimalAnswer(Decimal(39)),), ()))),
)
ACTS = st.one_of(
    st.tuples(st.just("answer"), ANSWERS),
    st.tuples(st.just("undo"), st.just(None)),
    st.tuples(st.just("plan"), st.sampled_from(("sites", "certificate", "bare"))),
    st.tuples(st.just("judge"), st.sampled_from(("IMMUNE", "CLOT", "CANCER"))),
    st.tuples(st.just("lift"), st.sampled_from(("CANCER", "ALLERGY", "INFECTION"))),
)


def plan(visit: Consultation, kind: str) -> Consultation:
    match kind:
        case "sites":
            return with_sites(visit, "forehead")
        case "certificate":
            return with_certificate(visit, shown_absent=("penicillin",))
        case _:
            return msgspec.structs.replace(visit, plan=PLAN)


def act(visit: Consultation, kind: str, value: Any, minutes: int) -> Consultation:
    match kind:
        case "answer":
            link_id, answers = value
            return with_answers(visit, CONTENT, PATIENT, link_id, answers, "Dr", later(minutes))
        case "plan":
            return with_recorded_stops(plan(visit, value), CONTENT, PATIENT, later(minutes))
        case "judge":
            return with_opinion(visit, CONTENT, PATIENT, value, "Reason", "Dr", later(minutes))
        case _:
            return with_stop_lifted(visit, CONTENT, PATIENT, value, "Reason", "Dr", later(minutes))


def check_gate(visit: Consultation, wanting: set[str]) -> None:
    gate = derive_gate(PATIENT, visit, CONTENT, TODAY)
    firing = set(find_firing_stops(PATIENT, visit, CONTENT, TODAY))
    findings = {finding.rule_id: finding for finding in gate.findings}
    for rule_id in wanting - firing:
        assert findings[rule_id].state is FindingState.REASON_WANTED
    for rule_id in firing:
        assert is_standing_stop(findings[rule_id]) or findings[rule_id].state is FindingState.RESOLVED
    if "CANCER" in wanting | firing:
        assert gate.verdict is Verdict.STOP
    enabled = derive_enabled(CONTENT.questionnaire, visit.examination.responses)
    answers = get_answers(visit.examination.responses)
    unanswered = [item.link_id for item in enabled.items if item.is_required and item.link_id not in answers]
    assert set(unanswered) <= {missing.target for missing in gate.missing}
    is_passable = gate.verdict in (Verdict.CONDITIONS, Verdict.CLEAR)
    assert is_passable == (not gate.open_points)
    assert {point.target for point in gate.open_points} >= set(unanswered)
    assert not (is_passable and (unanswered or UNKNOWN in answers.get("unread", ())))
    assert not any(
        finding.opinion is not None and finding.severity is not Severity.SPECIALIST for finding in gate.findings
    )


@settings(deadline=None, max_examples=150)
@given(st.lists(ACTS, max_size=14))
def test_no_walk_slips_past_a_stop_or_an_open_question(acts: list[tuple[str, Any]]) -> None:
    visit = make_clear_visit()
    history: list[Consultation] = []
    wanting: set[str] = set()
    lifted_in: dict[int, str] = {}
    for minutes, (kind, value) in enumerate(acts, start=1):
        if kind == "undo":
            if history:
                wanting |= {rule_id for at, rule_id in lifted_in.items() if at == len(history)}
                visit = carry_stops(visit, history.pop())
        else:
            try:
                following = act(visit, kind, value, minutes)
            except InputProblem:
                continue
            history.append(visit)
            lifted_in.pop(len(history), None)
            visit = following
            if kind == "lift":
                wanting.discard(value)
                lifted_in[len(history)] = value
        wanting |= set(find_firing_stops(PATIENT, visit, CONTENT, TODAY)) - {"EXPIRED"}
        check_gate(visit, wanting)
