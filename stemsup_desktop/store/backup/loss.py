"""What a restore would take away: what the vault has and the backup has not, counted where it can be counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditAct, AuditHead
from stemsup_desktop.store.audit_trail import read_head
from stemsup_desktop.store.backup.manifest import Manifest, VaultFacts
from stemsup_desktop.store.backup.snapshot import find_no_audit_head, read_facts

_CHANGES = (
    AuditAct.CONSULTATION_CHANGED,
    AuditAct.CONSULTATION_CLOSED,
    AuditAct.OPINION_RECORDED,
    AuditAct.STOP_LIFTED,
    AuditAct.ATTACHMENT_ADDED,
)


@dataclass(frozen=True, slots=True)
class LaterActs:
    """What was done after a backup: new patients, new visits, other visits that were changed, sealed documents."""

    patients: int
    visits: int
    changed_visits: int
    documents: int


@dataclass(frozen=True, slots=True)
class Present:
    """What the vault holds now, and what was done in it since the backup; None where its history has no such moment."""

    facts: VaultFacts
    vault_id: str
    acts: LaterActs | None


@dataclass(frozen=True, slots=True)
class Loss:
    """What restoring would lose. A count is None where the vault cannot tell; `age` is never negative.

    `is_of_another` is a backup of other records than those it would replace.
    """

    made_at: datetime
    age: timedelta
    patients: int | None = None
    visits: int | None = None
    changed_visits: int | None = None
    documents: int | None = None
    is_of_another: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether the vault could tell anything."""
        return any(count is not None for count in (self.patients, self.visits, self.documents))

    @property
    def is_nothing(self) -> bool:
        """Whether everything was counted and nothing would be lost."""
        return not any((self.patients, self.visits, self.changed_visits, self.documents)) and None not in (
            self.patients,
            self.visits,
            self.changed_visits,
            self.documents,
        )


def read_present(db: Database, count_limit: int, vault_id: str, manifest: Manifest) -> Present:
    """Return what a vault holds now and what was done in it since a backup; raises what SQLite raises."""
    head = manifest.facts.audit_head
    if head is None or not db.table("audit_trail").exists():  # a file cut to nothing opens as an empty database
        return Present(read_facts(db, count_limit, find_no_audit_head), vault_id, None)
    return Present(read_facts(db, count_limit, read_head), vault_id, count_later_acts(db, head))


def count_later_acts(db: Database, head: AuditHead) -> LaterActs | None:
    """Count what was done after a moment of the history; None if this history never had that moment."""
    row = db.execute("select hash from audit_trail where sequence = ?", [head.sequence]).fetchone()
    if row is None or bytes(row[0]).hex() != head.hash:
        return None
    started = "select consultation_id from audit_trail where sequence > ? and act = ?"
    changed = ", ".join("?" for _ in _CHANGES)
    count = f"""
        select count(distinct consultation_id) from audit_trail
        where sequence > ? and act in ({changed}) and consultation_id not in ({started})
        """
    values = [head.sequence, *(act.value for act in _CHANGES), head.sequence, AuditAct.CONSULTATION_STARTED.value]
    return LaterActs(
        patients=_count(db, head, AuditAct.PATIENT_CREATED),
        visits=_count(db, head, AuditAct.CONSULTATION_STARTED),
        changed_visits=int(db.execute(count, values).fetchone()[0]),
        documents=_count(db, head, AuditAct.DOCUMENT_SEALED),
    )


def derive_loss(manifest: Manifest, present: Present | None, now: datetime) -> Loss:
    """Return what restoring a backup would lose; without a vault that can tell, only how old the backup is."""
    age = max(timedelta(0), now - manifest.created_at)
    if present is None:
        return Loss(manifest.created_at, age)
    if present.vault_id != manifest.vault_id:
        return Loss(manifest.created_at, age, is_of_another=True)
    acts = present.acts
    grown = _derive_growth(manifest.facts, present.facts)
    return Loss(
        manifest.created_at,
        age,
        patients=_most(None if acts is None else acts.patients, grown["patients"]),
        visits=_most(None if acts is None else acts.visits, grown["consultations"]),
        changed_visits=None if acts is None else acts.changed_visits,
        documents=_most(None if acts is None else acts.documents, grown["documents"]),
    )


def _count(db: Database, head: AuditHead, act: AuditAct) -> int:
    statement = "select count(*) from audit_trail where sequence > ? and act = ?"
    return int(db.execute(statement, [head.sequence, act.value]).fetchone()[0])


def _derive_growth(then: VaultFacts, now: VaultFacts) -> Mapping[str, int | None]:
    """Return by how many rows each table that matters grew; None where there were too many to count."""
    before, after = ({table.name: table.rows for table in facts.tables} for facts in (then, now))
    limits = (then.count_limit, now.count_limit)
    grown: dict[str, int | None] = {}
    for name in ("patients", "consultations", "documents"):
        counts = (before.get(name), after.get(name))
        is_known = all(count is not None and count < limit for count, limit in zip(counts, limits, strict=True))
        grown[name] = max(0, (counts[1] or 0) - (counts[0] or 0)) if is_known else None
    return grown


def _most(*counts: int | None) -> int | None:
    """Return the greater of what is known: records that were taken over in bulk are in the tables alone."""
    return max(_known(counts), default=None)


def _known(counts: Iterable[int | None]) -> list[int]:
    return [count for count in counts if count is not None]
