"""How fast the computer is just now: others on it take time, and its caches, and all work takes longer then."""

import time
from collections import deque
from statistics import median

WORK_STEPS = 12_000
"""Some 2 ms of work: with less, what other programs left of the caches would count for more than in a stall."""
KEPT = 5
AFTER = 2
"""How often the work is timed right after a stall."""
APART_S = 0.2


def time_work() -> float:
    """Do a fixed piece of work twice and return the processor time of the second, in seconds.

    The first brings the work into the caches: right after a stall they hold the window's things, and on a quiet
    computer too it would take longer than at rest.
    """
    _work()
    begin_s = time.thread_time()
    _work()
    return time.thread_time() - begin_s


def _work() -> None:
    texts = {number: str(number) for number in range(WORK_STEPS)}
    sum(len(text) for text in texts.values())


class Pace:
    """Does a small fixed piece of work now and then, and knows how long it usually takes on this computer."""

    def __init__(self) -> None:
        self._all = [time_work() for _ in range(KEPT)]
        self._lately = deque(self._all, maxlen=KEPT)
        self._last_s = 0.0

    @property
    def usual_s(self) -> float:
        """The middle of all times so far.

        Not the best of them: a computer seldom runs as fast as it did once, and a physician never has that one.
        """
        return median(self._all)

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
        self._all.append(taken_s)
