"""Japanese eras: how a day is named in one, and how people write it. Papers of law want the era beside the year."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from stemsup_desktop.consultation.formats import format_date, join_date_and_time
from stemsup_desktop.language import Language


@dataclass(frozen=True, slots=True)
class Era:
    """An era by its name and letter; the day of a change belongs to both, and is written in the later one."""

    name: str
    letter: str
    first_day: date
    last_day: date | None

    def year_of(self, day: date) -> int:
        """Return the year of the era that a day is in."""
        return day.year - self.first_day.year + 1


ERAS = (
    Era("令和", "r", date(2019, 5, 1), None),
    Era("平成", "h", date(1989, 1, 8), date(2019, 4, 30)),
    Era("昭和", "s", date(1926, 12, 25), date(1989, 1, 7)),
    Era("大正", "t", date(1912, 7, 30), date(1926, 12, 25)),
    Era("明治", "m", date(1868, 1, 25), date(1912, 7, 30)),
)
"""The newest first. The change of 1868 counted from the first day of that year, which is 25 January in our calendar;
those of 1912 and 1926 from the day itself, those of 1989 and 2019 from the next (Era Name Act, Act No. 43 of 1979)."""

_NAMES = "|".join(name for era in ERAS for name in (era.name, era.name[0], era.letter))
_YEAR = rf"({_NAMES})\.?\s*(\d{{1,2}}|元)"
_ERA_YEAR = re.compile(rf"{_YEAR}\s*年?")
_ERA_DAY = re.compile(rf"{_YEAR}\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*日?")


def find_era(day: date) -> Era | None:
    """Find the era that a day is written in; there is none before 1868."""
    return next((era for era in ERAS if era.first_day <= day), None)


def format_era_year(day: date) -> str:
    """Return "令和8年", "令和元年" for the first year, and "" for a day before the eras."""
    era = find_era(day)
    if era is None:
        return ""
    year = era.year_of(day)
    return f"{era.name}{'元' if year == 1 else year}年"


def format_era_date(day: date) -> str:
    """Return "令和8年11月26日"; a day before the eras has only its year."""
    return f"{format_era_year(day) or f'{day.year}年'}{day.month}月{day.day}日"


def format_legal_date(day: date, language: Language) -> str:
    """Return a day as a paper of law has it: "2026年（令和8年）11月26日"; in English as elsewhere."""
    era = format_era_year(day)
    if language is Language.EN or not era:
        return format_date(day, language)
    return f"{day.year}年（{era}）{day.month}月{day.day}日"


def format_legal_moment(moment: datetime, language: Language) -> str:
    """Return "2026年（令和8年）11月26日 10時05分", on the clock the value itself carries."""
    return join_date_and_time(format_legal_date(moment.date(), language), moment, language)


def parse_era_date(text: str) -> date | None:
    """Return the day written as R8.11.26, 令和8年11月26日, 昭和55/1/7 or ㍼64.1.7, of any width; else None.

    A day that its era did not have is none: 昭和64年1月8日 was the first of 平成.
    """
    match = _ERA_DAY.fullmatch(_fold(text))
    if match is None:
        return None
    era, year = _read_year(match[1], match[2])
    try:
        day = date(year, int(match[3]), int(match[4]))
    except ValueError:
        return None
    return day if era.first_day <= day and (era.last_day is None or day <= era.last_day) else None


def parse_era_year(text: str) -> int | None:
    """Return the year written as 令和8年, 令和元年, S55 or 昭55; None for anything else and for no year of the era."""
    match = _ERA_YEAR.fullmatch(_fold(text))
    if match is None:
        return None
    era, year = _read_year(match[1], match[2])
    is_in_era = year >= era.first_day.year and (era.last_day is None or year <= era.last_day.year)
    return year if is_in_era and year <= date.max.year else None


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip().casefold()


def _read_year(name: str, number: str) -> tuple[Era, int]:
    era = next(era for era in ERAS if name in (era.name, era.name[0], era.letter))
    return era, era.first_day.year - 1 + (1 if number == "元" else int(number))
