"""How a long task says how far it is, and hears that it should stop."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from stemsup_desktop.store.problems import make_input_problem


class Stage(StrEnum):
    """What a backup or restore is doing: copying out, unpacking the copy, or checking every page of it."""

    COPY = "copy"
    UNPACK = "unpack"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage is, in bytes. While `CHECK` runs, `done_bytes` stays 0: nobody knows how far it is."""

    stage: Stage
    done_bytes: int
    total_bytes: int


def _ignore(progress: Progress) -> None:
    """Nobody looks."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Watch:
    """Who looks on: both are called on the thread that does the work, many times a second, and must return at once."""

    report: Callable[[Progress], None] = _ignore
    is_cancelled: Callable[[], bool] = _never

    def advance(self, stage: Stage, done_bytes: int, total_bytes: int) -> None:
        """Report, then raise `InputProblem` backup-cancelled if the task should stop."""
        self.report(Progress(stage, done_bytes, total_bytes))
        if self.is_cancelled():
            raise make_input_problem("backup-cancelled")


UNWATCHED = Watch()
