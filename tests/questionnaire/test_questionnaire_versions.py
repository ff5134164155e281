"""Questionnaires of other releases of FHIR: read as R4, or refused with a sentence."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from questionnaire_builders import give, make_item, make_questionnaire

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.answers import BooleanAnswer, CodingAnswer, IntegerAnswer, StringAnswer
from stemsup_desktop.questionnaire.enablement import derive_enabled
from stemsup_desktop.questionnaire.model import ItemType, Questionnaire, Unsupported
from stemsup_desktop.questionnaire.reader import read_questionnaire
from stemsup_desktop.questionnaire.versions import FhirVersion, convert_to_r4

CORE = "http://hl7.org/fhir"
PROFILE = "StructureDefinition/Questionnaire"
LEFT = {"valueCoding": {"system": "urn:side", "code": "L", "display": "Left"}}
CODING = CodingAnswer(code="L", system="urn:side", display="Left")


def resource(*items: Any, **fields: Any) -> dict[str, Any]:
    return {"resourceType": "Questionnaire", "item": list(items), **fields}


def find_version(*items: Any, **fields: Any) -> FhirVersion:
    return convert_to_r4(resource(*items, **fields), "q.json").version


def codes(questionnaire: Questionnaire) -> list[str]:
    return [issue.code for issue in questionnaire.issues]


@pytest.mark.parametrize(
    ("fields", "version"),
    [
        ({}, "R4"),
        ({"meta": {"profile": [f"{CORE}/{PROFILE}"]}}, "R4"),
        ({"meta": {"profile": [f"{CORE}/3.0/{PROFILE}"]}}, "STU3"),
        ({"meta": {"profile": [f"{CORE}/{PROFILE}|3.0.2"]}}, "STU3"),
        ({"meta": {"profile": [f"{CORE}/3.5/{PROFILE}"]}}, "R4"),
        ({"meta": {"profile": [f"{CORE}/4.0/{PROFILE}"]}}, "R4"),
        ({"meta": {"profile": [f"{CORE}/{PROFILE}|4.0.1"]}}, "R4"),
        ({"meta": {"profile": [f"{CORE}/4.3/{PROFILE}"]}}, "R4"),
        ({"meta": {"profile": [f"{CORE}/4.6/{PROFILE}"]}}, "R5"),
        ({"meta": {"profile": ["https://example.org/other", f"{CORE}/5.0/{PROFILE}"]}}, "R5"),
        ({"fhirVersion": "3.0.1"}, "STU3"),
        ({"fhirVersion": "STU3"}, "STU3"),
        ({"fhirVersion": "4.0.1"}, "R4"),
        ({"fhirVersion": "4B"}, "R4"),
        ({"fhirVersion": "5.0.0"}, "R5"),
        ({"fhirVersion": "R5"}, "R5"),
        ({"meta": {"fhirVersion": "5.0.0"}}, "R5"),
        ({"fhirVersion": "whatever"}, "R4"),
        ({"fhirVersion": 5}, "R4"),
        ({"meta": {"profile": "3.0"}}, "R4"),
        ({"meta": {"profile": [None, 7, {}]}}, "R4"),
        ({"meta": 3}, "R4"),
    ],
)
def test_the_version_that_a_file_names_is_found(fields: dict[str, Any], version: str) -> None:
    assert find_version(make_item("a"), **fields) == version


@pytest.mark.parametrize(
    ("item", "version"),
    [
        ({"option": [LEFT]}, "STU3"),
        ({"options": {"reference": "#sides"}}, "STU3"),
        ({"initialBoolean": True}, "STU3"),
        ({"enableWhen": [{"question": "a", "hasAnswer": True}]}, "STU3"),
        ({"enableWhen": [{"question": "a", "answerBoolean": True}]}, "STU3"),
        ({"enableWhen": [{"question": "a", "answerBoolean": True}], "answerOption": [LEFT]}, "R4"),
        ({"enableWhen": [{"question": "a", "operator": "=", "answerBoolean": True}]}, "R4"),
        ({"initial": [{"valueBoolean": True}]}, "R4"),
        ({"answerOption": [LEFT]}, "R4"),
        ({"type": "coding"}, "R5"),
        ({"answerConstraint": "optionsOnly"}, "R5"),
        ({"disabledDisplay": "hidden"}, "R5"),
        ({"item": [{"linkId": "deep", "type": "coding"}]}, "R5"),
    ],
)
def test_the_version_is_found_by_how_items_are_written(item: dict[str, Any], version: str) -> None:
    assert find_version(make_item("a"), {"linkId": "b", "type": "boolean"} | item) == version


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"group": {"question": []}, "item": None}, "DSTU2"),
        ({"fhirVersion": "1.0.2"}, "DSTU2"),
        ({"fhirVersion": "DSTU2"}, "DSTU2"),
        ({"meta": {"profile": [f"{CORE}/1.0/{PROFILE}"]}}, "DSTU2"),
        ({"fhirVersion": "6.0.0"}, "after FHIR R5"),
        ({"fhirVersion": "99"}, "after FHIR R5"),
        ({"item": [make_item("a", option=[LEFT]), make_item("b", "coding")]}, "mixed"),
    ],
)
def test_what_cannot_be_converted_is_refused_with_a_sentence(fields: dict[str, Any], words: str) -> None:
    given = {name: value for name, value in (resource(make_item("a")) | fields).items() if value is not None}
    with pytest.raises(InputProblem, match=words) as refused:
        read_questionnaire(json.dumps(given).encode(), "q.json")

    assert refused.value.code == "questionnaire-version"
    assert refused.value.sentence.startswith("q.json: ")


def test_the_options_of_stu3_are_options() -> None:
    questionnaire = make_questionnaire(make_item("a", "choice", option=[LEFT]))

    assert [option.value for option in questionnaire.items[0].answer_options] == [CODING]
    assert codes(questionnaire) == ["version-converted"]


def test_a_value_set_of_stu3_inside_the_file_gives_the_options() -> None:
    value_set = {
        "resourceType": "ValueSet",
        "id": "sides",
        "compose": {"include": [{"system": "urn:side", "concept": [{"code": "L", "display": "Left"}]}]},
    }
    item = make_item("a", "choice", options={"reference": "#sides"})

    assert [option.value for option in make_questionnaire(item, contained=[value_set]).items[0].answer_options] == [
        CODING
    ]


def test_a_value_set_of_stu3_elsewhere_is_unsupported_by_name() -> None:
    questionnaire = make_questionnaire(make_item("a", "choice", options={"reference": "ValueSet/sides"}))

    assert questionnaire.unsupported == (Unsupported("value", "a", "ValueSet/sides"),)


@pytest.mark.parametrize(
    ("field", "raw", "kind", "answer"),
    [
        ("initialBoolean", True, "boolean", BooleanAnswer(True)),
        ("initialInteger", 5, "integer", IntegerAnswer(5)),
        ("initialString", "none", "string", StringAnswer("none")),
        ("initialCoding", LEFT["valueCoding"], "choice", CODING),
    ],
)
def test_the_initial_value_of_stu3_is_kept(field: str, raw: object, kind: str, answer: object) -> None:
    assert make_questionnaire(make_item("a", kind, **{field: raw})).items[0].initial == (answer,)


@pytest.mark.parametrize(
    ("condition", "given", "is_asked"),
    [
        ({"hasAnswer": True}, [give("a", IntegerAnswer(1))], True),
        ({"hasAnswer": True}, [], False),
        ({"hasAnswer": False}, [give("a", IntegerAnswer(1))], False),
        ({"hasAnswer": False}, [], True),
        ({"answerInteger": 1}, [give("a", IntegerAnswer(1))], True),
        ({"answerInteger": 1}, [give("a", IntegerAnswer(2))], False),
        ({"answerInteger": 1}, [], False),
        ({"hasAnswer": True, "answerInteger": 1}, [give("a", IntegerAnswer(1))], True),
        ({"hasAnswer": True, "answerInteger": 1}, [give("a", IntegerAnswer(2))], False),
    ],
)
def test_the_conditions_of_stu3_hold_as_stu3_says(condition: dict[str, Any], given: Any, is_asked: bool) -> None:
    questionnaire = make_questionnaire(
        make_item("a", "integer"), make_item("b", enableWhen=[{"question": "a", **condition}])
    )

    assert ("b" in derive_enabled(questionnaire, given)) is is_asked


def test_of_several_conditions_of_stu3_any_one_enables() -> None:
    conditions = [{"question": "a", "answerInteger": 1}, {"question": "b", "answerInteger": 1}]
    questionnaire = make_questionnaire(
        make_item("a", "integer"), make_item("b", "integer"), make_item("c", enableWhen=conditions)
    )

    assert "c" in derive_enabled(questionnaire, [give("b", IntegerAnswer(1))])
    assert codes(questionnaire) == ["version-converted"]


def test_an_operator_is_not_invented_in_a_file_of_r4() -> None:
    condition = {"question": "a", "answerInteger": 1}
    questionnaire = make_questionnaire(
        make_item("a", "integer", initial=[{"valueInteger": 2}]), make_item("b", enableWhen=[condition])
    )

    assert codes(questionnaire) == ["operator-unknown"]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"type": "coding"}, ItemType.CHOICE),
        ({"type": "coding", "answerConstraint": "optionsOnly"}, ItemType.CHOICE),
        ({"type": "coding", "answerConstraint": "optionsOrString"}, ItemType.OPEN_CHOICE),
        ({"type": "coding", "answerConstraint": "optionsOrType"}, ItemType.OPEN_CHOICE),
        (
            {"type": "string", "answerConstraint": "optionsOnly", "answerOption": [{"valueString": "x"}]},
            ItemType.CHOICE,
        ),
        (
            {"type": "string", "answerConstraint": "optionsOrType", "answerOption": [{"valueString": "x"}]},
            ItemType.OPEN_CHOICE,
        ),
        (
            {"type": "integer", "answerConstraint": "optionsOrString", "answerOption": [{"valueInteger": 1}]},
            ItemType.OPEN_CHOICE,
        ),
        ({"type": "integer", "answerOption": [{"valueInteger": 1}]}, ItemType.CHOICE),
        (
            {"type": "integer", "answerConstraint": "optionsOrType", "answerOption": [{"valueInteger": 1}]},
            ItemType.INTEGER,
        ),
        ({"type": "integer", "answerConstraint": "optionsOnly"}, ItemType.INTEGER),
        ({"type": "quantity"}, ItemType.QUANTITY),
        ({"type": "question", "item": [make_item("b")]}, ItemType.GROUP),
        ({"type": "question", "answerOption": [LEFT]}, ItemType.CHOICE),
        ({"type": "question"}, ItemType.UNRECOGNISED),
    ],
)
def test_the_types_of_r5_become_those_of_r4(fields: dict[str, Any], kind: ItemType) -> None:
    assert make_questionnaire({"linkId": "a", "text": "A"} | fields, fhirVersion="5.0.0").items[0].type is kind


def test_options_that_are_lost_are_said_with_their_item() -> None:
    options = {"answerConstraint": "optionsOrType", "answerOption": [{"valueInteger": 1}]}
    questionnaire = make_questionnaire(make_item("a", "integer", **options))

    assert [(issue.code, issue.link_id) for issue in questionnaire.issues] == [
        ("options-lost", "a"),
        ("version-converted", ""),
    ]
    assert questionnaire.items[0].answer_options == ()


def test_an_item_that_stays_visible_when_it_is_not_asked_is_unsupported_by_name() -> None:
    questionnaire = make_questionnaire(make_item("a", disabledDisplay="protected"))

    assert questionnaire.unsupported == (Unsupported("field", "a", "disabledDisplay"),)


def test_a_file_that_says_one_version_and_is_written_as_another_is_read_as_written_and_noted() -> None:
    questionnaire = make_questionnaire(make_item("a", "choice", option=[LEFT]), fhirVersion="4.0.1")

    assert codes(questionnaire) == ["version-converted", "version-contradicted"]
    assert questionnaire.items[0].answer_options


def test_what_is_given_in_both_versions_counts_as_r4_and_is_noted() -> None:
    right = {"valueCoding": {"system": "urn:side", "code": "R", "display": "Right"}}
    for fields in ({"option": [LEFT], "answerOption": [right]}, {"answerOption": [right], "option": [LEFT]}):
        questionnaire = make_questionnaire(make_item("a", "choice", **fields))

        assert [option.text.en for option in questionnaire.items[0].answer_options] == ["Right"]
        assert codes(questionnaire) == ["given-twice", "version-converted"]


def test_a_file_of_r4_is_read_as_it_is() -> None:
    given = resource(make_item("a", "choice", answerOption=[LEFT]), make_item("g", "group", item=[make_item("b")]))

    assert convert_to_r4(given, "q.json").resource is given


def test_conversion_leaves_what_it_was_given_alone() -> None:
    given = resource(make_item("g", "group", item=[make_item("a", "choice", option=[LEFT], initialCoding={})]))
    before = json.dumps(given)
    convert_to_r4(given, "q.json")

    assert json.dumps(given) == before


def hostile() -> Iterator[Any]:
    wrong: tuple[Any, ...] = (None, 0, -1, True, "", "x", [], {}, [None], [[]], [{}], {"a": 1}, [1, "x", {}])
    for name in ("option", "options", "initialBoolean", "initialCoding", "enableWhen", "answerConstraint", "item"):
        for value in wrong:
            yield {"linkId": "a", "type": "choice", "initialString": "x", name: value}
            yield {"linkId": "a", "type": "coding", name: value}
    for value in wrong:
        yield value
        yield {"linkId": value, "type": "coding"}
        yield {"linkId": "a", "type": value, "option": [LEFT]}
        yield {"linkId": "a", "type": "boolean", "enableWhen": [{"question": value, "hasAnswer": value}]}
        yield {"linkId": "a", "type": "boolean", "enableWhen": [{"question": "a", "hasAnswer": True, "answerX": value}]}


@pytest.mark.parametrize("item", list(hostile()), ids=str)
def test_a_hostile_item_gives_a_sentence_or_a_form(item: Any) -> None:
    data = json.dumps(resource(make_item("z"), item)).encode()
    sentence = ""
    try:
        items = read_questionnaire(data, "q.json").items
    except InputProblem as problem:
        items, sentence = (), problem.sentence

    assert items or sentence.startswith("q.json: ")


@pytest.mark.parametrize("kind", ["coding", "choice"])
def test_levels_without_end_are_refused_with_a_sentence(kind: str) -> None:
    item: dict[str, Any] = make_item("last", kind, option=[LEFT]) if kind == "choice" else make_item("last", kind)
    for number in range(300):
        item = make_item(str(number), "group", item=[item])

    with pytest.raises(InputProblem, match="levels"):
        make_questionnaire(item)


def test_ten_thousand_items_of_stu3_are_converted() -> None:
    items = (
        make_item(str(number), "choice", option=[LEFT], initialCoding=LEFT["valueCoding"]) for number in range(10_000)
    )

    assert len(make_questionnaire(*items).items) == 10_000
