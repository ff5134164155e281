"""A program that is killed while it backs up loses nothing. `STEMSUP_BACKUP_KILLS` says how often it is killed."""

import os
from pathlib import Path

import pytest
from store.backup import backup_kill_harness

KILLS = int(os.environ.get("STEMSUP_BACKUP_KILLS", "4"))


@pytest.mark.timeout(60 + 5 * KILLS)
def test_a_kill_while_one_thread_writes_and_another_backs_up_loses_nothing(tmp_path: Path) -> None:
    seed = int(os.environ.get("STEMSUP_SEED", "20261123"))
    outcome = backup_kill_harness.run_kills(tmp_path, KILLS, seed)
    assert outcome.kills == KILLS
    assert outcome.drafts > KILLS
