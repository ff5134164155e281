"""Reads typed times of day, alone and after a day, as they are written in Japan and in Europe. No Qt."""

import re
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo

from stemsup_desktop.ui.parsing import normalise, parse_date

_CLOCK = re.compile(r"(\d{1,2})\s*[:.時]\s*(\d{1,2})\s*分?(?:\s*:?\s*(\d{1,2})(?:[.](\d{1,6}))?\s*秒?)?")
_FOUR_DIGITS = re.compile(r"(\d{2})(\d{2})")
_HOUR = re.compile(r"(\d{1,2})\s*時")
_HALF_BEFORE = re.compile(r"(午前|午後|am|pm)\s*(.+)", re.IGNORECASE)
_HALF_AFTER = re.compile(r"(.+?)\s*(am|pm|a[.]m[.]|p[.]m[.])", re.IGNORECASE)
_BARE_HOUR = re.compile(r"\d{1,2}")
_ZONE = re.compile(r"(.*?)\s*(Z|UTC|[+-]\d{2}:?\d{2})", re.IGNORECASE)


def parse_time(text: str) -> time | None:
    """Return the time written as 10:05, 10:05:30, 1005, 10時5分, 午後3時, 3 pm, or None."""
    plain = normalise(text)
    if match := _HALF_BEFORE.fullmatch(plain):
        return _in_half(match[2], is_afternoon=match[1].lower() in ("午後", "pm"))
    if match := _HALF_AFTER.fullmatch(plain):
        return _in_half(match[1], is_afternoon=match[2].lower().startswith("p"))
    return _read_clock(plain)


def parse_moment(text: str, zone: tzinfo | None) -> datetime | None:
    """Return the day and time in a text, in `zone` unless the text names its own, or None."""
    plain = normalise(text)
    whole = _find_moment(plain, zone)
    if whole is not None:
        return whole
    match = _ZONE.fullmatch(plain)
    named = _read_zone(match[2]) if match is not None else None
    return None if match is None or named is None else _find_moment(match[1], named)


def _find_moment(plain: str, zone: tzinfo | None) -> datetime | None:
    for match in re.finditer(r"T|,\s*|\s+|日", plain):
        end = match.end() if match[0] == "日" else match.start()
        day, clock = parse_date(plain[:end]), parse_time(plain[match.end() :])
        if day is not None and clock is not None:
            return datetime.combine(day, clock, zone) if zone is not None else datetime.combine(day, clock).astimezone()
    return None


def _read_zone(text: str) -> tzinfo | None:
    if text.upper() in ("Z", "UTC"):
        return UTC
    digits = text[1:].replace(":", "")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if ahead >= timedelta(hours=24):
        return None
    return timezone(-ahead if text[0] == "-" else ahead)


def _in_half(text: str, *, is_afternoon: bool) -> time | None:
    plain = text.strip()
    clock = _make(plain, "0") if _BARE_HOUR.fullmatch(plain) else _read_clock(plain)
    if clock is None or clock.hour > 12:
        return None
    return clock.replace(hour=clock.hour % 12 + (12 if is_afternoon else 0))


def _read_clock(plain: str) -> time | None:
    if match := _CLOCK.fullmatch(plain):
        return _make(match[1], match[2], match[3] or "0", match[4] or "")
    if match := _FOUR_DIGITS.fullmatch(plain):
        return _make(match[1], match[2])
    if match := _HOUR.fullmatch(plain):
        return _make(match[1], "0")
    return None


def _make(hour: str, minute: str, second: str = "0", part: str = "") -> time | None:
    try:
        return time(int(hour), int(minute), int(second), int(part.ljust(6, "0") or "0"))
    except ValueError:
        return None
