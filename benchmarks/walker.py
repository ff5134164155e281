"""Takes the acts of a walk one after the other from timers of the one event loop, as a person's keys would come.

An act waits for what it needs and no fixed time but that between two keys, so a slow machine only walks longer.
"""

import sys
import time
from collections.abc import Callable, Iterator
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from benchmarks.stall_watch import StallWatch

KEY_MS = 15
LONGEST_WAIT_S = 90.0

Wait = int | Callable[[], bool]
"""How long to wait after an act: milliseconds, or until something holds."""


class Walker(QObject):
    """Takes the next act after each wait; after the last one it ends the event loop."""

    def __init__(self, acts: Iterator[Wait], watch: StallWatch) -> None:
        super().__init__()
        self._acts = acts
        self._watch = watch
        self.is_over = False
        """Whether every act was taken."""

    def go_on(self) -> None:
        """Do the next act and come back when it has settled."""
        wait = next(self._acts, None)
        if wait is None:
            self.is_over = True
            self._watch.stop()
            QCoreApplication.quit()
        elif isinstance(wait, int):
            QTimer.singleShot(wait, self, self.go_on)
        else:
            self._wait_for(wait, time.monotonic() + LONGEST_WAIT_S)

    def _wait_for(self, is_so: Callable[[], bool], end_s: float) -> None:
        if is_so():
            self.go_on()
        elif time.monotonic() < end_s:
            QTimer.singleShot(KEY_MS, self, lambda: self._wait_for(is_so, end_s))
        else:
            raise TimeoutError(f"waited in vain at: {self._watch.place}")


def run_walk(application: QCoreApplication, acts: Iterator[Wait], watch: StallWatch) -> None:
    """Run the event loop until the walk is over; raises what went wrong in one of its acts."""
    walker = Walker(acts, watch)
    failures: list[BaseException] = []

    def on_failure(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
        failures.append(error)
        QCoreApplication.quit()

    before, sys.excepthook = sys.excepthook, on_failure
    QTimer.singleShot(KEY_MS, watch, watch.start)
    QTimer.singleShot(2 * KEY_MS, walker, walker.go_on)
    try:
        application.exec()
    finally:
        sys.excepthook = before
        watch.stop()
    if failures:
        raise failures[0]
    if not walker.is_over:
        raise RuntimeError(f"the program ended before the walk did, at: {watch.place}")
