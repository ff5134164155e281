"""What one patient scored, and what was measured of them, visit by visit. None stands where nobody asked.

A trend is of one patient: nothing in it can be added up with, or laid over, another's.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.score_model import GradeScale


class MeasureKind(StrEnum):
    """What a series of measures is of."""

    INSTRUMENT = "instrument"
    HAIR_COUNT = "count"
    HAIR_DENSITY = "density"


class TrendVisit(msgspec.Struct, frozen=True):
    """One visit on the axis of days; `is_this` is the visit that the trend was derived for."""

    consultation_id: str
    visit_number: int
    day: date
    session_number: int | None = None
    is_this: bool = False


class SymptomSeries(msgspec.Struct, frozen=True):
    """The scores of one symptom, one place for each visit.

    `scores` were asked before the session, in step 1; `at_end` at the end of the same visit, in step 7. They are never
    laid on one line. A symptom that was no reason to come (`is_beside`) was asked at the end of visits only.
    `is_treated` says that something was given in a visit that had it as a reason.
    """

    symptom_id: str
    scores: tuple[int | None, ...]
    at_end: tuple[int | None, ...]
    is_treated: bool
    is_beside: bool = False

    @property
    def line(self) -> tuple[int | None, ...]:
        """Return what is drawn: all of it asked at the same point of a visit."""
        return self.at_end if self.is_beside else self.scores


class Reading(msgspec.Struct, frozen=True):
    """One value on the day it was taken."""

    day: date
    value: Decimal


class MeasureSeries(msgspec.Struct, frozen=True):
    """Values that may stand on one line: of one instrument and version, or one site and method, by one rater.

    An instrument has its own range; a count is of an area in cm2, a density per cm2, both from zero.
    """

    kind: MeasureKind
    readings: tuple[Reading, ...]
    name: str = ""
    version: str = ""
    lowest: Decimal = Decimal(0)
    highest: Decimal | None = None
    site_id: str = ""
    area_cm2: Decimal | None = None
    method: str = ""
    rater: str = ""


class DatedGrade(msgspec.Struct, frozen=True):
    """A grade on the day it was given: it is listed, since grades are no numbers."""

    day: date
    scale: GradeScale
    grade: str
    rater: str = ""


class Trend(msgspec.Struct, frozen=True):
    """Everything of one patient, `visits` by day, this one last; `goal` is in the patient's own words."""

    patient_id: str
    visits: tuple[TrendVisit, ...]
    symptoms: tuple[SymptomSeries, ...] = ()
    measures: tuple[MeasureSeries, ...] = ()
    grades: tuple[DatedGrade, ...] = ()
    goal: str = ""

    @property
    def has_chart(self) -> bool:
        """Whether there is something to chart: a score, and more than one visit."""
        asked = any(score is not None for series in self.symptoms for score in series.line)
        return len(self.visits) > 1 and asked
