"""Files that were given as answers: kept once under their SHA-256, read, never changed or removed."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from stemsup_desktop.questionnaire.attachments import MOST_FILE_BYTES
from stemsup_desktop.store.entries import Attachment, AttachmentSource
from stemsup_desktop.store.problems import make_environment_problem, make_input_problem
from stemsup_desktop.store.records import decode_moment, encode_moment

_COLUMNS = "sha256, content_type, title, size, added_at, added_by, patient_id, consultation_id"


def add_attachment(db: Database, data: bytes, source: AttachmentSource, now: datetime) -> Attachment:
    """Keep a file; see `Vault.add_attachment`."""
    if not data:
        raise make_input_problem("attachment-empty")
    if len(data) > MOST_FILE_BYTES:
        raise make_input_problem("attachment-too-large")
    _check_visit(db, source)
    sha256 = hashlib.sha256(data).hexdigest()
    kept = _find_attachment(db, sha256)
    if kept is not None:
        return kept
    db.table("attachments").insert(
        {
            "sha256": sha256,
            "content_type": source.content_type,
            "title": source.title,
            "size": len(data),
            "added_at": encode_moment(now),
            "added_by": source.added_by,
            "patient_id": source.patient_id,
            "consultation_id": source.consultation_id,
            "bytes": data,
        }
    )
    return Attachment(sha256, len(data), now, source)


def get_attachment(db: Database, sha256: str) -> tuple[Attachment, bytes]:
    """Return a file with what is known of it; see `Vault.get_attachment`."""
    kept = _find_attachment(db, sha256)
    if kept is None:
        raise make_input_problem("attachment-unknown")
    data = bytes(db.execute("select bytes from attachments where sha256 = ?", [sha256]).fetchone()[0])
    if hashlib.sha256(data).hexdigest() != sha256:
        raise make_environment_problem("attachment-damaged")
    return kept, data


def _check_visit(db: Database, source: AttachmentSource) -> None:
    row = db.execute(
        "select patient_id, closed_at from consultations where id = ?", [source.consultation_id]
    ).fetchone()
    if row is None:
        raise make_input_problem("consultation-unknown")
    if row[0] != source.patient_id:
        raise make_input_problem("consultation-of-another")
    if row[1] is not None:
        raise make_input_problem("consultation-closed")


def _find_attachment(db: Database, sha256: str) -> Attachment | None:
    row = db.execute(f"select {_COLUMNS} from attachments where sha256 = ?", [sha256]).fetchone()
    return None if row is None else _make_attachment(row)


def _make_attachment(row: Sequence[Any]) -> Attachment:
    source = AttachmentSource(
        title=str(row[2]),
        content_type=str(row[1]),
        patient_id=str(row[6]),
        consultation_id=str(row[7]),
        added_by=str(row[5]),
    )
    return Attachment(str(row[0]), int(row[3]), decode_moment(row[4]), source)
