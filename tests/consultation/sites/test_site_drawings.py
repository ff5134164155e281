"""The drawings of the site map, and what lies where on them."""

import json
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest

from stemsup_desktop.consultation.sites.drawings import (
    Drawing,
    Zone,
    contains,
    find_drawing,
    find_zone,
    get_zone,
    name_drawing,
    read_drawings,
)
from stemsup_desktop.consultation.sites.paths import Polygon, flatten, is_inside, read_steps
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.reference.reader import read_reference
from stemsup_desktop.resources import find_resources

SHIPPED = read_drawings(find_resources() / "sites" / "site-map.json")


def shipped(view_id: str) -> Drawing:
    return next(drawing for drawing in SHIPPED if drawing.view_id == view_id)


def test_a_drawing_is_named_with_its_version_and_found_by_that_name() -> None:
    face = shipped("face-front")
    assert name_drawing(face) == "face-front/2"
    assert find_drawing(SHIPPED, "face-front/2") is face
    assert find_drawing(SHIPPED, "face-front/1") is None


@pytest.mark.parametrize("path", ["M 1", "M 1 2 L 3", "Z 1", "1 2 M 3 4", "M 1 2 Q 3 4 5 6", "M 1 2; L 3 4"])
def test_a_broken_path_is_named(path: str) -> None:
    with pytest.raises(InputProblem, match=r"site-map\.json"):
        read_steps(path, "site-map.json")


@pytest.mark.parametrize("version", ["0", '"2"', "null"])
def test_a_broken_file_is_named(tmp_path: Path, version: str) -> None:
    broken = tmp_path / "site-map.json"
    broken.write_text(f'{{"face": {{"version": {version}, "viewBox": [0, 0, 1, 1]}}}}')
    with pytest.raises(InputProblem, match=r"site-map\.json"):
        read_drawings(broken)


@pytest.mark.parametrize("path", ["", "M 1 2 L 3 4 L 5 6", "L 1 2 Z"])
def test_a_zone_that_is_not_closed_is_named(tmp_path: Path, path: str) -> None:
    views = json.loads((find_resources() / "sites" / "site-map.json").read_text(encoding="utf-8"))
    views["face-front"]["zones"][0]["path"] = path
    broken = tmp_path / "site-map.json"
    broken.write_text(json.dumps(views))
    with pytest.raises(InputProblem, match=r"site-map\.json: the zone forehead-r"):
        read_drawings(broken)


def test_a_place_belongs_to_the_zone_it_lies_in() -> None:
    face = shipped("face-front")
    nose = find_zone(face, Decimal(160), Decimal("200.5"))
    assert nose is get_zone(face, "nose")
    assert nose.is_caution
    assert find_zone(face, 160, 60) is None
    assert contains(face, 160, 60)


def test_the_neck_below_the_outline_is_on_the_drawing_and_the_paper_beside_it_is_not() -> None:
    face = shipped("face-front")
    assert contains(face, Decimal(160), Decimal(340))
    assert not contains(face, Decimal(40), Decimal(300))
    assert not contains(face, 160, 1_000)


def test_a_zone_that_a_view_does_not_show_is_not_in_it() -> None:
    with pytest.raises(KeyError):
        get_zone(shipped("face-front"), "vertex")


def test_of_two_shapes_that_touch_one_has_the_edge() -> None:
    left, right = (read_steps(path, "x") for path in ("M 0 0 L 1 0 L 1 1 L 0 1 Z", "M 1 0 L 2 0 L 2 1 L 1 1 Z"))
    assert [is_inside(shape, 1.0, 0.5) for shape in (left, right)] == [False, True]


def test_a_curve_is_flattened_to_within_a_twentieth_of_a_unit() -> None:
    quarter = 0.5522847498
    circle = read_steps(f"M 100 0 C 100 {100 * quarter} {100 * quarter} 100 0 100 L 0 0 Z", "x")
    radii = [(x * x + y * y) ** 0.5 for x, y in flatten(circle)[0][:-1]]
    assert all(abs(radius - 100) < 0.05 for radius in radii)
    assert is_inside(circle, 70.6, 70.6)
    assert not is_inside(circle, 70.8, 70.8)


# The shipped drawings

TIPS_THAT_TOUCH = ({"perioral-u", "nasolabial-r"}, {"perioral-u", "nasolabial-l"})
"""The first drawing lets these share a fifth of a square unit; its coordinates stay, the zone named first has it."""

SITES = read_reference(find_resources() / "reference").sites


def test_every_site_of_the_list_is_drawn_in_at_least_one_view_but_the_free_one() -> None:
    assert [site.site_id for site in SITES if not site.views] == ["other"]
    assert {drawing.view_id for drawing in SHIPPED} == {view for site in SITES for view in site.views}


@pytest.mark.parametrize("drawing", SHIPPED, ids=lambda one: one.view_id)
def test_each_zone_lies_inside_its_outline_and_only_the_neck_below_the_face(drawing: Drawing) -> None:
    left, top, width, height = drawing.view_box
    for zone in drawing.zones:
        corners = corners_of(zone)
        assert all(left < x < left + width and top < y < top + height for x, y in corners)
        inside = {any(is_inside(steps, x, y) for steps in drawing.outline) for x, y in corners}
        assert inside == {zone.zone_id != "neck"}, zone.zone_id


@pytest.mark.parametrize("drawing", SHIPPED, ids=lambda one: one.view_id)
def test_no_zone_of_a_view_overlaps_another(drawing: Drawing) -> None:
    for one, other in combinations(drawing.zones, 2):
        if not may_touch(corners_of(one), corners_of(other)) or {one.zone_id, other.zone_id} in TIPS_THAT_TOUCH:
            continue
        assert not any(is_inside(other.steps, *corner) for corner in corners_of(one)), (one.zone_id, other.zone_id)
        assert not any(is_inside(one.steps, *corner) for corner in corners_of(other)), (one.zone_id, other.zone_id)
        assert not any(do_cross(*this, *that) for this in edges_of(one) for that in edges_of(other)), (
            one.zone_id,
            other.zone_id,
        )


def test_the_left_side_is_the_right_side_in_the_mirror_and_each_is_named_for_its_side() -> None:
    right, left = shipped("head-right"), shipped("head-left")
    assert (right.edges, left.edges) == (("back", "front"), ("front", "back"))
    assert (right.name.en, left.name.ja) == ("Head, right side", "頭部（左側面）")
    for one, other in zip(right.zones, left.zones, strict=True):
        assert [(round(320 - x, 1), y) for x, y in ends_of(one)] == ends_of(other)
        assert other.zone_id == (f"{one.zone_id[:-2]}-l" if one.zone_id.endswith("-r") else one.zone_id)


@pytest.mark.parametrize("drawing", SHIPPED, ids=lambda one: one.view_id)
def test_a_zone_of_one_side_lies_at_that_edge_of_the_paper(drawing: Drawing) -> None:
    middle = drawing.view_box[0] + drawing.view_box[2] / 2
    for zone in drawing.zones:
        side = next(site.side for site in SITES if site.site_id == zone.zone_id)
        if side in drawing.edges:
            is_left = all(x < middle for x, _ in corners_of(zone))
            assert is_left is (drawing.edges.index(side) == 0), zone.zone_id
        elif side in ("right", "left"):
            assert drawing.view_id == f"head-{side}", zone.zone_id


def corners_of(zone: Zone) -> Polygon:
    return flatten(zone.steps)[0]


def ends_of(zone: Zone) -> list[tuple[float, float]]:
    return [(numbers[-2], numbers[-1]) for letter, numbers in zone.steps if letter != "Z"]


def edges_of(zone: Zone) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    corners = corners_of(zone)
    return list(zip(corners, (*corners[1:], corners[0]), strict=True))


def may_touch(one: Polygon, other: Polygon) -> bool:
    return all(
        min(place[axis] for place in one) <= max(place[axis] for place in other)
        and min(place[axis] for place in other) <= max(place[axis] for place in one)
        for axis in (0, 1)
    )


def do_cross(*ends: tuple[float, float]) -> bool:
    def turn(a: int, b: int, c: int) -> bool:
        (ax, ay), (bx, by), (cx, cy) = ends[a], ends[b], ends[c]
        return (bx - ax) * (cy - ay) > (by - ay) * (cx - ax)

    return turn(0, 1, 2) != turn(0, 1, 3) and turn(2, 3, 0) != turn(2, 3, 1)
