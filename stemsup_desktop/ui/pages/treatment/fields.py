"""Small fields of step 6: a time with a "now" button, a volume, and the vital signs with their bounds."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.formats import format_offset, has_other_offset
from stemsup_desktop.questionnaire.answers import Answer, DecimalAnswer, IntegerAnswer, QuantityAnswer
from stemsup_desktop.ui.components.buttons import IconButton
from stemsup_desktop.ui.components.cells import VOLUME_DECIMALS, VOLUME_RANGE
from stemsup_desktop.ui.components.number_field import NumberField, Range
from stemsup_desktop.ui.components.value_field import ValueField
from stemsup_desktop.ui.pages.treatment.view import format_clock
from stemsup_desktop.ui.parsing import normalise
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

_CLOCK = re.compile(r"(\d{1,2})\s*[:.時]\s*(\d{2})分?|(\d{2})(\d{2})")


def parse_clock(text: str) -> time | None:
    """Return the time written as 9:05, 09:05, 0905 or 9時05分, or None."""
    match = _CLOCK.fullmatch(normalise(text))
    if match is None or not normalise(text).replace("時", "").replace("分", "").isascii():
        return None
    hour, minute = int(match[1] or match[3]), int(match[2] or match[4])
    return time(hour, minute) if hour < 24 and minute < 60 else None


class TimeField(ValueField[datetime]):
    """`value_changed` carries an aware datetime on the day of treatment, or None. The button enters the time it is.

    A time is shown on the clock it was recorded on, as on paper; where that is not this computer's, the field says so.
    """

    def __init__(
        self,
        theme: Theme,
        words: Words,
        label: str,
        clock: Callable[[], datetime],
        *,
        parent: QWidget | None = None,
    ) -> None:
        self._clock = clock
        self._day: date | None = None
        self._zone: tzinfo | None = None
        self._own_zone: tzinfo | None = None
        super().__init__(theme, words, label, parent=parent)
        self.now_button = IconButton(theme, "clock", words("spoken.now_of", field=label, now=words("treatment.now")))
        self.now_button.set_inset()
        self.now_button.clicked.connect(self.enter_now)
        self.box.row.addWidget(self.now_button)

    def set_day(self, day: date, zone: tzinfo | None) -> None:
        """Say on which day, and on whose clock, a typed time lies."""
        self._day = day
        self._zone = zone

    def set_value(self, value: datetime | None) -> None:  # type: ignore[override]
        # A text that is being changed is None for a while: the clock of the time that stood there stays.
        if value != self._value:
            self._own_zone = None if value is None else value.tzinfo
        super().set_value(value)

    def enter_now(self) -> None:
        """Enter the time it is, as the person would."""
        self.setText(format_clock(self._clock().astimezone(self._entry_zone)))

    def setObjectName(self, name: str) -> None:
        super().setObjectName(name)
        self.now_button.setObjectName(f"{name}_now")

    def set_read_only(self, is_read_only: bool) -> None:
        super().set_read_only(is_read_only)
        self.now_button.setEnabled(not is_read_only)

    def _read(self, text: str) -> tuple[datetime | None, str]:
        if not text.strip():
            return None, ""
        clock = parse_clock(text)
        if clock is None:
            return None, self.words("treatment.not_a_time")
        return datetime.combine(self._day or self._clock().date(), clock, self._entry_zone), ""

    def _written(self, value: datetime) -> str:
        return format_clock(value)

    def _judge(self, text: str, *, is_final: bool) -> None:
        value = self._value
        is_elsewhere = value is not None and has_other_offset(value, self._clock())
        zone = format_offset(value) if value is not None else ""
        self._hint = self.words("treatment.other_zone", zone=zone) if is_elsewhere else ""
        super()._judge(text, is_final=is_final)

    @property
    def _entry_zone(self) -> tzinfo | None:
        return self._own_zone or self._zone or self._clock().tzinfo


def make_volume_field(theme: Theme, words: Words, label: str) -> NumberField:
    """Return a field for a volume in mL, empty until someone enters one."""
    return NumberField(theme, words, label, unit="mL", decimals=VOLUME_DECIMALS, possible=VOLUME_RANGE)


_VITAL_ITEMS = {
    "temperature_c": "vital-temperature",
    "systolic_mmhg": "vital-systolic",
    "diastolic_mmhg": "vital-diastolic",
    "pulse_per_min": "vital-pulse",
    "spo2_percent": "vital-spo2",
    "respiration_per_min": "vital-respiration",
}


@dataclass(frozen=True, slots=True)
class VitalSign:
    """One vital sign: the record's field, its unit, and the bounds that the checklist gives it."""

    field: str
    unit: str = ""
    decimals: int = 0
    possible: Range = (None, None)
    plausible: Range = (None, None)


def derive_vital_signs(clinical: ClinicalContent) -> tuple[VitalSign, ...]:
    """Return the vital signs with the bounds of the same questions in the checklist."""
    signs: list[VitalSign] = []
    for field, link_id in _VITAL_ITEMS.items():
        item = clinical.questionnaire.find_item(link_id)
        if item is None:
            signs.append(VitalSign(field, decimals=1 if field == "temperature_c" else 0))
            continue
        signs.append(
            VitalSign(
                field,
                item.unit.text if item.unit is not None else "",
                item.max_decimal_places or 0,
                (_number(item.min_value), _number(item.max_value)),
                (item.plausible.low, item.plausible.high) if item.plausible is not None else (None, None),
            )
        )
    return tuple(signs)


def _number(answer: Answer | None) -> Decimal | None:
    match answer:
        case DecimalAnswer() | QuantityAnswer():
            return answer.value
        case IntegerAnswer():
            return Decimal(answer.value)
        case _:
            return None
