"""Every operator with every type of answer."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest

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
from stemsup_desktop.questionnaire.compare import OPERATORS, Operator, is_met

TOKYO = timezone(timedelta(hours=9))
UCUM = "http://unitsofmeasure.org"

ORDERED: dict[str, tuple[Answer, Answer]] = {
    "decimal": (DecimalAnswer(Decimal("1.5")), DecimalAnswer(Decimal("1.6"))),
    "integer": (IntegerAnswer(2), IntegerAnswer(10)),
    "integer and decimal": (IntegerAnswer(2), DecimalAnswer(Decimal("2.5"))),
    "date": (DateAnswer(date(2026, 1, 31)), DateAnswer(date(2026, 2, 1))),
    "dateTime": (
        DateTimeAnswer(datetime(2026, 1, 1, 9, tzinfo=TOKYO)),
        DateTimeAnswer(datetime(2026, 1, 1, 1, tzinfo=UTC)),
    ),
    "time": (TimeAnswer(time(9, 0)), TimeAnswer(time(10, 0))),
    "string": (StringAnswer("apple"), StringAnswer("banana")),
    "uri": (UriAnswer("urn:a"), UriAnswer("urn:b")),
    "quantity": (
        QuantityAnswer(Decimal(9), "kg", UCUM, "kg"),
        QuantityAnswer(Decimal(10), "kilogram", UCUM, "kg"),
    ),
}

UNORDERED: dict[str, tuple[Answer, Answer]] = {
    "boolean": (BooleanAnswer(False), BooleanAnswer(True)),
    "coding": (CodingAnswer("a", "urn:s"), CodingAnswer("b", "urn:s")),
}


@pytest.mark.parametrize(("low", "high"), ORDERED.values(), ids=ORDERED.keys())
def test_ordering_operators_compare_values_of_one_type(low: Answer, high: Answer) -> None:
    outcomes = {
        operator: tuple(is_met(operator, high, (given,)) for given in (low, high))
        for operator in OPERATORS
        if operator != "exists"
    }

    assert outcomes == {
        "=": (False, True),
        "!=": (True, False),
        ">": (False, False),
        "<": (True, False),
        ">=": (False, True),
        "<=": (True, True),
    }
    assert is_met(">", low, (high,))


@pytest.mark.parametrize(("one", "other"), UNORDERED.values(), ids=UNORDERED.keys())
def test_what_has_no_order_is_only_equal_or_not(one: Answer, other: Answer) -> None:
    assert is_met("=", one, (one,))
    assert not is_met("=", one, (other,))
    assert is_met("!=", one, (other,))
    assert not is_met("!=", one, (one,))
    for operator in (">", "<", ">=", "<="):
        assert not is_met(operator, one, (one,))
        assert not is_met(operator, one, (other,))


EVERY_TYPE = {
    **{name: low for name, (low, _) in ORDERED.items()},
    **{name: one for name, (one, _) in UNORDERED.items()},
}


@pytest.mark.parametrize("answer", EVERY_TYPE.values(), ids=EVERY_TYPE.keys())
@pytest.mark.parametrize("operator", OPERATORS)
def test_an_unanswered_question_meets_only_not_equal_and_exists_false(answer: Answer, operator: Operator) -> None:
    expected = BooleanAnswer(True) if operator == "exists" else answer

    assert is_met(operator, expected, ()) is (operator == "!=")


@pytest.mark.parametrize("answer", EVERY_TYPE.values(), ids=EVERY_TYPE.keys())
def test_exists_asks_whether_there_is_any_answer_of_any_type(answer: Answer) -> None:
    assert is_met("exists", BooleanAnswer(True), (answer,))
    assert not is_met("exists", BooleanAnswer(False), (answer,))
    assert is_met("exists", BooleanAnswer(False), ())


def test_exists_with_anything_but_true_or_false_never_holds() -> None:
    assert not is_met("exists", StringAnswer("true"), (StringAnswer("x"),))
    assert not is_met("exists", None, ())


@pytest.mark.parametrize("name", [*ORDERED, *UNORDERED])
def test_values_of_different_types_are_never_equal_and_have_no_order(name: str) -> None:
    given = EVERY_TYPE[name]
    numbers = {"decimal", "integer", "integer and decimal"}
    others = [answer for other, answer in EVERY_TYPE.items() if other != name and not {name, other} <= numbers]

    for other in others:
        assert not is_met("=", other, (given,))
        assert is_met("!=", other, (given,))
        assert not any(is_met(operator, other, (given,)) for operator in (">", "<", ">=", "<="))


def test_of_several_answers_one_that_equals_is_enough() -> None:
    given = (IntegerAnswer(1), IntegerAnswer(5))

    assert is_met("=", IntegerAnswer(5), given)
    assert not is_met("!=", IntegerAnswer(5), given)
    assert is_met("!=", IntegerAnswer(4), given)
    assert is_met(">", IntegerAnswer(4), given)
    assert is_met("<", IntegerAnswer(4), given)


@pytest.mark.parametrize(
    ("given", "expected", "is_same"),
    [
        (CodingAnswer("Y", "urn:a"), CodingAnswer("Y", "urn:b"), False),
        (CodingAnswer("Y", "urn:a"), CodingAnswer("Y"), True),
        (CodingAnswer("Y", "urn:a", "Yes"), CodingAnswer("Y", "urn:a", "はい"), True),
        (CodingAnswer("", display="Yes"), CodingAnswer("", display="Yes"), True),
        (CodingAnswer("", display="Yes"), CodingAnswer("Y", display="Yes"), False),
        (CodingAnswer(""), CodingAnswer(""), False),
    ],
)
def test_codings_compare_code_and_where_both_name_one_system(
    given: CodingAnswer, expected: CodingAnswer, is_same: bool
) -> None:
    assert is_met("=", expected, (given,)) is is_same


@pytest.mark.parametrize(
    ("given", "expected", "is_same"),
    [
        (QuantityAnswer(Decimal(5), "mg"), QuantityAnswer(Decimal("5.0"), "mg"), True),
        (QuantityAnswer(Decimal(5), "mg"), QuantityAnswer(Decimal(5), "g"), False),
        (QuantityAnswer(Decimal(5), "milligram", UCUM, "mg"), QuantityAnswer(Decimal(5), "mg"), True),
        (QuantityAnswer(Decimal(5), "mg", UCUM, "mg"), QuantityAnswer(Decimal(5), "mg", "urn:other", "mg"), False),
        (QuantityAnswer(Decimal(5), "mg"), QuantityAnswer(Decimal(5)), True),
    ],
)
def test_quantities_compare_value_and_unit(given: QuantityAnswer, expected: QuantityAnswer, is_same: bool) -> None:
    assert is_met("=", expected, (given,)) is is_same


def test_quantities_of_different_units_have_no_order() -> None:
    assert not is_met("<", QuantityAnswer(Decimal(1), "kg"), (QuantityAnswer(Decimal(5), "g"),))
    assert not is_met(">", QuantityAnswer(Decimal(1), "kg"), (QuantityAnswer(Decimal(5), "g"),))


@pytest.mark.parametrize("odd", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_a_number_that_is_none_equals_nothing_and_has_no_order(odd: str) -> None:
    given = DecimalAnswer(Decimal(odd))

    for operator in ("=", ">", "<", ">=", "<="):
        assert not is_met(operator, DecimalAnswer(Decimal(1)), (given,))
        assert not is_met(operator, given, (given,))


def test_moments_with_and_without_a_zone_cannot_be_compared() -> None:
    aware = DateTimeAnswer(datetime(2026, 1, 1, 9, tzinfo=UTC))
    naive = DateTimeAnswer(datetime(2026, 1, 1, 9))  # noqa: DTZ001 - the fault under test

    assert not is_met("=", aware, (naive,))
    assert not is_met("<=", aware, (naive,))


def test_a_value_that_could_not_be_read_equals_nothing() -> None:
    assert not is_met("=", None, (IntegerAnswer(1),))
    assert is_met("!=", None, (IntegerAnswer(1),))
    assert not is_met(">", None, (IntegerAnswer(1),))
