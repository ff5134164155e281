"""A program killed at any moment of a consultation loses at most the last second. `STEMSUP_KILLS` says how often."""

import os
import time
from pathlib import Path

import pytest
from acceptance import kill_session
from acceptance.scripted_visit import STARTED, hash_of, set_at, well_patient
from store.builders import make_vault

from stemsup_desktop.consultation.record import Consultation

pytestmark = pytest.mark.migrated_vaults

KILLS = int(os.environ.get("STEMSUP_KILLS", "8"))
SECOND_NS = 1_000_000_000


@pytest.mark.timeout(60 + 20 * KILLS)
def test_a_consultation_killed_at_random_moments_loses_at_most_its_last_second(tmp_path: Path) -> None:
    seed = int(os.environ.get("STEMSUP_SEED", "20261123"))
    outcome = kill_session.run_kills(tmp_path / "clinic", KILLS, seed)
    assert len(outcome.losses_ms) == outcome.kills == KILLS
    assert outcome.changes > 10 * KILLS
    assert outcome.documents > 0
    assert outcome.signatures > 0


@pytest.fixture
def stored(tmp_path: Path) -> Consultation:
    """A vault in which one visit lies with its goal typed."""
    visit = set_at(Consultation("visit-0-1", STARTED), ("reason", "goal"), "abc")
    with make_vault(tmp_path) as vault:
        vault.save_patient(well_patient())
        vault.start_consultation(well_patient().patient_id, visit)
    return visit


def report_of(*changes: tuple[int, Consultation]) -> kill_session.Report:
    return kill_session.Report([(visit.consultation_id, at_ns, hash_of(visit)) for at_ns, visit in changes])


def test_a_loss_is_measured_from_the_oldest_lost_change(tmp_path: Path, stored: Consultation) -> None:
    now = time.monotonic_ns()
    later, latest = (set_at(stored, ("reason", "goal"), text) for text in ("abcd", "abcde"))
    report = report_of((now - 9 * SECOND_NS, stored), (now - SECOND_NS // 2, later), (now, latest))
    assert kill_session.check_after_kill(tmp_path, report, now) == pytest.approx(500)


def test_a_change_lost_after_more_than_a_second_would_be_noticed(tmp_path: Path, stored: Consultation) -> None:
    now = time.monotonic_ns()
    later = set_at(stored, ("reason", "goal"), "abcd")
    report = report_of((now - 9 * SECOND_NS, stored), (now - 2 * SECOND_NS, later), (now, stored), (now, later))
    assert kill_session.check_after_kill(tmp_path, report, now) == pytest.approx(0)
    report = report_of((now - 9 * SECOND_NS, stored), (now - 2 * SECOND_NS, later))
    with pytest.raises(AssertionError, match="2000 ms old were lost"):
        kill_session.check_after_kill(tmp_path, report, now)


def test_a_stored_state_that_nobody_typed_would_be_noticed(tmp_path: Path, stored: Consultation) -> None:
    now = time.monotonic_ns()
    with pytest.raises(AssertionError, match="never reported"):
        kill_session.check_after_kill(tmp_path, report_of((now, set_at(stored, ("reason", "goal"), "x"))), now)


def test_a_lost_document_would_be_noticed(tmp_path: Path, stored: Consultation) -> None:
    now = time.monotonic_ns()
    report = report_of((now, stored))
    report.documents["CNS-2026-00001"] = "0" * 64
    with pytest.raises(Exception, match="document"):
        kill_session.check_after_kill(tmp_path, report, now)
