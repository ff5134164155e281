"""A questionnaire from its bytes."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hostile_strings import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st
from questionnaire_builders import make_item, make_questionnaire, make_yes_no

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import (
    CodingAnswer,
    DateAnswer,
    DecimalAnswer,
    IntegerAnswer,
    StringAnswer,
)
from stemsup_desktop.questionnaire.item_reading import MOST_LEVELS
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import PlausibleRange, Unit, Unsupported
from stemsup_desktop.questionnaire.reader import read_questionnaire

HL7 = "http://hl7.org/fhir/StructureDefinition/"


def translated(english: str, japanese: str, field: str = "text") -> dict[str, Any]:
    parts = [{"url": "lang", "valueCode": "ja"}, {"url": "content", "valueString": japanese}]
    return {field: english, f"_{field}": {"extension": [{"url": HL7 + "translation", "extension": parts}]}}


def test_texts_come_in_both_languages() -> None:
    options = [{"valueCoding": {"code": "a", **translated("Left", "左", "display")}}]
    item = make_item("a", "choice", answerOption=options) | translated("Which side?", "どちら側ですか。")
    questionnaire = make_questionnaire(item, **translated("Examination", "診察", "title"))

    assert questionnaire.title == Text("Examination", "診察")
    assert questionnaire.items[0].text == Text("Which side?", "どちら側ですか。")
    assert questionnaire.items[0].answer_options[0].text == Text("Left", "左")
    assert questionnaire.untranslated == ()


def test_a_text_in_one_language_stands_for_the_other_and_is_noted() -> None:
    japanese = make_questionnaire(make_item("a", text="体温"), language="ja")

    assert japanese.items[0].text == Text("体温", "体温")
    assert japanese.untranslated == ("a",)


def test_an_item_without_a_text_is_named_by_prefix_or_link_id() -> None:
    questionnaire = make_questionnaire(
        {"linkId": "a", "type": "boolean"}, {"linkId": "b", "type": "boolean", "prefix": "X01"}
    )

    assert [item.label for item in questionnaire.items] == [Text("a", "a"), Text("X01", "X01")]


def test_known_extensions_become_fields() -> None:
    extensions = [
        {"url": HL7 + "minValue", "valueDecimal": 30.0},
        {"url": HL7 + "maxValue", "valueInteger": 45},
        {"url": HL7 + "maxDecimalPlaces", "valueInteger": 1},
        {"url": HL7 + "questionnaire-unit", "valueCoding": {"code": "Cel", "display": "°C", "system": "urn:u"}},
        {"url": HL7 + "questionnaire-itemControl", "valueCodeableConcept": {"coding": [{"code": "text-box"}]}},
        {"url": HL7 + "entryFormat", "valueString": "36.5"},
        {"url": HL7 + "questionnaire-hidden", "valueBoolean": True},
        {
            "url": "https://stemsup.app/fhir/StructureDefinition/plausible-range",
            "extension": [{"url": "low", "valueDecimal": 35.0}, {"url": "high", "valueDecimal": 39.5}],
        },
        {"url": "https://stemsup.app/fhir/StructureDefinition/physician-only", "valueBoolean": True},
    ]
    questionnaire = make_questionnaire(
        make_item("t", "decimal", extension=extensions, prefix="V1", required=True, readOnly=True, maxLength=5)
    )
    item = questionnaire.items[0]

    assert (item.min_value, item.max_value) == (DecimalAnswer(Decimal("30.0")), IntegerAnswer(45))
    assert item.plausible == PlausibleRange(Decimal("35.0"), Decimal("39.5"))
    assert item.unit == Unit("°C", "Cel", "urn:u")
    assert item.entry_format == Text("36.5", "36.5")
    assert (item.item_control, item.max_decimal_places, item.max_length, item.prefix) == ("text-box", 1, 5, "V1")
    assert item.is_hidden
    assert item.is_physician_only
    assert item.is_required
    assert item.is_read_only
    assert questionnaire.unsupported == ()


def test_numbers_are_read_exactly_as_written() -> None:
    item = b'{"linkId": "a", "type": "decimal", "initial": [{"valueDecimal": 0.10}]}'
    data = b'{"resourceType": "Questionnaire", "item": [' + item + b"]}"

    assert str(read_questionnaire(data, "q.json").items[0].initial[0].value) == "0.10"


def test_options_of_every_value_type_are_read() -> None:
    options = [
        {"valueInteger": 3},
        {"valueDate": "2026-01-31"},
        {"valueString": "free"},
        {"valueCoding": {"code": "c", "system": "urn:s"}},
    ]
    questionnaire = make_questionnaire(make_item("a", "choice", answerOption=options))

    assert [option.value for option in questionnaire.items[0].answer_options] == [
        IntegerAnswer(3),
        DateAnswer(date(2026, 1, 31)),
        StringAnswer("free"),
        CodingAnswer("c", "urn:s"),
    ]


def test_a_value_set_that_the_file_holds_gives_the_options() -> None:
    include = {"system": "urn:s", "concept": [{"code": "a", "display": "Alpha"}, {"code": "b"}]}
    contained = [
        {"resourceType": "ValueSet", "id": "vs", "compose": {"include": [include]}},
        {"resourceType": "ValueSet", "id": "ex", "expansion": {"contains": [{"code": "c", "system": "urn:t"}]}},
    ]
    questionnaire = make_questionnaire(
        make_item("a", "choice", answerValueSet="#vs"),
        make_item("b", "choice", answerValueSet="#ex"),
        make_item("c", "choice", answerValueSet="http://elsewhere"),
        contained=contained,
    )
    first, second, third = questionnaire.items

    assert [option.value for option in first.answer_options] == [
        CodingAnswer("a", "urn:s", "Alpha"),
        CodingAnswer("b", "urn:s"),
    ]
    assert [option.value for option in second.answer_options] == [CodingAnswer("c", "urn:t")]
    assert third.answer_options == ()
    assert questionnaire.unsupported == (Unsupported("value", "c", "http://elsewhere"),)


def test_what_is_not_supported_is_listed_with_its_link_id_and_stays_visible() -> None:
    expression = {"url": HL7.replace("StructureDefinition/", "") + "uv/sdc/StructureDefinition/sdc-questionnaire-"}
    questionnaire = make_questionnaire(
        make_item("odd", "hologram"),
        make_item(
            "calc", "decimal", extension=[{"url": expression["url"] + "calculatedExpression", "valueExpression": {}}]
        ),
        make_item(
            "slide",
            "integer",
            extension=[
                {"url": HL7 + "questionnaire-itemControl", "valueCodeableConcept": {"coding": [{"code": "hologram"}]}},
                {"url": "https://example.org/scent", "valueString": "rose"},
            ],
        ),
    )

    assert [(entry.kind, entry.link_id) for entry in questionnaire.unsupported] == [
        ("type", "odd"),
        ("expression", "calc"),
        ("extension", "slide"),
        ("control", "slide"),
    ]
    assert questionnaire.index["odd"].type is ItemType.UNRECOGNISED
    assert questionnaire.index["odd"].type_code == "hologram"
    assert not questionnaire.index["odd"].is_supported


def test_the_kinds_and_the_size_that_a_file_may_have_are_read() -> None:
    kinds = [{"url": HL7 + "mimeType", "valueCode": kind} for kind in ("image/*", "application/pdf")]
    questionnaire = make_questionnaire(
        make_item("photo", "attachment", extension=[*kinds, {"url": HL7 + "maxSize", "valueDecimal": 1.5}]),
        make_item("doctor", "reference"),
    )

    photo = questionnaire.index["photo"]
    assert (photo.content_types, photo.max_size_mb) == (("image/*", "application/pdf"), Decimal("1.5"))
    assert photo.is_supported
    assert questionnaire.index["doctor"].is_supported
    assert questionnaire.unsupported == ()


@pytest.mark.parametrize(
    "extension",
    [
        {"url": "mimeType", "valueCode": " "},
        {"url": "maxSize", "valueDecimal": 0},
        {"url": "maxSize", "valueCode": "1"},
    ],
)
def test_a_kind_or_size_that_means_nothing_is_refused(extension: dict[str, object]) -> None:
    faulty = {**extension, "url": f"{HL7}{extension['url']}"}
    with pytest.raises(InputProblem):
        make_questionnaire(make_item("photo", "attachment", extension=[faulty]))


def test_a_duplicate_and_a_missing_link_id_are_noted() -> None:
    questionnaire = make_questionnaire(make_item("a"), make_item("a", "string"), {"type": "boolean", "text": "No id"})

    assert sorted(issue.code for issue in questionnaire.issues) == ["link-id-duplicate", "link-id-missing"]
    assert questionnaire.index["a"].type is ItemType.BOOLEAN


def test_a_flag_written_as_text_is_noted_and_keeps_an_item_required() -> None:
    questionnaire = make_questionnaire(make_item("a", required="true"))

    assert questionnaire.items[0].is_required
    assert [issue.code for issue in questionnaire.issues] == ["value-unreadable"]


def test_yes_no_unknown_is_recognised_by_its_three_codings() -> None:
    yes_no = make_yes_no("a")
    two_options = {**make_yes_no("b"), "answerOption": yes_no["answerOption"][:2]}
    questionnaire = make_questionnaire(yes_no, two_options, make_yes_no("c", repeats=True))

    assert [item.is_yes_no_unknown for item in questionnaire.items] == [True, False, False]


BROKEN: dict[str, tuple[Any, str]] = {
    "no object": ([], "$"),
    "another resource": ({"resourceType": "Patient"}, "$.resourceType"),
    "no items": ({"resourceType": "Questionnaire"}, "$.item"),
    "items no list": ({"resourceType": "Questionnaire", "item": {}}, "$.item"),
    "an item no object": ({"resourceType": "Questionnaire", "item": ["a"]}, "$.item[0]"),
    "link id a number": ({"resourceType": "Questionnaire", "item": [{"linkId": 1}]}, "$.item[0].linkId"),
    "required a number": ({"resourceType": "Questionnaire", "item": [{"required": 1}]}, "$.item[0].required"),
    "maxLength zero": ({"resourceType": "Questionnaire", "item": [{"maxLength": 0}]}, "$.item[0].maxLength"),
    "enableWhen no list": ({"resourceType": "Questionnaire", "item": [{"enableWhen": 1}]}, "$.item[0].enableWhen"),
    "enableBehavior both": (
        {"resourceType": "Questionnaire", "item": [{"enableBehavior": "both"}]},
        "$.item[0].enableBehavior",
    ),
    "a deep fault": (
        {"resourceType": "Questionnaire", "item": [{"item": [{}, {"item": [{"text": 5}]}]}]},
        "$.item[0].item[1].item[0].text",
    ),
    "a range upside down": (
        {
            "resourceType": "Questionnaire",
            "item": [
                {
                    "extension": [
                        {
                            "url": "https://stemsup.app/fhir/StructureDefinition/plausible-range",
                            "extension": [{"url": "low", "valueInteger": 9}, {"url": "high", "valueInteger": 1}],
                        }
                    ]
                }
            ],
        },
        "$.item[0].extension[0]",
    ),
}


@pytest.mark.parametrize(("resource", "path"), BROKEN.values(), ids=BROKEN.keys())
def test_a_fault_names_file_and_path(resource: Any, path: str) -> None:
    with pytest.raises(InputProblem) as caught:
        read_questionnaire(json.dumps(resource).encode(), "broken.json")

    assert caught.value.sentence.startswith("broken.json: ")
    assert path in caught.value.sentence


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b'{"a": NaN}',
        b'{"a": 1e99999999999999999999}',
        b"[" * 100_000,
        b'{"a": ' + b"9" * 5000 + b"}",
        b"null",
    ],
)
def test_bytes_that_are_no_json_object_are_refused(data: bytes) -> None:
    with pytest.raises(InputProblem, match=r"^broken\.json: "):
        read_questionnaire(data, "broken.json")


def nested(levels: int) -> dict[str, Any]:
    item = make_item("last")
    for level in range(levels - 1):
        item = make_item(str(level), "group", item=[item])
    return item


def test_nesting_is_read_to_its_limit_and_refused_beyond() -> None:
    assert len(make_questionnaire(nested(MOST_LEVELS)).nodes) == MOST_LEVELS
    for levels in (MOST_LEVELS + 1, 300):
        with pytest.raises(InputProblem, match="levels"):
            make_questionnaire(nested(levels))


def test_more_items_than_the_limit_are_refused() -> None:
    with pytest.raises(InputProblem, match="20000 items"):
        make_questionnaire(*({"linkId": str(n), "type": "boolean"} for n in range(20_001)))


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_are_read_as_written(words: str) -> None:
    item = make_questionnaire(make_item("a", "string", text=words, prefix=words)).items[0]

    assert item.prefix == words
    assert item.text is None or item.text.en == words.strip()


FIELDS = (
    *("linkId", "type", "text", "_text", "item", "enableWhen", "extension", "url", "answerOption", "required"),
    *("valueCoding", "code", "question", "operator", "answerInteger", "initial", "maxLength", "prefix"),
)
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5)
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None, max_examples=300)
@given(st.lists(JSON, max_size=3))
def test_whatever_the_items_are_the_reader_answers_with_a_form_or_a_problem(items: list[Any]) -> None:
    data = json.dumps({"resourceType": "Questionnaire", "item": items}).encode()
    sentence = ""
    try:
        read_questionnaire(data, "any.json")
    except InputProblem as problem:
        sentence = problem.sentence

    assert sentence == "" or sentence.startswith("any.json: ")
