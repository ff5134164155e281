"""Points on step 4: the map, the table and the undo of each act."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from plan_samples import DAY_OF_TREATMENT, read_example, with_parts
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from visit_samples import SteppedClock

from stemsup_desktop.consultation.plan_model import Plan, PlannedPoint, PlannedSite
from stemsup_desktop.consultation.record import Background, PastVisit
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.sites.drawings import read_drawings
from stemsup_desktop.consultation.treatment_model import SiteTreated
from stemsup_desktop.content import Content
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.components.answer_segments import ViewSwitch
from stemsup_desktop.ui.components.buttons import Button
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.plan.page import PlanPage
from stemsup_desktop.ui.pages.plan.site_row import SiteRow
from stemsup_desktop.ui.site_map.canvas import SiteCanvas

Show = Callable[[QWidget, int, int], QWidget]
WIDTH_OF_ROWS = 312
"""Of the sites in px, where all panes of the step stand side by side."""
ENTER, DELETE = Qt.Key.Key_Return, Qt.Key.Key_Delete


@pytest.fixture
def page(context: PageContext, content: Content, shown: Show, clock: SteppedClock) -> PlanPage:
    clock.now = DAY_OF_TREATMENT
    made = PlanPage(context, content, read_drawings(find_resources() / "sites" / "site-map.json"))
    shown(made, 1360, 772)
    open_plan(made, Plan())
    return made


def open_plan(page: PlanPage, plan: Plan, background: Background | None = None) -> None:
    file = with_parts(read_example("treated"), plan=plan)
    page.context.session.open_visit(
        file.patient, file.consultation, file.clinic, file.physician, background=background or Background()
    )


def sites_of(page: PlanPage) -> tuple[PlannedSite, ...]:
    return page.context.session.state.consultation.plan.sites


def find(page: PlanPage, kind: type, name: str) -> QWidget:
    found = page.findChild(kind, name)
    assert isinstance(found, kind)
    return found


def canvas_of(page: PlanPage, view_id: str = "scalp-top") -> SiteCanvas:
    found = find(page, SiteCanvas, f"site-map-{view_id}")
    assert isinstance(found, SiteCanvas)
    return found


def text_of(page: PlanPage, name: str) -> str:
    found = find(page, Label, name)
    assert isinstance(found, Label)
    return found.text()


def enter(page: PlanPage, name: str, text: str) -> None:
    found = find(page, TextField, name)
    assert isinstance(found, TextField)
    found.setText(text)


def set_points(page: PlanPage, site_id: str, count: int) -> SiteCanvas:
    """Choose a zone of the scalp and set points in it by key."""
    canvas = canvas_of(page)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.centre_of(site_id).toPoint())
    for _ in range(count):
        QTest.keyClick(canvas, ENTER)
    return canvas


def test_a_point_has_no_volume_until_one_is_entered_for_the_zone(page: PlanPage) -> None:
    set_points(page, "front-c", 2)
    site = sites_of(page)[0]
    assert [point.volume_ml for point in site.points] == [None, None]
    assert {point.drawing for point in site.points} == {"scalp-top/2"}
    enter(page, "each_ml:front-c", "0.050")
    QTest.keyClick(canvas_of(page), ENTER)
    assert [str(point.volume_ml) for point in sites_of(page)[0].points] == ["0.050"] * 3
    assert text_of(page, "volume_total") == "0.150"
    assert text_of(page, "points_total") == "3"


def test_the_sums_stand_under_their_columns(page: PlanPage) -> None:
    set_points(page, "front-c", 2)
    enter(page, "each_ml:front-c", "0.05")
    cells = find(page, SiteRow, "site:front-c").findChildren(Label)
    for told, name in (("2", "points_total"), ("0.10", "volume_total")):
        cell, total = next(one for one in cells if one.text() == told), find(page, Label, name)
        ends = {one.mapTo(page, one.rect().topRight()).x() for one in (cell, total)}
        assert len(ends) == 1, name


def test_no_row_of_a_zone_grows_as_it_becomes_the_current_one(page: PlanPage, content: Content) -> None:
    """The name of the current zone is bold; a line more of it would move all that stands below."""
    drawn = [site.site_id for site in content.reference.sites if site.views]
    open_plan(page, Plan(sites=tuple(PlannedSite(site_id) for site_id in drawn)))
    rows = [find(page, SiteRow, f"site:{site_id}") for site_id in drawn]
    QTest.qWait(0)
    assert rows[0].width() == WIDTH_OF_ROWS
    before = [row.height() for row in rows]
    for row, height in zip(rows, before, strict=True):
        row.setFocus()
        QTest.qWait(0)
        assert row.height() == height, row.accessibleName()


def test_a_zone_and_its_points_are_set_with_no_pointer_at_all(page: PlanPage, qtbot: QtBot) -> None:
    page.setFocus()
    qtbot.keyClick(page, "]")
    canvas = page.focusWidget()
    assert isinstance(canvas, SiteCanvas)
    qtbot.keyClick(canvas, ENTER)
    qtbot.keyClick(canvas, ENTER)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    (site,) = sites_of(page)
    assert site.site_id == canvas.zone_ids[0]
    assert len(site.points) == 2
    assert "point 2 of 2" in canvas.accessibleName()
    qtbot.keyClick(canvas, DELETE)
    qtbot.keyClick(canvas, DELETE)
    assert sites_of(page) == (PlannedSite(site.site_id),)
    qtbot.keyClick(canvas, DELETE)
    assert sites_of(page) == ()


def test_each_act_on_points_is_undone_by_itself_and_the_button_says_which(page: PlanPage) -> None:
    states = [sites_of(page)]
    canvas = set_points(page, "vertex", 0)
    states.append(sites_of(page))
    for act in (ENTER, ENTER, Qt.Key.Key_Up, DELETE):
        QTest.keyClick(canvas, act)
        states.append(sites_of(page))
    undo = find(page, Button, "undo")
    assert undo.isVisible()
    assert undo.accessibleName() == "Undo point in A"
    for before in reversed(states[:-1]):
        page.context.session.undo()
        assert sites_of(page) == before
    assert not undo.isVisible()


def test_moves_by_arrow_in_a_row_are_one_step(page: PlanPage) -> None:
    canvas = set_points(page, "vertex", 1)
    before = sites_of(page)
    for _ in range(5):
        QTest.keyClick(canvas, Qt.Key.Key_Left)
    moved, start = sites_of(page)[0].points[0], before[0].points[0]
    assert (moved.x, moved.y) == (start.x - 5, start.y)
    page.context.session.undo()
    assert sites_of(page) == before


def test_a_drag_changes_the_plan_once_and_a_hover_never(page: PlanPage) -> None:
    canvas = set_points(page, "vertex", 1)
    heard: list[object] = []
    page.context.session.state_changed.connect(heard.append)
    mark = canvas.view.zones[0].points[0]
    at = canvas.position_of(mark.x, mark.y).toPoint()
    for by in range(30):
        QTest.mouseMove(canvas, at + QPoint(by, 30))
    assert heard == []
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at)
    for by in range(12):
        QTest.mouseMove(canvas, at + QPoint(by, by // 2))
    assert heard == []
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at + QPoint(11, 5))
    assert len(heard) == 1


def test_single_points_are_entered_in_the_table_and_the_zone_says_that_they_differ(page: PlanPage) -> None:
    set_points(page, "front-c", 3)
    enter(page, "each_ml:front-c", "0.05")
    enter(page, "points.depth_mm", "1.5")
    enter(page, "points.needle", "30G 4 mm")
    find(page, Button, "single_points").click()
    enter(page, "point.volume_ml:1", "0.10")
    points = sites_of(page)[0].points
    assert [str(point.volume_ml) for point in points] == ["0.05", "0.10", "0.05"]
    assert {(str(point.depth_mm), point.needle) for point in points} == {("1.5", "30G 4 mm")}
    each = find(page, TextField, "each_ml:front-c")
    assert isinstance(each, TextField)
    assert (each.text(), each.line_edit.placeholderText()) == ("", "varies")
    assert text_of(page, "volume_total") == "0.20"
    find(page, Button, "remove_point:0").click()
    assert len(sites_of(page)[0].points) == 2


def test_the_row_of_a_zone_and_its_place_on_the_map_are_current_together(page: PlanPage) -> None:
    set_points(page, "vertex", 1)
    set_points(page, "front-c", 1)
    row = find(page, SiteRow, "site:vertex")
    row.setFocus()
    assert canvas_of(page).view.current == "vertex"
    number = find(page, TextField, "each_ml:front-c")
    assert isinstance(number, TextField)
    number.line_edit.setFocus()
    assert canvas_of(page).view.current == "front-c"


def test_points_of_the_last_visit_are_hollow_and_explained(page: PlanPage) -> None:
    last = SitePoint("scalp-top/2", Decimal(160), Decimal(120), Decimal("0.05"))
    older = SitePoint("scalp-top/1", Decimal(150), Decimal(110))
    visit = PastVisit("c0", 1, date(2026, 8, 1), sites=(SiteTreated("vertex", marked=(last, older)),))
    open_plan(page, Plan(), Background(visits=(visit,)))
    assert [(ghost.x, ghost.y) for ghost in canvas_of(page).view.ghosts] == [(160, 120)]
    assert canvas_of(page).say_what_is_at(canvas_of(page).position_of(160, 120)) == "Last visit, point 1, 0.05\u00a0mL"
    said = [label.text() for label in page.findChildren(Label) if label.isVisible()]
    assert "Last visit" in said
    assert "1 earlier point was set on an older drawing and is not shown." in said


def test_a_view_from_the_side_is_switched_to_and_the_brackets_find_its_zones(page: PlanPage) -> None:
    switch = find(page, ViewSwitch, "map_views")
    assert isinstance(switch, ViewSwitch)
    switch.choose("head-right")
    side = canvas_of(page, "head-right")
    assert side.isVisible()
    assert not canvas_of(page).isVisible()
    QTest.mouseClick(side, Qt.MouseButton.LeftButton, pos=side.centre_of("temporal-r").toPoint())
    QTest.mouseClick(side, Qt.MouseButton.LeftButton, pos=side.centre_of("temporal-r").toPoint())
    assert [(site.site_id, site.points[0].drawing) for site in sites_of(page)] == [("temporal-r", "head-right/1")]
    page._map.select("front-c")
    assert canvas_of(page).isVisible()


def test_where_the_gate_takes_the_room_every_pane_is_a_tab(page: PlanPage) -> None:
    page.resize(630, 640)
    tabs = find(page, ViewSwitch, "plan_views")
    assert isinstance(tabs, ViewSwitch)
    lot = find(page, TextField, "product.lot_number")
    assert tabs.isVisible()
    assert canvas_of(page).isVisible()
    assert not lot.isVisible()
    page.jump_to("product.lot_number")
    assert lot.isVisible()
    assert not canvas_of(page).isVisible()
    page.resize(1360, 772)
    assert lot.isVisible()
    assert canvas_of(page).isVisible()


def test_a_site_keeps_its_points_when_it_is_described(page: PlanPage) -> None:
    point = PlannedPoint("scalp-top/2", Decimal(160), Decimal(120))
    open_plan(page, Plan(sites=(PlannedSite("other", "scar", (point,)),)))
    enter(page, "site_other", "behind the ear")
    assert sites_of(page) == (PlannedSite("other", "behind the ear", (point,)),)
