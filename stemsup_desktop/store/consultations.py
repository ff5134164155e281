"""Consultations in the vault: drafts that keep their last state, and closed ones that keep it for good."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.record import Consent, Consultation
from stemsup_desktop.consultation.signing_model import Withdrawal
from stemsup_desktop.consultation.treatment_model import Treatment
from stemsup_desktop.store.document_shelf import list_documents
from stemsup_desktop.store.entries import (
    ConsultationEntry,
    DocumentEntry,
    OpenConsultation,
    Saved,
    make_patient_hit,
)
from stemsup_desktop.store.patients import mark_patient_seen
from stemsup_desktop.store.problems import make_input_problem
from stemsup_desktop.store.records import decode_moment, decode_record, encode_moment, encode_record
from stemsup_desktop.store.retention_deletion import is_deleted
from stemsup_desktop.store.rows import insert_row, update_row
from stemsup_desktop.store.withdrawal_shelf import (
    load_withdrawals_of_patient,
    with_withdrawals,
    without_withdrawals,
)

MOST_OPEN = 200


def save_consultation(
    db: Database,
    consultation: Consultation,
    patient_id: str,
    now: datetime,
    expected_version: int | None,
    physician_id: str = "",
) -> Saved:
    """Insert or replace a draft inside a transaction that the caller opened; see `Vault.save_consultation`.

    `physician_id` is the account of the physician who made the change; empty leaves who made the last one.
    """
    data = encode_record(without_withdrawals(consultation))
    row = db.execute(
        "select patient_id, version, closed_at, record, updated_at from consultations where id = ?",
        [consultation.consultation_id],
    ).fetchone()
    version = int(row[1]) if row else 0
    if row is None:
        _require_patient(db, patient_id)
        if is_deleted(db, "consultation", consultation.consultation_id):
            raise make_input_problem("record-deleted")
    elif row[0] != patient_id:
        raise make_input_problem("consultation-of-another")
    elif row[3] == data:
        return Saved(version, decode_moment(row[4]))
    elif row[2] is not None:
        raise make_input_problem("consultation-closed")
    if expected_version is not None and expected_version != version:
        raise make_input_problem("record-changed")
    closed_at = consultation.summary.closed_at
    values = {
        "id": consultation.consultation_id,
        "patient_id": patient_id,
        "version": version + 1,
        "started_at": encode_moment(consultation.started_at),
        "updated_at": encode_moment(now),
        "closed_at": encode_moment(closed_at) if closed_at else None,
        "record": data,
    }
    if physician_id:
        values["physician_id"] = physician_id
    if row is None:
        insert_row(db, "consultations", values)
    else:
        update_row(db, "consultations", consultation.consultation_id, values)
    mark_patient_seen(db, patient_id, now)
    return Saved(version + 1, now)


def load_consultation(db: Database, consultation_id: str) -> tuple[Consultation, str, int]:
    """Return a consultation, its patient's id and the record's version; raises `InputProblem` consultation-unknown."""
    row = db.execute(
        "select record, patient_id, version, closed_at from consultations where id = ?", [consultation_id]
    ).fetchone()
    if row is None:
        raise make_input_problem("consultation-unknown")
    return _read_visit(db, row[0], row[3]), str(row[1]), int(row[2])


def find_consultation(db: Database, consultation_id: str) -> Consultation | None:
    """Find a consultation as it lies in the vault."""
    row = db.execute("select record, closed_at from consultations where id = ?", [consultation_id]).fetchone()
    return None if row is None else _read_visit(db, row[0], row[1])


def find_physician_id(db: Database, consultation_id: str) -> tuple[str, bool]:
    """Return who of the physicians last worked on a consultation, empty for none, and whether it is closed.

    Raises `InputProblem` consultation-unknown.
    """
    row = db.execute("select physician_id, closed_at from consultations where id = ?", [consultation_id]).fetchone()
    if row is None:
        raise make_input_problem("consultation-unknown")
    return str(row[0] or ""), row[1] is not None


def find_earlier_consultation(db: Database, consultation_id: str) -> Consultation | None:
    """Find the latest consultation of the same patient before this one in which anything was answered."""
    rows = db.execute(
        """
        select earlier.record, earlier.closed_at from consultations as earlier join consultations as this
            on earlier.patient_id = this.patient_id
            and (earlier.started_at, earlier.id) < (this.started_at, this.id)
        where this.id = ? order by earlier.started_at desc, earlier.id desc
        """,
        [consultation_id],
    ).fetchall()
    found = (_read_visit(db, row[0], row[1]) for row in rows)
    return next((one for one in found if any(given.answers for given in one.examination.responses)), None)


def list_consultations(db: Database, patient_id: str) -> tuple[ConsultationEntry, ...]:
    """Return a patient's consultations with their documents, the latest first."""
    rows = db.execute(
        """
        select id, patient_id, version, updated_at, closed_at, record from consultations
        where patient_id = ? order by started_at desc, id desc
        """,
        [patient_id],
    ).fetchall()
    documents, withdrawals = list_documents(db, patient_id), load_withdrawals_of_patient(db, patient_id)
    return tuple(_make_entry(row, documents, withdrawals) for row in rows)


def list_open_consultations(db: Database) -> tuple[OpenConsultation, ...]:
    """Return consultations that are not closed, the last edited first."""
    rows = db.execute(
        f"""
        select c.id, c.patient_id, c.version, c.updated_at, c.closed_at, c.record, p.record, p.seen_at
        from consultations as c join patients as p on p.id = c.patient_id
        where c.closed_at is null order by c.updated_at desc limit {MOST_OPEN}
        """
    ).fetchall()
    return tuple(
        OpenConsultation(
            entry=_make_entry(row[:6], list_documents(db, row[1]), load_withdrawals_of_patient(db, row[1])),
            patient=make_patient_hit(decode_record(row[6], Patient), decode_moment(row[7])),
        )
        for row in rows
    )


def _read_visit(db: Database, record: bytes, closed_at: str | None) -> Consultation:
    return with_withdrawals(db, decode_record(record, Consultation), is_closed=closed_at is not None)


def _make_entry(
    row: Sequence[Any], documents: tuple[DocumentEntry, ...], withdrawals: Mapping[str, tuple[Withdrawal, ...]]
) -> ConsultationEntry:
    consultation_id, patient_id, version, updated_at, closed_at, record = row
    consultation = decode_record(record, Consultation)
    return ConsultationEntry(
        consultation_id=consultation_id,
        patient_id=patient_id,
        started_at=consultation.started_at,
        updated_at=decode_moment(updated_at),
        visit_number=consultation.visit_number,
        symptom_ids=tuple(complaint.symptom_id for complaint in consultation.reason.complaints),
        version=version,
        closed_at=decode_moment(closed_at) if closed_at else None,
        is_declined=consultation.consent.declined is not None,
        is_treated=_is_treated(consultation.treatment),
        is_withdrawn=any(not one.scope for one in withdrawals.get(consultation_id, ())),
        is_signing=_is_signing(consultation.consent),
        documents=tuple(document for document in documents if document.consultation_id == consultation_id),
    )


def _is_signing(consent: Consent) -> bool:
    return consent.signature is None and bool(consent.initials or consent.signatures or consent.teach_back)


def _is_treated(treatment: Treatment) -> bool:
    return any((treatment.started_at, treatment.sites, treatment.drip, treatment.nasal))


def _require_patient(db: Database, patient_id: str) -> None:
    if db.execute("select 1 from patients where id = ?", [patient_id]).fetchone() is None:
        raise make_input_problem("patient-unknown")
