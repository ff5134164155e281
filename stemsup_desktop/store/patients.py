"""Patients in the vault: saved, read, and compared for duplicates."""

from datetime import datetime
from typing import Any

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.patient_check import check_patient, normalise_patient
from stemsup_desktop.consultation.patient_search import (
    fold_chart_number,
    fold_phone,
    has_similar_name,
    make_search_text,
    make_search_words,
)
from stemsup_desktop.store.entries import PatientHit, make_patient_hit
from stemsup_desktop.store.identifiers import make_uuid7
from stemsup_desktop.store.problems import make_input_problem
from stemsup_desktop.store.records import decode_moment, decode_record, encode_moment, encode_record
from stemsup_desktop.store.retention_deletion import is_deleted


def save_patient(db: Database, patient: Patient, now: datetime, expected_version: int | None) -> Patient:
    """Insert or replace one patient inside a transaction that the caller opened; see `Vault.save_patient`."""
    patient = normalise_patient(patient)
    if not patient.patient_id:
        patient = msgspec.structs.replace(patient, patient_id=make_uuid7(now))
    problems = check_patient(patient, now.date())
    if problems:
        raise make_input_problem("patient-invalid", tuple(problem.text for problem in problems))
    chart_key = fold_chart_number(patient.chart_number)
    _refuse_taken_chart_number(db, patient.patient_id, chart_key)
    row = db.execute("select row_number, version from patients where id = ?", [patient.patient_id]).fetchone()
    version = int(row[1]) if row else 0
    if row is None and is_deleted(db, "patient", patient.patient_id):
        raise make_input_problem("record-deleted")
    if expected_version is not None and expected_version != version:
        raise make_input_problem("record-changed")
    values: dict[str, Any] = {
        "version": version + 1,
        "chart_key": chart_key,
        "birth_date": patient.birth_date.isoformat(),
        "phone_key": fold_phone(patient.phone),
        "search_text": make_search_text(patient),
        "record": encode_record(patient),
    }
    if row:
        row_number = int(row[0])
        db.table("patients").update(row_number, values)
    else:
        new = {"id": patient.patient_id, "seen_at": encode_moment(now), **values}
        row_number = int(db.table("patients").insert(new).last_rowid or 0)
    _save_words(db, row_number, patient)
    return patient


def find_patient(db: Database, patient_id: str) -> Patient | None:
    """Find a patient as the record lies in the vault."""
    row = db.execute("select record from patients where id = ?", [patient_id]).fetchone()
    return None if row is None else decode_record(row[0], Patient)


def get_patient(db: Database, patient_id: str) -> tuple[Patient, int]:
    """Return a patient and the record's version; raises `InputProblem` patient-unknown."""
    row = db.execute("select record, version from patients where id = ?", [patient_id]).fetchone()
    if row is None:
        raise make_input_problem("patient-unknown")
    return decode_record(row[0], Patient), int(row[1])


def mark_patient_seen(db: Database, patient_id: str, now: datetime) -> None:
    """Move a patient to the head of the list of those recently seen."""
    db.execute("update patients set seen_at = ? where id = ?", [encode_moment(now), patient_id])


def find_likely_duplicates(db: Database, patient: Patient) -> tuple[PatientHit, ...]:
    """Return other patients with the same telephone number, or born on the same day with a similar name."""
    patient = normalise_patient(patient)
    phone_key = fold_phone(patient.phone)
    rows = db.execute(
        """
        select id, phone_key, seen_at, record from patients where birth_date = ?1
        union
        select id, phone_key, seen_at, record from patients where phone_key <> '' and phone_key = ?2
        """,
        [patient.birth_date.isoformat(), phone_key],
    ).fetchall()
    hits = []
    for other_id, other_phone, seen_at, record in rows:
        if other_id == patient.patient_id:
            continue
        other = decode_record(record, Patient)
        if (phone_key and other_phone == phone_key) or has_similar_name(patient, other):
            hits.append(make_patient_hit(other, decode_moment(seen_at)))
    return tuple(sorted(hits, key=lambda hit: hit.seen_at, reverse=True))


def _refuse_taken_chart_number(db: Database, patient_id: str, chart_key: str) -> None:
    taken = db.execute("select 1 from patients where chart_key = ? and id <> ?", [chart_key, patient_id]).fetchone()
    if taken:
        raise make_input_problem("chart-number-taken")


def _save_words(db: Database, row_number: int, patient: Patient) -> None:
    db.execute("delete from patient_words where row_number = ?", [row_number])
    db.conn.executemany(
        "insert into patient_words (word, row_number) values (?, ?)",
        [(word, row_number) for word in make_search_words(patient)],
    )
