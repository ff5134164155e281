"""What the vault answers with: hits, entries and document records."""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.audit import AuditHead
from stemsup_desktop.consultation.patient import Patient, Sex
from stemsup_desktop.language import Language, Text


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


NUMBER_PREFIXES = {
    DocumentKind.CONSENT: "CNS",
    DocumentKind.SUMMARY: "SUM",
    DocumentKind.SELF_ADMINISTRATION: "SAS",
    DocumentKind.WITHDRAWAL: "WDS",
    DocumentKind.ADDENDUM: "ADD",
}


class DocumentRecord(msgspec.Struct, frozen=True):
    """One produced document without its PDF.

    `sha256` is the PDF's, in hexadecimal; `snapshot` is the JSON it was rendered from; `audit_head` is the head of the
    history that stands in the PDF, None where none does: then that of the moment in which it is kept is remembered.
    """

    number: str
    kind: DocumentKind
    patient_id: str
    consultation_id: str
    language: Language
    created_at: datetime
    sha256: str
    snapshot: bytes
    text_versions: tuple[str, ...] = ()
    audit_head: AuditHead | None = None


class DocumentSignature(msgspec.Struct, frozen=True):
    """One signing of a document as it was recorded; `signature` is JSON."""

    signature: bytes
    signed_at: datetime
    recorded_at: datetime


class DocumentEntry(msgspec.Struct, frozen=True):
    """One line of a list of documents; the last signature counts, earlier ones stay."""

    number: str
    kind: DocumentKind
    patient_id: str
    consultation_id: str
    language: Language
    created_at: datetime
    sha256: str
    text_versions: tuple[str, ...]
    signatures: tuple[DocumentSignature, ...] = ()
    audit_head: AuditHead | None = None


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


class Saved(msgspec.Struct, frozen=True):
    """What was acknowledged: the record's version and when it reached the disk."""

    version: int
    saved_at: datetime
