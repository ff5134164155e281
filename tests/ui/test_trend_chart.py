"""The chart in the window: painted in both themes, walked by keyboard, read out visit by visit."""

from collections.abc import Callable

import pytest
from consultation.scores.trend_builders import course_file, shipped_names
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.record import Complaint, Reason
from stemsup_desktop.consultation.scores.plots import make_score_plot
from stemsup_desktop.consultation.scores.trend import derive_trend
from stemsup_desktop.consultation.scores.trend_words import say_column, say_scores
from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.trend_chart import HEIGHT_PX, TrendChart
from stemsup_desktop.ui.theme import Scheme, Theme

Show = Callable[..., QWidget]


def fill(chart: TrendChart, language: Language = Language.EN, **fields: object) -> TrendChart:
    trend, names = derive_trend(course_file(**fields)), shipped_names()  # type: ignore[arg-type]
    readings = tuple(say_column(trend, at, names, language) for at in range(len(trend.visits)))
    chart.show_plot(make_score_plot(trend, names, (language,)), "Chart", say_scores(trend, names, language), readings)
    return chart


@pytest.fixture
def chart(theme: Theme, shown: Show) -> TrendChart:
    made = TrendChart(theme)
    shown(made, 764, 340)
    made.setFocus()
    return fill(made)


def has_colour(image: QImage, colour: QColor) -> bool:
    wanted = colour.rgb()
    return any(image.pixel(x, y) == wanted for y in range(image.height()) for x in range(image.width()))


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_each_line_is_painted_in_its_own_token_of_the_theme(chart: TrendChart, theme: Theme, scheme: Scheme) -> None:
    theme.set_scheme(scheme)
    image = chart.grab().toImage()
    assert all(has_colour(image, theme.colour(token)) for token in ("series-1", "series-2", "series-3"))


def test_arrow_keys_go_from_visit_to_visit_and_the_values_are_read_out(chart: TrendChart) -> None:
    assert chart.accessibleName() == "Chart"
    assert "Hair thinning: 7 on 8 Sep 2026 (first visit)" in chart.accessibleDescription()
    reached = []
    chart.visit_reached.connect(reached.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Home):
        QTest.keyClick(chart, key)
    assert reached == [0, 1, 0, 3, 0]
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.accessibleName() == "Chart. " + (
        "22 Sep 2026 (session 1): Hair thinning 7, Rough skin not asked, Insomnia 3."
    )


def test_escape_takes_the_values_away_and_the_next_one_is_the_windows(chart: TrendChart) -> None:
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.reading().startswith("17 Nov 2026 (session 3)")
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert (chart.reading(), chart.accessibleName()) == ("", "Chart")


def test_the_pointer_shows_the_nearest_visit(chart: TrendChart) -> None:
    assert chart.chart is not None
    chart.clearFocus()
    QTest.mouseMove(chart, QPoint(round(chart.chart.columns[2]) + 4, 100))
    assert chart.reading().startswith("20 Oct 2026 (session 2)")
    before = chart.grab().toImage()
    chart.reach(-1)
    assert chart.grab().toImage() != before


def test_another_patient_is_shown_without_the_place_of_the_one_before(chart: TrendChart) -> None:
    chart.reach(2)
    fill(chart, Language.JA, visits=(course_file().background.visits[0],))
    assert chart.reading() == ""
    assert chart.chart is not None
    assert len(chart.chart.columns) == 2


def test_the_same_visits_keep_the_place_when_a_score_changes(chart: TrendChart) -> None:
    chart.reach(3)
    fill(chart, reason=Reason((Complaint("SYM02", "d", "", 1),)))
    assert "Hair thinning 1" in chart.reading()


@pytest.mark.parametrize("width", [360, 560, 1600])
def test_nothing_is_cut_off_at_any_width(theme: Theme, shown: Show, width: int) -> None:
    made = TrendChart(theme)
    reason = Reason(tuple(Complaint(f"SYM{number:02}", "d", "", number % 11) for number in range(1, 13)))
    fill(made, Language.JA, reason=reason)
    shown(made, width, 340)
    chart = made.chart
    assert chart is not None
    assert made.height() >= chart.height - 1 >= HEIGHT_PX - 1
    for text in chart.texts:
        left = text.x - text.align * made.measure(text.text, text.part)
        assert left >= -0.5
        assert left + made.measure(text.text, text.part) <= made.width() + 0.5
    assert chart.find_column(QPointF(0, 0).x()) == 0
