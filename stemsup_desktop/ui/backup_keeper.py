"""Sees that backups are made: daily, on closing and when asked, one at a time; and says how it stands with them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from stemsup_desktop.errors import Problem
from stemsup_desktop.store.backup.notice import BackupNotice
from stemsup_desktop.store.backup.settings import BackupSettings
from stemsup_desktop.store.backup.situation import read_backup_notice
from stemsup_desktop.ui.backup_run import BackupRun, BackupTrial, Reason
from stemsup_desktop.ui.copy_work import CANCELLED, CopyProgress, CopyWork
from stemsup_desktop.ui.jobs import Err, JobRunner, Lane, Ok
from stemsup_desktop.ui.vault_access import VaultAccess

LOOK_EVERY_MS = 10 * 60 * 1000
LOOK_SOON_MS = 20_000
"""After unlocking the day's first page comes first."""
LOOKS_AFTER_FAILURE = 6
"""A full or write-protected stick is tried again after an hour: each try leaves a row in the history."""

_NOT_RESTED_FROM = frozenset({CANCELLED, "backup-folder-missing", "vault-locked"})
"""A stick that is away is looked for each time: that costs nothing, and it may be back."""


@dataclass(frozen=True, slots=True)
class BackupStatus:
    """What the keeper is at: `progress` while work runs, of a backup or the test of `tested`; what came of the last."""

    progress: CopyProgress | None = None
    tested: Path | None = None
    is_stopping: bool = False
    problem: Problem | None = None
    done_at: datetime | None = None
    """When the last work ended well, since the vault was opened."""
    was_test: bool = False
    """Whether that was the test of an older backup."""


class BackupKeeper(QObject):
    """Works on the vault behind one `VaultAccess`, while it is started.

    A lock cancels what runs, for the key goes with it; nothing half is left, and the backup is made after the next
    unlock. Nobody's clock decides how long a failure is rested from: looks are counted.
    """

    status_changed = Signal(object)
    """A `BackupStatus`."""
    notice_changed = Signal(object)
    """A `BackupNotice`."""
    ended = Signal(object)
    """None, or the `Problem` that the work ended with."""

    def __init__(
        self,
        access: VaultAccess,
        runner: JobRunner,
        clock: Callable[[], datetime],
        program_version: str = "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._access = access
        self._runner = runner
        self._clock = clock
        self._version = program_version
        self._work: CopyWork | None = None
        self._status = BackupStatus()
        self._notice: BackupNotice | None = None
        self._looks_to_rest = 0
        self._waiting: Reason | None = None
        self._is_started = False
        self._soon = self._make_timer(LOOK_SOON_MS, is_single=True)
        self._often = self._make_timer(LOOK_EVERY_MS, is_single=False)

    @property
    def access(self) -> VaultAccess:
        """The way to the vault that is backed up."""
        return self._access

    @property
    def status(self) -> BackupStatus:
        """What it is at."""
        return self._status

    @property
    def notice(self) -> BackupNotice | None:
        """How it stands with the backups, once that was found out."""
        return self._notice

    @property
    def is_running(self) -> bool:
        """Whether a backup or a test is under way, or on its way to stop."""
        return self._work is not None

    def start(self) -> None:
        """Begin to look, after the vault was opened."""
        self._looks_to_rest = 0
        self._is_started = True
        self._soon.start()
        self._often.start()
        self.refresh_notice()

    def stop(self) -> None:
        """Look no more and stop what runs, before the vault closes."""
        self._soon.stop()
        self._often.stop()
        self._notice = None
        self._is_started = False
        self.cancel()

    def look(self) -> None:
        """Make today's backup if there is none yet and it is wanted."""
        self.refresh_notice()
        if self._looks_to_rest:
            self._looks_to_rest -= 1
        else:
            self.back_up(Reason.DAILY)

    def back_up(self, reason: Reason = Reason.ASKED) -> None:
        """Make a backup. One that is under way is it; after work that makes none it follows."""
        if self._work is not None:
            self._waiting = self._waiting if reason is Reason.DAILY else reason
        else:
            run = BackupRun(self._access, self._runner, self._clock, self._version, self)
            run.ended.connect(lambda problem: self._on_backed_up(run, reason, problem))
            # Whether one is wanted is still to be found out: until it is, nothing is to be seen of a daily look.
            self._take(run, None, is_seen=reason is not Reason.DAILY)
            run.start(reason)

    def test(self, path: Path) -> None:
        """Restore an older backup on trial."""
        if self._work is None:
            trial = BackupTrial(self._access, self._runner, self._clock, path, self)
            trial.ended.connect(lambda problem: self._on_tested(trial, problem))
            self._take(trial, path, is_seen=True)
            trial.start()

    def cancel(self) -> None:
        """Stop what runs; `ended` follows with backup-cancelled."""
        self._waiting = None
        if self._work is not None and not self._work.is_cancelled:
            self._work.cancel()
            self._show(BackupStatus(self._work.progress, self._status.tested, is_stopping=True))

    def refresh_notice(self) -> None:
        """Find out anew how it stands, off every thread that somebody waits for."""

        def on_settings(result: Ok[BackupSettings] | Err) -> None:
            if isinstance(result, Ok):
                folder, settings, now = self._access.folder, result.value, self._clock()
                self._runner.run(lambda: read_backup_notice(folder, settings, now), self._on_notice, lane=Lane.COPY)

        self._access.run(lambda vault: vault.load_backup_settings(), on_settings)

    def _on_notice(self, result: Ok[BackupNotice] | Err) -> None:
        if isinstance(result, Ok) and self._is_started:
            self._notice = result.value
            self.notice_changed.emit(result.value)

    def _take(self, work: CopyWork, tested: Path | None, *, is_seen: bool) -> None:
        self._work = work
        work.advanced.connect(lambda progress: self._show(BackupStatus(progress, tested, work.is_cancelled)))
        if is_seen:
            self._show(BackupStatus(work.progress, tested))

    def _on_backed_up(self, run: BackupRun, reason: Reason, problem: Problem | None) -> None:
        if problem is not None and problem.code not in _NOT_RESTED_FROM and reason is Reason.DAILY:
            self._looks_to_rest = LOOKS_AFTER_FAILURE - 1
        if problem is None and run.proof is not None:
            self._looks_to_rest = 0
            self._waiting = None
            self._over(run, BackupStatus(done_at=self._clock()), None)
        else:
            self._over(run, BackupStatus(problem=problem), problem)

    def _on_tested(self, trial: BackupTrial, problem: Problem | None) -> None:
        done_at = self._clock() if problem is None else None
        self._over(trial, BackupStatus(problem=problem, done_at=done_at, was_test=True), problem)

    def _over(self, work: CopyWork, status: BackupStatus, problem: Problem | None) -> None:
        self._work = None
        work.deleteLater()
        self._show(status if self._is_started else BackupStatus())
        self.refresh_notice()
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            self.ended.emit(problem)
        else:
            self.back_up(waiting)

    def _show(self, status: BackupStatus) -> None:
        if status != self._status:
            self._status = status
            self.status_changed.emit(status)

    def _make_timer(self, interval_ms: int, *, is_single: bool) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(is_single)
        timer.setInterval(interval_ms)
        timer.timeout.connect(self.look)
        return timer
