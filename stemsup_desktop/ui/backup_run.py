"""One backup while the program runs, and one test of an older backup."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent
from stemsup_desktop.errors import Problem
from stemsup_desktop.store.backup.making import finish_backup
from stemsup_desktop.store.backup.places import require_backup_folder
from stemsup_desktop.store.backup.proving import BackupProof, prove_backup
from stemsup_desktop.store.backup.settings import BackupSettings
from stemsup_desktop.store.backup.shelf import BackupRecord, record_proof
from stemsup_desktop.store.backup.watching import Stage, Watch
from stemsup_desktop.store.backup.writing import write_backup
from stemsup_desktop.store.doors.backups import AUDIT_CHECKS, BackupTicket
from stemsup_desktop.store.keys import wipe
from stemsup_desktop.store.problems import make_environment_problem
from stemsup_desktop.ui.copy_work import CANCELLED, CopyWork, Share
from stemsup_desktop.ui.jobs import JobRunner
from stemsup_desktop.ui.vault_access import VaultAccess

if TYPE_CHECKING:
    from stemsup_desktop.store.vault import Vault


class Reason(StrEnum):
    """Why a backup is made."""

    ASKED = "asked"
    DAILY = "daily"
    CLOSING = "closing"


class BackupRun(CopyWork):
    """Snapshot, copy, trial, note: the vault takes every draft meanwhile.

    `proof` is what came of it. Where none is wanted now it ends at once, without one.
    """

    shares = MappingProxyType({Stage.COPY: Share(0, 55), Stage.UNPACK: Share(55, 30), Stage.CHECK: Share(85, 0)})

    def __init__(
        self,
        access: VaultAccess,
        runner: JobRunner,
        clock: Callable[[], datetime],
        program_version: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(access, runner, parent)
        self._clock = clock
        self._version = program_version
        self._ticket: BackupTicket | None = None
        self.proof: BackupProof | None = None

    def start(self, reason: Reason) -> None:
        """Begin; `ended` follows."""
        self._ask_vault(partial(find_wanted, reason=reason), self._on_wanted)

    def _on_wanted(self, settings: BackupSettings | None) -> None:
        if settings is None or settings.folder is None:
            self._end()
            return
        # Not on the vault's thread: a dead share takes its time to say that it is dead.
        target, folder = settings.folder, self._access.folder
        self._do_beside(lambda _: require_backup_folder(target, folder), lambda _: self._begin())

    def _begin(self) -> None:
        self._ask_vault(lambda vault: vault.begin_backup(), self._on_begun)

    def _on_begun(self, ticket: BackupTicket) -> None:
        self._ticket = ticket
        target = ticket.settings.folder
        if target is None:  # another administrator took it away meanwhile
            self._fail(make_environment_problem("backup-folder-missing"))
            return
        now, version = self._clock(), self._version

        def write(watch: Watch) -> BackupRecord:
            watch.advance(Stage.COPY, 0, ticket.snapshot.size)
            return write_backup(ticket.snapshot, target, ticket.data_key, now=now, program_version=version, watch=watch)

        self._do_beside(write, partial(self._on_written, ticket))

    def _on_written(self, ticket: BackupTicket, record: BackupRecord) -> None:
        self._access.run(lambda vault: vault.release_backup(), lambda _: None)
        now = self._clock()

        def finish(watch: Watch) -> BackupProof:
            return finish_backup(
                record,
                ticket.data_key,
                ticket.snapshot.folder,
                now=now,
                policy=ticket.settings.policy,
                audit=AUDIT_CHECKS,
                watch=watch,
            )

        self._do_beside(finish, self._on_proven)

    def _on_proven(self, proof: BackupProof) -> None:
        self.proof = proof
        self._let_go()
        # Locked meanwhile: the backup is good all the same, and its own note says so.
        self._access.run(lambda vault: vault.end_backup(proof), lambda _: self._end())

    def _fail(self, problem: Problem) -> None:
        if self._ticket is None:
            self._end(problem)
            return
        self._let_go()
        code = "" if problem.code == CANCELLED else problem.code
        self._access.run(lambda vault: vault.end_backup(problem_code=code), lambda _: self._end(problem))

    def _let_go(self) -> None:
        if self._ticket is not None:
            wipe(self._ticket.data_key)


class BackupTrial(CopyWork):
    """Restores an older backup on trial, and notes beside it that it is good."""

    shares = MappingProxyType({Stage.COPY: Share(0, 0), Stage.UNPACK: Share(0, 70), Stage.CHECK: Share(70, 0)})

    def __init__(
        self,
        access: VaultAccess,
        runner: JobRunner,
        clock: Callable[[], datetime],
        path: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(access, runner, parent)
        self._clock = clock
        self._path = path
        self._ticket: BackupTicket | None = None

    def start(self) -> None:
        """Begin; `ended` follows."""
        self._ask_vault(lend_key, self._on_key)

    def _on_key(self, ticket: BackupTicket) -> None:
        self._ticket = ticket
        path, now, snapshot = self._path, self._clock(), ticket.snapshot

        def test(watch: Watch) -> None:
            proof = prove_backup(
                path,
                ticket.data_key,
                snapshot.folder,
                vault_id=snapshot.vault_id,
                now=now,
                audit=AUDIT_CHECKS,
                watch=watch,
            )
            record_proof(proof.record, proof.seal, now)

        self._do_beside(test, lambda _: self._on_tested())

    def _on_tested(self) -> None:
        self._let_go()
        event = AuditEvent(AuditAct.BACKUP_TESTED, subject=self._path.name)
        self._access.run(lambda vault: vault.note_event(event), lambda _: self._end())

    def _let_go(self) -> None:
        if self._ticket is not None:
            wipe(self._ticket.data_key)


def find_wanted(vault: "Vault", reason: Reason) -> BackupSettings | None:
    """Find the settings by which a backup is to be made now; None if none is wanted.

    Raises `EnvironmentProblem` backup-folder-missing for one that a person asked for with no folder chosen.
    """
    if reason is Reason.DAILY:
        return vault.find_due_backup()
    settings = vault.load_backup_settings()
    if reason is Reason.CLOSING:
        return settings if settings.is_automatic and settings.folder is not None else None
    if settings.folder is None:
        raise make_environment_problem("backup-folder-missing")
    return settings


def lend_key(vault: "Vault") -> BackupTicket:
    """Return the vault's key for a test, without holding its file still."""
    ticket = vault.begin_backup()
    vault.release_backup()
    return ticket
