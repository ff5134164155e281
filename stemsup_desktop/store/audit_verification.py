"""Reads the whole audit trail and says whether every row is there, unchanged and in its place."""

import struct
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlite_utils import Database

from stemsup_desktop.consultation.audit import Anchor, AuditAct
from stemsup_desktop.store.audit_encoding import hash_details, hash_genesis, hash_row
from stemsup_desktop.store.audit_faults import FaultKind, TrailFault, TrailReport, make_fault
from stemsup_desktop.store.audit_trail import get_origin

ROWS_AT_ONCE = 5_000
"""Rows between two reports of progress, and between two looks at whether to go on."""

_DELETED = AuditAct.RETENTION_DELETED.value.encode()
_SEARCHED_NUMBERS = 200_000
"""How many numbers are tried to learn which one a row once had, in under a second: a draft may wait to be written.

Only the wording of a fault hangs on it.
"""

# As blobs, texts reach the hash byte for byte, and what is no text any more cannot stop the check.
_COLUMNS = ", ".join(
    f"cast(row.{name} as blob)"
    for name in (
        "at",
        "account_id",
        "account_name",
        "act",
        "patient_id",
        "consultation_id",
        "subject",
        "details_digest",
        "previous_hash",
        "hash",
    )
)
_QUERY = f"""
    select row.sequence, {_COLUMNS}, details.salt, details.changes
    from audit_trail as row left join audit_details as details on details.sequence = row.sequence
    where row.sequence > ? order by row.sequence limit ?
"""
_LOWEST = -(2**63)

Row = Sequence[Any]


def verify_trail(
    db: Database,
    anchors: Iterable[Anchor] = (),
    on_progress: Callable[[int, int], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
    *,
    vault_id: str | None = None,
) -> TrailReport:
    """Read every row from the first to the last and report the first one that is not as it was written.

    A truncated tail, or a whole trail put in place of another, is found through `anchors`: heads that were signed into
    sealed documents and backups. `vault_id` is that of the key file; without it, the one in the vault is believed.
    `on_progress` gets rows read and rows in all. Nothing is held between two steps of `ROWS_AT_ONCE`, so that the
    vault may be written to meanwhile. Raises `EnvironmentProblem` vault-damaged if the trail has no origin.
    """
    check = TrailCheck(db, anchors, vault_id=vault_id)
    while is_cancelled is None or not is_cancelled():
        report = check.go_on(db, ROWS_AT_ONCE)
        if report is not None:
            return report
        if on_progress is not None:
            on_progress(check.rows, check.total)
    return check.stop()


class TrailCheck:
    """A check that is done piece by piece, so that the vault can be used in between. Nothing is held open meanwhile.

    `total` is how many rows there were when it began; those written since are read as well. Raises `EnvironmentProblem`
    vault-damaged if the trail has no origin.
    """

    def __init__(self, db: Database, anchors: Iterable[Anchor] = (), *, vault_id: str | None = None) -> None:
        origin = get_origin(db)
        self._walk = _Walk(hash_genesis(origin if vault_id is None else vault_id), anchors)
        self._at = _LOWEST
        self._has_begun = False
        self.total = int(db.execute("select coalesce(max(sequence), 0) from audit_trail").fetchone()[0])

    @property
    def rows(self) -> int:
        """How many rows were read and are right."""
        return self._walk.rows

    def go_on(self, db: Database, most: int) -> TrailReport | None:
        """Read at most so many rows more; return the report once a fault or the end was met."""
        walk = self._walk
        fault = None if self._has_begun else walk.begin()
        self._has_begun = True
        rows = [] if fault is not None else db.execute(_QUERY, [self._at, most]).fetchall()
        if rows:
            fault, self._at = walk.read(db, rows), int(rows[-1][0])
            if fault is None:
                return None
        elif fault is None:
            fault = walk.find_fault_at_end(db)
        return TrailReport(walk.rows, walk.anchors_met, fault)

    def stop(self) -> TrailReport:
        """Return what was found so far, as a check that somebody gave up."""
        return TrailReport(self._walk.rows, self._walk.anchors_met, was_cancelled=True)


class _Walk:
    """Where the check stands: the last row read, its hash, and what has to turn up later."""

    def __init__(self, genesis: bytes, anchors: Iterable[Anchor]) -> None:
        self._previous = genesis
        self._anchors: dict[int, list[Anchor]] = {}
        for anchor in anchors:
            self._anchors.setdefault(anchor.head.sequence, []).append(anchor)
        self._erased: dict[tuple[bytes, bytes], int] = {}
        self._last_anchored = 0
        self.rows = 0
        self.anchors_met = 0

    def begin(self) -> TrailFault | None:
        """Meet what was sealed before the first row."""
        return self._meet_anchors(0, self._previous) if 0 in self._anchors else None

    def read(self, db: Database, rows: Sequence[Row]) -> TrailFault | None:
        """Go on with the next rows; return the first fault in them."""
        expected, previous, anchored = self.rows + 1, self._previous, self._anchors
        for row in rows:
            sequence, *fields, stored, salt, changes = row
            try:
                is_right = sequence == expected and fields[8] == previous and hash_row(sequence, fields) == stored
            except (struct.error, TypeError):  # a negative number, or nothing where a text was
                is_right = False
            if not is_right:
                return self._diagnose(db, row, expected, previous)
            if (fields[7] or salt is not None or changes is not None) and (fault := self._check_details(row)):
                return fault
            if fields[3] == _DELETED:
                self._explain_erased(fields[4], fields[5])
            previous = stored
            self.rows, self._previous = expected, previous
            if expected in anchored and (fault := self._meet_anchors(expected, previous)):
                return fault
            expected += 1
        return None

    def find_fault_at_end(self, db: Database) -> TrailFault | None:
        """Return what only the end shows: details that nobody deleted are gone, or anchors beyond the last row."""
        if self._erased:
            return make_fault(FaultKind.DETAILS_REMOVED, min(self._erased.values()))
        beyond = [number for number in self._anchors if number > self.rows]
        if beyond:
            return make_fault(FaultKind.TRUNCATED, self.rows + 1, self._anchors[min(beyond)][0].where)
        query = "select min(sequence) from audit_details where sequence > ? or sequence < 1"
        stray = db.execute(query, [self.rows]).fetchone()[0]
        return None if stray is None else make_fault(FaultKind.ORPHANED, int(stray))

    def _meet_anchors(self, sequence: int, row_hash: bytes) -> TrailFault | None:
        for anchor in self._anchors[sequence]:
            if anchor.head.hash != row_hash.hex():
                return make_fault(FaultKind.REPLACED, sequence, anchor.where, self._last_anchored)
            self.anchors_met += 1
        self._last_anchored = sequence
        return None

    def _check_details(self, row: Row) -> TrailFault | None:
        sequence, digest, salt, changes = row[0], row[8], row[11], row[12]
        if salt is None and changes is None:
            self._erased.setdefault((row[5], row[6]), sequence)
            return None
        try:
            is_right = hash_details(salt, changes) == digest
        except TypeError:
            is_right = False
        return None if is_right else make_fault(FaultKind.DETAILS_CHANGED, sequence)

    def _explain_erased(self, patient_id: bytes, consultation_id: bytes) -> None:
        """A deletion explains all that is gone of its patient, or of its visit, before it."""
        for key in [key for key in self._erased if key[0] == patient_id and consultation_id in (b"", key[1])]:
            if patient_id:
                del self._erased[key]

    def _diagnose(self, db: Database, row: Row, expected: int, previous: bytes) -> TrailFault:
        """Say what most likely happened to the first row that is not right."""
        sequence, fields, stored = row[0], row[1:10], row[10]
        if not isinstance(sequence, int) or sequence < 1:
            return make_fault(FaultKind.INSERTED, sequence)
        if _is_whole(sequence, fields, stored):
            if sequence > expected:
                return make_fault(FaultKind.REMOVED, expected)
            if expected == 1:
                return make_fault(FaultKind.FOREIGN, 1)
            return make_fault(FaultKind.REWRITTEN, expected - 1)
        written = _find_written_number(db, fields, stored)
        if written is not None and written < expected:
            return make_fault(FaultKind.INSERTED, expected - 1)
        if sequence > expected:
            return make_fault(FaultKind.REMOVED, expected)
        if self._is_elsewhere(db, previous):
            return make_fault(FaultKind.INSERTED if written is None else FaultKind.REORDERED, expected)
        return make_fault(FaultKind.CHANGED if written is None else FaultKind.REMOVED, expected)

    def _is_elsewhere(self, db: Database, previous: bytes) -> bool:
        """Tell whether the row that was written after the last right one is still there, in another place."""
        query = "select 1 from audit_trail where sequence > ? and previous_hash = ?"
        return db.execute(query, [self.rows + 1, previous]).fetchone() is not None


def _find_written_number(db: Database, fields: Sequence[bytes], stored: bytes) -> int | None:
    """Find the number under which a row was written, if only its number is not as it was."""
    last = int(db.execute("select max(sequence) from audit_trail").fetchone()[0])
    most = min(_SEARCHED_NUMBERS, 2 * last + 100)
    return next((number for number in range(1, most) if _is_whole(number, fields, stored)), None)


def _is_whole(sequence: int, fields: Sequence[bytes], stored: bytes) -> bool:
    try:
        return hash_row(sequence, fields) == stored
    except (struct.error, TypeError):
        return False
