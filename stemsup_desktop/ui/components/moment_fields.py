"""Fields for a time of day, for a day with its time, and for days that are known to the month or year alone."""

from collections.abc import Callable
from datetime import date, datetime, time, tzinfo

from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import Answer, DateAnswer, DateTimeAnswer, TimeAnswer
from stemsup_desktop.ui.components.value_field import ValueField
from stemsup_desktop.ui.parsing import parse_date
from stemsup_desktop.ui.parsing_moments import parse_moment, parse_time
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

Refuse = Callable[[Answer], str]
"""Says why an answer is impossible, or nothing."""

_DAY = date(2026, 9, 8)
_TIME = time(10, 5)


def refuse_nothing(_: Answer) -> str:
    """Take any answer."""
    return ""


class DayField(ValueField[DateAnswer]):
    """`value_changed` carries a `DateAnswer` of one day; one that came as a month or year is shown as such."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        label: str,
        *,
        refuse: Refuse = refuse_nothing,
        is_required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self._refuse = refuse
        super().__init__(theme, words, label, is_required=is_required, parent=parent)

    def _read(self, text: str) -> tuple[DateAnswer | None, str]:
        if not text.strip():
            return None, ""
        if self._value is not None and text == self._written(self._value):
            return self._value, ""
        day = parse_date(text)
        if day is None:
            return None, self.words("common.not_a_date", example=format_date(_DAY, self.words.language))
        sentence = self._refuse(DateAnswer(day))
        return (None, sentence) if sentence else (DateAnswer(day), "")

    def _written(self, value: DateAnswer) -> str:
        return write_day(value.value, value.precision, self.words.language)


class MomentField(ValueField[DateTimeAnswer]):
    """`value_changed` carries a `DateTimeAnswer`; typed without a zone it is in `zone`, and it is shown in `zone`."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        label: str,
        zone: tzinfo | None,
        *,
        refuse: Refuse = refuse_nothing,
        is_required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self._zone = zone
        self._refuse = refuse
        super().__init__(theme, words, label, is_required=is_required, parent=parent)

    def _read(self, text: str) -> tuple[DateTimeAnswer | None, str]:
        if not text.strip():
            return None, ""
        if self._value is not None and text == self._written(self._value):
            return self._value, ""
        moment = parse_moment(text, self._zone)
        if moment is None:
            example = f"{format_date(_DAY, self.words.language)} {_TIME:%H:%M}"
            return None, self.words("examination.not_a_moment", example=example)
        sentence = self._refuse(DateTimeAnswer(moment))
        return (None, sentence) if sentence else (DateTimeAnswer(moment), "")

    def _written(self, value: DateTimeAnswer) -> str:
        if value.precision != "moment":
            return write_day(value.value.date(), value.precision, self.words.language)
        local = value.value.astimezone(self._zone)
        return f"{format_date(local.date(), self.words.language)} {write_time(local.time())}"


class TimeField(ValueField[time]):
    """`value_changed` carries a time of day or None."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        label: str,
        *,
        refuse: Refuse = refuse_nothing,
        is_required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self._refuse = refuse
        super().__init__(theme, words, label, is_required=is_required, parent=parent)

    def _read(self, text: str) -> tuple[time | None, str]:
        if not text.strip():
            return None, ""
        moment = parse_time(text)
        if moment is None:
            return None, self.words("examination.not_a_time", example=write_time(_TIME))
        sentence = self._refuse(TimeAnswer(moment))
        return (None, sentence) if sentence else (moment, "")

    def _written(self, value: time) -> str:
        return write_time(value)


def write_time(value: datetime | time) -> str:
    """Return "10:05", with seconds and their parts only where there are any."""
    if value.microsecond:
        return f"{value:%H:%M:%S}.{value.microsecond:06}".rstrip("0")
    return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"


def write_day(day: date, precision: str, language: Language) -> str:
    """Return a day as it is written on screen, or the month or year alone."""
    if precision == "year":
        return f"{day.year}年" if language is Language.JA else f"{day.year}"
    if precision == "month":
        return f"{day.year}年{day.month}月" if language is Language.JA else f"{day.year}-{day.month:02}"
    return format_date(day, language)
