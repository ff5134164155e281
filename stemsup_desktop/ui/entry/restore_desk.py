"""Restores a backup while the vault is closed: finds one, says what it would lose, puts it in place, or gives it up."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from stemsup_desktop.errors import Problem
from stemsup_desktop.store.backup.loss import Loss
from stemsup_desktop.store.backup.restoring import RestoredVault
from stemsup_desktop.store.backup.situation import FoundBackup, find_backup_to_restore, read_backup_to_restore
from stemsup_desktop.store.backup.watching import Stage, Watch
from stemsup_desktop.store.entering import Entry
from stemsup_desktop.store.place import vault_exists
from stemsup_desktop.store.restore import find_loss, restore_vault
from stemsup_desktop.ui.copy_work import Share, make_report
from stemsup_desktop.ui.jobs import Err, JobControl, JobRunner, Lane, Ok

T = TypeVar("T")
_SHARES = {Stage.UNPACK: Share(0, 80), Stage.CHECK: Share(80, 0)}


class RestorePhase(StrEnum):
    """Where the person is."""

    SEARCHING = "searching"
    NOTHING_FOUND = "nothing-found"
    OFFERED = "offered"
    CHECKING = "checking"
    CONFIRMING = "confirming"
    RESTORING = "restoring"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class RestoreState:
    """What is known so far. `damage` is why a backup is offered, None where a person asked for it.

    `refusal` is why the last act came to nothing. `percent` and `is_trying` tell of a restore under way.
    """

    damage: Problem | None = None
    phase: RestorePhase = RestorePhase.SEARCHING
    found: FoundBackup | None = None
    loss: Loss | None = None
    refusal: Problem | None = None
    restored: RestoredVault | None = None
    percent: int = 0
    is_trying: bool = False
    is_stopping: bool = False
    is_first: bool = False
    """Whether there are no records on this computer that could be lost."""


class RestoreDesk(QObject):
    """The vault must be closed, or its closing queued. What was typed is held from the check to the restore alone."""

    state_changed = Signal(object)
    """A `RestoreState`."""
    restored = Signal()

    def __init__(
        self,
        runner: JobRunner,
        folder: Path,
        clock: Callable[[], datetime],
        damage: Problem | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`damage` is why the vault in the folder cannot be opened, where there is one."""
        super().__init__(parent)
        self._runner = runner
        self._folder = folder
        self._clock = clock
        self._state = RestoreState(damage, is_first=not vault_exists(folder))
        self._entry: Entry | None = None
        self._cancelled = threading.Event()

    @property
    def state(self) -> RestoreState:
        """What is known so far."""
        return self._state

    @property
    def clock(self) -> Callable[[], datetime]:
        """Returns the present moment."""
        return self._clock

    def search(self) -> None:
        """Look for the last good backup where the last one was put."""
        self._set(phase=RestorePhase.SEARCHING, refusal=None)
        folder, now = self._folder, self._clock()
        self._run(lambda: find_backup_to_restore(folder, now), self._on_found, self._on_not_found, Lane.COPY)

    def choose(self, path: Path) -> None:
        """Take the file that a person chose."""
        self._set(phase=RestorePhase.SEARCHING, refusal=None)
        self._run(lambda: read_backup_to_restore(path), self._on_found, self._on_not_found, Lane.COPY)

    def check(self, entry: Entry) -> None:
        """Open the backup as a person, and find out what restoring it would lose."""
        found = self._state.found
        if found is None or self._state.phase is not RestorePhase.OFFERED:
            return
        self._entry = entry
        self._set(phase=RestorePhase.CHECKING, refusal=None)
        folder, clock = self._folder, self._clock
        self._run(lambda: find_loss(found.path, folder, entry, clock=clock), self._on_loss, self._on_refused)

    def go_back(self) -> None:
        """Return from the confirmation to the choice."""
        if self._state.phase is RestorePhase.CONFIRMING:
            self._entry = None
            self._set(phase=RestorePhase.OFFERED, loss=None)

    def restore(self) -> None:
        """Put the backup in the vault's place."""
        found, entry = self._state.found, self._entry
        if found is None or entry is None or self._state.phase is not RestorePhase.CONFIRMING:
            return
        self._cancelled.clear()
        self._set(phase=RestorePhase.RESTORING, percent=0, is_trying=False, is_stopping=False)
        control = JobControl()
        watch = Watch(make_report(control, _SHARES), self._cancelled.is_set)
        folder, clock, loss = self._folder, self._clock, self._state.loss
        self._run(
            lambda: restore_vault(found.path, folder, entry, clock=clock, replace=True, loss=loss, watch=watch),
            self._on_restored,
            self._on_refused,
            control=control,
        )

    def cancel(self) -> None:
        """Stop a restore under way; the vault is then as it was."""
        if self._state.phase is RestorePhase.RESTORING:
            self._cancelled.set()
            self._set(is_stopping=True)

    def _run(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None],
        on_failed: Callable[[Problem], None],
        lane: Lane = Lane.VAULT,
        control: JobControl | None = None,
    ) -> None:
        def on_result(result: Ok[T] | Err) -> None:
            if not shiboken6.isValid(self):
                return  # the window went while a slow share was asked
            match result:
                case Ok(value):
                    on_done(value)
                case Err(problem):
                    on_failed(problem)

        self._runner.run(work, on_result, lane=lane, control=control, on_progress=self._on_progress)

    def _on_found(self, found: FoundBackup | None) -> None:
        self._set(phase=RestorePhase.NOTHING_FOUND if found is None else RestorePhase.OFFERED, found=found)

    def _on_not_found(self, problem: Problem) -> None:
        """Say why a file is no backup, and go on with the one found before."""
        phase = RestorePhase.NOTHING_FOUND if self._state.found is None else RestorePhase.OFFERED
        self._set(phase=phase, refusal=problem)

    def _on_loss(self, loss: Loss) -> None:
        self._set(phase=RestorePhase.CONFIRMING, loss=loss)

    def _on_refused(self, problem: Problem) -> None:
        self._entry = None
        self._set(phase=RestorePhase.OFFERED, loss=None, refusal=problem, is_stopping=False)

    def _on_restored(self, restored: RestoredVault) -> None:
        self._entry = None
        self._set(phase=RestorePhase.DONE, restored=restored)
        self.restored.emit()

    def _on_progress(self, percent: int, is_trying: int) -> None:
        self._set(percent=percent, is_trying=bool(is_trying) and percent >= _SHARES[Stage.CHECK].begins)

    def _set(self, **changes: object) -> None:
        state = replace(self._state, **changes)  # type: ignore[arg-type]
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)
