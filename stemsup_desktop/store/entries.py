"""What the vault answers with: hits, entries and document records."""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.audit import AuditHead
from stemsup_desktop.consultation.patient import Patient, Sex
from stemsup_desktop.language import Language, LanguageForm, Text
from stemsup_desktop.store.document_states import DocumentStanding, DocumentState


class PatientHit(msgspec.Struct, frozen=True):
    """One line of the list of patients; `seen_at` is when the chart was last worked on."""

    patient_id: str
    chart_number: str
    name: str
    kana: str
    romaji: str
    sex: Sex
    birth_date: date
    language: Language
    seen_at: datetime


def make_patient_hit(patient: Patient, seen_at: datetime) -> PatientHit:
    """Return the line of a patient."""
    return PatientHit(
        patient_id=patient.patient_id,
        chart_number=patient.chart_number,
        name=patient.name,
        kana=patient.kana,
        romaji=patient.romaji,
        sex=patient.sex,
        birth_date=patient.birth_date,
        language=patient.language,
        seen_at=seen_at,
    )


class DocumentKind(StrEnum):
    """The documents that the vault keeps."""

    CONSENT = "consent"
    SUMMARY = "summary"
    SELF_ADMINISTRATION = "self-administration"
    WITHDRAWAL = "withdrawal"
    ADDENDUM = "addendum"
    RECALL_LETTER = "recall-letter"


NUMBER_PREFIXES = {
    DocumentKind.CONSENT: "CNS",
    DocumentKind.SUMMARY: "SUM",
    DocumentKind.SELF_ADMINISTRATION: "SAS",
    DocumentKind.WITHDRAWAL: "WDS",
    DocumentKind.ADDENDUM: "ADD",
    DocumentKind.RECALL_LETTER: "RCL",
}


class DocumentRecord(msgspec.Struct, frozen=True):
    """One produced document without its PDF.

    `sha256` is the PDF's, in hexadecimal; `snapshot` is the JSON it was rendered from; `audit_head` is the head of the
    history that stands in the PDF, None where none does: then that of the moment in which it is kept is remembered.
    `of_number` is the document that this one follows: an addendum to it, or the slip of its withdrawal.
    """

    number: str
    kind: DocumentKind
    patient_id: str
    consultation_id: str
    language: LanguageForm
    created_at: datetime
    sha256: str
    snapshot: bytes
    text_versions: tuple[str, ...] = ()
    audit_head: AuditHead | None = None
    of_number: str = ""


class SealedFile(msgspec.Struct, frozen=True):
    """The sealed file of a document: it begins with the document as it is kept."""

    pdf: bytes
    certificate_sha256: str
    sealed_at: datetime


class DocumentSignature(msgspec.Struct, frozen=True):
    """One signing of a document as it was recorded; `signature` is JSON."""

    signature: bytes
    signed_at: datetime
    recorded_at: datetime


class DocumentEntry(msgspec.Struct, frozen=True):
    """One line of a list of documents; the last signature counts, earlier ones stay.

    `standing` is what became of it, as far as that is known without reading the file.
    """

    number: str
    kind: DocumentKind
    patient_id: str
    consultation_id: str
    language: LanguageForm
    created_at: datetime
    sha256: str
    text_versions: tuple[str, ...]
    signatures: tuple[DocumentSignature, ...] = ()
    audit_head: AuditHead | None = None
    of_number: str = ""
    standing: DocumentStanding | None = None


class DocumentHit(msgspec.Struct, frozen=True):
    """One line of a search over all documents: the document, and whose it is."""

    entry: DocumentEntry
    patient: PatientHit


class DocumentCopy(msgspec.Struct, frozen=True):
    """A document as it is handed out; `sha256` is of `pdf`, the sealed file where there is one."""

    entry: DocumentEntry
    pdf: bytes
    sha256: str
    is_sealed: bool
    snapshot: bytes


class DocumentQuery(msgspec.Struct, frozen=True):
    """What is looked for; what is empty narrows nothing down.

    `text` is a patient as one types it, or a document number or its beginning. `since` and `until` are aware moments,
    the last excluded. `after` is the last hit of the page before.
    """

    text: str = ""
    patient_id: str = ""
    kinds: tuple[DocumentKind, ...] = ()
    states: tuple[DocumentState, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    after: tuple[datetime, str] | None = None
    limit: int = 100


class DocumentPage(msgspec.Struct, frozen=True):
    """Hits, the newest first, and whether there are more."""

    hits: tuple[DocumentHit, ...]
    has_more: bool = False


class ConsultationEntry(msgspec.Struct, frozen=True):
    """One line of a patient's consultations."""

    consultation_id: str
    patient_id: str
    started_at: datetime
    updated_at: datetime
    visit_number: int
    symptom_ids: tuple[str, ...]
    version: int
    closed_at: datetime | None = None
    is_declined: bool = False
    is_treated: bool = False
    is_withdrawn: bool = False
    is_signing: bool = False
    """Whether its consent is being signed on screen, and not sealed yet."""
    documents: tuple[DocumentEntry, ...] = ()


class OpenConsultation(msgspec.Struct, frozen=True):
    """A consultation that was not closed, with its patient."""

    entry: ConsultationEntry
    patient: PatientHit


class ChecklistName(msgspec.Struct, frozen=True):
    """What a checklist says of itself: `canonical` is "url|version", which a visit keeps."""

    canonical: str
    version: str
    title: Text


class ChecklistEntry(msgspec.Struct, frozen=True):
    """One line of a list of checklists; `sha256` is that of its exact bytes, in hexadecimal."""

    name: ChecklistName
    sha256: str
    is_shipped: bool
    added_at: datetime
    added_by: str


class AttachmentSource(msgspec.Struct, frozen=True):
    """Where a file came from: its name as chosen, its MIME type, and the visit in which someone added it first."""

    title: str
    content_type: str
    patient_id: str
    consultation_id: str
    added_by: str


class Attachment(msgspec.Struct, frozen=True):
    """A file in the vault without its bytes; `sha256` is theirs, in hexadecimal."""

    sha256: str
    size_bytes: int
    added_at: datetime
    source: AttachmentSource


class ScanToKeep(msgspec.Struct, frozen=True):
    """A page that came back, from 1, as PDF of one page, JPEG or PNG; `is_by_hand`: a person said which page it is."""

    page: int
    media_type: str
    data: bytes
    is_by_hand: bool = False


class KeptScan(msgspec.Struct, frozen=True):
    """A kept page without its bytes; `filing` counts the acts by which pages of the document were added, from 1."""

    number: str
    filing: int
    page: int
    media_type: str
    sha256: str
    size_bytes: int
    is_by_hand: bool
    added_at: datetime
    added_by: str


class PhotographToAdd(msgspec.Struct, frozen=True):
    """A photograph that is to be kept: whose it is, when it was taken, its preview, and what is said of it.

    `consultation_id` is empty outside a visit; `preview` a JPEG of at most 640 px a side.
    """

    patient_id: str
    taken_at: datetime
    preview: bytes
    consultation_id: str = ""
    site_id: str = ""
    view: str = ""
    note: str = ""


class Saved(msgspec.Struct, frozen=True):
    """What was acknowledged: the record's version and when it reached the disk."""

    version: int
    saved_at: datetime
