"""Vital signs of step 6: one card per set, added for before, during and after."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.treatment_model import Vitals
from stemsup_desktop.ui.components.buttons import IconButton, SecondaryButton
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.labels import Card, set_shown
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.pages.treatment.changes import MOMENTS, whole
from stemsup_desktop.ui.pages.treatment.fields import TimeField, VitalSign
from stemsup_desktop.ui.pages.treatment.view import TreatmentView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_PER_ROW = 3


class _VitalsCard(Card):
    """One set of vital signs."""

    changed = Signal(int, str, object)
    remove_requested = Signal(int)

    def __init__(
        self,
        theme: Theme,
        words: Words,
        position: int,
        signs: tuple[VitalSign, ...],
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(theme)
        self._position = position
        options = tuple((moment, words(f"treatment.{moment}")) for moment in MOMENTS)
        self._moment = ChoiceField(theme, words, words("treatment.moment"), options, allows_none=False)
        self._moment.setObjectName(f"moment:{position}")
        self._moment.value_changed.connect(lambda moment: self._report("moment", moment))
        self._time = TimeField(theme, words, words("treatment.taken_at"), clock)
        self._time.setObjectName(f"taken_at:{position}")
        self._time.value_changed.connect(lambda moment: self._report("taken_at", moment))
        self._signs = {sign.field: self._make_sign(theme, words, sign) for sign in signs}
        self._remove = IconButton(theme, "close", words("treatment.remove_vitals"))
        self._remove.setObjectName(f"remove_vitals:{position}")
        self._remove.clicked.connect(lambda: self.remove_requested.emit(self._position))
        self._lay_out()

    def show_view(self, vitals: Vitals, view: TreatmentView) -> None:
        """Show one set; reports nothing."""
        self._moment.set_value(vitals.moment)
        self._time.set_day(view.day, view.zone)
        self._time.set_value(vitals.taken_at)
        for name, field in self._signs.items():
            value: Decimal | int | None = getattr(vitals, name)
            field.set_value(None if value is None else Decimal(value))
        for each in (self._moment, self._time, *self._signs.values()):
            each.set_read_only(view.is_locked)
        self._remove.setEnabled(not view.is_locked)

    def focus_first(self) -> None:
        """Put the focus on the first measurement."""
        next(iter(self._signs.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setSpacing(sizes.XS)
        head.addWidget(self._moment)
        head.addWidget(self._time)
        head.addStretch(1)
        grid = QVBoxLayout()
        grid.setSpacing(sizes.XS)
        fields = list(self._signs.values())
        for start in range(0, len(fields), _PER_ROW):
            row = QHBoxLayout()
            row.setSpacing(sizes.S)
            for field in fields[start : start + _PER_ROW]:
                row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(row)
        grid.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(sizes.S)
        line.addLayout(head, 2)
        line.addLayout(grid, 6)
        line.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignTop)
        self.rows.addLayout(line)

    def _make_sign(self, theme: Theme, words: Words, sign: VitalSign) -> NumberField:
        field = NumberField(
            theme,
            words,
            words(f"treatment.{sign.field}"),
            unit=sign.unit,
            decimals=sign.decimals,
            possible=sign.possible,
            plausible=sign.plausible,
        )
        field.setObjectName(f"{sign.field}:{self._position}")
        is_whole = not sign.decimals
        field.value_changed.connect(
            lambda number: self.changed.emit(self._position, sign.field, whole(number) if is_whole else number)
        )
        return field

    def _report(self, name: str, value: object) -> None:
        """Report moment or time; both are always there, so a text that is no time changes nothing."""
        if value is not None:
            self.changed.emit(self._position, name, value)


class VitalsPart(QWidget):
    """`changed` carries position, the record's field and its value."""

    changed = Signal(int, str, object)
    add_requested = Signal(str)
    remove_requested = Signal(int)

    def __init__(self, theme: Theme, words: Words, signs: tuple[VitalSign, ...], clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._make: Callable[[int], _VitalsCard] = lambda position: _VitalsCard(theme, words, position, signs, clock)
        self._cards: list[_VitalsCard] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(sizes.XS)
        self._buttons = [self._make_button(theme, words, moment) for moment in MOMENTS]
        row = QHBoxLayout()
        row.setSpacing(sizes.XS)
        for button in self._buttons:
            row.addWidget(button)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(sizes.XS)
        outer.addLayout(self._column)
        outer.addLayout(row)

    def show_view(self, view: TreatmentView) -> None:
        """Show every set; reports nothing."""
        vitals = view.treatment.vitals
        self.make_cards(len(vitals))
        for position, card in enumerate(self._cards):
            set_shown(card, position < len(vitals))
            if position < len(vitals):
                card.show_view(vitals[position], view)
        for button in self._buttons:
            button.setEnabled(not view.is_locked)

    def make_cards(self, count: int) -> None:
        """Have at least so many cards ready."""
        while len(self._cards) < count:
            card = self._make(len(self._cards))
            card.changed.connect(self.changed)
            card.remove_requested.connect(self.remove_requested)
            card.hide()
            self._column.addWidget(card)
            self._cards.append(card)

    def focus_card(self, position: int) -> None:
        """Put the focus into one set."""
        if 0 <= position < len(self._cards):
            self._cards[position].focus_first()

    def _make_button(self, theme: Theme, words: Words, moment: str) -> SecondaryButton:
        button = SecondaryButton(theme, words(f"treatment.add_{moment}"), icon_name="plus")
        button.setObjectName(f"add_vitals:{moment}")
        button.clicked.connect(lambda: self.add_requested.emit(moment))
        return button
