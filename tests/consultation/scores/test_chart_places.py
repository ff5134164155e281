"""Where the parts of a chart go: nothing overlaps, nothing is hidden, and no line crosses a gap."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from consultation.scores.trend_builders import course_file, make_patient_file, shipped_names
from hypothesis import given, settings
from hypothesis import strategies as st

from stemsup_desktop.consultation.scores.chart_geometry import lay_chart
from stemsup_desktop.consultation.scores.chart_model import (
    Chart,
    Metrics,
    Part,
    Shape,
    Written,
    find_marker,
    outline_marker,
)
from stemsup_desktop.consultation.scores.chart_texts import break_text, push_apart
from stemsup_desktop.consultation.scores.plots import (
    Plot,
    PlotColumn,
    PlotLine,
    make_measure_plot,
    make_score_plot,
    round_up,
)
from stemsup_desktop.consultation.scores.trend import derive_trend
from stemsup_desktop.language import Language

HEIGHTS = {Part.NAME: 20.0, Part.NOTE: 16.0, Part.DAY: 16.0, Part.AXIS: 16.0}


def measure(text: str, part: Part) -> float:
    return sum(14.0 if ord(letter) > 0x2E7F else 7.0 for letter in text)


METRICS = Metrics(measure, HEIGHTS, 8, 5.5)


def plot_of(*lines: tuple[int | None, ...]) -> Plot:
    columns = tuple(
        PlotColumn(date(2026, 1, 1) + timedelta(days=at), (f"{at + 1} Jan",), (f"visit {at + 1}",))
        for at in range(len(lines[0]))
    )
    drawn = tuple(
        PlotLine((f"Line {at}",), tuple(None if one is None else Decimal(one) for one in values))
        for at, values in enumerate(lines)
    )
    ten = Decimal(10)
    return Plot("p-1", columns, drawn, Decimal(0), ten, (Decimal(0), ten), low=("none",), high=("worst",))


def labels(chart: Chart) -> list[Written]:
    return [text for text in chart.texts if text.line is not None and text.align == 0.0]


def test_nought_lies_on_the_lowest_rule_and_ten_on_the_highest() -> None:
    chart = lay_chart(plot_of((0, 10)), 760, 340, METRICS)
    low, high = chart.marks
    assert (low.y, high.y) == (chart.bottom, chart.top)
    assert chart.height == 340


def test_a_line_never_crosses_a_visit_at_which_nobody_asked() -> None:
    chart = lay_chart(plot_of((1, 2, None, 3, 4, None, 5)), 760, 340, METRICS)
    assert [len(points) for _, points in chart.strokes] == [2, 2]
    assert [mark.column for mark in chart.marks] == [0, 1, 3, 4, 6]


def test_equal_scores_stand_side_by_side() -> None:
    chart = lay_chart(plot_of((5, 5), (5, 6), (5, 5)), 760, 340, METRICS)
    first = [mark.x for mark in chart.marks if mark.column == 0]
    assert all(abs(one - other) >= 2 * METRICS.radius for one, other in combinations(first, 2))


@pytest.mark.parametrize("count", [1, 3, 8, 12])
def test_labels_are_pushed_apart_and_the_chart_grows_with_them(count: int) -> None:
    chart = lay_chart(plot_of(*[(5, 5)] * count), 760, 340, METRICS)
    tops = sorted(text.top for text in labels(chart))
    assert all(below - above >= HEIGHTS[Part.NAME] for above, below in pairwise(tops))
    assert tops[-1] + HEIGHTS[Part.NAME] <= chart.height
    assert tops[0] >= 0


def test_twelve_lines_have_twelve_markers() -> None:
    plain = PlotLine(("x",), (Decimal(1),))
    assert len({find_marker(at, plain) for at in range(12)}) == 12
    assert outline_marker(Shape.CIRCLE, 1, 1, 1) == ()
    assert all(outline_marker(shape, 0, 0, 5) for shape in Shape if shape is not Shape.CIRCLE)


def test_days_that_would_overlap_are_left_out_but_never_the_last() -> None:
    chart = lay_chart(plot_of((1,) * 40), 400, 340, METRICS)
    days = [text for text in chart.texts if text.part is Part.DAY]
    assert days[-1].text == "40 Jan"
    spans = [(text.x - measure(text.text, text.part) / 2, text.x + measure(text.text, text.part) / 2) for text in days]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_the_pointer_finds_the_nearest_visit() -> None:
    chart = lay_chart(plot_of((1, 2, 3)), 760, 340, METRICS)
    assert [chart.find_column(x) for x in (-50, chart.columns[1] + 3, 9_999)] == [0, 1, 2]


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(st.floats(0, 300), st.floats(10, 60)), min_size=1, max_size=14))
def test_pushing_apart_keeps_the_order_and_lets_nothing_overlap(blocks: list[tuple[float, float]]) -> None:
    wanted, heights = [one for one, _ in blocks], [height for _, height in blocks]
    placed = push_apart(wanted, heights, 0, 300)
    spans = sorted((centre - height / 2, centre + height / 2) for centre, height in zip(placed, heights, strict=True))
    assert spans[0][0] >= -1e-6
    assert all(end <= start + 1e-6 for (_, end), (start, _) in pairwise(spans))
    assert spans[-1][1] <= max(300, sum(heights)) + 1e-6


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**9), st.sampled_from([360.0, 620.0, 1100.0]))
def test_every_mark_of_a_generated_patient_lies_within_the_chart(seed: int, width: float) -> None:
    trend = derive_trend(make_patient_file(seed))
    plots = [make_measure_plot(one, trend, shipped_names(), (Language.JA,)) for one in trend.measures]
    plots += [make_score_plot(trend, shipped_names(), tuple(Language))] if trend.has_chart else []
    for plot in plots:
        chart = lay_chart(plot, width, 340, METRICS)
        assert chart.patient_id == trend.patient_id
        assert all(chart.top - 0.01 <= mark.y <= chart.bottom + 0.01 for mark in chart.marks)
        assert len(chart.marks) == sum(value is not None for line in plot.lines for value in line.values)
        assert all(text.top + HEIGHTS[text.part] <= chart.height + 0.01 for text in chart.texts)


def test_long_names_are_broken_at_words_or_letters_and_lose_nothing() -> None:
    def wide(text: str) -> float:
        return measure(text, Part.NAME)

    assert break_text("recorded, not treated", 80, wide) == ("recorded,", "not treated")
    assert break_text("薄毛・びまん性脱毛", 60, wide) == ("薄毛・び", "まん性脱", "毛")
    assert "".join(break_text("治療の対象外、確認なし。", 84, wide)) == "治療の対象外、確認なし。"
    assert all(line[0] not in "、。ー" for line in break_text("確認。確認、センター、確認。", 28, wide))
    assert break_text("", 10, wide) == ("",)


@pytest.mark.parametrize(("value", "end"), [("0", "1"), ("1", "1"), ("112.5", "200"), ("0.3", "0.5"), ("5.01", "10")])
def test_an_axis_from_nought_ends_at_a_round_number(value: str, end: str) -> None:
    assert round_up(Decimal(value)) == Decimal(end)


def test_an_instrument_has_its_own_range_and_hair_begins_at_nought() -> None:
    trend = derive_trend(course_file())
    instrument, density = (make_measure_plot(one, trend, shipped_names(), (Language.EN,)) for one in trend.measures)
    assert (instrument.lowest, instrument.highest, instrument.lines[0].values) == (0, 30, (12, None, None, 9))
    assert (density.lowest, density.highest) == (0, 200)
    assert density.lines[0].notes == ("last taken 8 Sep 2026",)
