"""Points of plan and treatment are set, moved and removed inside the zones of their own sites, and add up exactly."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemsup_desktop.consultation.course import sum_site_ml
from stemsup_desktop.consultation.plan_model import Plan, PlannedPoint, PlannedSite
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.sites.drawings import contains, find_drawing, find_zone, name_drawing, read_drawings
from stemsup_desktop.consultation.sites.site_points import (
    find_site_of,
    make_point,
    with_marked_point,
    with_marked_point_changed,
    with_planned_point,
    with_planned_point_changed,
    with_planned_points_taken,
    without_marked_point,
    without_planned_point,
)
from stemsup_desktop.consultation.sites.sums import sum_points_ml
from stemsup_desktop.consultation.treatment_model import SiteTreated, Treatment
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.resources import find_resources

DRAWINGS = read_drawings(find_resources() / "sites" / "site-map.json")
INSIDE = {"nose": ("160", "200"), "chin": ("160", "305"), "cheek-r": ("105", "220")}


def at(site_id: str, volume: str = "0.05", **fields: object) -> PlannedPoint:
    x, y = INSIDE[site_id]
    return msgspec.structs.replace(PlannedPoint("face-front/2", Decimal(x), Decimal(y), Decimal(volume)), **fields)


def given_at(site_id: str, volume: str = "0.05") -> SitePoint:
    x, y = INSIDE[site_id]
    return SitePoint("face-front/2", Decimal(x), Decimal(y), Decimal(volume))


def test_a_point_is_added_moved_and_removed_and_its_site_stays_planned() -> None:
    plan = with_planned_point(Plan(), DRAWINGS, "nose", at("nose"))
    plan = with_planned_point(plan, DRAWINGS, "nose", at("nose", "0.10"))
    assert plan.sites == (PlannedSite("nose", points=(at("nose"), at("nose", "0.10"))),)
    moved = at("nose", y=Decimal(210), needle="33G")
    plan = with_planned_point_changed(plan, DRAWINGS, "nose", 0, moved)
    assert plan.sites[0].points == (moved, at("nose", "0.10"))
    plan = without_planned_point(without_planned_point(plan, "nose", 1), "nose", 0)
    assert plan == Plan(sites=(PlannedSite("nose"),))


def test_points_of_a_treatment_are_added_moved_and_removed_likewise() -> None:
    done = with_marked_point(Treatment(), DRAWINGS, "nose", given_at("nose"))
    done = with_marked_point_changed(done, DRAWINGS, "nose", 0, given_at("nose", "0.02"))
    assert done.sites == (SiteTreated("nose", marked=(given_at("nose", "0.02"),)),)
    assert without_marked_point(done, "nose", 0).sites == (SiteTreated("nose"),)


@pytest.mark.parametrize(
    ("site_id", "fields", "code"),
    [
        ("nose", {"drawing": "face-front/9"}, "drawing-unknown"),
        ("nose", {"x": Decimal(30), "y": Decimal(40)}, "point-outside"),
        ("nose", {"x": Decimal(160), "y": Decimal(60)}, "point-outside"),
        ("chin", {}, "point-elsewhere"),
    ],
)
def test_a_point_outside_its_zone_is_refused_with_a_sentence(
    site_id: str, fields: dict[str, object], code: str
) -> None:
    point = at("nose", **fields)
    with pytest.raises(InputProblem) as caught:
        with_planned_point(Plan(), DRAWINGS, site_id, point)
    assert caught.value.code == code
    plan = Plan(sites=(PlannedSite(site_id, points=(at("chin" if site_id == "chin" else "nose"),)),))
    with pytest.raises(InputProblem):
        with_planned_point_changed(plan, DRAWINGS, site_id, 0, point)


def test_a_site_that_was_counted_as_a_whole_takes_no_points_until_that_is_cleared() -> None:
    counted = Treatment(sites=(SiteTreated("nose", points=4),))
    with pytest.raises(InputProblem) as caught:
        with_marked_point(counted, DRAWINGS, "nose", given_at("nose"))
    assert caught.value.code == "site-counted"


@pytest.mark.parametrize("position", [-1, 1])
def test_a_point_that_is_not_there_is_not_changed(position: int) -> None:
    plan = with_planned_point(Plan(), DRAWINGS, "nose", at("nose"))
    with pytest.raises(IndexError):
        without_planned_point(plan, "nose", position)
    with pytest.raises(IndexError):
        with_planned_point_changed(plan, DRAWINGS, "nose", position, at("nose"))
    with pytest.raises(IndexError):
        without_planned_point(plan, "chin", 0)


def test_planned_points_are_taken_by_an_act_and_overwrite_nothing() -> None:
    plan = Plan(
        sites=(
            PlannedSite("nose", points=(at("nose", depth_mm=Decimal("1.5"), needle="33G"),)),
            PlannedSite("chin", points=(at("chin"),)),
            PlannedSite("cheek-r", points=(at("cheek-r"),)),
            PlannedSite("vertex"),
            PlannedSite("other", other="left wrist"),
        )
    )
    own = SiteTreated("chin", marked=(given_at("chin", "0.2"),))
    before = Treatment(sites=(own, SiteTreated("cheek-r", note="tender")), operator="Nurse A")
    taken = with_planned_points_taken(before, plan)
    assert taken.operator == "Nurse A"
    assert taken.sites == (
        own,
        SiteTreated("cheek-r", note="tender", marked=(given_at("cheek-r"),)),
        SiteTreated("nose", marked=(SitePoint(*INSIDE_NOSE, Decimal("0.05"), Decimal("1.5"), "33G"),)),
        SiteTreated("vertex"),
        SiteTreated("other", other="left wrist"),
    )
    assert with_planned_points_taken(taken, plan) == taken
    assert [site.site_id for site in with_planned_points_taken(Treatment(), plan, ("chin",)).sites] == ["chin"]


INSIDE_NOSE = ("face-front/2", Decimal(160), Decimal(200))


@pytest.mark.parametrize("site", [SiteTreated("nose", points=3), SiteTreated("nose", volume_ml=Decimal("0.1"))])
def test_a_site_that_was_counted_keeps_its_count_when_points_are_taken(site: SiteTreated) -> None:
    plan = Plan(sites=(PlannedSite("nose", points=(at("nose"),)),))
    assert with_planned_points_taken(Treatment(sites=(site,)), plan).sites == (site,)


def test_a_site_that_stands_twice_gets_no_points_twice() -> None:
    plan = Plan(sites=(PlannedSite("nose", points=(at("nose"),)),))
    twice = (SiteTreated("nose"), SiteTreated("nose", note="again"))
    assert with_planned_points_taken(Treatment(sites=twice), plan).sites == twice


def test_points_add_up_only_while_each_has_a_volume() -> None:
    assert str(sum_points_ml((at("nose", "0.10"), at("nose", "0.05"), at("nose", "0.15")))) == "0.30"
    assert sum_points_ml((at("nose"), PlannedPoint(*INSIDE_NOSE))) is None
    assert sum_points_ml(()) is None


NAMES = tuple(name_drawing(drawing) for drawing in DRAWINGS)
SITE_IDS = tuple(dict.fromkeys(zone.zone_id for drawing in DRAWINGS for zone in drawing.zones))
PLACES = st.decimals(-20, 420, places=2)
VOLUMES = st.integers(0, 2_000).map(lambda thousandths: Decimal(thousandths).scaleb(-3))
POINTS = st.builds(PlannedPoint, st.sampled_from(NAMES), PLACES, PLACES, VOLUMES)


@given(st.lists(st.tuples(st.sampled_from(SITE_IDS), POINTS), max_size=40))
def test_no_point_ever_lies_outside_the_zone_of_its_site_and_the_sum_has_no_dust(
    tries: list[tuple[str, PlannedPoint]],
) -> None:
    plan, accepted = Plan(), Decimal(0)
    for offered, point in tries:
        own = find_site_of(DRAWINGS, point) or offered
        for site_id in dict.fromkeys((offered, own)):
            try:
                plan = with_planned_point(plan, DRAWINGS, site_id, point)
            except InputProblem:
                continue
            accepted += point.volume_ml or 0
    treatment = with_planned_points_taken(Treatment(), plan)
    for site in treatment.sites:
        for placed in site.marked:
            drawing = find_drawing(DRAWINGS, placed.drawing)
            assert drawing is not None
            assert contains(drawing, placed.x, placed.y)
            zone = find_zone(drawing, placed.x, placed.y)
            assert zone is not None
            assert zone.zone_id == site.site_id
    totals = [sum_site_ml(site) for site in treatment.sites]
    assert sum((total for total in totals if total is not None), Decimal(0)) == accepted
    assert all(total is None or total.as_tuple().exponent >= -3 for total in totals)  # type: ignore[operator]


@given(st.sampled_from(SITE_IDS), st.data())
def test_what_is_set_inside_a_zone_is_kept_as_it_was_set(site_id: str, data: st.DataObject) -> None:
    views = [drawing for drawing in DRAWINGS if any(zone.zone_id == site_id for zone in drawing.zones)]
    drawing = data.draw(st.sampled_from(views))
    zone = next(zone for zone in drawing.zones if zone.zone_id == site_id)
    (_, (x, y)) = zone.steps[0]
    tenth = st.integers(-300, 300).map(lambda by: Decimal(by).scaleb(-1))
    point = SitePoint(name_drawing(drawing), Decimal(str(x)) + data.draw(tenth), Decimal(str(y)) + data.draw(tenth))
    if find_site_of(DRAWINGS, point) == site_id:
        assert make_point(DRAWINGS, site_id, point) == point
        assert str(make_point(DRAWINGS, site_id, point).x) == str(point.x)


def test_the_site_of_a_point_is_asked_of_its_own_drawing() -> None:
    assert find_site_of(DRAWINGS, at("nose")) == "nose"
    assert find_site_of(DRAWINGS, at("nose", x=Decimal(160), y=Decimal(60))) is None
    assert find_site_of(DRAWINGS, at("nose", drawing="face-front/1")) is None
