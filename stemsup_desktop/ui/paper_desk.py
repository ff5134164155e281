"""Renders one kind of document of the open visit, and numbers, keeps and hands out what is printed."""

from dataclasses import replace

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from stemsup_desktop.consultation.carry_over import without_carried
from stemsup_desktop.consultation.consent_basis import ConsentStanding, ConsentState, derive_consent_standing
from stemsup_desktop.consultation.gate_model import Gate, Verdict
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.content import Content
from stemsup_desktop.documents.document_model import RenderedDocument
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.language import LanguageForm
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.store.entries import DocumentEntry
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.paper_production import Deliver, Produced, Production
from stemsup_desktop.ui.paper_view import PaperState, make_blank_form
from stemsup_desktop.ui.press import PaperSource, Press, find_latest, list_documents
from stemsup_desktop.ui.turns import run_in_turns
from stemsup_desktop.ui.vault_access import VaultAccess

__all__ = ["Deliver", "PaperDesk", "Produced"]

DEBOUNCE_MS = 400


class PaperDesk(QObject):
    """`changed` says that `state` is another one. Rendering runs in the work lane, the vault in its own."""

    changed = Signal()

    def __init__(
        self,
        paper: Paper,
        context: PageContext,
        content: Content,
        access: VaultAccess,
        fonts: FontFolder,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._paper = paper
        self._context = context
        self._access = access
        self._press = Press(content, fonts)
        self._state = PaperState()
        self._source: PaperSource | None = None
        self._is_rendering = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self._render)

    @property
    def state(self) -> PaperState:
        """The document as it stands."""
        return self._state

    def look(
        self, file: ConsultationFile, gate: Gate, language: LanguageForm, *, is_ready_to_seal: bool = False
    ) -> None:
        """Say what the document is of now; the page on screen follows, and stays until the new one is there.

        A consent form that `is_ready_to_seal` is shown with everything that was signed on screen.
        """
        source = self._make_source(file, gate, language, is_ready_to_seal=is_ready_to_seal)
        before, self._source = self._source, source
        if source == before:
            return
        if before is None or before.file.consultation.consultation_id != file.consultation.consultation_id:
            self._state = PaperState()
            self.load()
        if gate.verdict is Verdict.STOP:
            self._timer.stop()
            self._state = replace(self._state, rendered=None, kept=None, problem=None)
        elif self._state.rendered is None:
            # In a turn of its own: a page that opens is painted before the press takes half of the interpreter.
            run_in_turns(self, self._render)
        else:
            self._timer.start()

    def load(self) -> None:
        """Ask the vault for the documents of the visit."""
        source = self._source
        if source is None:
            return
        patient_id, visit_id = source.file.patient.patient_id, source.file.consultation.consultation_id

        def on_listed(result: Ok[tuple[DocumentEntry, ...]] | Err) -> None:
            if not shiboken6.isValid(self) or not self._is_of(visit_id):
                return
            match result:
                case Ok(documents) if documents != self._state.documents:
                    self._state = replace(self._state, documents=documents)
                    self.changed.emit()
                    self._render()
                case Err(problem):
                    self._state = replace(self._state, problem=problem)
                    self.changed.emit()

        self._access.run(lambda vault: list_documents(vault, patient_id, visit_id), on_listed)

    def produce(self, on_produced: Deliver) -> None:
        """Make the document to print or save. Unchanged since it was last kept, it is that document again.

        Otherwise it takes a number and is kept before it is handed out. A draft takes neither. Fails with
        `InputProblem` stop-stands, and with what the vault says.
        """
        source = self._source
        if source is None or self._state.is_producing:
            return
        self._state = replace(self._state, is_producing=True)
        self.changed.emit()
        self._context.session.flush()

        def deliver(result: Ok[Produced] | Err) -> None:
            if shiboken6.isValid(self):
                self._state = replace(self._state, is_producing=False)
                self.changed.emit()
                self.load()
                on_produced(result)

        Production(source, self._press, self._context, self._access, deliver).start()

    def _make_source(
        self, file: ConsultationFile, gate: Gate, language: LanguageForm, *, is_ready_to_seal: bool
    ) -> PaperSource:
        counted, session = without_carried(file), self._context.session
        texts = session.state.texts if session.has_visit else None
        text = self._press.text if texts is None else texts.choose(file.consultation)
        blank, standing = counted, derive_consent_standing(counted, text, self._context.clock().date())
        marked = None
        if self._paper is Paper.CONSENT:
            is_anew = standing.state is ConsentState.OUTDATED
            blank = make_blank_form(counted, is_to_sign_anew=is_anew)
            if is_ready_to_seal:
                marked = make_blank_form(counted, is_to_sign_anew=is_anew, keeps_marks=True)
        sealed = _find_sealed(counted, standing) if self._paper is Paper.CONSENT else ""
        return PaperSource(self._paper, blank, gate, language, session.clinical, text, sealed, marked)

    def _is_of(self, visit_id: str) -> bool:
        return self._source is not None and self._source.file.consultation.consultation_id == visit_id

    def _render(self) -> None:
        source = self._source
        if source is None or self._is_rendering or source.gate.verdict is Verdict.STOP:
            return
        self._timer.stop()
        self._is_rendering = True
        if source.sealed_number:
            self._show_sealed(source)
            return
        kept = find_latest(self._state.documents or (), source)
        now = self._context.clock()
        press = self._press

        def on_rendered(result: Ok[tuple[RenderedDocument, bool]] | Err) -> None:
            if not shiboken6.isValid(self):
                return
            self._is_rendering = False
            if source is not self._source or kept != find_latest(self._state.documents or (), source):
                self._render()
                return
            match result:
                case Ok((rendered, is_kept)):
                    entry = kept if is_kept else None
                    self._state = replace(self._state, rendered=rendered, kept=entry, problem=None)
                case Err(problem):
                    self._state = replace(self._state, rendered=None, kept=None, problem=problem)
            self.changed.emit()

        self._context.runner.run(lambda: press.render_preview(source, kept, now), on_rendered)

    def _show_sealed(self, source: PaperSource) -> None:
        """Show the sealed file itself, rather than a page that would be made now."""
        number, press = source.sealed_number, self._press

        def on_loaded(result: Ok[bytes] | Err) -> None:
            match result:
                case Ok(pdf):
                    self._context.runner.run(lambda: press.read_sealed(number, pdf), on_read)
                case Err():
                    on_read(result)

        def on_read(result: Ok[RenderedDocument] | Err) -> None:
            if not shiboken6.isValid(self):
                return
            self._is_rendering = False
            if source is not self._source:
                self._render()
                return
            match result:
                case Ok(rendered):
                    entry = next((one for one in self._state.documents or () if one.number == number), None)
                    self._state = replace(self._state, rendered=rendered, kept=entry, problem=None)
                case Err(problem):
                    self._state = replace(self._state, rendered=None, kept=None, problem=problem)
            self.changed.emit()

        self._access.run(lambda vault: vault.load_sealed(number), on_loaded)


def _find_sealed(file: ConsultationFile, standing: ConsentStanding) -> str:
    """Find the sealed document of a consent that was signed on screen and covers the plan; empty if there is none."""
    signature = file.consultation.consent.signature
    is_sealed = signature is not None and signature.medium == "screen" and standing.state is ConsentState.SIGNED
    return signature.document_number if signature is not None and is_sealed else ""
