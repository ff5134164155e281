"""Restores a backup on trial: unpacks it beside the vault, opens it, checks every page, and compares what is in it."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from sqlcipher3 import dbapi2
from sqlite_utils import Database

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.backup.manifest import DataKey, Manifest, check_seal
from stemsup_desktop.store.backup.reading import Archive, open_archive
from stemsup_desktop.store.backup.shelf import BackupRecord
from stemsup_desktop.store.backup.snapshot import ReadAuditHead, count_rows, find_no_audit_head, read_facts
from stemsup_desktop.store.backup.watching import UNWATCHED, Stage, Watch
from stemsup_desktop.store.connection import close_database, open_frozen
from stemsup_desktop.store.database_errors import translating_database_errors
from stemsup_desktop.store.header import DATABASE_NAME
from stemsup_desktop.store.place import TRIAL_PREFIX
from stemsup_desktop.store.problems import make_environment_problem, make_input_problem, translating_file_errors
from stemsup_desktop.store.schema import migrations

_STEPS_BETWEEN_LOOKS = 20_000


def _trust_trail(_db: Database) -> None:
    """There is no audit trail to verify."""


@dataclass(frozen=True, slots=True)
class AuditChecks:
    """How an audit trail is read: its head, for the comparison, and a check that raises a `Problem` if it fails."""

    read_head: ReadAuditHead = find_no_audit_head
    verify: Callable[[Database], None] = _trust_trail


NO_AUDIT = AuditChecks()


@dataclass(frozen=True, slots=True)
class BackupProof:
    """A backup that was restored on trial, and the rows of each table in it."""

    record: BackupRecord
    manifest: Manifest
    seal: str
    rows: Mapping[str, int]


def prove_backup(
    path: Path,
    data_key: DataKey,
    folder: Path,
    *,
    vault_id: str,
    now: datetime,
    audit: AuditChecks = NO_AUDIT,
    watch: Watch = UNWATCHED,
) -> BackupProof:
    """Restore a backup on trial beside the vault in `folder`, whose lock the caller holds; on any thread.

    Encrypted pages are all that is written, into a folder only its owner can enter, which is removed afterwards, or by
    `settle_restore` if the program dies. `record_proof` writes the result down. Raises `EnvironmentProblem`
    backup-missing, backup-damaged, backup-newer, backup-of-another, backup-of-older-key, backup-forged,
    backup-not-equal, backup-disk-failed, backup-no-room-to-test, vault-newer; `InputProblem` backup-cancelled; and what
    `audit.verify` raises.
    """
    with open_archive(path) as archive:
        manifest = archive.manifest
        if manifest.vault_id != vault_id:
            raise make_environment_problem("backup-of-another")
        check_seal(manifest, archive.sealed, data_key)
        with _in_trial_folder(folder) as trial:
            rows = unpack_and_check(archive, trial, data_key, audit, watch)
        record = BackupRecord(path, vault_id, manifest.created_at, archive.size_bytes, now)
        return BackupProof(record, manifest, archive.sealed.seal, rows)


def unpack_and_check(
    archive: Archive, into: Path, data_key: DataKey, audit: AuditChecks, watch: Watch
) -> Mapping[str, int]:
    """Unpack the database into a folder, check it, and return the rows of each table; raises as `prove_backup` does."""
    copy = into / DATABASE_NAME
    try:
        archive.unpack_database(copy, watch)
    except EnvironmentProblem as problem:
        if problem.code == "vault-disk-full":
            raise make_environment_problem("backup-no-room-to-test") from problem
        raise
    watch.advance(Stage.CHECK, 0, archive.manifest.database.size)
    with _translating_damage():
        db = open_frozen(copy, data_key, migrations)
        try:
            return _check_database(db, archive.manifest, audit, watch)
        finally:
            close_database(db)


def _check_database(db: Database, manifest: Manifest, audit: AuditChecks, watch: Watch) -> Mapping[str, int]:
    with _stopping_when_cancelled(db, watch), translating_database_errors():
        # Each page's HMAC first: what follows may then trust what it reads.
        if db.execute("pragma cipher_integrity_check").fetchall():
            raise make_environment_problem("backup-damaged")
        if db.execute("pragma integrity_check").fetchall() != [("ok",)]:
            raise make_environment_problem("backup-damaged")
        if db.execute("pragma foreign_key_check").fetchone() is not None:
            raise make_environment_problem("backup-damaged")
        if read_facts(db, manifest.facts.count_limit, audit.read_head) != manifest.facts:
            raise make_environment_problem("backup-not-equal")
        audit.verify(db)
        return count_rows(db)


@contextmanager
def _stopping_when_cancelled(db: Database, watch: Watch) -> Iterator[None]:
    """Let SQLite ask between its steps whether to stop; the check of all HMACs is a single step."""
    db.conn.set_progress_handler(lambda: int(watch.is_cancelled()), _STEPS_BETWEEN_LOOKS)
    try:
        yield
    except dbapi2.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) == dbapi2.SQLITE_INTERRUPT:
            raise make_input_problem("backup-cancelled") from error
        raise
    finally:
        db.conn.set_progress_handler(None, 0)


@contextmanager
def _translating_damage() -> Iterator[None]:
    """The copy is damaged, not the vault, whose sentence would alarm."""
    try:
        yield
    except EnvironmentProblem as problem:
        if problem.code in ("vault-damaged", "vault-truncated"):
            raise make_environment_problem("backup-damaged") from problem
        raise


@contextmanager
def _in_trial_folder(folder: Path) -> Iterator[Path]:
    with translating_file_errors():
        trial = Path(mkdtemp(prefix=TRIAL_PREFIX, dir=folder))  # only its owner can enter it
    try:
        yield trial
    finally:
        shutil.rmtree(trial, ignore_errors=True)  # what stays, `settle_restore` removes
