"""The vials of step 6: which was opened, for which route, how much was drawn up of it and how much thrown away."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.ui.components.buttons import IconButton, SecondaryButton
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.labels import Card, Label, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.pages.treatment.fields import make_volume_field
from stemsup_desktop.ui.pages.treatment.parts import Part
from stemsup_desktop.ui.pages.treatment.vials_view import VialRow, VialsView
from stemsup_desktop.ui.spoken import Role, say, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_FAULTS = 4
_VOLUME_PX = 150
_LONGEST = 60
"""Characters of a serial number; GS1 allows 20."""


@spoken_as(Role.Grouping)
class _VialCard(Card):
    """One vial."""

    changed = Signal(int, str, object)
    remove_requested = Signal(int)

    def __init__(self, theme: Theme, words: Words, position: int) -> None:
        super().__init__(theme)
        self._words = words
        self._position = position
        self._title = WrapLabel(theme, role="section")
        self._note = WrapLabel(theme, role="small", tone="text-2")
        self._volumes = {field: self._make_volume(theme, field) for field in ("drawn_up_ml", "discarded_ml")}
        self._remove = IconButton(theme, "close", words("treatment.vial_remove"))
        self._remove.setObjectName(f"remove_vial:{position}")
        self._remove.clicked.connect(lambda: self.remove_requested.emit(self._position))
        self._faults = [InlineMessage(theme, TagState.STOP) for _ in range(_FAULTS)]
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._title)
        texts.addWidget(self._note)
        texts.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(sizes.S)
        row.addLayout(texts, 1)
        for field in self._volumes.values():
            field.setFixedWidth(theme.grown(_VOLUME_PX))
            row.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignTop)
        self.rows.addLayout(row)
        for fault in self._faults:
            self.rows.addWidget(fault)

    def show_view(self, row: VialRow, *, is_locked: bool) -> None:
        """Show one vial; reports nothing."""
        self.setAccessibleName(row.title)
        self._title.setText(row.title)
        self._note.setText(row.note)
        for name, field in self._volumes.items():
            value: Decimal | None = getattr(row, name)
            field.set_value(value)
            field.set_read_only(is_locked)
        self._remove.setEnabled(not is_locked)
        self._remove.setAccessibleName(f"{self._words('treatment.vial_remove')}, {row.title}")
        for position, message in enumerate(self._faults):
            message.show_message(TagState.STOP, row.faults[position] if position < len(row.faults) else "")

    def _make_volume(self, theme: Theme, field: str) -> NumberField:
        made = make_volume_field(theme, self._words, self._words(f"treatment.vial_{field}"))
        made.setObjectName(f"vial:{self._position}:{field}")
        made.value_changed.connect(lambda number: self.changed.emit(self._position, field, number))
        return made


class VialsPart(Part):
    """`vial_wanted` carries the number or serial and the route that a vial was opened for."""

    vial_wanted = Signal(str, object)
    vial_changed = Signal(int, str, object)
    remove_requested = Signal(int)
    rows_changed = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words, words("treatment.vials"), words("lots.vials_note"))
        self._cards: list[_VialCard] = []
        self._view: VialsView | None = None
        self._holder = QVBoxLayout()
        self._holder.setSpacing(sizes.XS)
        self._message = InlineMessage(theme)
        self._message.setObjectName("vial_message")
        self._faults = [InlineMessage(theme, TagState.STOP) for _ in range(_FAULTS)]
        self._route = ChoiceField(theme, words, words("treatment.vial_route"))
        self._route.setObjectName("vial_route")
        self._free = ChoiceField(theme, words, words("treatment.vial_free"))
        self._free.setObjectName("vial_free")
        self._serial = TextField(theme, words, words("treatment.vial_serial"), max_length=_LONGEST)
        self._serial.setObjectName("vial_serial")
        self._open = SecondaryButton(theme, words("treatment.vial_open"), icon_name="vial")
        self._open.setObjectName("open_vial")
        self._stock = Label(theme, role="small", tone="text-3", wraps=True)
        self._stock.setObjectName("vial_stock")
        self._free.value_changed.connect(self._on_free_chosen)
        self._serial.value_changed.connect(lambda _: self._show_open())
        self._serial.line_edit.returnPressed.connect(self._on_open)
        self._route.value_changed.connect(lambda _: self._show_open())
        self._open.clicked.connect(self._on_open)
        self._lay_out()

    def show_vials(self, view: VialsView, *, is_locked: bool) -> None:
        """Show the vials; reports nothing."""
        self._view = view
        self._is_locked = is_locked
        before = len(self._cards)
        while len(self._cards) < len(view.rows):
            self._add_card()
        for position, card in enumerate(self._cards):
            set_shown(card, position < len(view.rows))
            if position < len(view.rows):
                card.show_view(view.rows[position], is_locked=is_locked)
        for position, message in enumerate(self._faults):
            message.show_message(TagState.STOP, view.faults[position] if position < len(view.faults) else "")
        self._route.set_options(view.routes)
        if len(view.routes) == 1:
            self._route.set_value(view.routes[0][0])
        set_shown(self._route, len(view.routes) > 1)
        self._free.set_options(tuple((number, number) for number in view.free))
        set_shown(self._free, bool(view.free))
        for field in (self._route, self._free, self._serial):
            field.set_read_only(is_locked)
        said = "treatment.vial_stock" if view.lot_id else "treatment.vial_no_book"
        stock = self.words(said, lot=view.lot_number, stock=view.stock)
        self._stock.setText(stock if view.lot_number else self.words("treatment.vial_no_lot"))
        self._show_open()
        if len(self._cards) > before:
            self.rows_changed.emit()

    def say(self, state: TagState, sentence: str) -> None:
        """Say what became of a vial that was wanted, and have it read out; an empty sentence takes it back."""
        self._message.show_message(state, sentence)
        if sentence:
            say(self, sentence, is_urgent=True)

    def get_route(self) -> Route | None:
        """Return the route that is chosen, or the only one there is."""
        code = self._route.value()
        return None if code is None else Route(code)

    def clear_choice(self) -> None:
        """Empty the number that was chosen or typed, once its vial is recorded."""
        self._free.set_value(None)
        self._serial.set_value("")
        self._show_open()

    _is_locked = False

    def _lay_out(self) -> None:
        self.column.addLayout(self._holder)
        for message in self._faults:
            self.column.addWidget(message)
        row = QHBoxLayout()
        row.setSpacing(sizes.S)
        for field in (self._route, self._free, self._serial):
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        button = QVBoxLayout()
        button.addSpacing(self.theme.line_height("compact") + 4)
        button.addWidget(self._open)
        button.addStretch(1)
        row.addLayout(button)
        self.column.addLayout(row)
        self.column.addWidget(self._message)
        self.column.addWidget(self._stock)

    def _add_card(self) -> None:
        card = _VialCard(self.theme, self.words, len(self._cards))
        card.changed.connect(self.vial_changed)
        card.remove_requested.connect(self.remove_requested)
        self._cards.append(card)
        self._holder.addWidget(card)

    def _find_wanted(self) -> str:
        return str(self._serial.value()).strip() or self._free.value() or ""

    def _show_open(self) -> None:
        view = self._view
        has_lot = view is not None and bool(view.lot_number)
        if self._is_locked:
            reason = self.words("treatment.points_locked")
        elif not has_lot:
            reason = self.words("treatment.vial_no_lot")
        elif not self._find_wanted():
            reason = self.words("treatment.vial_choose")
        elif len(self._find_wanted()) > _LONGEST:
            reason = self.words("common.too_long", most=_LONGEST, count=len(self._find_wanted()))
        elif self.get_route() is None:
            reason = self.words("treatment.vial_no_route")
        else:
            reason = ""
        self._open.setEnabled(not reason)
        say_reason(self._open, reason)

    def _on_free_chosen(self, code: str | None) -> None:
        if code is not None:
            self._serial.set_value("")
        self._show_open()

    def _on_open(self) -> None:
        route, wanted = self.get_route(), self._find_wanted()
        if route is not None and wanted and self._open.isEnabled():
            self.vial_wanted.emit(wanted, route)
