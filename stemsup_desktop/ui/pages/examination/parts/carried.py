"""The line at a question whose answer was carried from an earlier visit, until it is confirmed."""

from PySide6.QtWidgets import QVBoxLayout

from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.pages.examination.parts.part import Part
from stemsup_desktop.ui.pages.examination.view_model import RowView


class CarriedSlot:
    """Says what was answered and when; its link confirms. The question itself stays unanswered beside it.

    The line is made when there is something to say.
    """

    def __init__(self, part: Part, layout: QVBoxLayout, *, left_px: int = 0) -> None:
        self._part = part
        self._left_px = left_px
        self._layout, self._place = layout, layout.count()
        self._line: InlineMessage | None = None

    def show_row(self, row: RowView) -> None:
        """Show the line, or nothing where nothing waits."""
        if self._line is None:
            if not row.carried:
                return
            self._line = self._make_line(row)
        can_confirm = bool(row.carried) and not row.locked
        confirm = self._part.words("examination.carried_confirm") if can_confirm else ""
        self._line.show_message(TagState.INFORMATION, row.carried, confirm)

    def _make_line(self, row: RowView) -> InlineMessage:
        line = InlineMessage(self._part.theme)
        line.setObjectName(f"{row.name}_carried")
        line.setContentsMargins(self._left_px, 0, 0, 0)
        part, key = self._part, row.key
        line.link_followed.connect(lambda: part.wishes.confirm_requested.emit(key))
        self._layout.insertWidget(self._place, line)
        return line
