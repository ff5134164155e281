"""Signing on screen: the list of marks, the desk with the one in hand, and what is made of what the person does."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from stemsup_desktop.consultation.signing_ink import find_ink_fault
from stemsup_desktop.consultation.signing_model import Ink, SignerRole
from stemsup_desktop.content import Content
from stemsup_desktop.errors import InputProblem, Problem
from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.laying_out import paint_in_next_turn
from stemsup_desktop.ui.pages.consent.desk import WritingDesk
from stemsup_desktop.ui.pages.consent.mark_lines import MarksSource
from stemsup_desktop.ui.pages.consent.marks import DeskView, MarkKey, MarkKind, MarksView
from stemsup_desktop.ui.pages.consent.marks_view import derive_marks
from stemsup_desktop.ui.pages.consent.memory import SigningMemory, UnmadeMark
from stemsup_desktop.ui.pages.consent.overview import MarksOverview
from stemsup_desktop.ui.pages.consent.paper_form_view import get_read_language
from stemsup_desktop.ui.signing_acts import Change, Forms, SigningActs
from stemsup_desktop.ui.turns import run_in_turns
from stemsup_desktop.ui.visit_state import VisitState


def make_desk(context: PageContext) -> WritingDesk:
    """Return the desk on which the marks of a consent form are made."""
    desk = WritingDesk(
        context.theme, context.words, lambda ink: find_ink_fault(ink, True), lambda ink: find_ink_fault(ink, False)
    )
    desk.setObjectName("consent.desk")
    return desk


class ScreenSigning(QObject):
    """Owns desk and overview. What is in hand is the page's own: the record knows only what was made."""

    refresh_requested = Signal()
    paper_requested = Signal()
    signer_added = Signal(str)
    """A role that signs though nothing asks for it."""
    desk_left = Signal()
    """The desk goes away with the focus in it."""
    place_changed = Signal(str)
    """The part of the form that is in hand: the page turns to it."""

    def __init__(
        self,
        context: PageContext,
        content: Content,
        change: Change,
        memory: SigningMemory,
        parent: QObject,
        *,
        desk: WritingDesk,
    ) -> None:
        super().__init__(parent)
        self._memory = memory
        self._context = context
        self._acts = SigningActs(context, content, change)
        self._read_in: Language | None = None
        self._visit_id = ""
        self._chosen: MarkKey | None = None
        self._is_put_off = False
        self._added: frozenset[SignerRole] = frozenset()
        self._shown_place = ""
        self._parts_shown = 0
        self._makes_boxes = False
        self._to_show: tuple[MarksView | None, str] = (None, "")
        words = context.words
        self.desk = desk
        self.overview = MarksOverview(context.theme, words, self)
        self.void = InlineMessage(context.theme, is_strip=True)
        self.void.setObjectName("consent.void")
        self.problem = InlineMessage(context.theme, is_strip=True)
        self.problem.setObjectName("consent.mark_problem")
        self.waits = InlineMessage(context.theme, is_strip=True)
        self.waits.setObjectName("consent.waits_for")
        self._void_key: MarkKey | None = None
        self._connect()

    @property
    def forms(self) -> Forms | None:
        """The forms as last derived."""
        return self._acts.forms

    @property
    def is_put_off(self) -> bool:
        """Whether the person wants to go on later."""
        return self._is_put_off

    @property
    def chosen_language(self) -> Language | None:
        """The language in which a form in both is read, as far as somebody has chosen it."""
        return self._read_in

    def read_in(self, language: Language) -> None:
        """Let who signs next read a form in both languages in this one."""
        self._read_in = language
        self.refresh_requested.emit()

    # Deriving and showing

    def derive(
        self, state: VisitState, pages: Mapping[str, int], now: datetime, *, locked: str, is_halted: bool
    ) -> MarksView:
        """Return every mark of the open visit, and what lies on the desk."""
        if state.consultation.consultation_id != self._visit_id:
            self._visit_id = state.consultation.consultation_id
            self._chosen, self._is_put_off, self._added = self._find_unmade(), False, frozenset()
            self._read_in = None
        forms = self._acts.derive_forms(state, now)
        language = get_read_language(state, self._read_in)
        return derive_marks(
            MarksSource(
                signing=forms.signing,
                consent=forms.consents[language],
                choices=state.consultation.consent.choices,
                words=self._context.words,
                form_words=self._context.language.words_in(language),
                now=now,
                pages=pages,
                chosen=self._chosen,
                is_put_off=self._is_put_off,
                added=self._added,
                is_halted=is_halted,
                locked=locked,
            )
        )

    def iter_ahead(self, state: VisitState, now: datetime) -> Iterator[None]:
        """Derive the forms that the marks are made on, piece by piece."""
        yield from self._acts.iter_ahead(state, now)

    def show_view(self, view: MarksView | None, language: Language, locked: str) -> None:
        """Show the marks; None shows no signing on screen."""
        self.desk.set_words(self._context.language.words_in(language))
        before, coming = self.desk.view, view.desk if view is not None else None
        if coming is None and self.desk.has_focus:
            self.desk_left.emit()
        is_next = before is not None and (coming is None or coming.key != before.key)
        if is_next and self.desk.isVisible():
            paint_in_next_turn(self.desk.window())  # the mark that was made and the layout of the next take this one
        self.desk.show_view(coming)
        self._show_unmade(before)
        self._show_overview(view, locked)
        void = view.void if view is not None else None
        self._void_key = void.first if void is not None else None
        self.waits.show_message(TagState.INFORMATION, view.waits_for if view is not None else "")
        again = self._context.words("consent.void_again") if void is not None else ""
        self.void.show_message(TagState.CAUTION, void.sentence if void is not None else "", again)
        desk = self.desk.view
        place = "" if desk is None else _find_place(desk.key, self.forms)
        if place != self._shown_place:
            self._shown_place = place
            self.place_changed.emit(place)

    def has_unmade(self, consultation_id: str) -> bool:
        """Tell whether ink of a visit lies on the pad that nobody has confirmed."""
        return self._memory.unmade is not None and self._memory.unmade.consultation_id == consultation_id

    def _find_unmade(self) -> MarkKey | None:
        return self._memory.unmade.key if self._memory.unmade and self.has_unmade(self._visit_id) else None

    def _show_unmade(self, before: DeskView | None) -> None:
        """Put back what lay on the pad before this page was made; another mark in hand lets it go."""
        desk, unmade = self.desk.view, self._memory.unmade
        if desk is None or unmade is None or (before is not None and before.key == desk.key):
            return
        if self._find_unmade() != desk.key or desk.kept is not None:
            self._memory.unmade = None
        elif before is None:
            self.desk.put_ink(unmade.ink)

    def _on_written(self, key: MarkKey, ink: Ink) -> None:
        self._memory.unmade = UnmadeMark(self._visit_id, key, ink) if ink.strokes else None

    def _show_overview(self, view: MarksView | None, locked: str) -> None:
        """Show the list; its many boxes are made in turns of their own, after the desk was painted."""
        self._to_show = (view, locked)
        if view is None:
            self.overview.show_view(view, locked)
            return
        for show in self.overview.shows[: self._parts_shown]:
            show(view, locked)
        if self._parts_shown < len(self.overview.shows) and not self._makes_boxes:
            self._makes_boxes = True
            run_in_turns(self, self._show_next_part)

    def _show_next_part(self) -> None:
        self._makes_boxes = False
        if self._to_show[0] is not None:
            self._parts_shown += 1
            self._show_overview(*self._to_show)

    def take_in_hand(self, key: MarkKey | None = None) -> None:
        """Put a mark on the desk, or whatever comes next, and the focus with it."""
        self._chosen, self._is_put_off = key, False
        self.show_no_problem()
        self.refresh_requested.emit()
        self.desk.take_focus()

    def show_problem(self, problem: Problem) -> None:
        """Say why nothing was sealed; the marks stay as they are."""
        self.problem.show_message(TagState.STOP, self._context.words.sentence_of(problem))

    def show_no_problem(self) -> None:
        """Say no more why an earlier try failed."""
        self.problem.show_message(TagState.STOP, "")

    # What the person does

    def _connect(self) -> None:
        self.desk.written.connect(self._on_written)
        self.desk.initialled.connect(self._on_initialled)
        self.desk.answered.connect(self._on_answered)
        self.desk.signed.connect(self._on_signed)
        self.desk.again_requested.connect(self._on_again)
        self.desk.put_off.connect(self._on_put_off)
        self.desk.paper_requested.connect(self.paper_requested)
        self.overview.chosen.connect(self.take_in_hand)
        self.overview.signer_added.connect(self._on_signer_added)
        for part in (self.desk, self.overview):
            part.ticked.connect(self._on_ticked)
        self.void.link_followed.connect(lambda: self.take_in_hand(self._void_key))

    def _on_initialled(self, clause_id: str, ink: Ink) -> None:
        self._make(lambda: self._acts.initial(clause_id, ink, self._language))

    def _on_answered(self, question_id: str, option_id: str) -> None:
        desk = self.desk.view
        if desk is not None and desk.key.kind is MarkKind.CHOICES:
            self._make(lambda: self._acts.see_choices(self._language))
            return
        self._make(lambda: self._acts.answer(question_id, option_id, self._language))

    def _on_ticked(self, tick_id: str, is_ticked: bool) -> None:
        desk = self.desk.view
        then = None if desk is None else desk.key  # what is in hand stays there
        self._make(lambda: self._acts.tick(tick_id, is_ticked), then=then)

    def _on_signed(self, role: str, ink: Ink, name: str, extra: str) -> None:
        self._make(lambda: self._acts.sign(SignerRole(role), ink, name, extra, self._language))

    def _on_again(self, key: MarkKey) -> None:
        is_initial = key.kind is MarkKind.INITIAL
        clauses = (key.id,) if is_initial else ()
        roles = () if is_initial else (SignerRole(key.id),)
        self._make(lambda: self._acts.take_back(clauses, roles), then=key)

    def _on_signer_added(self, role: str) -> None:
        self._added |= {SignerRole(role)}
        self.signer_added.emit(role)
        self.take_in_hand(MarkKey(MarkKind.SIGNATURE, role))

    def _on_put_off(self) -> None:
        self._is_put_off = True
        self.refresh_requested.emit()

    @property
    def _language(self) -> Language:
        return get_read_language(self._context.session.state, self._read_in)

    def _make(self, act: Callable[[], None], then: MarkKey | None = None) -> None:
        """Make a mark at this moment; what comes next is then in hand."""
        chosen, self._chosen = self._chosen, then
        try:
            act()
        except InputProblem as problem:
            self._chosen = chosen
            self.problem.show_message(TagState.STOP, self._context.words.sentence_of(problem))
            return
        self.show_no_problem()


def _find_place(key: MarkKey, forms: Forms | None) -> str:
    """Return the id of the part of the form that a mark belongs to."""
    match key.kind:
        case MarkKind.INITIAL:
            return key.id
        case MarkKind.ANSWER if forms is not None:
            asked = (one.question for one in forms.signing.questions if one.question.id == key.id)
            return next((one.clause.id for one in asked), "")
        case MarkKind.SIGNATURE:
            return f"signature:{key.id}"
        case _:
            return ""
