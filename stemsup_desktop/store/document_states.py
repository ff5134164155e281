"""What became of a kept document, derived and never stored: one rule for lists, the window and the check of a file."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from sqlite_utils import Database

from stemsup_desktop.store.link_tables import IS_DECLINED
from stemsup_desktop.store.records import decode_moment

MOST_AT_ONCE = 500
"""Numbers of one question to the database."""


class DocumentState(StrEnum):
    """What became of a document, in the order in which a list of states names them.

    A draft is not kept and has no number. `waiting` is a paper to be signed, `signed` one that came back in ink.
    """

    DRAFT = "draft"
    WAITING = "waiting"
    SIGNED = "signed"
    SEALED = "sealed"
    ON_FILE = "on-file"
    PARTLY_WITHDRAWN = "partly-withdrawn"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    DECLINED = "declined"
    CHANGED = "changed"


class DocumentFacts(msgspec.Struct, frozen=True):
    """What is known of one document; moments are None for what has not happened.

    `superseded_by` is a later consent of the patient that was signed or sealed, or a later summary of the visit.
    """

    kind: str
    sealed_at: datetime | None = None
    signed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    partly_withdrawn_at: datetime | None = None
    slip_number: str = ""
    superseded_by: str = ""
    superseded_at: datetime | None = None
    is_declined: bool = False
    is_changed: bool = False


class DocumentStanding(msgspec.Struct, frozen=True):
    """What became of a document, since when, and by which other document."""

    state: DocumentState
    at: datetime | None = None
    by_number: str = ""


def derive_document_state(facts: DocumentFacts) -> DocumentStanding:
    """Return what became of a document; the gravest that holds.

    A file that is not what was kept says nothing more; then a withdrawal, a later document, and what was signed.
    """
    state = DocumentState
    if facts.is_changed:
        return DocumentStanding(state.CHANGED)
    if facts.withdrawn_at is not None:
        return DocumentStanding(state.WITHDRAWN, facts.withdrawn_at, facts.slip_number)
    if facts.superseded_by:
        return DocumentStanding(state.SUPERSEDED, facts.superseded_at, facts.superseded_by)
    if facts.partly_withdrawn_at is not None:
        return DocumentStanding(state.PARTLY_WITHDRAWN, facts.partly_withdrawn_at, facts.slip_number)
    if facts.sealed_at is not None:
        return DocumentStanding(state.SEALED, facts.sealed_at)
    if facts.signed_at is not None:
        return DocumentStanding(state.SIGNED, facts.signed_at)
    if facts.is_declined and facts.kind == "consent":
        return DocumentStanding(state.DECLINED)
    return DocumentStanding(state.WAITING if facts.kind in ("consent", "withdrawal") else state.ON_FILE)


SEALED_AT = "(select sealed_at from document_seals as s where s.number = d.number)"
SIGNED_AT = "(select max(signed_at) from document_signatures as s where s.number = d.number)"
WITHDRAWN_AT = "(select min(withdrawn_at) from withdrawals as w where w.document_number = d.number and w.is_whole = 1)"
PARTLY_AT = "(select min(withdrawn_at) from withdrawals as w where w.document_number = d.number and w.is_whole = 0)"
SLIP = """(
    select slip_number from withdrawals as w where w.document_number = d.number
    order by w.is_whole desc, w.withdrawn_at limit 1
)"""
SUPERSEDED_BY = """(
    select n.number from documents as n
    where d.kind in ('consent', 'summary') and n.patient_id = d.patient_id and n.kind = d.kind
        and n.created_at >= d.created_at and (n.created_at, n.number) > (d.created_at, d.number)
        and (d.kind = 'consent' or n.consultation_id = d.consultation_id)
        and (
            exists (select 1 from document_seals as s where s.number = n.number)
            or exists (select 1 from document_signatures as s where s.number = n.number)
        )
    order by n.created_at, n.number limit 1
)"""
DECLINED = f"(d.consultation_id in (select id from consultations where {IS_DECLINED}))"
"""The tables of a document `d` asked for each fact; every question is answered from an index."""

FACTS = ", ".join(("d.number", "d.kind", SEALED_AT, SIGNED_AT, WITHDRAWN_AT, PARTLY_AT, SLIP, SUPERSEDED_BY, DECLINED))


def load_facts(db: Database, numbers: Iterable[str]) -> dict[str, DocumentFacts]:
    """Return the facts of documents by number; whether their bytes are still theirs is not looked at here."""
    wanted, found = list(dict.fromkeys(numbers)), dict[str, DocumentFacts]()
    for start in range(0, len(wanted), MOST_AT_ONCE):
        part = wanted[start : start + MOST_AT_ONCE]
        marks = ", ".join("?" for _ in part)
        rows = db.execute(f"select {FACTS} from documents as d where d.number in ({marks})", part).fetchall()
        found |= {str(row[0]): read_facts(row) for row in rows}
    return _with_later(db, found)


def _with_later(db: Database, found: dict[str, DocumentFacts]) -> dict[str, DocumentFacts]:
    """Add when the later document was sealed or signed."""
    later = sorted({one.superseded_by for one in found.values() if one.superseded_by})
    marks = ", ".join("?" for _ in later)
    query = f"select d.number, coalesce({SEALED_AT}, {SIGNED_AT}) from documents as d where d.number in ({marks})"
    moments = {str(number): decode_moment(moment) for number, moment in db.execute(query, later).fetchall()}
    return {
        number: msgspec.structs.replace(one, superseded_at=moments.get(one.superseded_by))
        for number, one in found.items()
    }


def read_facts(row: Sequence[Any]) -> DocumentFacts:
    """Return the facts of a row of `FACTS`."""
    sealed_at, signed_at, withdrawn_at, partly_at = (None if text is None else decode_moment(text) for text in row[2:6])
    return DocumentFacts(
        kind=str(row[1]),
        sealed_at=sealed_at,
        signed_at=signed_at,
        withdrawn_at=withdrawn_at,
        partly_withdrawn_at=partly_at,
        slip_number=str(row[6] or ""),
        superseded_by=str(row[7] or ""),
        is_declined=bool(row[8]),
    )
