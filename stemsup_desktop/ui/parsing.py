"""Reads typed numbers and dates: full-width digits, decimal commas, five ways to write a day, eras too. No Qt."""

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

from stemsup_desktop.consultation.eras import parse_era_date

_NUMBER = re.compile(r"[+-]?\d{1,12}([.,]\d{0,6})?|[+-]?[.,]\d{1,6}")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\.?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)


def normalise(text: str) -> str:
    """Fold full-width digits and signs to ASCII and strip space."""
    return unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()


def parse_number(text: str, *, is_whole: bool = False) -> Decimal | None:
    """Return the number, or None if the text is not one.

    A comma counts as the decimal sign; in a whole number as in "66,000" it groups thousands.
    """
    plain = normalise(text)
    if is_whole and _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _NUMBER.fullmatch(plain) or not plain.isascii():
        return None
    try:
        return Decimal(plain.replace(",", "."))
    except InvalidOperation:
        return None


def parse_date(text: str) -> date | None:
    """Return the day written as 2026-09-08, 20260908, 8 Sep 2026, 2026年9月8日 or R8.9.8, or None."""
    plain = normalise(text)
    if match := _YEAR_FIRST.fullmatch(plain) or _EIGHT_DIGITS.fullmatch(plain):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.fullmatch(plain):
        months = [number for number, name in enumerate(_MONTHS, 1) if name.startswith(match[2].lower())]
        return _day(int(match[3]), months[0], int(match[1])) if len(months) == 1 else None
    return parse_era_date(plain)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
