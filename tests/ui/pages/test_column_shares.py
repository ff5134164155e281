"""Columns that share a width."""

from hypothesis import given
from hypothesis import strategies as st

from stemsup_desktop.ui.pages.lots.column_shares import share_out


def test_columns_share_what_the_firm_one_leaves() -> None:
    assert share_out(1_000, (2, 0, 3), (10, 100, 10)) == (360, 100, 540)


def test_a_column_is_no_narrower_than_its_least_while_there_is_room() -> None:
    assert share_out(300, (1, 0, 9), (80, 100, 40)) == (80, 100, 120)


def test_without_room_for_the_least_all_but_the_firm_one_are_narrower() -> None:
    assert share_out(200, (1, 0, 1), (100, 100, 100)) == (50, 100, 50)


@given(st.integers(0, 3_000), st.lists(st.tuples(st.integers(0, 9), st.integers(1, 300)), min_size=1, max_size=6))
def test_columns_never_take_more_than_the_width_and_the_firm_ones(room: int, columns: list[tuple[int, int]]) -> None:
    shares, least = tuple(share for share, _ in columns), tuple(width for _, width in columns)
    widths = share_out(room, shares, least)
    firm = sum(width for share, width in columns if not share)
    assert sum(widths) <= max(room, firm)
    assert all(width >= 0 for width in widths)
