"""What the page of documents shows, derived from a patient's shelf and the open document. No Qt."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.store.entries import DocumentEntry
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.document_line import DocumentLine, derive_document_line
from stemsup_desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class Shelf:
    """A patient and every document of theirs, the newest first."""

    patient: Patient
    entries: tuple[DocumentEntry, ...]


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A document as it was kept, with the shelf it stands on."""

    number: str
    pdf: bytes
    shelf: Shelf


@dataclass(frozen=True, slots=True)
class DocumentsView:
    """The page: whose documents, and a strip where they are not those of the open visit."""

    subtitle: str
    count: str
    lines: tuple[DocumentLine, ...]
    empty: str
    leads_to_patients: bool
    foreign: str
    foreign_link: str


def derive_documents(shelf: Shelf | None, visit_patient_id: str, words: Words, now: datetime) -> DocumentsView:
    """Derive the page; `visit_patient_id` is empty while no visit is open."""
    if shelf is None:
        empty = "" if visit_patient_id else words("documents.none_open")
        return DocumentsView(words("documents.no_patient"), "", (), empty, bool(empty), "", "")
    patient = shelf.patient
    is_foreign = bool(visit_patient_id) and visit_patient_id != patient.patient_id
    return DocumentsView(
        subtitle=words("documents.of_patient", name=patient.name, chart_number=patient.chart_number),
        count=words("documents.count", count=len(shelf.entries)),
        lines=tuple(derive_document_line(entry, words, now.tzinfo) for entry in shelf.entries),
        empty="" if shelf.entries else words("documents.none_of_patient"),
        leads_to_patients=False,
        foreign=words("documents.other_patient", name=patient.name) if is_foreign else "",
        foreign_link=words("documents.back_to_open") if is_foreign else "",
    )


def fold_number(text: str) -> str:
    """Return a document number as it is printed, whatever width and case it was typed in."""
    return "".join(unicodedata.normalize("NFKC", normalise_text(text)).upper().split()).replace("‐", "-")


def load_shelf(vault: Vault, patient_id: str) -> Shelf:
    """Return a patient's documents; raises `InputProblem` patient-unknown."""
    return Shelf(vault.get_patient(patient_id), vault.list_documents(patient_id))


def load_opened(vault: Vault, number: str) -> OpenedDocument:
    """Return a document; raises document-unknown, or document-damaged if it is not what was kept."""
    record, pdf = vault.load_document(number)
    return OpenedDocument(record.number, pdf, load_shelf(vault, record.patient_id))
