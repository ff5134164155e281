"""One moment of the open vault: its file stands still, the program goes on writing beside it, and the facts are taken.

On the vault's thread `begin_snapshot` brings everything into `vault.db` and stops checkpoints: from then on every write
goes to the WAL alone, until `end_snapshot`. In between, any thread may read the file. A crash in between costs nothing:
the WAL belongs to the vault, and the next opening takes it in. Until `end_snapshot` nothing may checkpoint, vacuum,
re-key or close the database; `Snapshot.is_unchanged` finds out if something did.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditHead
from stemsup_desktop.store.backup.manifest import TableFacts, VaultFacts
from stemsup_desktop.store.database_errors import translating_database_errors
from stemsup_desktop.store.header import DATABASE_NAME, encode_header, read_vault_header
from stemsup_desktop.store.place import VAULT_FOLDER
from stemsup_desktop.store.problems import make_environment_problem, translating_file_errors
from stemsup_desktop.store.schema import migrations

ReadAuditHead = Callable[[Database], AuditHead | None]
"""Reads the last row of the audit trail, or None if there is no trail."""

COUNT_LIMIT = 10_000
"""No table is counted further: counting a million rows would hold up the vault's thread for a fifth of a second."""

_USUAL_CHECKPOINT_PAGES = 1000


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The vault at one moment: `key_file` in memory, the database's `size` bytes in the file that now stands still."""

    folder: Path
    vault_id: str
    key_file: bytes
    facts: VaultFacts
    size: int
    changed_ns: int

    @property
    def database(self) -> Path:
        """Return where the encrypted pages lie."""
        return self.folder / VAULT_FOLDER / DATABASE_NAME

    def is_unchanged(self) -> bool:
        """Return whether the file has stood still since; raises OSError."""
        status = self.database.stat()
        return (status.st_size, status.st_mtime_ns) == (self.size, self.changed_ns)


def find_no_audit_head(_db: Database) -> AuditHead | None:
    """Find none: for a vault without an audit trail."""
    return None


def begin_snapshot(db: Database, folder: Path, read_audit_head: ReadAuditHead = find_no_audit_head) -> Snapshot:
    """Make the vault's file stand still and say what is in it; on the vault's thread, outside a transaction.

    Takes a few milliseconds. Whatever happens to the copy, `end_snapshot` must follow on the same thread; if this one
    raises, it need not. Raises `EnvironmentProblem` for what the disk says, and RuntimeError inside a transaction.
    """
    if db.conn.in_transaction:
        raise RuntimeError("a snapshot begins between two transactions")
    with translating_database_errors(), translating_file_errors():
        db.execute("pragma wal_autocheckpoint = 0").fetchall()
        try:
            _bring_all_into_file(db)
            header = read_vault_header(folder)
            status = (folder / VAULT_FOLDER / DATABASE_NAME).stat()
            return Snapshot(
                folder=folder,
                vault_id=header.vault_id,
                key_file=encode_header(header),
                facts=read_facts(db, COUNT_LIMIT, read_audit_head),
                size=status.st_size,
                changed_ns=status.st_mtime_ns,
            )
        except BaseException:
            end_snapshot(db)
            raise


def end_snapshot(db: Database) -> None:
    """Let the WAL flow into the file again; on the vault's thread. Calling it again does nothing."""
    with translating_database_errors():
        db.execute(f"pragma wal_autocheckpoint = {_USUAL_CHECKPOINT_PAGES}").fetchall()


def is_standing_still(db: Database) -> bool:
    """Tell whether a snapshot is under way, so that nothing may be brought from the WAL into the file."""
    return int(db.execute("pragma wal_autocheckpoint").fetchone()[0]) == 0


@contextmanager
def holding_still(
    db: Database, folder: Path, read_audit_head: ReadAuditHead = find_no_audit_head
) -> Iterator[Snapshot]:
    """Hold a snapshot inside the block, for a program with one thread."""
    snapshot = begin_snapshot(db, folder, read_audit_head)
    try:
        yield snapshot
    finally:
        end_snapshot(db)


def read_facts(db: Database, count_limit: int, read_audit_head: ReadAuditHead) -> VaultFacts:
    """Return what a database holds, whether it is the vault's own or a copy."""
    return VaultFacts(
        migrations=tuple(step.name for step in migrations.applied(db)),
        tables=tuple(_read_table(db, name, bool(is_keyed), count_limit) for name, is_keyed in _find_tables(db)),
        count_limit=count_limit,
        audit_head=read_audit_head(db),
    )


def count_rows(db: Database) -> dict[str, int]:
    """Return the rows of every table, however many: only for a copy, where nobody waits."""
    return {name: int(db.execute(f'select count(*) from "{name}"').fetchone()[0]) for name, _ in _find_tables(db)}


def _bring_all_into_file(db: Database) -> None:
    is_busy, pages_left, _ = db.execute("pragma wal_checkpoint(truncate)").fetchone()
    if is_busy or pages_left:
        raise make_environment_problem("vault-in-use")


def _find_tables(db: Database) -> list[tuple[str, int]]:
    """Find the tables, and which have no row numbers. Tables that an index keeps for itself follow from the others."""
    statement = "select name, wr from pragma_table_list where schema = 'main' and type = 'table' order by name"
    return [(str(name), int(wr)) for name, wr in db.execute(statement) if not str(name).startswith("sqlite_")]


def _read_table(db: Database, name: str, is_keyed: bool, count_limit: int) -> TableFacts:
    counted = db.execute(f'select count(*) from (select 1 from "{name}" limit ?)', [count_limit]).fetchone()[0]
    last_row = None if is_keyed else db.execute(f'select max(rowid) from "{name}"').fetchone()[0]
    return TableFacts(name=name, rows=int(counted), last_row=last_row)
