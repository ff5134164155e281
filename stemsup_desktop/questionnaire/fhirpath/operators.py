"""Operators: logic with three values, comparison, and arithmetic that stays exact."""

from collections.abc import Callable
from decimal import Decimal

from stemsup_desktop.questionnaire.fhirpath.budget import ExpressionFault
from stemsup_desktop.questionnaire.fhirpath.compare import (
    are_equal,
    are_equivalent,
    compare,
    is_equal,
    read_operand,
)
from stemsup_desktop.questionnaire.fhirpath.context import (
    Context,
    Lambda,
    distinct,
    get_single,
    read_number,
    read_text,
    read_truth,
)
from stemsup_desktop.questionnaire.fhirpath.nodes import Collection, make_node
from stemsup_desktop.questionnaire.fhirpath.quantities import CALENDAR, Measure, align, write_measure
from stemsup_desktop.questionnaire.fhirpath.times import Moment, shift

_TIME_UNITS = {**CALENDAR, "wk": "week", "d": "day", "h": "hour", "min": "minute", "s": "second", "ms": "millisecond"}

Operation = Callable[[Context, Collection, Collection], object]
LazyOperation = Callable[[Context, Collection, Lambda], object]


def _right(ctx: Context, right: Lambda) -> bool | None:
    return read_truth(ctx.run(right, ctx["$this"]))


def and_(ctx: Context, left: Collection, right: Lambda) -> object:
    """`and`, without looking at the right side where the left decides."""
    one = read_truth(left)
    if one is False:
        return False
    other = _right(ctx, right)
    return False if other is False else None if one is None or other is None else True


def or_(ctx: Context, left: Collection, right: Lambda) -> object:
    """`or`, without looking at the right side where the left decides."""
    one = read_truth(left)
    if one is True:
        return True
    other = _right(ctx, right)
    return True if other is True else None if one is None or other is None else False


def xor(ctx: Context, left: Collection, right: Collection) -> object:
    """`xor`: empty if either side is."""
    one, other = read_truth(left), read_truth(right)
    return None if one is None or other is None else one != other


def implies(ctx: Context, left: Collection, right: Lambda) -> object:
    """`implies`, without looking at the right side where the left is false."""
    one = read_truth(left)
    if one is False:
        return True
    other = _right(ctx, right)
    return True if other is True else None if one is None else other


def equal(ctx: Context, left: Collection, right: Collection) -> object:
    """`=`."""
    return are_equal(left, right, ctx.identities)


def unequal(ctx: Context, left: Collection, right: Collection) -> object:
    """`!=`."""
    result = are_equal(left, right, ctx.identities)
    return None if result is None else not result


def equivalent(ctx: Context, left: Collection, right: Collection) -> object:
    """`~`."""
    return are_equivalent(left, right, ctx.meter)


def inequivalent(ctx: Context, left: Collection, right: Collection) -> object:
    """`!~`."""
    return not are_equivalent(left, right, ctx.meter)


def make_ordering(holds: Callable[[int], bool]) -> Operation:
    """Make `<`, `>`, `<=` or `>=` from what it wants of the order."""

    def run(ctx: Context, left: Collection, right: Collection) -> object:
        if get_single(left) is None or get_single(right) is None:
            return None
        order = compare(left[0], right[0])
        return None if order is None else holds(order)

    return run


def union(ctx: Context, left: Collection, right: Collection) -> object:
    """`|`: every value once, with the type it has."""
    return distinct(ctx, [*left, *right])


def contains(ctx: Context, left: Collection, right: Collection) -> object:
    """`contains`: whether the one value on the right is on the left."""
    if get_single(right) is None:
        return None
    ctx.meter.spend(len(left))
    return any(is_equal(value, right[0], ctx.identities) is True for value in left)


def in_(ctx: Context, left: Collection, right: Collection) -> object:
    """`in`: `contains` the other way round."""
    return contains(ctx, right, left)


def concatenate(ctx: Context, left: Collection, right: Collection) -> object:
    """`&`: two texts, an empty one where there is none."""
    one, other = read_text(left) or "", read_text(right) or ""
    ctx.meter.write(len(one) + len(other))
    return one + other


def add(ctx: Context, left: Collection, right: Collection) -> object:
    """`+` of texts, numbers, quantities, or a date and a time span."""
    return _reckon(ctx, left, right, 1)


def subtract(ctx: Context, left: Collection, right: Collection) -> object:
    """`-` of numbers, quantities, or a date and a time span."""
    return _reckon(ctx, left, right, -1)


def _reckon(ctx: Context, left: Collection, right: Collection, sign: int) -> object:
    if get_single(left) is None or get_single(right) is None:
        return None
    one, other = read_operand(left[0]), read_operand(right[0])
    match one, other:
        case str(), str() if sign > 0:
            return concatenate(ctx, left, right)
        case Moment(), Measure():
            moved = shift(one, sign * other.number, _TIME_UNITS.get(other.unit, other.unit))
            return make_node(moved.write(), one.kind)
        case Measure(), Measure():
            numbers = align(one, other)
            if one.unit != other.unit and numbers[0] != one.number:
                raise ExpressionFault("The expression adds quantities in different units.")
            return make_node(write_measure(Measure(numbers[0] + sign * numbers[1], one.unit)), "Quantity")
        case _:
            first, second = read_number(left), read_number(right)
            return None if first is None or second is None else _shorten(first + sign * second)


def multiply(ctx: Context, left: Collection, right: Collection) -> object:
    """`*` of numbers, or of a quantity and a number."""
    return _scale(left, right, lambda one, other: one * other)


def divide(ctx: Context, left: Collection, right: Collection) -> object:
    """`/`, always a decimal; empty where the divisor is zero."""
    return _scale(left, right, lambda one, other: None if other == 0 else Decimal(one) / other)


def divide_whole(ctx: Context, left: Collection, right: Collection) -> object:
    """`div`: the whole part of the quotient, cut towards zero; empty where the divisor is zero."""
    one, other = read_number(left), read_number(right)
    return None if one is None or other is None or other == 0 else int(Decimal(one) // Decimal(other))


def modulo(ctx: Context, left: Collection, right: Collection) -> object:
    """`mod`: what `div` leaves, with the sign of the dividend; empty where the divisor is zero."""
    one, other = read_number(left), read_number(right)
    if one is None or other is None or other == 0:
        return None
    rest = Decimal(one) % Decimal(other)
    return int(rest) if isinstance(one, int) and isinstance(other, int) else rest


def negate(ctx: Context, values: Collection) -> object:
    """Unary `-`."""
    return _scale(values, [-1], lambda one, other: one * other)


def keep_sign(ctx: Context, values: Collection) -> object:
    """Unary `+`."""
    return _scale(values, [1], lambda one, other: one * other)


def _scale(
    left: Collection, right: Collection, reckon: Callable[[Decimal | int, Decimal | int], Decimal | int | None]
) -> object:
    if get_single(left) is None or get_single(right) is None:
        return None
    one, other = read_operand(left[0]), read_operand(right[0])
    if isinstance(one, Measure) and isinstance(other, Measure):
        raise ExpressionFault("The expression multiplies or divides quantities.")
    if isinstance(one, Measure) or isinstance(other, Measure):
        return _scale_measure(one, other, reckon)
    first, second = read_number(left), read_number(right)
    return None if first is None or second is None else _shorten(reckon(first, second))


def _scale_measure(
    one: object, other: object, reckon: Callable[[Decimal | int, Decimal | int], Decimal | int | None]
) -> object:
    if isinstance(one, Measure) and isinstance(other, Decimal):
        number, unit = reckon(one.number, other), one.unit
    elif isinstance(other, Measure) and isinstance(one, Decimal):
        number, unit = reckon(one, other.number), other.unit
    else:
        raise ExpressionFault("The expression reckons with what is no number.")
    return None if number is None else make_node(write_measure(Measure(Decimal(number), unit)), "Quantity")


def _shorten(number: Decimal | int | None) -> Decimal | int | None:
    """Add +0, which rounds to the digits an evaluation keeps; whole numbers stay as they are."""
    return +number if isinstance(number, Decimal) else number
