"""Photographs of patients: added, read, measured, and removed but for their line; and whether they may be kept."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.photograph_model import Photograph
from stemsup_desktop.consultation.photographs.permission import Permission, may_keep_photographs, say_permission
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.store.problems import make_environment_problem, make_input_problem
from stemsup_desktop.store.records import decode_moment, decode_record, encode_moment, encode_record
from stemsup_desktop.store.withdrawal_shelf import with_withdrawals


class RemovedPhotograph(msgspec.Struct, frozen=True):
    """What stays of a photograph that was removed; `removed_by` is the name of who did it."""

    photograph: Photograph
    removed_at: datetime
    removed_by: str
    reason: str


class PatientPhotographs(msgspec.Struct, frozen=True):
    """The photographs of one patient, the earliest first; none while they are hidden, and `hidden` says how many."""

    patient_id: str
    permission: Permission
    photographs: tuple[Photograph, ...] = ()
    removed: tuple[RemovedPhotograph, ...] = ()
    hidden: int = 0


def find_permission(db: Database, patient_id: str) -> Permission:
    """Return whether photographs of a patient may be kept and shown, as the vault knows it now."""
    rows = db.execute(
        "select record from consultations where patient_id = ? order by started_at desc, id desc", [patient_id]
    ).fetchall()
    return may_keep_photographs(
        with_withdrawals(db, decode_record(row[0], Consultation), is_closed=True) for row in rows
    )


def require_permission(db: Database, patient_id: str) -> None:
    """Raise `InputProblem` photographs-not-agreed, with the reason as its detail, unless they may be kept."""
    permission = find_permission(db, patient_id)
    if not permission.is_given:
        raise make_input_problem("photographs-not-agreed", (say_permission(permission),))


def find_same(db: Database, patient_id: str, sha256: str) -> Photograph | None:
    """Find the photograph of a patient that has these bytes and was not removed."""
    row = db.execute(
        "select record from photographs where patient_id = ? and sha256 = ? and removed_at is null",
        [patient_id, sha256],
    ).fetchone()
    return None if row is None else decode_record(row[0], Photograph)


def add_photograph(db: Database, photograph: Photograph, data: bytes, preview: bytes, now: datetime) -> None:
    """Add a photograph, inside a transaction that the caller opened."""
    db.table("photographs").insert(
        {
            "id": photograph.photo_id,
            "patient_id": photograph.patient_id,
            "consultation_id": photograph.consultation_id,
            "taken_at": encode_moment(photograph.taken_at),
            "added_at": encode_moment(now),
            "sha256": photograph.sha256,
            "record": encode_record(photograph),
            "preview": preview,
            "data": data,
        }
    )


def list_kept(db: Database, patient_id: str) -> tuple[Photograph, ...]:
    """Return the photographs of a patient that were not removed, the earliest first."""
    rows = db.execute(
        "select record from photographs where patient_id = ? and removed_at is null order by taken_at, added_at, rowid",
        [patient_id],
    ).fetchall()
    return tuple(decode_record(row[0], Photograph) for row in rows)


def list_removed(db: Database, patient_id: str) -> tuple[RemovedPhotograph, ...]:
    """Return what stays of the removed photographs of a patient, the earliest removed first."""
    rows = db.execute(
        """
        select record, removed_at, removed_by, removed_reason from photographs
            where patient_id = ? and removed_at is not null order by removed_at, rowid
        """,
        [patient_id],
    ).fetchall()
    return tuple(
        RemovedPhotograph(decode_record(row[0], Photograph), decode_moment(row[1]), str(row[2]), str(row[3]))
        for row in rows
    )


def get_photograph(db: Database, photo_id: str, patient_id: str) -> Photograph:
    """Return what is known of a photograph.

    Raises `InputProblem` photograph-unknown, photograph-of-another, photograph-removed.
    """
    row = db.execute("select record, patient_id, removed_at from photographs where id = ?", [photo_id]).fetchone()
    if row is None:
        raise make_input_problem("photograph-unknown")
    if row[1] != patient_id:
        raise make_input_problem("photograph-of-another")
    if row[2] is not None:
        raise make_input_problem("photograph-removed")
    return decode_record(row[0], Photograph)


def load_data(db: Database, photograph: Photograph) -> bytes:
    """Return the bytes of a photograph; raises `EnvironmentProblem` photograph-damaged."""
    row = db.execute("select data from photographs where id = ?", [photograph.photo_id]).fetchone()
    data = bytes(row[0])
    if hashlib.sha256(data).hexdigest() != photograph.sha256:
        raise make_environment_problem("photograph-damaged")
    return data


def load_previews(db: Database, patient_id: str) -> Mapping[str, bytes]:
    """Return the small pictures of a patient's photographs by id."""
    rows = db.execute(
        "select id, preview from photographs where patient_id = ? and removed_at is null", [patient_id]
    ).fetchall()
    return {str(photo_id): bytes(preview) for photo_id, preview in rows}


def save_scale(db: Database, photograph: Photograph) -> None:
    """Keep the measured scale of a photograph, inside a transaction that the caller opened."""
    db.execute("update photographs set record = ? where id = ?", [encode_record(photograph), photograph.photo_id])


def remove_photograph(db: Database, photo_id: str, reason: str, removed_by: str, now: datetime) -> None:
    """Take the bytes of a photograph away and keep its line, inside a transaction that the caller opened."""
    db.execute(
        """
        update photographs set data = null, preview = null, removed_at = ?, removed_by = ?, removed_reason = ?
            where id = ?
        """,
        [encode_moment(now), removed_by, reason, photo_id],
    )


def delete_photographs_of_visit(db: Database, visit_id: str) -> None:
    """Delete the photographs of a visit, which has its line among the deleted records."""
    db.execute("delete from photographs where consultation_id = ?", [visit_id])


def delete_photographs_of_patient(db: Database, patient_id: str) -> None:
    """Delete the photographs of a patient, who has a line among the deleted records."""
    db.execute("delete from photographs where patient_id = ?", [patient_id])
