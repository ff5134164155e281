"""Step 5 in the window: the form as it prints, its language and choices, and the signature in ink."""

from datetime import date

import msgspec
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.consent_basis import consent_basis_sha256, make_paper_signature
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.record import Consent, Declined, PaperSignature
from stemsup_desktop.content import Content
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.errors import InputProblem, Problem
from stemsup_desktop.language import Language
from stemsup_desktop.paperwork import Paper
from stemsup_desktop.store.records import encode_record
from stemsup_desktop.ui.components.action_bar import Action, PageActions
from stemsup_desktop.ui.components.answer_segments import Look, Segments, ViewSwitch
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.labels import Hairline, Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.reason_line import ReasonLine, say_reason
from stemsup_desktop.ui.components.requirement_line import RequirementLine
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.components.tags import StateTag, TagState
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.pages.consent.memory import SigningMemory, SigningState
from stemsup_desktop.ui.pages.consent.signing_form import SigningForm
from stemsup_desktop.ui.pages.consent.view import (
    ChoiceName,
    ConsentView,
    derive_consent_view,
    make_draft,
    with_choice,
    with_declined,
    with_entry,
    with_signature,
)
from stemsup_desktop.ui.paper_page import PaperPage
from stemsup_desktop.ui.vault_access import VaultAccess

_YES, _NO = "Y", "N"


class ConsentPage(PaperPage[ConsentView]):
    """What is agreed to, on paper. `memory` holds what is not recorded yet; the composition root owns and keeps it."""

    def __init__(
        self,
        context: PageContext,
        content: Content,
        access: VaultAccess,
        fonts: FontFolder,
        memory: SigningMemory | None = None,
    ) -> None:
        super().__init__(context, Paper.CONSENT, content, access, fonts)
        self._memory = memory or SigningMemory()
        self._visit_id = ""
        self._is_recording = False
        self._is_closed = False
        self._is_declined = False
        self._why_not = ReasonLine(self.theme, is_strip=True)
        self._why_not.setObjectName("why_not")
        theme, words = self.theme, self.words
        self._mark = StateTag(theme, TagState.OPEN, words("consent.mark_none"))
        self._mark.setObjectName("consent.mark")
        self.header.add_control(self._mark)
        self._requirements = RequirementLine(
            theme, words("consent.to_sign"), words("consent.done"), words("consent.open")
        )
        self._standing = InlineMessage(theme)
        self._standing.setObjectName("consent.standing")
        self._standing_row = QWidget()
        self._take_back = SecondaryButton(theme, words("consent.take_back"), icon_name="undo")
        self._take_back.setObjectName("consent.take_back")
        self._take_back.clicked.connect(self._on_taken_back)
        languages = tuple((one.value, words(f"paper.language_{one.value}")) for one in (Language.JA, Language.EN))
        self._language = ViewSwitch(theme, words("paper.language"), languages)
        self._language.setObjectName("consent.language")
        self._language.value_changed.connect(self._on_language_changed)
        self.setFocusProxy(self._language)
        self._thinking = DateField(theme, words, words("consent.thinking_until"))
        self._thinking.setObjectName("consent.thinking_until")
        self._thinking.value_changed.connect(self._on_thinking_changed)
        self._choices = {name: self._make_choice(name) for name in ChoiceName}
        self._signing = SigningForm(theme, words)
        self._signing.entry_changed.connect(self._on_entry_changed)
        self._signing.record_requested.connect(self._record)
        self._signing.discard_requested.connect(self._on_discarded)
        self._signing.bring_back_requested.connect(self._on_brought_back)
        self._sign_again = SecondaryButton(theme, words("consent.sign_again"), icon_name="pen")
        self._sign_again.setObjectName("consent.sign_again")
        self._sign_again.clicked.connect(lambda: self._on_entry_changed("is_again", True))
        self.set_entries(self._make_entries())

    def derive(self) -> ConsentView:
        state = self.context.session.state
        now = self.context.clock()
        return derive_consent_view(state, self.content.consent, self.desk.state, self._signing_state, now, self.words)

    def show_view(self, view: ConsentView) -> None:
        state = self.context.session.state
        if state.consultation.consultation_id != self._visit_id:
            self._visit_id = state.consultation.consultation_id
            self._is_recording = False
            self.show_problem("")
            self._signing.show_problem("")
        self.desk.look(state.file, state.gate, view.language)
        self._is_closed, self._is_declined = view.is_closed, view.is_declined
        self.header.show_text(self.words("consent.title"), view.subtitle)
        self._mark.show_state(view.mark, view.mark_text)
        self._requirements.show_requirements(view.requirements)
        set_shown(self._requirements, bool(view.requirements))
        self.show_paper(view.pane, view.printing)
        self._standing.show_message(view.standing, view.standing_text)
        set_shown(self._standing_row, bool(view.standing_text))
        set_shown(self._take_back, view.is_declined and not self._is_closed)
        self._language.set_value(view.language.value)
        self._thinking.set_value(view.thinking_until)
        for name, is_yes in view.choices:
            self._choices[name].set_value(_YES if is_yes else _NO)
        self._lock(view)
        set_shown(self._sign_again, view.can_sign_again)
        set_shown(self._signing, view.signing is not None)
        if view.signing is not None:
            self._signing.show_view(view.signing, is_recording=self._is_recording, locked=view.locked)

    def _lock(self, view: ConsentView) -> None:
        self._why_not.show_reason("" if view.is_closed else view.locked)
        parts: tuple[tuple[DateField | Segments, str], ...] = (
            (self._language, view.language_locked),
            (self._thinking, view.locked),
            *((segments, view.locked) for segments in self._choices.values()),
        )
        for part, reason in parts:
            part.set_locked(reason)
            part.set_read_only(view.is_closed or bool(reason))
        for button in (self._take_back, self._sign_again):
            button.setEnabled(not view.locked)
            say_reason(button, view.locked)

    def page_actions(self) -> PageActions:
        words = self.words
        back = Action(words("consent.back"), lambda: self.page_requested.emit("step-4"), name="back")
        reason = words("consent.decline_reason_closed") if self._is_closed else ""
        if self.context.session.has_visit and self._locked and not reason:
            reason = words("consent.decline_reason_locked")  # the whole sentence stands above the entries
        decline = Action(words("consent.decline"), self._ask_decline, icon="close", reason=reason, name="decline")
        go_on = Action(words("consent.continue"), self._go_on, key_hint="Ctrl+Enter", name="continue")
        return PageActions(back=back, secondary=() if self._is_declined else (decline,), primary=go_on)

    # Layout

    def _make_entries(self) -> QWidget:
        theme, words = self.theme, self.words
        pane = ScrollPane(margins=(24, 16, 24, 24), spacing=14)
        pane.add(self._make_standing())
        pane.add(SectionHeading(theme, words("consent.form_heading")))
        pane.rows.addLayout(self._make_form_row())
        pane.add(SectionHeading(theme, words("consent.choices_heading"), words("consent.choices_note")))
        pane.rows.addLayout(self._make_choice_rows())
        pane.add(SectionHeading(theme, words("consent.print_heading")))
        pane.rows.addLayout(self.make_print_rows())
        pane.add(self._signing)
        again = QHBoxLayout()
        again.addWidget(self._sign_again)
        again.addStretch(1)
        pane.rows.addLayout(again)
        pane.add_stretch()
        entries = QWidget()
        column = QVBoxLayout(entries)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._why_not)
        column.addWidget(self._requirements)
        column.addWidget(pane, 1)
        return entries

    def _make_standing(self) -> QWidget:
        row = QHBoxLayout(self._standing_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._standing, 1)
        row.addWidget(self._take_back)
        return self._standing_row

    def _make_form_row(self) -> QHBoxLayout:
        language = QVBoxLayout()
        language.setSpacing(4)
        language.addWidget(Label(self.theme, self.words("paper.language"), role="compact", tone="text-2"))
        language.addWidget(self._language)
        language.addStretch(1)
        self._thinking.setFixedWidth(200)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addLayout(language)
        row.addWidget(self._thinking)
        row.addStretch(1)
        return row

    def _make_choice(self, name: ChoiceName) -> Segments:
        words = self.words
        options = ((_YES, words("common.yes"), Look.SOLID), (_NO, words("common.no"), Look.TINTED))
        segments = Segments(self.theme, words(f"consent.choice_{name.value}"), options, can_be_open=False)
        segments.setObjectName(f"consent.choices.{name.value}")
        segments.value_changed.connect(lambda code: self._on_choice_changed(name, code == _YES))
        return segments

    def _make_choice_rows(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setSpacing(6)
        for name, segments in self._choices.items():
            row = QHBoxLayout()
            row.addWidget(Label(self.theme, self.words(f"consent.choice_{name.value}"), wraps=True), 1)
            row.addWidget(segments)
            rows.addLayout(row)
            rows.addWidget(Hairline(self.theme))
        return rows

    # What the person does

    @property
    def _consent(self) -> Consent:
        return self.context.session.state.consultation.consent

    def _change(self, what: str, consent: Consent, *, is_announced: bool = False) -> None:
        consultation = msgspec.structs.replace(self.context.session.state.consultation, consent=consent)
        self.context.session.change(self.words(f"consent.change_{what}"), consultation, is_announced=is_announced)

    def _on_language_changed(self, code: str) -> None:
        self._change("language", msgspec.structs.replace(self._consent, language=Language(code)))

    def _on_thinking_changed(self, day: date | None) -> None:
        self._change("thinking_until", msgspec.structs.replace(self._consent, thinking_until=day))

    def _on_choice_changed(self, name: ChoiceName, is_yes: bool) -> None:
        self._change("choice", with_choice(self._consent, name, is_yes))

    @property
    def _locked(self) -> str:
        return self.context.session.state.say_why_not(ReservedAct.CONSENT, self.words.language)

    def _on_entry_changed(self, name: str, value: object) -> None:
        if self._locked:
            self.refresh()
            return
        changed = normalise_text(value) if isinstance(value, str) else value
        entries = with_entry(self._signing_state.entries, **{name: changed})  # type: ignore[arg-type]
        self._memory.put(self._consultation_id, self._basis, entries)
        self.refresh()

    def _on_discarded(self) -> None:
        if self._locked:
            return
        self._memory.discard(self._consultation_id)
        self._signing.show_problem("")
        self.refresh()

    def _on_brought_back(self) -> None:
        if self._locked:
            return
        self._memory.bring_back(self._consultation_id)
        self.refresh()

    def _go_on(self) -> None:
        if not self.accept_sheet():
            self.page_requested.emit("step-6")

    # Signing

    @property
    def _consultation_id(self) -> str:
        return self.context.session.state.consultation.consultation_id

    @property
    def _basis(self) -> str:
        return consent_basis_sha256(self.context.session.state.file, self.content.consent)

    @property
    def _signing_state(self) -> SigningState:
        return self._memory.get_state(self._consultation_id, self._basis)

    def show_kept(self, problem: Problem | None) -> None:
        """Say that what stands in the form of the signature is not on disk, and why; nothing once it is."""
        reason = self.words.sentence_of(problem) if problem is not None else ""
        self._signing.show_not_kept(self.words("consent.entries_not_kept", reason=reason) if reason else "")

    def _record(self) -> None:
        """Bind what was entered to the plan as it is now, add it to the kept form, then put it into the record."""
        if self._locked:
            return  # asked first: the kept form would be marked as signed before the record refuses it
        state, now = self.context.session.state, self.context.clock()
        forms = self.desk.state.of_kind(Paper.CONSENT)
        draft = make_draft(state, self.content.consent, forms, self._signing_state.entries)
        try:
            signature = make_paper_signature(state.file, state.gate, self.content.consent, draft, now)
        except InputProblem as problem:
            self._signing.show_problem(self.words.sentence_of(problem))
            return
        visit_id = state.consultation.consultation_id
        self._is_recording = True
        self.refresh()

        def on_marked(result: Ok[None] | Err) -> None:
            if visit_id == self._visit_id:
                self._on_marked(result, signature)

        number, data = signature.document_number, encode_record(signature)
        self.access.run(lambda vault: vault.mark_document_signed(number, data, now), on_marked)

    def _on_marked(self, result: Ok[None] | Err, signature: PaperSignature) -> None:
        self._is_recording = False
        match result:
            case Ok():
                self._memory.forget(self._consultation_id)
                self._signing.show_problem("")
                self._change("signed", with_signature(self._consent, signature), is_announced=True)
                self.desk.load()
            case Err(problem):
                self._signing.show_problem(self.words.sentence_of(problem))
                self.refresh()

    # Declining

    def _ask_decline(self) -> None:
        words, state = self.words, self.context.session.state
        sheet = Sheet(
            self.theme,
            self,
            words("consent.decline_title", patient=state.patient.name),
            accept_text=words("consent.decline_accept"),
            dismiss_text=words("consent.decline_dismiss"),
            width=520,
        )
        today = self.context.clock().date()
        day = DateField(self.theme, words, words("consent.declined_on"), latest=today, is_required=True)
        day.setObjectName("consent.declined_on")
        day.set_value(today)
        note = MultiLineField(self.theme, words, words("consent.decline_note"))
        note.setObjectName("consent.decline_note")
        sheet.add_text(words("consent.decline_text"))
        sheet.body.addWidget(day)
        sheet.body.addWidget(note)
        day.value_changed.connect(lambda value: sheet.accept_button.setEnabled(value is not None))

        def decline() -> None:
            declined = Declined(day.value() or today, normalise_text(note.value()))
            self._change("declined", with_declined(self._consent, declined), is_announced=True)

        self.open_sheet(sheet, decline, note)

    def _on_taken_back(self) -> None:
        self._change("taken_back", with_declined(self._consent, None), is_announced=True)
