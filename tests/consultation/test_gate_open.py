"""One list of everything missing or blocking, each line with the place of its cause; and why a finding holds."""

from datetime import date

import msgspec
import pytest
from gate_factories import (
    CONTENT,
    EMPTY,
    PATIENT,
    PLAN,
    answer,
    find,
    gate,
    later,
    make_clear_visit,
    make_content,
    make_rule,
    on_fact,
    on_yes,
    with_certificate,
    with_plan,
)

from stemsup_desktop.consultation.changes import with_opinion
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.facts import KNOWN_FACTS
from stemsup_desktop.consultation.gate_model import GivenAnswer, OpenKind, OpenPoint, Verdict
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.rule_words import FACTS
from stemsup_desktop.consultation.rules import Severity, WhenUnknown
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import NO, UNKNOWN, YES, IntegerAnswer, StringAnswer


def points(visit: Consultation, content: ClinicalContent = CONTENT) -> list[tuple[OpenKind, int, str]]:
    return [(point.kind, point.step, point.target) for point in gate(visit, content).open_points]


def test_nothing_is_open_at_a_clear_visit() -> None:
    assert points(make_clear_visit()) == []


def test_everything_blocking_comes_before_everything_missing_and_that_by_step() -> None:
    visit = answer(EMPTY, "cancer", YES)
    visit = answer(visit, "immune", YES)
    visit = answer(visit, "allergy", YES)
    visit = answer(visit, "allergy", NO)
    listed = points(visit)

    blocking = [(OpenKind.STOP, 2, "cancer"), (OpenKind.REASON, 2, "allergy"), (OpenKind.OPINION, 2, "immune")]
    assert listed[:3] == blocking
    assert {kind for kind, _, _ in listed[3:]} == {OpenKind.MISSING}
    steps = [step for _, step, _ in listed[3:]]
    assert steps == sorted(steps)
    assert set(steps) == {1, 2, 4}
    assert (OpenKind.MISSING, 4, "product.lot_number") in listed


def test_a_lapsed_opinion_is_wanted_again_and_a_recorded_one_is_not_open() -> None:
    visit = answer(make_clear_visit(), "immune", YES)
    visit = answer(visit, "immune-drug", StringAnswer("Methotrexate"))
    assert points(visit) == [(OpenKind.OPINION, 2, "immune")]
    visit = with_opinion(visit, CONTENT, PATIENT, "IMMUNE", "Stable", "Dr", later(5))
    assert points(visit) == []
    assert points(answer(visit, "immune-drug", StringAnswer("Rituximab"))) == [(OpenKind.OPINION, 2, "immune")]


def test_a_resolved_stop_and_a_finding_for_another_route_are_not_open() -> None:
    visit = answer(make_clear_visit(), "clot", YES)

    assert points(visit) == []
    assert points(with_plan(visit, routes=(Route.INTRAVENOUS,))) == [(OpenKind.OPINION, 2, "clot")]


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ("lot_expired", (OpenKind.STOP, 4, "product.expires")),
        ("research_use_only", (OpenKind.STOP, 4, "product.certificate.is_research_use_only")),
        ("certificate_item_failed", (OpenKind.STOP, 4, "product.certificate.has_failed_item")),
        ("lot_recalled", (OpenKind.STOP, 4, "product.is_recalled")),
        ("lot_temperature_excursion", (OpenKind.STOP, 4, "product.had_temperature_excursion")),
    ],
)
def test_a_stop_by_a_fact_leads_to_where_the_fact_is_recorded(fact: str, expected: tuple[OpenKind, int, str]) -> None:
    content = make_content((make_rule("LOT", Severity.STOP, on_fact(fact)),))
    product = msgspec.structs.replace(
        PLAN.product, expires=date(2026, 3, 9), is_recalled=True, had_temperature_excursion=True
    )
    visit = with_plan(make_clear_visit(), product=product)
    visit = with_certificate(visit, is_research_use_only=True, has_failed_item=True)

    assert points(visit, content) == [expected]


def test_a_stop_leads_to_the_cause_and_not_to_another_question_of_its_rule() -> None:
    rule = make_rule("TWO", Severity.STOP, on_yes("cancer"), on_yes("unread"), on_fact("age_years", IntegerAnswer(45)))
    content = make_content((rule,))
    visit = answer(make_clear_visit(), "unread", YES)
    older = msgspec.structs.replace(PATIENT, birth_date=date(1970, 1, 1))

    assert gate(visit, content, older).open_points[0].target == "unread"
    assert points(make_clear_visit(), content) == [(OpenKind.STOP, 1, "patient.birth_date")]


def test_an_unknown_that_counts_leads_to_itself() -> None:
    rule = make_rule("U", Severity.STOP, on_yes("cancer"), on_yes("unread"), when_unknown=WhenUnknown.SPECIALIST)
    visit = answer(make_clear_visit(), "unread", UNKNOWN)

    assert points(visit, make_content((rule,))) == [(OpenKind.OPINION, 2, "unread")]


def test_a_stop_whose_answer_was_taken_back_leads_to_its_question() -> None:
    visit = answer(answer(make_clear_visit(), "cancer", YES), "cancer")

    assert points(visit) == [(OpenKind.REASON, 2, "cancer"), (OpenKind.MISSING, 2, "cancer")]


def test_a_line_names_its_rule_and_says_the_title_in_both_languages() -> None:
    (point,) = gate(answer(make_clear_visit(), "cancer", YES)).open_points

    assert point == OpenPoint(OpenKind.STOP, 2, "cancer", Text("Title of CANCER", "CANCERの題"), "CANCER")


def test_the_list_is_empty_exactly_if_the_gate_has_cleared() -> None:
    for visit in (EMPTY, make_clear_visit(), *(answer(make_clear_visit(), "temp"), answer(EMPTY, "immune", YES))):
        result = gate(visit)
        assert bool(result.open_points) == (result.verdict not in (Verdict.CLEAR, Verdict.CONDITIONS))


def test_a_finding_says_what_it_rests_on_when_it_was_answered_and_by_whom() -> None:
    visit = answer(make_clear_visit(), "immune", YES, minutes=3)
    visit = answer(visit, "immune-drug", StringAnswer("Methotrexate"), minutes=4)
    first, second = find(visit, "IMMUNE").given

    assert first == GivenAnswer(
        "immune", "", Text("Question immune", "Question immune"), Text("Yes", "Yes"), later(3), "Dr Example", True
    )
    assert (second.link_id, second.answer.en, second.is_cause) == ("immune-drug", "Methotrexate", False)


def test_a_finding_from_facts_says_them_in_words() -> None:
    rule = make_rule("AGE", Severity.CAUTION, on_fact("age_years", IntegerAnswer(45)), on_fact("lot_expired"))
    given = find(make_clear_visit(), "AGE", make_content((rule,))).given

    assert [(one.fact, one.question.en, one.answer.en, one.answer.ja, one.is_cause) for one in given] == [
        ("age_years", "Age in years", "45", "45", True),
        ("lot_expired", "The lot has expired", "No", "いいえ", False),
    ]


def test_every_fact_has_words() -> None:
    assert set(FACTS) == KNOWN_FACTS
