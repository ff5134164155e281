"""The field for the date of birth: also takes Japanese eras, and keeps what is no day yet."""

from datetime import date

from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.pages.patients.draft import parse_birth_date
from stemsup_desktop.ui.signals import signals_blocked


class BirthDateField(DateField):
    """A `DateField` that reads S47.4.18 and 昭和47年4月18日 too."""

    def show_text(self, text: str) -> None:
        """Show what was typed without reporting it; a day is written out unless the person is typing it."""
        day = parse_birth_date(text)
        if day is not None:
            self.set_value(day)
        elif text != self.text():
            with signals_blocked(self.line_edit):
                self.line_edit.setText(text)
            self._value = None
            self.refresh_look()

    def _read(self, text: str) -> tuple[date | None, str]:
        day = parse_birth_date(text)
        return super()._read(day.isoformat() if day is not None else text)
