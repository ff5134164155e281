"""FHIRPath's =, ~, <, > and their kin over nodes; None stands for FHIRPath's empty."""

from dataclasses import dataclass
from decimal import Decimal

from stemsup_desktop.questionnaire.fhirpath.budget import ExpressionFault, Meter
from stemsup_desktop.questionnaire.fhirpath.nodes import Collection, Keys, get_data, get_path
from stemsup_desktop.questionnaire.fhirpath.quantities import Measure, align, read_measure
from stemsup_desktop.questionnaire.fhirpath.times import Moment, compare_moments, is_same_moment, read_moment

QUANTITY_TYPES = frozenset({"Quantity", "Age", "Count", "Distance", "Duration", "SimpleQuantity"})
MOMENT_TYPES = frozenset({"date", "dateTime", "instant", "time"})


@dataclass(frozen=True, slots=True)
class Other:
    """An object without an order of its own."""

    data: object


Operand = bool | Decimal | str | Moment | Measure | Other


def read_operand(value: object) -> Operand:
    """Return a value as what it is compared as."""
    data, path = get_data(value), get_path(value)
    match data:
        case bool():
            return data
        case int() | Decimal():
            return Decimal(data)
        case str():
            moment = read_moment(data) if path in MOMENT_TYPES else None
            if moment is None and path in MOMENT_TYPES:
                raise ExpressionFault("The expression compares a date or time that is none.")
            return data if moment is None else moment
        case dict() if path in QUANTITY_TYPES:
            return read_measure(data)
        case _:
            return Other(value)


def is_equal(left: object, right: object, keys: Keys) -> bool | None:
    """Say whether two values are equal; None where that is not known (dates of different precision)."""
    one, other = _pair(left, right)
    match one, other:
        case Moment(), Moment():
            return False if (one.kind == "time") != (other.kind == "time") else is_same_moment(one, other)
        case Measure(), Measure():
            numbers = align(one, other)
            return numbers[0] == numbers[1]
        case Other(), Other():
            return keys.get(one.data) == keys.get(other.data)
        case _:
            return type(one) is type(other) and one == other


def are_equal(left: Collection, right: Collection, keys: Keys) -> bool | None:
    """Say whether two collections are equal, value by value in their order; None if either is empty."""
    if not left or not right:
        return None
    if len(left) != len(right):
        return False
    results = [is_equal(one, other, keys) for one, other in zip(left, right, strict=True)]
    return False if False in results else None if None in results else True


def is_equivalent(left: object, right: object, meter: Meter) -> bool:
    """Say whether two values are the same but for case and spaces, precision, or the display of a coding."""
    meter.spend()
    one, other = _pair(left, right)
    match one, other:
        case str(), str():
            return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
        case Decimal(), Decimal():
            places = min(_count_places(one), _count_places(other))
            return round(one, places) == round(other, places)
        case Moment(), Moment():
            return one.kind == other.kind and is_same_moment(one, other) is True
        case Measure(), Measure():
            try:
                numbers = align(one, other)
            except ExpressionFault:
                return False
            return is_equivalent(*numbers, meter)
        case Other(), Other():
            return _are_equivalent_objects(get_data(one.data), get_data(other.data), meter)
        case _:
            return type(one) is type(other) and one == other


def are_equivalent(left: Collection, right: Collection, meter: Meter) -> bool:
    """Say whether two collections hold equivalent values, in whatever order."""
    if len(left) != len(right):
        return False
    remaining = list(right)
    for one in left:
        found = next((number for number, other in enumerate(remaining) if is_equivalent(one, other, meter)), None)
        if found is None:
            return False
        del remaining[found]
    return True


def compare(left: object, right: object) -> int | None:
    """Return -1, 0 or 1; None where the order is not known. Raises `ExpressionFault` for what has no order."""
    one, other = _pair(left, right)
    match one, other:
        case Moment(), Moment():
            return compare_moments(one, other)
        case Measure(), Measure():
            return _order(*align(one, other))
        case Decimal(), Decimal():
            return _order(one, other)
        case str(), str():
            return (one > other) - (one < other)
        case _:
            raise ExpressionFault("The expression compares values that have no common order.")


def _order(left: Decimal, right: Decimal) -> int:
    return (left > right) - (left < right)


def _pair(left: object, right: object) -> tuple[Operand, Operand]:
    """Read two operands; a number beside a quantity has no unit, a text beside a date may be one."""
    one, other = read_operand(left), read_operand(right)
    if isinstance(one, Measure) and isinstance(other, Decimal):
        return one, Measure(other, "")
    if isinstance(one, Decimal) and isinstance(other, Measure):
        return Measure(one, ""), other
    if isinstance(one, Moment) and isinstance(other, str):
        return one, read_moment(other) or other
    if isinstance(one, str) and isinstance(other, Moment):
        return read_moment(one) or one, other
    return one, other


def _count_places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _are_equivalent_objects(left: object, right: object, meter: Meter) -> bool:
    if isinstance(left, dict) and isinstance(right, dict):
        if "code" in left and "code" in right:
            return (left.get("system"), left["code"]) == (right.get("system"), right["code"])
        return left.keys() == right.keys() and all(
            _are_equivalent_objects(left[name], right[name], meter) for name in left
        )
    if isinstance(left, list) and isinstance(right, list):
        return are_equivalent(left, right, meter)
    return type(left) is type(right) and is_equivalent(left, right, meter)
