"""The rows of a certificate's form: one for each item of the catalogue, and as many factors as it measured."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.lots.certificate_items import get_shipped_items
from stemsup_desktop.consultation.lots.lot_model import ConcentrationUnit, ItemState, MeasuredState
from stemsup_desktop.ui.components.answer_segments import Look, Segments
from stemsup_desktop.ui.components.buttons import IconButton
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.folding_row import FoldingRow
from stemsup_desktop.ui.components.labels import Hairline, Label, set_shown
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.lots.certificate_view import get_item_word
from stemsup_desktop.ui.pages.lots.draft import FactorDraft, ItemDraft
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_LOOKS = {ItemState.PASSED: Look.TINTED, ItemState.FAILED: Look.SOLID, ItemState.ABSENT: Look.OUTLINED}
_PARTS = (("value", 5), ("unit", 2), ("method", 3), ("limit", 3))
_NAME_PX = 120
_FACTOR_PARTS = ("factor_id", "form", "state", "amount", "unit", "method")


class ItemRow(QWidget):
    """Name and state; what is printed of the item is asked for once it has one. `edited` carries part and text."""

    edited = Signal(str, str)
    left = Signal()

    def __init__(self, theme: Theme, words: Words, number: int, item_id: str) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self.item_id = item_id
        self._path = f"items.{number}"
        self._item = get_shipped_items().find_item(item_id)
        self._name = item_id if self._item is None else self._item.name.in_language(words.language)
        self.fields: dict[str, TextField] = {}
        self.state = Segments(
            theme,
            self._name,
            tuple((one.value, words(get_item_word(self._item, one)), _LOOKS[one]) for one in ItemState),
            unanswered_word=words("common.unanswered"),
            checks_all=True,
        )
        self.state.setObjectName(self._path)
        self.state.value_changed.connect(lambda code: self.edited.emit("state", code or ""))
        self._error = Label(theme, role="small", tone="stop", wraps=True)
        set_shown(self._error, False)
        self._details = QWidget()
        set_shown(self._details, False)
        self._lay_out()

    @property
    def is_made(self) -> bool:
        """Whether the fields are there."""
        return bool(self.fields)

    def needs_fields(self, draft: ItemDraft) -> bool:
        """Tell whether a draft is shown in fields that are still to be made."""
        has_text = any((draft.value, draft.unit, draft.method, draft.limit))
        return not self.is_made and (draft.state in (ItemState.PASSED, ItemState.FAILED) or has_text)

    def make_fields(self) -> None:
        """Make the fields for value, unit, method and limit."""
        if self.is_made:
            return
        row = QHBoxLayout(self._details)
        row.setContentsMargins(0, 0, 0, sizes.XXS)
        row.setSpacing(sizes.XS)
        for part, stretch in _PARTS:
            label = self._words(f"lots.{part}")
            field = TextField(self._theme, self._words, f"{self._name}: {label}", placeholder=label)
            field.hide_label()
            field.setObjectName(f"{self._path}.{part}")
            field.value_changed.connect(partial(self._on_typed, part))
            field.left.connect(self.left)
            row.addWidget(field, stretch, Qt.AlignmentFlag.AlignTop)
            self.fields[part] = field

    def show_draft(self, draft: ItemDraft, error: str) -> None:
        """Show an item as typed; reports nothing."""
        self.state.set_value(draft.state or None)
        for part, field in self.fields.items():
            field.set_value(str(getattr(draft, part)))
        set_shown(self._details, self.is_made and draft.state != ItemState.ABSENT)
        self._error.setText(error)
        set_shown(self._error, bool(error))

    def _on_typed(self, part: str, text: object) -> None:
        self.edited.emit(part, str(text))

    def _lay_out(self) -> None:
        name = QHBoxLayout()
        name.addWidget(WrapLabel(self._theme, self._name, role="compact"), 1, Qt.AlignmentFlag.AlignVCenter)
        head = FoldingRow(name, least_px=self._theme.grown(_NAME_PX))
        head.side.addWidget(self.state)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.XS)
        rows.addWidget(head)
        rows.addWidget(self._error)
        rows.addWidget(self._details)
        rows.addWidget(Hairline(self._theme))
        if self._item is not None and self._item.note is not None:
            self.setToolTip(self._item.note.in_language(self._words.language))


@spoken_as(Role.Grouping)
class FactorRow(QWidget):
    """One measured factor. `edited` carries part and text."""

    edited = Signal(str, str)
    removed = Signal()
    left = Signal(str)

    def __init__(self, theme: Theme, words: Words, number: int) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._number = number
        self.setAccessibleName(words("spoken.factor_row", number=number + 1))
        states = tuple((one.value, words(f"lots.measured_{one.name.lower()}")) for one in MeasuredState)
        units = tuple((one.value, one.value) for one in ConcentrationUnit)
        self.fields: dict[str, TextField | ChoiceField] = {
            "factor_id": self._make_text("factor_id"),
            "form": self._make_text("form"),
            "state": self._make_choice("state", states),
            "amount": self._make_text("amount"),
            "unit": self._make_choice("unit", units),
            "method": self._make_text("method"),
        }
        remove = IconButton(theme, "close", words("lots.form_remove_factor", number=number + 1))
        remove.setObjectName(f"remove_factor.{number}")
        remove.clicked.connect(self.removed)
        self._lay_out(remove)

    def show_draft(self, draft: FactorDraft, errors: dict[str, str]) -> None:
        """Show a factor as typed and what is wrong in it; reports nothing."""
        for part, field in self.fields.items():
            field.set_value(str(getattr(draft, part)))
            field.set_error(errors.get(part, ""))
        is_measured = draft.state == MeasuredState.MEASURED
        is_missing = draft.state == MeasuredState.NOT_MEASURED
        self.fields["amount"].set_label(self._words("lots.form_amount" if is_measured else "lots.form_limit"))
        for part in ("amount", "unit"):
            self.fields[part].set_read_only(is_missing)

    def _make_text(self, part: str) -> TextField:
        field = TextField(self._theme, self._words, self._words(f"lots.form_{part}"))
        field.value_changed.connect(lambda text: self.edited.emit(part, str(text)))
        self._name_field(part, field)
        return field

    def _make_choice(self, part: str, options: tuple[tuple[str, str], ...]) -> ChoiceField:
        field = ChoiceField(self._theme, self._words, self._words(f"lots.form_{part}"), options, allows_none=False)
        field.value_changed.connect(lambda code: self.edited.emit(part, str(code)))
        self._name_field(part, field)
        return field

    def _name_field(self, part: str, field: TextField | ChoiceField) -> None:
        path = f"factors.{self._number}.{part}"
        field.setObjectName(path)
        field.left.connect(lambda: self.left.emit(path))

    def _lay_out(self, remove: IconButton) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, parts in ((first, _FACTOR_PARTS[:3]), (second, _FACTOR_PARTS[3:])):
            row.setSpacing(sizes.XS)
            for part in parts:
                row.addWidget(self.fields[part], 3, Qt.AlignmentFlag.AlignTop)
        holder = QVBoxLayout()
        holder.setContentsMargins(0, self._theme.line_height("compact") + 4, 0, 0)  # beside the boxes
        holder.addWidget(remove)
        holder.addStretch(1)
        first.addLayout(holder)
        second.addSpacing(first.spacing() + remove.sizeHint().width())
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.XS)
        rows.addLayout(first)
        rows.addLayout(second)
        rows.addWidget(Hairline(self._theme))
