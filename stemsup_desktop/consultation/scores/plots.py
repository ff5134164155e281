"""What a chart shows, in words and numbers: its axis, its days and one line for each series. Where it goes is geometry.

Texts come in each language of a document; what both say alike stands once. Visits stand at equal distances, each with
its day: the distance between two of them is no measure of time.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from stemsup_desktop.consultation.consent_assembly_names import Names
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.plan_model import PlannedSite
from stemsup_desktop.consultation.scores import trend_labels as labels
from stemsup_desktop.consultation.scores.trend_model import (
    MeasureKind,
    MeasureSeries,
    SymptomSeries,
    Trend,
    TrendVisit,
)
from stemsup_desktop.language import Language, Text

Texts = tuple[str, ...]
"""A text in each language that says it differently."""

_TEN = 10


class PlotColumn(msgspec.Struct, frozen=True):
    """One day on the axis, with what is written below it."""

    day: date
    days: Texts
    notes: Texts = ()


class PlotLine(msgspec.Struct, frozen=True):
    """One series: `values` has a place for each column, None is a gap. `names` stand at its end, `notes` below them."""

    names: Texts
    values: tuple[Decimal | None, ...]
    notes: Texts = ()
    is_dashed: bool = False

    @property
    def last(self) -> int | None:
        """Return the column of the last value, None if there is none."""
        return next((at for at in reversed(range(len(self.values))) if self.values[at] is not None), None)


class Plot(msgspec.Struct, frozen=True):
    """A chart of one patient. `ticks` are numbered, `rules` only drawn; `low` and `high` say what the ends mean."""

    patient_id: str
    columns: tuple[PlotColumn, ...]
    lines: tuple[PlotLine, ...]
    lowest: Decimal
    highest: Decimal
    ticks: tuple[Decimal, ...]
    rules: tuple[Decimal, ...] = ()
    low: Texts = ()
    high: Texts = ()
    missing: Texts = ()
    """What is said of a gap."""


def make_score_plot(trend: Trend, names: Names, languages: Sequence[Language]) -> Plot:
    """Return the chart of the symptoms, 0 to 10; the goal stands at the one line that it can be of.

    Raises `InputProblem` for a symptom that the names do not hold.
    """
    drawn = [series for series in trend.symptoms if has_line(series)]
    treated = [series for series in drawn if series.is_treated]
    goal_of = treated[0] if len(treated) == 1 and trend.goal else None
    years = {visit.day.year for visit in trend.visits}
    return Plot(
        patient_id=trend.patient_id,
        columns=tuple(_make_column(visit, languages, has_year=len(years) > 1) for visit in trend.visits),
        lines=tuple(
            _make_symptom_line(one, trend, names, languages, trend.goal if one is goal_of else "") for one in drawn
        ),
        lowest=Decimal(0),
        highest=Decimal(_TEN),
        ticks=(Decimal(0), Decimal(5), Decimal(_TEN)),
        rules=tuple(Decimal(two) for two in range(0, _TEN + 1, 2)),
        low=say(labels.LOW, languages),
        high=say(labels.HIGH, languages),
        missing=say(labels.NOT_ASKED, languages),
    )


def has_line(series: SymptomSeries) -> bool:
    """Tell whether a symptom has a line in the chart: it was scored at least once."""
    return any(score is not None for score in series.line)


def make_measure_plot(series: MeasureSeries, trend: Trend, names: Names, languages: Sequence[Language]) -> Plot:
    """Return the chart of an instrument within its range, or of hair from zero: the days of visits and of readings."""
    visits = {visit.day: visit for visit in trend.visits}
    by_day = {reading.day: reading.value for reading in series.readings}
    days = sorted({*visits, *by_day})
    has_year = len({day.year for day in days}) > 1
    values = tuple(by_day.get(day) for day in days)
    highest = series.highest if series.highest is not None else round_up(max(by_day.values()))
    last = next(at for at in reversed(range(len(days))) if values[at] is not None)
    notes = say(labels.LAST_TAKEN, languages, day=[format_date(days[last], one) for one in languages])
    line = PlotLine(
        names=tuple(dict.fromkeys(name_measure(series, names, one) for one in languages)),
        values=values,
        notes=() if last == len(days) - 1 else notes,
    )
    return Plot(
        patient_id=trend.patient_id,
        columns=tuple(
            _make_column(visits[day], languages, has_year=has_year)
            if day in visits
            else PlotColumn(day, _say_day(day, languages, has_year=has_year))
            for day in days
        ),
        lines=(line,),
        lowest=series.lowest,
        highest=highest if highest > series.lowest else series.lowest + 1,
        ticks=(series.lowest, highest) if highest > series.lowest else (series.lowest, series.lowest + 1),
        missing=say(labels.NOT_TAKEN, languages),
    )


def merge_plots(plots: Sequence[Plot]) -> Plot:
    """Return one chart that says in its texts what the same chart says in each language, what is the same once."""
    first = plots[0]
    columns = tuple(
        PlotColumn(same[0].day, _merge(tuple(one.days for one in same)), _merge(tuple(one.notes for one in same)))
        for same in zip(*(plot.columns for plot in plots), strict=True)
    )
    lines = tuple(
        msgspec.structs.replace(
            same[0], names=_merge(tuple(one.names for one in same)), notes=_merge(tuple(one.notes for one in same))
        )
        for same in zip(*(plot.lines for plot in plots), strict=True)
    )
    ends = {name: _merge(tuple(getattr(plot, name) for plot in plots)) for name in ("low", "high", "missing")}
    return msgspec.structs.replace(first, columns=columns, lines=lines, **ends)


def _merge(texts: Sequence[Texts]) -> Texts:
    return tuple(dict.fromkeys(text for one in texts for text in one))


def round_up(value: Decimal) -> Decimal:
    """Return the next 1, 2 or 5 with noughts that is not below a value: the upper end of an axis from zero."""
    if value <= 0:
        return Decimal(1)
    ten = Decimal(_TEN) ** value.adjusted()
    return next(step * ten for step in (1, 2, 5, _TEN) if step * ten >= value)


def name_measure(series: MeasureSeries, names: Names, language: Language) -> str:
    """Return what a series of measures is of."""
    if series.kind is MeasureKind.INSTRUMENT:
        if not series.version:
            return series.name
        return labels.INSTRUMENT.in_language(language).format(name=series.name, version=series.version)
    parts = [labels.HAIR_NAMES[series.kind].in_language(language)]
    if series.site_id:
        parts.append(names.get_site(PlannedSite(series.site_id), language))
    if series.method:
        parts.append(series.method)
    return ("、" if language is Language.JA else ", ").join(parts)


def say(text: Text, languages: Sequence[Language], **filled: Sequence[object]) -> Texts:
    """Return a text in each language, what is the same once; each value of `filled` is given in each language."""
    return tuple(
        dict.fromkeys(
            text.in_language(one).format(**{name: values[at] for name, values in filled.items()})
            for at, one in enumerate(languages)
        )
    )


def say_visit(visit: TrendVisit, language: Language) -> str:
    """Return which session or visit it was."""
    if visit.session_number is not None:
        return labels.SESSION.in_language(language).format(number=visit.session_number)
    if visit.visit_number == 1:
        return labels.FIRST_VISIT.in_language(language)
    return labels.VISIT.in_language(language).format(number=visit.visit_number)


def _make_symptom_line(
    series: SymptomSeries, trend: Trend, names: Names, languages: Sequence[Language], goal: str
) -> PlotLine:
    values = tuple(None if score is None else Decimal(score) for score in series.line)
    last = next(at for at in reversed(range(len(values))) if values[at] is not None)
    notes: Texts = ()
    if not series.is_treated:
        notes = say(labels.AT_END_ONLY if series.is_beside else labels.NOT_TREATED, languages)
    if last < len(values) - 1:
        day = trend.visits[last].day
        notes = (*notes, *say(labels.LAST_ASKED, languages, day=[format_date(day, one) for one in languages]))
    if goal:
        notes = (*notes, *say(labels.GOAL, languages, goal=[goal] * len(languages)))
    named = (names.get_symptom(series.symptom_id, one) for one in languages)
    return PlotLine(tuple(dict.fromkeys(named)), values, notes, is_dashed=not series.is_treated)


def _make_column(visit: TrendVisit, languages: Sequence[Language], *, has_year: bool) -> PlotColumn:
    notes = tuple(dict.fromkeys(say_visit(visit, one) for one in languages))
    return PlotColumn(visit.day, _say_day(visit.day, languages, has_year=has_year), notes)


def _say_day(day: date, languages: Sequence[Language], *, has_year: bool) -> Texts:
    return tuple(dict.fromkeys(_write_day(day, one, has_year=has_year) for one in languages))


def _write_day(day: date, language: Language, *, has_year: bool) -> str:
    written = format_date(day, language)
    if has_year:
        return written
    return written.removeprefix(f"{day.year}年") if language is Language.JA else written.removesuffix(f" {day.year}")
