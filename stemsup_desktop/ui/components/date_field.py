"""A field for a day, typed in any of four ways and written out in the window's language on leaving."""

from datetime import date

from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.ui.components.value_field import ValueField
from stemsup_desktop.ui.parsing import parse_date
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

_EXAMPLE = date(2026, 9, 8)


class DateField(ValueField[date]):
    """`value_changed` carries a date or None; days before `earliest` or after `latest` are refused."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        label: str,
        *,
        earliest: date | None = None,
        latest: date | None = None,
        is_required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self._earliest = earliest
        self._latest = latest
        super().__init__(theme, words, label, is_required=is_required, parent=parent)

    def _read(self, text: str) -> tuple[date | None, str]:
        if not text.strip():
            return None, ""
        day = parse_date(text)
        if day is None:
            return None, self.words("common.not_a_date", example=self._written(_EXAMPLE))
        if self._earliest is not None and day < self._earliest:
            return None, self.words("common.date_too_early", date=self._written(self._earliest))
        if self._latest is not None and day > self._latest:
            return None, self.words("common.date_too_late", date=self._written(self._latest))
        return day, ""

    def _written(self, value: date) -> str:
        return format_date(value, self.words.language)
