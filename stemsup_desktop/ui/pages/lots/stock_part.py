"""The vials of the chosen lot, and its recalls."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import Button, LinkLabel, QuietButton
from stemsup_desktop.ui.components.fact_strip import FactStrip
from stemsup_desktop.ui.components.labels import Card, SectionHeading
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.tags import StateTag
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.lots.part import Part
from stemsup_desktop.ui.pages.lots.lot_view import RecallLine, RecallsView, VialsView
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.turns import take_in_turns
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

_STEP = 40
_PIECE = 8
"""Lines that are made in one turn."""
_DONE = object()


class VialsPart(Part[VialsView]):
    """Counts, and every vial whose fate is known, the last first; charts by their numbers, never by a name."""

    discard_requested = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words)
        self._most = _STEP
        self._made = 0

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
        keys = ("vial", "fate", "when", "of", "by")
        grid = self.make_grid(tuple(words(f"lots.vial_{key}") for key in keys), (2, 0, 5, 4, 3))
        self._grid, self._made = grid, 0
        for _ in self._iter_lines(view):
            pass
        rows.addLayout(grid)
        self._more = LinkLabel(self.theme, "")
        self._more.setObjectName("more_vials")
        self._more.clicked.connect(lambda: self._show_more(view))
        rows.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._show_rest(view)

    def _iter_lines(self, view: VialsView) -> Iterator[None]:
        """Put the lines that are to be seen below those that are there, some in a piece."""
        for line in view.lines[self._made : self._most]:
            self._made += 1
            place = self._made
            self._grid.addWidget(self.make_text(line.vial, weight=500), place, 0, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(StateTag(self.theme, line.state, line.word), place, 1, Qt.AlignmentFlag.AlignVCenter)
            self.put_texts(self._grid, place, 2, (line.when, line.of, line.by))
            if place % _PIECE == 0:
                yield

    def _show_rest(self, view: VialsView) -> None:
        """Offer the lines that are still left, or nothing."""
        rest = len(view.lines) - self._made
        if rest > 0:
            self._more.setText(self.words("lots.more_vials", count=rest))
            return
        first = self.find_first()
        if self._more.hasFocus() and first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)  # before it goes: Qt would look through the whole window
        self._more.hide()
        self._more.setObjectName("")

    def show_view(self, view: VialsView | None) -> None:
        if view is not None and (self._shown is None or view.lot_id != self._shown.lot_id):
            self._most = _STEP
        super().show_view(view)

    def _show_more(self, view: VialsView) -> None:
        """Put more lines on, all of which are seen at once: until they are there the part keeps its picture."""
        if self._made < self._most or not self.updatesEnabled():
            return  # they are coming
        self._most = min(self._most + _STEP, len(view.lines))
        self._let_lay_out(False)  # or all lines would be measured anew with each that comes
        self.setUpdatesEnabled(False)
        pieces = self._iter_more(view)
        if next(pieces, _DONE) is _DONE:
            self.setUpdatesEnabled(True)
        else:
            take_in_turns(self, pieces, lambda: self.setUpdatesEnabled(True))

    def _iter_more(self, view: VialsView) -> Iterator[None]:
        for _ in self._iter_lines(view):
            yield
            if self._shown is not view:
                return  # another view has taken its place
        self._show_rest(view)
        self._let_lay_out(True)

    def _let_lay_out(self, is_laid_out: bool) -> None:
        layout = self._content.layout()
        if layout is not None:
            layout.setEnabled(is_laid_out)
            layout.activate()


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
