"""Builds audit trails in vaults of their own, and changes them as an intruder with the passphrase would."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlite_utils import Database
from store.builders import START

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, AuditHead
from stemsup_desktop.consultation.record_changes import FieldChange
from stemsup_desktop.store.audit_encoding import hash_row
from stemsup_desktop.store.audit_trail import append_event, begin_trail
from stemsup_desktop.store.connection import close_database, create_database, open_database
from stemsup_desktop.store.schema import migrations

VAULT_ID = "4f1c6e0e-6f0a-4a55-9f0e-0d8a3f6c0a11"
KEY = bytes(range(32))
GOAL = FieldChange(("reason", "goal"), "髪を増やしたい", "髪と生え際を整えたい")
_FIELDS = (
    "at",
    "account_id",
    "account_name",
    "act",
    "patient_id",
    "consultation_id",
    "subject",
    "details_digest",
    "previous_hash",
)


class Clerk:
    """Who does the acts of a test."""

    def __init__(self, account_id: str = "account-1", name: str = "青木 誠") -> None:
        self.account_id = account_id
        self.name = name


@contextmanager
def opened_database(path: Path) -> Iterator[Database]:
    """Open an encrypted file of its own, made if need be, as the vault does."""
    db = open_database(path, KEY, migrations) if path.is_file() else create_database(path, KEY, migrations)
    try:
        yield db
    finally:
        close_database(db)


def make_event(number: int) -> AuditEvent:
    """Return the nth act: every other one holds details, of two patients in turn."""
    act = AuditAct.CONSULTATION_CHANGED if number % 2 else AuditAct.PATIENT_VIEWED
    details = (GOAL,) if number % 2 else ()
    return AuditEvent(act, f"patient-{number // 2 % 2}", f"visit-{number // 4}", f"subject {number}", details)


def write_trail(db: Database, count: int, first: int = 1, vault_id: str = VAULT_ID) -> AuditHead:
    """Add `count` rows and return the head."""
    with db.atomic():
        begin_trail(db, vault_id)
        heads = [
            append_event(db, make_event(number), Clerk(), START + timedelta(seconds=number))
            for number in range(first, first + count)
        ]
    return heads[-1]


def drop_guards(db: Database) -> None:
    """Take away every trigger, and let rows part from their details."""
    for (name,) in db.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        if name.startswith("audit_"):
            db.execute(f"drop trigger {name}")
    db.execute("pragma foreign_keys = off")


def renumber(db: Database, old: int, new: int) -> None:
    """Give a row another number, with its details."""
    for table in ("audit_trail", "audit_details"):
        db.execute(f"update {table} set sequence = ? where sequence = ?", [new, old])


def shift(db: Database, first: int, by: int) -> None:
    """Renumber every row from one on."""
    numbers = [row[0] for row in db.execute("select sequence from audit_trail where sequence >= ?", [first])]
    for number in sorted(numbers, reverse=by > 0):
        renumber(db, number, number + by)


def rehash(db: Database, first: int, last: int) -> None:
    """Compute the hashes of rows anew, each linked to the one before as it now is."""
    for number in range(first, last + 1):
        before = db.execute("select hash from audit_trail where sequence = ?", [number - 1]).fetchone()
        if before is not None:
            db.execute("update audit_trail set previous_hash = ? where sequence = ?", [before[0], number])
        columns = ", ".join(f"cast({name} as blob)" for name in _FIELDS)
        fields = db.execute(f"select {columns} from audit_trail where sequence = ?", [number]).fetchone()
        db.execute("update audit_trail set hash = ? where sequence = ?", [hash_row(number, fields), number])
