"""Produced documents, their signatures and the texts they used: added, read, never changed or removed."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.audit import Anchor, AuditHead
from stemsup_desktop.language import LanguageForm
from stemsup_desktop.store.document_states import derive_document_state, load_facts
from stemsup_desktop.store.entries import (
    NUMBER_PREFIXES,
    DocumentEntry,
    DocumentKind,
    DocumentRecord,
    DocumentSignature,
)
from stemsup_desktop.store.identifiers import make_uuid7
from stemsup_desktop.store.problems import make_environment_problem, make_input_problem
from stemsup_desktop.store.records import decode_moment, decode_record, encode_moment
from stemsup_desktop.store.retention_deletion import is_deleted

_COLUMNS = (
    "number, kind, patient_id, consultation_id, language, created_at, sha256, text_versions, audit_sequence, audit_hash"
    ", (select of_number from document_links as l where l.number = documents.number)"
)
_NUMBER = re.compile(r"([A-Z]{3})-[0-9]{4}-[0-9]{5,9}", re.ASCII)


def take_document_number(db: Database, kind: DocumentKind, year: int) -> str:
    """Return the next number of a kind and year, such as CNS-2026-00418; it is given once."""
    row = db.execute(
        """
        insert into document_numbers (kind, year, last_number) values (?, ?, 1)
        on conflict (kind, year) do update set last_number = last_number + 1
        returning last_number
        """,
        [kind.value, year],
    ).fetchone()
    return f"{NUMBER_PREFIXES[kind]}-{year:04d}-{int(row[0]):05d}"


def save_document(db: Database, record: DocumentRecord, pdf: bytes, head: AuditHead) -> None:
    """Add a document with the head of the audit trail as it was then; see `Vault.save_document`."""
    if hashlib.sha256(pdf).hexdigest() != record.sha256:
        raise ValueError("the record's sha256 is not that of the PDF")
    _refuse_other_number(record)
    if db.execute("select 1 from documents where number = ?", [record.number]).fetchone():
        raise make_input_problem("document-exists")
    if is_deleted(db, "document", record.number):
        raise make_input_problem("record-deleted")
    owner = db.execute("select patient_id from consultations where id = ?", [record.consultation_id]).fetchone()
    if owner is None:
        raise make_input_problem("consultation-unknown")
    if owner[0] != record.patient_id:
        raise make_input_problem("consultation-of-another")
    db.table("documents").insert(
        {
            "number": record.number,
            "kind": record.kind.value,
            "patient_id": record.patient_id,
            "consultation_id": record.consultation_id,
            "language": record.language.value,
            "created_at": encode_moment(record.created_at),
            "sha256": record.sha256,
            "text_versions": msgspec.json.encode(record.text_versions).decode(),
            "record": record.snapshot,
            "pdf": pdf,
            "audit_sequence": (record.audit_head or head).sequence,
            "audit_hash": (record.audit_head or head).hash,
        }
    )
    if record.of_number:
        _link(db, record)


def _refuse_other_number(record: DocumentRecord) -> None:
    """Raise ValueError for a number that is none, or one of another kind of document."""
    named = _NUMBER.fullmatch(record.number)
    if named is None or named[1] != NUMBER_PREFIXES[record.kind]:
        raise ValueError("the number is not one of this kind of document")


def _link(db: Database, record: DocumentRecord) -> None:
    """Keep which document another one follows, and the hash of that one's file as it is now."""
    original = db.execute(
        "select patient_id, consultation_id, sha256 from documents where number = ?", [record.of_number]
    ).fetchone()
    if original is None:
        raise make_input_problem("document-unknown")
    if (original[0], original[1]) != (record.patient_id, record.consultation_id):
        raise make_input_problem("consultation-of-another")
    sealed = db.execute("select sha256 from document_seals where number = ?", [record.of_number]).fetchone()
    db.table("document_links").insert(
        {
            "number": record.number,
            "of_number": record.of_number,
            "of_sha256": original[2] if sealed is None else sealed[0],
        }
    )


def load_document(db: Database, number: str) -> tuple[DocumentRecord, bytes]:
    """Return a document and its PDF; raises document-unknown, or document-damaged if the PDF is not what was saved."""
    row = db.execute(f"select {_COLUMNS}, record, pdf from documents where number = ?", [number]).fetchone()
    if row is None:
        raise make_input_problem("document-unknown")
    snapshot, pdf = bytes(row[11]), bytes(row[12])
    record = DocumentRecord(**_name_columns(row), snapshot=snapshot)
    if hashlib.sha256(pdf).hexdigest() != record.sha256:
        raise make_environment_problem("document-damaged")
    return record, pdf


def get_document_entry(db: Database, number: str) -> DocumentEntry:
    """Return a document without its PDF; raises `InputProblem` document-unknown."""
    row = db.execute(f"select {_COLUMNS} from documents where number = ?", [number]).fetchone()
    if row is None:
        raise make_input_problem("document-unknown")
    return _make_entries(db, [row])[0]


def list_anchors(db: Database) -> tuple[Anchor, ...]:
    """Return the heads of the audit trail that documents were kept with, the first first."""
    rows = db.execute(
        "select number, audit_sequence, audit_hash from documents where audit_sequence > 0 order by audit_sequence"
    )
    return tuple(Anchor(str(row[0]), AuditHead(int(row[1]), str(row[2]))) for row in rows)


def list_documents(db: Database, patient_id: str) -> tuple[DocumentEntry, ...]:
    """Return a patient's documents with their signatures, the latest first."""
    rows = db.execute(
        f"select {_COLUMNS} from documents where patient_id = ? order by created_at desc, number desc", [patient_id]
    ).fetchall()
    return _make_entries(db, rows)


def load_entries(db: Database, numbers: Sequence[str]) -> tuple[DocumentEntry, ...]:
    """Return documents without their PDFs in the order of the numbers; one that is not there is left out."""
    marks = ", ".join("?" for _ in numbers)
    rows = db.execute(f"select {_COLUMNS} from documents where number in ({marks})", list(numbers)).fetchall()
    places = {number: place for place, number in enumerate(numbers)}
    return _make_entries(db, sorted(rows, key=lambda row: places[str(row[0])]))


def _make_entries(db: Database, rows: Sequence[Sequence[Any]]) -> tuple[DocumentEntry, ...]:
    facts = load_facts(db, (str(row[0]) for row in rows))
    return tuple(
        DocumentEntry(
            **_name_columns(row),
            signatures=_load_signatures(db, row[0]),
            standing=derive_document_state(facts[str(row[0])]),
        )
        for row in rows
    )


def list_followers(db: Database, number: str) -> tuple[DocumentEntry, ...]:
    """Return the documents that follow one, the first first: addenda to it and slips of its withdrawal."""
    rows = db.execute("select number from document_links where of_number = ? order by number", [number]).fetchall()
    return load_entries(db, [str(row[0]) for row in rows])


def save_signature(db: Database, number: str, signature: bytes, signed_at: datetime, now: datetime) -> None:
    """Add a signing to a document; earlier ones stay."""
    if db.execute("select 1 from documents where number = ?", [number]).fetchone() is None:
        raise make_input_problem("document-unknown")
    db.table("document_signatures").insert(
        {
            "id": make_uuid7(now),
            "number": number,
            "signature": signature,
            "signed_at": encode_moment(signed_at),
            "recorded_at": encode_moment(now),
        }
    )


def save_text(db: Database, data: bytes) -> str:
    """Keep the exact bytes of a text once, and return their SHA-256 in hexadecimal."""
    sha256 = hashlib.sha256(data).hexdigest()
    db.execute("insert into texts (sha256, data) values (?, ?) on conflict do nothing", [sha256, data])
    return sha256


def find_text(db: Database, data: bytes) -> str | None:
    """Find the SHA-256 under which these exact bytes are kept already."""
    sha256 = hashlib.sha256(data).hexdigest()
    return sha256 if db.execute("select 1 from texts where sha256 = ?", [sha256]).fetchone() else None


def load_text(db: Database, sha256: str) -> bytes:
    """Return the bytes of a kept text; raises text-unknown, or vault-damaged if they no longer match."""
    row = db.execute("select data from texts where sha256 = ?", [sha256]).fetchone()
    if row is None:
        raise make_input_problem("text-unknown")
    data = bytes(row[0])
    if hashlib.sha256(data).hexdigest() != sha256:
        raise make_environment_problem("vault-damaged")
    return data


def _load_signatures(db: Database, number: str) -> tuple[DocumentSignature, ...]:
    rows = db.execute(
        "select signature, signed_at, recorded_at from document_signatures where number = ? order by recorded_at, id",
        [number],
    ).fetchall()
    return tuple(DocumentSignature(bytes(row[0]), decode_moment(row[1]), decode_moment(row[2])) for row in rows)


def _name_columns(row: Sequence[Any]) -> dict[str, Any]:
    return {
        "number": row[0],
        "kind": DocumentKind(row[1]),
        "patient_id": row[2],
        "consultation_id": row[3],
        "language": LanguageForm(row[4]),
        "created_at": decode_moment(row[5]),
        "sha256": row[6],
        "text_versions": decode_record(row[7].encode(), tuple[str, ...]),
        "audit_head": AuditHead(int(row[8]), str(row[9])) if row[8] else None,
        "of_number": str(row[10] or ""),
    }
