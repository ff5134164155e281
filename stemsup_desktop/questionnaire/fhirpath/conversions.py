"""Conversions between types, tests of types, and functions of one number."""

import re
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from stemsup_desktop.questionnaire.fhirpath.budget import ExpressionFault
from stemsup_desktop.questionnaire.fhirpath.compare import read_operand
from stemsup_desktop.questionnaire.fhirpath.context import Context, get_single, read_number, read_text, read_whole
from stemsup_desktop.questionnaire.fhirpath.nodes import R4, Collection, get_data, get_path, make_node
from stemsup_desktop.questionnaire.fhirpath.quantities import CALENDAR, Measure, align, write_measure
from stemsup_desktop.questionnaire.fhirpath.times import Moment, read_moment

_WHOLE = re.compile(r"[+-]?\d{1,28}", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,28}(\.\d{1,28})?", re.ASCII)
_QUANTITY = re.compile(r"([+-]?\d{1,28}(?:\.\d{1,28})?)\s*(?:'([^']+)'|([a-z]+))?", re.ASCII)
_TRUE, _FALSE = frozenset({"true", "t", "yes", "y", "1", "1.0"}), frozenset({"false", "f", "no", "n", "0", "0.0"})

_SYSTEM = {"boolean": "Boolean", "integer": "Integer", "decimal": "Decimal", "string": "String"}
_FHIR_NAMES = {
    **{name: primitive for primitive, name in _SYSTEM.items()},
    "Date": "date",
    "DateTime": "dateTime",
    "Time": "time",
}
_SYSTEM_TYPES = frozenset({*_SYSTEM.values(), "Date", "DateTime", "Time", "Quantity"})

Conversion = Callable[[object], object]


def make_conversion(convert: Conversion) -> Callable[[Context, Collection], object]:
    """Make `toInteger()` and the like of what converts one value, or None."""

    def run(ctx: Context, values: Collection) -> object:
        return None if get_single(values) is None else convert(values[0])

    return run


def make_test(convert: Conversion) -> Callable[[Context, Collection], object]:
    """Make `convertsToInteger()` and the like."""

    def run(ctx: Context, values: Collection) -> object:
        return None if get_single(values) is None else convert(values[0]) is not None

    return run


def to_boolean(value: object) -> object:
    """Return the truth of a truth, 0, 1, or a word for it."""
    data = get_data(value)
    if isinstance(data, bool):
        return data
    if isinstance(data, int | Decimal):
        return {0: False, 1: True}.get(int(data)) if data in (0, 1) else None
    if not isinstance(data, str):
        return None
    return True if data.lower() in _TRUE else False if data.lower() in _FALSE else None


def to_integer(value: object) -> object:
    """Return a whole number."""
    data = get_data(value)
    if isinstance(data, str):
        return int(data) if _WHOLE.fullmatch(data) else None
    return int(data) if isinstance(data, int | Decimal) and data == int(data) else None


def to_decimal(value: object) -> object:
    """Return a decimal."""
    data = get_data(value)
    if isinstance(data, str):
        return Decimal(data) if _NUMBER.fullmatch(data) else None
    return Decimal(data) if isinstance(data, int | Decimal) else None


def to_string(value: object) -> object:
    """Return the text of a value, as it would be written in an expression."""
    data = get_data(value)
    match data:
        case bool():
            return "true" if data else "false"
        case str():
            return data
        case int():
            return str(data)
        case Decimal():
            return f"{data:f}"
    operand = read_operand(value)
    if isinstance(operand, Measure):
        return f"{operand.number:f} {operand.unit if operand.unit in CALENDAR else repr(operand.unit or '1')}"
    return None


def to_date(value: object) -> object:
    """Return the date of a date, a date and time, or a text."""
    return _to_moment(value, "date")


def to_date_time(value: object) -> object:
    """Return a date and time."""
    return _to_moment(value, "dateTime")


def to_time(value: object) -> object:
    """Return a time of day."""
    return _to_moment(value, "time")


def _to_moment(value: object, kind: str) -> object:
    data = get_data(value)
    moment = read_moment(data) if isinstance(data, str) else None
    if moment is None or (moment.kind == "time") != (kind == "time"):
        return None
    if kind == "date":
        return make_node(Moment("date", moment.fields[:3]).write(), "date")
    return make_node(data, kind)


def to_quantity(ctx: Context, values: Collection, unit: Collection | None = None) -> object:
    """`toQuantity(unit)`."""
    found = None if get_single(values) is None else read_quantity(values[0])
    wanted = read_text(unit or [])
    if found is None or wanted is None:
        return found
    measure = read_operand(found)
    if not isinstance(measure, Measure):
        return None
    wanted = CALENDAR.get(wanted, wanted)
    number, one = align(measure, Measure(Decimal(1), wanted))
    return make_node(write_measure(Measure(number / one, wanted)), "Quantity")


def read_quantity(value: object) -> object:
    """Return the Quantity of a quantity, number, truth or text; None if it is none."""
    data = get_data(value)
    match data:
        case bool() | int() | Decimal():
            return make_node(write_measure(Measure(Decimal(data), "")), "Quantity")
        case dict():
            return value if isinstance(read_operand(value), Measure) else None
        case str():
            match = _QUANTITY.fullmatch(data)
            if match is None or (match[3] and match[3] not in CALENDAR):
                return None
            return make_node(
                write_measure(Measure(Decimal(match[1]), match[2] or CALENDAR.get(match[3], ""))), "Quantity"
            )
    return None


def make_rounding(mode: str) -> Callable[[Context, Collection], object]:
    """Make `ceiling()`, `floor()` or `truncate()`."""

    def run(ctx: Context, values: Collection) -> object:
        number = read_number(values)
        return None if number is None else int(Decimal(number).to_integral_value(mode))

    return run


ceiling, floor, truncate = (make_rounding(mode) for mode in (ROUND_CEILING, ROUND_FLOOR, ROUND_DOWN))


def round_(ctx: Context, values: Collection, places: Collection | None = None) -> object:
    """`round(places)`, halves away from zero."""
    number, count = read_number(values), read_whole(places or []) or 0
    if number is None:
        return None
    if not 0 <= count <= 28:
        raise ExpressionFault("The expression rounds to a number of places that is not possible.")
    rounded = Decimal(number).quantize(Decimal(1).scaleb(-count), ROUND_HALF_UP)
    return int(rounded) if isinstance(number, int) else rounded


def make_math(work: Callable[..., object]) -> Callable[..., object]:
    """Make a function of one decimal and of numbers as parameters: empty if one of them is."""

    def run(ctx: Context, values: Collection, *parameters: Collection) -> object:
        numbers = [read_number(part) for part in (values, *parameters)]
        return (
            None if any(number is None for number in numbers) else work(*(Decimal(n) for n in numbers if n is not None))
        )

    return run


def log(number: Decimal, base: Decimal) -> object:
    """`log(base)`."""
    return (number.ln() / base.ln()).quantize(Decimal("1e-15")).normalize()


def power(number: Decimal, exponent: Decimal) -> object:
    """`power(exponent)`; empty for a root of a negative number."""
    return None if number < 0 and exponent % 1 else number**exponent


def sqrt(number: Decimal) -> object:
    """`sqrt()`; empty for a negative number."""
    return None if number < 0 else number.sqrt()


def absolute(ctx: Context, values: Collection) -> object:
    """`abs()`."""
    number = read_number(values)
    return None if number is None else abs(number)


def get_type(value: object) -> tuple[str, str]:
    """Return namespace and name of a value's type."""
    path = get_path(value)
    if path:
        is_part = "." in path and path not in R4["type2Parent"]
        return "FHIR", "BackboneElement" if is_part else path
    match get_data(value):
        case bool():
            return "System", "Boolean"
        case int():
            return "System", "Integer"
        case Decimal():
            return "System", "Decimal"
        case str():
            return "System", "String"
        case _:
            return "FHIR", "Element"


def is_type(value: object, wanted: str) -> bool:
    """Say whether a value is of a type or of one derived from it; raises `ExpressionFault` for a type of no such name.

    "integer" and "Integer" name FHIR's and FHIRPath's own type, and either is found by either name: a name that is too
    exact would find nothing, in silence. "System." before the name asks for FHIRPath's own number, text or truth.
    """
    space, _, name = wanted.replace("`", "").rpartition(".")
    known = name in _SYSTEM_TYPES or name in R4["type2Parent"] or name in R4["type2Parent"].values()
    if space not in ("", "System", "FHIR") or not known:
        raise ExpressionFault("The expression names a type that does not exist.")
    own_space, own_name = get_type(value)
    if space == "System" and own_space == "FHIR" and name in _SYSTEM.values():
        return False
    if own_space == "System":
        return own_name in (name, _SYSTEM.get(name))
    wanted_name = _FHIR_NAMES.get(name, name)
    current: str | None = own_name
    while current is not None:
        if current == wanted_name:
            return True
        current = R4["type2Parent"].get(current)
    return False


def is_(ctx: Context, values: Collection, wanted: str) -> object:
    """`is` and `is()`."""
    return None if get_single(values) is None else is_type(values[0], wanted)


def as_(ctx: Context, values: Collection, wanted: str) -> object:
    """`as` and `as()`."""
    get_single(values)
    return of_type(ctx, values, wanted)


def of_type(ctx: Context, values: Collection, wanted: str) -> object:
    """`ofType()`."""
    ctx.meter.spend(len(values))
    is_type(True, wanted)
    return [value for value in values if is_type(value, wanted)]


def type_(ctx: Context, values: Collection) -> object:
    """`type()`."""
    types = (get_type(value) for value in values)
    return [make_node({"namespace": space, "name": name}, "ClassInfo") for space, name in types]


def now(ctx: Context, values: Collection) -> object:
    """`now()`, by the clock that the caller gave."""
    return make_node(ctx.now.isoformat(timespec="milliseconds"), "dateTime")


def today(ctx: Context, values: Collection) -> object:
    """`today()`."""
    return make_node(ctx.now.date().isoformat(), "date")


def time_of_day(ctx: Context, values: Collection) -> object:
    """`timeOfDay()`."""
    return make_node(ctx.now.time().isoformat(timespec="milliseconds"), "time")
