"""A whole backup: written, restored on trial, written down as good, and only then are older ones removed."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from stemsup_desktop.store.backup.manifest import DataKey
from stemsup_desktop.store.backup.memory import remember_backup
from stemsup_desktop.store.backup.proving import NO_AUDIT, AuditChecks, BackupProof, prove_backup
from stemsup_desktop.store.backup.rotation import USUAL_POLICY, RotationPolicy, derive_rotation
from stemsup_desktop.store.backup.shelf import BackupRecord, list_backups, record_proof, remove_backups
from stemsup_desktop.store.backup.snapshot import holding_still
from stemsup_desktop.store.backup.watching import UNWATCHED, Watch
from stemsup_desktop.store.backup.writing import write_backup


def make_backup(
    db: Database,
    folder: Path,
    target: Path,
    data_key: DataKey,
    *,
    clock: Callable[[], datetime],
    program_version: str,
    policy: RotationPolicy = USUAL_POLICY,
    audit: AuditChecks = NO_AUDIT,
    watch: Watch = UNWATCHED,
) -> BackupProof:
    """Back up on the thread that owns the database, which waits: for the command line, and before closing.

    A window does the same in pieces: `begin_snapshot`, elsewhere `write_backup`, `end_snapshot`, elsewhere
    `finish_backup`. Raises as these do.
    """
    with holding_still(db, folder, audit.read_head) as snapshot:
        record = write_backup(snapshot, target, data_key, now=clock(), program_version=program_version, watch=watch)
    return finish_backup(record, data_key, folder, now=clock(), policy=policy, audit=audit, watch=watch)


def finish_backup(
    record: BackupRecord,
    data_key: DataKey,
    folder: Path,
    *,
    now: datetime,
    policy: RotationPolicy = USUAL_POLICY,
    audit: AuditChecks = NO_AUDIT,
    watch: Watch = UNWATCHED,
) -> BackupProof:
    """Restore a new backup on trial, write down that it is good, and remove those that may go.

    If the trial fails, nothing is removed. Raises as `prove_backup`, `record_proof`, `remember_backup` and
    `remove_backups` do.
    """
    proof = prove_backup(record.path, data_key, folder, vault_id=record.vault_id, now=now, audit=audit, watch=watch)
    record_proof(proof.record, proof.seal, now)
    remember_backup(folder, proof.record, now)
    shelf = list_backups(record.path.parent, record.vault_id)
    remove_backups(derive_rotation(shelf.records, now, policy).remove)
    return proof
