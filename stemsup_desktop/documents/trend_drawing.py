"""The chart of one patient's scores on paper: lines told apart by their markers, so that black alone is enough."""

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from stemsup_desktop.consultation.scores import trend_labels
from stemsup_desktop.consultation.scores.chart_geometry import lay_chart
from stemsup_desktop.consultation.scores.chart_model import Chart, Mark, Metrics, Part, find_marker, outline_marker
from stemsup_desktop.consultation.scores.plots import Plot, merge_plots
from stemsup_desktop.consultation.summary_model import TrendChart
from stemsup_desktop.documents.facing import Facing, each
from stemsup_desktop.documents.facing import Part as Laid
from stemsup_desktop.documents.lines import Style
from stemsup_desktop.documents.pen import Pen
from stemsup_desktop.documents.pieces import Drawing
from stemsup_desktop.documents.structure import Elem, Tag
from stemsup_desktop.documents.styles import (
    ACCENT,
    BLACK,
    GREY,
    HAIR,
    LABEL,
    LABEL_STRONG,
    NOTE,
    RULE_HAIR,
    RULE_THIN,
    WIDTH,
)
from stemsup_desktop.documents.typesetter import Typesetter

_HEIGHT = 190.0
_STYLES = {
    Part.NAME: replace(LABEL_STRONG, size=9.5, leading=13),
    Part.NOTE: LABEL,
    Part.DAY: LABEL_STRONG,
    Part.AXIS: LABEL,
}
_RADIUS = 3.3
_GAP = 6.0
_DASH = (3.2, 2.2)


def lay_trend(facing: Facing, charts: Sequence[TrendChart], where: str) -> list[Laid]:
    """Return the chart under its caption; `charts` are it in each language, drawn once for all of them."""
    plot = _prepare(merge_plots([chart.plot for chart in charts]), facing.setter, where)
    said = each(charts, lambda chart: " ".join(chart.sentences))
    figure = Elem(Tag.FIGURE, alt=facing.alt(trend_labels.ALT, sentences=said))
    chart = lay_chart(plot, WIDTH, _HEIGHT, _make_metrics(facing.setter))

    def paint(pen: Pen, x: float, top: float) -> None:
        _paint(pen, chart, plot, x, top)

    caption = facing.prose(each(charts, lambda one: one.caption), where, NOTE)
    return [caption.that_stays(), Laid(Drawing(chart.height, paint, figure, WIDTH))]


def _make_metrics(setter: Typesetter) -> Metrics:
    def measure(text: str, part: Part) -> float:
        style = _STYLES[part]
        return setter.fonts.width(text, style.face, style.size)

    return Metrics(measure, {part: style.leading for part, style in _STYLES.items()}, _GAP, _RADIUS)


def _prepare(plot: Plot, setter: Typesetter, where: str) -> Plot:
    """Return the chart with every text as it can be printed: names are ours, a goal is a person's."""
    lines = tuple(
        msgspec.structs.replace(
            line,
            names=tuple(setter.typed.prepare(text, where) for text in line.names),
            notes=tuple(" ".join(setter.typed.prepare(text, where).split()) for text in line.notes),
        )
        for line in plot.lines
    )
    return msgspec.structs.replace(plot, lines=lines)


def _paint(pen: Pen, chart: Chart, plot: Plot, x: float, top: float) -> None:
    for y in chart.rules:
        pen.rule(x + chart.left, top - y, chart.right + _GAP - chart.left, RULE_HAIR, HAIR)
    for column in chart.columns:
        pen.polyline([(x + column, top - chart.bottom), (x + column, top - chart.bottom - 4)], RULE_THIN, GREY)
    for _, start, end in chart.leaders:
        pen.polyline([(x + start[0], top - start[1]), (x + end[0], top - end[1])], RULE_HAIR, GREY)
    for line, points in chart.strokes:
        _paint_line(pen, [(x + across, top - down) for across, down in points], is_dashed=plot.lines[line].is_dashed)
    for mark in chart.marks:
        _paint_mark(pen, plot, mark, x, top)
    for text in chart.texts:
        pen.text(
            x + text.x,
            top - text.top,
            text.text,
            _find_style(text.part, is_name=text.line is not None),
            align=text.align,
        )


def _find_style(part: Part, *, is_name: bool) -> Style:
    return replace(_STYLES[part], colour=BLACK) if is_name and part is Part.NAME else _STYLES[part]


def _paint_line(pen: Pen, points: Sequence[tuple[float, float]], *, is_dashed: bool) -> None:
    if is_dashed:
        pen.canvas.setDash(*_DASH)
    pen.polyline(points, RULE_THIN if is_dashed else 1.4, GREY if is_dashed else ACCENT)
    if is_dashed:
        pen.canvas.setDash()


def _paint_mark(pen: Pen, plot: Plot, mark: Mark, x: float, top: float) -> None:
    line = plot.lines[mark.line]
    marker, colour = find_marker(mark.line, line), GREY if line.is_dashed else ACCENT
    points = outline_marker(marker.shape, 0.0, 0.0, _RADIUS)
    if points:
        placed = [(x + mark.x + across, top - mark.y - down) for across, down in points]
        pen.polygon(placed, 1.1, colour, is_filled=not marker.is_hollow)
    else:
        pen.dot(x + mark.x, top - mark.y, _RADIUS - 0.4, colour, is_filled=not marker.is_hollow)
