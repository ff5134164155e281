"""Whose charts were opened last: each account's own, without a trace of who was deleted, and no work under way."""

from pathlib import Path

import pytest
from store.builders import make_patient
from store.three_people import make_three_people

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.store.recent_patients import MOST_RECENT, PREFIX
from stemsup_desktop.store.vault import Vault


def ids(vault: Vault) -> list[str]:
    return [hit.patient_id for hit in vault.list_recent_patients()]


def put_patients(vault: Vault, count: int) -> list[str]:
    return [vault.save_patient(make_patient(f"A-{number:04}")).patient_id for number in range(count)]


def test_the_latest_comes_first_and_each_stands_once(vault: Vault) -> None:
    first, second = put_patients(vault, 2)
    for patient_id in (first, second, first):
        vault.note_recent_patient(patient_id)
    assert ids(vault) == [first, second]


def test_the_list_stays_short(vault: Vault) -> None:
    made = put_patients(vault, MOST_RECENT + 3)
    for patient_id in made:
        vault.note_recent_patient(patient_id)
    assert ids(vault) == made[:2:-1]


def test_who_is_no_patient_is_refused_and_not_noted(vault: Vault) -> None:
    with pytest.raises(InputProblem) as refused:
        vault.note_recent_patient("nobody")
    assert refused.value.code == "patient-unknown"
    assert ids(vault) == []


def test_a_list_that_cannot_be_read_is_an_empty_one(vault: Vault) -> None:
    (only,) = put_patients(vault, 1)
    vault.save_unfinished(PREFIX + vault.author.account_id, '{"not": "a list"}')
    assert ids(vault) == []
    vault.note_recent_patient(only)
    assert ids(vault) == [only]


def test_each_account_has_its_own_and_an_administrator_none(tmp_path: Path) -> None:
    with make_three_people(tmp_path) as sign_in:
        first, second = put_patients(sign_in("doctor"), 2)
        sign_in("doctor").note_recent_patient(first)
        assert ids(sign_in("nurse")) == []
        sign_in("nurse").note_recent_patient(second)
        assert ids(sign_in("doctor")) == [first]
        with pytest.raises(InputProblem):
            ids(sign_in("office"))


def test_the_names_are_in_the_encrypted_file_only(tmp_path: Path) -> None:
    with make_three_people(tmp_path) as sign_in:
        vault = sign_in("doctor")
        (only,) = put_patients(vault, 1)
        vault.note_recent_patient(only)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and only.encode() in path.read_bytes()]
