"""The chart in the window: painted in both themes, walked by keyboard, read out visit by visit."""

from collections.abc import Callable

import pytest
from consultation.scores.trend_builders import course_file, shipped_names
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from stemsup_desktop.consultation.record import Complaint, Reason
from stemsup_desktop.consultation.scores.plots import make_score_plot
from stemsup_desktop.consultation.scores.trend import derive_trend
from stemsup_desktop.consultation.scores.trend_words import say_column, say_points, say_scores
from stemsup_desktop.language import Language
from stemsup_desktop.ui import spoken
from stemsup_desktop.ui.components.spoken_spot import SpokenSpot
from stemsup_desktop.ui.components.trend_chart import HEIGHT_PX, TrendChart
from stemsup_desktop.ui.theme import Scheme, Theme

Show = Callable[..., QWidget]


def fill(chart: TrendChart, language: Language = Language.EN, **fields: object) -> TrendChart:
    trend, names = derive_trend(course_file(**fields)), shipped_names()  # type: ignore[arg-type]
    readings = tuple(say_column(trend, at, names, language) for at in range(len(trend.visits)))
    plot, points = make_score_plot(trend, names, (language,)), say_points(trend, names, language)
    chart.show_plot(plot, "Chart", say_scores(trend, names, language), readings, points)
    return chart


def spots_of(chart: TrendChart) -> dict[str, SpokenSpot]:
    return {spot.objectName(): spot for spot in chart.findChildren(SpokenSpot)}


def state_of(spot: SpokenSpot) -> tuple[bool, bool]:
    state = QAccessible.queryAccessibleInterface(spot).state()
    return bool(state.selectable), bool(state.selected)


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


# Each value by itself


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.EN, "22 Sep 2026 (session 1): Hair thinning 7"),
        (Language.JA, "2026年9月22日（治療1回目）：薄毛・びまん性脱毛 7"),
    ],
)
def test_each_value_is_a_part_of_its_own_with_day_name_and_score(
    theme: Theme, shown: Show, language: Language, said: str
) -> None:
    spoken.install_voices()
    made = fill(TrendChart(theme), language)
    shown(made, 764, 340)
    assert made.chart is not None
    spots = spots_of(made)
    assert len(spots) == len(made.chart.marks) == QAccessible.queryAccessibleInterface(made).childCount()
    assert spots["value.0.1"].accessibleName() == said
    assert all(spot.accessibleName() for spot in spots.values())
    for mark in made.chart.marks:
        centre = spots[f"value.{mark.line}.{mark.column}"].geometry().center()
        assert (QPointF(centre) - QPointF(mark.x, mark.y)).manhattanLength() <= 2


def test_a_value_is_reached_by_its_act_and_says_so(chart: TrendChart) -> None:
    spoken.install_voices()
    spots = spots_of(chart)
    assert state_of(spots["value.2.1"]) == (True, False)
    QAccessible.queryAccessibleInterface(spots["value.2.1"]).actionInterface().doAction(spoken.PRESS)
    assert chart.reading() == "22 Sep 2026 (session 1): Insomnia 3"
    assert [name for name, spot in spots.items() if state_of(spot) == (True, True)] == ["value.2.1"]


def test_up_and_down_go_through_the_values_of_a_visit_and_leave_gaps_out(chart: TrendChart) -> None:
    chart.reach(1)
    heard = []
    for _ in range(3):
        QTest.keyClick(chart, Qt.Key.Key_Down)
        heard.append(chart.reading())
    assert heard[:2] == ["22 Sep 2026 (session 1): Hair thinning 7", "22 Sep 2026 (session 1): Insomnia 3"]
    assert heard[2].endswith("Hair thinning 7, Rough skin not asked, Insomnia 3.")
    QTest.keyClick(chart, Qt.Key.Key_Up)
    assert chart.reading() == heard[1]


def test_along_one_line_the_arrows_go_from_visit_to_visit(chart: TrendChart) -> None:
    chart.reach(0)
    QTest.keyClick(chart, Qt.Key.Key_Down)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.reading() == "22 Sep 2026 (session 1): Hair thinning 7"
    before = chart.grab().toImage()
    chart.reach(1)
    assert chart.grab().toImage() != before  # only the one value was marked


def test_without_a_visit_reached_down_begins_at_the_last(chart: TrendChart) -> None:
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert chart.reading().startswith("17 Nov 2026")


def test_the_pointer_goes_through_to_the_chart_and_other_values_leave_no_part_behind(chart: TrendChart) -> None:
    chart.clearFocus()
    spot = spots_of(chart)["value.0.2"]
    QTest.mouseMove(chart, spot.geometry().center())
    assert chart.reading().startswith("20 Oct 2026 (session 2)")
    fill(chart, visits=(course_file().background.visits[0],))
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert chart.chart is not None
    assert len(chart.findChildren(SpokenSpot)) == len(chart.chart.marks)
