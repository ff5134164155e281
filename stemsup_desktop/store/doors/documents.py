"""Produced documents, their signings, and the texts that patients were shown."""

from datetime import datetime

from stemsup_desktop.consultation.people import Right
from stemsup_desktop.store import document_shelf
from stemsup_desktop.store.door import Door
from stemsup_desktop.store.entries import DocumentEntry, DocumentKind, DocumentRecord


class DocumentDoor(Door):
    """Produced documents, their signings, and the texts that patients were shown."""

    def next_document_number(self, kind: str, year: int) -> str:
        """Return a number such as CNS-2026-00418 that is never given again; `kind` is a `DocumentKind`."""
        with self._writing(Right.PATIENTS) as db:
            return document_shelf.take_document_number(db, DocumentKind(kind), year)

    def save_document(self, record: DocumentRecord, pdf: bytes) -> None:
        """Keep a document for good.

        Raises `InputProblem` document-exists, consultation-unknown, consultation-of-another; ValueError if
        `record.sha256` is not the PDF's.
        """
        with self._writing(Right.PATIENTS) as db:
            document_shelf.save_document(db, record, pdf)

    def mark_document_signed(self, number: str, signature: bytes, signed_at: datetime) -> None:
        """Add a signing, as JSON, to a document; earlier ones stay. Raises `InputProblem` document-unknown."""
        with self._writing(Right.DECIDE) as db:
            document_shelf.save_signature(db, number, signature, signed_at, self._clock())

    def load_document(self, number: str) -> tuple[DocumentRecord, bytes]:
        """Return a document and its PDF; raises document-unknown, or document-damaged if it is not what was saved."""
        with self._reading(Right.PATIENTS) as db:
            return document_shelf.load_document(db, number)

    def list_documents(self, patient_id: str) -> tuple[DocumentEntry, ...]:
        """Return a patient's documents with their signatures, the latest first."""
        with self._reading(Right.PATIENTS) as db:
            return document_shelf.list_documents(db, patient_id)

    def save_text(self, data: bytes) -> str:
        """Keep the exact bytes of a text that a patient was shown, and return their SHA-256 in hexadecimal."""
        with self._writing(Right.PATIENTS) as db:
            return document_shelf.save_text(db, data)

    def load_text(self, sha256: str) -> bytes:
        """Return the bytes of a kept text; raises `InputProblem` text-unknown."""
        with self._reading(Right.PATIENTS) as db:
            return document_shelf.load_text(db, sha256)
