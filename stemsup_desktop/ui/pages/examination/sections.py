"""One section of the checklist: its heading with what is still missing, and its parts."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.ui.components.buttons import LinkLabel
from stemsup_desktop.ui.components.labels import SectionHeading
from stemsup_desktop.ui.components.reason_line import ReasonLine
from stemsup_desktop.ui.components.stack import set_stacked
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.carry_view import CarryOffer
from stemsup_desktop.ui.pages.examination.layout_plan import is_field_group
from stemsup_desktop.ui.pages.examination.parts.box import Box, GridBox
from stemsup_desktop.ui.pages.examination.parts.notes import Notes
from stemsup_desktop.ui.pages.examination.view_model import Key, SectionView
from stemsup_desktop.ui.theme import sizes


class MissingLink(LinkLabel):
    """A link in the heading of a section: how many answers it still wants, or what it offers; Enter follows it too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)


class SectionPanel(QWidget):
    """A section: heading with its count, then its parts, or one grid of measured values."""

    missing_requested = Signal(object)
    """The key of the first row of the section that is still open."""
    carry_requested = Signal(object)
    """The link ids of the questions whose earlier answers are wanted."""

    def __init__(self, section: SectionView, group: Item | None, context: PageContext) -> None:
        super().__init__()
        self.key: Key = section.key
        self._words = context.words
        self._theme = context.theme
        self._view: SectionView | None = None
        self.box: Box = GridBox() if group is not None and is_field_group(group) else Box()
        self._heading = SectionHeading(context.theme)
        self._missing = MissingLink(context.theme)
        self._missing.setObjectName(f"missing_{section.link_id}")
        self._missing.clicked.connect(self._on_missing)
        self._missing.hide()
        self._offer: CarryOffer | None = None
        self._carry: MissingLink | None = None
        self._heading.add_trailing(self._missing)
        self._why: ReasonLine | None = None
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, sizes.XS)
        column.setSpacing(sizes.XXS)
        column.addWidget(self._heading)
        self._notes: Notes | None = None
        if group is not None and (section.notes or group.support_links):
            self._notes = Notes(group, context, section.link_id, self._heading.row, column)
        if self.box.is_grid:
            column.addSpacing(sizes.XS)
        column.addWidget(self.box)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.show_view(section)

    def show_view(self, view: SectionView) -> None:
        """Show title and counts."""
        if view is self._view:
            return
        self._view = view
        self._heading.show_text(view.title, view.count)
        self._show_missing(view)
        if view.locked and self._why is None:
            self._why = ReasonLine(self._theme)
            self._why.setObjectName(f"why_{view.link_id}")
            self._column.insertWidget(1, self._why)
        if self._why is not None:
            self._why.show_reason(view.locked)
            set_stacked(self._why, bool(view.locked))
        if self._notes is not None:
            self._notes.show_notes(view.notes)

    def _show_missing(self, view: SectionView) -> None:
        words = self._words
        missing = view.missing if view.first_open is not None else 0
        own = missing - view.missing_locked
        parts = [words("examination.missing", count=own)] if own else []
        parts += [words("examination.for_physician", count=view.missing_locked)] if view.missing_locked else []
        if missing:
            text = " · ".join(parts)
            is_own = own == missing
            name = words("examination.missing_in", count=missing, section=view.title) if is_own else ""
            self._missing.setText(text)
            self._missing.setAccessibleName(name or f"{view.title}: {text}")
        set_stacked(self._missing, bool(missing))

    def show_offer(self, offer: CarryOffer | None) -> None:
        """Show what can be carried over from the visit before, or nothing."""
        if offer == self._offer or self._view is None:
            return
        self._offer = offer
        if self._carry is None:
            self._carry = MissingLink(self._theme)
            self._carry.setObjectName(f"carry_{self._view.link_id}")
            self._carry.clicked.connect(self._on_carry)
            self._heading.row.insertWidget(self._heading.row.indexOf(self._missing), self._carry)
        if offer is not None:
            self._carry.setText(offer.text)
            self._carry.setAccessibleName(f"{self._view.title}: {offer.text}")
        set_stacked(self._carry, offer is not None)

    def _on_carry(self) -> None:
        if self._offer is not None:
            self.carry_requested.emit(self._offer.link_ids)

    def _on_missing(self) -> None:
        if self._view is not None and self._view.first_open is not None:
            self.missing_requested.emit(self._view.first_open)
