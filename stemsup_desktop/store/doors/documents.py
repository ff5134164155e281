"""Produced documents, their signings, and the texts that patients were shown."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, make_facts
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.store import document_shelf
from stemsup_desktop.store.audit_trail import read_head
from stemsup_desktop.store.document_copies import is_changed, load_copy
from stemsup_desktop.store.document_finder import find_documents
from stemsup_desktop.store.door import Door
from stemsup_desktop.store.entries import (
    DocumentCopy,
    DocumentEntry,
    DocumentKind,
    DocumentPage,
    DocumentQuery,
    DocumentRecord,
)


class DocumentDoor(Door):
    """Produced documents, their signings, and the texts that patients were shown."""

    def next_document_number(self, kind: str, year: int) -> str:
        """Return a number such as CNS-2026-00418 that is never given again; `kind` is a `DocumentKind`."""
        with self._writing(Right.PATIENTS) as db:
            number = document_shelf.take_document_number(db, DocumentKind(kind), year)
            self._note(AuditEvent(AuditAct.DOCUMENT_NUMBER_TAKEN, subject=number))
            return number

    def save_document(self, record: DocumentRecord, pdf: bytes) -> None:
        """Keep a document for good.

        Raises `InputProblem` document-exists, consultation-unknown, consultation-of-another, and document-unknown for a
        document that it would follow; ValueError if `record.sha256` is not the PDF's, or the number is not of its kind.
        """
        with self._writing(Right.PATIENTS) as db:
            document_shelf.save_document(db, record, pdf, read_head(db))
            self._note(_make_event(AuditAct.DOCUMENT_SEALED, record))

    def mark_document_signed(self, number: str, signature: bytes, signed_at: datetime) -> None:
        """Add a signing, as JSON, to a document; earlier ones stay. Raises `InputProblem` document-unknown."""
        with self._writing(Right.DECIDE) as db:
            document_shelf.save_signature(db, number, signature, signed_at, self._clock())
            self._note(_make_event(AuditAct.DOCUMENT_SIGNED, document_shelf.get_document_entry(db, number)))

    def load_document(self, number: str) -> tuple[DocumentRecord, bytes]:
        """Return a document and its PDF; raises document-unknown, or document-damaged if it is not what was saved."""
        with self._reading(Right.PATIENTS) as db:
            record, pdf = document_shelf.load_document(db, number)
            self._note_view(_make_event(AuditAct.DOCUMENT_VIEWED, record))
            return record, pdf

    def list_documents(self, patient_id: str) -> tuple[DocumentEntry, ...]:
        """Return a patient's documents with their signatures, the latest first."""
        with self._reading(Right.PATIENTS) as db:
            return document_shelf.list_documents(db, patient_id)

    def find_documents(self, query: DocumentQuery) -> DocumentPage:
        """Return documents of all patients that fit, the newest first; nothing of their files is read."""
        with self._reading(Right.PATIENTS) as db:
            return find_documents(db, query)

    def list_followers(self, number: str) -> tuple[DocumentEntry, ...]:
        """Return the addenda to a document and the slips of its withdrawal, the first first."""
        with self._reading(Right.PATIENTS) as db:
            return document_shelf.list_followers(db, number)

    def load_copy(self, number: str) -> DocumentCopy:
        """Return a document as it is handed out: its sealed file where there is one, else the file that was kept.

        Raises document-unknown, or document-damaged if the file is not what was saved.
        """
        with self._reading(Right.PATIENTS) as db:
            copy = load_copy(db, number)
            self._note_view(_make_event(AuditAct.DOCUMENT_VIEWED, copy.entry))
            return copy

    def find_changed_documents(self, numbers: Iterable[str]) -> frozenset[str]:
        """Return the documents among these whose files are no longer what was saved; every file is read."""
        with self._reading(Right.PATIENTS) as db:
            return frozenset(number for number in numbers if is_changed(db, number))

    def note_documents_exported(self, numbers: Sequence[str], manifest_sha256: str) -> None:
        """Keep in the history which documents left the vault together, under the hash of their manifest."""
        with self._writing(Right.PATIENTS) as db:
            for entry in document_shelf.load_entries(db, numbers):
                facts = make_facts({"manifest": manifest_sha256})
                self._note(
                    AuditEvent(AuditAct.EXPORTED, entry.patient_id, entry.consultation_id, entry.number, details=facts)
                )

    def save_text(self, data: bytes) -> str:
        """Keep the exact bytes of a text that a patient was shown, and return their SHA-256 in hexadecimal."""
        with self._writing(Right.PATIENTS) as db:
            sha256 = document_shelf.find_text(db, data)
            if sha256 is None:
                sha256 = document_shelf.save_text(db, data)
                self._note(AuditEvent(AuditAct.TEXT_KEPT, subject=sha256))
            return sha256

    def load_text(self, sha256: str) -> bytes:
        """Return the bytes of a kept text; raises `InputProblem` text-unknown."""
        with self._reading(Right.PATIENTS) as db:
            return document_shelf.load_text(db, sha256)

    def note_document_printed(self, number: str) -> None:
        """Keep in the history that a document went to a printer; raises `InputProblem` document-unknown."""
        with self._writing(Right.PATIENTS) as db:
            self._note(_make_event(AuditAct.DOCUMENT_PRINTED, document_shelf.get_document_entry(db, number)))

    def note_document_saved(self, number: str) -> None:
        """Keep in the history that a copy of a document left the vault; raises `InputProblem` document-unknown."""
        with self._writing(Right.PATIENTS) as db:
            self._note(_make_event(AuditAct.DOCUMENT_SAVED, document_shelf.get_document_entry(db, number)))


def _make_event(act: AuditAct, document: DocumentRecord | DocumentEntry) -> AuditEvent:
    return AuditEvent(act, document.patient_id, document.consultation_id, document.number)
