"""`python -m tests.crashes`: crashes, kills and failing disks over every scenario, and a table of what they came to."""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from crashes.broken import BROKEN  # noqa: E402
from crashes.harness import Stage, Tally  # noqa: E402
from crashes.oracle import Harm  # noqa: E402
from crashes.scenarios import SCENARIOS, Scenario  # noqa: E402
from crashes.shim import run_under_shim  # noqa: E402

MEMORY = Path("/dev/shm")
STATES_AT_A_TIME, MOST_STATES_OF_BROKEN = 20, 400


def main() -> int:
    run_under_shim()
    arguments = _read_arguments()
    return _find_broken(arguments.seed) if arguments.broken else _run(arguments)


def _run(arguments: argparse.Namespace) -> int:
    began, tallies = time.monotonic(), []
    for scenario in SCENARIOS:
        if arguments.only and arguments.only not in scenario.name:
            continue
        with _stage(scenario, arguments.seed) as stage:
            stage.cut_power(-(-arguments.states // len(SCENARIOS)))
            stage.cut_power_twice(-(-arguments.twice // len(SCENARIOS)))
            stage.kill(None if arguments.kills < 0 else arguments.kills)
            stage.fail(None if arguments.failures < 0 else arguments.failures)
        tallies.append(stage.tally)
        _print_row(stage.tally)
    _print_sum(tallies, arguments.seed, time.monotonic() - began)
    return int(any(tally.worst for tally in tallies))


def _find_broken(seed: int) -> int:
    """Return 0 if the harness finds what is wrong with each program that is broken on purpose."""
    missed = 0
    for scenario in BROKEN:
        with _stage(scenario, seed) as stage:
            while not stage.tally.findings and stage.tally.states < MOST_STATES_OF_BROKEN:
                stage.cut_power(STATES_AT_A_TIME)
        found = stage.tally.findings[0] if stage.tally.findings else "NOT FOUND"
        print(f"{scenario.name:26} after {stage.tally.states:3} states: {found}", flush=True)
        missed += not stage.tally.findings
    return int(missed > 0)


@contextmanager
def _stage(scenario: Scenario, seed: int) -> Iterator[Stage]:
    with tempfile.TemporaryDirectory(prefix="stemsup-crashes-", dir=MEMORY if MEMORY.is_dir() else None) as work:
        yield Stage(scenario, Path(work).resolve(), seed)


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.crashes", description=__doc__)
    parser.add_argument("--states", type=int, default=1000, help="states of power cuts, over all scenarios")
    parser.add_argument("--twice", type=int, default=0, help="power cuts that are followed by one during the restart")
    parser.add_argument("--kills", type=int, default=-1, help="kills per scenario; by default at every call")
    parser.add_argument("--failures", type=int, default=-1, help="disk failures per scenario; by default at every call")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--broken", action="store_true", help="see that programs broken on purpose are found out")
    parser.add_argument("--only", default="", help="the scenarios whose name holds this word")
    return parser.parse_args()


def _print_row(tally: Tally) -> None:
    lost = tally.harms.get(Harm.LOST, 0)
    looked = sum(tally.harms.values())
    opened = looked - tally.harms.get(Harm.NOT_OPENED, 0)
    print(
        f"{tally.scenario:24} calls {tally.calls:4}  states {tally.states:5}  twice {tally.twice:4}  "
        f"kills {tally.kills:4}  failures {tally.failures:5} (answered {tally.answered:5})  "
        f"opened {opened:5} of {looked:5}  lost {lost:3}  worst: {_in_words(tally.worst)}",
        flush=True,
    )
    for finding in tally.findings[:5]:
        print(f"    {finding}", flush=True)


def _print_sum(tallies: list[Tally], seed: int, seconds: float) -> None:
    states, twice, kills, failures = (
        sum(getattr(one, word) for one in tallies) for word in ("states", "twice", "kills", "failures")
    )
    worst = max(tally.worst for tally in tallies)
    print(
        f"\n{states} states of power cuts, {twice} of two in a row, {kills} kills, {failures} disk failures "
        f"(seed {seed}) in {seconds:.0f} s; worst: {_in_words(worst)}"
    )


def _in_words(harm: Harm) -> str:
    return harm.name.lower().replace("_", " ")


if __name__ == "__main__":
    sys.exit(main())
