"""Says a trend in sentences and tables: every value with its day, every gap as one, nothing that is made of them."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

import msgspec

from stemsup_desktop.consultation.consent_assembly_names import Names
from stemsup_desktop.consultation.formats import format_date, format_number
from stemsup_desktop.consultation.score_model import GradeGiven, HairMeasure, InstrumentScore
from stemsup_desktop.consultation.scores import trend_labels as labels
from stemsup_desktop.consultation.scores.plots import has_line, name_measure, say_visit
from stemsup_desktop.consultation.scores.trend import read_measure
from stemsup_desktop.consultation.scores.trend_model import (
    DatedGrade,
    MeasureKind,
    MeasureSeries,
    SymptomSeries,
    Trend,
    TrendVisit,
)
from stemsup_desktop.language import Language, Text

SYMPTOMS_IN_A_TABLE = 4
"""More than these stand in a table of their own: columns stay wide enough to be read."""


class TrendTable(msgspec.Struct, frozen=True):
    """A table whose rows are days."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def say_scores(trend: Trend, names: Names, language: Language) -> tuple[str, ...]:
    """Return one sentence for each symptom, with every value and day and every gap."""
    return tuple(_say_symptom(series, trend, names, language) for series in trend.symptoms)


def say_measures(trend: Trend, names: Names, language: Language) -> tuple[str, ...]:
    """Return one sentence for each series of measures, and one for each grade."""
    said = (_say_measure(series, trend, names, language) for series in trend.measures)
    return (*said, *(_say_grade(grade, names, language) for grade in trend.grades))


def say_column(trend: Trend, at: int, names: Names, language: Language) -> str:
    """Return what was scored at one visit: what a chart says where the pointer or the arrow keys are."""
    visit = trend.visits[at]
    when = _say_when(visit, language)
    values = [
        f"{names.get_symptom(series.symptom_id, language)} {_say_score(series.line[at], language)}"
        for series in trend.symptoms
    ]
    return labels.LINE.in_language(language).format(name=when, values=_join(values, language))


def say_points(trend: Trend, names: Names, language: Language) -> tuple[tuple[str, ...], ...]:
    """Return each score with its day, by line of the chart and visit; empty for a gap."""
    return tuple(_say_line(series, trend, names, language) for series in trend.symptoms if has_line(series))


def say_measure_points(
    series: MeasureSeries, days: Sequence[date], names: Names, language: Language
) -> tuple[tuple[str, ...], ...]:
    """Return each measured value with its day, for the one line of a chart; empty for a day without."""
    by_day = {reading.day: reading.value for reading in series.readings}
    name = name_measure(series, names, language)
    return (
        tuple(
            _say_point(format_date(day, language), name, _say_value(series, by_day[day], language), language)
            if day in by_day
            else ""
            for day in days
        ),
    )


def _say_line(series: SymptomSeries, trend: Trend, names: Names, language: Language) -> tuple[str, ...]:
    name = names.get_symptom(series.symptom_id, language)
    return tuple(
        "" if score is None else _say_point(_say_when(visit, language), name, f"{score}", language)
        for visit, score in zip(trend.visits, series.line, strict=True)
    )


def _say_point(when: str, name: str, value: str, language: Language) -> str:
    return labels.NAMED.in_language(language).format(name=when, value=f"{name} {value}")


def say_measure_column(series: MeasureSeries, day: date, language: Language) -> str:
    """Return what was measured on one day, or that nothing was."""
    found = next((reading.value for reading in series.readings if reading.day == day), None)
    value = labels.NOT_TAKEN.in_language(language) if found is None else _say_value(series, found, language)
    return labels.LINE.in_language(language).format(name=format_date(day, language), values=value)


def say_today(measure: InstrumentScore | GradeGiven | HairMeasure, day: date, names: Names, language: Language) -> str:
    """Return one measure in a line, with its day where that is not `day`, and who took it."""
    match measure:
        case GradeGiven():
            name, value = names.get_grade(measure.scale, measure.grade, language)
            taken = measure.given_on
        case InstrumentScore() | HairMeasure():
            series, reading = read_measure(measure, day)
            name, value = name_measure(series, names, language), _say_value(series, reading.value, language)
            taken = reading.day
    parts = [labels.NAMED.in_language(language).format(name=name, value=value)]
    if taken is not None and taken != day:
        parts.append(format_date(taken, language))
    return " · ".join((*parts, measure.rater) if measure.rater else parts)


def make_score_tables(trend: Trend, names: Names, language: Language) -> tuple[TrendTable, ...]:
    """Return the scores with a row for each visit; what was asked at the end of a visit is said to be so."""
    tables = []
    for start in range(0, len(trend.symptoms), SYMPTOMS_IN_A_TABLE):
        some = trend.symptoms[start : start + SYMPTOMS_IN_A_TABLE]
        columns = (
            labels.DAY.in_language(language),
            *(names.get_symptom(series.symptom_id, language) for series in some),
        )
        rows = tuple(
            (_say_when(visit, language), *(_say_cell(series, at, language) for series in some))
            for at, visit in enumerate(trend.visits)
        )
        tables.append(TrendTable(columns, rows))
    return tuple(tables)


def make_measure_table(trend: Trend, names: Names, language: Language) -> TrendTable:
    """Return instruments, hair and grades with a row for each value, by day."""
    rows = [
        (
            reading.day,
            (
                name_measure(series, names, language),
                _say_value(series, reading.value, language),
                series.rater,
            ),
        )
        for series in trend.measures
        for reading in series.readings
    ]
    rows += [(grade.day, (*names.get_grade(grade.scale, grade.grade, language), grade.rater)) for grade in trend.grades]
    columns = (labels.DAY, labels.MEASURE, labels.VALUE, labels.RATER)
    return TrendTable(
        tuple(one.in_language(language) for one in columns),
        tuple((format_date(day, language), *cells) for day, cells in sorted(rows, key=lambda row: row[0])),
    )


def _say_symptom(series: SymptomSeries, trend: Trend, names: Names, language: Language) -> str:
    name = names.get_symptom(series.symptom_id, language)
    values = _join(list(_list_scores(series, trend, language)), language)
    if series.is_treated:
        return labels.LINE.in_language(language).format(name=name, values=values)
    note = labels.AT_END_ONLY if series.is_beside else labels.NOT_TREATED
    return labels.LINE_NOTED.in_language(language).format(name=name, note=note.in_language(language), values=values)


def _list_scores(series: SymptomSeries, trend: Trend, language: Language) -> Iterator[str]:
    for at, visit in enumerate(trend.visits):
        score, at_end = series.line[at], series.at_end[at]
        said = labels.NOT_ASKED if score is None else labels.SCORE
        value = said.in_language(language).format(score=score)
        if at_end is not None and not series.is_beside:
            value = labels.SCORES.in_language(language).format(score=value, end=at_end)
        yield labels.VALUE_ON.in_language(language).format(
            value=value, when=_say_when(visit, language, labels.ON_VISIT)
        )


def _say_cell(series: SymptomSeries, at: int, language: Language) -> str:
    said = _say_score(series.line[at], language)
    at_end = series.at_end[at]
    if series.is_beside or at_end is None:
        return said
    end = labels.AT_END.in_language(language).format(score=at_end)
    return f"{said}（{end}）" if language is Language.JA else f"{said} ({end})"


def _say_score(score: int | None, language: Language) -> str:
    return labels.NOT_ASKED.in_language(language) if score is None else f"{score}"


def _say_measure(series: MeasureSeries, trend: Trend, names: Names, language: Language) -> str:
    by_day = {reading.day: reading.value for reading in series.readings}
    visits = {visit.day: visit for visit in trend.visits}
    values = []
    for day in sorted({*by_day, *visits}):
        value = by_day.get(day)
        said = labels.NOT_TAKEN.in_language(language) if value is None else _say_value(series, value, language)
        when = _say_when(visits[day], language, labels.ON_VISIT) if day in visits else format_date(day, language)
        values.append(labels.VALUE_ON.in_language(language).format(value=said, when=when))
    name = name_measure(series, names, language)
    line = labels.LINE_NOTED if series.rater else labels.LINE
    return line.in_language(language).format(name=name, note=series.rater, values=_join(values, language))


def _say_value(series: MeasureSeries, number: Decimal, language: Language) -> str:
    value = format_number(number)
    match series.kind:
        case MeasureKind.HAIR_DENSITY:
            return labels.DENSITY_UNIT.in_language(language).format(value=value)
        case MeasureKind.HAIR_COUNT:
            if series.area_cm2 is None:
                return labels.COUNT_UNIT_UNKNOWN.in_language(language).format(value=value)
            area = format_number(series.area_cm2)
            return labels.COUNT_UNIT.in_language(language).format(value=value, area=area)
        case MeasureKind.INSTRUMENT:
            low, high = (
                format_number(series.lowest),
                format_number(series.lowest if series.highest is None else series.highest),
            )
            return labels.VALUE_IN_RANGE.in_language(language).format(value=value, low=low, high=high)


def _say_grade(given: DatedGrade, names: Names, language: Language) -> str:
    name, grade = names.get_grade(given.scale, given.grade, language)
    day = format_date(given.day, language)
    return labels.GRADE_SENTENCE.in_language(language).format(day=day, name=name, grade=grade)


def _say_when(visit: TrendVisit, language: Language, words: Text = labels.WHEN) -> str:
    return words.in_language(language).format(day=format_date(visit.day, language), label=say_visit(visit, language))


def _join(words: list[str], language: Language) -> str:
    return ("、" if language is Language.JA else ", ").join(words)
