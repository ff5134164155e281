"""Where everything of a chart goes, for the window and for paper alike; y grows downwards from the upper edge."""

from collections.abc import Callable, Sequence
from itertools import groupby

from stemsup_desktop.consultation.formats import format_number
from stemsup_desktop.consultation.scores.chart_model import Chart, Mark, Metrics, Part, Point, Written
from stemsup_desktop.consultation.scores.chart_texts import break_text, push_apart
from stemsup_desktop.consultation.scores.plots import Plot, PlotColumn, PlotLine


def lay_chart(plot: Plot, width: float, height: float, metrics: Metrics) -> Chart:
    """Lay out a chart; it becomes higher than `height` where its labels need it."""
    axis, gap = metrics.heights[Part.AXIS], metrics.gap
    names = [_break_label(line, width * 0.34, metrics) for line in plot.lines]
    widest = max((metrics.measure(text, part) for label in names for text, part in label), default=0.0)
    heights = [sum(metrics.heights[part] for _, part in label) for label in names]
    left = _find_left(plot, metrics)
    right = max(width - widest - 2.5 * gap, left + 4 * gap)
    notes = max(len(column.days) + len(column.notes) for column in plot.columns)
    top, below = axis * max(len(plot.high), 1) + gap, axis * notes + 1.5 * gap
    bottom = max(height - below, top + sum(heights) + gap)
    columns = _place_columns(len(plot.columns), left, right)
    span = float(plot.highest - plot.lowest)

    def place(value: object) -> float:
        return bottom - (float(value) - float(plot.lowest)) / span * (bottom - top)  # type: ignore[arg-type]

    marks = _place_marks(plot, columns, place, metrics)
    label_texts, leaders = _place_labels(plot, names, heights, marks, (top, bottom), right + 2.5 * gap, metrics)
    texts = (
        *_write_axis(plot, left, place, metrics),
        *_write_columns(plot, columns, bottom, metrics),
        *_write_firsts(plot, marks, metrics),
        *label_texts,
    )
    return Chart(
        patient_id=plot.patient_id,
        width=width,
        height=bottom + below,
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        columns=columns,
        rules=tuple(place(value) for value in plot.rules or plot.ticks),
        strokes=tuple(_list_strokes(plot, marks)),
        marks=marks,
        texts=texts,
        leaders=leaders,
    )


def _break_label(line: PlotLine, width: float, metrics: Metrics) -> list[tuple[str, Part]]:
    last = "" if line.last is None else f" {format_number(line.values[line.last] or 0)}"
    parts = [(text + last, Part.NAME) for text in line.names] + [(text, Part.NOTE) for text in line.notes]
    return [
        (broken, part)
        for text, part in parts
        for broken in break_text(text, width, lambda one, part=part: metrics.measure(one, part))  # type: ignore[misc]
    ]


def _find_left(plot: Plot, metrics: Metrics) -> float:
    """Leave room for the numbers of the axis, the first values, and half of the first day."""
    ticks = max(metrics.measure(format_number(tick), Part.AXIS) for tick in plot.ticks)
    firsts = max(
        (metrics.measure(format_number(one), Part.NAME) for line in plot.lines if (one := line.values[0]) is not None),
        default=0.0,
    )
    first = plot.columns[0]
    day = max(metrics.measure(text, part) for text, part in _list_below(first))
    return max(ticks + firsts + 4 * metrics.gap, day / 2)


def _place_columns(count: int, left: float, right: float) -> tuple[float, ...]:
    if count == 1:
        return (left,)
    return tuple(left + (right - left) * at / (count - 1) for at in range(count))


def _place_marks(
    plot: Plot, columns: Sequence[float], place: Callable[[object], float], metrics: Metrics
) -> tuple[Mark, ...]:
    """Place the points; those of one value at one visit stand side by side, so that none hides another."""
    marks = []
    for column, x in enumerate(columns):
        found = [(value, at) for at, line in enumerate(plot.lines) if (value := line.values[column]) is not None]
        for value, group in groupby(sorted(found), key=lambda one: one[0]):
            same = [at for _, at in group]
            for position, at in enumerate(same):
                aside = (position - (len(same) - 1) / 2) * (2 * metrics.radius + 2)
                marks.append(Mark(at, column, x + aside, place(value)))
    return tuple(sorted(marks, key=lambda mark: (mark.line, mark.column)))


def _list_strokes(plot: Plot, marks: Sequence[Mark]) -> list[tuple[int, tuple[Point, ...]]]:
    """Return the runs of neighbouring visits with a value: a line never crosses a visit at which nobody asked."""
    strokes = []
    for at in range(len(plot.lines)):
        own = {mark.column: (mark.x, mark.y) for mark in marks if mark.line == at}
        run: list[Point] = []
        for column in range(len(plot.columns) + 1):
            if column in own:
                run.append(own[column])
                continue
            if len(run) > 1:
                strokes.append((at, tuple(run)))
            run = []
    return strokes


def _place_labels(
    plot: Plot,
    labels: Sequence[Sequence[tuple[str, Part]]],
    heights: Sequence[float],
    marks: Sequence[Mark],
    room: tuple[float, float],
    x: float,
    metrics: Metrics,
) -> tuple[list[Written], tuple[tuple[int, Point, Point], ...]]:
    """Write the name of each line beside its last point, pushed apart where two would overlap."""
    last = {mark.line: mark for mark in marks}  # in the order of columns, so that the last one stays
    half = [metrics.heights[Part.NAME] / 2] * len(labels)
    wanted = [last[at].y + heights[at] / 2 - half[at] for at in range(len(labels))]
    centres = push_apart(
        wanted, [one + metrics.gap / 2 for one in heights], room[0] - half[0] if half else 0.0, room[1]
    )
    texts: list[Written] = []
    leaders: list[tuple[int, Point, Point]] = []
    for at, label in enumerate(labels):
        top = centres[at] - heights[at] / 2
        end = (x - metrics.gap / 2, top + half[at])
        start = (last[at].x + metrics.radius + metrics.gap / 4, last[at].y)
        if abs(end[1] - start[1]) > half[at] or last[at].column < len(plot.columns) - 1:
            leaders.append((at, start, end))
        for text, part in label:
            texts.append(Written(text, x, top, part, line=at))
            top += metrics.heights[part]
    return texts, tuple(leaders)


def _write_axis(plot: Plot, left: float, place: Callable[[object], float], metrics: Metrics) -> list[Written]:
    height = metrics.heights[Part.AXIS]
    ticks = max(metrics.measure(format_number(tick), Part.AXIS) for tick in plot.ticks)
    texts = [Written(format_number(tick), ticks, place(tick) - height / 2, Part.AXIS, 1.0) for tick in plot.ticks]
    above, below = place(plot.highest) - height * len(plot.high), place(plot.lowest) - height
    texts += [Written(text, left, above + at * height, Part.AXIS) for at, text in enumerate(plot.high)]
    texts += [Written(" / ".join(plot.low), left, below, Part.AXIS)] if plot.low else []
    return texts


def _write_columns(plot: Plot, columns: Sequence[float], bottom: float, metrics: Metrics) -> list[Written]:
    """Write days below the columns; where they would overlap, every second, third and so on, always the last."""
    height, texts = metrics.heights[Part.AXIS], []
    widest = max(metrics.measure(text, part) for column in plot.columns for text, part in _list_below(column))
    between = columns[1] - columns[0] if len(columns) > 1 else widest
    step = max(1, -int(-(widest + metrics.gap) // max(between, 1.0)))
    for at, column in enumerate(plot.columns):
        if (len(columns) - 1 - at) % step == 0:
            texts += [
                Written(text, columns[at], bottom + metrics.gap + row * height, part, 0.5)
                for row, (text, part) in enumerate(_list_below(column))
            ]
    return texts


def _list_below(column: PlotColumn) -> list[tuple[str, Part]]:
    return [*((text, Part.DAY) for text in column.days), *((text, Part.AXIS) for text in column.notes)]


def _write_firsts(plot: Plot, marks: Sequence[Mark], metrics: Metrics) -> list[Written]:
    """Write the values of the first visit at the left of their points, what is the same once."""
    height = metrics.heights[Part.NAME]
    firsts: dict[float, list[Mark]] = {}
    for mark in marks:
        if mark.column == 0:
            firsts.setdefault(mark.y, []).append(mark)
    centres = push_apart(list(firsts), [height] * len(firsts), -height, max([*firsts, 0.0]) + height)
    texts = []
    for centre, same in zip(centres, firsts.values(), strict=True):
        value = plot.lines[same[0].line].values[0]
        edge = min(mark.x for mark in same) - metrics.radius - 0.75 * metrics.gap
        owner = same[0].line if len(same) == 1 else None
        texts.append(Written(format_number(value or 0), edge, centre - height / 2, Part.NAME, 1.0, owner))
    return texts
