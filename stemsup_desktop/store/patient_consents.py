"""The last consent of each patient, beside the consultations that it stands in: who is on which form version."""

from datetime import date, datetime

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.earlier_consent import find_last_consent
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.signing_model import EarlierConsent
from stemsup_desktop.store.entries import PatientHit, make_patient_hit
from stemsup_desktop.store.records import decode_moment, decode_record, encode_moment
from stemsup_desktop.store.withdrawal_shelf import with_withdrawals


class ConsentCount(msgspec.Struct, frozen=True):
    """How many patients are on a form version, and of how many more than a year has passed since they signed.

    `form_version` is empty for consents from before it was kept.
    """

    form_version: str
    patients: int
    over_a_year: int


class ConsentLine(msgspec.Struct, frozen=True):
    """One patient whose last consent is of another version than the one in force, or more than a year old."""

    patient: PatientHit
    form_version: str
    signed_on: date
    document_number: str
    is_other_version: bool
    is_over_a_year: bool


def find_last_given_consent(db: Database, patient_id: str, before: datetime | None = None) -> EarlierConsent | None:
    """Find the last consent that a patient gave, in a consultation that began before a moment if one is given.

    What was taken back of it comes along.
    """
    condition, values = ("and started_at < ?", [encode_moment(before)]) if before is not None else ("", [])
    rows = db.execute(
        f"select record from consultations where patient_id = ? {condition} order by started_at desc, id desc",
        [patient_id, *values],
    ).fetchall()
    return find_last_consent(with_withdrawals(db, decode_record(row[0], Consultation), is_closed=True) for row in rows)


def find_last_signed_consent(db: Database, patient_id: str) -> EarlierConsent | None:
    """Find the last consent that a patient signed, in a vault of the time before there were withdrawals."""
    rows = db.execute(
        "select record from consultations where patient_id = ? order by started_at desc, id desc", [patient_id]
    ).fetchall()
    return find_last_consent(decode_record(row[0], Consultation) for row in rows)


def keep_patient_consent(db: Database, patient_id: str) -> None:
    """Bring the line of a patient up to the consultations, in the transaction of the act that changed a consent.

    A consent that was wholly taken back is none.
    """
    found = find_last_given_consent(db, patient_id)
    is_gone = found is not None and any(
        not one.scope for one in found.withdrawals if one.document_number == found.document_number
    )
    write_patient_consent(db, patient_id, None if is_gone else found)


def write_patient_consent(db: Database, patient_id: str, found: EarlierConsent | None) -> None:
    """Write the line of a patient, or take it away."""
    if found is None:
        db.execute("delete from patient_consents where patient_id = ?", [patient_id])
        return
    db.execute(
        """
        insert or replace into patient_consents
            (patient_id, consultation_id, document_number, form_version, signed_on) values (?, ?, ?, ?, ?)
        """,
        [patient_id, found.consultation_id, found.document_number, found.form_version, found.signed_on.isoformat()],
    )


def count_consents(db: Database, today: date) -> tuple[ConsentCount, ...]:
    """Return how many patients are on each form version."""
    rows = db.execute(
        """
        select form_version, count(*), sum(signed_on <= ?) from patient_consents group by form_version
        """,
        [_a_year_before(today)],
    )
    return tuple(ConsentCount(str(row[0]), int(row[1]), int(row[2])) for row in rows)


def list_outdated_consents(db: Database, version: str | None, today: date, limit: int) -> tuple[ConsentLine, ...]:
    """Return patients whose consent is not of this version or more than a year old, the oldest signature first.

    Without a version, only the year counts.
    """
    year = _a_year_before(today)
    rows = db.execute(
        """
        select p.record, p.seen_at, c.form_version, c.signed_on, c.document_number
        from patient_consents as c join patients as p on p.id = c.patient_id
        where (? is not null and c.form_version <> ?) or c.signed_on <= ? order by c.signed_on, c.patient_id limit ?
        """,
        [version, version, year, limit],
    )
    return tuple(
        ConsentLine(
            patient=make_patient_hit(decode_record(row[0], Patient), decode_moment(row[1])),
            form_version=str(row[2]),
            signed_on=date.fromisoformat(row[3]),
            document_number=str(row[4]),
            is_other_version=version is not None and str(row[2]) != version,
            is_over_a_year=str(row[3]) <= year,
        )
        for row in rows
    )


def _a_year_before(today: date) -> str:
    """Return the last day of signing from which a year has passed; in text order also where that day never was."""
    return f"{today.year - 1:04}-{today.month:02}-{today.day:02}"
