"""The gate of a window: shown as the session stands, with what is being written at it, and made anew by language."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.changes import with_opinion, with_stop_lifted
from stemsup_desktop.consultation.lots.offers import find_lot_rules
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.ui.components.composition import find_composition
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.laying_out import hold_back_styles, iter_getting_ready
from stemsup_desktop.ui.shell.gate_panel import GatePanel
from stemsup_desktop.ui.shell.gate_texts import GateTexts
from stemsup_desktop.ui.shell.gate_view import GateView, derive_gate_view
from stemsup_desktop.ui.turns import iter_until, run_in_turns
from stemsup_desktop.ui.words import Words


class GateDesk(QObject):
    """Holds the panel while the window lives; where it stands is the window's matter."""

    jump_requested = Signal(int, str)
    """A step, and the thing in it to put the focus on."""
    source_requested = Signal(str)
    view_shown = Signal(object)
    """The `GateView` that the panel shows, or will once nothing is composed in it."""

    def __init__(self, context: PageContext, source_names: Mapping[str, str], host: QWidget) -> None:
        super().__init__(host)  # what waits for its turn dies with the window
        self._context = context
        self._source_names = source_names
        self._host = host
        self._visit_id = ""
        author = context.session.author
        self._texts = GateTexts("" if author is None else author.account_id)
        self._waits = self._texts_wait = False
        self._next: tuple[GatePanel, Words] | None = None
        self.panel = self._make(context.words)

    @property
    def visit_id(self) -> str:
        """The visit whose gate this is, or empty."""
        return self._visit_id

    # What is being written

    def read_texts(self) -> GateTexts:
        """Return what is being written at the gate, of the open visit and of those before.

        Whoever may not write there has no editor open, and leaves a colleague's text where it is.
        """
        if self._visit_id and not self._texts_wait and self._context.session.may(Right.DECIDE):
            self._texts.put(self._visit_id, self.panel.drafts())
        return self._texts

    def turn_to(self, visit_id: str) -> None:
        """Put away what is being written for one visit: the gate is about to be that of another."""
        self.read_texts()
        self.panel.put_drafts_away()
        self._visit_id = visit_id

    def restore_texts(self) -> None:
        """Let what was being written for this visit stand there again, as soon as its gate is shown."""
        self._texts_wait = self._waits
        if not self._texts_wait:
            self.panel.restore_drafts(self._texts.get(self._visit_id))

    # Showing

    def show(self) -> None:
        """Show the gate as it is now; what is composed in it is waited for."""
        session = self._context.session
        if not session.has_visit:
            return
        view = self._derive_view(self._context.words)
        composition = find_composition(self.panel)
        if composition is None or not composition.hold("gate", self.show):
            self.panel.show_view(view, session.state.by)
        self.view_shown.emit(view)

    def show_soon(self) -> None:
        """Show the gate in the next turn: with the page, which has the answer by then, it came to one long turn."""
        if not self._waits:
            self._waits = True
            run_in_turns(self, self._show_now)

    def _show_now(self) -> None:
        texts_wait, self._texts_wait, self._waits = self._texts_wait, False, False
        self.show()
        if texts_wait:
            self.panel.restore_drafts(self._texts.get(self._visit_id))

    def _derive_view(self, words: Words) -> GateView:
        state = self._context.session.state
        return derive_gate_view(
            state.gate,
            words,
            self._source_names,
            may_decide=state.may_decide,
            consent=state.derive_standing(self._context.clock().date()),
            lot_rules=find_lot_rules(self._context.session.clinical),
        )

    # Making it anew

    def iter_next(self, words: Words) -> Iterator[None]:
        """Make the panel that is to stand in the place of this one, with what it shows, a piece at a time.

        It ends where another has been begun with meanwhile, as in the other language while the text grows.
        """
        self._drop_next()
        panel = self._make(words)
        panel.hide()
        self._next = panel, words
        hold_back_styles()
        yield
        yield from iter_until(lambda: not self._is_next(panel), self._iter_showing(panel, words))

    def _is_next(self, panel: GatePanel) -> bool:
        return self._next is not None and self._next[0] is panel

    def _iter_showing(self, panel: GatePanel, words: Words) -> Iterator[None]:
        session = self._context.session
        for _ in panel.iter_ahead():
            hold_back_styles()
            yield
        if session.has_visit:
            panel.show_view(self._derive_view(words), session.state.by)
            hold_back_styles()
            yield
        yield from iter_getting_ready(panel, self.panel.size())

    @property
    def has_next(self) -> bool:
        """Whether the next panel was made ahead."""
        return self._next is not None

    def renew(self) -> GatePanel:
        """Have another panel, made ahead if it is in the words of now, or else made now; return the one of before.

        That one stays where it is until its place is taken; `take_over` ends it.
        """
        old, words = self.panel, self._context.words
        if self._next is not None and self._next[1] is words:
            self.panel, self._next = self._next[0], None
        else:
            self._drop_next()
            self.panel = self._make(words)
        return old

    def take_over(self, old: GatePanel) -> None:
        """Show in the new panel what the old one showed, with what was being written there."""
        self.show()
        self.panel.restore_drafts(old.drafts())
        old.hide()
        old.deleteLater()

    def _drop_next(self) -> None:
        if self._next is not None:
            self._next[0].deleteLater()
            self._next = None

    def _make(self, words: Words) -> GatePanel:
        panel = GatePanel(self._context.theme, words, self._host)
        panel.jump_requested.connect(self.jump_requested)
        panel.source_requested.connect(self.source_requested)
        panel.opinion_recorded.connect(self._on_opinion_recorded)
        panel.stop_reason_given.connect(self._on_stop_reason_given)
        return panel

    # What the physician decides there

    def _on_opinion_recorded(self, rule_id: str, text: str) -> None:
        session, at = self._context.session, self._context.clock()
        state = session.state
        changed = with_opinion(state.consultation, session.clinical, state.patient, rule_id, text, state.by, at)
        session.change(self._context.words("gate.done_opinion"), changed, is_announced=True)

    def _on_stop_reason_given(self, rule_id: str, text: str) -> None:
        session, at = self._context.session, self._context.clock()
        state = session.state
        changed = with_stop_lifted(state.consultation, session.clinical, state.patient, rule_id, text, state.by, at)
        session.change(self._context.words("gate.done_reason"), changed, is_announced=True)
