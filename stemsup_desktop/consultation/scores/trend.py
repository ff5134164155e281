"""Derives the trend of one patient from this visit and the earlier ones; nothing is computed, only put in its place."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import msgspec

from stemsup_desktop.consultation.record import Complaint, Consultation, ConsultationFile, PastVisit, ScoreToday
from stemsup_desktop.consultation.score_model import HairMeasure, InstrumentScore, Measures
from stemsup_desktop.consultation.scores.trend_model import (
    DatedGrade,
    MeasureKind,
    MeasureSeries,
    Reading,
    SymptomSeries,
    Trend,
    TrendVisit,
)
from stemsup_desktop.consultation.summary_after import routes_with_record


class _Seen(NamedTuple):
    """What a trend takes from a visit."""

    visit: TrendVisit
    complaints: tuple[Complaint, ...]
    scores: tuple[ScoreToday, ...]
    measures: Measures
    is_given: bool


def derive_trend(file: ConsultationFile) -> Trend:
    """Return the trend up to this visit; what came later, and this visit as the vault held it before, is not in it.

    Raises `ValueError` where the background is of another patient.
    """
    this = _see_this(file)
    seen = (*(_see(one) for one in _list_earlier(file, this.visit)), this)
    return Trend(
        patient_id=file.patient.patient_id,
        visits=tuple(one.visit for one in seen),
        symptoms=_derive_symptoms(seen),
        measures=_derive_measures(seen),
        grades=_derive_grades(seen),
        goal=file.consultation.reason.goal.strip(),
    )


def get_visit_day(visit: Consultation) -> date:
    """Return the day that scores and measures of a visit are of: that of its treatment, or that on which it began."""
    return (visit.treatment.started_at or visit.started_at).date()


def _see_this(file: ConsultationFile) -> _Seen:
    one = file.consultation
    number = one.session.number if one.session is not None else None
    visit = TrendVisit(one.consultation_id, one.visit_number, get_visit_day(one), number, is_this=True)
    is_given = bool(routes_with_record(one.treatment))
    return _Seen(visit, one.reason.complaints, one.summary.scores, one.measures, is_given)


def _list_earlier(file: ConsultationFile, this: TrendVisit) -> list[PastVisit]:
    patient_id = file.patient.patient_id
    for one in file.background.visits:
        if one.patient_id and one.patient_id != patient_id:
            raise ValueError("a visit of another patient stands in the background of this one")
    before = (this.day, this.visit_number)
    earlier = (
        one
        for one in file.background.visits
        if one.consultation_id != this.consultation_id and (one.day, one.visit_number) < before
    )
    return sorted(earlier, key=lambda one: (one.day, one.visit_number))


def _see(one: PastVisit) -> _Seen:
    visit = TrendVisit(one.consultation_id, one.visit_number, one.day, one.session_number)
    return _Seen(visit, one.complaints, one.scores, one.measures, bool(one.routes))


def _derive_symptoms(seen: tuple[_Seen, ...]) -> tuple[SymptomSeries, ...]:
    """Return those of this visit first, then the others as they came, those that were treated before the rest."""
    ids = dict.fromkeys(
        symptom_id for one in (seen[-1], *seen) for symptom_id in (*_list_complaints(one), *_list_scored(one))
    )
    found = [_derive_symptom(symptom_id, seen) for symptom_id in ids]
    return tuple(sorted(found, key=lambda series: not series.is_treated))


def _list_complaints(one: _Seen) -> Iterator[str]:
    return (complaint.symptom_id for complaint in one.complaints)


def _list_scored(one: _Seen) -> Iterator[str]:
    return (score.symptom_id for score in one.scores)


def _derive_symptom(symptom_id: str, seen: tuple[_Seen, ...]) -> SymptomSeries:
    before = [next((x.baseline_nrs for x in one.complaints if x.symptom_id == symptom_id), None) for one in seen]
    at_end = [next((x.nrs for x in one.scores if x.symptom_id == symptom_id), None) for one in seen]
    is_reason = [symptom_id in _list_complaints(one) for one in seen]
    is_treated = any(one.is_given for one, is_one in zip(seen, is_reason, strict=True) if is_one)
    return SymptomSeries(symptom_id, tuple(before), tuple(at_end), is_treated, is_beside=not any(is_reason))


def _derive_measures(seen: tuple[_Seen, ...]) -> tuple[MeasureSeries, ...]:
    """Gather what may stand on one line; of one day the value that was entered last."""
    found: dict[MeasureSeries, dict[date, Reading]] = {}
    for one in seen:
        taken: tuple[InstrumentScore | HairMeasure, ...] = (*one.measures.instruments, *one.measures.hair)
        for measure in taken:
            series, reading = read_measure(measure, one.visit.day)
            found.setdefault(series, {})[reading.day] = reading
    return tuple(
        msgspec.structs.replace(series, readings=tuple(by_day[day] for day in sorted(by_day)))
        for series, by_day in found.items()
    )


def read_measure(measure: InstrumentScore | HairMeasure, day: date) -> tuple[MeasureSeries, Reading]:
    """Return a measure as one reading and the series, still without any, in which it stands; `day` is the visit's."""
    match measure:
        case InstrumentScore():
            series = MeasureSeries(
                MeasureKind.INSTRUMENT,
                (),
                measure.name,
                measure.version,
                measure.lowest,
                measure.highest,
                rater=measure.rater,
            )
            return series, Reading(measure.taken_on or day, measure.total)
        case HairMeasure():
            series = MeasureSeries(
                MeasureKind(measure.kind),
                (),
                site_id=measure.site_id,
                area_cm2=measure.area_cm2,
                method=measure.method,
                rater=measure.rater,
            )
            return series, Reading(measure.measured_on or day, measure.value)


def _derive_grades(seen: tuple[_Seen, ...]) -> tuple[DatedGrade, ...]:
    given = [
        DatedGrade(grade.given_on or one.visit.day, grade.scale, grade.grade, grade.rater)
        for one in seen
        for grade in one.measures.grades
    ]
    return tuple(sorted(given, key=lambda grade: grade.day))
