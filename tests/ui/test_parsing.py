"""What a person may type for a number or a day."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemsup_desktop.ui.parsing import parse_date, parse_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("36.5", "36.5"),
        ("36,5", "36.5"),
        ("３６．５", "36.5"),
        (" 0.05 ", "0.05"),
        ("-1", "-1"),
        ("−1", "-1"),
        (".5", "0.5"),
    ],
)
def test_numbers(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "abc", "1e5", "NaN", "Infinity", "1 2", "1.2.3", "١٢", "1,2,3", "9" * 40])
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


def test_a_comma_groups_thousands_only_in_a_whole_number() -> None:
    assert parse_number("66,000", is_whole=True) == 66000
    assert parse_number("66,000") == Decimal("66.000")


@pytest.mark.parametrize(
    "text",
    ["2026-09-08", "20260908", "8 Sep 2026", "8 september 2026", "2026年9月8日", "２０２６年９月８日", "2026/9/8"],
)
def test_ways_to_write_a_day(text: str) -> None:
    assert parse_date(text) == date(2026, 9, 8)


@pytest.mark.parametrize("text", ["", "2026-13-01", "2026-02-30", "8 Ju 2026", "8.9.2026", "08/09/2026", "today"])
def test_what_is_no_day(text: str) -> None:
    assert parse_date(text) is None


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_without_failing(text: str) -> None:
    number, day = parse_number(text), parse_date(text)
    assert number is None or number.is_finite()
    assert day is None or isinstance(day, date)


@given(st.dates())
def test_every_day_can_be_typed(day: date) -> None:
    assert parse_date(f"{day.year:04}-{day.month:02}-{day.day:02}") == day
