"""How much one evaluation may cost, and how it ends when it costs more or fails otherwise."""

import time
from collections.abc import Callable, Sized
from dataclasses import dataclass


class ExpressionFault(Exception):  # noqa: N818 - the field's word: what the expression asks cannot be judged
    """An expression that could not be evaluated, which is never the same as an empty result.

    The sentence names no value, so that it is safe to show and to log.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Budget:
    """What one evaluation may use up: `values` and `characters` at once, `written` characters in all.

    `seconds` by the clock are there for the slow computer alone.
    """

    steps: int = 400_000
    values: int = 200_000
    characters: int = 200_000
    written: int = 5_000_000
    seconds: float = 1.0
    clock: Callable[[], float] = time.monotonic


class Meter:
    """What an evaluation has used of its budget so far."""

    __slots__ = ("_budget", "_ends_at", "_steps_left", "_written_left")

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._steps_left = budget.steps
        self._written_left = budget.written
        self._ends_at = budget.clock() + budget.seconds

    @property
    def seconds_left(self) -> float:
        """Return the time left, at least a thousandth of a second."""
        return max(self._ends_at - self._budget.clock(), 0.001)

    def spend(self, steps: int = 1) -> None:
        """Take steps from the budget; raises `ExpressionFault` when it is used up."""
        self._steps_left -= steps
        if self._steps_left < 0 or self._budget.clock() > self._ends_at:
            raise ExpressionFault("The expression takes too long.")

    def hold(self, values: Sized) -> None:
        """Raise `ExpressionFault` if a collection is larger than the budget allows."""
        if len(values) > self._budget.values:
            raise ExpressionFault("The expression yields too many values.")

    def write(self, characters: int, length: int = 0) -> None:
        """Take characters from the budget; raises `ExpressionFault` if they, or the text they end, are too many."""
        self._written_left -= characters
        if max(characters, length) > self._budget.characters or self._written_left < 0:
            raise ExpressionFault("The expression yields too long a text.")
