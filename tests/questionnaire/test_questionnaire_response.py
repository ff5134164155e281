"""Answers to a QuestionnaireResponse and back."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from questionnaire_builders import give, make_item, make_questionnaire, make_yes_no

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import (
    NO,
    YES,
    BooleanAnswer,
    CodingAnswer,
    DateAnswer,
    DateTimeAnswer,
    DecimalAnswer,
    IntegerAnswer,
    ItemAnswers,
    QuantityAnswer,
    StringAnswer,
    TimeAnswer,
    UriAnswer,
)
from stemsup_desktop.questionnaire.fhir_values import LARGEST_INTEGER, SMALLEST_INTEGER
from stemsup_desktop.questionnaire.model import Questionnaire
from stemsup_desktop.questionnaire.response import encode_response, make_response
from stemsup_desktop.questionnaire.response_reading import read_response

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=timezone(timedelta(hours=9)))
SHOWS_DETAIL = [{"question": "q", "operator": "=", "answerCoding": {"code": "Y"}}]


def make_form() -> Questionnaire:
    """Make a form with every type, a nested group, an item below a question and a follow-up."""
    everything = [
        make_item("boolean"),
        make_item("decimal", "decimal"),
        make_item("integer", "integer"),
        make_item("date", "date"),
        make_item("dateTime", "dateTime"),
        make_item("time", "time"),
        make_item("string", "string", repeats=True),
        make_item("url", "url"),
        make_item("open", "open-choice", repeats=True, answerOption=[{"valueCoding": {"code": "a", "display": "A"}}]),
        make_item("quantity", "quantity"),
    ]
    return make_questionnaire(
        make_item("g", "group", item=[make_item("inner", "group", item=everything), make_item("note", "display")]),
        make_yes_no("q", item=[make_item("below", "string")]),
        make_item("detail", "string", enableWhen=SHOWS_DETAIL),
    )


FORM = make_form()


def round_trip(*responses: ItemAnswers) -> tuple[ItemAnswers, ...]:
    data = encode_response(make_response(FORM, responses, NOW, Language.EN))
    return read_response(data, FORM, "response.json")


def decode(*responses: ItemAnswers) -> Any:
    return json.loads(encode_response(make_response(FORM, responses, NOW, Language.EN)))


def test_a_response_is_nested_as_the_questionnaire_with_texts_and_displays() -> None:
    made = decode(give("integer", IntegerAnswer(5)), give("q", YES), give("below", StringAnswer("why")))

    assert made == {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": "https://example.org/q|1",
        "status": "in-progress",
        "authored": "2026-01-15T09:00:00+09:00",
        "language": "en",
        "item": [
            {
                "linkId": "g",
                "text": "Text of g",
                "item": [
                    {
                        "linkId": "inner",
                        "text": "Text of inner",
                        "item": [
                            {"linkId": "integer", "text": "Text of integer", "answer": [{"valueInteger": 5}]},
                        ],
                    }
                ],
            },
            {
                "linkId": "q",
                "text": "Text of q",
                "answer": [
                    {
                        "valueCoding": {"system": YES.system, "code": "Y", "display": "Yes"},
                        "item": [{"linkId": "below", "text": "Text of below", "answer": [{"valueString": "why"}]}],
                    }
                ],
            },
        ],
    }


def test_hidden_and_impossible_answers_are_in_no_response() -> None:
    made = decode(give("q", NO), give("detail", StringAnswer("kept aside")), give("string", StringAnswer("\u200b")))

    assert [item["linkId"] for item in made["item"]] == ["q"]


def test_an_answer_that_was_taken_back_is_in_no_response() -> None:
    assert "item" not in decode(ItemAnswers("integer", (), NOW, "Dr A"))


def test_an_item_below_an_unanswered_question_is_not_lost() -> None:
    assert round_trip(give("below", StringAnswer("x"))) == (give("below", StringAnswer("x")),)


def test_who_answered_and_when_come_back() -> None:
    answers = ItemAnswers("integer", (IntegerAnswer(5),), datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC), "看護師A")

    assert round_trip(answers) == (answers,)


def test_an_odd_offset_is_written_as_the_same_moment() -> None:
    odd = timezone(timedelta(hours=9, minutes=18, seconds=59))
    (answers,) = round_trip(give("dateTime", DateTimeAnswer(datetime(1880, 1, 1, 9, tzinfo=odd))))

    assert answers.answers == (DateTimeAnswer(datetime(1880, 1, 1, 9, tzinfo=odd)),)


def test_decimals_keep_their_digits() -> None:
    data = encode_response(make_response(FORM, [give("decimal", DecimalAnswer(Decimal("1.10")))], NOW, Language.EN))

    assert b'"valueDecimal":1.10}' in data


WORDS = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=20).map(lambda words: f"{words}.")
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)
ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001 - zones are added
CODINGS = st.just(CodingAnswer("a", "", "A"))
ANSWERS: dict[str, st.SearchStrategy[Any]] = {
    "boolean": st.builds(BooleanAnswer, st.booleans()),
    "decimal": st.builds(DecimalAnswer, NUMBERS),
    "integer": st.builds(IntegerAnswer, st.integers(SMALLEST_INTEGER, LARGEST_INTEGER)),
    "date": st.builds(DateAnswer, st.dates(date(1, 1, 1))),
    "dateTime": st.builds(DateTimeAnswer, MOMENTS),
    "time": st.builds(TimeAnswer, st.times()),
    "string": st.builds(StringAnswer, WORDS),
    "url": st.builds(UriAnswer, WORDS),
    "open": st.builds(StringAnswer, WORDS) | CODINGS,
    "quantity": st.builds(QuantityAnswer, NUMBERS, WORDS, WORDS, WORDS),
    "below": st.builds(StringAnswer, WORDS),
}


@st.composite
def item_answers(draw: st.DrawFn) -> list[ItemAnswers]:
    """Some items with answers, in the order of the form."""
    chosen = draw(st.lists(st.sampled_from(sorted(ANSWERS)), unique=True))
    made = [
        ItemAnswers(
            link_id,
            tuple(draw(st.lists(ANSWERS[link_id], min_size=1, max_size=3 if link_id in ("string", "open") else 1))),
            draw(st.none() | MOMENTS),
            draw(st.just("") | WORDS),
        )
        for link_id in chosen
    ]
    order = [item.link_id for item in FORM.iter_items()]
    return sorted(made, key=lambda answers: order.index(answers.link_id))


@settings(deadline=None, max_examples=200)
@given(item_answers(), st.randoms())
def test_every_answer_comes_back_whatever_the_order_of_answering(responses: list[ItemAnswers], random: Any) -> None:
    shuffled = list(responses)
    random.shuffle(shuffled)

    assert round_trip(*shuffled) == tuple(responses)


FAULTS: dict[str, tuple[Any, str]] = {
    "another resource": ({"resourceType": "Patient"}, "$.resourceType"),
    "an item of another form": ({"item": [{"linkId": "zzz"}]}, "$.item[0].linkId"),
    "a wrong type": ({"item": [{"linkId": "integer", "answer": [{"valueInteger": "5"}]}]}, "answer[0].valueInteger"),
    "an unknown type": ({"item": [{"linkId": "integer", "answer": [{"valueAttachment": {}}]}]}, "valueAttachment"),
    "an item twice": ({"item": [{"linkId": "integer"}, {"linkId": "integer"}]}, "$.item[1].linkId"),
    "half a date": ({"item": [{"linkId": "date", "answer": [{"valueDate": "2026-1"}]}]}, "valueDate"),
    "an impossible date": ({"item": [{"linkId": "date", "answer": [{"valueDate": "2026-02-30"}]}]}, "valueDate"),
    "answers no list": ({"item": [{"linkId": "integer", "answer": {}}]}, "$.item[0].answer"),
}


@pytest.mark.parametrize(("response", "path"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_in_a_response_names_file_and_path(response: dict[str, Any], path: str) -> None:
    data = json.dumps({"resourceType": "QuestionnaireResponse", **response}).encode()

    with pytest.raises(InputProblem) as caught:
        read_response(data, FORM, "response.json")

    assert caught.value.sentence.startswith("response.json: ")
    assert path in caught.value.sentence


def test_half_a_character_is_refused_with_a_sentence() -> None:
    response = make_response(FORM, [give("string", StringAnswer("a\ud800b"))], NOW, Language.EN)

    with pytest.raises(InputProblem, match="half a character"):
        encode_response(response)
