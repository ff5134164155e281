"""Pictures of scores over visits: the chart, the same as a table, the measures of the day, and step 1 of a later visit."""

from picture_tools import PAPER_MS, choose_scheme, list_schemes, show_file, take, wait
from PySide6.QtWidgets import QPushButton, QWidget

from stemsup_desktop.demo import list_examples, read_example
from stemsup_desktop.desktop import Clock
from stemsup_desktop.language import Language
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.trend_chart import TrendChart
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.workspace import Workspace

EXAMPLE = "conditions"
"""The example patient who has been here before."""


def take_scores(workspace: Workspace, language: Language, clock: Clock) -> None:
    """Take the pictures of one language, those of the chart in both themes."""
    window = workspace.window
    path = next(one for one in list_examples(find_resources()) if one.stem == EXAMPLE)
    file = read_example(path, clock().date())
    show_file(workspace, file)
    workspace.session.set_background(file.consultation.consultation_id, file.background)
    window.go_to_step(1)
    take(window, f"scores-before-{language}")
    window.go_to_step(7)
    chart = _find(window, "trend.chart")
    assert isinstance(chart, TrendChart)
    wait(PAPER_MS)
    chart.reach(1)
    for scheme in list_schemes():
        choose_scheme(workspace, scheme)
        take(window, f"scores-chart-{scheme}-{language}")
    choose_scheme(workspace, Scheme.LIGHT)
    switch = _find(window, "trend.switch")
    assert isinstance(switch, QPushButton)
    switch.click()
    take(window, f"scores-table-{language}")
    switch.click()
    _bring_into_view(window, _find(window, "measure.add"))
    take(window, f"scores-measures-{language}")


def _find(window: QWidget, name: str) -> QWidget:
    found = window.findChild(QWidget, name)
    assert isinstance(found, QWidget), name
    return found


def _bring_into_view(window: QWidget, widget: QWidget) -> None:
    for pane in window.findChildren(ScrollPane):
        if pane.isAncestorOf(widget):
            pane.show_widget(widget)
