"""Enters the measures of a visit: what is wrong with one before it is recorded, and the measures with or without it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.score_model import GradeGiven, HairMeasure, InstrumentScore, Measures
from stemsup_desktop.reference.registers import Scale

Measure = InstrumentScore | GradeGiven | HairMeasure
Draft = Mapping[str, object]
"""What stands in the fields of a measure, by the names of the record; what is empty is "" or None."""

_NOT_OFFERED = ("nrs", "hair-density", "external")
"""Scores have a place of their own, hair has its own record, and any other instrument is typed."""


class Fault(StrEnum):
    """What keeps a measure from being recorded."""

    WANTED = "wanted"
    RANGE_EMPTY = "range_empty"
    TOTAL_OUTSIDE = "total_outside"
    ALREADY = "already"


class KnownInstrument(msgspec.Struct, frozen=True):
    """An instrument whose total may be recorded, by the name that is the same in every language."""

    scale_id: str
    name: str
    lowest: Decimal | None
    highest: Decimal | None


def list_instruments(scales: Mapping[str, Scale]) -> tuple[KnownInstrument, ...]:
    """Return the instruments of the reference of which a total or score may be recorded."""
    return tuple(
        KnownInstrument(one.id, _shorten(one.name.en), _decimal(one.lowest), _decimal(one.highest))
        for one in scales.values()
        if one.may_record in ("total", "score") and one.id not in _NOT_OFFERED
    )


def find_instrument_faults(draft: Draft) -> dict[str, Fault]:
    """Return what is wrong with the fields of an instrument, by field."""
    faults = _find_wanted(draft, ("name", "total", "lowest", "highest"))
    lowest, highest, total = draft.get("lowest"), draft.get("highest"), draft.get("total")
    if not isinstance(lowest, Decimal) or not isinstance(highest, Decimal):
        return faults
    if highest <= lowest:
        faults["highest"] = Fault.RANGE_EMPTY
    elif isinstance(total, Decimal) and not lowest <= total <= highest:
        faults["total"] = Fault.TOTAL_OUTSIDE
    return faults


def find_grade_faults(draft: Draft) -> dict[str, Fault]:
    """Return what is wrong with the fields of a grade, by field."""
    return _find_wanted(draft, ("scale", "grade"))


def find_hair_faults(draft: Draft) -> dict[str, Fault]:
    """Return what is wrong with the fields of a hair measure, by field; a count is of an area."""
    return _find_wanted(draft, ("kind", "value", *(("area_cm2",) if draft.get("kind") == "count" else ())))


def is_recorded(measures: Measures, measure: Measure, day: date) -> bool:
    """Whether the same thing was recorded for the same day and rater; `day` is the visit's."""
    return any(_tell(one, day) == _tell(measure, day) for one in list_measures(measures))


def list_measures(measures: Measures) -> tuple[Measure, ...]:
    """Return every measure of a visit in the order of entry within its kind."""
    return (*measures.instruments, *measures.grades, *measures.hair)


def with_measure(measures: Measures, measure: Measure) -> Measures:
    """Return the measures with one more."""
    match measure:
        case InstrumentScore():
            return msgspec.structs.replace(measures, instruments=(*measures.instruments, measure))
        case GradeGiven():
            return msgspec.structs.replace(measures, grades=(*measures.grades, measure))
        case HairMeasure():
            return msgspec.structs.replace(measures, hair=(*measures.hair, measure))


def without_measure(measures: Measures, at: int) -> Measures:
    """Return the measures without the one at a place of `list_measures`."""
    kept = [one for place, one in enumerate(list_measures(measures)) if place != at]
    return Measures(
        tuple(one for one in kept if isinstance(one, InstrumentScore)),
        tuple(one for one in kept if isinstance(one, GradeGiven)),
        tuple(one for one in kept if isinstance(one, HairMeasure)),
    )


def _find_wanted(draft: Draft, fields: tuple[str, ...]) -> dict[str, Fault]:
    def is_empty(value: object) -> bool:
        return value is None or (isinstance(value, str) and not value.strip())

    return {field: Fault.WANTED for field in fields if is_empty(draft.get(field))}


def _tell(measure: Measure, day: date) -> tuple[object, ...]:
    """Return what tells measures apart: of two with the same, a chart could show only one."""
    match measure:
        case InstrumentScore():
            return (measure.name, measure.version, measure.rater, measure.taken_on or day)
        case GradeGiven():
            return (measure.scale, measure.rater, measure.given_on or day)
        case HairMeasure():
            told = (measure.kind, measure.site_id, measure.area_cm2, measure.method, measure.rater)
            return (*told, measure.measured_on or day)


def _shorten(name: str) -> str:
    """Return the letters that an instrument is known by, which stand in brackets, or its name up to the first comma."""
    inside = name.partition("(")[2].partition(")")[0]
    return inside if inside and inside.upper() == inside else name.partition(",")[0].strip()


def _decimal(number: object) -> Decimal | None:
    return None if number is None else Decimal(str(number))
