"""Pages of documents that came back on paper: filed all together, read, never changed or removed."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from stemsup_desktop.store.entries import KeptScan, ScanToKeep
from stemsup_desktop.store.problems import make_environment_problem, make_input_problem
from stemsup_desktop.store.records import decode_moment, encode_moment

BYTES_PER_MB = 1_000_000
MOST_PAGE_BYTES = 25 * BYTES_PER_MB
MEDIA_TYPES = frozenset({"application/pdf", "image/jpeg", "image/png"})

_COLUMNS = "number, filing, page, media_type, sha256, size, placed_by, added_at, added_by"


def save_scans(db: Database, number: str, pages: Sequence[ScanToKeep], added_by: str, now: datetime) -> None:
    """Keep the pages of a document, inside a transaction that the caller opened; see `Vault.save_scans`."""
    if not pages or [one.page for one in pages] != list(range(1, len(pages) + 1)):
        raise make_input_problem("scans-incomplete")
    for one in pages:
        if one.media_type not in MEDIA_TYPES or not one.data:
            raise make_input_problem("scan-not-kept")
        if len(one.data) > MOST_PAGE_BYTES:
            raise make_input_problem("scan-page-too-large")
    last = db.execute("select coalesce(max(filing), 0) from document_files where number = ?", [number]).fetchone()[0]
    for one in pages:
        db.table("document_files").insert(
            {
                "number": number,
                "filing": int(last) + 1,
                "page": one.page,
                "media_type": one.media_type,
                "sha256": hashlib.sha256(one.data).hexdigest(),
                "size": len(one.data),
                "placed_by": "hand" if one.is_by_hand else "code",
                "added_at": encode_moment(now),
                "added_by": added_by,
                "data": one.data,
            }
        )


def list_scans(db: Database, number: str) -> tuple[KeptScan, ...]:
    """Return what is known of the pages of a document, the last filing first, each in the order of its pages."""
    rows = db.execute(
        f"select {_COLUMNS} from document_files where number = ? order by filing desc, page", [number]
    ).fetchall()
    return tuple(_make_scan(row) for row in rows)


def load_scan(db: Database, number: str, page: int, filing: int | None) -> tuple[KeptScan, bytes]:
    """Return a page; see `Vault.load_scan`."""
    row = db.execute(
        f"""
        select {_COLUMNS}, data from document_files where number = ? and page = ? and (? is null or filing = ?)
            order by filing desc limit 1
        """,
        [number, page, filing, filing],
    ).fetchone()
    if row is None:
        raise make_input_problem("scan-unknown")
    kept, data = _make_scan(row), bytes(row[9])
    if hashlib.sha256(data).hexdigest() != kept.sha256:
        raise make_environment_problem("attachment-damaged")
    return kept, data


def _make_scan(row: Sequence[Any]) -> KeptScan:
    return KeptScan(
        number=str(row[0]),
        filing=int(row[1]),
        page=int(row[2]),
        media_type=str(row[3]),
        sha256=str(row[4]),
        size_bytes=int(row[5]),
        is_by_hand=row[6] == "hand",
        added_at=decode_moment(row[7]),
        added_by=str(row[8]),
    )
