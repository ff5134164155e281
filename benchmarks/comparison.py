"""One comparison of the program with what one would use instead, and the table of several."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Comparison:
    """Times in milliseconds from the same run on the same computer.

    `budget` is the most the ratio may be, `budget_ms` the most our own time may be; at least one is given.
    """

    what: str
    ours: str
    ours_ms: float
    theirs: str
    theirs_ms: float
    budget: float | None = None
    budget_ms: float | None = None

    @property
    def ratio(self) -> float:
        """Our time as a multiple of theirs."""
        return self.ours_ms / self.theirs_ms

    @property
    def is_within_budget(self) -> bool:
        """Whether ratio and time keep to what they may be."""
        is_ratio_kept = self.budget is None or self.ratio <= self.budget
        return is_ratio_kept and (self.budget_ms is None or self.ours_ms <= self.budget_ms)

    @property
    def budget_in_words(self) -> str:
        """The budget as it stands in the table."""
        ratio = [] if self.budget is None else [f"{self.budget:.1f} x"]
        return ", ".join([*ratio, *([] if self.budget_ms is None else [f"{self.budget_ms:.0f} ms"])])

    def as_json(self) -> dict[str, object]:
        """Return the comparison with what follows from it."""
        return {**asdict(self), "ratio": round(self.ratio, 3), "is_within_budget": self.is_within_budget}


def time_in_turns(works: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """Return the median time of each work in milliseconds; they take turns, so that a busy moment hits all alike."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, taken in zip(works, times, strict=True):
            began = time.perf_counter()
            work()
            taken.append((time.perf_counter() - began) * 1000)
    return [statistics.median(taken) for taken in times]


def format_table(comparisons: Sequence[Comparison]) -> str:
    """Return the comparisons as lines of text for a terminal."""
    rows = [("what", "StemSup", "ms", "instead", "ms", "ratio", "budget", "")]
    for one in comparisons:
        verdict = "ok" if one.is_within_budget else "over"
        rows.append(
            (
                one.what,
                one.ours,
                f"{one.ours_ms:.1f}",
                one.theirs,
                f"{one.theirs_ms:.1f}",
                f"{one.ratio:.2f}",
                one.budget_in_words,
                verdict,
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    right = {2, 4, 5, 6}
    lines = []
    for row in rows:
        cells = (
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
