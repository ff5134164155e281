"""A part of the checklist: shows one row, and holds the parts below it in a box."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy

from stemsup_desktop.ui.components.stack import set_stacked
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.editors import Editor
from stemsup_desktop.ui.pages.examination.parts.box import Box
from stemsup_desktop.ui.pages.examination.view_model import Key, RowKind, RowMark, RowView

_WEIGHT = {mark: weight for weight, mark in enumerate(RowMark)}


class Wishes(QObject):
    """What the person does in any part, by the key of its row."""

    answered = Signal(object, object)
    add_requested = Signal(object)
    remove_requested = Signal(object)
    confirm_requested = Signal(object)
    note_written = Signal(object, str)
    files_chosen = Signal(object, object)
    copy_requested = Signal(object, object)
    preview_requested = Signal(object, object, int)


class Part(QFrame):
    """Base of the parts. A part is made once; showing a row that it shows already costs nothing."""

    box: Box | None = None
    """Where the parts below it go, if it can hold any."""
    editor: Editor | None = None

    def __init__(self, row: RowView, context: PageContext, wishes: Wishes) -> None:
        super().__init__()
        self.row = row
        self.context = context
        self.theme = context.theme
        self.words = context.words
        self.wishes = wishes
        self.is_asked = True
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @property
    def key(self) -> Key:
        """The key of the row."""
        return self.row.key

    @property
    def order(self) -> tuple[int, Key]:
        """What it is sorted by among its neighbours: headers first, footers last."""
        rank = 0
        if self.row.kind is RowKind.DISPLAY:
            rank = {"header": -1, "footer": 1}.get(self.row.item.item_control, 0)
        return rank, self.row.key

    def show_row(self, row: RowView) -> None:
        """Show a row of the same key."""
        self.row = row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()
        can_confirm = self.row.carried and not self.row.locked
        if can_confirm and is_enter and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.wishes.confirm_requested.emit(self.key)
        else:
            super().keyPressEvent(event)

    def span(self, columns: int) -> int:
        """Return how many of the columns of a grid it takes."""
        return columns

    def set_asked(self, is_asked: bool) -> bool:
        """Show or hide it; return whether anything changed."""
        if is_asked == self.is_asked:
            return False
        self.is_asked = is_asked
        set_stacked(self, is_asked)
        return True

    def refresh_mark(self) -> None:
        """Show the mark again after a part below changed."""

    def show_refusal(self, sentence: str) -> None:
        """Show the row as it is recorded, and why what the person did was refused."""
        self.show_row(self.row)

    def worst_mark(self) -> RowMark:
        """Return the worst mark of it and of the parts below that are asked."""
        parts = self.box.parts if self.box is not None else ()
        marks = (part.worst_mark() for part in parts if part.is_asked)
        return max((self.row.mark, *marks), key=_WEIGHT.__getitem__)
