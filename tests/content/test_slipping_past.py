"""Attempts to slip past rules 1, 2, 3 and 6 with the shipped checklist and rules: by order, undo, hiding, import."""

import random
from datetime import timedelta
from functools import cache
from itertools import accumulate

import msgspec
import pytest
from examination_builders import (
    STARTED,
    TODAY,
    code,
    complete,
    find_finding,
    judge,
    make_patient,
    make_plan,
    make_visit,
    open_the_way,
)
from shipped import get_clinical_content

from stemsup_desktop.consultation.changes import (
    carry_stops,
    with_answer_cleared,
    with_answers,
    with_opinion,
    with_recorded_stops,
    with_stop_lifted,
)
from stemsup_desktop.consultation.content import ClinicalContent, make_clinical_content
from stemsup_desktop.consultation.gate import derive_gate
from stemsup_desktop.consultation.gate_model import FindingState, Gate, Verdict
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.consultation.record import Consultation, Opinion, StopLifted, StopRaised
from stemsup_desktop.consultation.rule_examples import PlayedExample, play_examples, read_examples
from stemsup_desktop.consultation.rules import Rule, RuleSet, Severity
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import UNKNOWN, Answer, ItemAnswers
from stemsup_desktop.questionnaire.compare import is_equal
from stemsup_desktop.questionnaire.enablement import derive_enabled
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.questionnaire.response import encode_response, make_response
from stemsup_desktop.resources import find_resources

CONTENT = get_clinical_content()
CHECKLIST = CONTENT.questionnaire
RULES = CONTENT.rules.rules
PATIENT = make_patient()
WELL = complete(CONTENT, {})
PASSABLE = (Verdict.CLEAR, Verdict.CONDITIONS)

Answers = dict[str, tuple[Answer, ...]]


def gate_of(visit: Consultation, content: ClinicalContent = CONTENT) -> Gate:
    return derive_gate(PATIENT, visit, content, TODAY)


def moment(minutes: int) -> timedelta:
    return timedelta(minutes=minutes)


def answer(visit: Consultation, link_id: str, answers: tuple[Answer, ...], minutes: int = 0) -> Consultation:
    return with_answers(visit, CONTENT, PATIENT, link_id, answers, "看護師", STARTED + moment(minutes))


@cache
def play(rule_id: str) -> tuple[PlayedExample, ...]:
    rule = next(one for one in RULES if one.id == rule_id)
    return tuple(play_examples(read_examples(find_resources() / "rules", rule), CHECKLIST))


def examples_of(rule: Rule, kind: str) -> list[Answers]:
    return [dict(one.answers) for one in play(rule.id) if one.path.startswith(f"$.{kind}") and not one.facts]


def visit_in_which(rule: Rule) -> Consultation:
    """Return a visit of an otherwise well patient in which the first example of a rule holds, recorded as in use."""
    visit = make_visit(complete(CONTENT, examples_of(rule, "fires")[0]), plan_for(rule))
    return with_recorded_stops(visit, CONTENT, PATIENT, STARTED)


def plan_for(rule: Rule) -> Plan:
    """Return a plan for the routes of a rule, at a site that the answers of its example name."""
    return make_plan(*rule.routes, sites=("occipital",))


ASKING = [rule for rule in RULES if examples_of(rule, "fires") and examples_of(rule, "quiet")]
STOPS = [rule for rule in ASKING if rule.severity is Severity.STOP]
SPECIALISTS = [rule for rule in ASKING if rule.severity is Severity.SPECIALIST]
REQUIRED = [item.link_id for item in CHECKLIST.iter_items() if item.is_required and item.link_id in WELL]
DEPENDENT = [item for item in CHECKLIST.iter_items() if item.is_question and open_the_way(CONTENT, item.link_id)]


# 1. An unanswered question is never a "no"


def test_a_well_patient_clears_only_with_the_last_required_answer_in_whatever_order() -> None:
    chance = random.Random(1)
    for _ in range(3):
        order = chance.sample(list(WELL), len(WELL))
        for given in accumulate(((link_id,) for link_id in order[-12:]), initial=tuple(order[:-12])):
            gate = judge(CONTENT, {link_id: WELL[link_id] for link_id in given})
            assert (gate.verdict in PASSABLE) == (len(given) == len(WELL))


@pytest.mark.parametrize("link_id", REQUIRED)
def test_no_required_answer_can_be_left_out_taken_back_or_emptied(link_id: str) -> None:
    whole = make_visit(WELL)
    left_out = make_visit({key: given for key, given in WELL.items() if key != link_id})
    taken_back = with_answer_cleared(whole, CONTENT, PATIENT, link_id, "看護師", STARTED)
    examination = whole.examination
    emptied = (*examination.responses, ItemAnswers(link_id, ()))
    imported = msgspec.structs.replace(whole, examination=msgspec.structs.replace(examination, responses=emptied))

    for visit in (left_out, taken_back, imported):
        gate = gate_of(visit)
        assert gate.verdict not in PASSABLE
        assert link_id in {point.target for point in gate.open_points}


@pytest.mark.parametrize("link_id", [key for key in REQUIRED if CHECKLIST.index[key].find_option(UNKNOWN)])
def test_no_required_question_clears_by_unknown(link_id: str) -> None:
    gate = judge(CONTENT, complete(CONTENT, WELL | {link_id: (UNKNOWN,)}))

    assert gate.verdict is not Verdict.CLEAR


# 2. A stop is a stop


@pytest.mark.parametrize("rule", STOPS, ids=lambda rule: rule.id)
def test_no_stop_goes_by_changing_hiding_undoing_or_clearing_its_answer(rule: Rule) -> None:
    clear, stopped = make_visit(WELL, plan_for(rule)), visit_in_which(rule)
    assert gate_of(stopped).verdict is Verdict.STOP
    changed = stopped
    for link_id, given in complete(CONTENT, examples_of(rule, "quiet")[0]).items():
        changed = answer(changed, link_id, given, 1)
    cleared = stopped
    for link_id in examples_of(rule, "fires")[0]:
        cleared = with_answer_cleared(cleared, CONTENT, PATIENT, link_id, "看護師", STARTED + moment(1))

    for visit in (changed, cleared, carry_stops(stopped, clear)):
        finding = find_finding(gate_of(visit), rule.id)
        assert finding is not None
        assert finding.state is FindingState.REASON_WANTED
        assert gate_of(visit).verdict is Verdict.STOP


@pytest.mark.parametrize("rule", STOPS, ids=lambda rule: rule.id)
def test_no_stop_goes_by_an_opinion_or_a_reason_while_it_holds(rule: Rule) -> None:
    stopped = visit_in_which(rule)
    finding = find_finding(gate_of(stopped), rule.id)
    assert finding is not None
    with pytest.raises(InputProblem):
        with_opinion(stopped, CONTENT, PATIENT, rule.id, "Reason", "Dr", STARTED)
    with pytest.raises(InputProblem):
        with_stop_lifted(stopped, CONTENT, PATIENT, rule.id, "Reason", "Dr", STARTED)
    opinion = Opinion(rule.id, finding.rule_version, finding.answers_sha256, "Reason", "Dr", STARTED + moment(9))
    lifted = StopLifted(rule.id, "Reason", "Dr", STARTED + moment(9))
    forged = msgspec.structs.replace(stopped.examination, opinions=(opinion,), stops_lifted=(lifted,))

    assert gate_of(msgspec.structs.replace(stopped, examination=forged)).verdict is Verdict.STOP


def test_a_stop_of_a_rule_that_nobody_knows_still_wants_its_reason() -> None:
    visit = make_visit(WELL)
    examination = msgspec.structs.replace(visit.examination, stops_raised=(StopRaised("FROM-ELSEWHERE", STARTED),))

    assert gate_of(msgspec.structs.replace(visit, examination=examination)).verdict is Verdict.STOP


def test_a_stop_raised_and_taken_back_within_one_moment_is_not_forgotten() -> None:
    visit = answer(answer(make_visit(WELL), "x01", code(CONTENT, "x01", "Y")), "x01", code(CONTENT, "x01", "N"))

    assert gate_of(visit).verdict is Verdict.STOP
    visit = with_stop_lifted(visit, CONTENT, PATIENT, "X01", "Wrong line", "Dr", STARTED)
    assert gate_of(visit).verdict in PASSABLE


# 3. An opinion expires with its reason


def judged(rule: Rule) -> Consultation:
    visit = visit_in_which(rule)
    return with_opinion(visit, CONTENT, PATIENT, rule.id, "Weighed", "Dr", STARTED + moment(1))


def state_of(visit: Consultation, rule: Rule, content: ClinicalContent = CONTENT) -> FindingState | None:
    finding = find_finding(gate_of(visit, content), rule.id)
    return None if finding is None else finding.state


@pytest.mark.parametrize("rule", SPECIALISTS, ids=lambda rule: rule.id)
def test_an_opinion_lapses_with_each_answer_it_judged_and_with_the_version_of_its_rule(rule: Rule) -> None:
    visit = judged(rule)
    assert state_of(visit, rule) is FindingState.OPINION_RECORDED
    newer = tuple(msgspec.structs.replace(one, version="9") if one.id == rule.id else one for one in RULES)
    assert state_of(visit, rule, make_clinical_content(CHECKLIST, RuleSet("9", newer))) is FindingState.OPINION_LAPSED

    for link_id in CONTENT.judged[rule.id]:
        item = CHECKLIST.index[link_id]
        was = next((one.answers for one in visit.examination.responses if one.link_id == link_id), ())
        others = [one.value for one in item.answer_options if not any(is_equal(one.value, given) for given in was)]
        if was and others:
            changed = answer(visit, link_id, (others[0],), 2)
            assert state_of(changed, rule) is not FindingState.OPINION_RECORDED, link_id


@pytest.mark.parametrize("rule", SPECIALISTS, ids=lambda rule: rule.id)
def test_an_opinion_outlives_another_language_and_the_same_answer_again(rule: Rule) -> None:
    visit = judged(rule)
    for language in Language:
        for response in visit.examination.responses:
            shown = tuple(
                msgspec.structs.replace(given, display=option.text.in_language(language))
                if (option := CHECKLIST.index[response.link_id].find_option(given)) is not None
                else given
                for given in response.answers
            )
            visit = answer(visit, response.link_id, shown, 3)

    assert state_of(visit, rule) is FindingState.OPINION_RECORDED


def test_an_opinion_carried_over_from_another_visit_counts_only_for_the_same_rule_and_answers() -> None:
    rule = next(rule for rule in SPECIALISTS if rule.id == "X12")
    before = judged(rule)
    fresh = make_visit(complete(CONTENT, {"x12": (UNKNOWN,)}))
    carried = msgspec.structs.replace(fresh.examination, opinions=before.examination.opinions)

    assert state_of(msgspec.structs.replace(fresh, examination=carried), rule) is FindingState.OPINION_LAPSED


# 6. Hidden answers do not count


@pytest.mark.parametrize("item", DEPENDENT, ids=lambda item: item.link_id)
def test_a_hidden_answer_is_in_no_finding_and_no_export_and_comes_back_with_its_question(item: Item) -> None:
    link_id = item.link_id
    way = open_the_way(CONTENT, link_id)
    opened = complete(CONTENT, way | {link_id: complete(CONTENT, way).get(link_id, ())})
    options = CHECKLIST.index[link_id].answer_options
    if options:
        opened[link_id] = (options[0].value,)
    opener = next(iter(way))
    others = [(option.value,) for option in reversed(CHECKLIST.index[opener].answer_options)]
    closed = (opened | {opener: other} for other in (*others, ()))
    hidden = next(visit for visit in closed if not is_asked(visit, link_id))
    without = {key: given for key, given in hidden.items() if key != link_id}

    assert judge(CONTENT, hidden) == judge(CONTENT, without)
    assert export(hidden) == export(without)
    assert is_asked(hidden | {opener: way[opener]}, link_id)


def responses_of(answers: Answers) -> tuple[ItemAnswers, ...]:
    return tuple(ItemAnswers(link_id, given) for link_id, given in answers.items() if given)


def is_asked(answers: Answers, link_id: str) -> bool:
    return link_id in derive_enabled(CHECKLIST, responses_of(answers))


def export(answers: Answers) -> bytes:
    return encode_response(make_response(CHECKLIST, responses_of(answers), STARTED, Language.JA))
