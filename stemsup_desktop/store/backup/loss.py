"""What a restore would take away: what the vault has and the backup has not, counted where it can be counted."""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditAct, AuditHead
from stemsup_desktop.store.audit_trail import read_head
from stemsup_desktop.store.backup.manifest import Manifest
from stemsup_desktop.store.records import decode_moment

NO_CHANGE = frozenset(
    {
        *(AuditAct.VAULT_OPENED, AuditAct.VAULT_LOCKED, AuditAct.VAULT_CLOSED, AuditAct.VAULT_MIGRATED),
        *(AuditAct.UNLOCK_FAILED, AuditAct.REFUSED, AuditAct.RECOVERY_SHEET_USED),
        *(AuditAct.PATIENT_VIEWED, AuditAct.CONSULTATION_VIEWED, AuditAct.ATTACHMENT_VIEWED),
        *(AuditAct.DOCUMENT_VIEWED, AuditAct.DOCUMENT_PRINTED, AuditAct.DOCUMENT_SAVED),
        AuditAct.SCAN_VIEWED,
        *(AuditAct.EXPORTED, AuditAct.RECALL_LISTED, AuditAct.RECALL_EXPORTED, AuditAct.RETENTION_LISTED),
        *(AuditAct.HISTORY_VIEWED, AuditAct.TRAIL_VERIFIED),
        *(AuditAct.BACKUP_MADE, AuditAct.BACKUP_TESTED, AuditAct.BACKUP_FAILED, AuditAct.RESTORED),
    }
)
"""Acts that leave every record as it was: nobody misses them after a restore."""

_VISIT_CHANGES = (
    AuditAct.CONSULTATION_CHANGED,
    AuditAct.CONSULTATION_CLOSED,
    AuditAct.OPINION_RECORDED,
    AuditAct.STOP_LIFTED,
    AuditAct.ATTACHMENT_ADDED,
    AuditAct.SCANS_FILED,
)


class Kinship(StrEnum):
    """How a backup is related to the vault that it would replace.

    `EARLIER` is the vault as it was once; `APART` the same vault, but with a history of its own since.
    """

    EARLIER = "earlier"
    APART = "apart"
    ANOTHER = "another"


class Loss(msgspec.Struct, frozen=True):
    """What would no longer be in the vault: what came since an earlier backup, else all that the vault holds.

    Of a vault that cannot tell only the backup's `age` is known, which is never negative, and its `kinship` at most.
    `changes` counts the acts of which `head`, the last row of the vault's history, is the record; `changed_visits` are
    those that were begun before the backup, and 0 unless it is an earlier one.
    """

    made_at: datetime
    age: timedelta
    kinship: Kinship | None = None
    head: AuditHead | None = None
    patients: int = 0
    visits: int = 0
    changed_visits: int = 0
    documents: int = 0
    changes: int = 0
    last_change_at: datetime | None = None

    @property
    def is_counted(self) -> bool:
        """Whether the vault could tell anything."""
        return self.head is not None

    @property
    def is_nothing(self) -> bool:
        """Whether everything was counted and nothing would be lost."""
        counts = (self.patients, self.visits, self.changed_visits, self.documents, self.changes)
        return self.is_counted and self.kinship is Kinship.EARLIER and not any(counts)


def make_uncounted_loss(manifest: Manifest, now: datetime, kinship: Kinship | None = None) -> Loss:
    """Return the loss where no vault can tell more than how old the backup is."""
    return Loss(manifest.created_at, max(timedelta(0), now - manifest.created_at), kinship)


def read_loss(db: Database, vault_id: str, manifest: Manifest, now: datetime) -> Loss:
    """Compare an open vault with the manifest of a backup; raises what SQLite raises."""
    kinship = _find_kinship(db, vault_id, manifest)
    archived = manifest.facts.audit_head
    is_earlier = archived is not None and kinship is Kinship.EARLIER
    since = archived.sequence if archived is not None and is_earlier else 0
    counted, last = _count_changes(db, since)
    held = {table: _count(db, table) for table in ("patients", "consultations", "documents")}
    if is_earlier:
        grown = _derive_growth(manifest, held)
        patients = max(counted.get(AuditAct.PATIENT_CREATED, 0), grown["patients"])
        visits = max(counted.get(AuditAct.CONSULTATION_STARTED, 0), grown["consultations"])
        documents = max(counted.get(AuditAct.DOCUMENT_SEALED, 0), grown["documents"])
    else:
        patients, visits, documents = held.values()
    return msgspec.structs.replace(
        make_uncounted_loss(manifest, now, kinship),
        head=read_head(db),
        patients=patients,
        visits=visits,
        changed_visits=_count_changed_visits(db, since) if is_earlier else 0,
        documents=documents,
        changes=sum(counted.values()),
        last_change_at=last,
    )


def _find_kinship(db: Database, vault_id: str, manifest: Manifest) -> Kinship:
    if manifest.vault_id != vault_id:
        return Kinship.ANOTHER
    head = manifest.facts.audit_head
    if head is None:
        return Kinship.APART
    row = db.execute("select hash from audit_trail where sequence = ?", [head.sequence]).fetchone()
    return Kinship.EARLIER if row is not None and bytes(row[0]).hex() == head.hash else Kinship.APART


def _count_changes(db: Database, since: int) -> tuple[dict[AuditAct, int], datetime | None]:
    """Count the acts after a row of the history that changed anything, and find when the last one was."""
    counted: dict[AuditAct, int] = {}
    last = ""
    query = "select act, count(*), max(at) from audit_trail where sequence > ? group by act"
    for act, count, at in db.execute(query, [since]).fetchall():
        if AuditAct(act) not in NO_CHANGE:
            counted[AuditAct(act)] = int(count)
            last = max(last, str(at))
    return counted, decode_moment(last) if last else None


def _count_changed_visits(db: Database, since: int) -> int:
    """Count the visits that were begun before a row of the history, and changed after it."""
    started = "select consultation_id from audit_trail where sequence > ? and act = ?"
    changed = ", ".join("?" for _ in _VISIT_CHANGES)
    query = f"""
        select count(distinct consultation_id) from audit_trail
        where sequence > ? and act in ({changed}) and consultation_id not in ({started})
        """
    values = [since, *(act.value for act in _VISIT_CHANGES), since, AuditAct.CONSULTATION_STARTED.value]
    return int(db.execute(query, values).fetchone()[0])


def _derive_growth(manifest: Manifest, held: dict[str, int]) -> dict[str, int]:
    """Return by how many rows each table grew: records that were taken over in bulk are in the tables alone.

    A table that was too large to be counted for the backup grew by 0 as far as is known here.
    """
    then = {table.name: table.rows for table in manifest.facts.tables if table.rows < manifest.facts.count_limit}
    return {name: max(0, rows - then.get(name, rows)) for name, rows in held.items()}


def _count(db: Database, table: str) -> int:
    return int(db.execute(f"select count(*) from {table}").fetchone()[0])
