"""The open visit is judged by the lot book as it is now: after an act on a lot, and when another lot is named."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QObject
from store.lot_builders import add_lot, make_visit
from vault_samples import SteppedVault
from visit_samples import CLINIC, NOW, PATIENT, PHYSICIAN, SteppedClock

from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.gate_model import FindingState, Gate
from stemsup_desktop.consultation.lots.lot_model import LotCertificate
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.background_keeper import BackgroundKeeper
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.follow_papers import load_file
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.pages.patients.chart import load_visit, start_visit
from stemsup_desktop.ui.session import Session, make_session

VISIT = "c1"


@pytest.fixture
def stepped(runner: JobRunner, executor: ManualExecutor, tmp_path: Path, clock: SteppedClock) -> Iterator[SteppedVault]:
    made = SteppedVault(runner, executor, tmp_path / "vault", clock)
    made.vault.save_patients((PATIENT,))
    yield made
    made.close()


class Room:
    """A session on a real vault, and what the keeper had to say."""

    def __init__(self, stepped: SteppedVault, session: Session, content: ClinicalContent) -> None:
        self.stepped, self.session, self.parent = stepped, session, QObject()
        self.library = ChecklistLibrary(content)
        self.said: list[Problem] = []
        self.keeper = BackgroundKeeper(session, stepped.access, self.said.append, self.parent)

    def open(self, visit: Consultation) -> None:
        self.stepped.vault.start_consultation(PATIENT.patient_id, visit)
        loaded = load_visit(self.stepped.vault, VISIT, self.library)
        self.keeper.note_loaded(loaded.consultation)
        self.session.open_visit(
            PATIENT, loaded.consultation, CLINIC, PHYSICIAN, loaded.clinical, background=loaded.background
        )

    def refresh(self) -> None:
        self.keeper.refresh()
        self.stepped.executor.run_all()

    @property
    def gate(self) -> Gate:
        return self.session.state.gate

    @property
    def is_recalled(self) -> bool:
        found = [finding.state for finding in self.gate.findings if finding.rule_id == "IN6-recalled"]
        return found == [FindingState.OPEN]


@pytest.fixture
def room(
    stepped: SteppedVault, runner: JobRunner, clinical_content: ClinicalContent, clock: SteppedClock
) -> Iterator[Room]:
    session = make_session(
        clinical_content,
        runner,
        lambda snapshot: stepped.vault.save_consultation(snapshot.consultation, snapshot.patient.patient_id),
        clock,
    )
    yield Room(stepped, session, clinical_content)
    session.close_visit()
    stepped.executor.run_all()


def make_planned(lot_id: str) -> Consultation:
    return msgspec.structs.replace(make_visit(VISIT, lot_id=lot_id), started_at=NOW)


def test_a_recall_closes_the_gate_of_the_open_visit_and_lifting_it_opens_it_again(room: Room) -> None:
    vault, lot_id = room.stepped.vault, add_lot(room.stepped.vault).lot.lot_id
    room.open(make_planned(lot_id))
    assert not room.is_recalled

    vault.recall_lot(lot_id, "Particles")
    assert not room.is_recalled
    room.refresh()
    assert room.is_recalled
    assert room.gate.verdict == "stop"
    assert room.session.state.file.background.lots[0].recalled_at is not None

    vault.lift_recall(lot_id, "Another lot")
    room.refresh()
    assert room.session.state.consultation.plan.product.is_recalled is False
    assert room.said == []


def test_a_lot_that_was_recalled_meanwhile_stops_a_visit_that_is_opened(room: Room) -> None:
    lot_id = add_lot(room.stepped.vault).lot.lot_id
    room.stepped.vault.recall_lot(lot_id, "Particles")
    room.open(make_planned(lot_id))
    assert room.is_recalled
    file = load_file(room.stepped.vault, VISIT)
    assert file.background == room.session.state.background


def test_a_certificate_that_is_checked_meanwhile_is_what_the_plan_says(room: Room) -> None:
    vault, lot_id = room.stepped.vault, add_lot(room.stepped.vault).lot.lot_id
    room.open(make_planned(lot_id))
    vault.save_certificate(lot_id, LotCertificate(reference="COA"))
    vault.check_certificate(lot_id)
    room.refresh()
    assert room.session.state.consultation.plan.product.certificate.is_on_file is True
    room.session.flush()
    room.stepped.executor.run_all()
    assert vault.load_consultation(VISIT).plan.product.certificate.is_on_file is True


def test_another_lot_in_the_plan_is_asked_for_by_itself_and_once(room: Room) -> None:
    vault = room.stepped.vault
    lot_id = add_lot(vault).lot.lot_id
    vault.recall_lot(lot_id, "Particles")
    room.open(make_planned(""))
    room.stepped.executor.run_all()
    assert room.session.state.background.lots == ()

    plan = make_visit(VISIT, lot_id=lot_id).plan
    room.session.change("lot", msgspec.structs.replace(room.session.state.consultation, plan=plan))
    room.stepped.executor.run_all()
    assert room.is_recalled
    assert [lot.lot_id for lot in room.session.state.background.lots] == [lot_id]


def test_an_answer_that_comes_when_another_visit_is_open_is_not_taken(room: Room) -> None:
    lot_id = add_lot(room.stepped.vault).lot.lot_id
    room.open(make_planned(lot_id))
    room.stepped.vault.recall_lot(lot_id, "Particles")
    room.keeper.refresh()
    room.session.open_visit(PATIENT, Consultation("c2", NOW), CLINIC, PHYSICIAN)
    room.session.close_visit()
    room.stepped.executor.run_all()
    assert not room.session.has_visit
    room.refresh()
    assert room.said == []


def test_what_the_vault_says_instead_of_an_answer_is_passed_on(room: Room) -> None:
    room.session.open_visit(PATIENT, Consultation("c9", NOW), CLINIC, PHYSICIAN)
    room.stepped.executor.run_all()
    assert {problem.code for problem in room.said} == {"consultation-unknown"}


def test_a_new_visit_begins_with_what_stands_beside_it(room: Room, clock: SteppedClock) -> None:
    first = start_visit(room.stepped.vault, PATIENT.patient_id, clock(), room.library)
    assert first.background.visits == ()
    closed = msgspec.structs.replace(
        first.consultation, summary=msgspec.structs.replace(first.consultation.summary, closed_at=clock())
    )
    room.stepped.vault.save_consultation(closed, PATIENT.patient_id)
    clock.advance(days=28)
    second = start_visit(room.stepped.vault, PATIENT.patient_id, clock(), room.library)
    assert [visit.consultation_id for visit in second.background.visits] == [first.consultation.consultation_id]
