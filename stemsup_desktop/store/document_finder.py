"""Finds documents across patients by name, kind, day and state; rows with PDFs are read for the hits alone."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.store.document_shelf import load_entries
from stemsup_desktop.store.document_states import (
    DECLINED,
    PARTLY_AT,
    SEALED_AT,
    SIGNED_AT,
    SUPERSEDED_BY,
    WITHDRAWN_AT,
    DocumentState,
)
from stemsup_desktop.store.entries import NUMBER_PREFIXES, DocumentHit, DocumentPage, DocumentQuery
from stemsup_desktop.store.patient_finder import find_patients, load_patient_hits
from stemsup_desktop.store.records import encode_moment

MOST_PATIENTS = 200
"""How many patients of one typed name are looked through."""

MOST_HITS = 500

_NUMBER = re.compile(rf"(?:{'|'.join(NUMBER_PREFIXES.values())})(?:-[0-9]{{0,9}}){{1,2}}", re.ASCII)

_IS_CONSENT = "d.kind = 'consent'"
_IS_TO_SIGN = "d.kind in ('consent', 'withdrawal')"
_IS_SIGNED = f"({SEALED_AT} is not null or {SIGNED_AT} is not null)"
_IS_WHOLE, _IS_PART = f"{WITHDRAWN_AT} is not null", f"{PARTLY_AT} is not null"
_IS_LATER = f"{SUPERSEDED_BY} is not null"
_IS_PLAIN = f"not {_IS_SIGNED} and not {_IS_WHOLE} and not ({_IS_LATER}) and not {_IS_PART}"
_AFTER_ALL = f"not {_IS_WHOLE} and not ({_IS_LATER}) and not {_IS_PART}"

CONDITIONS: dict[DocumentState, str] = {
    DocumentState.WAITING: f"{_IS_TO_SIGN} and {_IS_PLAIN} and not ({_IS_CONSENT} and {DECLINED})",
    DocumentState.SIGNED: f"{SEALED_AT} is null and {SIGNED_AT} is not null and {_AFTER_ALL}",
    DocumentState.SEALED: f"{SEALED_AT} is not null and {_AFTER_ALL}",
    DocumentState.ON_FILE: f"not {_IS_TO_SIGN} and {_IS_PLAIN}",
    DocumentState.PARTLY_WITHDRAWN: f"{_IS_PART} and not {_IS_WHOLE} and not ({_IS_LATER})",
    DocumentState.WITHDRAWN: _IS_WHOLE,
    DocumentState.SUPERSEDED: f"{_IS_LATER} and not {_IS_WHOLE}",
    DocumentState.DECLINED: f"{_IS_CONSENT} and {DECLINED} and {_IS_PLAIN}",
}
"""What `derive_document_state` says, asked of the tables; a draft and a changed file are in none of them."""


def find_documents(db: Database, query: DocumentQuery) -> DocumentPage:
    """Return documents that fit, the newest first, at most `query.limit` of them."""
    limit = max(1, min(query.limit, MOST_HITS))
    conditions: list[str] = []
    values: list[Any] = []
    for condition, given in _list_conditions(db, query):
        conditions.append(condition)
        values += given
    where = f"where {' and '.join(f'({one})' for one in conditions)}" if conditions else ""
    rows = db.execute(
        f"""
        select d.number, d.patient_id from documents as d {where}
        order by d.created_at desc, d.number desc limit ?
        """,
        [*values, limit + 1],
    ).fetchall()
    numbers = [str(row[0]) for row in rows[:limit]]
    patients = {hit.patient_id: hit for hit in load_patient_hits(db, {str(row[1]) for row in rows})}
    hits = tuple(DocumentHit(entry, patients[entry.patient_id]) for entry in load_entries(db, numbers))
    return DocumentPage(hits, len(rows) > limit)


def _list_conditions(db: Database, query: DocumentQuery) -> Iterator[tuple[str, list[Any]]]:
    text = _fold(query.text)
    if _NUMBER.fullmatch(text):
        yield "d.number >= ? and d.number < ?", [text, f"{text}\uffff"]
    elif text:
        patients = [hit.patient_id for hit in find_patients(db, query.text, MOST_PATIENTS)]
        yield f"d.patient_id in ({_marks(len(patients))})", patients
    if query.patient_id:
        yield "d.patient_id = ?", [query.patient_id]
    if query.kinds:
        yield f"d.kind in ({_marks(len(query.kinds))})", [kind.value for kind in query.kinds]
    if query.since is not None:
        yield "d.created_at >= ?", [encode_moment(query.since)]
    if query.until is not None:
        yield "d.created_at < ?", [encode_moment(query.until)]
    if query.after is not None:
        yield "(d.created_at, d.number) < (?, ?)", [encode_moment(query.after[0]), query.after[1]]
    if query.states:
        yield " or ".join(f"({CONDITIONS.get(state, '0')})" for state in query.states), []


def _fold(text: str) -> str:
    """Return what was typed as a document number is printed, whatever width and case it was typed in."""
    return "".join(unicodedata.normalize("NFKC", normalise_text(text)).upper().split()).replace("\u2010", "-")


def _marks(count: int) -> str:
    return ", ".join("?" for _ in range(count))
