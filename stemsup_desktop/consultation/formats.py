"""How dates, money, ages and measures are written on documents, in either language."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from stemsup_desktop.consultation.patient import Sex
from stemsup_desktop.language import Language, Text

NO_BREAK = "\u00a0"
"""Keeps a number and its unit on one line."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_SEXES = {
    Sex.FEMALE: Text("Female", "女性"),
    Sex.MALE: Text("Male", "男性"),
    Sex.OTHER: Text("Other", "その他"),
    Sex.UNKNOWN: Text("Not recorded", "記録なし"),
}


def format_date(day: date, language: Language) -> str:
    """Return "8 Sep 2026" or "2026年9月8日"."""
    match language:
        case Language.EN:
            return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
        case Language.JA:
            return f"{day.year}年{day.month}月{day.day}日"


def format_time(moment: datetime | time, language: Language) -> str:
    """Return "10:05" or "10時05分", on the clock the value itself carries."""
    match language:
        case Language.EN:
            return f"{moment.hour}:{moment.minute:02}"
        case Language.JA:
            return f"{moment.hour}時{moment.minute:02}分"


def format_datetime(moment: datetime, language: Language) -> str:
    """Return "8 Sep 2026, 10:05" or "2026年9月8日 10時05分", on the clock the value itself carries."""
    return join_date_and_time(format_date(moment.date(), language), moment, language)


def join_date_and_time(day: str, moment: datetime, language: Language) -> str:
    """Return the words of a day with the time of a moment behind them."""
    separator = ", " if language is Language.EN else " "
    return f"{day}{separator}{format_time(moment, language)}"


def format_offset(moment: datetime) -> str:
    """Return the offset of an aware moment's own clock, "UTC+09:00"; it is written alike in both languages."""
    minutes = round((moment.utcoffset() or timedelta()).total_seconds() / 60)
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def has_other_offset(moment: datetime, here: datetime) -> bool:
    """Tell whether a moment was recorded on a clock that differs, at that moment, from the clock of `here`."""
    return moment.utcoffset() != moment.astimezone(here.tzinfo).utcoffset()


def format_yen(amount: int, language: Language) -> str:
    """Return "¥66,000" or "66,000円"."""
    match language:
        case Language.EN:
            return f"¥{amount:,}"
        case Language.JA:
            return f"{amount:,}円"


def format_sex(sex: Sex, language: Language) -> str:
    """Return the administrative sex in words."""
    return _SEXES[sex].in_language(language)


def format_age(years: int, language: Language) -> str:
    """Return "54 years" or "54歳"."""
    match language:
        case Language.EN:
            return f"{years}{NO_BREAK}year{'' if years == 1 else 's'}"
        case Language.JA:
            return f"{years}歳"


def format_number(value: Decimal | int) -> str:
    """Return a number as it was entered, never in powers of ten."""
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def format_measure(value: Decimal | int, unit: str) -> str:
    """Return a number with its unit, which a line break cannot part."""
    return f"{format_number(value)}{NO_BREAK}{unit}"


def format_volume(volume_ml: Decimal) -> str:
    """Return a volume in mL with the digits that were entered: "0.05 mL"."""
    return format_measure(volume_ml, "mL")


def format_blood_pressure(systolic_mmhg: int, diastolic_mmhg: int) -> str:
    """Return "128 / 78 mmHg", which a line break cannot part."""
    return f"{systolic_mmhg}{NO_BREAK}/{NO_BREAK}{diastolic_mmhg}{NO_BREAK}mmHg"


def format_score(score: int) -> str:
    """Return a score of the 0 to 10 scale: "7 / 10"."""
    return f"{score}{NO_BREAK}/{NO_BREAK}10"


def format_sessions(count: int, language: Language) -> str:
    """Return "1 session", "3 sessions" or "3回"."""
    match language:
        case Language.EN:
            return f"{count}{NO_BREAK}session{'' if count == 1 else 's'}"
        case Language.JA:
            return f"{count}回"


def format_interval(days: int, language: Language) -> str:
    """Return an interval in days, with the weeks beside it where they are whole."""
    weeks = f"{days // 7}" if days % 7 == 0 else ""
    match language:
        case Language.EN:
            in_days = "every day" if days == 1 else f"every {days} days"
            return f"{in_days} ({weeks} week{'' if weeks == '1' else 's'})" if weeks else in_days
        case Language.JA:
            in_days = f"{days}日ごと"
            return f"{in_days}（{weeks}週）" if weeks else in_days


def format_yes_no(value: bool | None, language: Language) -> str:
    """Return yes or no in words; None means that nobody has looked or asked, and says so."""
    match value:
        case True:
            return Text("Yes", "はい").in_language(language)
        case False:
            return Text("No", "いいえ").in_language(language)
        case None:
            return Text("Not recorded", "記録なし").in_language(language)
