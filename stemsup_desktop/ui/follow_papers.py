"""Makes and keeps the papers that follow a document: the slip of a withdrawal, an addendum. Runs beside the window."""

from dataclasses import dataclass, replace
from datetime import datetime

from stemsup_desktop.consultation.addendum import Addendum, AddendumFile, Original
from stemsup_desktop.consultation.audit import AuditHead
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.seal_model import SealKey
from stemsup_desktop.consultation.signing_model import Withdrawal
from stemsup_desktop.consultation.signing_roles import get_consent_form
from stemsup_desktop.content import Content
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.errors import Problem
from stemsup_desktop.language import LanguageForm
from stemsup_desktop.paper_follow import render_addendum, render_withdrawal_slip
from stemsup_desktop.paper_kinds import KIND_NAMES
from stemsup_desktop.store.entries import DocumentCopy, DocumentKind, DocumentRecord, SealedFile
from stemsup_desktop.store.records import encode_record
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.press import SEALED
from stemsup_desktop.ui.stamping import seal_file


@dataclass(frozen=True, slots=True)
class FollowOrder:
    """A paper that is to be made: its number, what it follows, and everything it is rendered from."""

    kind: DocumentKind
    number: str
    of_number: str
    language: LanguageForm
    at: datetime
    head: AuditHead
    snapshot: AddendumFile | ConsultationFile
    withdrawal: Withdrawal | None = None
    original: DocumentCopy | None = None
    key: SealKey | None = None
    time_stamp_url: str | None = None

    @property
    def file(self) -> ConsultationFile:
        """The visit."""
        return self.snapshot.file if isinstance(self.snapshot, AddendumFile) else self.snapshot


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A paper as it goes into the vault, with its seal if it is sealed."""

    rendered: RenderedDocument
    sealed: SealedFile | None = None
    stamp_problem: Problem | None = None
    """Why it has no time stamp though the clinic has a service."""

    @property
    def pdf(self) -> bytes:
        """The file as it is handed out."""
        return self.rendered.pdf if self.sealed is None else self.sealed.pdf


def load_file(vault: Vault, consultation_id: str) -> ConsultationFile:
    """Return a visit with all that a paper needs, whether it is open or closed; raises consultation-unknown."""
    patient = vault.get_patient(vault.get_consultation_patient_id(consultation_id))
    physician = vault.find_visit_physician(consultation_id) or vault.load_physician()
    consultation, background = vault.load_consultation(consultation_id), vault.load_background(consultation_id)
    return ConsultationFile(vault.load_clinic(), physician, patient, consultation, background)


def order_slip(vault: Vault, consultation_id: str, withdrawal: Withdrawal, at: datetime) -> FollowOrder:
    """Return what the slip of a recorded withdrawal is made of."""
    file = load_file(vault, consultation_id)
    language = get_consent_form(file)
    known = {entry.number for entry in vault.list_documents(file.patient.patient_id)}
    of_number = withdrawal.document_number if withdrawal.document_number in known else ""
    kind, head = DocumentKind.WITHDRAWAL, vault.read_audit_head()
    order = FollowOrder(kind, withdrawal.slip_number, of_number, language, at, head, file, withdrawal)
    return order if withdrawal.ink is None else _with_key(vault, order)  # without ink it waits for paper


def order_addendum(vault: Vault, number: str, reason: str, text: str, at: datetime) -> FollowOrder:
    """Take a number and return what an addendum is made of; its author is who signed in.

    Raises document-unknown, document-damaged: to a file that is not what was kept nothing is added.
    """
    original = vault.load_copy(number)
    entry = original.entry
    named = Original(number, entry.kind.value, entry.created_at.astimezone(at.tzinfo), original.sha256)
    author = vault.author
    addendum = Addendum(named, author.name, at, reason, text, author.account_id)
    file = load_file(vault, entry.consultation_id)
    own = vault.next_document_number(DocumentKind.ADDENDUM, at.year)
    snapshot, head = AddendumFile(file, addendum), vault.read_audit_head()
    kind = DocumentKind.ADDENDUM
    return _with_key(vault, FollowOrder(kind, own, number, entry.language, at, head, snapshot, original=original))


def _with_key(vault: Vault, order: FollowOrder) -> FollowOrder:
    """Let a paper be sealed by the clinic's certificate, where there is one."""
    if not vault.has_seal_key():
        return order
    url = vault.load_time_stamp_service().url or None
    return replace(order, key=vault.load_seal_key(order.kind), time_stamp_url=url)


def make_paper(order: FollowOrder, content: Content, fonts: FontFolder) -> MadePaper:
    """Render what was ordered, and seal it where there is a key; runs in the work lane."""
    is_sealed = order.key is not None
    request = DocumentRequest(order.number, order.at, order.language, history_head=order.head, is_sealed=is_sealed)
    rendered = _render(order, content, fonts, request)
    if order.key is None:
        return MadePaper(rendered)
    reason = KIND_NAMES[order.kind.value].in_language(order.language.leading)
    stamped = seal_file(rendered.pdf, order.key, reason, order.at, order.time_stamp_url)
    return MadePaper(rendered, stamped.sealed, stamped.stamp_problem)


def _render(order: FollowOrder, content: Content, fonts: FontFolder, request: DocumentRequest) -> RenderedDocument:
    if isinstance(order.snapshot, AddendumFile):
        if order.original is None:
            raise ValueError("an addendum carries its original")
        return render_addendum(order.snapshot, order.original.pdf, content, fonts, request)
    if order.withdrawal is None:
        raise ValueError("a slip is of a withdrawal")
    return render_withdrawal_slip(order.snapshot, order.withdrawal, content, fonts, request)


def keep_paper(vault: Vault, order: FollowOrder, made: MadePaper, text_versions: tuple[str, ...]) -> None:
    """Keep what was made, linked to the document that it follows, with its seal in the same act."""
    file = order.file
    record = DocumentRecord(
        number=order.number,
        kind=order.kind,
        patient_id=file.patient.patient_id,
        consultation_id=file.consultation.consultation_id,
        language=order.language,
        created_at=order.at,
        sha256=made.rendered.sha256,
        snapshot=encode_record(order.snapshot),
        text_versions=text_versions if made.sealed is None else (*text_versions, SEALED),
        audit_head=order.head,
        of_number=order.of_number,
    )
    if made.sealed is None:
        vault.save_document(record, made.rendered.pdf)
    else:
        vault.keep_sealed_document(record, made.rendered.pdf, made.sealed)


def list_text_versions(order: FollowOrder, content: Content) -> tuple[str, ...]:
    """Return which text a paper is made of."""
    sheets = content.sheets
    form = sheets.addendum if order.kind is DocumentKind.ADDENDUM else sheets.withdrawal
    return (f"{form.id} {form.version}",)
