"""What the gate keeps of the change before: whatever comes in which order, it says what it would say afresh."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from gate_factories import (
    CHEEK,
    CONTENT,
    EMPTY,
    ITEMS,
    PATIENT,
    PENICILLIN,
    RULES,
    TODAY,
    answer,
    later,
    make_clear_visit,
    make_content,
    make_rule,
    on_fact,
    on_yes,
    with_certificate,
    with_plan,
    with_sites,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from stemsup_desktop.consultation import rule_evaluation
from stemsup_desktop.consultation.changes import with_answers, with_recorded_stops
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.content import ClinicalContent, with_lots
from stemsup_desktop.consultation.gate import derive_gate, find_firing_stops
from stemsup_desktop.consultation.gate_model import Gate, OpenKind, Verdict
from stemsup_desktop.consultation.patient import Patient, Sex
from stemsup_desktop.consultation.record import Consultation, LotStanding
from stemsup_desktop.consultation.rules import Condition, RuleSet, Severity
from stemsup_desktop.questionnaire.answers import (
    NO,
    UNKNOWN,
    YES,
    Answer,
    CodingAnswer,
    DecimalAnswer,
    IntegerAnswer,
    StringAnswer,
)
from stemsup_desktop.questionnaire.fhirpath import Budget
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.memo import Memo
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.questionnaire.validation import check_answers
from tests.shipped import get_clinical_content

EXPRESSED = (
    *RULES,
    make_rule(
        "YOUNG",
        Severity.STOP,
        expression="%patient.age_years < 40 and %patient.sex = 'male'",
        routes=(Route.INTRADERMAL,),
    ),
    make_rule("DRIP", Severity.SPECIALIST, expression="%plan.route.where($this = 'intravenous').exists()"),
    make_rule("LONG", Severity.CAUTION, expression="descendants().where(linkId = 'remark').answer.value.length() > 3"),
    make_rule("MALE", Severity.CAUTION, on_fact("sex", StringAnswer("male"))),
    make_rule("ROUTE", Severity.STOP, on_fact("route", StringAnswer("intranasal")), on_yes("unread")),
)
SMALL = make_content(EXPRESSED)
LOTS = (
    (),
    (LotStanding(lot_id="l1", number="L-1", expires=date(2026, 12, 31)),),
    (LotStanding(lot_id="l1", number="L-1", expires=date(2026, 12, 31), recalled_at=later(-60)),),
)
DAYS = (TODAY, TODAY + timedelta(days=1), date(2027, 5, 2), date(2020, 5, 1))
PATIENTS = (
    PATIENT,
    msgspec.structs.replace(PATIENT, sex=Sex.MALE),
    msgspec.structs.replace(PATIENT, birth_date=date(2001, 3, 11), allergies_asked_on=None),
)


def of_other_rules(content: ClinicalContent) -> ClinicalContent:
    """Return the content with as many rules that say something else, by the same checklist with all it has kept."""
    changed = tuple(msgspec.structs.replace(rule, severity=Severity.CAUTION) for rule in content.rules.rules)
    return replace(content, rules=RuleSet(content.rules.version, changed))


def afresh(content: ClinicalContent) -> ClinicalContent:
    """Return the content with nothing kept."""
    return replace(content, questionnaire=replace(content.questionnaire, memo=Memo(), judged=Memo()))


def judge(patient: Patient, visit: Consultation, content: ClinicalContent, day: date) -> Gate:
    """Derive the gate with what is kept, which must be as without it, in every word and figure."""
    kept, fresh = derive_gate(patient, visit, content, day), derive_gate(patient, visit, afresh(content), day)
    assert repr(kept) == repr(fresh)
    stops = find_firing_stops(patient, visit, content, day)
    assert stops == find_firing_stops(patient, visit, afresh(content), day)
    return kept


SMALL_ANSWERS = st.one_of(
    st.tuples(
        st.sampled_from(("cancer", "immune", "allergy", "infection", "clot", "unread")),
        st.sampled_from(((YES,), (NO,), (UNKNOWN,), ())),
    ),
    st.tuples(st.just("substance"), st.sampled_from(((PENICILLIN,), (UNKNOWN,), ()))),
    st.tuples(st.just("infected-sites"), st.sampled_from(((CHEEK,), ()))),
    st.tuples(
        st.just("temp"),
        st.sampled_from(tuple((DecimalAnswer(Decimal(one)),) for one in ("36.5", "36.50", "39", "39.0"))),
    ),
    st.tuples(
        st.sampled_from(("remark", "immune-drug")),
        st.sampled_from(((StringAnswer("long"),), (StringAnswer("no"),), ())),
    ),
)
SURROUNDINGS = st.one_of(
    st.tuples(st.just("undo"), st.just(None)),
    st.tuples(st.just("day"), st.sampled_from(DAYS)),
    st.tuples(st.just("patient"), st.sampled_from(PATIENTS)),
    st.tuples(st.just("lots"), st.sampled_from(LOTS)),
    st.tuples(st.just("rules"), st.booleans()),
    st.tuples(st.just("routes"), st.sampled_from(((), (Route.INTRANASAL,), (Route.INTRAVENOUS,), tuple(Route)))),
    st.tuples(st.just("sites"), st.sampled_from((("cheek",), ("forehead",), ()))),
    st.tuples(st.just("shown"), st.sampled_from(((), ("penicillin",)))),
    st.tuples(st.just("lot"), st.sampled_from(("l1", None))),
)


def walk(content: ClinicalContent, visit: Consultation, acts: list[tuple[str, Any]]) -> None:
    """Go through what may happen round a visit, and judge it after each step twice."""
    other = of_other_rules(content)
    patient, day, lots, is_other = PATIENT, TODAY, LOTS[0], False
    history = [visit]
    for minutes, (kind, value) in enumerate(acts, start=1):
        current = with_lots(other if is_other else content, lots)
        match kind:
            case "answer":
                # At one moment, so that nothing but the answer itself tells two states apart.
                visit = with_answers(visit, current, patient, *value, "Dr", later(0))
            case "undo":
                visit = history.pop() if history else visit
            case "day":
                day = value
            case "patient":
                patient = value
            case "lots":
                lots = value
            case "rules":
                is_other = value
            case "routes":
                visit = with_plan(visit, routes=value)
            case "sites":
                visit = with_sites(visit, *value)
            case "shown":
                visit = with_certificate(visit, shown_absent=value)
            case _:
                product = msgspec.structs.replace(visit.plan.product, lot_id=value or "")
                visit = with_plan(visit, product=product)
        if kind != "undo":
            history.append(visit)
        current = with_lots(other if is_other else content, lots)
        judge(patient, visit, current, day)
        recorded = with_recorded_stops(visit, current, patient, later(minutes))
        assert recorded == with_recorded_stops(visit, afresh(current), patient, later(minutes))
        judge(patient, visit, current, day)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.one_of(st.tuples(st.just("answer"), SMALL_ANSWERS), SURROUNDINGS), max_size=16))
def test_the_gate_says_what_it_would_say_afresh(acts: list[tuple[str, Any]]) -> None:
    walk(SMALL, make_clear_visit(), acts)


def list_possible(item: Item) -> tuple[tuple[Answer, ...], ...]:
    """Return some answers that an item of the shipped checklist takes, and none."""
    if item.answer_options:
        return (*((option.value,) for option in item.answer_options), ())
    match item.type:
        case ItemType.DECIMAL:
            return (DecimalAnswer(Decimal(40)),), ()
        case ItemType.INTEGER:
            return (IntegerAnswer(100),), ()
        case ItemType.STRING | ItemType.TEXT:
            return (StringAnswer("as said"),), ()
        case _:
            return ((),)


SHIPPED = get_clinical_content()
ASKED = tuple(item for item in SHIPPED.questionnaire.iter_items() if item.is_question and not item.is_read_only)
SHIPPED_ANSWERS = st.sampled_from(ASKED).flatmap(
    lambda item: st.tuples(st.just(item.link_id), st.sampled_from(list_possible(item)))
)


@settings(deadline=None, max_examples=15)
@given(st.lists(st.one_of(st.tuples(st.just("answer"), SHIPPED_ANSWERS), SURROUNDINGS), max_size=12))
def test_the_gate_of_the_shipped_checklist_says_what_it_would_say_afresh(acts: list[tuple[str, Any]]) -> None:
    possible = [(kind, value) for kind, value in acts if kind != "answer" or _is_taken(value[0], value[1])]
    walk(SHIPPED, EMPTY, possible)


def _is_taken(link_id: str, answers: tuple[Answer, ...]) -> bool:
    item = SHIPPED.questionnaire.find_item(link_id)
    return item is not None and not any(one.severity == "refuse" for one in check_answers(item, answers))


def test_two_visits_that_are_judged_in_turn_do_not_get_each_others_gate() -> None:
    stopped, clear = answer(make_clear_visit(), "cancer", YES), make_clear_visit()

    for _ in range(3):
        assert judge(PATIENT, stopped, CONTENT, TODAY).verdict is Verdict.STOP
        assert judge(PATIENT, clear, CONTENT, TODAY).verdict is Verdict.CLEAR


def test_an_answer_that_is_taken_back_is_missing_at_once_and_no_more_once_it_is_given_again() -> None:
    clear = make_clear_visit()
    without = answer(clear, "clot")

    assert [one.target for one in judge(PATIENT, without, CONTENT, TODAY).missing] == ["clot"]
    assert judge(PATIENT, clear, CONTENT, TODAY).missing == ()
    assert [one.target for one in judge(PATIENT, without, CONTENT, TODAY).missing] == ["clot"]


def test_a_lot_that_expires_at_midnight_stops_the_visit_after_midnight() -> None:
    visit = make_clear_visit()
    product = msgspec.structs.replace(visit.plan.product, expires=TODAY)
    visit = with_plan(visit, product=product)

    assert judge(PATIENT, visit, CONTENT, TODAY).verdict is Verdict.CLEAR
    assert judge(PATIENT, visit, CONTENT, TODAY + timedelta(days=1)).verdict is Verdict.STOP
    assert judge(PATIENT, visit, CONTENT, TODAY).verdict is Verdict.CLEAR


def test_a_lot_that_is_recalled_meanwhile_is_judged_recalled_though_nothing_of_the_visit_changed() -> None:
    rules = (*RULES, make_rule("RECALLED", Severity.STOP, on_fact("lot_recalled")))
    content, visit = make_content(rules), make_clear_visit()
    visit = with_plan(visit, product=msgspec.structs.replace(visit.plan.product, lot_id="l1"))

    verdicts = [judge(PATIENT, visit, with_lots(content, lots), TODAY).verdict for lots in (*LOTS, LOTS[1])]

    assert verdicts[2] is Verdict.STOP
    assert verdicts[1] is verdicts[3] is not Verdict.STOP


def test_other_rules_of_the_same_checklist_are_judged_by_their_own_words() -> None:
    visit = answer(make_clear_visit(), "cancer", YES)
    milder = of_other_rules(CONTENT)

    assert [one.severity for one in judge(PATIENT, EMPTY, CONTENT, TODAY).findings] == []
    assert judge(PATIENT, visit, CONTENT, TODAY).verdict is Verdict.STOP
    assert {one.severity for one in derive_gate(PATIENT, answer_only(visit), milder, TODAY).findings} == {
        Severity.CAUTION
    }
    assert judge(PATIENT, visit, CONTENT, TODAY).verdict is Verdict.STOP


def answer_only(visit: Consultation) -> Consultation:
    """Return the visit without the stops that it has recorded."""
    return msgspec.structs.replace(visit, examination=msgspec.structs.replace(visit.examination, stops_raised=()))


def test_rules_that_are_taken_away_and_come_back_at_the_same_place_in_memory_are_judged_anew() -> None:
    visit = answer(make_clear_visit(), "cancer", YES)
    for number in range(50):
        severity = Severity.STOP if number % 2 else Severity.CAUTION
        content = replace(CONTENT, rules=RuleSet("1", (make_rule("CANCER", severity, on_yes("cancer")),)))
        found = derive_gate(PATIENT, answer_only(visit), content, TODAY).findings
        assert [one.severity for one in found] == [severity]
        del content


def test_an_expression_that_ran_out_of_time_once_is_judged_when_there_is_time_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rule = make_rule("EXPR", Severity.STOP, expression="descendants().where(linkId = 'cancer').answer.exists()")
    content, visit = make_content((rule,)), make_clear_visit()

    with monkeypatch.context() as patch:
        patch.setattr(rule_evaluation, "BUDGET", Budget(steps=1, values=1, characters=1, seconds=0.0))
        hurried = derive_gate(PATIENT, visit, content, TODAY)
    assert [one.kind for one in hurried.open_points] == [OpenKind.NOT_JUDGED]

    assert judge(PATIENT, visit, content, TODAY).verdict is Verdict.STOP


def test_a_question_that_another_answer_closes_is_missing_no_more() -> None:
    opened = answer(make_clear_visit(), "immune", YES)
    assert "immune-drug" in [one.target for one in judge(PATIENT, opened, CONTENT, TODAY).missing]

    closed = answer(opened, "immune", NO)

    assert "immune-drug" not in [one.target for one in judge(PATIENT, closed, CONTENT, TODAY).missing]


def test_what_is_asked_and_answered_is_counted_for_each_visit_by_itself() -> None:
    asked = len(ITEMS)
    clear = judge(PATIENT, make_clear_visit(), CONTENT, TODAY)
    empty = judge(PATIENT, EMPTY, CONTENT, TODAY)

    assert empty.answered == 0
    assert 0 < clear.answered <= clear.askable < asked
    assert empty.askable == clear.askable


def test_a_rule_that_wants_an_enquiry_makes_an_unknown_answer_missing_only_while_it_does() -> None:
    rule = make_rule("ASKED", Severity.STOP, Condition("=", CodingAnswer("Y"), question="unread"))
    asking = replace(CONTENT, rules=RuleSet("1", (rule,)))
    visit = answer(make_clear_visit(), "unread", UNKNOWN)

    for _ in range(2):
        assert judge(PATIENT, visit, asking, TODAY).missing
        settled = answer(visit, "unread", NO)
        assert judge(PATIENT, settled, asking, TODAY).missing == ()


def test_a_figure_that_is_equal_to_the_one_before_is_quoted_as_it_was_given() -> None:
    first = answer(make_clear_visit(), "temp", DecimalAnswer(Decimal(39)))
    second = answer(first, "temp", DecimalAnswer(Decimal("39.0")))
    quoted = [judge(PATIENT, visit, CONTENT, TODAY).findings[0].answers[0].en for visit in (first, second, first)]

    assert [one.startswith("39.0") for one in quoted] == [False, True, False]
