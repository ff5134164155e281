"""The shipped rules: one or more for each row of the table, each able to fire and to stay quiet."""

import json
from datetime import date
from decimal import Decimal
from itertools import chain

import msgspec
import pytest
from examination_builders import (
    Answers,
    answer_quietly,
    code,
    complete,
    find_finding,
    judge,
    make_patient,
    make_plan,
    make_product,
    open_the_way,
)
from shipped import get_clinical_content

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.gate_model import FindingState, Gate, Verdict
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.plan_model import Certificate, Plan
from stemsup_desktop.consultation.rule_reading import get_reads
from stemsup_desktop.consultation.rules import Condition, Rule, Severity, WhenUnknown
from stemsup_desktop.consultation.wording import find_flags_in_text
from stemsup_desktop.questionnaire.answers import NO, UNKNOWN, YES, Answer, BooleanAnswer, DecimalAnswer, IntegerAnswer
from stemsup_desktop.resources import find_resources

STOP, SPECIALIST, CAUTION, INFORMATION = Severity

ALL: tuple[Route, ...] = ()
ID, IV, IN = Route.INTRADERMAL, Route.INTRAVENOUS, Route.INTRANASAL

TABLE: dict[str, tuple[tuple[Severity, tuple[Route, ...]], ...]] = {
    "IN1": ((STOP, ALL),),
    "IN2": ((STOP, ALL),),
    "IN3": ((STOP, ALL),),
    "IN4": ((SPECIALIST, ALL),),
    "IN5": ((SPECIALIST, ALL),),
    "IN6": ((STOP, ALL),),
    "X01": ((STOP, ALL),),
    "X02": ((STOP, ALL),),
    "X03": ((SPECIALIST, ALL),),
    "X04": ((STOP, ALL),),
    "X05": ((STOP, ALL),),
    "X06": ((STOP, ALL),),
    "X07": ((SPECIALIST, ALL),),
    "X08": ((STOP, ALL), (SPECIALIST, ALL)),
    "X09": ((STOP, ALL),),
    "X10": ((STOP, (ID,)),),
    "X11": ((SPECIALIST, ALL),),
    "X12": ((SPECIALIST, ALL),),
    "X13": ((STOP, (IV,)), (SPECIALIST, (IV,))),
    "X14": ((CAUTION, ALL), (SPECIALIST, (ID, IN))),
    "X15": ((STOP, (IV,)), (SPECIALIST, ALL)),
    "X16": ((SPECIALIST, (IV,)),),
    "X17": ((SPECIALIST, (IV,)),),
    "X18": ((CAUTION, (IV,)),),
    "X19": ((SPECIALIST, (ID,)),),
    "X20": ((CAUTION, (ID,)),),
    "X21": ((CAUTION, (ID,)),),
    "X22": ((STOP, (IN,)),),
    "X23": ((STOP, (ID,)), (SPECIALIST, (ID,))),
    "X24": ((STOP, ALL),),
    "X25": ((SPECIALIST, ALL),),
    "X26": ((SPECIALIST, ALL),),
    "X27": ((CAUTION, ALL),),
    "X28": ((INFORMATION, ALL),),
    "X29": ((INFORMATION, ALL),),
    "X30": ((SPECIALIST, ALL),),
    "X31": ((INFORMATION, (ID,)),),
    "X32": ((INFORMATION, ALL),),
}
"""Severity and routes of each row of the clinic's table; a row that differs by detail or route has several."""

CONTENT = get_clinical_content()
RULES = CONTENT.rules.rules
CASES = [
    pytest.param(rule, conditions, id=f"{rule.id}-{number}")
    for rule in RULES
    for number, conditions in enumerate(
        [rule.when] if rule.behavior == "all" else [(condition,) for condition in rule.when], start=1
    )
]
"""Each way in which a rule can come to hold: all conditions together, or each of them alone."""


@pytest.fixture(scope="module")
def content() -> ClinicalContent:
    return CONTENT


def rules_of(row: str) -> list[Rule]:
    """Return the rules of a row: its id, alone or with a letter or a word behind it."""
    return [rule for rule in RULES if rule.id == row or (rule.id.startswith(row) and not rule.id[len(row)].isdigit())]


@pytest.mark.parametrize("row", TABLE)
def test_each_row_of_the_table_has_rules_with_its_severities_and_routes(row: str) -> None:
    found = {(rule.severity, rule.routes) for rule in rules_of(row)}
    assert found >= set(TABLE[row])


def test_no_rule_of_a_row_is_milder_than_the_row_unless_it_reads_something_else() -> None:
    milder = {
        rule.id
        for row, wanted in TABLE.items()
        for rule in rules_of(row)
        if rule.severity not in {severity for severity, _ in wanted}
    }
    # An expiry within the course, nasal polyps, and a possible pregnancy that nobody can settle.
    assert milder == {"IN6-course", "X22-caution", "X04-possible"}


def test_ids_are_unique_and_versions_given() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert {rule.version for rule in RULES} == {CONTENT.rules.version} == {"1.0"}


def test_every_severity_is_a_proposal_that_the_clinic_may_edit() -> None:
    assert {rule.status for rule in RULES} == {"proposal"}


def test_every_source_is_among_the_sources_of_the_reference() -> None:
    known = {source["id"] for source in json.loads((find_resources() / "reference" / "sources.json").read_bytes())}
    assert {rule.id: set(rule.sources) - known for rule in RULES if set(rule.sources) - known} == {}


def test_every_caution_says_what_is_carried_into_plan_and_consent() -> None:
    could_caution = [
        rule
        for rule in RULES
        if rule.severity is CAUTION or (get_reads(rule) and rule.when_unknown is WhenUnknown.CAUTION)
    ]
    assert [rule.id for rule in could_caution if rule.carries_condition is None] == []


def test_no_unknown_is_worth_less_than_a_caution_and_none_of_a_stop_less_than_an_opinion() -> None:
    for rule in RULES:
        if rule.severity is STOP and get_reads(rule):
            assert rule.when_unknown is not WhenUnknown.CAUTION, rule.id
        if rule.severity is SPECIALIST and get_reads(rule):
            assert rule.when_unknown in (WhenUnknown.SPECIALIST, WhenUnknown.ASK), rule.id


def test_no_text_of_a_rule_promises_or_praises() -> None:
    texts = chain.from_iterable((rule.title, rule.reason, rule.advice, rule.carries_condition) for rule in RULES)
    flags = {flag for text in texts if text is not None for flag in find_flags_in_text(text) if flag.excuse is None}
    assert flags == set()


def test_titles_tell_rules_apart_in_both_languages() -> None:
    assert len({rule.title.en for rule in RULES}) == len(RULES)
    assert len({rule.title.ja for rule in RULES}) == len(RULES)


def example(condition: Condition) -> Answer:
    """Return an answer that just meets a condition."""
    answer, step = condition.answer, {">": 1, "<": -1}.get(condition.operator, 0)
    match answer:
        case IntegerAnswer(value=whole):
            return IntegerAnswer(whole + step)
        case DecimalAnswer(value=number):
            return DecimalAnswer(number + Decimal(step))
        case _:
            assert condition.operator == "="
            return answer


def judge_example(content: ClinicalContent, conditions: tuple[Condition, ...]) -> Gate:
    """Judge a visit of a well patient in which these conditions hold and nothing else is wrong."""
    answers: dict[str, tuple[Answer, ...]] = {}
    facts: dict[str, Answer] = {}
    for condition in conditions:
        if condition.question:
            answers |= open_the_way(content, condition.question) | {condition.question: (example(condition),)}
        else:
            facts[condition.fact] = example(condition)
    return judge(content, complete(content, answers), plan_for(facts), patient_for(facts))


def patient_for(facts: dict[str, Answer]) -> Patient:
    age = facts.get("age_years")
    return make_patient(date(2026 - age.value, 1, 1)) if isinstance(age, IntegerAnswer) else make_patient()


def plan_for(facts: dict[str, Answer]) -> Plan:
    certificate = Certificate(
        is_on_file=truth(facts.get("certificate_on_file"), True),
        is_complete=truth(facts.get("certificate_complete"), True),
        is_research_use_only=truth(facts.get("research_use_only"), False),
        has_failed_item=truth(facts.get("certificate_item_failed"), False),
    )
    expires = date(2027, 12, 31)
    if truth(facts.get("lot_expired"), False):
        expires = date(2026, 11, 22)
    elif truth(facts.get("lot_expires_within_course"), False):
        expires = date(2026, 12, 1)
    product = msgspec.structs.replace(
        make_product(expires, certificate),
        is_recalled=truth(facts.get("lot_recalled"), False),
        had_temperature_excursion=truth(facts.get("lot_temperature_excursion"), False),
    )
    return make_plan(product=product)


def truth(answer: Answer | None, otherwise: bool) -> bool:
    return answer.value if isinstance(answer, BooleanAnswer) else otherwise


@pytest.mark.parametrize(("rule", "conditions"), CASES)
def test_each_rule_fires_for_each_of_its_conditions(
    content: ClinicalContent, rule: Rule, conditions: tuple[Condition, ...]
) -> None:
    gate = judge_example(content, conditions)
    finding = find_finding(gate, rule.id)
    assert finding is not None
    assert finding.severity is rule.severity
    assert not finding.is_from_unknown
    assert gate.verdict is not Verdict.CLEAR or rule.severity is INFORMATION


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_is_quiet_for_a_well_patient(content: ClinicalContent, rule: Rule) -> None:
    assert find_finding(judge(content, complete(content, {})), rule.id) is None


@pytest.mark.parametrize("rule", [rule for rule in RULES if get_reads(rule)], ids=lambda rule: rule.id)
def test_an_unknown_that_a_rule_reads_raises_it_or_names_a_gap(content: ClinicalContent, rule: Rule) -> None:
    for link_id in get_reads(rule):
        item = content.questionnaire.find_item(link_id)
        assert item is not None
        if item.find_option(UNKNOWN) is None:
            continue
        answers = open_the_way(content, link_id) | {link_id: (UNKNOWN,)}
        gate = judge(content, complete(content, answers))
        finding = find_finding(gate, rule.id)
        if rule.when_unknown is WhenUnknown.ASK:
            assert link_id in {missing.target for missing in gate.missing}
        else:
            assert finding is not None, link_id
            assert finding.severity in (rule.severity, Severity(rule.when_unknown.value))


def verdict(content: ClinicalContent, answers: Answers, *routes: Route) -> Verdict:
    return judge(content, complete(content, answers), make_plan(*routes)).verdict


def test_a_penicillin_allergy_stops_until_the_lot_is_shown_free_of_it(content: ClinicalContent) -> None:
    answers = complete(content, {"x06": (YES,), "x06-substance": code(content, "x06-substance", "penicillin")})
    assert judge(content, answers).verdict is Verdict.STOP
    free = msgspec.structs.replace(make_product().certificate, shown_absent=("penicillin",))
    gate = judge(content, answers, make_plan(product=make_product(certificate=free)))
    finding = find_finding(gate, "X06")
    assert finding is not None
    assert finding.state is FindingState.RESOLVED
    assert gate.verdict is Verdict.CONDITIONS


def test_a_second_allergy_that_the_certificate_does_not_show_keeps_the_stop(content: ClinicalContent) -> None:
    substances = (
        *code(content, "x06-substance", "penicillin"),
        *code(content, "x06-substance", "latex"),
    )
    answers = complete(content, {"x06": (YES,), "x06-substance": substances})
    free = msgspec.structs.replace(make_product().certificate, shown_absent=("penicillin",))
    assert judge(content, answers, make_plan(product=make_product(certificate=free))).verdict is Verdict.STOP


def test_herpes_at_a_site_stops_needling_there_and_nothing_else(content: ClinicalContent) -> None:
    answers = complete(content, {"x10": (YES,), "x10-sites": code(content, "x10-sites", "cheek-r")})
    assert judge(content, answers, make_plan(ID, sites=("cheek-r", "cheek-l"))).verdict is Verdict.STOP
    assert judge(content, answers, make_plan(ID, sites=("cheek-l",))).verdict is Verdict.CONDITIONS
    assert judge(content, answers, make_plan(IN)).verdict is Verdict.CLEAR


@pytest.mark.parametrize(
    ("celsius", "expected"), [("37.9", Verdict.CLEAR), ("38.0", Verdict.STOP), ("38", Verdict.STOP)]
)
def test_fever_begins_at_38_degrees(content: ClinicalContent, celsius: str, expected: Verdict) -> None:
    assert verdict(content, {"vital-temperature": (DecimalAnswer(Decimal(celsius)),)}) is expected


@pytest.mark.parametrize(
    ("link_id", "value", "expected"),
    [
        ("vital-systolic", 179, Verdict.CLEAR),
        ("vital-systolic", 180, Verdict.CONDITIONS),
        ("vital-systolic", 90, Verdict.CLEAR),
        ("vital-systolic", 89, Verdict.CONDITIONS),
        ("vital-diastolic", 109, Verdict.CLEAR),
        ("vital-diastolic", 110, Verdict.CONDITIONS),
        ("vital-pulse", 49, Verdict.CONDITIONS),
        ("vital-pulse", 120, Verdict.CONDITIONS),
        ("vital-spo2", 94, Verdict.CLEAR),
        ("vital-spo2", 93, Verdict.CONDITIONS),
        ("vital-spo2", 89, Verdict.SPECIALIST),
    ],
)
def test_vital_signs_out_of_range_are_carried_on(
    content: ClinicalContent, link_id: str, value: int, expected: Verdict
) -> None:
    assert verdict(content, {link_id: (IntegerAnswer(value),)}, IV) is expected


def test_blood_pressure_out_of_range_concerns_the_drip_alone(content: ClinicalContent) -> None:
    assert verdict(content, {"vital-systolic": (IntegerAnswer(190),)}, ID) is Verdict.CLEAR


def test_a_recent_clot_stops_the_drip_and_leaves_the_other_routes(content: ClinicalContent) -> None:
    answers: Answers = {"x13": (YES,), "x13-recent": (YES,)}
    assert verdict(content, answers, IV) is Verdict.STOP
    assert verdict(content, answers, ID) is Verdict.CLEAR
    assert verdict(content, {"x13": (YES,), "x13-recent": (NO,)}, IV) is Verdict.SPECIALIST


def test_oestrogen_counts_together_with_smoking_alone(content: ClinicalContent) -> None:
    assert verdict(content, {"x13-oestrogen": (YES,), "x13-oestrogen-smoker": (NO,)}, IV) is Verdict.CLEAR
    assert verdict(content, {"x13-oestrogen": (YES,), "x13-oestrogen-smoker": (YES,)}, IV) is Verdict.SPECIALIST
    assert verdict(content, {"x13-oestrogen": (NO,), "x13-oestrogen-smoker": (YES,)}, IV) is Verdict.CLEAR


@pytest.mark.parametrize(
    ("years", "expected"),
    [("under-5", Verdict.STOP), ("5-or-more", Verdict.SPECIALIST), ("UNK", Verdict.SPECIALIST)],
)
def test_past_cancer_stops_for_five_years_and_wants_an_opinion_after(
    content: ClinicalContent, years: str, expected: Verdict
) -> None:
    assert verdict(content, {"x02": (YES,), "x02-years": code(content, "x02-years", years)}) is expected


def test_new_vessels_in_the_eye_stop_the_drip_until_an_ophthalmologist_agrees(content: ClinicalContent) -> None:
    for answer, expected in ((NO, Verdict.STOP), (UNKNOWN, Verdict.STOP), (YES, Verdict.SPECIALIST)):
        assert verdict(content, {"x15": (YES,), "x15-cleared": (answer,)}, IV) is expected
        assert verdict(content, {"x15": (YES,), "x15-cleared": (answer,)}, ID) is Verdict.SPECIALIST


def test_an_antiplatelet_drug_wants_an_opinion_for_needle_and_spray_and_is_a_condition_for_a_drip(
    content: ClinicalContent,
) -> None:
    assert verdict(content, {"x14": (YES,)}, ID) is Verdict.SPECIALIST
    assert verdict(content, {"x14": (YES,)}, IN) is Verdict.SPECIALIST
    assert verdict(content, {"x14": (YES,)}, IV) is Verdict.CONDITIONS


def test_body_dysmorphic_disorder_stops_needling_unless_it_is_treated(content: ClinicalContent) -> None:
    assert verdict(content, {"x23": (YES,), "x23-treated": (NO,)}, ID) is Verdict.STOP
    assert verdict(content, {"x23": (YES,), "x23-treated": (YES,)}, ID) is Verdict.SPECIALIST


def test_a_severe_earlier_reaction_stops_and_a_mild_one_wants_an_opinion(content: ClinicalContent) -> None:
    assert verdict(content, {"x08": (YES,), "x08-severe": (YES,)}) is Verdict.STOP
    assert verdict(content, {"x08": (YES,), "x08-severe": (NO,)}) is Verdict.SPECIALIST


def test_where_pregnancy_is_possible_only_a_negative_test_and_a_no_clear(content: ClinicalContent) -> None:
    possible: Answers = {"preg-possible": (YES,)}
    assert verdict(content, possible) is Verdict.CLEAR
    assert verdict(content, {**possible, "lab-hcg": code(content, "lab-hcg", "positive")}) is Verdict.STOP
    assert verdict(content, {**possible, "lab-hcg": code(content, "lab-hcg", "UNK")}) is Verdict.NOT_COMPLETE
    assert verdict(content, {**possible, "x04": (UNKNOWN,)}) is Verdict.NOT_COMPLETE
    assert verdict(content, {**possible, "x05": (YES,)}) is Verdict.STOP


def test_a_pregnancy_answer_that_is_no_longer_asked_does_not_count(content: ClinicalContent) -> None:
    assert verdict(content, {"preg-possible": (NO,), "x04": (YES,)}) is Verdict.CLEAR


def test_an_ecg_is_wanted_before_a_drip_from_the_age_of_50_or_with_heart_disease(content: ClinicalContent) -> None:
    none = code(content, "exam-ecg", "not-done")
    answers = complete(content, {"exam-ecg": none})
    for birth_date, expected in ((date(1976, 11, 23), Verdict.SPECIALIST), (date(1976, 11, 24), Verdict.CLEAR)):
        assert judge(content, answers, make_plan(IV), make_patient(birth_date)).verdict is expected
    assert judge(content, answers, make_plan(ID), make_patient(date(1950, 1, 1))).verdict is Verdict.CLEAR
    assert verdict(content, {"exam-ecg": none, "hist-heart": (YES,)}, IV) is Verdict.SPECIALIST


@pytest.mark.parametrize("chosen", ["defer", "not-eligible"])
def test_the_physicians_no_is_a_stop_and_wants_its_reason(content: ClinicalContent, chosen: str) -> None:
    answers = complete(content, {"decision": code(content, "decision", chosen)})
    assert judge(content, answers).verdict is Verdict.STOP
    assert "decision-reason" in answers


def test_the_day_before_the_18th_birthday_is_too_early(content: ClinicalContent) -> None:
    answers = complete(content, {})
    for birth_date, expected in ((date(2008, 11, 24), Verdict.STOP), (date(2008, 11, 23), Verdict.CLEAR)):
        assert judge(content, answers, patient=make_patient(birth_date)).verdict is expected


def test_the_quiet_answer_of_every_required_question_is_no_unknown(content: ClinicalContent) -> None:
    required = [item for item in content.questionnaire.iter_items() if item.is_required]
    assert [item.link_id for item in required if UNKNOWN in answer_quietly(content, item)] == []


def test_an_old_infection_baseline_serves_and_a_pending_result_is_carried_on(content: ClinicalContent) -> None:
    old: Answers = {"lab-viral": code(content, "lab-viral", "baseline")}
    assert verdict(content, old) is Verdict.CLEAR
    assert verdict(content, {**old, "lab-hiv": code(content, "lab-hiv", "pending")}) is Verdict.CONDITIONS
    assert verdict(content, {**old, "lab-hiv": code(content, "lab-hiv", "positive")}) is Verdict.SPECIALIST
