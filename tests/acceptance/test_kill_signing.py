"""A program killed while a signature is being entered loses at most the last second of it."""

import os
from pathlib import Path

import pytest
from acceptance.kill_session import ALLOWANCE_MS, MOST_LOST_MS
from acceptance.kill_signing import kill_while_signing

KILLS = max(3, int(os.environ.get("STEMSUP_KILLS", "8")) // 2)


@pytest.mark.timeout(60 + 20 * KILLS)
def test_a_signature_being_entered_loses_at_most_its_last_second_and_comes_up_again(tmp_path: Path) -> None:
    losses_ms = kill_while_signing(tmp_path / "clinic", KILLS, int(os.environ.get("STEMSUP_SEED", "20261125")))
    assert len(losses_ms) == KILLS
    assert max(losses_ms) <= MOST_LOST_MS + ALLOWANCE_MS
