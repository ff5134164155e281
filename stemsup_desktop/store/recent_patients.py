"""Whose charts each account opened last: ids in the encrypted file, newest first, and nothing else of the patients."""

import msgspec
from sqlite_utils import Database

from stemsup_desktop.store.entries import PatientHit
from stemsup_desktop.store.house_records import load_unfinished, save_unfinished
from stemsup_desktop.store.patient_finder import load_patient_hits

PREFIX = "recent-patients:"
"""What the names of these lists begin with; they are no work under way, and keep no record from being deleted."""

MOST_RECENT = 12


def note_recent_patient(db: Database, account_id: str, patient_id: str) -> None:
    """Put a patient at the top of an account's list."""
    others = (one for one in _load_ids(db, account_id) if one != patient_id)
    _save_ids(db, PREFIX + account_id, [patient_id, *others][:MOST_RECENT])


def list_recent_patients(db: Database, account_id: str) -> tuple[PatientHit, ...]:
    """Return an account's list; whoever was deleted since is left out."""
    ids = _load_ids(db, account_id)
    hits = {hit.patient_id: hit for hit in load_patient_hits(db, ids)}
    return tuple(hits[patient_id] for patient_id in ids if patient_id in hits)


def forget_recent_patient(db: Database, patient_id: str) -> None:
    """Take a patient out of every account's list."""
    rows = db.execute("select name, record from unfinished where name like ?", [PREFIX + "%"]).fetchall()
    for name, record in rows:
        ids = _read_ids(str(record))
        if patient_id in ids:
            _save_ids(db, str(name), [one for one in ids if one != patient_id])


def _load_ids(db: Database, account_id: str) -> list[str]:
    return _read_ids(load_unfinished(db, PREFIX + account_id))


def _read_ids(text: str) -> list[str]:
    """Return the ids of a list; none where it cannot be read, as nothing else depends on it."""
    try:
        return msgspec.json.decode(text, type=list[str]) if text else []
    except (msgspec.DecodeError, RecursionError):
        return []


def _save_ids(db: Database, name: str, ids: list[str]) -> None:
    save_unfinished(db, name, msgspec.json.encode(ids).decode())
