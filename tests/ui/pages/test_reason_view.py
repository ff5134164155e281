"""Step 1, derived."""

import pytest

from stemsup_desktop.consultation.record import Complaint, Reason
from stemsup_desktop.language import Language
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.reference.reader import read_reference
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.pages.reason.view import CodeChoice, derive_reason, with_code, with_complaint, with_symptom
from stemsup_desktop.ui.words import Words, read_catalogue


@pytest.fixture(scope="module")
def library() -> ReferenceLibrary:
    return read_reference(find_resources() / "reference")


def words_of(language: Language) -> Words:
    return read_catalogue(find_resources() / "i18n").in_language(language)


@pytest.mark.parametrize("language", list(Language))
def test_all_twelve_symptoms_are_offered_with_what_is_known(library: ReferenceLibrary, language: Language) -> None:
    view = derive_reason(Reason(), library, words_of(language))
    assert [choice.symptom_id for choice in view.choices] == [f"SYM{number:02}" for number in range(1, 13)]
    assert all(choice.title and choice.badge and not choice.is_chosen for choice in view.choices)
    assert view.complaints == ()


def test_every_symptom_brings_its_suggested_codes_and_red_flags(library: ReferenceLibrary) -> None:
    reason = Reason(complaints=(Complaint("SYM05"),))
    (complaint,) = derive_reason(reason, library, words_of(Language.EN)).complaints
    assert complaint.codes[0].code.startswith("M62.8")
    assert "heart" in complaint.urgent_flags.lower()


def test_choosing_twice_keeps_what_was_entered() -> None:
    reason = with_complaint(with_symptom(Reason(), "SYM01", is_chosen=True), "SYM01", baseline_nrs=7)
    assert with_symptom(reason, "SYM01", is_chosen=True) == reason


def test_taking_a_symptom_back_keeps_the_others() -> None:
    reason = Reason(complaints=(Complaint("SYM01", baseline_nrs=3), Complaint("SYM02", baseline_nrs=4)))
    assert with_symptom(reason, "SYM01", is_chosen=False).complaints == (Complaint("SYM02", baseline_nrs=4),)


def test_a_suggested_code_never_overwrites_the_physicians_own_diagnosis() -> None:
    reason = Reason(complaints=(Complaint("SYM02", diagnosis="Telogen effluvium"),))
    taken = with_code(reason, "SYM02", CodeChoice("L65.9", "Nonscarring hair loss"))
    assert taken.complaints[0] == Complaint("SYM02", diagnosis="Telogen effluvium", icd10="L65.9")


def test_a_suggested_code_chosen_again_is_taken_back() -> None:
    code = CodeChoice("L65.9", "Nonscarring hair loss")
    reason = with_code(Reason(complaints=(Complaint("SYM02"),)), "SYM02", code)
    assert reason.complaints[0].diagnosis == "Nonscarring hair loss"
    assert with_code(reason, "SYM02", code).complaints[0].icd10 == ""
