"""What stands beside a visit: the lots it names as the book has them now, and the same patient's earlier visits."""

from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest
from store.builders import START, make_patient
from store.lot_builders import NUMBER, add_lot, make_vial, make_visit

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.courses.acts import begin_course
from stemsup_desktop.consultation.courses.course_model import SessionRef
from stemsup_desktop.consultation.lots.lot_model import LotCertificate
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.consultation.record import Consultation, ScoreToday, Summary
from stemsup_desktop.consultation.treatment_model import DripRecord, Treatment
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.store.vault import Vault

PATIENT = "patient-A-0012"
OTHER = "patient-B-1"


@pytest.fixture
def two_patients(vault: Vault) -> Vault:
    vault.save_patient(make_patient())
    vault.save_patient(make_patient("B-1", "佐藤 一"))
    return vault


def on_day(visit: Consultation, days: int, **changes: object) -> Consultation:
    treatment = visit.treatment
    if treatment.started_at is not None:
        treatment = msgspec.structs.replace(treatment, started_at=treatment.started_at + timedelta(days=days))
    moment = START + timedelta(days=days)
    return msgspec.structs.replace(visit, started_at=moment, treatment=treatment, **changes)


def test_lots_of_plan_and_vials_come_as_the_book_has_them_now(two_patients: Vault) -> None:
    vault = two_patients
    planned, opened, unnamed = (add_lot(vault, number).lot.lot_id for number in (NUMBER, "SUP-24-118", "SUP-24-119"))
    vault.start_consultation(PATIENT, make_visit("visit-1", make_vial("1", opened), lot_id=planned, number=NUMBER))
    first, second = vault.load_background("visit-1").lots
    assert (first.lot_id, first.number, first.recalled_at, first.certificate.is_on_file) == (
        planned,
        NUMBER,
        None,
        None,
    )
    assert second.lot_id == opened

    vault.save_certificate(planned, LotCertificate(reference="COA"))
    vault.check_certificate(planned)
    vault.recall_lot(planned, "Particles")
    (now, _) = vault.load_background("visit-1").lots
    assert now.recalled_at is not None
    assert now.certificate.is_on_file is True
    assert unnamed not in {lot.lot_id for lot in vault.load_background("visit-1").lots}


def test_a_number_that_was_typed_by_hand_finds_every_lot_of_it(two_patients: Vault) -> None:
    lot_id = add_lot(two_patients).lot.lot_id
    two_patients.start_consultation(PATIENT, make_visit("visit-1", number=f"{NUMBER.lower()} "))
    assert [lot.lot_id for lot in two_patients.load_background("visit-1").lots] == [lot_id]


def test_what_is_not_saved_yet_counts_where_it_is_given(two_patients: Vault) -> None:
    lot_id = add_lot(two_patients).lot.lot_id
    two_patients.start_consultation(PATIENT, make_visit("visit-1"))
    assert two_patients.load_background("visit-1").lots == ()
    unsaved = make_visit("visit-1", lot_id=lot_id)
    assert [lot.lot_id for lot in two_patients.load_background("visit-1", unsaved).lots] == [lot_id]


def test_a_visit_that_has_ended_is_judged_by_its_own_words(two_patients: Vault) -> None:
    lot_id = add_lot(two_patients).lot.lot_id
    closed = msgspec.structs.replace(make_visit("visit-1", lot_id=lot_id), summary=Summary(closed_at=START))
    two_patients.start_consultation(PATIENT, closed)
    assert two_patients.load_background("visit-1").lots == ()


def test_earlier_visits_of_the_same_patient_come_in_order_of_day_and_nobody_elses(two_patients: Vault) -> None:
    vault, patient = two_patients, two_patients.get_patient(PATIENT)
    drip = Treatment(lot_number="SUP-24-118", drip=DripRecord(volume_ml=Decimal("2.0")))
    scores = Summary(scores=(ScoreToday("hair-loss", 4),))
    third = on_day(make_visit("visit-3", treatment=drip), 28, session=SessionRef("course-1", 2), summary=scores)
    vault.start_consultation(PATIENT, on_day(make_visit("visit-9"), 60))
    vault.start_consultation(PATIENT, first_visit := make_visit("visit-1", make_vial("1")))
    course = begin_course(
        Plan(sessions=3, interval_days=28, first_session_on=START.date()), patient, first_visit, START, "course-1"
    )
    vault.save_course(course)
    vault.save_consultation(msgspec.structs.replace(first_visit, session=SessionRef("course-1", 1)), PATIENT)
    vault.start_consultation(OTHER, on_day(make_visit("visit-2", make_vial("7")), 7))
    vault.start_consultation(PATIENT, on_day(make_visit("visit-4"), 90))
    vault.start_consultation(PATIENT, third)

    first, second = vault.load_background("visit-9").visits
    assert (first.consultation_id, first.day, first.routes) == ("visit-1", START.date(), (Route.INTRADERMAL,))
    assert (first.lot_numbers, first.sites[0].marked[1].volume_ml) == ((NUMBER,), Decimal("0.30"))
    assert (second.consultation_id, second.session_number, second.routes) == ("visit-3", 2, (Route.INTRAVENOUS,))
    assert (second.scores, second.lot_numbers) == (scores.scores, ("SUP-24-118",))
    assert vault.load_background("visit-1").visits == ()
    assert vault.load_background("visit-2").visits == ()


def test_it_is_no_view_of_the_chart_and_an_unknown_visit_has_none(two_patients: Vault) -> None:
    two_patients.start_consultation(PATIENT, make_visit("visit-1"))
    two_patients.load_background("visit-1")
    acts = [row.act for row in two_patients.list_patient_history(PATIENT)]
    assert AuditAct.CONSULTATION_VIEWED not in acts
    with pytest.raises(InputProblem) as refused:
        two_patients.load_background("visit-8")
    assert refused.value.code == "consultation-unknown"
