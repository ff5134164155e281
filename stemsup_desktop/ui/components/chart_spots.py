"""The values of a trend chart as assistive technology finds them, each by itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from stemsup_desktop.consultation.scores.chart_model import Chart
from stemsup_desktop.ui.components.spoken_spot import SpokenSpot
from stemsup_desktop.ui.spoken import PRESS, Role

if TYPE_CHECKING:
    from stemsup_desktop.ui.components.trend_chart import TrendChart

_REACH_PX = 10


class ChartSpots:
    """Keeps one spot for each value that is painted, from the first visit to the last within each line."""

    def __init__(self, chart: TrendChart) -> None:
        self._chart = chart
        self._spots: dict[tuple[int, int], SpokenSpot] = {}

    def show(self, laid: Chart, names: tuple[tuple[str, ...], ...]) -> None:
        """Name the values and lie where they are painted; `names` has them by line and column."""
        marks = {(mark.line, mark.column): mark for mark in laid.marks}
        if sorted(marks) != list(self._spots):
            self._make(sorted(marks))
        for (line, column), spot in self._spots.items():
            mark = marks[line, column]
            named = line < len(names) and column < len(names[line])
            spot.tell(names[line][column] if named else "", selected=self._chart.is_reached(line, column))
            spot.place(QRectF(mark.x - _REACH_PX, mark.y - _REACH_PX, 2 * _REACH_PX, 2 * _REACH_PX))

    def _make(self, places: list[tuple[int, int]]) -> None:
        for spot in self._spots.values():
            spot.hide()
            spot.setParent(None)
            spot.deleteLater()
        self._spots = {}
        for line, column in places:
            reach = partial(self._chart.reach, column, line)
            spot = SpokenSpot(self._chart, Role.ListItem, {PRESS: reach})
            spot.setObjectName(f"value.{line}.{column}")
            spot.show()
            self._spots[line, column] = spot
