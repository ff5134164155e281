"""The note beside a chosen answer: a button that shows under the pointer, a key, and a field once it is wanted."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout

from stemsup_desktop.ui.components.buttons import IconButton
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.stack import set_stacked
from stemsup_desktop.ui.pages.examination.parts.part import Part
from stemsup_desktop.ui.pages.examination.view_model import RowView

MOST_LINES = 6


class NoteSlot:
    """Field and button are made when they are first wanted; Ctrl+M in the row opens the field too."""

    def __init__(self, part: Part, head: QBoxLayout, head_place: int, layout: QVBoxLayout) -> None:
        self._part = part
        self._head, self._head_place = head, head_place
        self._layout, self._place = layout, layout.count()
        self._field: MultiLineField | None = None
        self._button: IconButton | None = None

    def show_row(self, row: RowView) -> None:
        """Show the note, or an open field that is still empty."""
        if self._field is None and row.note:
            self._make_field()
        if self._field is not None:
            self._field.set_locked(row.locked)
            self._field.set_value(row.note)

    def open(self) -> None:
        """Open the field and write in it."""
        row = self._part.row
        if not row.takes_note or (row.locked and self._field is None):
            return
        if self._field is None:
            self._make_field()
        if self._field is not None:
            set_stacked(self._field, True)
            self._field.text_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def offer(self, is_near: bool) -> None:
        """Show the button while the pointer is over the row and there is no field yet."""
        if self._button is None:
            if not is_near or not self._part.row.takes_note or self._part.row.locked:
                return
            self._button = self._make_button()
        set_stacked(self._button, is_near and self._field is None and not self._part.row.locked)

    def _make_button(self) -> IconButton:
        button = IconButton(self._part.theme, "pencil", self._part.words("examination.add_note"))
        button.setObjectName(f"{self._part.row.name}_add_note")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(self.open)
        self._head.insertWidget(self._head_place, button)
        return button

    def _make_field(self) -> None:
        part, key = self._part, self._part.key
        field = MultiLineField(
            part.theme, part.words, part.words("examination.note"), min_lines=1, max_lines=MOST_LINES
        )
        field.setObjectName(f"{part.row.name}_note")
        field.value_changed.connect(lambda text: part.wishes.note_written.emit(key, str(text)))
        self._layout.insertWidget(self._place, field)
        self._field = field
        if self._button is not None:
            set_stacked(self._button, False)
