"""The maker's papers of a lot: its certificate as a PDF, its temperature log. Kept by their SHA-256, never changed."""

import hashlib
from datetime import datetime

from sqlite_utils import Database

from stemsup_desktop.consultation.lots.lot_model import FileRef
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.store.problems import make_environment_problem, make_input_problem
from stemsup_desktop.store.records import encode_moment

BYTES_PER_MB = 1_000_000
MOST_LOT_FILE_BYTES = 25 * BYTES_PER_MB


def add_lot_file(db: Database, lot_id: str, file: FileRef, data: bytes, added_by: str, now: datetime) -> FileRef:
    """Keep a file of a lot that is known to be there; the same bytes once more change nothing."""
    kept = _find(db, "lot_id = ? and sha256 = ?", [lot_id, file.sha256])
    if kept is not None:
        return kept[0]
    db.table("lot_files").insert(
        {
            "lot_id": lot_id,
            "sha256": file.sha256,
            "name": file.name,
            "media_type": file.media_type,
            "size": file.size,
            "added_at": encode_moment(now),
            "added_by": added_by,
            "data": data,
        }
    )
    return file


def make_file_ref(name: str, media_type: str, data: bytes) -> FileRef:
    """Return the reference to a file; raises `InputProblem` lot-file-empty, lot-file-too-large."""
    if not data:
        raise make_input_problem("lot-file-empty")
    if len(data) > MOST_LOT_FILE_BYTES:
        raise make_input_problem("lot-file-too-large")
    sha256 = hashlib.sha256(data).hexdigest()
    return FileRef(sha256, normalise_text(name), normalise_text(media_type), len(data))


def load_lot_file(db: Database, sha256: str) -> tuple[FileRef, bytes]:
    """Return a file; raises `InputProblem` lot-file-unknown, `EnvironmentProblem` attachment-damaged."""
    found = _find(db, "sha256 = ?", [sha256], ", data")
    if found is None:
        raise make_input_problem("lot-file-unknown")
    file, data = found
    if hashlib.sha256(data).hexdigest() != sha256:
        raise make_environment_problem("attachment-damaged")
    return file, data


def _find(db: Database, condition: str, values: list[str], more: str = "") -> tuple[FileRef, bytes] | None:
    query = f"select sha256, name, media_type, size {more} from lot_files where {condition} limit 1"
    row = db.execute(query, values).fetchone()
    if row is None:
        return None
    return FileRef(str(row[0]), str(row[1]), str(row[2]), int(row[3])), bytes(row[4]) if more else b""
