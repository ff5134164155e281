"""A field for a number with its unit: impossible values are refused, unusual ones are warned of."""

from decimal import Decimal

from PySide6.QtWidgets import QWidget

from stemsup_desktop.ui.components.value_field import ValueField, write_number
from stemsup_desktop.ui.parsing import parse_number
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

Range = tuple[Decimal | None, Decimal | None]


class NumberField(ValueField[Decimal]):
    """`value_changed` carries a Decimal or None. `possible` refuses, `plausible` only warns; both inclusive."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        label: str,
        *,
        unit: str = "",
        decimals: int = 0,
        possible: Range = (None, None),
        plausible: Range = (None, None),
        is_required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self._decimals = decimals
        self._possible = possible
        self._plausible = plausible
        super().__init__(theme, words, label, unit=unit, is_required=is_required, parent=parent)

    def _read(self, text: str) -> tuple[Decimal | None, str]:
        if not text.strip():
            return None, ""
        number = parse_number(text, is_whole=self._decimals == 0)
        if number is None:
            return None, self.words("common.not_a_number")
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > self._decimals:
            key = "common.decimals_at_most" if self._decimals else "common.whole_number"
            return None, self.words(key, count=self._decimals)
        if not _is_within(number, self._possible):
            return None, self._range_sentence()
        return number, ""

    def _written(self, value: Decimal) -> str:
        return write_number(value)

    def _doubt(self, value: Decimal) -> str:
        return "" if _is_within(value, self._plausible) else self.words("common.unusual_value")

    def _range_sentence(self) -> str:
        low, high = self._possible
        tail = f"\u00a0{self._unit_text}" if self._unit_text else ""
        if low is not None and high is not None:
            return self.words("common.between", low=write_number(low), high=write_number(high) + tail)
        if low is not None:
            return self.words("common.at_least", low=write_number(low) + tail)
        return self.words("common.at_most", high=write_number(high or Decimal(0)) + tail)


def _is_within(number: Decimal, limits: Range) -> bool:
    low, high = limits
    return (low is None or number >= low) and (high is None or number <= high)
