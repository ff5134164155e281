"""`stemsup retention`: an administrator lists what could go and deletes it, and nobody else does."""

import json
from datetime import timedelta

import pytest
from clinic_at_the_desk import PATIENT_WORDS, Clinic, sentence_of
from store.builders import START, SteppingClock, make_consultation

LIST = ("retention", "list", "--json")
DELETE = ("retention", "delete", "a-0012", "--reason", "保存期間の満了")


@pytest.fixture
def old_clinic(clinic: Clinic) -> Clinic:
    """The clinic twenty-one years later, in use yesterday and today."""
    with clinic.open() as vault:
        vault.save_consultation(make_consultation(closed_at=START), "patient-A-0012")
    for days in (0, 1):
        clinic.clock = SteppingClock(START + timedelta(days=21 * 366 + days))
        clinic.open().close()
    return clinic


def test_what_could_go_is_listed_without_names_and_deleted_with_a_yes(old_clinic: Clinic) -> None:
    listed = old_clinic.call(*LIST, by="office")
    assert [chart["chart_number"] for chart in json.loads(listed.stdout)["charts"]] == ["A-0012"]
    said = old_clinic.call("retention", "list", by="office").stdout
    assert "A-0012: last visit 2026-11-24, could go since 2046-11-25 (consent), visits: 1 of 1, documents: 1" in said
    assert not any(word in said for word in PATIENT_WORDS if word != "A-0012")
    assert "--yes" in sentence_of(old_clinic.call(*DELETE, by="office"))
    assert json.loads(old_clinic.call(*LIST).stdout)["charts"]
    deleted = old_clinic.call(*DELETE, "--yes", by="office")
    assert deleted.exit_code == 0, deleted.stderr
    assert deleted.stdout.startswith("Deleted. Visits: 1, documents: 1, patients gone with their last visit: 1.")
    assert "no records are past their time" in old_clinic.call("retention", "list").stdout
    assert old_clinic.call("audit", "verify").exit_code == 0
    assert "list" in sentence_of(old_clinic.call(*DELETE, "--yes"))


def test_nothing_goes_of_a_chart_that_is_younger(clinic: Clinic) -> None:
    assert "Nothing of one of these charts" in sentence_of(clinic.call(*DELETE, "--yes"))


def test_who_is_no_administrator_lists_and_deletes_nothing(old_clinic: Clinic) -> None:
    for command in (LIST, (*DELETE, "--yes")):
        assert "administrator" in sentence_of(old_clinic.call(*command, by="mori"))
    assert json.loads(old_clinic.call(*LIST).stdout)["charts"]
