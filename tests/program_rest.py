"""Waits until the program has come to rest: no job under way, no piece of work waiting for its turn.

`listen` comes before any module of the program is read: it lets every timer that the program makes be heard of.
"""

import gc
import time
import weakref
from typing import Any, ClassVar

from PySide6 import QtCore
from shiboken6 import isValid

RealTimer = QtCore.QTimer
LONGEST_WAIT_MS = 1000
"""What waits longer waits for a person, and not for its turn."""
TURN_MS = 20
"""What comes again as often as that works in slices."""
PATIENCE_S = 60.0
LOOK_MS = 4
QUIET_LOOKS = 3
"""Between two of them a result may be on its way from one thread to the other."""


class HeardTimer(RealTimer):
    """A timer that tells when it is the program's next piece of work."""

    known: ClassVar["weakref.WeakSet[HeardTimer]"] = weakref.WeakSet()
    due_at = 0.0
    """When the last of those has come that are started without an object."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        HeardTimer.known.add(self)

    @staticmethod
    def singleShot(ms: int, *given: Any) -> None:
        if ms <= LONGEST_WAIT_MS:
            HeardTimer.due_at = max(HeardTimer.due_at, time.monotonic() + ms / 1000)
        RealTimer.singleShot(ms, *given)

    @property
    def is_work(self) -> bool:
        if not isValid(self) or not self.isActive():
            return False
        return self.interval() <= (LONGEST_WAIT_MS if self.isSingleShot() else TURN_MS)


class Rest:
    """Knows whether anything is under way."""

    def __init__(self) -> None:
        self._runners: list[weakref.ref[Any]] = []

    def listen(self) -> None:
        """Hear of every timer and every job runner that is made from now on."""
        QtCore.QTimer = HeardTimer  # type: ignore[misc]
        from stemsup_desktop.ui.jobs import JobRunner
        from stemsup_desktop.ui.shell.page_stack import PageStack

        PageStack.warm_up = _make_nothing_ahead  # type: ignore[method-assign]

        begin, runners = JobRunner.__init__, self._runners

        def begin_heard(runner: JobRunner, *given: Any, **named: Any) -> None:
            begin(runner, *given, **named)
            runners.append(weakref.ref(runner))

        JobRunner.__init__ = begin_heard  # type: ignore[method-assign]
        _keep_collector_here()

    def come(self) -> None:
        """Let the program run until it rests; raises TimeoutError if it never does."""
        end, quiet = time.monotonic() + PATIENCE_S, 0
        while quiet < QUIET_LOOKS:
            _run_for(LOOK_MS)
            quiet = 0 if self._is_at_work else quiet + 1
            if time.monotonic() > end:
                raise TimeoutError("the program does not come to rest")

    @property
    def _is_at_work(self) -> bool:
        return (
            any(runner.is_busy for one in self._runners if (runner := one()) is not None)
            or time.monotonic() < HeardTimer.due_at
            or any(timer.is_work for timer in list(HeardTimer.known))
        )


def _keep_collector_here() -> None:
    """Leave collecting to this thread, also between two windows, when nothing in the program holds the collector back.

    What the last window left behind would otherwise be torn down on a thread of the next one.
    """
    gc.disable()
    gc.enable = _stay_disabled


def _stay_disabled() -> None:
    """Stands in the place of `gc.enable`."""


def _make_nothing_ahead(_: object) -> None:
    """Stands in the place of making pages before a person comes to them: the walk comes to each."""


def _run_for(ms: int) -> None:
    loop = QtCore.QEventLoop()
    RealTimer.singleShot(ms, loop.quit)
    loop.exec()
