"""How large photographs are beside each other, and the scale that a marked length gives."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemsup_desktop.consultation.photographs.scale import derive_scale, measure_length_px
from stemsup_desktop.ui.photographs.viewpoint import (
    MOST_ZOOM,
    Pictured,
    Viewpoint,
    derive_sizes,
    find_bar_mm,
    is_same_scale,
)

VIEW = (600.0, 400.0)
SIDES = st.integers(1, 4096)
SCALES = st.floats(0.01, 1000)


@given(st.lists(st.tuples(SIDES, SIDES, SCALES), min_size=1, max_size=2))
def test_measured_pictures_show_a_mm_as_long_in_each_and_each_whole(told: list[tuple[int, int, float]]) -> None:
    pictures = [Pictured(*one) for one in told]
    sizes = derive_sizes(pictures, VIEW)
    for one, size in zip(pictures, sizes, strict=True):
        assert one.width * size <= VIEW[0] * 1.000001
        assert one.height * size <= VIEW[1] * 1.000001
    if is_same_scale(pictures):
        lengths = [size * (one.scale or 0) for one, size in zip(pictures, sizes, strict=True)]
        assert lengths[0] == pytest.approx(lengths[-1])


@given(SIDES, SIDES, SIDES, SIDES)
def test_pictures_of_which_one_is_not_measured_are_as_high_as_each_other(w: int, h: int, v: int, g: int) -> None:
    sizes = derive_sizes([Pictured(w, h, 4.0), Pictured(v, g)], VIEW)
    assert h * sizes[0] == pytest.approx(g * sizes[1])


def test_zooming_keeps_what_is_under_the_pointer() -> None:
    at = (120.0, -40.0)
    before = Viewpoint(2.0, 10.0, 5.0)
    after = before.zoomed(1.5, at)
    for place in (0, 1):
        old, new = ((before.across, before.down)[place], (after.across, after.down)[place])
        assert at[place] / before.zoom - old == pytest.approx(at[place] / after.zoom - new)


def test_the_viewpoint_stays_within_its_bounds() -> None:
    assert Viewpoint(1.2, 5, 5).zoomed(0.1) == Viewpoint()
    assert Viewpoint().zoomed(1000).zoom == MOST_ZOOM
    assert Viewpoint(2.0).moved(900, -900).bounded(VIEW, (300, 200)) == Viewpoint(2.0, 150, -100)


@pytest.mark.parametrize(("px_per_mm", "bar"), [(0.5, 100), (2, 50), (16, 10), (100, 1), (161, 0)])
def test_the_bar_is_the_longest_round_length_that_has_room(px_per_mm: float, bar: int) -> None:
    assert find_bar_mm(px_per_mm, 160) == bar


def test_a_scale_is_a_decimal_of_what_was_marked() -> None:
    one, other = (Decimal(0), Decimal(0)), (Decimal(30), Decimal(40))
    assert measure_length_px(one, other) == 50
    assert derive_scale(one, other, Decimal("10")) == "5.000"
    assert derive_scale(one, other, Decimal("3")) == "16.667"
    for length in (Decimal(0), Decimal(-1), Decimal("0.01"), Decimal(100_000)):
        assert derive_scale(one, other, length) == ""
    assert derive_scale(one, (Decimal(9), Decimal(0)), Decimal(1)) == ""
