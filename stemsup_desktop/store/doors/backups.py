"""Backups of an open vault: its file stands still while another thread copies it, or this one waits for all of it."""

from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent, make_facts
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.record_changes import FieldChange
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.audit_trail import read_head
from stemsup_desktop.store.audit_verification import verify_trail
from stemsup_desktop.store.backup.anchors import BackupAnchors, list_restores, read_anchors
from stemsup_desktop.store.backup.loss import Loss, read_loss
from stemsup_desktop.store.backup.making import finish_backup
from stemsup_desktop.store.backup.manifest import Manifest
from stemsup_desktop.store.backup.proving import AuditChecks, BackupProof, prove_backup
from stemsup_desktop.store.backup.rotation import is_backup_due
from stemsup_desktop.store.backup.settings import BackupSettings, make_settings_of, read_backup_settings
from stemsup_desktop.store.backup.shelf import record_proof
from stemsup_desktop.store.backup.situation import find_last_good_moment
from stemsup_desktop.store.backup.snapshot import Snapshot, begin_snapshot, end_snapshot
from stemsup_desktop.store.backup.watching import UNWATCHED, Watch
from stemsup_desktop.store.backup.writing import write_backup
from stemsup_desktop.store.document_shelf import list_anchors
from stemsup_desktop.store.door import Door, Opened
from stemsup_desktop.store.header import mend_vault_header
from stemsup_desktop.store.house_records import load_settings, save_settings
from stemsup_desktop.store.keys import wipe
from stemsup_desktop.store.place import VAULT_FOLDER
from stemsup_desktop.store.problems import make_environment_problem, translating_file_errors


@dataclass(frozen=True, slots=True)
class BackupTicket:
    """What another thread needs to write and prove a backup; `data_key` is a copy to be wiped by whoever holds it."""

    snapshot: Snapshot
    data_key: bytearray
    settings: BackupSettings


def verify_copy(db: Database) -> None:
    """Raise `EnvironmentProblem` backup-history-faulty unless the history in a copy of a vault is whole."""
    if verify_trail(db, list_anchors(db)).fault is not None:
        raise make_environment_problem("backup-history-faulty")


AUDIT_CHECKS = AuditChecks(read_head, verify_copy)
"""How a backup's history is compared and checked."""


class BackupDoor(Door):
    """Backups of an open vault.

    Between `begin_backup` and `end_backup` the vault takes everything as usual, but is neither re-keyed nor closed.
    """

    def __init__(self, opened: Opened) -> None:
        super().__init__(opened)
        self._has_snapshot = False

    def load_backup_settings(self) -> BackupSettings:
        """Return where backups go and how many stay."""
        with self._reading(Right.SIGN_IN) as db:
            return read_backup_settings(load_settings(db))

    def save_backup_settings(self, settings: BackupSettings) -> None:
        """Replace where backups go and how many stay."""
        with self._writing(Right.ADMINISTER) as db:
            before, after = load_settings(db), make_settings_of(settings)
            save_settings(db, after)
            changed = tuple(
                FieldChange((name,), before.get(name), value)
                for name, value in after.items()
                if before.get(name) != value
            )
            if changed:
                self._note(AuditEvent(AuditAct.SETTINGS_CHANGED, subject="backup", details=changed))

    def find_due_backup(self) -> BackupSettings | None:
        """Find whether today has no good backup yet and one is wanted by itself; None if not."""
        settings, opened = self.load_backup_settings(), self._opened
        last = find_last_good_moment(opened.folder, opened.header.vault_id)
        is_wanted = settings.is_automatic and settings.folder is not None
        return settings if is_wanted and is_backup_due(last, self._clock()) else None

    def begin_backup(self) -> BackupTicket:
        """Make the file stand still for a copy; raises RuntimeError while another one is under way."""
        with self._reading(Right.SIGN_IN) as db:
            if self._has_snapshot:
                raise RuntimeError("a backup is under way already")
            settings = read_backup_settings(load_settings(db))
            with translating_file_errors():  # a key file that was swapped under the open vault would open no backup
                mend_vault_header(self._opened.folder / VAULT_FOLDER, self._opened.header)
            snapshot = begin_snapshot(db, self._opened.folder, read_head)
            self._has_snapshot = True
            return BackupTicket(snapshot, bytearray(self._opened.data_key), settings)

    def end_backup(self, proof: BackupProof | None = None, problem_code: str = "") -> None:
        """Let the file go on, and keep in the history how it went: a proof, or the code of what went wrong."""
        self.release_backup()
        self._note_backup(proof, problem_code)

    def release_backup(self) -> None:
        """Let the file go on as soon as it is copied, while the copy is still being proven."""
        with self._reading(Right.SIGN_IN) as db:
            if self._has_snapshot:
                end_snapshot(db)
                self._has_snapshot = False

    def make_backup(self, settings: BackupSettings, program_version: str, watch: Watch = UNWATCHED) -> BackupProof:
        """Back up and prove the backup, while everything else waits: for the command line, and before closing.

        Raises `EnvironmentProblem` backup-folder-missing where none was chosen, and as `write_backup`, `prove_backup`
        do; that it failed is in the history.
        """
        self._require(Right.SIGN_IN)
        if settings.folder is None:
            raise make_environment_problem("backup-folder-missing")
        ticket = self.begin_backup()
        now, opened = self._clock(), self._opened
        try:
            record = write_backup(
                ticket.snapshot,
                settings.folder,
                opened.data_key,
                now=now,
                program_version=program_version,
                watch=watch,
            )
            self.release_backup()
            proof = finish_backup(
                record,
                opened.data_key,
                opened.folder,
                now=now,
                policy=settings.policy,
                audit=AUDIT_CHECKS,
                watch=watch,
            )
        except EnvironmentProblem as problem:
            self.end_backup(problem_code=problem.code)
            raise
        finally:
            self.release_backup()
            wipe(ticket.data_key)
        self.end_backup(proof)
        return proof

    def test_backup(self, path: Path, watch: Watch = UNWATCHED) -> BackupProof:
        """Restore a backup of this vault on trial, and note beside it that it is good, where its drive takes a note.

        Raises as `prove_backup`; how it went is in the history.
        """
        with self._reading(Right.SIGN_IN):
            now, opened = self._clock(), self._opened
        try:
            proof = prove_backup(
                path,
                opened.data_key,
                opened.folder,
                vault_id=opened.header.vault_id,
                now=now,
                audit=AUDIT_CHECKS,
                watch=watch,
            )
        except EnvironmentProblem as problem:
            self._note_backup(None, problem.code)
            raise
        with self._writing(Right.SIGN_IN):
            self._note_test(proof)
        try:
            record_proof(proof.record, proof.seal, now)
        except EnvironmentProblem as problem:
            # A disc, or a share of somebody else's, takes no note: the backup is good all the same.
            if problem.code != "backup-read-only":
                raise
        return proof

    def list_backup_anchors(self, folder: Path) -> BackupAnchors:
        """Return the heads in this vault's backups in a folder: each stands for the history as it was then.

        Raises as `read_anchors`.
        """
        with self._reading(Right.SIGN_IN) as db:
            opened = self._opened
            restored = list_restores(db)
        return read_anchors(folder, opened.header.vault_id, opened.data_key, restored)

    def derive_restore_loss(self, manifest: Manifest) -> Loss:
        """Return what this vault holds that a backup does not."""
        with self._reading(Right.ADMINISTER) as db:
            return read_loss(db, self._opened.header.vault_id, manifest, self._clock())

    def _note_backup(self, proof: BackupProof | None, problem_code: str) -> None:
        with self._writing(Right.SIGN_IN):
            if proof is not None:
                self._note(AuditEvent(AuditAct.BACKUP_MADE, subject=proof.record.path.name))
                self._note_test(proof)
            elif problem_code:
                self._note(AuditEvent(AuditAct.BACKUP_FAILED, subject=problem_code))

    def _note_test(self, proof: BackupProof) -> None:
        facts = make_facts({"size_bytes": proof.record.size_bytes, "rows": sum(proof.rows.values())})
        self._note(AuditEvent(AuditAct.BACKUP_TESTED, subject=proof.record.path.name, details=facts))
