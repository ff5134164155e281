"""Measures of one patient beside the 0-10 scores: totals of named instruments, grades, hair counts.

Of an instrument only its name, version, range and total are kept: its questions belong to its owners.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

import msgspec

MOST = Decimal(1_000_000)


class GradeScale(StrEnum):
    """A scale of which one grade is recorded."""

    NORWOOD_HAMILTON = "norwood-hamilton"
    LUDWIG = "ludwig"
    GAIS = "gais"


class InstrumentScore(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The total of a named instrument; it lies from `lowest` to `highest`."""

    name: str
    version: str
    total: Decimal
    lowest: Decimal
    highest: Decimal
    rater: str = ""
    taken_on: date | None = None

    def __post_init__(self) -> None:
        _check_numbers(self.total, self.lowest, self.highest)
        if not self.lowest <= self.total <= self.highest:
            raise ValueError("a total lies within the range of its instrument")


class GradeGiven(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One grade of a scale, and who gave it; `grade` is a code of the scale's list."""

    scale: GradeScale
    grade: str
    rater: str = ""
    given_on: date | None = None


class HairMeasure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hairs counted in an area (`count`, area in cm2) or hairs per cm2 (`density`) at a site."""

    kind: Literal["count", "density"]
    value: Decimal
    site_id: str = ""
    area_cm2: Decimal | None = None
    method: str = ""
    rater: str = ""
    measured_on: date | None = None

    def __post_init__(self) -> None:
        _check_numbers(self.value, *(() if self.area_cm2 is None else (self.area_cm2,)))
        if self.value < 0 or (self.area_cm2 is not None and self.area_cm2 <= 0):
            raise ValueError("a count is not negative, and its area is larger than 0 cm2")


class Measures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was measured at one visit beside the scores of the symptoms."""

    instruments: tuple[InstrumentScore, ...] = ()
    grades: tuple[GradeGiven, ...] = ()
    hair: tuple[HairMeasure, ...] = ()


def _check_numbers(*numbers: Decimal) -> None:
    if not all(one.is_finite() and abs(one) <= MOST for one in numbers):
        raise ValueError("a measure is a number of at most a million")
