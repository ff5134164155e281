"""Results become truth and typed answers, and coded answers their scores."""

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest
from fhirpath_builders import run

from stemsup_desktop.questionnaire.answers import (
    Answer,
    BooleanAnswer,
    CodingAnswer,
    DateAnswer,
    DateTimeAnswer,
    DecimalAnswer,
    IntegerAnswer,
    QuantityAnswer,
    StringAnswer,
    TimeAnswer,
    UriAnswer,
)
from stemsup_desktop.questionnaire.fhirpath import ExpressionFault, FhirValue, is_true, read_weights, to_answers
from stemsup_desktop.questionnaire.item_types import ItemType

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


@pytest.mark.parametrize(
    ("values", "truth"),
    [
        ((), None),
        ((True,), True),
        ((False,), False),
        (("false",), True),
        ((0,), True),
        ((FhirValue("Coding", {"code": "N"}),), True),
        ((FhirValue("boolean", False),), False),
    ],
)
def test_truth_follows_the_evaluation_of_a_single_value(values: tuple[object, ...], truth: bool | None) -> None:
    assert is_true(values) is truth


def test_several_values_are_no_truth() -> None:
    with pytest.raises(ExpressionFault):
        is_true((True, True))


ANSWERS = [
    ("true", ItemType.BOOLEAN, BooleanAnswer(True)),
    ("1.50", ItemType.DECIMAL, DecimalAnswer(Decimal("1.50"))),
    ("3", ItemType.DECIMAL, DecimalAnswer(Decimal(3))),
    ("6 / 2", ItemType.INTEGER, IntegerAnswer(3)),
    ("1 / 3", ItemType.DECIMAL, DecimalAnswer(Decimal("0.33333333333333333333"))),
    ("today()", ItemType.DATE, DateAnswer(date(2026, 1, 31))),
    ("now()", ItemType.DATETIME, DateTimeAnswer(datetime(2026, 1, 31, 9, 30, tzinfo=timezone(timedelta(hours=9))))),
    ("@T08:15:00", ItemType.TIME, TimeAnswer(time(8, 15))),
    ("~~name~~", ItemType.STRING, StringAnswer("Aiko")),
    ("~~name~~", ItemType.TEXT, StringAnswer("Aiko")),
    ("~~colour~~.code", ItemType.STRING, StringAnswer("red")),
    ("~~link~~", ItemType.URL, UriAnswer("http://example.org/a")),
    ("~~colour~~", ItemType.CHOICE, CodingAnswer("red", "s", "Red")),
    ("'other'", ItemType.OPEN_CHOICE, StringAnswer("other")),
    ("7", ItemType.CHOICE, IntegerAnswer(7)),
    ("~~born~~", ItemType.CHOICE, DateAnswer(date(2008, 2, 29))),
    ("~~dose~~ * 2", ItemType.QUANTITY, QuantityAnswer(Decimal(10), "mg", "http://unitsofmeasure.org", "mg")),
    ("~~count~~", ItemType.QUANTITY, QuantityAnswer(Decimal(3))),
]


@pytest.mark.parametrize(
    ("text", "item_type", "answer"), ANSWERS, ids=[f"{text} as {kind}" for text, kind, _ in ANSWERS]
)
def test_results_become_answers_of_the_item_type(text: str, item_type: ItemType, answer: Answer) -> None:
    assert to_answers(run(text), item_type) == (answer,)


def test_every_value_becomes_an_answer_and_nothing_becomes_none() -> None:
    assert to_answers((1, 2), ItemType.INTEGER) == (IntegerAnswer(1), IntegerAnswer(2))
    assert to_answers((), ItemType.INTEGER) == ()


def test_a_date_stays_as_precise_as_it_is() -> None:
    assert to_answers(run("@2026-01"), ItemType.DATE) == (DateAnswer(date(2026, 1, 1), "month"),)


@pytest.mark.parametrize(
    ("text", "item_type"),
    [
        ("'a'", ItemType.INTEGER),
        ("1.5", ItemType.INTEGER),
        ("true", ItemType.DECIMAL),
        ("today()", ItemType.DATETIME),
        ("'a'", ItemType.QUANTITY),
        ("%resource.item", ItemType.CHOICE),
        ("1", ItemType.STRING),
        ("1", ItemType.GROUP),
        ("10.power(40)", ItemType.DECIMAL),
    ],
)
def test_a_result_of_another_type_than_its_item_is_a_fault(text: str, item_type: ItemType) -> None:
    with pytest.raises(ExpressionFault):
        to_answers(run(text), item_type)


def _score(number: object) -> list[object]:
    return [{"url": ORDINAL, "valueDecimal": number}]


QUESTIONNAIRE: dict[str, object] = {
    "resourceType": "Questionnaire",
    "contained": [
        {
            "resourceType": "ValueSet",
            "compose": {"include": [{"system": "s", "concept": [{"code": "a2", "extension": _score(2)}]}]},
        }
    ],
    "item": [
        {
            "linkId": "g",
            "item": [
                {
                    "linkId": "score1",
                    "answerOption": [
                        {"valueCoding": {"system": "s", "code": "a1", "extension": _score(Decimal("1.5"))}},
                        {"valueCoding": {"system": "s", "code": "a0"}, "extension": _score(0)},
                    ],
                }
            ],
        }
    ],
}


def test_the_weights_of_answers_are_those_of_their_options() -> None:
    weights = read_weights(QUESTIONNAIRE)
    assert weights == {
        ("score1", "s", "a1"): Decimal("1.5"),
        ("score1", "s", "a0"): 0,
        ("", "s", "a2"): 2,
    }
    assert run("%resource.repeat(item).answer.weight().sum()", weights=weights) == (Decimal("3.5"),)
    assert run("~~score1~~.ordinal()", weights=weights) == (Decimal("1.5"),)
    assert run("~~name~~.weight()", weights=weights) == ()


def test_a_coding_that_carries_its_own_weight_needs_no_questionnaire() -> None:
    coding = {"system": "s", "code": "x", "extension": _score(Decimal(4))}
    assert run("%x.weight()", x=coding) == (Decimal(4),)


def test_without_the_options_a_weight_is_a_fault_and_not_a_lower_score() -> None:
    with pytest.raises(ExpressionFault):
        run("%resource.repeat(item).answer.weight().sum()")
