"""Runs slow work off the GUI thread, one worker per lane, and hands results back on the GUI thread in order.

Nothing else in the window starts a thread. `work` closes over a snapshot taken on the GUI thread. A worker knows its
jobs by number: what was asked, and for whom, is held and let go of on the GUI thread alone. Whoever asked may be a page
that has left by the time the work is done, and a page must not die on another thread than its window.
"""

import logging
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import count
from queue import SimpleQueue
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.turns import PIECE_S, TURN_MS

T = TypeVar("T")
Task = Callable[[], None]
OnProgress = Callable[[int, int], None] | None

SWITCH_S = 0.0001

_log = logging.getLogger(__name__)


class Lane(StrEnum):
    """The queues: the vault's own thread, one for rendering and reading, one for backups, one to ask about printers.

    A backup waits for a slow stick or a dead share, and a print system for a printer that is off, for minutes if it
    must; nobody's page waits behind them.
    """

    VAULT = "vault"
    WORK = "work"
    COPY = "copy"
    PRINT = "print"


class Bug(Problem):
    """An exception that nobody expected; what it said stays out of logs, it may carry what was typed."""

    def __init__(self) -> None:
        super().__init__("bug", "The program made a mistake. Your entries are kept; try again or restart the program.")


@dataclass(frozen=True, slots=True)
class Ok(Generic[T]):
    """The work succeeded."""

    value: T


@dataclass(frozen=True, slots=True)
class Err:
    """The work failed."""

    problem: Problem


class Cancelled(Exception):  # noqa: N818 - not an error: the person changed their mind
    """Raised inside work that the person cancelled; its result is dropped."""


class JobControl:
    """The line between one running piece of work and whoever waits for it; safe from any thread."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()
        self._report: Callable[[int, int], None] | None = None

    @property
    def is_cancelled(self) -> bool:
        """Whether the person asked to stop."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the work to stop; its result is not delivered."""
        self._cancelled.set()

    def report(self, done: int, total: int) -> None:
        """Say how far the work is; raises `Cancelled` if it should stop."""
        if self.is_cancelled:
            raise Cancelled
        if self._report is not None:
            self._report(done, total)

    def _connect(self, report: Callable[[int, int], None]) -> None:
        self._report = report


class Executor(Protocol):
    """Runs tasks, each lane in order."""

    def submit(self, lane: Lane, task: Task) -> None:
        """Queue a task."""

    def close(self) -> None:
        """Finish what is queued, then stop."""


class ThreadExecutor:
    """One daemonless thread per lane, started with the lane's first task.

    A lane that computes gives way to the window `SWITCH_S` after the window asks; Python's own 5 ms add up, because
    the window asks anew after each call into Qt that let go of the interpreter.
    """

    def __init__(self) -> None:
        sys.setswitchinterval(SWITCH_S)
        self._queues: dict[Lane, SimpleQueue[Task | None]] = {}
        self._threads: list[threading.Thread] = []

    def submit(self, lane: Lane, task: Task) -> None:
        """Queue a task on its lane."""
        if lane not in self._queues:
            self._queues[lane] = SimpleQueue()
            thread = threading.Thread(target=_serve, args=(self._queues[lane],), name=f"stemsup-{lane}")
            self._threads.append(thread)
            thread.start()
        self._queues[lane].put(task)

    def close(self) -> None:
        """Wait until every queued task is done and every thread has ended."""
        for queue in self._queues.values():
            queue.put(None)
        for thread in self._threads:
            thread.join()
        self._queues.clear()
        self._threads.clear()


def _serve(queue: "SimpleQueue[Task | None]") -> None:
    while (task := queue.get()) is not None:
        task()


class ManualExecutor:
    """Runs tasks only when a test says so."""

    def __init__(self) -> None:
        self.queued: deque[tuple[Lane, Task]] = deque()

    def submit(self, lane: Lane, task: Task) -> None:
        """Keep a task for later."""
        self.queued.append((lane, task))

    def step(self) -> Lane:
        """Run the oldest task and return its lane; raises IndexError if there is none."""
        lane, task = self.queued.popleft()
        task()
        return lane

    def run_all(self) -> None:
        """Run tasks until none is left, also those that tasks queue."""
        while self.queued:
            self.step()

    def close(self) -> None:
        """Finish what is queued."""
        self.run_all()


class _Job:
    """What was asked, for whom, and what came of it."""

    def __init__(
        self, work: Callable[[], Any], on_result: Callable[[Any], None], control: JobControl, on_progress: OnProgress
    ) -> None:
        self._work = work
        self._on_result = on_result
        self._on_progress = on_progress
        self._result: Ok[Any] | Err | None = None
        self.control = control

    def do(self) -> None:
        """Do the work, on a worker, and keep what came of it."""
        self._result = _attempt(self._work, self.control)

    def report(self, done: int, total: int) -> None:
        """Say how far it is, on the GUI thread."""
        if self._on_progress is not None and not self.control.is_cancelled:
            self._on_progress(done, total)

    def finish(self) -> None:
        """Hand over what came of it, on the GUI thread."""
        if self._result is not None and not self.control.is_cancelled:
            self._on_result(self._result)


class JobRunner(QObject):
    """Runs work in a lane; `on_result` gets `Ok` or `Err` on the GUI thread, in the order of finishing.

    Results that come together are taken in some turns: what each of them shows would else hold the window as one.
    """

    busy_changed = Signal(bool)
    _poked = Signal()

    def __init__(self, executor: Executor) -> None:
        super().__init__()
        self._executor = executor
        self._numbers = count()
        self._jobs: dict[int, _Job] = {}
        self._deliveries: deque[tuple[int, tuple[int, int] | None]] = deque()
        self._controls: list[JobControl] = []
        self._is_closed = False
        self._rests = False
        """Whether what comes waits for the next turn, as one result has just taken long."""
        self._thread_id = threading.get_ident()
        self._poked.connect(self._on_poked)

    @property
    def is_busy(self) -> bool:
        """Whether any work that somebody waits for has not been delivered yet: for a backup nobody does."""
        return bool(self._controls)

    def run(
        self,
        work: Callable[[], T],
        on_result: Callable[[Ok[T] | Err], None],
        *,
        lane: Lane = Lane.WORK,
        control: JobControl | None = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> JobControl:
        """Queue work and return its control. After `close` nothing is taken: the control comes back cancelled."""
        control = control or JobControl()
        if self._is_closed:
            # What was asked for while the program ends: a late timer, or the next step of a result just delivered.
            control.cancel()
            return control
        number = next(self._numbers)
        if on_progress is not None:
            control._connect(lambda done, total: self._post(number, (done, total)))
        if lane not in (Lane.COPY, Lane.PRINT):
            self._controls.append(control)
            if len(self._controls) == 1:
                self.busy_changed.emit(True)
        self._jobs[number] = _Job(work, on_result, control, on_progress)
        self._executor.submit(lane, partial(self._do, number))
        return control

    def close(self) -> None:
        """Cancel nothing, wait for everything, deliver every result; no work is taken afterwards."""
        self._is_closed = True
        self._executor.close()
        self._deliver_all()

    def _do(self, number: int) -> None:
        self._jobs[number].do()  # no name for the job: when the GUI thread hears of it, this one holds nothing of it
        self._post(number)

    def _post(self, number: int, progress: tuple[int, int] | None = None) -> None:
        self._deliveries.append((number, progress))
        if threading.get_ident() == self._thread_id:  # a test that steps by hand
            self._deliver_all()
        else:
            self._poked.emit()

    def _on_poked(self) -> None:
        if not self._rests:
            self._deliver_some()

    def _deliver_some(self) -> None:
        """Deliver what has come until it has taken a while: Qt would take whatever comes meanwhile in the same turn."""
        self._rests = False
        end_s = time.thread_time() + PIECE_S
        try:
            while self._deliveries and time.thread_time() < end_s:
                self._deliver_next()
        finally:  # where taking one failed, those after it still come
            if self._deliveries or time.thread_time() >= end_s:
                self._rests = True
                QTimer.singleShot(TURN_MS, self, self._deliver_some)

    def _deliver_all(self) -> None:
        while self._deliveries:
            self._deliver_next()

    def _deliver_next(self) -> None:
        number, progress = self._deliveries.popleft()
        if progress is None:
            self._finish(self._jobs.pop(number))
        elif number in self._jobs:
            self._jobs[number].report(*progress)

    def _finish(self, job: _Job) -> None:
        if job.control in self._controls:
            self._controls.remove(job.control)
            if not self._controls:
                self.busy_changed.emit(False)
        job.finish()


def _attempt(work: Callable[[], T], job: JobControl) -> Ok[T] | Err | None:
    """Do the work; None means that it was cancelled."""
    if job.is_cancelled:
        return None
    try:
        return Ok(work())
    except Cancelled:
        return None
    except Problem as problem:
        return Err(problem.with_traceback(None))  # its frames would keep whoever asked
    except Exception as error:  # noqa: BLE001 - the job runner is one of the two places where anything may arrive
        log_bug(error)
        return Err(Bug())


def log_bug(error: BaseException) -> None:
    """Log where an unexpected exception came from, by type and place only: its message may carry patient data."""
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    _log.error("unexpected %s at %s", type(error).__name__, " < ".join(reversed(places)))
