"""How fast the computer is just now: others on it take time, and its caches, and all work takes longer then."""

import time
from collections import deque
from statistics import median

WORK_STEPS = 12_000
"""Some 2 ms of work: with less, what other programs left of the caches would count for more than in a stall."""
KEPT = 5
AFTER = 2
"""How often the work is done right after a stall."""
APART_S = 0.1


def time_work() -> float:
    """Do a fixed piece of work and return the processor time that it took, in seconds."""
    begin_s = time.thread_time()
    texts = {number: str(number) for number in range(WORK_STEPS)}
    sum(len(text) for text in texts.values())
    return time.thread_time() - begin_s


class Pace:
    """Does a small fixed piece of work now and then; `best_s` is the least that it ever took."""

    def __init__(self) -> None:
        self._lately: deque[float] = deque(maxlen=KEPT)
        self._last_s = 0.0
        self.best_s = min(time_work() for _ in range(KEPT))

    def note(self) -> None:
        """Do the work if it was not done in the last moments; to be called where the window has nothing to do."""
        if time.monotonic() - self._last_s >= APART_S:
            self._take()

    def read(self) -> float:
        """Return how long the work takes about now: the middle of the times before and right after this moment.

        One time alone says little: another program comes and goes within milliseconds.
        """
        for _ in range(AFTER):
            self._take()
        return median(self._lately)

    def _take(self) -> None:
        taken_s = time_work()
        self._last_s = time.monotonic()
        self._lately.append(taken_s)
        self.best_s = min(self.best_s, taken_s)
