"""A killed program loses nothing that it had acknowledged. `STEMSUP_KILLS` says how often it is killed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from store import crash_harness, kill_harness

KILLS = int(os.environ.get("STEMSUP_KILLS", "15"))


@pytest.mark.timeout(60 + 5 * KILLS)
def test_a_killed_writer_loses_nothing_acknowledged_and_the_vault_opens_each_time(tmp_path: Path) -> None:
    seed = int(os.environ.get("STEMSUP_SEED", "20261123"))
    outcome = kill_harness.run_kills(tmp_path / "clinic", KILLS, seed)
    assert outcome.kills == KILLS
    assert outcome.drafts > KILLS
    assert outcome.documents > 0
    assert outcome.files > 0


def test_dying_at_any_step_of_making_a_vault_leaves_a_whole_one_or_none(tmp_path: Path) -> None:
    command = [sys.executable, str(crash_harness.__file__), str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    steps = run.stdout.splitlines()
    assert len(steps) >= 8
    assert {step.split()[-1] for step in steps} == {"none", "whole"}
