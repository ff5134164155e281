"""`python -m benchmarks`: the program beside what one would use instead, as a table or as JSON."""

import json
import time
from functools import partial

import click

from benchmarks.audit_trail import compare_audit_trail
from benchmarks.checklist import compare_checklist
from benchmarks.comparison import format_table
from benchmarks.consent_form import compare_consent_form
from benchmarks.find_patient import compare_finding
from benchmarks.recall import compare_recall
from benchmarks.stall_watch import Stall
from benchmarks.stalls import (
    BUDGET_MS,
    MOST_WALKS,
    compare_stalls,
    describe_stall,
    describe_stalls,
    find_held,
    walk,
    walk_until_sure,
)
from benchmarks.startup import compare_startup


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.option(
    "--quick", is_flag=True, help="Few rounds, 2,000 patients and rows: shows that they run, measures little."
)
@click.option("--stalls", "only_stalls", is_flag=True, help="Only walk; fail where the window held its event loop.")
def main(as_json: bool, quick: bool, only_stalls: bool) -> None:
    """Measure start, stalls, consent form, search, checklist, audit trail and recall, each beside its counterpart.

    What held the event loop for longer than the budget is said on standard error.
    """
    take_walk = partial(walk, "benchmarks.stall_walk", "ja", *(["quick"] if quick else []))
    if only_stalls:
        begin_s = time.monotonic()
        _report_stalls(walk_until_sure(take_walk), begin_s)
        return
    stalls = take_walk()
    comparisons = [
        compare_stalls(stalls),
        *compare_startup(rounds=2 if quick else 15),
        compare_consent_form(rounds=2 if quick else 15),
        compare_finding(2_000 if quick else 100_000),
        *compare_checklist(100 if quick else 1_000, 10 if quick else 100),
        *compare_audit_trail(2_000 if quick else 1_000_000),
        *compare_recall(2_000 if quick else 100_000),
    ]
    if held := describe_stalls(stalls):
        click.echo(held, err=True)
    if as_json:
        click.echo(json.dumps([one.as_json() for one in comparisons], ensure_ascii=False, indent=2))
    else:
        click.echo(format_table(comparisons))


def _report_stalls(stalls: list[Stall], begin_s: float) -> None:
    """Say the longest turn of every place; it is a failure where the window computed for longer than the budget.

    Only where it did so in every walk: see `walk_until_sure`.
    """
    for stall in sorted(stalls, key=lambda one: -one.own_ms):
        click.echo(describe_stall(stall))
    if held := find_held(stalls):
        raise click.ClickException(
            f"the window computed for more than {BUDGET_MS:.0f} ms in one turn at {len(held)} places, in each of "
            f"{MOST_WALKS} walks:\n{describe_stalls(held)}"
        )
    click.echo(f"Never held for more than {BUDGET_MS:.0f} ms; said after {time.monotonic() - begin_s:.0f} s.")


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
