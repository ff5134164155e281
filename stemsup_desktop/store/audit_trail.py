"""The audit trail: one append-only row for every act, each with the hash of the row before.

What a chart said (old and new values) lies apart, known to its row by a salted digest, so that a retention deletion can
erase it and the chain still holds.
"""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, AuditHead, AuditRow
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.record_changes import FieldChange
from stemsup_desktop.store.audit_encoding import SALT_BYTES, hash_details, hash_genesis, hash_row
from stemsup_desktop.store.problems import make_environment_problem
from stemsup_desktop.store.records import decode_moment, decode_record, encode_moment, encode_record

MOST_ROWS = 200
"""Rows of one page of the history."""

_INDEXED = ("patient_id", "consultation_id")
_BEYOND = 2**63 - 1
"""A number after that of every row."""


class Actor(Protocol):
    """Who acts; an `Author` is one. Both texts are empty where nobody has signed in."""

    @property
    def account_id(self) -> str:
        """The account, which the name may outlive."""
        ...

    @property
    def name(self) -> str:
        """The name as it stood when the act was done."""
        ...


class _Details(msgspec.Struct, frozen=True):
    changes: tuple[FieldChange, ...]


def begin_trail(db: Database, vault_id: str) -> None:
    """Bind the trail to its vault, inside a transaction that the caller opened; once bound, calling again only checks.

    Every vault calls this when it is built and when it is opened, before its first event. Raises `EnvironmentProblem`
    vault-damaged if the trail is another vault's.
    """
    bound = _find_vault_id(db)
    if bound is None:
        db.execute("insert into audit_origin (only_one, vault_id) values (1, ?)", [vault_id])
    elif bound != vault_id:
        raise make_environment_problem("vault-damaged")


def append_event(db: Database, event: AuditEvent, author: Actor, now: datetime) -> AuditHead:
    """Add a row inside the transaction of the act itself, and return the new head: both are kept, or neither.

    Raises `EnvironmentProblem` vault-damaged if the trail was never bound to a vault.
    """
    sequence, previous = _find_head(db)
    details = _encode_details(event.details)
    texts = (
        encode_moment(now),
        normalise_text(author.account_id),
        normalise_text(author.name),
        event.act.value,
        normalise_text(event.patient_id),
        normalise_text(event.consultation_id),
        normalise_text(event.subject),
    )
    digest = hash_details(*details) if details else b""
    row_hash = hash_row(sequence + 1, [*(text.encode() for text in texts), digest, previous])
    db.execute(
        """
        insert into audit_trail (sequence, at, account_id, account_name, act, patient_id, consultation_id, subject,
            details_digest, previous_hash, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [sequence + 1, *texts, digest, previous, row_hash],
    )
    if details:
        db.execute("insert into audit_details (sequence, salt, changes) values (?, ?, ?)", [sequence + 1, *details])
    return AuditHead(sequence + 1, row_hash.hex())


def read_head(db: Database) -> AuditHead:
    """Return the last row's number and hash: what is signed into sealed documents and backups."""
    sequence, last_hash = _find_head(db)
    return AuditHead(sequence, last_hash.hex())


def list_events(
    db: Database,
    *,
    patient_id: str | None = None,
    consultation_id: str | None = None,
    account_id: str | None = None,
    act: AuditAct | None = None,
    limit: int = MOST_ROWS,
    before_sequence: int | None = None,
) -> tuple[AuditRow, ...]:
    """Return rows that meet every condition given, the last one first.

    The next page is asked for with the last row's number as `before_sequence`. Raises `EnvironmentProblem`
    vault-damaged if a row cannot be read.
    """
    wanted = {"patient_id": patient_id, "consultation_id": consultation_id, "account_id": account_id, "act": act}
    condition, values = _make_condition({column: value for column, value in wanted.items() if value is not None})
    rows = db.execute(
        f"""
        select row.sequence, row.at, row.account_id, row.account_name, row.act, row.patient_id, row.consultation_id,
            row.subject, row.details_digest, row.previous_hash, row.hash, details.changes
        from audit_trail as row left join audit_details as details on details.sequence = row.sequence
        where row.sequence < ? and {condition} order by row.sequence desc limit ?
        """,
        [_BEYOND if before_sequence is None else before_sequence, *values, limit],
    ).fetchall()
    return tuple(_make_row(row) for row in rows)


def list_actors(db: Database, patient_id: str, consultation_id: str | None = None) -> tuple[tuple[str, str], ...]:
    """Return who has rows of a patient, or of one visit, as account id and last name, the last who acted first."""
    wanted = {"patient_id": patient_id} | ({"consultation_id": consultation_id} if consultation_id else {})
    condition, values = _make_condition(wanted)
    rows = db.execute(
        f"""
        select row.account_id, row.account_name, max(row.sequence) from audit_trail as row
        where {condition} group by row.account_id order by max(row.sequence) desc
        """,
        values,
    ).fetchall()
    return tuple((str(row[0]), str(row[1])) for row in rows)


def erase_details(db: Database, patient_id: str, consultation_id: str = "") -> int:
    """Erase what the trail holds of a patient's chart, or of one visit in it, and return of how many rows.

    Called after the RETENTION_DELETED event of the same patient and consultation was appended, in its transaction: the
    vault itself refuses it otherwise. The rows stay, with their hashes.
    """
    condition = "patient_id = ? and patient_id <> ''" + (" and consultation_id = ?" if consultation_id else "")
    values = [patient_id, consultation_id] if consultation_id else [patient_id]
    cursor = db.execute(
        f"""
        delete from audit_details where sequence in (
            select sequence from audit_trail where {condition} and act <> '{AuditAct.RETENTION_DELETED.value}'
        )
        """,
        values,
    )
    return int(cursor.rowcount)


def get_origin(db: Database) -> str:
    """Return the id of the vault that the trail is bound to; raises `EnvironmentProblem` vault-damaged if none."""
    vault_id = _find_vault_id(db)
    if vault_id is None:
        raise make_environment_problem("vault-damaged")
    return vault_id


def _make_condition(wanted: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the condition on columns, and its values."""
    conditions = ["true", *(f"row.{column} = ?" for column in wanted)]
    # The indexes leave out rows of no patient or consultation; SQLite uses them only if the query says so too.
    conditions += [f"row.{column} <> ''" for column, value in wanted.items() if value and column in _INDEXED]
    return " and ".join(conditions), list(wanted.values())


def _find_vault_id(db: Database) -> str | None:
    row = db.execute("select vault_id from audit_origin").fetchone()
    return None if row is None else str(row[0])


def _find_head(db: Database) -> tuple[int, bytes]:
    row = db.execute("select sequence, hash from audit_trail order by sequence desc limit 1").fetchone()
    return (int(row[0]), bytes(row[1])) if row else (0, hash_genesis(get_origin(db)))


def _encode_details(changes: tuple[FieldChange, ...]) -> tuple[bytes, bytes] | None:
    return (os.urandom(SALT_BYTES), encode_record(_Details(changes))) if changes else None


def _make_row(row: Sequence[Any]) -> AuditRow:
    details: tuple[FieldChange, ...] | None = ()
    if row[8]:
        details = None if row[11] is None else decode_record(row[11], _Details).changes
    try:
        at, act = decode_moment(row[1]), AuditAct(row[4])
    except ValueError:
        # Not chained: the message quotes the row.
        raise make_environment_problem("vault-damaged") from None
    return AuditRow(int(row[0]), at, row[2], row[3], act, row[5], row[6], row[7], details, row[9].hex(), row[10].hex())
