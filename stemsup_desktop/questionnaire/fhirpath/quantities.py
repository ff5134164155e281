"""Quantities as FHIRPath sees them: a number and a unit, compared only where the units can be."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from stemsup_desktop.questionnaire.fhirpath.budget import ExpressionFault

UCUM = "http://unitsofmeasure.org"

CALENDAR = {
    f"{word}{plural}": word
    for word in ("year", "month", "week", "day", "hour", "minute", "second", "millisecond")
    for plural in ("", "s")
}

_SCALES: Mapping[str, tuple[str, Decimal]] = {
    code: (base, Decimal(factor))
    for base, factors in {
        "g": {"kg": "1000", "g": "1", "mg": "0.001", "ug": "0.000001", "ng": "0.000000001", "[lb_av]": "453.59237"},
        "m": {
            "km": "1000",
            "m": "1",
            "cm": "0.01",
            "mm": "0.001",
            "um": "0.000001",
            "[in_i]": "0.0254",
            "[ft_i]": "0.3048",
        },
        "L": {
            "L": "1",
            "l": "1",
            "dL": "0.1",
            "dl": "0.1",
            "mL": "0.001",
            "ml": "0.001",
            "uL": "0.000001",
            "ul": "0.000001",
        },
        "s": {"wk": "604800", "d": "86400", "h": "3600", "min": "60", "s": "1", "ms": "0.001"},
        "month": {"year": "12", "month": "1"},
    }.items()
    for code, factor in factors.items()
}
"""Units that are exact multiples of one another; UCUM's year and month are none of the calendar's."""

_DEFINITE = {"week": "wk", "day": "d", "hour": "h", "minute": "min", "second": "s", "millisecond": "ms"}


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with its unit: a UCUM code, a calendar word in the singular, or whatever names it; empty is none."""

    number: Decimal
    unit: str


def read_measure(data: Mapping[str, object]) -> Measure:
    """Return the measure of a FHIR Quantity; raises `ExpressionFault` if it is none to reckon with."""
    number = data.get("value")
    if isinstance(number, bool) or not isinstance(number, int | Decimal | float) or data.get("comparator"):
        raise ExpressionFault("The expression reckons with a quantity that has no exact value.")
    name = data.get("code") or data.get("unit") or ""
    unit = name if isinstance(name, str) else ""
    return Measure(Decimal(str(number)), "" if unit == "1" else unit)


def align(left: Measure, right: Measure) -> tuple[Decimal, Decimal]:
    """Return both numbers in one unit; raises `ExpressionFault` where that is not possible exactly."""
    one, other = _DEFINITE.get(left.unit, left.unit), _DEFINITE.get(right.unit, right.unit)
    if one == other:
        return left.number, right.number
    base, factor = _SCALES.get(one, (None, Decimal(1)))
    other_base, other_factor = _SCALES.get(other, (None, Decimal(1)))
    if base is None or base != other_base:
        raise ExpressionFault("The expression compares quantities in different units.")
    return left.number * factor, right.number * other_factor


def write_measure(measure: Measure) -> dict[str, object]:
    """Return a FHIR Quantity of a measure."""
    if not measure.unit:
        return {"value": measure.number}
    if measure.unit in CALENDAR.values():
        return {"value": measure.number, "unit": measure.unit}
    return {"value": measure.number, "unit": measure.unit, "system": UCUM, "code": measure.unit}
