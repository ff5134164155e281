"""Dates, money and measures read as a person of that language writes them."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemsup_desktop.consultation import formats
from stemsup_desktop.consultation.patient import Sex
from stemsup_desktop.language import Language

EN, JA = Language.EN, Language.JA


def test_a_date_is_written_day_month_year_in_english_and_year_month_day_in_japanese() -> None:
    day = date(2026, 9, 8)
    assert formats.format_date(day, EN) == "8 Sep 2026"
    assert formats.format_date(day, JA) == "2026年9月8日"


def test_a_time_keeps_two_digits_for_minutes() -> None:
    assert formats.format_time(time(9, 5), EN) == "9:05"
    assert formats.format_time(time(9, 5), JA) == "9時05分"


def test_a_moment_is_date_and_time() -> None:
    moment = datetime(2026, 9, 22, 10, 31, tzinfo=UTC)
    assert formats.format_datetime(moment, EN) == "22 Sep 2026, 10:31"
    assert formats.format_datetime(moment, JA) == "2026年9月22日 10時31分"


def test_money_is_grouped_by_thousands_with_the_sign_of_the_language() -> None:
    assert formats.format_yen(66000, EN) == "¥66,000"
    assert formats.format_yen(66000, JA) == "66,000円"
    assert formats.format_yen(0, EN) == "¥0"


@pytest.mark.parametrize("sex", list(Sex))
@pytest.mark.parametrize("language", list(Language))
def test_every_sex_has_a_word(sex: Sex, language: Language) -> None:
    assert formats.format_sex(sex, language)


def test_an_age_is_written_in_years() -> None:
    assert formats.format_age(54, EN) == "54\u00a0years"
    assert formats.format_age(1, EN) == "1\u00a0year"
    assert formats.format_age(54, JA) == "54歳"


def test_a_volume_keeps_its_digits_and_its_unit_on_the_line() -> None:
    assert formats.format_volume(Decimal("0.05")) == "0.05\u00a0mL"
    assert formats.format_volume(Decimal("2.0")) == "2.0\u00a0mL"


@given(st.decimals(min_value=0, max_value=10_000, allow_nan=False, allow_infinity=False))
def test_a_volume_is_never_written_in_powers_of_ten(volume_ml: Decimal) -> None:
    written = formats.format_volume(volume_ml).removesuffix("\u00a0mL")
    assert "e" not in written.lower()
    assert Decimal(written.replace(",", "")) == volume_ml


def test_an_interval_shows_weeks_only_when_they_are_whole() -> None:
    assert formats.format_interval(28, EN) == "every 28 days (4 weeks)"
    assert formats.format_interval(7, EN) == "every 7 days (1 week)"
    assert formats.format_interval(10, EN) == "every 10 days"
    assert formats.format_interval(1, EN) == "every day"
    assert formats.format_interval(28, JA) == "28日ごと（4週）"
    assert formats.format_interval(10, JA) == "10日ごと"


def test_what_nobody_recorded_is_not_written_as_no() -> None:
    assert formats.format_yes_no(None, EN) == "Not recorded"
    assert formats.format_yes_no(True, JA) == "はい"
    assert formats.format_yes_no(False, JA) == "いいえ"


def test_pressures_and_scores_stay_on_one_line() -> None:
    assert formats.format_blood_pressure(128, 78) == "128\u00a0/\u00a078\u00a0mmHg"
    assert formats.format_score(7) == "7\u00a0/\u00a010"


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "UTC+00:00"), (540, "UTC+09:00"), (-210, "UTC-03:30"), (345, "UTC+05:45")]
)
def test_the_clock_of_a_moment_is_named_by_its_offset(minutes: int, text: str) -> None:
    zone = timezone(timedelta(minutes=minutes))
    assert formats.format_offset(datetime(2026, 11, 19, 15, 20, tzinfo=zone)) == text


def test_summer_time_of_the_same_place_is_no_other_clock() -> None:
    here = datetime(2026, 12, 1, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    summer = datetime(2026, 7, 1, 10, 0, tzinfo=timezone(timedelta(hours=2)))
    assert not formats.has_other_offset(summer, here)
    assert formats.has_other_offset(summer.astimezone(UTC), here)
