"""Renders one kind of document of the open visit, and numbers, keeps and hands out what is printed."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from stemsup_desktop.consultation.audit import AuditHead
from stemsup_desktop.consultation.carry_over import without_carried
from stemsup_desktop.consultation.consent_assembly import derive_consent
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.gate_model import Gate, Verdict
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.summary_text import FORM_VERSION
from stemsup_desktop.content import Content
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.language import Language
from stemsup_desktop.paperwork import Paper, make_loose_number, render_paper
from stemsup_desktop.store.entries import DocumentEntry, DocumentRecord
from stemsup_desktop.store.records import encode_record
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.paper_view import KINDS, PaperState, make_blank_form, write_basis
from stemsup_desktop.ui.turns import run_in_turns
from stemsup_desktop.ui.vault_access import VaultAccess

DEBOUNCE_MS = 400


@dataclass(frozen=True, slots=True)
class PaperSource:
    """Everything that a document depends on but number and date."""

    paper: Paper
    file: ConsultationFile
    gate: Gate
    language: Language
    clinical: ClinicalContent = field(repr=False, compare=False)

    @property
    def is_draft(self) -> bool:
        """Whether the gate lets it be a draft at most."""
        return self.gate.verdict in (Verdict.SPECIALIST, Verdict.NOT_COMPLETE)


@dataclass(frozen=True, slots=True)
class Produced:
    """A document to print or save; a draft is not kept, a copy was kept before."""

    pdf: bytes
    number: str
    is_draft: bool = False
    is_copy: bool = False

    @property
    def kept_number(self) -> str:
        """The number under which the vault keeps it, or empty."""
        return "" if self.is_draft else self.number


Deliver = Callable[[Ok[Produced] | Err], None]


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
        self._press = _Press(content, fonts)
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

    def look(self, file: ConsultationFile, gate: Gate, language: Language) -> None:
        """Say what the document is of now; the page on screen follows, and stays until the new one is there."""
        source = self._make_source(file, gate, language)
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

        _Production(source, self._press, self._context, self._access, deliver).start()

    def _make_source(self, file: ConsultationFile, gate: Gate, language: Language) -> PaperSource:
        counted = without_carried(file)
        blank = make_blank_form(counted) if self._paper is Paper.CONSENT else counted
        return PaperSource(self._paper, blank, gate, language, self._context.session.clinical)

    def _is_of(self, visit_id: str) -> bool:
        return self._source is not None and self._source.file.consultation.consultation_id == visit_id

    def _render(self) -> None:
        source = self._source
        if source is None or self._is_rendering or source.gate.verdict is Verdict.STOP:
            return
        self._timer.stop()
        self._is_rendering = True
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


def list_documents(vault: Vault, patient_id: str, visit_id: str) -> tuple[DocumentEntry, ...]:
    """Return the documents of one visit, the latest first."""
    return tuple(entry for entry in vault.list_documents(patient_id) if entry.consultation_id == visit_id)


def find_latest(documents: tuple[DocumentEntry, ...], source: PaperSource) -> DocumentEntry | None:
    """Return the last kept document of the same kind, visit and language."""
    kind, visit_id = KINDS[source.paper], source.file.consultation.consultation_id
    fitting = (one for one in documents if one.kind is kind and one.consultation_id == visit_id)
    return next((one for one in fitting if one.language is source.language), None)


class _Press:
    """Prints sources; used in the work lane only."""

    def __init__(self, content: Content, fonts: FontFolder) -> None:
        self._content = content
        self._fonts = fonts

    def render(
        self,
        source: PaperSource,
        number: str,
        at: datetime,
        *,
        is_preview: bool = False,
        head: AuditHead | None = None,
    ) -> RenderedDocument:
        """Render with a number, and with the head of the history at that moment if the vault is to keep it."""
        request = DocumentRequest(number, at, source.language, is_preview, head)
        content = replace(self._content, clinical=source.clinical)
        return render_paper(source.paper, source.file, source.gate, content, self._fonts, request)

    def render_again(self, source: PaperSource, kept: DocumentEntry | None, now: datetime) -> RenderedDocument | None:
        """Return the kept document if it still is what the source prints, byte for byte."""
        if kept is None or source.is_draft:
            return None
        at = kept.created_at.astimezone(now.tzinfo)
        # A document that was made before it was kept carries no head of the history.
        for head in dict.fromkeys((kept.audit_head, None)):
            again = self.render(source, kept.number, at, head=head)
            if again.sha256 == kept.sha256:
                return again
        return None

    def render_preview(
        self, source: PaperSource, kept: DocumentEntry | None, now: datetime
    ) -> tuple[RenderedDocument, bool]:
        """Return the page to look at, and whether it is the kept document."""
        again = self.render_again(source, kept, now)
        if again is not None:
            return again, True
        number = make_loose_number(source.paper, source.file)
        return self.render(source, number, now, is_preview=not source.is_draft), False

    def list_text_versions(self, source: PaperSource) -> tuple[str, ...]:
        """Return which texts a document is made of; a consent form's also say what is agreed to."""
        if source.paper is Paper.SUMMARY:
            return (f"summary {FORM_VERSION}",)
        text, names = self._content.consent, self._content.names
        consent = derive_consent(source.file, source.gate, text, names, source.language)
        return (
            f"{text.form.id} {text.form.version}",
            f"text:{consent.text_sha256}",
            write_basis(consent.basis_sha256),
        )


class _Production:
    """The way of one document from the vault's list through number and press into the vault; any failure ends it."""

    def __init__(
        self, source: PaperSource, press: _Press, context: PageContext, access: VaultAccess, deliver: Deliver
    ) -> None:
        self._source = source
        self._press = press
        self._runner = context.runner
        self._access = access
        self._deliver = deliver
        self._now = context.clock()

    def start(self) -> None:
        """Begin: a draft is only rendered, anything else is looked up first."""
        source, press, now = self._source, self._press, self._now
        if source.is_draft or source.gate.verdict is Verdict.STOP:
            number = make_loose_number(source.paper, source.file)
            self._runner.run(lambda: press.render(source, number, now), self._on_draft)
            return
        patient_id, visit_id = source.file.patient.patient_id, source.file.consultation.consultation_id
        self._access.run(lambda vault: list_documents(vault, patient_id, visit_id), self._on_listed)

    def _on_draft(self, result: Ok[RenderedDocument] | Err) -> None:
        match result:
            case Ok(rendered):
                self._deliver(Ok(Produced(rendered.pdf, rendered.document_number, is_draft=True)))
            case Err():
                self._deliver(result)

    def _on_listed(self, result: Ok[tuple[DocumentEntry, ...]] | Err) -> None:
        source, press, now = self._source, self._press, self._now
        match result:
            case Ok(documents):
                kept = find_latest(documents, source)
                self._runner.run(lambda: (press.render_again(source, kept, now),), self._on_compared)
            case Err():
                self._deliver(result)

    def _on_compared(self, result: Ok[tuple[RenderedDocument | None]] | Err) -> None:
        kind, year = KINDS[self._source.paper], self._now.year
        match result:
            case Ok((RenderedDocument() as again,)):
                self._deliver(Ok(Produced(again.pdf, again.document_number, is_copy=True)))
            case Ok():
                self._access.run(
                    lambda vault: (vault.next_document_number(kind, year), vault.read_audit_head()), self._on_numbered
                )
            case Err():
                self._deliver(result)

    def _on_numbered(self, result: Ok[tuple[str, AuditHead]] | Err) -> None:
        source, press, now = self._source, self._press, self._now
        match result:
            case Ok((number, head)):
                self._runner.run(
                    lambda: (press.render(source, number, now, head=head), press.list_text_versions(source)),
                    lambda rendered: self._on_rendered(rendered, head),
                )
            case Err():
                self._deliver(result)

    def _on_rendered(self, result: Ok[tuple[RenderedDocument, tuple[str, ...]]] | Err, head: AuditHead) -> None:
        match result:
            case Ok((rendered, text_versions)):
                record = make_record(self._source, rendered, text_versions, self._now, head)
                produced = Produced(rendered.pdf, rendered.document_number)

                def on_kept(kept: Ok[None] | Err) -> None:
                    self._deliver(Ok(produced) if isinstance(kept, Ok) else kept)

                self._access.run(lambda vault: vault.save_document(record, rendered.pdf), on_kept)
            case Err():
                self._deliver(result)


def make_record(
    source: PaperSource,
    rendered: RenderedDocument,
    text_versions: tuple[str, ...],
    at: datetime,
    head: AuditHead | None = None,
) -> DocumentRecord:
    """Return what the vault keeps beside the PDF; the snapshot is what it was rendered from."""
    return DocumentRecord(
        number=rendered.document_number,
        kind=KINDS[source.paper],
        patient_id=source.file.patient.patient_id,
        consultation_id=source.file.consultation.consultation_id,
        language=source.language,
        created_at=at,
        sha256=rendered.sha256,
        snapshot=encode_record(source.file),
        text_versions=text_versions,
        audit_head=head,
    )
