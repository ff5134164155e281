"""Numbers, with a unit beside them or one to be chosen; what no further digit can mend is said while typing."""

from decimal import Decimal

from PySide6.QtWidgets import QHBoxLayout, QWidget

from stemsup_desktop.questionnaire.answers import Answer, DecimalAnswer, IntegerAnswer, QuantityAnswer
from stemsup_desktop.questionnaire.compare import get_number
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import Item, Unit
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.editors.base import Editor, FieldEditor
from stemsup_desktop.ui.parsing import parse_number
from stemsup_desktop.ui.theme import sizes

_MANY_DECIMALS = 6
_BEGINNINGS = frozenset({"", "-", "+", ".", ",", "-.", "+.", "−", "ー"})
_NUMBER_PX, _UNIT_PX = 180, 112


class ItemNumberField(NumberField):
    """A number field that says at once what typing on cannot mend; a value from elsewhere is shown as it came."""

    def _read(self, text: str) -> tuple[Decimal | None, str]:
        if self._value is not None and text == self._written(self._value):
            return self._value, ""
        return super()._read(text)

    def _judge(self, text: str, *, is_final: bool) -> None:
        super()._judge(text, is_final=is_final or self._is_beyond_mending(text))

    def _is_beyond_mending(self, text: str) -> bool:
        number = parse_number(text, is_whole=self._decimals == 0)
        if number is None:
            return text.strip() not in _BEGINNINGS
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > self._decimals:
            return True
        low, high = self._possible
        nothing = Decimal(0)
        is_above = high is not None and number > max(high, nothing)
        return is_above or (low is not None and number < min(low, nothing))


class NumberEditor(FieldEditor):
    """A decimal or an integer."""

    row_width_px = _NUMBER_PX

    def __init__(self, item: Item, name: str, label: str, context: PageContext, unit: str) -> None:
        self._number = make_number_field(item, context, unit)
        super().__init__(item, name, label, self._number)
        self._problem = ""

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        self._number.set_value(get_number(answers[0]) if answers else None)

    def set_messages(self, problem: str, doubt: str) -> bool:
        """Show what the form says; the field itself knows the ranges and says more while typing."""
        if problem or self._problem:
            self._number.set_error(problem)
        if doubt:
            self._number.set_warning(doubt)
        self._problem = problem
        return True

    def _read(self, value: object) -> tuple[Answer, ...]:
        if not isinstance(value, Decimal):
            return ()
        return (IntegerAnswer(int(value)),) if self.item.type is ItemType.INTEGER else (DecimalAnswer(value),)


class QuantityEditor(Editor):
    """A number with the unit of the item, or with one of several to choose from."""

    row_width_px = _NUMBER_PX

    def __init__(self, item: Item, name: str, label: str, context: PageContext, unit: str) -> None:
        super().__init__(item, name)
        self._context = context
        self._label = label
        self._units: tuple[Unit, ...] = item.unit_options
        self._own = item.unit or (Unit(unit) if unit else None)
        fixed = self._own.text if self._own is not None and not self._units else ""
        self._number = make_number_field(item, context, fixed)
        self._number.line_edit.installEventFilter(self)
        self._number.value_changed.connect(self._on_changed)
        self._choice: ChoiceField | None = None
        self._problem = ""
        holder = QWidget()
        self._row = QHBoxLayout(holder)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(sizes.XS)
        self._row.addWidget(self._number, 1)
        self.adopt_field(self._number, label, holder)
        self.setFocusProxy(self._number)
        self._number.setObjectName(name)
        if self._units:
            self._offer_units()
            self.row_width_px = _NUMBER_PX + _UNIT_PX + 8

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        first = answers[0] if answers else None
        if not isinstance(first, QuantityAnswer):
            self._number.set_value(None if first is None else get_number(first))
            return
        self._show_unit(first)
        self._number.set_value(first.value)

    def set_messages(self, problem: str, doubt: str) -> bool:
        if problem or self._problem:
            self._number.set_error(problem)
        if doubt:
            self._number.set_warning(doubt)
        self._problem = problem
        return True

    def set_read_only(self, is_read_only: bool) -> None:
        self._number.set_read_only(is_read_only)
        if self._choice is not None:
            self._choice.set_read_only(is_read_only)

    def _offer_units(self) -> None:
        pairs = tuple((str(number), unit.text) for number, unit in enumerate(self._units))
        if self._choice is None:
            self._choice = ChoiceField(self._context.theme, self._context.words, "", allows_none=False)
            self._choice.set_label(f"{self._label}, {self._context.words('examination.unit')}")
            self._choice.hide_label()
            self._choice.setObjectName(f"{self.name}_unit")
            self._choice.setFixedWidth(self._context.theme.grown(_UNIT_PX))
            self._choice.combo.installEventFilter(self)
            self._choice.value_changed.connect(self._on_changed)
            self._row.addWidget(self._choice)
        self._choice.set_options(pairs)
        if self._choice.value() is None:
            self._choice.set_value(str(self._units.index(self._own)) if self._own in self._units else "0")

    def _show_unit(self, given: QuantityAnswer) -> None:
        """Show the unit of an answer, also one that the item itself does not offer."""
        unit = Unit(given.unit or given.code, given.code, given.system)
        own = self._own or Unit("")
        if not self._units and _is_same(unit, own):
            return
        if not any(_is_same(unit, offered) for offered in self._units):
            self._units = (*(self._units or (own,)), unit)
            self._offer_units()
        number = next(number for number, offered in enumerate(self._units) if _is_same(unit, offered))
        if self._choice is not None:
            self._choice.set_value(str(number))

    def _unit(self) -> Unit | None:
        if self._choice is None:
            return self._own
        return self._units[int(self._choice.value() or 0)]

    def _on_changed(self) -> None:
        value, unit = self._number.value(), self._unit()
        if value is None:
            self.answered.emit(())
        elif unit is None or unit == Unit(""):
            self.answered.emit((QuantityAnswer(value),))
        else:
            self.answered.emit((QuantityAnswer(value, unit.text, unit.system, unit.code),))


def make_number_field(item: Item, context: PageContext, unit: str) -> ItemNumberField:
    """Return the field for the number of an item with its ranges."""
    places = item.max_decimal_places
    decimals = 0 if item.type is ItemType.INTEGER else _MANY_DECIMALS if places is None else places
    plausible = item.plausible
    low = None if item.min_value is None else get_number(item.min_value)
    high = None if item.max_value is None else get_number(item.max_value)
    field = ItemNumberField(
        context.theme,
        context.words,
        "",
        unit=unit,
        decimals=decimals,
        possible=(low, high),
        plausible=(plausible.low, plausible.high) if plausible else (None, None),
        is_required=item.is_required,
    )
    if item.entry_format is not None:
        field.set_placeholder(item.entry_format.in_language(context.words.language))
    return field


def _is_same(one: Unit, other: Unit) -> bool:
    if one.code and other.code:
        return one.code == other.code and (one.system == other.system or not one.system or not other.system)
    return one.text == other.text
