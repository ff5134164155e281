"""Eras: every day from 1868 to 2100 is written and read back, and the days of a change are where they were."""

import unicodedata
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hostile_strings import HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from stemsup_desktop.consultation.eras import (
    ERAS,
    find_era,
    format_era_date,
    format_era_year,
    format_legal_date,
    parse_era_date,
    parse_era_year,
)
from stemsup_desktop.language import Language

FIRST, LAST = date(1868, 1, 25), date(2100, 12, 31)
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def every_day() -> list[date]:
    return [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]


def test_every_day_since_the_eras_began_is_written_and_read_back() -> None:
    wrong = [day for day in every_day() if parse_era_date(format_era_date(day)) != day]
    assert wrong == []


def test_every_day_is_read_in_short_and_wide_letters_too() -> None:
    for day in every_day()[::7]:
        era = find_era(day)
        assert era is not None
        short = f"{era.letter.upper()}{era.year_of(day)}.{day.month}.{day.day}"
        assert parse_era_date(short) == day
        assert parse_era_date(short.translate(WIDE)) == day
        assert parse_era_date(f"{era.name[0]}{era.year_of(day)}/{day.month:02}/{day.day:02}") == day


def test_no_two_eras_leave_a_day_out() -> None:
    for later, earlier in pairwise(ERAS):
        assert earlier.last_day is not None
        assert later.first_day - earlier.last_day in (timedelta(), timedelta(days=1))


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 11, 26), "令和8年11月26日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1980, 1, 7), "昭和55年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1868, 1, 25), "明治元年1月25日"),
        (date(1868, 1, 24), "1868年1月24日"),
    ],
)
def test_the_days_round_a_change(day: date, written: str) -> None:
    assert format_era_date(day) == written


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("R8.11.26", date(2026, 11, 26)),
        ("r 8-11-26", date(2026, 11, 26)),
        ("Ｒ８．１１．２６", date(2026, 11, 26)),
        ("令和８年１１月２６日", date(2026, 11, 26)),
        ("㋿8年11月26日", date(2026, 11, 26)),
        ("令8.11.26", date(2026, 11, 26)),
        ("昭和55/1/7", date(1980, 1, 7)),
        ("S55.1.7", date(1980, 1, 7)),
        ("㍼64.1.7", date(1989, 1, 7)),
        ("平成1年1月8日", date(1989, 1, 8)),
        ("大正15年12月25日", date(1926, 12, 25)),
        ("昭和1年12月25日", date(1926, 12, 25)),
        ("明治45年7月30日", date(1912, 7, 30)),
        ("昭和64年1月8日", None),
        ("平成元年1月7日", None),
        ("平成31年5月1日", None),
        ("令和元年4月30日", None),
        ("令和8年2月29日", None),
        ("令和10年2月29日", date(2028, 2, 29)),
        ("令和0年1月1日", None),
        ("慶応3年1月1日", None),
        ("X8.1.1", None),
        ("8.1.1", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, day: date | None) -> None:
    assert parse_era_date(text) == day


@pytest.mark.parametrize(
    ("text", "year"),
    [
        *(("令和8年", 2026), ("令和8", 2026), ("R8", 2026), ("Ｓ５５", 1980), ("昭55", 1980), ("平成元年", 1989)),
        *(("昭和65年", None), ("令和0年", None), ("大正元年", 1912), ("2026", None), ("年", None), ("", None)),
    ],
)
def test_a_year_is_read_as_people_write_it(text: str, year: int | None) -> None:
    assert parse_era_year(text) == year


def test_a_paper_of_law_has_the_era_beside_the_year() -> None:
    assert format_legal_date(date(1972, 4, 18), Language.JA) == "1972年（昭和47年）4月18日"
    assert format_legal_date(date(2019, 5, 1), Language.JA) == "2019年（令和元年）5月1日"
    assert format_legal_date(date(1972, 4, 18), Language.EN) == "18 Apr 1972"
    assert format_legal_date(date(1860, 4, 18), Language.JA) == "1860年4月18日"
    assert format_era_year(date(1860, 4, 18)) == ""


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_is_no_day(text: str) -> None:
    assert parse_era_date(text) is None
    assert parse_era_year(text) is None


@given(st.text(st.sampled_from("令和平成昭大正明治元RSHTM0123456789０１.-/年月日 　"), max_size=14))
def test_whatever_is_read_is_a_day_of_that_era(text: str) -> None:
    day = parse_era_date(text)
    if day is not None:
        era = find_era(day)
        assert era is not None
        folded = unicodedata.normalize("NFKC", text).strip().casefold()
        changed = [one for one in ERAS if one.last_day == day]
        assert any(folded.startswith((one.name[0], one.letter)) for one in (era, *changed))
