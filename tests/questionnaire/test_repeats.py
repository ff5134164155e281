"""Repeating groups and items under answers: where they occur, what opens where, and nothing lost through FHIR."""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from questionnaire_builders import make_item, make_questionnaire

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import (
    Answer,
    BooleanAnswer,
    CodingAnswer,
    DateAnswer,
    DateTimeAnswer,
    DecimalAnswer,
    IntegerAnswer,
    ItemAnswers,
    QuantityAnswer,
    ReferenceAnswer,
    StringAnswer,
    TimeAnswer,
    UriAnswer,
)
from stemsup_desktop.questionnaire.compare import OPERATORS, Operator, is_met
from stemsup_desktop.questionnaire.fhir_values import write_value
from stemsup_desktop.questionnaire.form import Form, derive_form
from stemsup_desktop.questionnaire.form_paths import write_path
from stemsup_desktop.questionnaire.model import Questionnaire
from stemsup_desktop.questionnaire.occurrences import MOST_REPEATS
from stemsup_desktop.questionnaire.response import encode_response, make_response
from stemsup_desktop.questionnaire.response_reading import read_response

NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)


def at(link_id: str, *place: int, yes: bool = True) -> ItemAnswers:
    """Answer a yes/no item at a place."""
    return ItemAnswers(link_id, (BooleanAnswer(yes),), place=place)


def when(question: str, operator: str, **answer: Any) -> dict[str, Any]:
    return {"question": question, "operator": operator, **answer}


def enabled_paths(questionnaire: Questionnaire, *responses: ItemAnswers) -> list[str]:
    form = derive_form(questionnaire, responses)
    return [write_path(form, index) for index in form.enabled_indices()]


def make_medicines() -> Questionnaire:
    """A group that repeats, with a follow-up inside, and a question beside it that reads from it."""
    inner = [make_item("name"), make_item("why", "string", enableWhen=[when("name", "=", answerBoolean=True)])]
    return make_questionnaire(
        make_item("medicine", "group", repeats=True, item=inner),
        make_item("after", enableWhen=[when("name", "=", answerBoolean=True)]),
    )


def test_a_repeating_group_occurs_once_until_more_is_said() -> None:
    assert enabled_paths(make_medicines()) == ["medicine", "name"]


def test_a_follow_up_opens_in_its_own_repetition_alone() -> None:
    questionnaire = make_medicines()

    assert enabled_paths(questionnaire, at("name", 0, yes=False), at("name", 1)) == [
        "medicine[0]",
        "medicine[0] > name[0]",
        "medicine[1]",
        "medicine[1] > name[0]",
        "medicine[1] > why[0]",
        "after",
    ]


def test_a_question_outside_reads_the_nearest_repetition_before_it() -> None:
    questionnaire = make_medicines()

    assert "after" not in enabled_paths(questionnaire, at("name", 0), at("name", 1, yes=False))
    assert "after" in enabled_paths(questionnaire, at("name", 0, yes=False), at("name", 1))


def test_a_question_before_the_group_reads_the_first_repetition_after_it() -> None:
    questionnaire = make_questionnaire(
        make_item("before", enableWhen=[when("name", "=", answerBoolean=True)]),
        make_item("g", "group", repeats=True, item=[make_item("name")]),
    )

    assert "before" in enabled_paths(questionnaire, at("name", 0), at("name", 1, yes=False))
    assert "before" not in enabled_paths(questionnaire, at("name", 0, yes=False), at("name", 1))


def test_an_added_group_without_an_answer_is_there() -> None:
    assert enabled_paths(make_medicines(), ItemAnswers("medicine", (), place=(1,))) == [
        "medicine[0]",
        "medicine[0] > name[0]",
        "medicine[1]",
        "medicine[1] > name[0]",
    ]


def test_a_group_occurs_as_often_as_it_has_to() -> None:
    extension = [{"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-minOccurs", "valueInteger": 3}]
    questionnaire = make_questionnaire(
        make_item("g", "group", repeats=True, extension=extension, item=[make_item("x")])
    )

    assert enabled_paths(questionnaire) == [
        path for number in range(3) for path in (f"g[{number}]", f"g[{number}] > x[0]")
    ]


def test_what_lies_under_a_question_with_several_answers_is_asked_for_each() -> None:
    questionnaire = make_questionnaire(
        make_item("symptom", "string", repeats=True, item=[make_item("since", "integer")])
    )
    symptoms = ItemAnswers("symptom", (StringAnswer("cold"), StringAnswer("pain")))

    assert enabled_paths(questionnaire, symptoms) == ["symptom", "symptom[0] > since[0]", "symptom[0] > since[1]"]
    kept = ItemAnswers("since", (IntegerAnswer(3),), place=(5,))
    assert enabled_paths(questionnaire, symptoms, kept) == enabled_paths(questionnaire, symptoms)


def test_groups_in_groups_count_each_for_themselves() -> None:
    inner = make_item("inner", "group", repeats=True, item=[make_item("x")])
    questionnaire = make_questionnaire(make_item("outer", "group", repeats=True, item=[inner]))

    assert enabled_paths(questionnaire, at("x", 0, 1), at("x", 1, 0)) == [
        "outer[0]",
        "outer[0] > inner[0]",
        "outer[0] > inner[0] > x[0]",
        "outer[0] > inner[1]",
        "outer[0] > inner[1] > x[0]",
        "outer[1]",
        "outer[1] > inner[0]",
        "outer[1] > inner[0] > x[0]",
    ]


def test_a_place_beyond_all_measure_makes_no_form_that_never_ends() -> None:
    questionnaire = make_medicines()
    form = derive_form(questionnaire, [at("name", 10**9), at("name", MOST_REPEATS)])

    assert len(form.occurrences) == len(questionnaire.nodes)


VALUES: dict[str, Answer] = {
    "boolean": BooleanAnswer(True),
    "integer": IntegerAnswer(5),
    "decimal": DecimalAnswer(Decimal("0.10")),
    "string": StringAnswer("x"),
    "text": StringAnswer("x\ny"),
    "url": UriAnswer("urn:a"),
    "date": DateAnswer(date(2026, 1, 31)),
    "dateTime": DateTimeAnswer(NOON),
    "time": TimeAnswer(time(9, 30)),
    "choice": CodingAnswer("a", "urn:s"),
    "open-choice": CodingAnswer("b", "urn:s"),
    "quantity": QuantityAnswer(Decimal(5), "kg", "http://unitsofmeasure.org", "kg"),
    "reference": ReferenceAnswer("Patient/1"),
}


@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.parametrize("behavior", ["all", "any"])
def test_every_operator_means_the_same_at_depth_and_under_repeats(operator: Operator, kind: str, behavior: str) -> None:
    value = VALUES[kind]
    type_name, exact = write_value(value)
    raw = json.loads(json.dumps(exact, default=float))
    expected = BooleanAnswer(True) if operator == "exists" else value
    answer = {"answerBoolean": True} if operator == "exists" else {f"answer{type_name}": raw}
    condition = {"question": "q", "operator": operator, **answer}
    options = {"answerOption": [{"valueCoding": raw}]} if kind in ("choice", "open-choice") else {}
    inner = [
        make_item("q", kind, **options),
        make_item("follow", enableWhen=[condition, condition], enableBehavior=behavior),
    ]
    deep = make_item("deep", "group", item=[make_item("deeper", "group", repeats=True, item=inner)])
    questionnaire = make_questionnaire(make_item("top", "group", repeats=True, item=[deep]))
    places = [(0, 0), (0, 1), (1, 0)]
    for answered in places:
        form = derive_form(
            questionnaire,
            [
                ItemAnswers("deeper", (), place=(0, 1)),
                ItemAnswers("deeper", (), place=(1, 0)),
                ItemAnswers("q", (value,), place=answered),
            ],
        )
        for place in places:
            index = form.find_index("follow", place)
            assert index is not None
            wanted = is_met(operator, expected, (value,) if place == answered else ())
            assert form.is_enabled[index] is wanted, (answered, place)


def round_trip(questionnaire: Questionnaire, responses: tuple[ItemAnswers, ...]) -> Form:
    response = make_response(questionnaire, responses, NOON, Language.EN)
    read = read_response(encode_response(response), questionnaire, "response.json")
    return derive_form(questionnaire, read)


def test_answers_at_every_place_go_through_a_response_without_loss() -> None:
    questionnaire = make_questionnaire(
        make_item(
            "g",
            "group",
            repeats=True,
            item=[make_item("q", "string", repeats=True, item=[make_item("n", "integer"), make_item("m")])],
        )
    )
    responses = (
        ItemAnswers("q", (StringAnswer("a"), StringAnswer("b")), NOON, "Dr. A", (0,)),
        ItemAnswers("n", (IntegerAnswer(1),), NOON, "Dr. A", (0, 0)),
        ItemAnswers("n", (IntegerAnswer(2),), NOON, "Nurse", (0, 1)),
        ItemAnswers("q", (StringAnswer("c"),), NOON, "Nurse", (1,)),
        ItemAnswers("m", (BooleanAnswer(False),), NOON, "Nurse", (1, 0)),
    )
    response = make_response(questionnaire, responses, NOON, Language.EN)
    read = read_response(encode_response(response), questionnaire, "response.json")

    assert set(read) == set(responses)


def test_a_group_that_comes_twice_without_repeating_is_named() -> None:
    questionnaire = make_questionnaire(make_item("g", "group", item=[make_item("x")]))
    twice = {"resourceType": "QuestionnaireResponse", "item": [{"linkId": "g"}, {"linkId": "g"}]}

    with pytest.raises(InputProblem, match=r"item\[1\]"):
        read_response(json.dumps(twice).encode(), questionnaire, "response.json")


def test_a_question_that_is_repeated_instead_of_its_answers_is_read_as_one() -> None:
    questionnaire = make_questionnaire(make_item("q", "integer", repeats=True))
    items = [{"linkId": "q", "answer": [{"valueInteger": number}]} for number in (1, 2)]
    response = {"resourceType": "QuestionnaireResponse", "item": items}

    assert read_response(json.dumps(response).encode(), questionnaire, "r.json") == (
        ItemAnswers("q", (IntegerAnswer(1), IntegerAnswer(2))),
    )


PLACES = st.lists(st.integers(0, 2), min_size=2, max_size=2).map(tuple)


@settings(deadline=None, max_examples=100)
@given(
    st.dictionaries(PLACES, st.lists(st.integers(0, 9), min_size=1, max_size=3), max_size=6),
    st.dictionaries(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)), st.booleans(), max_size=8),
    st.randoms(),
)
def test_the_order_of_answering_never_matters_under_repeats(
    numbers: dict[tuple[int, ...], list[int]], truths: dict[tuple[int, ...], bool], random: Any
) -> None:
    below = [make_item("t"), make_item("u", enableWhen=[when("t", "=", answerBoolean=True)])]
    inner = make_item("inner", "group", repeats=True, item=[make_item("n", "decimal", repeats=True, item=below)])
    questionnaire = make_questionnaire(make_item("outer", "group", repeats=True, item=[inner]))
    responses = [
        *(ItemAnswers("n", tuple(map(IntegerAnswer, values)), place=place) for place, values in numbers.items()),
        *(ItemAnswers("t", (BooleanAnswer(truth),), place=place) for place, truth in truths.items()),
        *(ItemAnswers("u", (BooleanAnswer(truth),), place=place) for place, truth in truths.items()),
    ]
    shuffled = list(responses)
    random.shuffle(shuffled)
    form = derive_form(questionnaire, responses)
    again = derive_form(questionnaire, shuffled)

    assert (form.occurrences, form.is_enabled, form.values) == (again.occurrences, again.is_enabled, again.values)
    assert all(not values or form.is_enabled[index] for index, values in enumerate(form.values))


def test_a_decimal_under_repeats_stays_exact() -> None:
    questionnaire = make_questionnaire(make_item("g", "group", repeats=True, item=[make_item("d", "decimal")]))
    group = {"linkId": "g", "item": [{"linkId": "d", "answer": [{"valueDecimal": 7}]}]}
    written = json.dumps({"resourceType": "QuestionnaireResponse", "item": [group]})
    data = written.replace("7", "0.10").encode()
    read = read_response(data, questionnaire, "r.json")

    assert str(read[0].answers[0].value) == "0.10"
    assert read[0].answers[0].value == Decimal("0.10")
