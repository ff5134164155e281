"""Cells of a table that is made of fields: named for screen readers, their column has the heading."""

from decimal import Decimal

from stemsup_desktop.ui.components.labels import set_shown
from stemsup_desktop.ui.components.number_field import NumberField, Range
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

VOLUME_DECIMALS = 4
VOLUME_RANGE: Range = (Decimal(0), Decimal(10_000))
"""As the record accepts a volume, in mL."""
DEPTH_DECIMALS = 2
DEPTH_RANGE: Range = (Decimal(0), Decimal(100))
"""As the record accepts a depth, in mm."""


class NumberCell(NumberField):
    """A number in a table: its name is read out, its column has the heading."""

    def __init__(
        self, theme: Theme, words: Words, name: str, *, decimals: int = 0, possible: Range = (None, None)
    ) -> None:
        super().__init__(theme, words, name, decimals=decimals, possible=possible)
        set_shown(self._label, False)

    def set_name(self, name: str) -> None:
        """Name the cell anew, as when the rows above it changed."""
        self._label_text = name
        self._update_name()


class TextCell(TextField):
    """A text in a table: its name is read out, its column has the heading."""

    def __init__(self, theme: Theme, words: Words, name: str) -> None:
        super().__init__(theme, words, name)
        set_shown(self._label, False)

    def set_name(self, name: str) -> None:
        """Name the cell anew, as when the rows above it changed."""
        self._label_text = name
        self._update_name()


def make_volume_cell(theme: Theme, words: Words, name: str) -> NumberCell:
    """Return a cell for a volume in mL, empty until someone enters one."""
    return NumberCell(theme, words, name, decimals=VOLUME_DECIMALS, possible=VOLUME_RANGE)
