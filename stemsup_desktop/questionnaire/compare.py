"""When an answer equals, exceeds or falls below another, for enableWhen and for rules alike.

Follows the text of FHIR R4 (Questionnaire.item.enableWhen), with R5's correction of the ordering operators: one answer
that is greater is enough.
"""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal, assert_never, get_args

from stemsup_desktop.questionnaire.answers import (
    Answer,
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

Operator = Literal["exists", "=", "!=", ">", "<", ">=", "<="]

OPERATORS: tuple[Operator, ...] = get_args(Operator)

_PARTS = {"year": 1, "month": 2, "day": 3, "moment": 3}
"""How many parts of year, month and day a precision has."""

Ordered = Decimal | date | time | str


def is_met(operator: Operator, expected: Answer | None, answers: tuple[Answer, ...]) -> bool:
    """Say whether the answers to one question meet one condition.

    `=` wants one answer that equals, `!=` that none does (so it holds where nothing was answered), an ordering operator
    one answer on that side. `expected` None stands for a value that could not be read: nothing equals it.
    """
    match operator:
        case "exists":
            return isinstance(expected, BooleanAnswer) and expected.value == bool(answers)
        case "=":
            return any(is_equal(given, expected) for given in answers)
        case "!=":
            return not any(is_equal(given, expected) for given in answers)
        case ">" | "<" | ">=" | "<=":
            return any(is_on_side(operator, given, expected) for given in answers)
        case _:
            assert_never(operator)


def is_equal(given: Answer, expected: Answer | None) -> bool:
    """Say whether two answers are the same value; different types never are, but integer and decimal are numbers."""
    if isinstance(given, CodingAnswer) and isinstance(expected, CodingAnswer):
        return _is_same_coding(given, expected)
    if isinstance(given, BooleanAnswer) and isinstance(expected, BooleanAnswer):
        return given.value == expected.value
    if isinstance(given, ReferenceAnswer) and isinstance(expected, ReferenceAnswer):
        return bool(given.reference) and given.reference == expected.reference
    pair = _comparable(given, expected)
    return pair is not None and pair[0] == pair[1]


def is_on_side(operator: Literal[">", "<", ">=", "<="], given: Answer, expected: Answer | None) -> bool:
    """Say whether `given` lies on that side of `expected`; what has no order (yes/no, codings) never does."""
    pair = _comparable(given, expected)
    if pair is None:
        return False
    # Both sides have one kind here, which the type of a pair cannot say.
    left, right = pair
    match operator:
        case ">":
            return left > right  # type: ignore[operator]
        case "<":
            return left < right  # type: ignore[operator]
        case ">=":
            return left >= right  # type: ignore[operator]
        case "<=":
            return left <= right  # type: ignore[operator]
        case _:
            assert_never(operator)


def get_number(answer: Answer) -> Decimal | None:
    """Return the finite number in an answer, without its unit; None if it holds none."""
    match answer:
        case IntegerAnswer(value=whole):
            return Decimal(whole)
        case DecimalAnswer(value=number) | QuantityAnswer(value=number):
            return number if number.is_finite() else None
        case _:
            return None


def _comparable(given: Answer, expected: Answer | None) -> tuple[Ordered, Ordered] | None:
    match given, expected:
        case QuantityAnswer(), QuantityAnswer():
            if not _is_same_unit(given, expected):
                return None
            return _numbers(given, expected)
        case ((DecimalAnswer() | IntegerAnswer()), (DecimalAnswer() | IntegerAnswer())):
            return _numbers(given, expected)
        case DateAnswer(value=day), DateAnswer(value=other_day):
            return _at_common_precision(given, expected, day, other_day)
        case DateTimeAnswer(value=moment), DateTimeAnswer(value=other_moment):
            if given.precision == expected.precision:
                return _moments(moment, other_moment)
            return _at_common_precision(given, expected, moment.date(), other_moment.date())
        case TimeAnswer(value=clock), TimeAnswer(value=other_clock):
            return clock.replace(tzinfo=None), other_clock.replace(tzinfo=None)
        case ((StringAnswer() | UriAnswer()), (StringAnswer() | UriAnswer())):
            return (given.value, expected.value) if type(given) is type(expected) else None
        case _:
            return None


def _numbers(given: Answer, expected: Answer) -> tuple[Decimal, Decimal] | None:
    left, right = get_number(given), get_number(expected)
    return None if left is None or right is None else (left, right)


def _at_common_precision(
    given: DateAnswer | DateTimeAnswer, expected: DateAnswer | DateTimeAnswer, left: date, right: date
) -> tuple[date, date] | None:
    """Compare as far as both dates go; where that decides nothing, they are neither equal nor ordered."""
    if given.precision == expected.precision:
        return left, right
    length = min(_PARTS[given.precision], _PARTS[expected.precision])
    first, second = left.timetuple()[:length], right.timetuple()[:length]
    return (left, right) if first != second else None


def _moments(left: datetime, right: datetime) -> tuple[datetime, datetime] | None:
    """Refuse to order a moment with a zone and one without: which is earlier is not known."""
    return (left, right) if (left.utcoffset() is None) == (right.utcoffset() is None) else None


def _is_same_coding(left: CodingAnswer, right: CodingAnswer) -> bool:
    if left.system and right.system and left.system != right.system:
        return False
    if left.code or right.code:
        return left.code == right.code
    return bool(left.display) and left.display == right.display


def _is_same_unit(left: QuantityAnswer, right: QuantityAnswer) -> bool:
    """Compare code and system where both name a code, else whatever names the unit; strict when both name one."""
    if left.code and right.code:
        return left.code == right.code and (not left.system or not right.system or left.system == right.system)
    left_names, right_names = {left.code, left.unit} - {""}, {right.code, right.unit} - {""}
    return not left_names or not right_names or bool(left_names & right_names)
