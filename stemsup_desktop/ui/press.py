"""Prints and seals the documents of a visit, in the work lane; what the vault keeps beside them."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime

from stemsup_desktop.consultation.audit import AuditHead
from stemsup_desktop.consultation.consent_assembly import derive_consent
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.form_versions import hash_form_version, write_form_hash
from stemsup_desktop.consultation.gate_model import Gate, Verdict
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.seal_model import SealKey
from stemsup_desktop.consultation.summary_text import FORM_VERSION
from stemsup_desktop.content import Content
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.errors import InputProblem, Problem
from stemsup_desktop.language import LanguageForm, Text
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.paperwork import make_loose_number, render_paper
from stemsup_desktop.store.document_states import DocumentState
from stemsup_desktop.store.entries import DocumentEntry, DocumentKind, DocumentRecord, SealedFile
from stemsup_desktop.store.records import encode_record
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.paper_view import KINDS, write_basis
from stemsup_desktop.ui.stamping import seal_file

SEALED = "sealed"
"""The entry of `text_versions` by which a document is known as a sealed one."""
_REASONS = {
    Paper.CONSENT: Text("Consent, signed on screen", "画面で署名された同意書"),
    Paper.SUMMARY: Text("Treatment summary", "治療のまとめ"),
    Paper.SELF_ADMINISTRATION: Text("Sheet for use at home", "ご自宅での使い方の説明書"),
}


@dataclass(frozen=True, slots=True)
class PaperSource:
    """Everything that a document depends on but number and date."""

    paper: Paper
    file: ConsultationFile
    gate: Gate
    language: LanguageForm
    clinical: ClinicalContent = field(repr=False, compare=False)
    text: ConsentText = field(repr=False)
    sealed_number: str = ""
    """The document that this is already, sealed for good, or empty."""
    marked: ConsultationFile | None = None
    """The same visit with a finished signing on screen, to be seen as it will be sealed; what is printed has none."""

    @property
    def is_draft(self) -> bool:
        """Whether the gate lets it be a draft at most."""
        return self.gate.verdict in (Verdict.SPECIALIST, Verdict.NOT_COMPLETE)


@dataclass(frozen=True, slots=True)
class PressTools:
    """What the vault gives to print with: a number, the head of its history, and the key for what is sealed."""

    number: str
    head: AuditHead
    key: SealKey | None = None
    time_stamp_url: str | None = None


@dataclass(frozen=True, slots=True)
class SealedPaper:
    """A document with its seal, as it goes into the vault.

    `stamp_problem` says why it has no time stamp though the clinic has a service: it is sealed all the same.
    """

    record: DocumentRecord
    pdf: bytes
    sealed: SealedFile
    stamp_problem: Problem | None = None


def take_tools(vault: Vault, kind: DocumentKind, year: int, *, wants_seal: bool) -> PressTools:
    """Take a number and what else is needed; a vault without a certificate gives no key."""
    key = vault.load_seal_key(kind) if wants_seal and vault.has_seal_key() else None
    url = vault.load_time_stamp_service().url if key is not None else ""
    return PressTools(vault.next_document_number(kind, year), vault.read_audit_head(), key, url or None)


def list_documents(vault: Vault, patient_id: str, visit_id: str) -> tuple[DocumentEntry, ...]:
    """Return the documents of one visit, the latest first."""
    return tuple(entry for entry in vault.list_documents(patient_id) if entry.consultation_id == visit_id)


def find_latest(documents: tuple[DocumentEntry, ...], source: PaperSource) -> DocumentEntry | None:
    """Return the last kept document of the same kind, visit and language; a consent that was taken back is none."""
    kind, visit_id = KINDS[source.paper], source.file.consultation.consultation_id
    fitting = (
        one for one in documents if one.kind is kind and one.consultation_id == visit_id and not _is_taken_back(one)
    )
    return next((one for one in fitting if one.language is source.language), None)


def _is_taken_back(entry: DocumentEntry) -> bool:
    """Tell whether a new consent needs a new form: what was taken back is given again by a new signature only."""
    taken_back = (DocumentState.WITHDRAWN, DocumentState.PARTLY_WITHDRAWN)
    return entry.standing is not None and entry.standing.state in taken_back


class Press:
    """Prints sources; used in the work lane only."""

    def __init__(self, content: Content, fonts: FontFolder) -> None:
        self._content = content
        self._fonts = fonts

    @property
    def text(self) -> ConsentText:
        """The consent text that the program ships."""
        return self._content.consent

    def render(
        self,
        source: PaperSource,
        number: str,
        at: datetime,
        *,
        is_preview: bool = False,
        head: AuditHead | None = None,
        is_sealed: bool = False,
    ) -> RenderedDocument:
        """Render with a number, and with the head of the history at that moment if the vault is to keep it."""
        request = DocumentRequest(number, at, source.language, is_preview, head, is_sealed)
        content = replace(self._content, clinical=source.clinical, consent=source.text)
        return render_paper(source.paper, source.file, source.gate, content, self._fonts, request)

    def seal(self, source: PaperSource, tools: PressTools, at: datetime) -> SealedPaper:
        """Render a document and seal it; raises `InputProblem` seal-key-missing, signature-incomplete."""
        if tools.key is None:
            raise InputProblem("seal-key-missing", "The clinic has no certificate to seal with yet.")
        rendered = self.render(source, tools.number, at, head=tools.head, is_sealed=True)
        reason = _REASONS[source.paper].in_language(source.language.leading)
        stamped = seal_file(rendered.pdf, tools.key, reason, at, tools.time_stamp_url)
        versions = (*self.list_text_versions(source), SEALED)
        record = make_record(source, rendered, versions, at, tools.head)
        return SealedPaper(record, rendered.pdf, stamped.sealed, stamped.stamp_problem)

    def read_sealed(self, number: str, pdf: bytes) -> RenderedDocument:
        """Return a sealed file as a page to look at."""
        from stemsup_desktop.documents.reading import count_pages  # late: it brings a PDF library along

        return RenderedDocument(number, pdf, hashlib.sha256(pdf).hexdigest(), count_pages(pdf), is_draft=False)

    def render_again(self, source: PaperSource, kept: DocumentEntry | None, now: datetime) -> RenderedDocument | None:
        """Return the kept document if it still is what the source prints, byte for byte."""
        if kept is None or source.is_draft:
            return None
        at = kept.created_at.astimezone(now.tzinfo)
        is_sealed = SEALED in kept.text_versions
        # A document that was made before it was kept carries no head of the history.
        for head in dict.fromkeys((kept.audit_head, None)):
            try:
                again = self.render(source, kept.number, at, head=head, is_sealed=is_sealed)
            except InputProblem as problem:
                if is_sealed and problem.code == "signature-incomplete":
                    return None  # what was signed is not what would be signed now
                raise
            if again.sha256 == kept.sha256:
                return again
        return None

    def render_preview(
        self, source: PaperSource, kept: DocumentEntry | None, now: datetime
    ) -> tuple[RenderedDocument, bool]:
        """Return the page to look at, and whether it is the kept document."""
        again = self.render_again(source, kept, now)
        number = make_loose_number(source.paper, source.file)
        if source.marked is not None:
            return self._render_before_seal(source, source.marked, number, now), again is not None
        if again is not None:
            return again, True
        return self.render(source, number, now, is_preview=not source.is_draft), False

    def _render_before_seal(
        self, source: PaperSource, marked: ConsultationFile, number: str, now: datetime
    ) -> RenderedDocument:
        request = DocumentRequest(number, now, source.language, is_preview=True, shows_marks=True)
        content = replace(self._content, clinical=source.clinical, consent=source.text)
        return render_paper(source.paper, marked, source.gate, content, self._fonts, request)

    def list_text_versions(self, source: PaperSource) -> tuple[str, ...]:
        """Return which texts a document is made of; a consent form's also say what is agreed to."""
        if source.paper is Paper.SUMMARY:
            return (f"summary {FORM_VERSION}",)
        if source.paper is Paper.SELF_ADMINISTRATION:
            form = self._content.sheets.self_administration.form
            return (f"{form.id} {form.version}",)
        text, names = source.text, self._content.names
        forms = [derive_consent(source.file, source.gate, text, names, one) for one in source.language.languages]
        return (
            f"{text.form.id} {text.form.version}",
            write_form_hash(hash_form_version(text)),
            *(f"text:{form.text_sha256}" for form in forms),
            write_basis(forms[0].basis_sha256),
        )


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
