"""The longest stall of the event loop in a walk through the program, against plain forms made as they are opened."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.comparison import Comparison
from benchmarks.stall_watch import Stall

ROOT = Path(__file__).resolve().parent.parent
BUDGET_MS = 50.0
LONGEST_WALK_S = 1_200
MOST_WALKS = 3
"""How often is walked before a place counts as held: what others on the computer cause is not there every time."""


def walk(module: str, *arguments: str) -> list[Stall]:
    """Run a walk in a process of its own and return its stalls, the worst first; raises RuntimeError if it fails."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=LONGEST_WALK_S, check=False)
    if done.returncode:
        raise RuntimeError(f"{module} ended with status {done.returncode}:\n{done.stderr}")
    return [Stall(**{**entry, "stack": tuple(entry["stack"])}) for entry in json.loads(done.stdout)]


def walk_until_sure(take_walk: Callable[[], list[Stall]], most: int = MOST_WALKS) -> list[Stall]:
    """Return the stalls of a walk; where places were held in it, walk again, and keep of each place the milder walk."""
    stalls = take_walk()
    for _ in range(most - 1):
        if not find_held(stalls):
            break
        stalls = _take_milder(stalls, take_walk())
    return stalls


def _take_milder(some: list[Stall], others: list[Stall]) -> list[Stall]:
    """Return for each place the stalls of the walk whose worst computed less there."""
    places = dict.fromkeys(stall.place for stall in some)
    kept: list[Stall] = []
    for place in places:
        either = [[stall for stall in stalls if stall.place == place] for stalls in (some, others)]
        kept += min((each for each in either if each), key=lambda each: max(stall.own_ms for stall in each))
    return sorted(kept, key=lambda stall: -stall.ms)


def compare_stalls(stalls: list[Stall]) -> Comparison:
    """Return the longest of our stalls beside the longest of a bare window."""
    worst, bare = stalls[0], walk("benchmarks.bare_pages")[0]
    return Comparison(
        what=f"longest stall of the event loop, at {worst.place}",
        ours="StemSup Desktop",
        ours_ms=worst.ms,
        theirs="seven plain forms of 40 rows",
        theirs_ms=bare.ms,
        budget_ms=BUDGET_MS,
    )


def describe_stalls(stalls: list[Stall]) -> str:
    """Return every stall over the budget with its place and the stack that held it; empty if none is."""
    lines: list[str] = []
    for stall in stalls:
        if stall.ms > BUDGET_MS or stall.own_ms > BUDGET_MS:
            lines.append(describe_stall(stall))
            lines += [f"    {frame}" for frame in stall.stack]
    return "\n".join(lines)


def describe_stall(stall: Stall) -> str:
    """Return a stall in a line: by the clock, what was computed, and what that comes to on a quiet computer."""
    computed = f"{stall.cpu_ms:.0f} ms computed"
    if stall.slowed > 1.05:
        computed += f", {stall.own_ms:.0f} ms on this computer as it usually is"
    return f"{stall.ms:.0f} ms ({computed}) at {stall.place}"


def find_held(stalls: list[Stall]) -> list[Stall]:
    """Return the stalls in which the window itself computed for longer than the budget, the worst first.

    What it waited for others on a busy machine is not its own, nor what it took longer because of them.
    """
    return sorted((stall for stall in stalls if stall.own_ms > BUDGET_MS), key=lambda stall: -stall.own_ms)
