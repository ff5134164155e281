"""Withdrawals of consent: added, read, never changed or removed. The only place where they lie."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.signing_model import Withdrawal
from stemsup_desktop.store.records import decode_record, encode_moment, encode_record


def load_withdrawals(db: Database, consultation_id: str) -> tuple[Withdrawal, ...]:
    """Return the withdrawals of a visit in the order in which they were recorded."""
    rows = db.execute("select record from withdrawals where consultation_id = ? order by position", [consultation_id])
    return tuple(decode_record(row[0], Withdrawal) for row in rows.fetchall())


def load_withdrawals_of_patient(db: Database, patient_id: str) -> dict[str, tuple[Withdrawal, ...]]:
    """Return the withdrawals of a patient by visit."""
    rows = db.execute(
        """
        select consultation_id, record from withdrawals
        where consultation_id in (select id from consultations where patient_id = ?) order by consultation_id, position
        """,
        [patient_id],
    ).fetchall()
    found: dict[str, tuple[Withdrawal, ...]] = {}
    for visit_id, record in rows:
        found[str(visit_id)] = (*found.get(str(visit_id), ()), decode_record(record, Withdrawal))
    return found


def add_withdrawals(
    db: Database, consultation_id: str, withdrawals: Iterable[Withdrawal], account_id: str, now: datetime
) -> None:
    """Add withdrawals behind those of a visit, inside a transaction that the caller opened."""
    count = db.execute("select count(*) from withdrawals where consultation_id = ?", [consultation_id]).fetchone()[0]
    db.table("withdrawals").insert_all(
        {
            "consultation_id": consultation_id,
            "position": int(count) + index,
            "document_number": one.document_number,
            "slip_number": one.slip_number,
            "is_whole": int(not one.scope),
            "withdrawn_at": encode_moment(one.withdrawn_at),
            "recorded_at": encode_moment(now),
            "recorded_by": account_id,
            "record": encode_record(one),
        }
        for index, one in enumerate(withdrawals)
    )


def with_withdrawals(db: Database, consultation: Consultation, *, is_closed: bool) -> Consultation:
    """Return a visit as its row holds it with its withdrawals and, while it is open, those of an earlier consent.

    A closed visit says of an earlier consent what it said when it was closed.
    """
    consent = consultation.consent
    own = load_withdrawals(db, consultation.consultation_id)
    earlier = consent.earlier
    if earlier is not None and not is_closed:
        number = earlier.document_number
        later = (one for one in load_withdrawals(db, earlier.consultation_id) if one.document_number == number)
        joined = tuple(dict.fromkeys((*earlier.withdrawals, *later)))
        earlier = msgspec.structs.replace(earlier, withdrawals=joined)
    if own == consent.withdrawals and earlier == consent.earlier:
        return consultation
    return _replace(consultation, withdrawals=own, earlier=earlier)


def without_withdrawals(consultation: Consultation) -> Consultation:
    """Return a visit as its row holds it."""
    return _replace(consultation, withdrawals=()) if consultation.consent.withdrawals else consultation


def _replace(consultation: Consultation, **changes: object) -> Consultation:
    return msgspec.structs.replace(consultation, consent=msgspec.structs.replace(consultation.consent, **changes))
