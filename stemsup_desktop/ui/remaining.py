"""How long slow work still takes, from how far it is: smoothed, so that what is said does not jump. No Qt."""

import math

from stemsup_desktop.ui.words import Words

SILENT_S = 2.0
"""Before this nothing is said: the first steps of work say little about the rest."""
STALLED_S = 10.0
"""Work that has not moved for so long is not said to end soon."""
_LEAST_SHARE = 0.02
_SMOOTH_S = 4.0
_LATE_FACTOR, _LATE_S = 1.5, 5
_BY_TENS_S = 90


class RemainingTime:
    """Fed with `note`, asked with `seconds`. What it says falls; it rises only where the work is late by half or more.

    Seconds come from the caller's clock, which only runs forward.
    """

    def __init__(self) -> None:
        self._begun: tuple[float, float] | None = None
        self._last = (0.0, 0.0)
        self._total = 0
        self._ends_at: float | None = None
        self._said: int | None = None

    def note(self, done: int, total: int, now_s: float) -> None:
        """Take how far the work is; fewer done than before, or another total, is new work."""
        if total <= 0 or self._begun is None or total != self._total or done < self._last[0]:
            self._begin(done, total, now_s)
            return
        begun_done, begun_s = self._begun
        took = now_s - begun_s
        if done == self._last[0] or took <= 0 or done <= begun_done:
            return
        left = max(0, total - done) * took / (done - begun_done)
        if self._ends_at is None:
            self._ends_at = now_s + left
        else:
            weight = 1 - math.exp(-max(0.0, now_s - self._last[1]) / _SMOOTH_S)
            self._ends_at += weight * (now_s + left - self._ends_at)
        self._last = (done, now_s)

    def seconds(self, now_s: float) -> int | None:
        """Return the seconds to speak of, or None where nothing honest can be said."""
        if self._begun is None or self._ends_at is None or now_s - self._last[1] > STALLED_S:
            self._said = None
            return None
        share = (self._last[0] - self._begun[0]) / self._total
        if now_s - self._begun[1] < SILENT_S or share < _LEAST_SHARE or self._last[0] >= self._total:
            return None
        left = max(0.0, self._ends_at - now_s)
        rounded = round_up(left)
        if self._said is None or rounded < self._said or left > self._said * _LATE_FACTOR + _LATE_S:
            self._said = rounded
        return self._said

    def _begin(self, done: int, total: int, now_s: float) -> None:
        self._begun = (done, now_s) if total > 0 else None
        self._last = (done, now_s)
        self._total = total
        self._ends_at = self._said = None


def round_up(seconds: float) -> int:
    """Return seconds as people speak of them: a few, tens, or whole minutes."""
    if seconds <= 5:
        return 5
    if seconds <= _BY_TENS_S:
        return math.ceil(seconds / 10) * 10
    return math.ceil(seconds / 60) * 60


def say_remaining(seconds: int | None, words: Words) -> str:
    """Return how long it still takes, in words, or nothing."""
    if seconds is None:
        return ""
    if seconds <= 5:
        return words("timing.few_seconds")
    if seconds <= _BY_TENS_S:
        return words("timing.about_seconds", count=seconds)
    return words("timing.about_minutes", count=seconds // 60)
