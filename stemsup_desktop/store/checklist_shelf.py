"""The checklists that visits began with or may begin with: added, read, never changed or removed."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from stemsup_desktop.store.document_shelf import load_text, save_text
from stemsup_desktop.store.entries import ChecklistEntry, ChecklistName
from stemsup_desktop.store.problems import make_input_problem
from stemsup_desktop.store.records import decode_moment, decode_record, encode_moment, encode_record

_COLUMNS = "record, sha256, is_shipped, added_at, added_by"


def add_checklist(
    db: Database, name: ChecklistName, data: bytes, added_by: str, now: datetime, *, is_shipped: bool
) -> ChecklistEntry:
    """Keep a checklist; see `Vault.add_checklist`."""
    kept = find_checklist(db, name.canonical)
    if kept is not None:
        if kept.sha256 != hashlib.sha256(data).hexdigest():
            raise make_input_problem("checklist-taken")
        return kept
    sha256 = save_text(db, data)
    db.table("checklists").insert(
        {
            "canonical": name.canonical,
            "sha256": sha256,
            "is_shipped": int(is_shipped),
            "added_at": encode_moment(now),
            "added_by": added_by,
            "record": encode_record(name),
        }
    )
    return ChecklistEntry(name, sha256, is_shipped, now, added_by)


def find_checklist(db: Database, canonical: str) -> ChecklistEntry | None:
    """Find a checklist by its canonical name."""
    row = db.execute(f"select {_COLUMNS} from checklists where canonical = ?", [canonical]).fetchone()
    return None if row is None else _make_entry(row)


def load_checklist(db: Database, canonical: str) -> bytes:
    """Return the exact bytes of a checklist; raises checklist-unknown, or vault-damaged if they no longer match."""
    entry = find_checklist(db, canonical)
    if entry is None:
        raise make_input_problem("checklist-unknown")
    return load_text(db, entry.sha256)


def list_checklists(db: Database) -> tuple[ChecklistEntry, ...]:
    """Return every checklist, the first added first."""
    rows = db.execute(f"select {_COLUMNS} from checklists order by added_at, canonical").fetchall()
    return tuple(_make_entry(row) for row in rows)


def _make_entry(row: Sequence[Any]) -> ChecklistEntry:
    return ChecklistEntry(
        name=decode_record(row[0], ChecklistName),
        sha256=str(row[1]),
        is_shipped=bool(row[2]),
        added_at=decode_moment(row[3]),
        added_by=str(row[4]),
    )
