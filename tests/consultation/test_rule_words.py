"""A rule's condition in words, and as an expression."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from gate_factories import make_rule, make_temperature, make_yes_no, on_fact, on_yes, read_items
from shipped import get_clinical_content

from stemsup_desktop.consultation.rule_expressions import write_expression
from stemsup_desktop.consultation.rule_words import say_rule
from stemsup_desktop.consultation.rules import Condition, Rule, Severity, WhenUnknown
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import (
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
    TimeAnswer,
    UriAnswer,
)
from stemsup_desktop.questionnaire.compare import Operator

ITEMS = read_items(make_yes_no("cancer"), make_temperature(), {"linkId": "note", "type": "string", "text": "Note"})
HOT = DecimalAnswer(Decimal("37.5"))


def words(*when: Condition, **fields: object) -> tuple[Text, ...]:
    return say_rule(make_rule("R", Severity.STOP, *when, **fields), ITEMS).lines


@pytest.mark.parametrize(
    ("operator", "english", "japanese"),
    [
        ("=", "Temperature: “37.5”", "Temperature：「37.5」"),
        ("!=", "Temperature: anything but “37.5”", "Temperature：「37.5」以外"),
        (">", "Temperature: more than “37.5”", "Temperature：「37.5」を超える"),
        ("<", "Temperature: less than “37.5”", "Temperature：「37.5」未満"),
        (">=", "Temperature: “37.5” or more", "Temperature：「37.5」以上"),
        ("<=", "Temperature: “37.5” or less", "Temperature：「37.5」以下"),
    ],
)
def test_each_operator_has_words(operator: Operator, english: str, japanese: str) -> None:
    assert words(Condition(operator, HOT, question="temp")) == (Text(english, japanese),)


def test_exists_and_its_opposite_have_words() -> None:
    assert words(Condition("exists", BooleanAnswer(True), question="note"))[0].en == "Note: answered"
    assert words(Condition("exists", BooleanAnswer(False), question="note"))[0].ja == "Note：回答がない"


def test_several_answers_to_one_question_are_one_line_unless_all_are_wanted() -> None:
    unknown = Condition("=", CodingAnswer("UNK"), question="cancer")

    assert [line.en for line in words(on_yes("cancer"), unknown)] == ["Question cancer: “Yes” or “Unknown”"]
    assert len(words(on_yes("cancer"), unknown, behavior="all")) == 2


def test_the_heading_says_whether_any_or_all_are_wanted() -> None:
    two = (on_yes("cancer"), on_fact("lot_expired"))
    one_rule = say_rule(make_rule("R", Severity.STOP, on_yes("cancer")), ITEMS)

    assert say_rule(make_rule("R", Severity.STOP, *two), ITEMS).heading.en.endswith("any of these is so")
    assert say_rule(make_rule("R", Severity.STOP, *two, behavior="all"), ITEMS).heading.ja.endswith("（すべて）")
    assert one_rule.heading.en == "The rule holds if"
    assert one_rule.unknown is not None


@pytest.mark.parametrize("worth", list(WhenUnknown))
def test_what_an_unknown_is_worth_is_said_where_a_question_is_read(worth: WhenUnknown) -> None:
    asks = say_rule(make_rule("R", Severity.STOP, on_yes("cancer"), when_unknown=worth), ITEMS)
    facts_alone = say_rule(make_rule("R", Severity.STOP, on_fact("lot_expired"), when_unknown=worth), ITEMS)

    assert asks.unknown is not None
    assert facts_alone.unknown is None


def test_facts_are_said_by_their_names() -> None:
    lines = words(on_fact("route", StringAnswer("intravenous")), on_fact("lot_expired"))

    assert [line.en for line in lines] == ["Planned route: “drip”", "The lot has expired: “Yes”"]
    assert [line.ja for line in lines] == ["予定した投与経路：「点滴」", "ロットの使用期限が切れている：「はい」"]


CONTENT = get_clinical_content()


@pytest.mark.parametrize("rule", CONTENT.rules.rules, ids=lambda rule: rule.id)
def test_each_shipped_rule_has_its_condition_in_words_and_as_expression(rule: Rule) -> None:
    said = say_rule(rule, CONTENT.questionnaire)

    assert said.lines
    for condition in rule.when:
        assert condition.question in write_expression(rule)
        item = CONTENT.questionnaire.find_item(condition.question)
        if item is not None and isinstance(condition.answer, CodingAnswer):
            option = item.find_option(condition.answer)
            assert option is not None
            assert any(option.text.ja in line.ja and item.label.ja in line.ja for line in said.lines)


ANSWER = "descendants().where(linkId = 'a').answer.value"


@pytest.mark.parametrize(
    ("operator", "answer", "expected"),
    [
        ("=", CodingAnswer("Y"), f"{ANSWER}.where(code = 'Y').exists()"),
        (
            "=",
            CodingAnswer("Y", "urn:s"),
            f"{ANSWER}.where(code = 'Y' and (system.empty() or system = 'urn:s')).exists()",
        ),
        ("=", CodingAnswer("", display="It's"), f"{ANSWER}.where(code.empty() and display = 'It\\'s').exists()"),
        ("!=", IntegerAnswer(3), f"{ANSWER}.where($this = 3).exists().not()"),
        (">=", HOT, f"{ANSWER}.where($this >= 37.5).exists()"),
        ("<", DecimalAnswer(Decimal("1E+2")), f"{ANSWER}.where($this < 100).exists()"),
        ("=", BooleanAnswer(True), f"{ANSWER}.where($this = true).exists()"),
        ("=", BooleanAnswer(False), f"{ANSWER}.where($this = false).exists()"),
        ("exists", BooleanAnswer(True), f"{ANSWER}.exists()"),
        ("exists", BooleanAnswer(False), f"{ANSWER}.exists().not()"),
        ("=", StringAnswer("a\\b\n"), f"{ANSWER}.where($this = 'a\\\\b\\n').exists()"),
        ("=", UriAnswer("urn:x"), f"{ANSWER}.where($this = 'urn:x').exists()"),
        (">", DateAnswer(date(2026, 10, 1)), f"{ANSWER}.where($this > @2026-10-01).exists()"),
        (
            ">",
            DateTimeAnswer(datetime(2026, 10, 1, 9, tzinfo=UTC)),
            f"{ANSWER}.where($this > @2026-10-01T09:00:00.000+00:00).exists()",
        ),
        ("<=", TimeAnswer(time(9, 30)), f"{ANSWER}.where($this <= @T09:30:00).exists()"),
        (
            ">",
            QuantityAnswer(Decimal(5), "mg"),
            f"{ANSWER}.where(value > 5 and (code = 'mg' or unit = 'mg')).exists()",
        ),
        ("=", QuantityAnswer(Decimal(5)), f"{ANSWER}.where(value = 5).exists()"),
        (">", CodingAnswer("Y"), f"{ANSWER}.where(false).exists()"),
        ("=", ReferenceAnswer("Patient/1"), f"{ANSWER}.where(reference = 'Patient/1').exists()"),
        ("=", AttachmentAnswer("x.png"), f"{ANSWER}.where(false).exists()"),
    ],
)
def test_each_condition_is_written_as_an_expression(operator: Operator, answer: Answer, expected: str) -> None:
    assert write_expression(make_rule("R", Severity.STOP, Condition(operator, answer, question="a"))) == expected


def test_conditions_are_joined_as_the_rule_joins_them_and_facts_stand_in_patient_and_plan() -> None:
    two = (on_fact("age_years", IntegerAnswer(18)), on_fact("lot_expired"))
    age, lot = "%patient.age_years.where($this = 18).exists()", "%plan.lot_expired.where($this = true).exists()"

    assert write_expression(make_rule("R", Severity.STOP, *two)) == f"{age} or {lot}"
    assert write_expression(make_rule("R", Severity.STOP, *two, behavior="all")) == f"{age} and {lot}"
