"""Verifying the audit trail of an encrypted vault, against SHA-256 over the same bytes by themselves."""

import hashlib
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from benchmarks.comparison import Comparison
from stemsup_desktop.consultation.audit import Anchor, AuditAct, AuditEvent
from stemsup_desktop.consultation.record_changes import FieldChange
from stemsup_desktop.store.audit_trail import append_event, begin_trail, list_events, read_head
from stemsup_desktop.store.audit_verification import verify_trail
from stemsup_desktop.store.connection import close_database, create_database, open_database
from stemsup_desktop.store.schema import migrations

BUDGET_MS = 10_000.0
LIST_BUDGET_MS = 50.0
_ACTS = (
    AuditAct.PATIENT_VIEWED,
    AuditAct.CONSULTATION_VIEWED,
    AuditAct.CONSULTATION_CHANGED,
    AuditAct.CONSULTATION_CHANGED,
    AuditAct.DOCUMENT_PRINTED,
)
_GOAL = FieldChange(("reason", "goal"), "髪のボリュームを取り戻したい", "髪のボリュームと生え際を取り戻したい")
_START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


class Clerk:
    """Whose acts the rows record."""

    account_id = "00000000-0000-7000-8000-000000000001"
    name = "青木 誠"


def compare_audit_trail(count: int) -> list[Comparison]:
    """Return the check of a trail of `count` rows, and one page of a patient's history in it."""
    with TemporaryDirectory(prefix="stemsup-benchmark-") as folder, _opened_trail(Path(folder), count) as db:
        verify_ms = _time_verification(db)
        began = time.perf_counter()
        list_events(db, patient_id=_make_id(1))
        list_ms = (time.perf_counter() - began) * 1000
    hash_ms = _time_hashing(count)
    return [
        Comparison(
            what=f"verify an audit trail of {count:,} rows",
            ours="encrypted vault",
            ours_ms=verify_ms,
            theirs="SHA-256 alone",
            theirs_ms=hash_ms,
            budget_ms=BUDGET_MS,
        ),
        Comparison(
            what=f"who looked at this record, among {count:,} rows",
            ours="encrypted vault",
            ours_ms=list_ms,
            theirs="reading every row",
            theirs_ms=verify_ms,
            budget_ms=LIST_BUDGET_MS,
        ),
    ]


@contextmanager
def _opened_trail(folder: Path, count: int) -> Iterator[Database]:
    """Write the trail, close the vault and open it again, so that the check reads from the file."""
    path, key = folder / "vault.db", secrets.token_bytes(32)
    db = create_database(path, key, migrations)
    with db.atomic():
        begin_trail(db, "benchmark")
        for number in range(count):
            append_event(db, _make_event(number), Clerk(), _START + timedelta(seconds=number))
    close_database(db)
    db = open_database(path, key, migrations)
    try:
        yield db
    finally:
        close_database(db)


def _make_event(number: int) -> AuditEvent:
    act = _ACTS[number % len(_ACTS)]
    details = (_GOAL,) if act is AuditAct.CONSULTATION_CHANGED else ()
    return AuditEvent(act, _make_id(number // 40 % 25_000), _make_id(number // 40), details=details)


def _make_id(number: int) -> str:
    return f"00000000-0000-7000-8000-{number:012d}"


def _time_verification(db: Database) -> float:
    anchor = Anchor("benchmark", read_head(db))
    began = time.perf_counter()
    report = verify_trail(db, [anchor])
    taken = (time.perf_counter() - began) * 1000
    if not report.is_whole or report.anchors != 1:
        raise RuntimeError("the trail that was just written is not whole")
    return taken


def _time_hashing(count: int) -> float:
    row = b"x" * 300
    began = time.perf_counter()
    for _ in range(count):
        hashlib.sha256(row).digest()
    return (time.perf_counter() - began) * 1000
