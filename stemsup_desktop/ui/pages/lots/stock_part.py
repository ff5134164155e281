"""The vials of the chosen lot, and its recalls."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import Button, LinkLabel, QuietButton
from stemsup_desktop.ui.components.fact_strip import FactStrip
from stemsup_desktop.ui.components.labels import Card, SectionHeading
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.lots.part import Part
from stemsup_desktop.ui.pages.lots.lot_view import RecallLine, RecallsView, VialsView
from stemsup_desktop.ui.pages.lots.vial_table import VialTable
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

_STEP = 40


class VialsPart(Part[VialsView]):
    """Counts, and every vial whose fate is known, the last first; charts by their numbers, never by a name."""

    discard_requested = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words)
        self._most = _STEP

    def find_first(self) -> QWidget | None:
        return self.findChild(QWidget, "discard_vial")

    def _fill(self, rows: QVBoxLayout, view: VialsView) -> None:
        words = self.words
        heading = SectionHeading(self.theme, words("lots.vials"), words("lots.vials_note"))
        if view.can_discard:
            discard = QuietButton(self.theme, words("lots.discard"), icon_name="minus")
            discard.setObjectName("discard_vial")
            discard.clicked.connect(self.discard_requested)
            heading.add_trailing(discard)
        rows.addWidget(heading)
        counts = FactStrip(self.theme, across=4)
        counts.show_facts(view.counts)
        rows.addWidget(counts)
        if view.too_many:
            rows.addWidget(InlineMessage(self.theme, TagState.CAUTION, view.too_many))
        if not view.lines:
            rows.addWidget(self.make_text(words("lots.no_vials"), "text-3"))
            return
        titles = tuple(words(f"lots.vial_{key}") for key in ("vial", "fate", "when", "of", "by"))
        self._table = VialTable(self.theme, words("lots.vials"), titles, view.lines)
        self._table.show_more(self._most)
        rows.addWidget(self._table)
        self._more = LinkLabel(self.theme, "")
        self._more.setObjectName("more_vials")
        self._more.clicked.connect(self._show_more)
        rows.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._show_rest(view)

    def _show_rest(self, view: VialsView, row: int = 0) -> None:
        """Offer the lines that are still left; where none is, the focus goes on at a line of those that are there."""
        rest = len(view.lines) - self._most
        if rest > 0:
            self._more.setText(self.words("lots.more_vials", count=rest))
            return
        if self._more.hasFocus():
            self._table.enter(row)  # before it goes: Qt would look through the whole window
        self._more.hide()
        self._more.setObjectName("")

    def show_view(self, view: VialsView | None) -> None:
        if view is not None and (self._shown is None or view.lot_id != self._shown.lot_id):
            self._most = _STEP
        super().show_view(view)

    def _show_more(self) -> None:
        view = self._shown
        if view is not None:
            row, self._most = self._most, self._most + _STEP
            self._table.show_more(_STEP)
            self._show_rest(view, row)


class RecallsPart(Part[RecallsView]):
    """Marks a lot as recalled, or lifts that; what was, stays to be read."""

    recall_requested = Signal()
    lift_requested = Signal()
    people_requested = Signal()

    def find_first(self) -> QWidget | None:
        return self.findChild(QWidget, "recall_lot") or self.findChild(QWidget, "lift_recall")

    def _fill(self, rows: QVBoxLayout, view: RecallsView) -> None:
        words = self.words
        heading = SectionHeading(self.theme, words("lots.recall"))
        people = QuietButton(self.theme, words("lots.who_received"))
        people.setObjectName("who_received")
        people.clicked.connect(self.people_requested)
        heading.add_trailing(people)
        if not view.is_recalled:
            recall = Button(self.theme, words("lots.mark_recalled"), kind="danger")
            recall.setObjectName("recall_lot")
            recall.clicked.connect(self.recall_requested)
            heading.add_trailing(recall)
        elif not view.lift_refusal:
            lift = QuietButton(self.theme, words("lots.lift"))
            lift.setObjectName("lift_recall")
            lift.clicked.connect(self.lift_requested)
            heading.add_trailing(lift)
        rows.addWidget(heading)
        if not view.lines:
            rows.addWidget(self.make_text(words("lots.no_recall"), "text-3"))
        for line in view.lines:
            rows.addWidget(self._make_line(line))
        if view.is_recalled and view.lift_refusal:
            rows.addWidget(self.make_text(view.lift_refusal, "text-3"))

    def _make_line(self, line: RecallLine) -> QWidget:
        card = Card(self.theme, flag="stop" if line.is_standing else "")
        tone = "stop" if line.is_standing else "text-2"
        card.rows.addWidget(WrapLabel(self.theme, line.title, role="section", tone=tone))
        for text in (line.reason, line.source, line.lifted):
            if text:
                card.rows.addWidget(WrapLabel(self.theme, text, role="compact"))
        return card
