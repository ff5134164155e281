"""What a recall asks beside who received the lot: which contacts were about it, and which letters were written."""

from collections.abc import Iterable

from sqlite_utils import Database

from stemsup_desktop.consultation.events.event_model import Contact
from stemsup_desktop.store.entries import DocumentKind
from stemsup_desktop.store.records import decode_record


def list_contacts_about(db: Database, subject: str) -> tuple[Contact, ...]:
    """Return the contacts about an event or a lot, by its id; the first one first."""
    rows = db.execute("select record from contacts where subject = ? and subject <> '' order by at, id", [subject])
    return tuple(decode_record(row[0], Contact) for row in rows.fetchall())


def list_letters(db: Database, patient_ids: Iterable[str], mark: str) -> dict[str, list[str]]:
    """Return the numbers of the letters with a mark by patient, the first one first."""
    found: dict[str, list[str]] = {}
    query = "select number, text_versions from documents where patient_id = ? and kind = ? order by created_at, number"
    for patient_id in patient_ids:
        for number, versions in db.execute(query, [patient_id, DocumentKind.RECALL_LETTER.value]).fetchall():
            if mark in decode_record(versions.encode(), tuple[str, ...]):
                found.setdefault(patient_id, []).append(str(number))
    return found
