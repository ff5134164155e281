"""Work on backups that goes through the lanes: short acts in the vault, long ones beside it."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from stemsup_desktop.errors import Problem
from stemsup_desktop.store.backup.watching import Progress, Stage, Watch
from stemsup_desktop.ui.jobs import Err, JobControl, JobRunner, Lane, Ok
from stemsup_desktop.ui.vault_access import VaultAccess

if TYPE_CHECKING:
    from stemsup_desktop.store.vault import Vault

T = TypeVar("T")
CANCELLED = "backup-cancelled"


class CopyStage(StrEnum):
    """What the work is at."""

    STARTING = "starting"
    COPYING = "copying"
    TESTING = "testing"


@dataclass(frozen=True, slots=True)
class CopyProgress:
    """How far the work is, of a hundred. The check of all pages does not say how far it is, and keeps its number."""

    stage: CopyStage = CopyStage.STARTING
    percent: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """The part of the hundred that a stage takes: where it begins, and how much it is."""

    begins: int
    length: int


class CopyWork(QObject):
    """One piece of work. `ended` comes once, with None or the `Problem`; a cancelled one ends with backup-cancelled.

    What runs beside the vault is never dropped: it hears of `cancel` by its `watch` between two chunks, and its end is
    always seen, so that what it holds can be let go of.
    """

    advanced = Signal(object)
    """A `CopyProgress`."""
    ended = Signal(object)

    shares: Mapping[Stage, Share]
    """What each stage takes of the hundred."""

    def __init__(self, access: VaultAccess, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._access = access
        self._runner = runner
        self._cancelled = threading.Event()
        self._progress = CopyProgress()
        self._is_over = False

    @property
    def progress(self) -> CopyProgress:
        """How far it is."""
        return self._progress

    @property
    def is_cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at the next chunk."""
        self._cancelled.set()

    # What a piece of work is made of

    def _ask_vault(self, act: "Callable[[Vault], T]", on_done: Callable[[T], None]) -> None:
        self._access.run(act, lambda result: self._go_on(result, on_done))

    def _do_beside(self, act: Callable[[Watch], T], on_done: Callable[[T], None]) -> None:
        """Do what is long; after the runner's end there is nobody to go on, and the work lets go of what it holds."""
        control = JobControl()
        watch = Watch(make_report(control, self.shares), self._cancelled.is_set)
        self._runner.run(
            lambda: act(watch),
            lambda result: self._go_on(result, on_done),
            lane=Lane.COPY,
            control=control,
            on_progress=self._on_progress,
        )
        if control.is_cancelled:
            self._let_go()

    def _go_on(self, result: Ok[T] | Err, on_done: Callable[[T], None]) -> None:
        match result:
            case Ok(value):
                on_done(value)
            case Err(problem):
                self._fail(problem)

    def _fail(self, problem: Problem) -> None:
        """End with a problem; work that has to tidy up first says how."""
        self._end(problem)

    def _end(self, problem: Problem | None = None) -> None:
        self._let_go()
        if not self._is_over:
            self._is_over = True
            self.ended.emit(problem)

    def _let_go(self) -> None:
        """Let go of what the work holds; called at its end, and again if need be."""

    def _on_progress(self, number: int, stage_number: int) -> None:
        self._progress = CopyProgress(_STAGES[stage_number], number)
        self.advanced.emit(self._progress)


_STAGES = (CopyStage.COPYING, CopyStage.TESTING)


def make_report(control: JobControl, shares: Mapping[Stage, Share]) -> Callable[[Progress], None]:
    """Return what turns bytes into a number of a hundred, and speaks only when that changed.

    The job hears of the number, and of 0 while it copies or 1 while the copy is tried.
    """
    last = (-1, -1)

    def report(progress: Progress) -> None:
        nonlocal last
        share = shares[progress.stage]
        done = progress.done_bytes / progress.total_bytes if progress.total_bytes else 0.0
        now = (share.begins + int(share.length * done), 0 if progress.stage is Stage.COPY else 1)
        if now != last:
            last = now
            control.report(*now)

    return report
