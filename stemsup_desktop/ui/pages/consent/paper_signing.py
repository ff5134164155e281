"""Recording a signature in ink: the form, what is kept of it while it is filled in, and the record."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.consent_basis import (
    ConsentState,
    consent_basis_sha256,
    derive_consent_standing,
    make_paper_signature,
)
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.earlier_consent import with_given_consent
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.record import GivenConsent
from stemsup_desktop.content import Content
from stemsup_desktop.errors import InputProblem, Problem
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.store.records import encode_record
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.labels import set_shown
from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.pages.consent.memory import SigningMemory, SigningState
from stemsup_desktop.ui.pages.consent.paper_form import PaperForm
from stemsup_desktop.ui.pages.consent.paper_form_view import SigningView, make_draft, with_entry
from stemsup_desktop.ui.paper_desk import PaperDesk
from stemsup_desktop.ui.vault_access import VaultAccess


class PaperSigning(QObject):
    """`memory` holds what is not recorded yet; the composition root owns and keeps it."""

    refresh_requested = Signal()
    recorded = Signal(object)
    """The `Consent` with the signature, to be put into the record."""

    def __init__(
        self,
        context: PageContext,
        content: Content,
        access: VaultAccess,
        papers: Callable[[], PaperDesk],
        memory: SigningMemory,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._content = content
        self._access = access
        self._papers = papers
        self._memory = memory
        self._visit_id = ""
        self._is_recording = False
        theme, words = context.theme, context.words
        self.form = PaperForm(theme, words)
        self.form.entry_changed.connect(self._on_entry_changed)
        self.form.record_requested.connect(self._record)
        self.form.discard_requested.connect(self._on_discarded)
        self.form.bring_back_requested.connect(self._on_brought_back)
        self.again = SecondaryButton(theme, words("consent.sign_again"), icon_name="pen")
        self.again.setObjectName("consent.sign_again")
        self.again.clicked.connect(lambda: self._on_entry_changed("is_again", True))

    @property
    def state(self) -> SigningState:
        """How the form of the open visit stands."""
        return self._memory.get_state(self._consultation_id, self._basis)

    def show_view(self, view: SigningView | None, *, can_sign_again: bool, locked: str) -> None:
        """Show the form, or hide it while there is nothing to record."""
        if self._consultation_id != self._visit_id:
            self._visit_id = self._consultation_id
            self._is_recording = False
            self.form.show_problem("")
        set_shown(self.again, can_sign_again)
        self.again.setEnabled(not locked)
        say_reason(self.again, locked)
        set_shown(self.form, view is not None)
        if view is not None:
            self.form.show_view(view, is_recording=self._is_recording, locked=locked)

    def show_kept(self, problem: Problem | None) -> None:
        """Say that what stands in the form is not on disk, and why; nothing once it is."""
        words = self._context.words
        reason = words.sentence_of(problem) if problem is not None else ""
        self.form.show_not_kept(words("consent.entries_not_kept", reason=reason) if reason else "")

    @property
    def _consultation_id(self) -> str:
        return self._context.session.state.consultation.consultation_id

    @property
    def _text(self) -> ConsentText:
        return self._context.session.state.get_consent_text(self._content.consent)

    @property
    def _basis(self) -> str:
        return consent_basis_sha256(self._context.session.state.file, self._text)

    @property
    def _locked(self) -> str:
        return self._context.session.state.say_why_not(ReservedAct.CONSENT, self._context.words.language)

    def _on_entry_changed(self, name: str, value: object) -> None:
        if not self._locked:
            changed = normalise_text(value) if isinstance(value, str) else value
            entries = with_entry(self.state.entries, **{name: changed})  # type: ignore[arg-type]
            self._memory.put(self._consultation_id, self._basis, entries)
        self.refresh_requested.emit()

    def _on_discarded(self) -> None:
        if not self._locked:
            self._memory.discard(self._consultation_id)
            self.form.show_problem("")
            self.refresh_requested.emit()

    def _on_brought_back(self) -> None:
        if not self._locked:
            self._memory.bring_back(self._consultation_id)
            self.refresh_requested.emit()

    def _record(self) -> None:
        """Bind what was entered to the plan as it is now, add it to the kept form, then put it into the record."""
        if self._locked:
            return  # asked first: the kept form would be marked as signed before the record refuses it
        state, now = self._context.session.state, self._context.clock()
        forms = self._papers().state.of_kind(Paper.CONSENT)
        draft = make_draft(state, self._text, forms, self.state.entries)
        try:
            signature = make_paper_signature(state.file, state.gate, self._text, draft, now)
        except InputProblem as problem:
            self.form.show_problem(self._context.words.sentence_of(problem))
            return
        visit_id = state.consultation.consultation_id
        self._is_recording = True
        self.refresh_requested.emit()

        def on_marked(result: Ok[None] | Err) -> None:
            if visit_id == self._visit_id:
                self._on_marked(result, signature)

        number, data = signature.document_number, encode_record(signature)
        self._access.run(lambda vault: vault.mark_document_signed(number, data, now), on_marked)

    def _on_marked(self, result: Ok[None] | Err, signature: GivenConsent) -> None:
        self._is_recording = False
        match result:
            case Ok():
                self._memory.forget(self._consultation_id)
                self.form.show_problem("")
                state = self._context.session.state
                standing = derive_consent_standing(state.file, self._text, self._context.clock().date())
                is_outdated = standing.state is ConsentState.OUTDATED
                self.recorded.emit(with_given_consent(state.consultation, signature, is_outdated=is_outdated).consent)
                self._papers().load()
            case Err(problem):
                self.form.show_problem(self._context.words.sentence_of(problem))
                self.refresh_requested.emit()
