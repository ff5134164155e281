"""The patient's own scores and measures over visits: a chart, or the same as a table."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import LinkLabel
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.labels import Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.components.trend_chart import TrendChart
from stemsup_desktop.ui.pages.summary.trend_tables import TrendTables
from stemsup_desktop.ui.pages.summary.trend_view import ChartView, TrendView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_CHOICE_PX = 420


class TrendPanel(QWidget):
    """Shows one chart of the patient at a time; which one, and whether as a table, is of the window, not the record."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._words = words
        self._view: TrendView | None = None
        self._is_table = False
        self._heading = SectionHeading(theme, words("scores.trend_heading"), words("scores.trend_note"))
        self._switch = LinkLabel(theme, words("scores.show_table"))
        self._switch.setObjectName("trend.switch")
        self._switch.clicked.connect(self._on_switched)
        self._heading.add_trailing(self._switch)
        self._choice = ChoiceField(theme, words, words("scores.chart_of"), allows_none=False)
        self._choice.setObjectName("trend.choice")
        self._choice.setMaximumWidth(theme.grown(_CHOICE_PX))
        self._choice.value_changed.connect(lambda _: self._refresh())
        self._goal = Label(theme, role="compact", tone="text-2", wraps=True)
        self._chart = TrendChart(theme)
        self._chart.setObjectName("trend.chart")
        self._tables = TrendTables(theme)
        self._empty = Label(theme, role="compact", tone="text-3", wraps=True)
        self._empty.setObjectName("trend.empty")
        self._caution = InlineMessage(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.XS)
        for widget in (
            self._heading,
            self._choice,
            self._goal,
            self._chart,
            self._empty,
            self._tables,
            self._caution,
        ):
            column.addWidget(widget)

    def show_view(self, view: TrendView) -> None:
        """Show a patient's charts; those of another patient begin with the chart of the scores."""
        if view == self._view:
            return
        if self._view is not None and self._view.patient_id != view.patient_id:
            self._is_table = False
            self._choice.set_value("scores")
        self._view = view
        options = tuple((chart.key, chart.title) for chart in view.charts)
        self._choice.set_options(options)
        if options and self._choice.value() is None:
            self._choice.set_value(options[0][0])
        self._refresh()

    def stops(self) -> list[QWidget]:
        """Return what Tab can stop at, in reading order."""
        return [self._switch, self._choice.combo, self._chart, *self._tables.tables]

    def _on_switched(self) -> None:
        self._is_table = not self._is_table
        self._refresh()

    def _refresh(self) -> None:
        view, words = self._view, self._words
        if view is None:
            return
        chart = self._find_chart(view)
        is_table = self._is_table or (chart is None and bool(view.measures.rows))
        is_of_scores = chart is None or chart.key == "scores"
        note = words("scores.trend_note" if is_of_scores or is_table else "scores.measure_note")
        self._heading.show_text(words("scores.trend_heading"), note)
        if is_table:
            measures = ((words("scores.measures_table_name"), view.measures),)
            scores = tuple((words("scores.table_name"), one) for one in view.tables) if view.charts else ()
            self._tables.show_tables((*scores, *measures))
        if chart is not None:
            name = words("scores.chart_name", name=chart.title)
            self._chart.show_plot(chart.plot, name, chart.sentences, chart.readings, chart.points)
        self._switch.setText(words("scores.show_chart" if self._is_table else "scores.show_table"))
        set_shown(self._switch, chart is not None)
        set_shown(self._choice, len(view.charts) > 1 and not is_table)
        set_shown(self._chart, chart is not None and not is_table)
        set_shown(self._tables, is_table)
        self._goal.setText(view.goal)
        set_shown(self._goal, bool(view.goal) and is_of_scores)
        self._empty.setText(view.empty)
        set_shown(self._empty, bool(view.empty) and is_of_scores)
        self._caution.show_message(TagState.INFORMATION, view.caution)

    def _find_chart(self, view: TrendView) -> ChartView | None:
        chosen = self._choice.value()
        return next((chart for chart in view.charts if chart.key == chosen), None)
