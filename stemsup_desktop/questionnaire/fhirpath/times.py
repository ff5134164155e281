"""Dates and times to whatever precision they are given: compared and moved as FHIRPath says."""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import ROUND_FLOOR, Decimal
from typing import Literal

from stemsup_desktop.questionnaire.fhirpath.budget import ExpressionFault

_MOMENT = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(T(?:(\d{2})(?::(\d{2})(?::(\d{2}(?:\.\d{1,9})?))?)?)?)?(Z|[+-]\d{2}:\d{2})?",
    re.ASCII,
)
_CLOCK = re.compile(r"T?(\d{2})(?::(\d{2})(?::(\d{2}(?:\.\d{1,9})?))?)?", re.ASCII)

_SECONDS = {
    "week": Decimal(604800),
    "day": Decimal(86400),
    "hour": Decimal(3600),
    "minute": Decimal(60),
    "second": Decimal(1),
    "millisecond": Decimal("0.001"),
}
_LEVELS = ("year", "month", "day", "hour", "minute", "second")

Field = int | Decimal


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, date and time, or time of day: its fields from the largest on, as many as are known.

    A time of day has the fields from the hour on alone. `zone` is the offset from UTC where one is known.
    """

    kind: Literal["date", "dateTime", "time"]
    fields: tuple[Field, ...]
    zone: timedelta | None = None

    def write(self) -> str:
        """Return the text as FHIR writes it."""
        if self.kind == "time":
            return ":".join(_write_field(part) for part in self.fields)
        day = "-".join((f"{self.fields[0]:04d}", *(f"{part:02d}" for part in self.fields[1:3])))
        if self.kind == "date":
            return day
        return f"{day}T{':'.join(_write_field(part) for part in self.fields[3:])}{_write_zone(self.zone)}"


def read_moment(text: str) -> Moment | None:
    """Return the moment that a text writes; None if it writes none."""
    clock = _CLOCK.fullmatch(text)
    if clock is not None and (":" in text or text.startswith("T")):
        return _check(Moment("time", _read_fields(clock.groups())))
    match = _MOMENT.fullmatch(text)
    if match is None or (match[4] and match[3] is None):
        return None
    zone = _read_zone(match[8])
    if match[5] is None:
        return _check(Moment("dateTime" if match[4] else "date", _read_fields(match.groups()[:3]), zone))
    return _check(Moment("dateTime", _read_fields((*match.groups()[:3], *match.groups()[4:7])), zone))


def is_same_moment(left: Moment, right: Moment) -> bool | None:
    """Say whether two moments are the same; None where one of them is not known well enough."""
    order = compare_moments(left, right)
    return None if order is None else order == 0


def compare_moments(left: Moment, right: Moment) -> int | None:
    """Return -1, 0 or 1; None where one is not known well enough to say, or only one has a zone."""
    if (left.kind == "time") != (right.kind == "time"):
        raise ExpressionFault("The expression compares a date with a time of day.")
    if left.zone != right.zone and len(left.fields) > 3 and len(right.fields) > 3:
        if left.zone is None or right.zone is None:
            return None
        left, right = _in_utc(left), _in_utc(right)
    for one, other in zip(left.fields, right.fields, strict=False):
        if one != other:
            return -1 if one < other else 1
    return 0 if len(left.fields) == len(right.fields) else None


def shift(moment: Moment, amount: Decimal, unit: str) -> Moment:
    """Return a moment moved by whole units ("year" to "millisecond"), at the precision it has.

    A finer unit than the moment's is turned into the moment's, cut to whole ones, as FHIRPath says.
    """
    if moment.kind == "time":
        return _shift_time(moment, amount, unit)
    if unit not in ("year", "month", *_SECONDS):
        raise ExpressionFault("The expression moves a date by something that is no time.")
    fields = moment.fields
    if unit in ("year", "month"):
        return replace(moment, fields=_shift_months(fields, int(amount) * (12 if unit == "year" else 1)))
    if unit not in ("second", "millisecond"):
        amount = Decimal(int(amount))
    seconds = amount * _SECONDS[unit]
    if len(fields) < 3:
        days = int(seconds / 86400)
        return replace(
            moment, fields=_shift_months(fields, int(days / 365) * 12 if len(fields) == 1 else int(days / 30))
        )
    step = _SECONDS[_LEVELS[len(fields) - 1]]
    whole = seconds if len(fields) == 6 else int(seconds / step) * Decimal(step)
    return replace(moment, fields=_add_seconds(fields, whole))


def _shift_months(fields: tuple[Field, ...], months: int) -> tuple[Field, ...]:
    if len(fields) == 1:
        year, month = int(fields[0]) + int(months / 12), 1
    else:
        year, month = divmod(int(fields[0]) * 12 + int(fields[1]) - 1 + months, 12)
        month += 1
    if not 1 <= year <= 9999:
        raise ExpressionFault("The expression moves a date out of the calendar.")
    if len(fields) < 3:
        return (year, month)[: len(fields)]
    last = calendar.monthrange(year, month)[1]
    return (year, month, min(int(fields[2]), last), *fields[3:])


def _add_seconds(fields: tuple[Field, ...], seconds: Decimal | int) -> tuple[Field, ...]:
    given = (*fields, *(0, 0, 0)[len(fields) - 3 :])
    second = Decimal(given[5]) + seconds
    whole = second.to_integral_value(ROUND_FLOOR)
    try:
        year, month, day, hour, minute = (int(part) for part in given[:5])
        moved = datetime(year, month, day, hour, minute, tzinfo=UTC) + timedelta(seconds=int(whole))
    except (ValueError, OverflowError) as error:
        raise ExpressionFault("The expression moves a date out of the calendar.") from error
    every = (moved.year, moved.month, moved.day, moved.hour, moved.minute, moved.second + second - whole)
    return every[: len(fields)]


def _shift_time(moment: Moment, amount: Decimal, unit: str) -> Moment:
    if unit not in ("hour", "minute", "second", "millisecond"):
        raise ExpressionFault("The expression moves a time of day by something that is no time.")
    moved = shift(Moment("dateTime", (2000, 1, 1, *moment.fields)), amount, unit)
    return replace(moment, fields=moved.fields[3:])


def _check(moment: Moment) -> Moment | None:
    """Return None for what no calendar or clock knows."""
    fields = moment.fields if moment.kind == "time" else moment.fields[3:]
    if any(part >= most for part, most in zip(fields, (24, 60, 60), strict=False)):
        return None
    if moment.kind != "time":
        year, month, day = (*(int(part) for part in moment.fields[:3]), 1, 1)[:3]
        if not (year and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
            return None
    return moment


def _read_fields(texts: tuple[str | None, ...]) -> tuple[Field, ...]:
    known = [text for text in texts if text is not None]
    return tuple(Decimal(text) if "." in text else int(text) for text in known)


def _read_zone(text: str | None) -> timedelta | None:
    if text is None or text == "Z":
        return None if text is None else timedelta(0)
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))
    return -offset if text[0] == "-" else offset


def _in_utc(moment: Moment) -> Moment:
    offset = moment.zone or timedelta(0)
    return replace(moment, fields=_add_seconds(moment.fields, -int(offset.total_seconds())), zone=timedelta(0))


def _write_field(part: Field) -> str:
    if isinstance(part, int) or part == part.to_integral_value():
        return f"{int(part):02d}"
    whole, _, rest = f"{part:f}".partition(".")
    return f"{int(whole):02d}.{rest}"


def _write_zone(zone: timedelta | None) -> str:
    if zone is None:
        return ""
    name = timezone(zone).tzname(None)
    return "Z" if name == "UTC" else name.removeprefix("UTC")
