"""The part of a summary on scores: of this visit, over the visits, and what else was measured."""

from stemsup_desktop.consultation import summary_labels as labels
from stemsup_desktop.consultation.consent_model import Grid, Paragraph
from stemsup_desktop.consultation.scores import trend_labels
from stemsup_desktop.consultation.scores.plots import make_score_plot
from stemsup_desktop.consultation.scores.trend import derive_trend
from stemsup_desktop.consultation.scores.trend_model import Trend
from stemsup_desktop.consultation.scores.trend_words import (
    TrendTable,
    make_measure_table,
    make_score_tables,
    say_scores,
)
from stemsup_desktop.consultation.summary_facing import SummaryFacing
from stemsup_desktop.consultation.summary_model import ScoreLine, Scores, SummaryBlock, TrendChart


def derive_scores(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    """Return one person's scores; never an average, never a judgement."""
    trend = derive_trend(facing.file)
    blocks = (*_derive_today(facing), *_derive_over_visits(facing, trend), *_derive_measures(facing, trend))
    return blocks or (Paragraph(facing.say(labels.NOT_RECORDED)),)


def _derive_today(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    then = {complaint.symptom_id: complaint.baseline_nrs for complaint in facing.consultation.reason.complaints}
    now = {score.symptom_id: score.nrs for score in facing.consultation.summary.scores}
    lines = tuple(
        ScoreLine(facing.names.get_symptom(symptom_id, facing.language), then.get(symptom_id), now.get(symptom_id))
        for symptom_id in dict.fromkeys((*then, *now))
    )
    return (Scores(lines, facing.say(labels.SCORES_CAUTION)),) if lines else ()


def _derive_over_visits(facing: SummaryFacing, trend: Trend) -> tuple[SummaryBlock, ...]:
    """Return the chart from the second visit on, with the same as tables below it."""
    if not trend.has_chart:
        return ()
    chart = TrendChart(
        make_score_plot(trend, facing.names, (facing.language,)),
        say_scores(trend, facing.names, facing.language),
        facing.say(trend_labels.CAPTION),
    )
    tables = make_score_tables(trend, facing.names, facing.language)
    return (Paragraph(facing.say(trend_labels.TITLE), is_strong=True), chart, *map(_make_grid, tables))


def _derive_measures(facing: SummaryFacing, trend: Trend) -> tuple[SummaryBlock, ...]:
    table = make_measure_table(trend, facing.names, facing.language)
    return (Paragraph(facing.say(trend_labels.MEASURES), is_strong=True), _make_grid(table)) if table.rows else ()


def _make_grid(table: TrendTable) -> Grid:
    return Grid(table.columns, table.rows)
