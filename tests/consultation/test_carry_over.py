"""Answers of an earlier visit: offered again, and never an answer before a person has confirmed each."""

import json
import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from gate_factories import (
    CONTENT,
    EMPTY,
    ITEMS,
    NOON,
    PATIENT,
    TODAY,
    make_choice,
    make_clear_visit,
    make_content,
    make_temperature,
    make_yes_no,
    on_yes,
    shown_on_yes,
)
from gate_factories import make_rule as make_one_rule
from shipped import get_clinical_content

from stemsup_desktop.consultation.carry_over import (
    Earlier,
    list_carriable,
    list_waiting,
    read_earlier,
    with_carried,
    with_carried_confirmed,
    with_carried_dropped,
)
from stemsup_desktop.consultation.changes import with_answers, with_opinion
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.gate import derive_gate
from stemsup_desktop.consultation.gate_model import Gate, Verdict
from stemsup_desktop.consultation.record import CarriedAnswer, Consultation, Examination
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.consultation.surroundings import derive_surroundings
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import (
    NO,
    UNKNOWN,
    YES,
    Answer,
    AttachmentAnswer,
    BooleanAnswer,
    CodingAnswer,
    DecimalAnswer,
    IntegerAnswer,
    ItemAnswers,
    StringAnswer,
)
from stemsup_desktop.questionnaire.form import Form, derive_form
from stemsup_desktop.questionnaire.response import make_response

BEFORE = NOON - timedelta(days=60)
DAY = date(2026, 1, 9)
EVERYTHING = tuple(item["linkId"] for item in ITEMS)
PHYSICIAN_ONLY = {"url": "https://stemsup.app/fhir/StructureDefinition/physician-only", "valueBoolean": True}
HIDDEN = {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden", "valueBoolean": True}
COMPUTED = {
    "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression",
    "valueExpression": {"language": "text/fhirpath", "expression": "1 + 1"},
}


def examine(content: ClinicalContent = CONTENT, **answers: Answer | tuple[Answer, ...]) -> Consultation:
    """Make an earlier visit with answers by link id, in which "_" stands for "-"."""
    visit = msgspec.structs.replace(EMPTY, consultation_id="c0", started_at=BEFORE)
    for name, given in answers.items():
        answered = given if isinstance(given, tuple) else (given,)
        visit = with_answers(visit, content, PATIENT, name.replace("_", "-"), answered, "Nurse", BEFORE)
    canonical = content.questionnaire.canonical
    return msgspec.structs.replace(
        visit, examination=msgspec.structs.replace(visit.examination, questionnaire=canonical)
    )


def earlier(content: ClinicalContent = CONTENT, **answers: Answer | tuple[Answer, ...]) -> Earlier:
    found = read_earlier(examine(content, **answers), content, PATIENT)
    assert found is not None
    return found


def form_of(visit: Consultation, content: ClinicalContent = CONTENT) -> Form:
    return derive_form(content.questionnaire, visit.examination.responses, derive_surroundings(PATIENT, TODAY))


def carriable(then: Earlier, visit: Consultation = EMPTY, content: ClinicalContent = CONTENT) -> list[str]:
    return [one.link_id for one in list_carriable(form_of(visit, content), visit.examination, then)]


def carry(
    then: Earlier, visit: Consultation = EMPTY, *link_ids: str, content: ClinicalContent = CONTENT
) -> Consultation:
    every = link_ids or tuple(item.link_id for item in content.questionnaire.iter_items())
    return with_carried(visit, content, PATIENT, then, every, NOON)


def confirm(visit: Consultation, link_id: str, content: ClinicalContent = CONTENT) -> Consultation:
    return with_carried_confirmed(visit, content, PATIENT, link_id, "Dr Example", NOON)


def waiting(visit: Consultation, content: ClinicalContent = CONTENT) -> list[str]:
    return [one.link_id for one in list_waiting(form_of(visit, content), visit.examination)]


def gate(visit: Consultation, content: ClinicalContent = CONTENT) -> Gate:
    return derive_gate(PATIENT, visit, content, TODAY)


def code_of(visit: Consultation, link_id: str, content: ClinicalContent = CONTENT) -> str:
    with pytest.raises(InputProblem) as refused:
        confirm(visit, link_id, content)
    return refused.value.code


# Rule 1: an unanswered question is never a no


def test_a_carried_answer_lies_beside_the_answers_with_its_day() -> None:
    visit = carry(earlier(cancer=NO))

    assert visit.examination.carried == (CarriedAnswer("cancer", (NO,), DAY, "c0"),)
    assert visit.examination.responses == ()


def test_a_visit_whose_every_question_was_carried_is_not_complete() -> None:
    clear = make_clear_visit()
    then = earlier(**dict.fromkeys(("cancer", "immune", "allergy", "infection", "clot", "unread"), NO))
    visit = carry(then, msgspec.structs.replace(clear, examination=Examination()))

    assert len(visit.examination.carried) == 6
    assert gate(clear).verdict is Verdict.CLEAR
    assert gate(visit).verdict is Verdict.NOT_COMPLETE
    assert gate(visit) == gate(msgspec.structs.replace(visit, examination=Examination()))


def test_only_what_was_confirmed_counts_whatever_the_order() -> None:
    names = ["cancer", "immune", "allergy", "infection", "clot", "unread"]
    then = earlier(**dict.fromkeys(names, NO))
    clear = make_clear_visit()
    temperature = tuple(one for one in clear.examination.responses if one.link_id == "temp")
    for seed in range(5):
        visit = carry(then, msgspec.structs.replace(clear, examination=Examination(responses=temperature)))
        order = names.copy()
        random.Random(seed).shuffle(order)
        for name in order:
            assert gate(visit).verdict is Verdict.NOT_COMPLETE
            visit = confirm(visit, name)
        assert gate(visit).verdict is Verdict.CLEAR
        assert visit.examination.carried == ()


def test_an_unconfirmed_answer_is_in_no_response_and_no_rule() -> None:
    visit = carry(earlier(cancer=YES), make_clear_visit(examination=Examination()))
    written = make_response(CONTENT.questionnaire, visit.examination.responses, NOON, Language.EN)

    assert "cancer" not in json.dumps(written, default=str)
    assert all(finding.rule_id != "CANCER" for finding in gate(visit).findings)
    assert visit.examination.stops_raised == ()


def test_a_confirmed_answer_is_given_anew_by_who_confirms_it() -> None:
    visit = confirm(carry(earlier(cancer=YES)), "cancer")

    assert visit.examination.responses == (ItemAnswers("cancer", (YES,), NOON, "Dr Example"),)
    assert visit.examination.carried == ()


def test_a_carried_unknown_is_an_answer_once_confirmed_and_never_clears() -> None:
    visit = carry(earlier(cancer=UNKNOWN), make_clear_visit(examination=Examination()))

    assert gate(confirm(visit, "cancer")).verdict is Verdict.STOP


@pytest.mark.parametrize("answers", [(NO,), ()])
def test_an_answer_of_ones_own_takes_the_carried_one_away(answers: tuple[Answer, ...]) -> None:
    visit = carry(earlier(cancer=YES))
    visit = with_answers(visit, CONTENT, PATIENT, "cancer", answers, "Dr Example", NOON)

    assert visit.examination.carried == ()
    assert code_of(visit, "cancer") == "carried-not-waiting"


def test_a_dropped_answer_leaves_its_question_unanswered() -> None:
    visit = with_carried_dropped(carry(earlier(cancer=YES, immune=NO)), "cancer")

    assert waiting(visit) == ["immune"]
    assert carriable(earlier(cancer=YES), visit) == ["cancer"]


def test_an_answer_that_is_there_is_never_replaced() -> None:
    answered = with_answers(EMPTY, CONTENT, PATIENT, "cancer", (YES,), "Dr Example", NOON)
    visit = carry(earlier(cancer=NO, immune=NO), answered)

    assert waiting(visit) == ["immune"]
    assert gate(visit).verdict is Verdict.STOP


def test_carrying_twice_changes_nothing() -> None:
    then = earlier(cancer=NO)

    assert carry(then, carry(then)) == carry(then)


def test_only_the_questions_asked_for_are_carried() -> None:
    assert waiting(carry(earlier(cancer=NO, immune=NO, clot=NO), EMPTY, "clot", "immune")) == ["immune", "clot"]


# Rule 2: a stop is a stop


def test_a_stop_is_raised_by_confirming_and_not_by_carrying() -> None:
    carried = carry(earlier(cancer=YES), make_clear_visit(examination=Examination()))
    confirmed = confirm(carried, "cancer")

    assert gate(carried).verdict is Verdict.NOT_COMPLETE
    assert gate(confirmed).verdict is Verdict.STOP
    assert [stop.rule_id for stop in confirmed.examination.stops_raised] == ["CANCER"]


def test_carrying_an_old_no_over_lifts_no_stop() -> None:
    stopped = with_answers(make_clear_visit(), CONTENT, PATIENT, "cancer", (YES,), "Dr Example", NOON)
    taken_back = with_answers(stopped, CONTENT, PATIENT, "cancer", (), "Dr Example", NOON)
    visit = confirm(carry(earlier(cancer=NO), taken_back), "cancer")

    assert gate(carry(earlier(cancer=NO), stopped)).verdict is Verdict.STOP
    assert gate(visit).verdict is Verdict.STOP


# Rule 3: an opinion expires with its reason


def test_neither_opinions_nor_their_validity_are_carried() -> None:
    then = examine(immune=YES)
    then = with_opinion(then, CONTENT, PATIENT, "IMMUNE", "Stable for years", "Dr Example", BEFORE)
    found = read_earlier(then, CONTENT, PATIENT)
    assert found is not None
    visit = confirm(carry(found, make_clear_visit(examination=Examination())), "immune")

    assert visit.examination.opinions == ()
    assert gate(visit).verdict is Verdict.SPECIALIST


def test_carrying_over_leaves_an_opinion_as_it_stands() -> None:
    visit = with_answers(make_clear_visit(), CONTENT, PATIENT, "immune", (YES,), "Dr Example", NOON)
    visit = with_opinion(visit, CONTENT, PATIENT, "IMMUNE", "Stable for years", "Dr Example", NOON)
    carried = carry(earlier(cancer=NO), with_answers(visit, CONTENT, PATIENT, "cancer", (), "Dr Example", NOON))

    assert [finding for finding in gate(carried).findings if finding.rule_id == "IMMUNE"] == [
        finding for finding in gate(visit).findings if finding.rule_id == "IMMUNE"
    ]


# Rule 6: hidden answers do not count


def test_an_answer_that_was_hidden_then_is_not_carried() -> None:
    visit = examine(immune=YES, immune_drug=StringAnswer("Prednisolone"))
    visit = with_answers(visit, CONTENT, PATIENT, "immune", (NO,), "Nurse", BEFORE)
    found = read_earlier(visit, CONTENT, PATIENT)
    assert found is not None

    assert list(found.answers) == ["immune"]


def test_an_answer_to_a_question_that_is_not_asked_now_is_not_carried_until_it_is() -> None:
    then = earlier(immune=YES, immune_drug=StringAnswer("Prednisolone"))
    visit = carry(then)
    assert waiting(visit) == ["immune"]
    visit = carry(then, confirm(visit, "immune"))
    assert waiting(visit) == ["immune-drug"]


def test_a_carried_answer_whose_question_is_no_longer_asked_cannot_be_confirmed() -> None:
    then = earlier(immune=YES, immune_drug=StringAnswer("Prednisolone"))
    visit = carry(then, confirm(carry(then), "immune"))
    visit = with_answers(visit, CONTENT, PATIENT, "immune", (NO,), "Dr Example", NOON)

    assert waiting(visit) == []
    assert code_of(visit, "immune-drug") == "carried-not-waiting"
    asked_again = with_answers(visit, CONTENT, PATIENT, "immune", (YES,), "Dr Example", NOON)
    assert waiting(asked_again) == ["immune-drug"]


# What is never carried


def make_own(*items: dict[str, Any], version: str = "1") -> ClinicalContent:
    content = make_content((), (make_yes_no("cancer"), *items))
    return replace(content, questionnaire=replace(content.questionnaire, version=version))


FEVER = DecimalAnswer(Decimal("36.6"))


def in_group(item: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"linkId": "g", "type": "group", "text": "Group", "item": [item], **fields}


@pytest.mark.parametrize(
    ("item", "given"),
    [
        (make_yes_no("x", extension=[PHYSICIAN_ONLY]), ItemAnswers("x", (NO,))),
        (make_yes_no("x", extension=[HIDDEN]), ItemAnswers("x", (NO,))),
        (make_yes_no("x", readOnly=True), ItemAnswers("x", (NO,))),
        ({"linkId": "x", "type": "integer", "extension": [COMPUTED]}, ItemAnswers("x", (IntegerAnswer(5),))),
        (in_group(make_yes_no("x"), extension=[PHYSICIAN_ONLY]), ItemAnswers("x", (NO,))),
        (in_group(make_yes_no("x"), extension=[HIDDEN]), ItemAnswers("x", (NO,))),
        (in_group(make_yes_no("x"), repeats=True), ItemAnswers("x", (NO,), place=(0,))),
        (in_group({**make_temperature(), "linkId": "x"}), ItemAnswers("x", (FEVER,))),
        ({"linkId": "x", "type": "attachment", "text": "Photo"}, ItemAnswers("x", (AttachmentAnswer(title="A"),))),
    ],
    ids=[
        "physician",
        "hidden",
        "fixed",
        "computed",
        "physician-group",
        "hidden-group",
        "repeating",
        "measured",
        "file",
    ],
)
def test_what_must_be_decided_asked_or_measured_anew_is_never_carried(item: dict[str, Any], given: ItemAnswers) -> None:
    content = make_own(item)
    canonical = content.questionnaire.canonical
    then = msgspec.structs.replace(EMPTY, examination=Examination(canonical, (ItemAnswers("cancer", (NO,)), given)))
    found = read_earlier(then, content, PATIENT)
    assert found is not None
    assert list(found.answers) == ["cancer"]

    # Nor does a record that says so make it possible.
    forged = Examination(canonical, carried=(CarriedAnswer("x", given.answers, DAY, "c0"),))
    visit = msgspec.structs.replace(EMPTY, examination=forged)
    assert waiting(visit, content) == []
    assert code_of(visit, "x", content) == "carried-not-waiting"


def test_nothing_of_the_shipped_decision_or_vital_signs_is_carried() -> None:
    shipped = get_clinical_content()
    responses = tuple(
        ItemAnswers(
            item.link_id, (item.answer_options[0].value if item.answer_options else DecimalAnswer(Decimal(37)),)
        )
        for item in shipped.questionnaire.iter_items()
        if item.is_question
    )
    then = msgspec.structs.replace(EMPTY, examination=Examination(shipped.questionnaire.canonical, responses))
    found = read_earlier(then, shipped, PATIENT)
    assert found is not None
    sections = {group.link_id: group for group in shipped.questionnaire.items}
    never = [child.link_id for name in ("g-decision", "g-vitals") for child in sections[name].children]

    assert not set(found.answers) & set(never)
    assert {"x01", "x06", "hist-illness"} <= set(found.answers)


def test_impossible_answers_are_not_carried() -> None:
    responses = (
        ItemAnswers("cancer", (CodingAnswer("MAYBE"),)),
        ItemAnswers("immune", (NO, YES)),
        ItemAnswers("clot", (BooleanAnswer(True),)),
        ItemAnswers("unread", (NO,)),
    )
    then = msgspec.structs.replace(EMPTY, examination=Examination(CONTENT.questionnaire.canonical, responses))
    found = read_earlier(then, CONTENT, PATIENT)
    assert found is not None

    assert list(found.answers) == ["unread"]


def test_a_visit_without_answers_offers_nothing() -> None:
    assert read_earlier(examine(), CONTENT, PATIENT) is None
    assert read_earlier(EMPTY, CONTENT, PATIENT) is None


def test_answers_that_only_waited_then_are_not_carried_on() -> None:
    visit = carry(earlier(cancer=NO), examine(immune=NO))
    found = read_earlier(visit, CONTENT, PATIENT)
    assert found is not None

    assert list(found.answers) == ["immune"]


# Another version of the checklist


@pytest.mark.parametrize(
    "item",
    [
        {**make_yes_no("x"), "type": "open-choice"},
        {**make_yes_no("x"), "repeats": True},
        {**make_yes_no("x"), "answerOption": make_yes_no("x")["answerOption"][:2]},
        make_choice("x", "Y", "N", repeats=False),
        {"linkId": "x", "type": "boolean", "text": "X"},
        {"linkId": "y", "type": "boolean", "text": "Y"},
    ],
    ids=["type", "repeats", "fewer-options", "other-system", "boolean", "gone"],
)
def test_a_question_that_changed_is_not_carried(item: dict[str, Any]) -> None:
    then = earlier(make_own(make_yes_no("x")), cancer=NO, x=NO)

    assert carriable(then, content=make_own(item, version="2")) == ["cancer"]


def test_a_question_that_stayed_is_carried_into_another_version() -> None:
    then = earlier(make_own(make_yes_no("x")), cancer=NO, x=NO)
    own = make_own({**make_yes_no("x"), "text": "Asked in other words"}, version="2")

    assert carriable(then, content=own) == ["cancer", "x"]


def test_an_answer_that_is_impossible_now_is_not_carried() -> None:
    then = earlier(make_own({"linkId": "x", "type": "string", "text": "X"}), x=StringAnswer("a long answer"))
    own = make_own({"linkId": "x", "type": "string", "text": "X", "maxLength": 3}, version="2")

    assert carriable(then, content=own) == []


def test_answers_are_not_read_by_another_checklist_than_their_own() -> None:
    visit = examine(cancer=NO)
    other = msgspec.structs.replace(visit.examination, questionnaire="https://example.org/q|0.9")

    assert read_earlier(msgspec.structs.replace(visit, examination=other), CONTENT, PATIENT) is None


# Follow-ups and rules that read them


def test_a_follow_up_that_raises_a_stop_raises_it_when_it_is_confirmed() -> None:
    rules = (make_one_rule("DRUG", Severity.STOP, on_yes("drug")),)
    content = make_content(rules, (make_yes_no("immune"), make_yes_no("drug", **shown_on_yes("immune"))))
    then = earlier(content, immune=YES, drug=YES)
    visit = confirm(carry(then, content=content), "immune", content)
    assert gate(visit, content).verdict is not Verdict.STOP
    visit = confirm(carry(then, visit, content=content), "drug", content)

    assert gate(visit, content).verdict is Verdict.STOP


def test_reading_an_earlier_visit_leaves_what_the_form_on_screen_knows() -> None:
    then, visit = examine(cancer=NO), make_clear_visit()
    form = form_of(visit)
    read_earlier(then, CONTENT, PATIENT)

    assert form_of(visit) is form
