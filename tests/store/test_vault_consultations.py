"""Drafts keep their last state; a closed consultation keeps it for good."""

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hostile_strings import HOSTILE
from sqlcipher3 import dbapi2
from store.builders import CLINIC, PHYSICIAN, START, make_consultation, make_document, make_patient, make_vault, reopen

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.record import Complaint, Consultation, Examination, Reason
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.answers import NO, ItemAnswers
from stemsup_desktop.store.vault import Vault


@pytest.fixture
def with_patient(vault: Vault) -> Vault:
    vault.save_patient(make_patient())
    return vault


def code_of(action: object, *arguments: object, **options: object) -> str:
    assert callable(action)
    with pytest.raises(InputProblem) as caught:
        action(*arguments, **options)
    return caught.value.code


def test_a_draft_keeps_its_last_state_and_says_when_it_was_saved(with_patient: Vault) -> None:
    first = with_patient.start_consultation("patient-A-0012", make_consultation())
    second = with_patient.save_consultation(make_consultation(goal="thicker hair"), "patient-A-0012")
    assert (first.version, second.version) == (1, 2)
    assert second.saved_at > first.saved_at
    assert with_patient.load_consultation("visit-1") == make_consultation(goal="thicker hair")


def test_saving_the_same_state_again_changes_nothing(with_patient: Vault) -> None:
    first = with_patient.start_consultation("patient-A-0012", make_consultation())
    assert with_patient.save_consultation(make_consultation(), "patient-A-0012") == first


def test_a_draft_may_be_saved_before_it_was_started(with_patient: Vault) -> None:
    assert with_patient.save_consultation(make_consultation(), "patient-A-0012").version == 1


def test_a_consultation_is_started_once(with_patient: Vault) -> None:
    with_patient.start_consultation("patient-A-0012", make_consultation())
    other = make_consultation(goal="other")
    assert code_of(with_patient.start_consultation, "patient-A-0012", other) == "record-changed"


def test_a_closed_consultation_takes_no_more_edits(with_patient: Vault) -> None:
    closed = make_consultation(goal="done", closed_at=START)
    with_patient.save_consultation(closed, "patient-A-0012")
    again = make_consultation(goal="changed", closed_at=START)
    assert code_of(with_patient.save_consultation, again, "patient-A-0012") == "consultation-closed"
    reopened = make_consultation(goal="done")
    assert code_of(with_patient.save_consultation, reopened, "patient-A-0012") == "consultation-closed"
    with_patient.save_consultation(closed, "patient-A-0012")
    assert with_patient.load_consultation("visit-1") == closed


@pytest.mark.parametrize(
    "statement",
    [
        "update consultations set record = x'00'",
        "update consultations set closed_at = null",
        "delete from consultations",
        "insert or replace into consultations select id, patient_id, 9, started_at, updated_at, null, x'00', null"
        " from consultations",
    ],
)
def test_the_vault_itself_refuses_to_change_a_closed_consultation(with_patient: Vault, statement: str) -> None:
    with_patient.save_consultation(make_consultation(closed_at=START), "patient-A-0012")
    with pytest.raises(dbapi2.IntegrityError, match="closed consultation"), with_patient._writing(Right.SIGN_IN) as db:
        db.execute(statement)
    assert with_patient.load_consultation("visit-1") == make_consultation(closed_at=START)


def test_a_consultation_stays_with_its_patient(with_patient: Vault) -> None:
    with_patient.save_patient(make_patient("A-0013"))
    with_patient.start_consultation("patient-A-0012", make_consultation())
    other = make_consultation(goal="x")
    assert code_of(with_patient.save_consultation, other, "patient-A-0013") == "consultation-of-another"
    assert with_patient.get_consultation_patient_id("visit-1") == "patient-A-0012"


def test_an_unknown_patient_or_consultation_is_said_to_be_unknown(vault: Vault) -> None:
    assert code_of(vault.save_consultation, make_consultation(), "nobody") == "patient-unknown"
    assert code_of(vault.load_consultation, "nothing") == "consultation-unknown"
    assert code_of(vault.get_consultation_patient_id, "nothing") == "consultation-unknown"


def test_a_change_made_meanwhile_is_not_overwritten(with_patient: Vault) -> None:
    with_patient.start_consultation("patient-A-0012", make_consultation())
    with_patient.save_consultation(make_consultation(goal="a"), "patient-A-0012", expected_version=1)
    stale = make_consultation(goal="b")
    assert code_of(with_patient.save_consultation, stale, "patient-A-0012", expected_version=1) == "record-changed"


def test_a_patients_consultations_come_latest_first_with_their_documents(with_patient: Vault) -> None:
    for day in range(3):
        visit = make_consultation(f"visit-{day}")
        with_patient.start_consultation(
            "patient-A-0012",
            type(visit)(
                consultation_id=visit.consultation_id, started_at=START + timedelta(days=day), reason=visit.reason
            ),
        )
    number = with_patient.next_document_number("consent", 2026)
    with_patient.save_document(make_document(number, b"%PDF", "visit-1"), b"%PDF")
    entries = with_patient.list_consultations("patient-A-0012")
    assert [entry.consultation_id for entry in entries] == ["visit-2", "visit-1", "visit-0"]
    assert [[document.number for document in entry.documents] for entry in entries] == [[], [number], []]
    assert entries[0].symptom_ids == ("hair-loss",)
    assert with_patient.list_consultations("nobody") == ()


def test_open_consultations_come_last_edited_first_and_closed_ones_not_at_all(with_patient: Vault) -> None:
    for visit in ("visit-1", "visit-2", "visit-3"):
        with_patient.start_consultation("patient-A-0012", make_consultation(visit))
    with_patient.save_consultation(make_consultation("visit-1", goal="edited"), "patient-A-0012")
    with_patient.save_consultation(make_consultation("visit-3", closed_at=START), "patient-A-0012")
    found = with_patient.open_consultations()
    assert [consultation.entry.consultation_id for consultation in found] == ["visit-1", "visit-2"]
    assert {consultation.patient.name for consultation in found} == {"髙橋 花子"}


@pytest.mark.parametrize("name", HOSTILE)
def test_every_hostile_string_comes_back_as_it_was_typed(with_patient: Vault, name: str) -> None:
    text = HOSTILE[name]
    with_patient.save_consultation(make_consultation(goal=text), "patient-A-0012")
    assert with_patient.load_consultation("visit-1").reason.goal == normalise_text(text)
    if not any("\ud800" <= character <= "\udfff" for character in text):
        assert normalise_text(text) == text


def test_a_nul_character_comes_back_and_a_lone_surrogate_as_the_replacement_character(with_patient: Vault) -> None:
    with_patient.save_consultation(make_consultation(goal="a\0b\ud83dc"), "patient-A-0012")
    assert with_patient.load_consultation("visit-1").reason.goal == "a\0b\ufffdc"


def test_a_lone_surrogate_within_a_list_does_not_cost_the_draft(with_patient: Vault) -> None:
    complaints = (Complaint("hair-loss", diagnosis="a\ud83db"),)
    visit = msgspec.structs.replace(make_consultation(), reason=Reason(complaints))
    with_patient.save_consultation(visit, "patient-A-0012")
    assert with_patient.load_consultation("visit-1").reason.complaints[0].diagnosis == "a\ufffdb"


def test_clinic_physician_and_settings_survive_closing(tmp_path: Path) -> None:
    with make_vault(tmp_path) as vault:
        assert (vault.load_clinic(), vault.load_physician(), vault.load_settings()) == (CLINIC, PHYSICIAN, {})
        vault.save_clinic(Clinic(name="<b>新</b>クリニック"))
        vault.save_physician(Physician(name="林 恵"))
        vault.save_settings({"language": "ja", "theme": "light"})
        vault.save_settings({"theme": "dark"})
        vault.save_settings({})
        vault.save_settings({"last\ud800": "\udfff"})
    with reopen(tmp_path) as vault:
        assert vault.load_clinic() == Clinic(name="<b>新</b>クリニック")
        assert vault.load_physician() == Physician(name="林 恵")
        assert vault.load_settings() == {"language": "ja", "last\ufffd": "\ufffd", "theme": "dark"}


def test_a_new_id_is_later_than_the_one_before(vault: Vault) -> None:
    assert vault.make_id() < vault.make_id()


def examined(consultation_id: str, started_at: datetime, *, is_answered: bool = True) -> Consultation:
    responses = (ItemAnswers("x01", (NO,) if is_answered else ()),)
    examination = Examination(responses=responses)
    return Consultation(consultation_id, started_at, examination=examination)


def test_the_latest_earlier_visit_with_answers_is_found(vault: Vault) -> None:
    mine, other = make_patient(), make_patient("B-1", "別の 人", phone="")
    for patient in (mine, other):
        vault.save_patient(patient)
    first, second = examined("a", START), examined("b", START + timedelta(days=9))
    blank = examined("c", START + timedelta(days=20), is_answered=False)
    now, later = examined("d", START + timedelta(days=30)), examined("e", START + timedelta(days=40))
    for visit in (later, now, blank, second, first):
        vault.start_consultation(mine.patient_id, visit)
    vault.start_consultation(other.patient_id, examined("z", START + timedelta(days=29)))

    assert vault.find_earlier_consultation("d") == second
    assert vault.find_earlier_consultation("b") == first
    assert vault.find_earlier_consultation("a") is None
    assert vault.find_earlier_consultation("z") is None
    assert vault.find_earlier_consultation("nobody") is None


def test_of_two_visits_of_one_moment_the_one_that_was_begun_later_comes_later(vault: Vault) -> None:
    vault.save_patient(make_patient())
    for name in ("a", "b"):
        vault.start_consultation(make_patient().patient_id, examined(name, START))

    assert vault.find_earlier_consultation("a") is None
    assert vault.find_earlier_consultation("b") == examined("a", START)
