"""What is wrong with an answer, and numbers as people type them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hostile_strings import HOSTILE
from questionnaire_builders import make_item, make_questionnaire, make_yes_no

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.answers import (
    NO,
    UNKNOWN,
    YES,
    Answer,
    AttachmentAnswer,
    BooleanAnswer,
    CodingAnswer,
    DateAnswer,
    DateTimeAnswer,
    DecimalAnswer,
    IntegerAnswer,
    QuantityAnswer,
    ReferenceAnswer,
    StringAnswer,
    UriAnswer,
)
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.questionnaire.typed_text import is_blank, read_number
from stemsup_desktop.questionnaire.validation import check_answers, is_refused

HL7 = "http://hl7.org/fhir/StructureDefinition/"
TEMPERATURE = [
    {"url": HL7 + "minValue", "valueDecimal": 25},
    {"url": HL7 + "maxValue", "valueDecimal": 45},
    {"url": HL7 + "maxDecimalPlaces", "valueInteger": 1},
    {"url": HL7 + "questionnaire-unit", "valueCoding": {"code": "Cel", "display": "°C"}},
    {
        "url": "https://stemsup.app/fhir/StructureDefinition/plausible-range",
        "extension": [{"url": "low", "valueDecimal": 35}, {"url": "high", "valueDecimal": 39.5}],
    },
]


def item(kind: str, **fields: Any) -> Item:
    return make_questionnaire(make_item("a", kind, **fields)).items[0]


def codes(subject: Item, *answers: Answer) -> list[tuple[str, str]]:
    return [(problem.severity, problem.code) for problem in check_answers(subject, answers)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("36.5", []),
        ("35", []),
        ("39.5", []),
        ("34.9", [("warn", "implausibly-low")]),
        ("39.6", [("warn", "implausibly-high")]),
        ("24.9", [("refuse", "too-low"), ("warn", "implausibly-low")]),
        ("45.1", [("refuse", "too-high"), ("warn", "implausibly-high")]),
        ("36.55", [("refuse", "too-precise")]),
        ("36.50", []),
        ("NaN", [("refuse", "not-a-number")]),
        ("Infinity", [("refuse", "not-a-number")]),
        ("1e999999", [("refuse", "not-a-number")]),
        ("1e-999999", [("refuse", "not-a-number")]),
    ],
)
@pytest.mark.parametrize("kind", ["decimal", "quantity"])
def test_a_number_out_of_range_warns_and_an_impossible_one_is_refused(
    kind: str, value: str, expected: list[tuple[str, str]]
) -> None:
    number = Decimal(value)
    answer = DecimalAnswer(number) if kind == "decimal" else QuantityAnswer(number, "°C")

    assert codes(item(kind, extension=TEMPERATURE), answer) == expected


def test_messages_name_bound_and_unit_in_both_languages() -> None:
    message = check_answers(item("decimal", extension=TEMPERATURE), (DecimalAnswer(Decimal(46)),))[0].message

    assert message.en == "Not possible above 45 °C."
    assert message.ja == "45 °Cを超える値は入力できません。"


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("integer", DecimalAnswer(Decimal(1))),
        ("boolean", StringAnswer("true")),
        ("date", StringAnswer("2026-01-01")),
        ("string", IntegerAnswer(1)),
        ("url", StringAnswer("urn:a")),
        ("quantity", DecimalAnswer(Decimal(1))),
        ("time", DateAnswer(date(2026, 1, 1))),
        ("dateTime", DateAnswer(date(2026, 1, 1))),
    ],
)
def test_an_answer_of_another_type_is_refused(kind: str, answer: Answer) -> None:
    assert codes(item(kind), answer) == [("refuse", "wrong-type")]


def test_dates_have_bounds_too() -> None:
    extensions = [{"url": HL7 + "minValue", "valueDate": "2020-01-01"}]

    assert codes(item("date", extension=extensions), DateAnswer(date(2019, 12, 31))) == [("refuse", "too-low")]
    assert codes(item("date", extension=extensions), DateAnswer(date(2020, 1, 1))) == []


def test_a_moment_without_a_zone_and_a_huge_integer_are_refused() -> None:
    assert codes(item("dateTime"), DateTimeAnswer(datetime(2026, 1, 1))) == [("refuse", "zone-missing")]  # noqa: DTZ001
    assert codes(item("integer"), IntegerAnswer(2**31)) == [("refuse", "not-a-number")]
    assert codes(item("integer"), IntegerAnswer(-(2**31) - 1)) == [("refuse", "not-a-number")]
    assert codes(item("integer"), IntegerAnswer(-(2**31))) == []


def test_a_choice_takes_its_options_and_nothing_else() -> None:
    choice = make_questionnaire(make_yes_no("a")).items[0]

    assert not any(is_refused(choice, (answer,)) for answer in (YES, NO, UNKNOWN, CodingAnswer("Y")))
    for answer in (CodingAnswer("X"), CodingAnswer("Y", "urn:other"), StringAnswer("Y"), BooleanAnswer(True)):
        assert codes(choice, answer) == [("refuse", "not-an-option")]


def test_an_open_choice_takes_words_that_are_not_blank() -> None:
    choice = item("open-choice", answerOption=[{"valueCoding": {"code": "a"}}])

    assert codes(choice, StringAnswer("something else")) == []
    assert codes(choice, StringAnswer(" \u3000")) == [("refuse", "blank")]
    assert codes(choice, CodingAnswer("b")) == [("refuse", "not-an-option")]


def test_a_choice_without_options_takes_nothing() -> None:
    assert codes(item("choice", answerValueSet="http://elsewhere"), CodingAnswer("a")) == [("refuse", "not-an-option")]


def test_only_a_repeating_item_takes_several_answers() -> None:
    answers = (StringAnswer("a"), StringAnswer("b"))

    assert codes(item("string"), *answers) == [("refuse", "too-many")]
    assert codes(item("string", repeats=True), *answers) == []


def test_texts_have_a_length_and_are_not_blank() -> None:
    assert codes(item("text", maxLength=3), StringAnswer("abcd")) == [("refuse", "too-long")]
    assert codes(item("text", maxLength=3), StringAnswer("日本語")) == []
    assert codes(item("url"), UriAnswer("")) == [("refuse", "blank")]


@pytest.mark.parametrize("kind", ["group", "display", "hologram"])
def test_what_cannot_be_answered_refuses_every_answer(kind: str) -> None:
    assert codes(item(kind), StringAnswer("x")) == [("refuse", "not-answerable")]


def test_no_answer_is_no_problem_here() -> None:
    assert check_answers(item("integer"), ()) == ()


@pytest.mark.parametrize("words", ["", " ", "\u3000", "\u200b", "\u3164\u2800", "\t\n", "\u202e", "\u0301"])
def test_a_text_that_shows_nothing_is_blank(words: str) -> None:
    assert is_blank(words)


@pytest.mark.parametrize("words", ["a", " 。", "0", "ー", "🙂"])
def test_a_text_that_shows_something_is_not_blank(words: str) -> None:
    assert not is_blank(words)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("36.5", "36.5"),
        ("36,5", "36.5"),
        ("３６．５", "36.5"),
        ("３６，５", "36.5"),
        ("３６、５", "36.5"),
        (" 128 ", "128"),
        ("\u3000７２\u3000", "72"),
        ("-1", "-1"),
        ("−1,25", "-1.25"),
        ("－１", "-1"),
        ("+3", "3"),
        ("0,125", "0.125"),
        ("007", "7"),
    ],
)
def test_full_width_digits_and_a_decimal_comma_are_accepted(typed: str, number: str) -> None:
    assert read_number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["1,200", "12,345,678", "１，２００", "1,200.5", "-1,000"])
def test_a_comma_that_could_mean_a_thousand_is_refused(typed: str) -> None:
    with pytest.raises(InputProblem) as caught:
        read_number(typed)

    assert caught.value.code == "number-ambiguous"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "abc",
        "NaN",
        "inf",
        "1e5",
        "1_000",
        "1.2.3",
        "36.5°C",
        "--1",
        "1 2",
        ".",
        "5.",
        "9" * 16,
        "٣٦",
        "½",
        "Ⅳ",
    ],
)
def test_what_is_no_number_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(InputProblem) as caught:
        read_number(typed)

    assert caught.value.code == "number-invalid"


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_are_checked_like_any_other(words: str) -> None:
    problems = codes(item("text"), StringAnswer(words))

    assert problems == ([("refuse", "blank")] if is_blank(words) else [])


FILE_LIMITS = [
    {"url": HL7 + "mimeType", "valueCode": "image/*"},
    {"url": HL7 + "mimeType", "valueCode": "application/pdf"},
    {"url": HL7 + "maxSize", "valueDecimal": 1.5},
]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (AttachmentAnswer("urn:a", "image/png", "A", 1_500_000), []),
        (AttachmentAnswer("urn:a", "application/pdf", "A", 12), []),
        (AttachmentAnswer("urn:a", "image/png", "A", 1_500_001), ["file-too-large"]),
        (AttachmentAnswer("urn:a", "text/plain", "A", 12), ["wrong-kind"]),
        (AttachmentAnswer("urn:a", "text/plain", "A", 2_000_000), ["wrong-kind", "file-too-large"]),
        (AttachmentAnswer(title="A film at home"), []),
    ],
)
def test_a_file_is_of_a_kind_and_size_that_the_questionnaire_takes(file: AttachmentAnswer, expected: list[str]) -> None:
    subject = item("attachment", extension=FILE_LIMITS)
    assert [code for _, code in codes(subject, file)] == expected
    assert codes(item("attachment"), file) == []


def test_what_a_file_should_have_been_is_named() -> None:
    subject = item("attachment", extension=FILE_LIMITS)
    said = [one.message for one in check_answers(subject, (AttachmentAnswer("urn:a", "text/plain", "A", 2_000_000),))]
    assert [one.en for one in said] == [
        "Choose a file of this kind: any image, PDF document.",
        "Choose a file of at most 1.5 MB.",
    ]
    assert [one.ja for one in said] == [
        "次の種類のファイルを選んでください：画像全般、PDF文書",
        "1.5 MB以下のファイルを選んでください。",
    ]


def test_a_reference_is_words_or_an_address() -> None:
    subject = item("reference")
    assert codes(subject, ReferenceAnswer(display="Dr Aoki")) == []
    assert codes(subject, ReferenceAnswer("Practitioner/1")) == []
    assert codes(subject, ReferenceAnswer(display=" ")) == [("refuse", "blank")]
    assert codes(subject, StringAnswer("Dr Aoki")) == [("refuse", "wrong-type")]
