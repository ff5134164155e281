"""How far a lot has come: counted by its entry or its number, and naming nobody."""

from pathlib import Path

import msgspec
import pytest
from store.builders import make_patient
from store.lot_builders import NUMBER, add_lot, make_vial, make_visit
from store.three_people import make_three_people

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.lots.recall_model import LotReach
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.store.vault import Vault

PATIENT = "patient-A-0012"


def test_a_patient_counts_once_and_every_open_plan_of_the_lot(vault: Vault) -> None:
    lot_id = add_lot(vault).lot.lot_id
    other = add_lot(vault, "OTHER-1").lot.lot_id
    vault.save_patient(make_patient())
    assert vault.count_lot_reach(lot_id) == LotReach(0, 0)
    vault.start_consultation(PATIENT, make_visit("visit-1", make_vial("1", lot_id), lot_id=lot_id))
    vault.start_consultation(PATIENT, make_visit("visit-2", make_vial("2", lot_id), number=f" {NUMBER.lower()}"))
    vault.start_consultation(PATIENT, make_visit("visit-3", lot_id=other, number=NUMBER))
    assert vault.count_lot_reach(lot_id) == LotReach(1, 2)
    assert vault.count_lot_reach(other) == LotReach(0, 1)
    visit = vault.load_consultation("visit-1")
    closed = msgspec.structs.replace(visit.summary, closed_at=visit.started_at)
    vault.save_consultation(msgspec.structs.replace(visit, summary=closed), PATIENT)
    assert vault.count_lot_reach(lot_id) == LotReach(1, 1)


def test_a_lot_that_is_not_there_has_no_reach_and_counting_leaves_no_row(vault: Vault) -> None:
    lot_id = add_lot(vault).lot.lot_id
    vault.count_lot_reach(lot_id)
    acts = {row.act for row in vault.list_whole_history()}
    assert AuditAct.LOT_ADDED in acts
    assert AuditAct.RECALL_LISTED not in acts
    with pytest.raises(InputProblem) as refused:
        vault.count_lot_reach("none")
    assert refused.value.code == "lot-unknown"


def test_whoever_only_administers_is_told_nothing(tmp_path: Path) -> None:
    with make_three_people(tmp_path / "clinic") as sign_in:
        lot_id = add_lot(sign_in("nurse")).lot.lot_id
        office = sign_in("office")
        with pytest.raises(InputProblem) as refused:
            office.count_lot_reach(lot_id)
        assert refused.value.code == "patients-only"
