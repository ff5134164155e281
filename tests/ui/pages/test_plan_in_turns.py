"""Step 4 in the window, where a change comes in several turns: what is seen in each, and what is there in the end."""

from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest
from plan_samples import DAY_OF_TREATMENT, read_example, with_parts
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from visit_samples import SteppedClock

from stemsup_desktop.consultation.plan_model import Plan, PlannedSite
from stemsup_desktop.consultation.sites.drawings import read_drawings
from stemsup_desktop.content import Content
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.plan.page import PlanPage
from stemsup_desktop.ui.pages.plan.site_row import SiteRow
from stemsup_desktop.ui.site_map.map_board import MapBoard
from stemsup_desktop.ui.site_map.points_detail import PointsDetail
from stemsup_desktop.ui.turns import run_in_turns

Show = Callable[[QWidget, int, int], QWidget]


@pytest.fixture
def page(context: PageContext, content: Content, shown: Show, clock: SteppedClock) -> PlanPage:
    """Return the page as the window has it, with an empty plan."""
    clock.now = DAY_OF_TREATMENT
    drawings = read_drawings(find_resources() / "sites" / "site-map.json")
    made = PlanPage(replace(context, is_ahead=True), content, drawings)
    made.finish_making()
    file = with_parts(read_example("treated"), plan=Plan())
    made.context.session.open_visit(file.patient, file.consultation, file.clinic, file.physician)
    for _ in made.warm_up():
        pass
    shown(made, 1360, 772)
    return made


def choose(page: PlanPage, *site_ids: str) -> None:
    """Have exactly these sites in the plan."""
    session = page.context.session
    plan = msgspec.structs.replace(
        session.state.consultation.plan, sites=tuple(PlannedSite(site_id) for site_id in site_ids)
    )
    session.change("sites", msgspec.structs.replace(session.state.consultation, plan=plan))


def rows_of(page: PlanPage) -> list[str]:
    """Return the sites whose rows are seen, from top to bottom."""
    rows = [row for row in page.findChildren(SiteRow) if row.isVisible()]
    return [row.site_id for row in sorted(rows, key=lambda row: row.y())]


def test_the_numbers_follow_the_map_by_themselves(page: PlanPage, qtbot: QtBot) -> None:
    choose(page, "front-c", "vertex")
    board = page.findChild(MapBoard)
    assert {zone.zone_id for canvas in board.canvases for zone in canvas.view.zones} == {"front-c", "vertex"}
    assert rows_of(page) == []
    qtbot.waitUntil(lambda: rows_of(page) == ["front-c", "vertex"])
    choose(page, "vertex")
    qtbot.waitUntil(lambda: rows_of(page) == ["vertex"])


def test_what_follows_is_the_plan_as_it_is_by_then(page: PlanPage, qtbot: QtBot) -> None:
    choose(page, "front-c", "vertex")
    page.context.session.undo()
    choose(page, "nose")
    qtbot.waitUntil(lambda: rows_of(page) == ["nose"])


def test_a_site_that_is_selected_before_its_row_is_there_is_the_current_one(page: PlanPage, qtbot: QtBot) -> None:
    choose(page, "front-c")
    qtbot.waitUntil(lambda: rows_of(page) == ["front-c"])
    page._desk.select("front-c", None)
    detail = page.findChild(PointsDetail)
    assert detail.isVisible()
    choose(page, "front-c", "vertex")
    page._desk.select("vertex", None)
    assert detail.isVisible()  # under the row before, until the new one is there: nothing jumps
    qtbot.waitUntil(lambda: rows_of(page) == ["front-c", "vertex"])
    row = page.findChild(SiteRow, "site:vertex")
    assert detail.isVisible()
    assert detail.y() >= row.y() + row.height()


def test_where_somebody_is_at_the_numbers_they_change_at_once(page: PlanPage, qtbot: QtBot) -> None:
    choose(page, "front-c", "vertex")
    qtbot.waitUntil(lambda: rows_of(page) == ["front-c", "vertex"])
    page.findChild(SiteRow, "site:front-c").setFocus()
    choose(page, "vertex")
    assert rows_of(page) == ["vertex"]
    assert page.focusWidget() is page.findChild(SiteRow, "site:vertex")


def test_a_jump_finds_what_has_not_followed_yet(page: PlanPage) -> None:
    choose(page, "other")
    page.jump_to("site:other")
    assert page.focusWidget() is page.findChild(SiteRow, "site:other")


def test_a_visit_that_is_closed_before_the_numbers_follow_leaves_them(page: PlanPage, qtbot: QtBot) -> None:
    choose(page, "front-c")
    page.context.session.close_visit()
    turns: list[bool] = []
    run_in_turns(page, *(lambda: turns.append(page.isVisible()) for _ in range(4)))
    qtbot.waitUntil(lambda: turns == [True] * 4)
    assert rows_of(page) == []


def find_spare(page: PlanPage) -> list[SiteRow]:
    return [row for row in page.findChildren(SiteRow) if not row.site_id]


def test_a_row_made_ahead_is_seen_only_as_the_row_of_a_site(page: PlanPage, qtbot: QtBot) -> None:
    spare = find_spare(page)
    assert spare
    assert not any(row.isVisible() for row in spare)
    assert all(not row.objectName() for row in spare)
    choose(page, "glabella", "vertex")
    qtbot.waitUntil(lambda: rows_of(page) == ["glabella", "vertex"])
    taken = [page.findChild(SiteRow, f"site:{site_id}") for site_id in ("glabella", "vertex")]
    assert all(row in spare for row in taken)
    assert all(page.findChild(TextField, f"each_ml:{site_id}") is not None for site_id in ("glabella", "vertex"))
    words = page.words("plan.caution_site")
    has_caution = [
        any(label.isVisible() and label.text() == words for label in row.findChildren(Label)) for row in taken
    ]
    assert has_caution == [True, False]


def test_rows_are_made_ahead_again_when_some_were_taken(page: PlanPage, qtbot: QtBot) -> None:
    before = len(find_spare(page))
    choose(page, "front-c", "vertex")
    qtbot.waitUntil(lambda: rows_of(page) == ["front-c", "vertex"])
    assert len(find_spare(page)) == before - 2
    for _ in page.warm_up():
        pass
    assert len(find_spare(page)) == before
    assert rows_of(page) == ["front-c", "vertex"]
