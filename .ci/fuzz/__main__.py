"""Gives every border of the program thousands of bad inputs that follow from a seed: none may crash, hang or leak.

python .ci/fuzz                                         the usual run, as in CI
python .ci/fuzz --seed 7 --times 5                      five times as many cases, from another seed
python .ci/fuzz --border image --case 17 --seed 7       one case again, its files kept
"""

import argparse
import os
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE.parent.parent / "tests")]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from crew import CASE_SECONDS, Crew, Results, Span  # noqa: E402 - the paths come first

SPAN = 40
FEWEST = 20_000
SEED = 20261123


def main() -> None:
    """Do what the arguments say; exit status 1 if any case failed."""
    options = _read_options()
    if options.work_in is not None:
        from worker import work

        work(options.work_in, options.limit)
        return
    from borders.all import BORDERS, BY_NAME

    crew = Crew(options.workers, options.keep, options.limit)
    if options.case is not None:
        _replay(BY_NAME[options.border].name, options)
        return
    _check_canaries(options)
    chosen = [BY_NAME[options.border]] if options.border else list(BORDERS)
    began = time.monotonic()
    counts = {border.name: options.cases or border.cases * options.times for border in chosen}
    spans = [
        Span(name, options.seed, first, min(first + _span_of(count), count))
        for name, count in sorted(counts.items(), key=lambda one: one[1])
        for first in range(0, count, _span_of(count))
    ]
    results = crew.run(spans)
    _print_table(results, [border.name for border in chosen], time.monotonic() - began, options)
    tried = sum(tally.cases for tally in results.tallies.values())
    if not options.border and tried < FEWEST:
        sys.exit(f"{tried} cases are too few: {FEWEST} are promised")
    idle = [name for name, tally in results.tallies.items() if not tally.accepted or not tally.refused]
    if idle and not options.border:
        sys.exit(f"nothing was accepted, or nothing refused, at: {', '.join(idle)}")
    if results.failures:
        sys.exit(1)


def _span_of(cases: int) -> int:
    return max(1, min(SPAN, cases // 16))


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="fuzz")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--border", default="", help="one border only, by its name in the table")
    parser.add_argument("--case", type=int, help="one case only, again")
    parser.add_argument("--times", type=int, default=1, help="so many times the usual number of cases")
    parser.add_argument("--cases", type=int, help="so many cases of each border, instead of the usual number")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--limit", type=float, default=CASE_SECONDS, help="seconds that a case may take")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-failures"), help="where failing cases are put")
    parser.add_argument("--work-in", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _check_canaries(options: argparse.Namespace) -> None:
    """End the run unless each canary is seen to do what it does."""
    from canaries import CANARIES, EXPECTED

    spans = [Span(CANARIES.name, 0, number, number + 1) for number in range(CANARIES.cases)]
    results = Crew(options.workers, options.keep, 1.0).run(spans)
    seen = {failure.number: failure.outcome for failure in results.failures}
    wrong = [number for number, outcome in enumerate(EXPECTED) if seen.get(number, outcome) != outcome]
    unseen = [
        number for number, outcome in enumerate(EXPECTED) if (number in seen) != (outcome in ("fault", "died", "hung"))
    ]
    if wrong or unseen:
        sys.exit(f"the harness does not see what it should: canaries {sorted({*wrong, *unseen})}, {results.failures}")
    print(f"{len(seen)} canaries out of {len(EXPECTED)} failed, as they should")


def _replay(border: str, options: argparse.Namespace) -> None:
    from crew import Failure
    from worker import work  # noqa: F401 - fails here rather than in the worker

    results = Crew(1, options.keep, options.limit).run([Span(border, options.seed, options.case, options.case + 1)])
    for failure in results.failures:
        assert isinstance(failure, Failure)
        print(f"{failure.outcome}\n{failure.text}")
    for tally in results.tallies.values():
        print(tally)
    sys.exit(bool(results.failures))


def _print_table(results: Results, names: list[str], took: float, options: argparse.Namespace) -> None:
    print(f"\n{'border':<28}{'cases':>7}{'accepted':>10}{'refused':>9}{'failed':>8}{'slowest':>10}  of case")
    for name in names:
        tally = results.tallies.get(name)
        if tally is None:
            continue
        failed = sum(failure.border == name for failure in results.failures)
        print(
            f"{name:<28}{tally.cases:>7}{tally.accepted:>10}{tally.refused:>9}{failed:>8}"
            f"{tally.slowest:>8.2f} s  {tally.slowest_number}"
        )
    tried = sum(tally.cases for tally in results.tallies.values())
    print(
        f"{tried} cases from seed {options.seed} in {took:.0f} s, {results.memory_kib // 1024} MB at most in a process"
    )
    for failure in results.failures[:60]:
        print(f"\n{failure.outcome}: {failure.text.strip()[-1_500:]}")
        print(f"again: python .ci/fuzz --border '{failure.border}' --case {failure.number} --seed {failure.seed}")
    if results.failures:
        print(f"\n{len(results.failures)} cases failed; reports lie in {options.keep.resolve()}")


if __name__ == "__main__":
    main()
