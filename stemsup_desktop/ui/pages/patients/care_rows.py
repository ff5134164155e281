"""Events, calls and contacts of the patient on the chart, each with the way into it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.ui.actions.registry import key_of
from stemsup_desktop.ui.components.buttons import LinkLabel, QuietButton, SecondaryButton
from stemsup_desktop.ui.components.flow_row import FlowRow
from stemsup_desktop.ui.components.folding_row import FoldingRow
from stemsup_desktop.ui.components.labels import Hairline, Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.tags import StateTag
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.events.row_list import RowList
from stemsup_desktop.ui.events.view import CallLine, CareView, EventLine, Tag
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

NEW_KEY = key_of("event.new")
_TEXT_PX = 240
"""What the texts of a row want beside its tags and its button."""


class CarePart(QWidget):
    """What the chart says of events and calls; it is made anew only where it differs."""

    event_requested = Signal(str)
    following_requested = Signal(str, int)
    """The visit and the place of a reaction that is to be followed."""
    others_requested = Signal(str)
    contact_requested = Signal(object)
    """The `CallLine` of the call that was made."""
    event_contact_requested = Signal(str)
    new_requested = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._view: CareView | None = None
        self._heading = SectionHeading(theme)
        self._new = QuietButton(theme, words("events.record"), icon_name="plus", key_hint=NEW_KEY)
        self._new.setObjectName("new_event")
        self._new.clicked.connect(self.new_requested)
        self._heading.add_trailing(self._new)
        self.list = RowList(theme, words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._heading)
        column.addWidget(self.list)

    def show_view(self, view: CareView) -> None:
        """Show what the vault holds; reports nothing."""
        self._heading.show_text(self._words("events.title_list"), view.note)
        set_shown(self._new, view.can_record)
        if view == self._view:
            return
        self._view = view
        makers = [
            *(partial(self._make_event, one) for one in view.events),
            *(partial(self._make_call, one) for one in view.calls),
        ]
        if view.contacts:
            makers.append(partial(self._make_contacts, view.contacts))
        self.list.show_rows(makers)

    def _make_event(self, line: EventLine) -> QWidget:
        links: list[QWidget] = []
        if line.event_id:
            told = LinkLabel(self._theme, self._words("events.record_contact"))
            told.setObjectName(f"contact_event:{line.event_id}")
            told.clicked.connect(lambda: self.event_contact_requested.emit(line.event_id))
            links.append(told)
        for lot_number in line.lot_numbers:
            others = LinkLabel(self._theme, self._words("events.others", lot=lot_number))
            others.setObjectName(f"others:{lot_number}")
            others.clicked.connect(lambda _=False, lot_number=lot_number: self.others_requested.emit(lot_number))
            links.append(others)
        return self._make_row(line.title, line.detail, line.tags, self._make_button(line), links)

    def _make_button(self, line: EventLine) -> SecondaryButton | None:
        if not line.action:
            return None
        button = SecondaryButton(self._theme, line.action)
        button.setAccessibleName(f"{line.action}, {line.spoken}")
        if line.event_id:
            button.setObjectName(f"open_event:{line.event_id}")
            button.clicked.connect(lambda: self.event_requested.emit(line.event_id))
        else:
            place = line.place or 0
            button.setObjectName(f"follow:{line.consultation_id}:{place}")
            button.clicked.connect(lambda: self.following_requested.emit(line.consultation_id, place))
        return button

    def _make_call(self, line: CallLine) -> QWidget:
        button = None
        if line.action:
            button = SecondaryButton(self._theme, line.action, icon_name="phone")
            button.setObjectName(f"call:{line.consultation_id}:{line.purpose.value}")
            button.setAccessibleName(f"{line.action}, {line.spoken}")
            button.clicked.connect(lambda: self.contact_requested.emit(line))
        return self._make_row(line.title, line.detail, (line.tag,), button, ())

    def _make_contacts(self, lines: Sequence[str]) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, sizes.S, 0, 0)
        column.setSpacing(sizes.TIGHT)
        column.addWidget(Label(self._theme, self._words("events.contacts"), role="compact", tone="text-3"))
        for line in lines:
            column.addWidget(WrapLabel(self._theme, line, role="compact", tone="text-2"))
        return box

    def _make_row(
        self, title: str, detail: str, tags: Sequence[Tag], button: SecondaryButton | None, links: Sequence[QWidget]
    ) -> QWidget:
        row = QWidget()
        texts = QVBoxLayout()
        texts.setSpacing(sizes.TIGHT)
        texts.addWidget(WrapLabel(self._theme, title, role="section"))
        texts.addWidget(WrapLabel(self._theme, detail, role="compact", tone="text-2"))
        if links:
            below = FlowRow(gap=sizes.M, line_gap=sizes.XXS)
            for link in links:
                below.add(link)
            texts.addWidget(below)
        head = FoldingRow(texts, least_px=self._theme.grown(_TEXT_PX))
        for state, word, icon in tags:
            head.side.addWidget(StateTag(self._theme, state, word, icon=icon), 0, Qt.AlignmentFlag.AlignVCenter)
        if button is not None:
            head.side.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(row)
        column.setContentsMargins(0, sizes.S, 0, 0)
        column.setSpacing(sizes.XS)
        column.addWidget(head)
        column.addWidget(Hairline(self._theme))
        return row
