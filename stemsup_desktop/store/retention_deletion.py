"""Takes records out of the vault at the end of their time: recorded first, all of it or nothing."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, AuditHead, make_facts
from stemsup_desktop.consultation.retention import Due
from stemsup_desktop.store.audit_trail import erase_details
from stemsup_desktop.store.course_shelf import delete_courses
from stemsup_desktop.store.event_shelf import delete_events_of_visit
from stemsup_desktop.store.photograph_shelf import delete_photographs_of_patient, delete_photographs_of_visit
from stemsup_desktop.store.recent_patients import forget_recent_patient
from stemsup_desktop.store.records import decode_moment, decode_record, encode_moment
from stemsup_desktop.store.treatment_shelf import delete_treatment

_URN = "urn:sha256:"


class DeletedRecord(msgspec.Struct, frozen=True):
    """What stays known of a deleted record. `record_id` is a document's number, a file's SHA-256, else an id."""

    kind: str
    record_id: str
    patient_id: str
    consultation_id: str
    sha256: str
    deleted_at: datetime
    deleted_by: str
    reason: str
    audit_sequence: int


class Deletion(msgspec.Struct, frozen=True):
    """What was deleted of a chart. `older_copies` beside the vault still hold it, as backups do."""

    visits: int
    documents: int
    attachments: int
    took_patient: bool
    older_copies: tuple[str, ...] = ()


class _Order(msgspec.Struct, frozen=True):
    """Who deletes what of whom, why, when, and how a row of the trail is added."""

    patient_id: str
    reason: str
    account_id: str
    now: datetime
    note: Callable[[AuditEvent], AuditHead]


class _Gone(msgspec.Struct, frozen=True):
    """One record that goes: its kind, its id, and the SHA-256 of its bytes if it has any of its own."""

    kind: str
    record_id: str
    sha256: str = ""


class _Heir(msgspec.Struct, frozen=True):
    """A visit that names a file which another visit brought, and what it calls it."""

    patient_id: str
    consultation_id: str
    title: str


def delete_due(
    db: Database,
    patient_id: str,
    due: Due,
    reason: str,
    account_id: str,
    now: datetime,
    note: Callable[[AuditEvent], AuditHead],
) -> Deletion:
    """Delete what is due of a chart, inside a transaction that the caller opened.

    `note` appends a row of the audit trail by `account_id` at `now`.
    """
    order = _Order(patient_id, reason, account_id, now, note)
    heirs = _find_heirs(db, due.consultation_ids)
    gone = [one for visit_id in due.consultation_ids for one in _delete_visit(db, order, visit_id, heirs)]
    delete_courses(db, patient_id, takes_patient=due.takes_patient)
    if due.takes_patient:
        forget_recent_patient(db, patient_id)
        _delete_patient(db, order, len(due.consultation_ids))
    kinds = [one.kind for one in gone]
    return Deletion(len(due.consultation_ids), kinds.count("document"), kinds.count("attachment"), due.takes_patient)


def list_deleted_records(db: Database, limit: int) -> tuple[DeletedRecord, ...]:
    """Return what stays known of deleted records, the last deleted first."""
    rows = db.execute(
        """
        select kind, id, patient_id, consultation_id, sha256, deleted_at, deleted_by, reason, audit_sequence
        from deleted_records order by audit_sequence desc, kind desc, id limit ?
        """,
        [limit],
    )
    return tuple(
        DeletedRecord(
            kind=str(kind),
            record_id=str(record_id),
            patient_id=str(patient_id),
            consultation_id=str(consultation_id),
            sha256=str(sha256),
            deleted_at=decode_moment(str(deleted_at)),
            deleted_by=str(deleted_by),
            reason=str(reason),
            audit_sequence=int(sequence),
        )
        for kind, record_id, patient_id, consultation_id, sha256, deleted_at, deleted_by, reason, sequence in rows
    )


def is_deleted(db: Database, kind: str, record_id: str) -> bool:
    """Tell whether a record of this id was deleted."""
    query = "select 1 from deleted_records where kind = ? and id = ? limit 1"
    return db.execute(query, [kind, record_id]).fetchone() is not None


def _delete_visit(db: Database, order: _Order, visit_id: str, heirs: dict[str, _Heir]) -> list[_Gone]:
    documents = db.execute(
        "select number, sha256 from documents where consultation_id = ? order by number", [visit_id]
    ).fetchall()
    files = [
        str(row[0])
        for row in db.execute(
            "select sha256 from attachments where consultation_id = ? order by sha256", [visit_id]
        ).fetchall()
    ]
    gone = [
        *(_Gone("document", str(number), str(sha256)) for number, sha256 in documents),
        *(_Gone("attachment", sha256, sha256) for sha256 in files if sha256 not in heirs),
    ]
    facts = {
        "reason": order.reason,
        "documents": [f"{one.record_id} {one.sha256}" for one in gone if one.kind == "document"],
        "files": sum(one.kind == "attachment" for one in gone),
    }
    _record(db, order, visit_id, facts, [_Gone("consultation", visit_id), *gone])
    _hand_over(db, (sha256 for sha256 in files if sha256 in heirs), heirs)
    delete_events_of_visit(db, visit_id)
    delete_photographs_of_visit(db, visit_id)
    delete_treatment(db, visit_id)
    of_visit = "(select number from documents where consultation_id = ?)"
    for table in ("document_signatures", "document_seals", "document_links", "document_files"):
        db.execute(f"delete from {table} where number in {of_visit}", [visit_id])
    # A vial stays used for good; whom it served goes.
    db.execute("update vials set patient_id = null, consultation_id = null where consultation_id = ?", [visit_id])
    for table, column in (
        ("withdrawals", "consultation_id"),
        ("lot_uses", "consultation_id"),
        ("documents", "consultation_id"),
        ("attachments", "consultation_id"),
        ("consultations", "id"),
    ):
        db.execute(f"delete from {table} where {column} = ?", [visit_id])
    erase_details(db, order.patient_id, visit_id)
    return gone


def _delete_patient(db: Database, order: _Order, visits: int) -> None:
    facts = {"reason": order.reason, "consultations": visits}
    _record(db, order, "", facts, [_Gone("patient", order.patient_id)])
    row_number = db.execute("select row_number from patients where id = ?", [order.patient_id]).fetchone()[0]
    delete_photographs_of_patient(db, order.patient_id)
    db.execute("delete from contacts where patient_id = ?", [order.patient_id])
    db.execute("delete from patient_words where row_number = ?", [row_number])
    db.execute("delete from patients where row_number = ?", [row_number])
    erase_details(db, order.patient_id)


def _record(db: Database, order: _Order, visit_id: str, facts: dict[str, object], gone: list[_Gone]) -> None:
    """Keep in history and lines that records go; the vault lets none go without."""
    head = order.note(AuditEvent(AuditAct.RETENTION_DELETED, order.patient_id, visit_id, details=make_facts(facts)))
    db.table("deleted_records").insert_all(
        {
            "kind": one.kind,
            "id": one.record_id,
            "patient_id": order.patient_id,
            "consultation_id": visit_id,
            "sha256": one.sha256,
            "deleted_at": encode_moment(order.now),
            "deleted_by": order.account_id,
            "reason": order.reason,
            "audit_sequence": head.sequence,
        }
        for one in gone
    )


def _hand_over(db: Database, files: Iterable[str], heirs: dict[str, _Heir]) -> None:
    for sha256 in files:
        heir = heirs[sha256]
        db.execute(
            "update attachments set patient_id = ?, consultation_id = ?, title = ? where sha256 = ?",
            [heir.patient_id, heir.consultation_id, heir.title, sha256],
        )


def _find_heirs(db: Database, visit_ids: tuple[str, ...]) -> dict[str, _Heir]:
    """Find visits that stay and name a file of those that go; reads every record, but only where there is a file."""
    marks = ", ".join("?" for _ in visit_ids)
    rows = db.execute(f"select sha256 from attachments where consultation_id in ({marks})", visit_ids).fetchall()
    wanted = {_URN + str(row[0]) for row in rows}
    heirs: dict[str, _Heir] = {}
    if not wanted:
        return heirs
    others = db.execute(
        f"""
        select id, patient_id, record from consultations
            where id not in ({marks}) and instr(record, cast('{_URN}' as blob)) > 0
        union all
        select consultation_id, patient_id, record from documents
            where consultation_id not in ({marks}) and instr(record, cast('{_URN}' as blob)) > 0
        """,
        [*visit_ids, *visit_ids],
    )
    for visit_id, patient_id, record in others:
        for url, title in _find_files(decode_record(record, object)):
            if url in wanted:
                heirs.setdefault(url.removeprefix(_URN), _Heir(str(patient_id), str(visit_id), title))
    return heirs


def _find_files(value: Any) -> Iterator[tuple[str, str]]:
    """Yield address and title of every file that a record names, wherever it stands."""
    match value:
        case {"url": str(url)} if url.startswith(_URN):
            yield url, str(value.get("title", ""))
        case dict():
            for inner in value.values():
                yield from _find_files(inner)
        case list():
            for inner in value:
                yield from _find_files(inner)
