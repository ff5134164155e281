"""What the forms of the lot book are made of: fields that report each edit as a function from draft to draft."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.field_frame import FieldFrame
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.pages.lots.draft import Draft
from stemsup_desktop.ui.parsing import parse_date
from stemsup_desktop.ui.signals import signals_blocked
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

Edit = Callable[[Draft], Draft]


@dataclass(frozen=True, slots=True)
class Edited:
    """What was done to a form, and the path of the field; what `is_typed` comes keystroke by keystroke."""

    edit: Edit
    path: str
    is_typed: bool = False


class TypedDateField(DateField):
    """A `DateField` that keeps what is no day yet; `text_typed` carries the text with every keystroke."""

    text_typed = Signal(str)

    def __init__(self, theme: Theme, words: Words, label: str) -> None:
        super().__init__(theme, words, label)
        self.line_edit.textChanged.connect(self.text_typed)

    def show_text(self, text: str) -> None:
        """Show what was typed without reporting it; a day is written out unless the person is typing it."""
        day = parse_date(text)
        if day is not None:
            self.set_value(day)
        elif text != self.text():
            with signals_blocked(self.line_edit):
                self.line_edit.setText(text)
            self._value = None
            self.refresh_look()


class DraftForm(ScrollPane):
    """`edited` carries an `Edited`, `field_left` the path of a field; it keeps no copy itself."""

    edited = Signal(object)
    field_left = Signal(str)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(margins=(sizes.XL, sizes.L, sizes.XL, sizes.XL), spacing=sizes.M)
        self.theme = theme
        self.words = words
        self.fields: dict[str, FieldFrame] = {}
        self._title = WrapLabel(theme, role="title")
        self._title.setObjectName("form_title")
        self._note = Label(theme, role="compact", tone="text-2", wraps=True, keeps_phrases=True)
        self.add(self._title)
        self.add(self._note)

    def show_head(self, title: str, note: str) -> None:
        """Show what the form is of."""
        self._title.setText(title)
        self._note.setText(note)
        set_shown(self._note, bool(note))

    def show_fields(self, draft: Draft, errors: Mapping[str, str]) -> None:
        """Show the fields that stand for one value each; reports nothing."""
        for path, field in self.fields.items():
            value = str(getattr(draft, path))
            error = errors.get(path, "")
            match field:
                case TypedDateField():
                    field.show_text(value)
                    if error or not field.error:
                        field.set_error(error)
                case ChoiceField():
                    field.set_value(value or None)
                    field.set_error(error)
                case MultiLineField() | TextField():
                    field.set_value(value)
                    field.set_error(error)

    def focus_first(self) -> None:
        """Put the cursor into the first field that is still open, else into the first."""
        every = tuple(self.fields.values())
        first = next((field for field in every if field.is_open), every[0])
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_field(self, path: str) -> None:
        """Put the cursor into the field of a path, as far as the form has one."""
        found = self.findChild(QWidget, path)
        if isinstance(found, QWidget):
            found.setFocus(Qt.FocusReason.OtherFocusReason)
            self.show_widget(found)

    def bring_into_view(self, path: str) -> None:
        """Scroll to what stands at a path, and leave the cursor where it is."""
        found = self.find_place(path)
        if found is not None and found.isVisible():
            self.show_widget(found)

    def find_place(self, path: str) -> QWidget | None:
        """Return what stands at a path, as far as it is made."""
        found = self.findChild(QWidget, path)
        return found if isinstance(found, QWidget) else None

    # Making fields

    def make_text(self, path: str, *, unit: str = "", is_required: bool = False) -> TextField:
        """Return a field for one line."""
        field = TextField(self.theme, self.words, self._label(path), unit=unit, is_required=is_required)
        field.value_changed.connect(lambda text: self.edit(path, str(text), is_typed=True))
        self._keep(path, field)
        return field

    def make_lines(self, path: str) -> MultiLineField:
        """Return a field for several lines."""
        field = MultiLineField(self.theme, self.words, self._label(path))
        field.value_changed.connect(lambda text: self.edit(path, str(text), is_typed=True))
        self._keep(path, field)
        return field

    def make_day(self, path: str) -> TypedDateField:
        """Return a field for a day."""
        field = TypedDateField(self.theme, self.words, self._label(path))
        field.text_typed.connect(lambda text: self.edit(path, text, is_typed=True))
        self._keep(path, field)
        return field

    def make_choice(self, path: str, options: tuple[tuple[str, str], ...], *, is_required: bool = False) -> ChoiceField:
        """Return a field with options as (code, text)."""
        field = ChoiceField(self.theme, self.words, self._label(path), options, is_required=is_required)
        field.value_changed.connect(lambda code: self.edit(path, code or ""))
        self._keep(path, field)
        return field

    def edit(self, path: str, value: object, *, is_typed: bool = False) -> None:
        """Report another value of a field."""
        self.report(lambda draft: msgspec.structs.replace(draft, **{path: value}), path, is_typed=is_typed)

    def report(self, edit: Edit, path: str, *, is_typed: bool = False) -> None:
        """Report an edit of what stands at a path."""
        self.edited.emit(Edited(edit, path, is_typed))

    def add_grid(self, *rows: tuple[QWidget, ...], columns: int = 2) -> None:
        """Put fields in columns of equal width; one alone in its row takes them all."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(sizes.M)
        grid.setVerticalSpacing(sizes.S)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        for number, row in enumerate(rows):
            span = columns if len(row) == 1 else 1
            for column, widget in enumerate(row):
                grid.addWidget(widget, number, column, 1, span, Qt.AlignmentFlag.AlignTop)
        self.rows.addLayout(grid)

    def add_captioned(self, key: str, shown: QWidget | QLayout) -> None:
        """Put something close under a quiet caption, as a field stands under its own."""
        column = QVBoxLayout()
        column.setSpacing(sizes.XXS)
        column.addWidget(Label(self.theme, self.words(key), role="compact", tone="text-2"))
        if isinstance(shown, QWidget):
            column.addWidget(shown, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            column.addLayout(shown)
        self.rows.addLayout(column)

    def _label(self, path: str) -> str:
        return self.words(f"lots.form_{path}")

    def _keep(self, path: str, field: FieldFrame) -> None:
        field.setObjectName(path)
        field.left.connect(lambda: self.field_left.emit(path))
        self.fields[path] = field
