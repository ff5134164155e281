"""Groups in groups, occurrences of a group, what lies under one answer, and the offer of one more."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from stemsup_desktop.ui.components.buttons import QuietButton
from stemsup_desktop.ui.components.labels import Hairline, IconLabel, Label
from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.components.stack import set_stacked
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.layout_plan import is_field_group
from stemsup_desktop.ui.pages.examination.parts.box import Box, GridBox
from stemsup_desktop.ui.pages.examination.parts.notes import MessageSlot, Notes
from stemsup_desktop.ui.pages.examination.parts.part import Part, Wishes
from stemsup_desktop.ui.pages.examination.view_model import RowKind, RowView
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import set_look, sizes


@spoken_as(Role.Grouping)
class GroupBlock(Part):
    """A titled block. An occurrence has its number and can be removed."""

    def __init__(self, row: RowView, context: PageContext, wishes: Wishes) -> None:
        super().__init__(row, context, wishes)
        theme, item, words = context.theme, row.item, context.words
        self.box: Box = GridBox() if is_field_group(item) else Box()
        self._title = Label(theme, role="compact", weight=700, wraps=True)
        self._open = IconLabel(theme, "unanswered", "text-3", 16)
        head = QHBoxLayout()
        head.setSpacing(sizes.XS)
        head.addWidget(self._open)
        head.addWidget(self._title, 1)
        help_place = head.count()
        if row.kind is RowKind.REPEAT:
            self._remove = QuietButton(theme, words("examination.remove"), icon_name="close")
            self._remove.setObjectName(f"{row.name}_remove")
            self._remove.clicked.connect(lambda: wishes.remove_requested.emit(self.key))
            head.addWidget(self._remove)
            set_look(self, kind="card")
        outer = QVBoxLayout(self)
        is_card = row.kind is RowKind.REPEAT
        outer.setContentsMargins(*((sizes.S, sizes.XS, sizes.S, sizes.XS) if is_card else (0, sizes.XS, 0, sizes.XXS)))
        outer.setSpacing(sizes.XXS)
        outer.addLayout(head)
        self._notes = Notes(item, context, row.name, head, outer, help_place)
        self._message = MessageSlot(context, outer)
        if not is_card:
            outer.addWidget(Hairline(theme))
        outer.addWidget(self.box)
        self.setObjectName(row.name)
        self.show_row(row)

    def show_row(self, row: RowView) -> None:
        super().show_row(row)
        title = row.item.label.in_language(self.words.language)
        if row.item.text is None and not row.item.prefix:
            title = "" if row.kind is RowKind.GROUP else self.words("examination.entry")
        if row.item.prefix and row.item.text is not None:
            title = f"{row.item.prefix} {title}"
        if row.kind is RowKind.REPEAT:
            title = self.words("examination.occurrence", title=title, number=row.title)
            self._remove.setEnabled(row.can_change and not row.locked)
            say_reason(self._remove, row.locked)
            self._remove.setAccessibleName(f"{self.words('examination.remove')}: {title}")
        self.setAccessibleName(title)
        self._title.setText(title)
        set_stacked(self._title, bool(title))
        set_stacked(self._open, row.is_open)
        self._message.show_message(row.problem, row.doubt)
        self._notes.show_notes(row.notes)


class AnswerBlock(Part):
    """What lies under one answer of a question that has several, under its words."""

    def __init__(self, row: RowView, context: PageContext, wishes: Wishes) -> None:
        super().__init__(row, context, wishes)
        self.box: GridBox = GridBox()
        self._title = Label(context.theme, role="compact", weight=700, wraps=True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(sizes.XXS)
        outer.addWidget(self._title)
        outer.addWidget(self.box)
        self.show_row(row)

    def show_row(self, row: RowView) -> None:
        super().show_row(row)
        self._title.setText(row.title)
        self.refresh_mark()

    def refresh_mark(self) -> None:
        set_stacked(self._title, bool(self.row.title) and not self.box.is_empty)


class AddRow(Part):
    """The offer of one more occurrence."""

    def __init__(self, row: RowView, context: PageContext, wishes: Wishes) -> None:
        super().__init__(row, context, wishes)
        label = row.item.label.in_language(context.words.language) if row.item.text is not None else ""
        text = context.words("examination.add", title=label) if label else context.words("examination.add_entry")
        self._button = QuietButton(context.theme, text, icon_name="plus")
        self._button.setObjectName(f"{row.link_id}_add")
        self._button.clicked.connect(lambda: wishes.add_requested.emit(self.key))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, sizes.XXS)
        outer.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_row(row)

    def show_row(self, row: RowView) -> None:
        super().show_row(row)
        self._button.setEnabled(row.can_change and not row.locked)
        say_reason(self._button, row.locked)
