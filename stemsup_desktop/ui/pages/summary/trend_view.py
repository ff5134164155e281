"""What step 7 shows of scores and measures over visits, derived from the record. No Qt."""

from dataclasses import dataclass

from stemsup_desktop.consultation.consent_assembly_names import Names
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.scores import trend_labels as labels
from stemsup_desktop.consultation.scores.measure_entry import KnownInstrument, list_instruments, list_measures
from stemsup_desktop.consultation.scores.plots import Plot, make_measure_plot, make_score_plot, name_measure
from stemsup_desktop.consultation.scores.trend import derive_trend, get_visit_day
from stemsup_desktop.consultation.scores.trend_model import MeasureSeries, Trend
from stemsup_desktop.consultation.scores.trend_words import (
    TrendTable,
    make_measure_table,
    make_score_tables,
    say_column,
    say_measure_column,
    say_measure_points,
    say_measures,
    say_points,
    say_scores,
    say_today,
)
from stemsup_desktop.content import Content
from stemsup_desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class ChartView:
    """One chart that can be chosen: `sentences` say all of it, `readings` each column, `points` each value."""

    key: str
    title: str
    plot: Plot
    sentences: tuple[str, ...]
    readings: tuple[str, ...]
    points: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class TrendView:
    """The charts and tables of one patient; without a chart, `empty` says from when on there is one."""

    patient_id: str
    charts: tuple[ChartView, ...]
    tables: tuple[TrendTable, ...]
    measures: TrendTable
    goal: str
    caution: str
    empty: str


@dataclass(frozen=True, slots=True)
class MeasuresView:
    """What was measured at this visit, each as a sentence, and what can be chosen for one more."""

    consultation_id: str
    recorded: tuple[str, ...]
    instruments: tuple[tuple[KnownInstrument, str], ...]
    scales: tuple[tuple[str, str], ...]
    grades: dict[str, tuple[tuple[str, str], ...]]
    sites: tuple[tuple[str, str], ...]
    is_closed: bool


def derive_trend_view(file: ConsultationFile, content: Content, words: Words) -> TrendView:
    """Derive charts and tables; symptoms that the reference does not hold are left out, as in the scores of today."""
    trend = _without_unknown(derive_trend(file), content.names)
    language = words.language
    charts: list[ChartView] = []
    if trend.has_chart:
        charts.append(_derive_scores(trend, content.names, words))
    if len(trend.visits) > 1:
        charts += [_derive_measure(at, one, trend, content.names, words) for at, one in enumerate(trend.measures)]
    is_first = len(trend.visits) < 2
    empty = "" if trend.has_chart else words("scores.first_only" if is_first else "scores.nothing_asked")
    return TrendView(
        patient_id=trend.patient_id,
        charts=tuple(charts),
        tables=make_score_tables(trend, content.names, language),
        measures=TrendTable((), ()) if is_first else make_measure_table(trend, content.names, language),
        goal=words("scores.goal", goal=trend.goal) if trend.goal and trend.has_chart else "",
        caution=labels.CANNOT_SHOW.in_language(language) if charts else "",
        empty=empty,
    )


def derive_measures_view(file: ConsultationFile, content: Content, words: Words) -> MeasuresView:
    """Derive what was measured today and what can be recorded."""
    names, language = content.names, words.language
    scales, day = content.reference.scales, get_visit_day(file.consultation)
    return MeasuresView(
        consultation_id=file.consultation.consultation_id,
        recorded=tuple(say_today(one, day, names, language) for one in list_measures(file.consultation.measures)),
        instruments=tuple((one, scales[one.scale_id].name.in_language(language)) for one in list_instruments(scales)),
        scales=tuple((scale.value, one.name.in_language(language)) for scale, one in names.grades.items()),
        grades={
            scale.value: tuple((grade.code, one.describe_grade(grade.code, language)) for grade in one.grades)
            for scale, one in names.grades.items()
        },
        sites=tuple(
            (site.site_id, site.name.in_language(language))
            for site in content.reference.sites
            if site.region == "scalp" and not site.is_free_text
        ),
        is_closed=file.consultation.summary.closed_at is not None,
    )


def _without_unknown(trend: Trend, names: Names) -> Trend:
    known = tuple(one for one in trend.symptoms if one.symptom_id in names.symptoms)
    sited = tuple(one for one in trend.measures if not one.site_id or one.site_id in names.sites)
    return Trend(trend.patient_id, trend.visits, known, sited, trend.grades, trend.goal)


def _derive_scores(trend: Trend, names: Names, words: Words) -> ChartView:
    language = words.language
    return ChartView(
        key="scores",
        title=words("scores.chart_scores"),
        plot=make_score_plot(trend, names, (language,)),
        sentences=say_scores(trend, names, language),
        readings=tuple(say_column(trend, at, names, language) for at in range(len(trend.visits))),
        points=say_points(trend, names, language),
    )


def _derive_measure(at: int, series: MeasureSeries, trend: Trend, names: Names, words: Words) -> ChartView:
    language = words.language
    plot = make_measure_plot(series, trend, names, (language,))
    title = name_measure(series, names, language)
    return ChartView(
        key=f"measure-{at}",
        title=f"{title} · {series.rater}" if series.rater else title,
        plot=plot,
        sentences=(say_measures(trend, names, language)[at],),
        readings=tuple(say_measure_column(series, column.day, language) for column in plot.columns),
        points=say_measure_points(series, tuple(column.day for column in plot.columns), names, language),
    )
