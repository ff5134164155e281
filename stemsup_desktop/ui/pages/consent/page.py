"""Step 5 in the window: the form as it prints, and beside it how it is signed, on screen or in ink, or declined."""

from collections.abc import Iterator
from datetime import date

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.consultation.record import Consent, Consultation
from stemsup_desktop.consultation.separate_choices import ChoiceName, with_choice, with_declined
from stemsup_desktop.content import Content
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.errors import Problem
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.ui.components.action_bar import Action, PageActions
from stemsup_desktop.ui.components.labels import set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.tags import StateTag, TagState
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.follow_desk import FollowDesk
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.language_forms import say_form
from stemsup_desktop.ui.pages.consent.choices import SeparateChoices
from stemsup_desktop.ui.pages.consent.decisions import DeclineSheet, make_seal_sheet
from stemsup_desktop.ui.pages.consent.entries import ConsentEntries
from stemsup_desktop.ui.pages.consent.marks import MarksView
from stemsup_desktop.ui.pages.consent.memory import SigningMemory
from stemsup_desktop.ui.pages.consent.paper_signing import PaperSigning
from stemsup_desktop.ui.pages.consent.screen_signing import ScreenSigning, make_desk
from stemsup_desktop.ui.pages.consent.seal_look import SealLook
from stemsup_desktop.ui.pages.consent.view import (
    ConsentView,
    Way,
    derive_consent_view,
    derive_way,
    is_to_be_signed,
)
from stemsup_desktop.ui.pages.consent.withdrawing import Withdrawing
from stemsup_desktop.ui.paper_page import PaperPage
from stemsup_desktop.ui.seal_desk import SealDesk, SealedConsent
from stemsup_desktop.ui.stamping import say_stamp
from stemsup_desktop.ui.turns import run_in_turns
from stemsup_desktop.ui.vault_access import VaultAccess


class ConsentPage(PaperPage[ConsentView]):
    """What is agreed to. `memory` holds what is not recorded yet; the composition root owns and keeps it."""

    document_requested = Signal(str)
    """The number of a document that is to be opened."""
    signer_added = Signal(str)
    """A role that signs though nothing asks for it."""

    def __init__(
        self,
        context: PageContext,
        content: Content,
        access: VaultAccess,
        fonts: FontFolder,
        memory: SigningMemory | None = None,
    ) -> None:
        super().__init__(context, Paper.CONSENT, content, access, fonts)
        self._fonts = fonts
        self._kept_problem: Problem | None = None
        self._visit_id = ""
        self._chosen_way: Way | None = None
        self._view: ConsentView | None = None
        self._shows_sealing = False
        """Whether what is shown was derived while a form was being sealed."""
        words = self.words
        self._mark = StateTag(self.theme, TagState.OPEN, words("consent.mark_none"))
        self._mark.setObjectName("consent.mark")
        self.header.add_control(self._mark)
        self._choices = SeparateChoices(self.theme, words)
        self.build(self._iter_parts(memory if memory is not None else SigningMemory()))

    def _iter_parts(self, memory: SigningMemory) -> Iterator[None]:
        context, content, access, fonts = self.context, self.content, self.access, self._fonts
        yield
        desk = make_desk(context)
        yield
        self._screen = ScreenSigning(context, content, self._change_consultation, memory, self, desk=desk)
        yield
        self._paper = PaperSigning(context, content, access, lambda: self.desk, memory, self)
        yield
        self._seals = SealDesk(context, content, access, fonts, self)
        self._seal_look = SealLook(context, access, self)
        self._seal_look.changed.connect(self.refresh)
        self._seal_note = InlineMessage(self.theme, is_strip=True)
        self._seal_note.setObjectName("consent.seal_note")
        self.add_strip(self._seal_note)
        follow = FollowDesk(context, access, content, fonts, self)
        self._withdrawing = Withdrawing(context, follow, self)
        self.add_strip(self._withdrawing.note)
        yield
        self._column = ConsentEntries(context, self._screen, self._paper, self._choices, self.make_print_rows())
        self.setFocusProxy(self._column.language)
        self._connect()
        yield
        self.set_entries(self._column)
        self._paper.show_kept(self._kept_problem)

    def derive(self) -> ConsentView:
        state, now = self.context.session.state, self.context.clock()
        text = state.get_consent_text(self.content.consent)
        paper, signing = self.desk.state, self._paper.state
        marks = None
        self._shows_sealing = self._seals.state.is_busy
        is_written = self._screen.has_unmade(state.consultation.consultation_id)
        chosen = self._chosen_way or (Way.SCREEN if is_written else None)
        way = derive_way(state, text, paper, signing, chosen)
        if way is Way.SCREEN and is_to_be_signed(state, text, signing, now):
            locked = state.say_why_not(ReservedAct.CONSENT, self.words.language)
            is_halted = bool(locked) or state.gate.verdict is Verdict.STOP or self._seals.state.is_busy
            marks = self._screen.derive(state, self.find_pages(), now, locked=locked, is_halted=is_halted)
        return derive_consent_view(
            state,
            text,
            paper,
            signing,
            now,
            self.words,
            marks,
            self._seal_look.certificate,
            self._seal_look.why_not,
            self._screen.chosen_language,
        )

    def show_view(self, view: ConsentView) -> None:
        state = self.context.session.state
        if state.consultation.consultation_id != self._visit_id:
            self._visit_id = state.consultation.consultation_id
            self._chosen_way = None
            self.show_problem("")
            self._withdrawing.forget()
        self._view = view
        self._seal_look.look(view.given_number, is_on_paper=view.sealed is None)
        self._seal_note.show_message(TagState.CAUTION, self._seal_look.caution)
        is_ready = view.marks is not None and not view.marks.seal_reason
        self.desk.look(state.file, state.gate, view.language, is_ready_to_seal=is_ready)
        self.header.show_text(self.words("consent.title"), view.subtitle)
        self._mark.show_state(view.mark, view.mark_text, icon=view.mark_icon)
        self.show_paper(view.pane, view.printing)
        set_shown(self.print_button, view.sealed is None)  # the patient's copy has a button of its own
        self._column.show_view(view)

    def warm_up(self) -> Iterator[None]:
        """Make the entries ahead of time; the rest of the view waits, since it sets the press going."""
        yield from self._iter_forms_ahead()
        yield from self.show_ahead(*self._column.shows)
        yield from super().warm_up()

    def _iter_forms_ahead(self) -> Iterator[None]:
        if not self.context.session.has_visit or self.isVisible():
            return
        state, now = self.context.session.state, self.context.clock()
        text, signing = state.get_consent_text(self.content.consent), self._paper.state
        way = derive_way(state, text, self.desk.state, signing, self._chosen_way)
        if way is Way.SCREEN and is_to_be_signed(state, text, signing, now):
            yield from self._screen.iter_ahead(state, now)

    def page_actions(self) -> PageActions:
        words, view = self.words, self._view
        back = Action(words("consent.back"), lambda: self.page_requested.emit("step-4"), name="back")
        go_on = Action(words("consent.continue"), self._go_on, key_hint="Ctrl+Enter", name="continue")
        if view is None:
            return PageActions(back=back, primary=go_on)
        reason = words("consent.decline_reason_closed") if view.is_closed else ""
        if view.locked and not reason:
            reason = words("consent.decline_reason_locked")  # the whole sentence stands above the entries
        decline = Action(words("consent.decline"), self._ask_decline, icon="close", reason=reason, name="decline")
        withdraw = Action(words("consent.withdraw"), self._ask_withdrawal, icon="undo", name="withdraw")
        others = () if view.is_declined or view.sealed is not None else (decline,)
        if view.withdrawable is not None and view.marks is None:
            others = (*others, withdraw)
        if view.marks is None:
            return PageActions(back=back, secondary=others, primary=go_on)
        ink = Action(
            words("consent.print_for_ink"),
            self._print_for_ink,
            icon="print",
            reason=view.printing.reason,
            name="print_for_ink",
        )
        resume = Action(words("consent.go_on_signing"), self._screen.take_in_hand, icon="pen", name="go_on_signing")
        others = (*others, *((resume,) if self._screen.is_put_off else ()), ink)
        seal = Action(
            words("consent.seal"),
            self._ask_seal,
            key_hint="" if view.marks.seal_reason else "Ctrl+Enter",
            icon="sealed",
            reason=self._say_seal_reason(view.marks),
            name="seal",
        )
        return PageActions(back=back, secondary=others, primary=seal)

    def _say_seal_reason(self, marks: MarksView) -> str:
        if self._seals.state.is_busy:
            return self.words("consent.seal_busy")
        return marks.seal_reason and self.words("consent.seal_reason")  # the line above names everything

    def show_kept(self, problem: Problem | None) -> None:
        """Say that what stands in the form of the signature is not on disk, and why; nothing once it is."""
        self._kept_problem = problem
        if self.is_made:
            self._paper.show_kept(problem)

    def showEvent(self, event: QShowEvent) -> None:
        self._seal_look.look_again()  # its signed pages may have come meanwhile
        super().showEvent(event)

    def accept_sheet(self) -> bool:
        return super().accept_sheet() or self._withdrawing.accept_sheet()

    def close_top(self) -> bool:
        return super().close_top() or self._withdrawing.dismiss_sheet()

    # What the person does

    def _connect(self) -> None:
        column = self._column
        self._seals.changed.connect(self._on_sealing)
        column.language.value_changed.connect(self._on_language_changed)
        column.read_language.value_changed.connect(lambda code: self._screen.read_in(Language(code)))
        column.way.value_changed.connect(lambda code: self._take_way(Way(code)))
        column.thinking.value_changed.connect(self._on_thinking_changed)
        column.take_back.clicked.connect(self._on_taken_back)
        column.sealed.copy_requested.connect(self.print_page)
        column.sealed.documents_requested.connect(lambda: self.page_requested.emit("documents"))
        self._choices.chosen.connect(self._on_choice_changed)
        self._screen.refresh_requested.connect(self.refresh)
        self._screen.signer_added.connect(self.signer_added)
        self._screen.paper_requested.connect(lambda: self._take_way(Way.PAPER))
        self._screen.desk_left.connect(self._on_desk_left)
        self._screen.place_changed.connect(lambda part: run_in_turns(self, lambda: self.turn_to(part)))
        self._withdrawing.slip_followed.connect(self.document_requested)
        self._withdrawing.failed.connect(lambda problem: self.show_problem(self.words.sentence_of(problem)))
        self._paper.refresh_requested.connect(self.refresh)
        self._paper.recorded.connect(lambda consent: self._change("signed", consent, is_announced=True))

    @property
    def _consent(self) -> Consent:
        return self.context.session.state.consultation.consent

    def _change(self, what: str, consent: Consent, *, is_announced: bool = False) -> None:
        consultation = msgspec.structs.replace(self.context.session.state.consultation, consent=consent)
        self.context.session.change(self.words(f"consent.change_{what}"), consultation, is_announced=is_announced)

    def _change_consultation(self, what: str, consultation: Consultation) -> None:
        self.context.session.change(self.words(f"consent.change_{what}"), consultation)

    def _on_language_changed(self, code: str) -> None:
        self._change("language", msgspec.structs.replace(self._consent, language=LanguageForm(code)))

    def _on_thinking_changed(self, day: date | None) -> None:
        self._change("thinking_until", msgspec.structs.replace(self._consent, thinking_until=day))

    def _on_choice_changed(self, name: ChoiceName, is_yes: bool) -> None:
        self._change("choice", with_choice(self._consent, name, is_yes))

    def _take_way(self, way: Way) -> None:
        self._chosen_way = way
        self.refresh()

    def _on_desk_left(self) -> None:
        """Take the focus from the desk before it goes: what comes next is known once the actions are shown."""
        self._column.language.setFocus(Qt.FocusReason.OtherFocusReason)
        run_in_turns(self, self._focus_on_next)

    def _focus_on_next(self) -> None:
        """Go on with the keyboard where the person goes on: at the seal, or at the top of the entries."""
        buttons = [one for one in self.action_bar.findChildren(QAbstractButton, "seal") if one.isVisible()]
        target: QWidget = next((one for one in buttons if one.isEnabled()), self._column.language)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _print_for_ink(self) -> None:
        self._take_way(Way.PAPER)
        self.print_page()

    def _go_on(self) -> None:
        self.page_requested.emit("step-6")

    def _ask_decline(self) -> None:
        state = self.context.session.state
        sheet = DeclineSheet(self.theme, self.words, self, state.patient.name, self.context.clock().date())
        self.open_sheet(
            sheet,
            lambda: self._change("declined", with_declined(self._consent, sheet.read()), is_announced=True),
            sheet.note,
        )

    def _on_taken_back(self) -> None:
        self._change("taken_back", with_declined(self._consent, None), is_announced=True)

    def _ask_withdrawal(self) -> None:
        view = self._view
        if view is not None and view.withdrawable is not None:
            self._withdrawing.ask(*view.withdrawable)

    def _ask_seal(self) -> None:
        forms = self._screen.forms
        if forms is None or not forms.signing.can_seal or self._view is None:
            return
        name = self.context.session.state.patient.name
        language = say_form(self._view.language, self.words)
        form = self.words("consent.form", version=forms.text.form.version, language=language)
        sheet = make_seal_sheet(self.theme, self.words, self, name, form, forms.signing)
        self.open_sheet(sheet, lambda: self._seals.seal(self._on_sealed))

    def _on_sealing(self) -> None:
        if self._seals.state.is_busy:
            self.busy.start(self.words("consent.seal_busy"))
            if self._is_within(self.action_bar):  # the button goes, and Qt would look for another place
                self._column.language.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.busy.stop()
        if self._seals.state.is_busy != self._shows_sealing:
            self.refresh()

    def _on_sealed(self, result: Ok[SealedConsent] | Err) -> None:
        goes_on = self._is_within(self._column.language)
        match result:
            case Ok(sealed):
                self._screen.show_no_problem()
                self.desk.load()
                if goes_on:
                    self._column.sealed.take_focus()
                self._seal_look.say(say_stamp(sealed.paper.stamp_problem, self.words))
                self._column.pane.verticalScrollBar().setValue(0)
            case Err(problem):
                self._screen.show_problem(problem)
                if goes_on:
                    run_in_turns(self, self._focus_on_next)

    def _is_within(self, part: QWidget) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and (focus is part or part.isAncestorOf(focus))
