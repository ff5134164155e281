"""What a problem names is said in the language of the window too."""

from pathlib import Path

import msgspec
import pytest
from paper_samples import NOW, make_state, read_example
from shipped import get_content
from store.builders import make_vault

from stemsup_desktop.consultation.consent_basis import SignatureDraft, make_paper_signature, missing_for_signature
from stemsup_desktop.consultation.gate import is_standing_stop
from stemsup_desktop.consultation.patient_check import check_patient
from stemsup_desktop.documents.printing import refuse_while_stopped
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.ui.words import Words


def test_what_a_signature_lacks_is_named_in_the_language_of_the_window(words: Words) -> None:
    file = read_example("clear")
    draft = SignatureDraft(patient_name="x")
    with pytest.raises(InputProblem) as caught:
        make_paper_signature(file, make_state(file).gate, get_content().consent, draft, NOW)
    said = words.sentence_of(caught.value)
    missing = missing_for_signature(file, make_state(file).gate, get_content().consent, draft, NOW.date())
    assert len(missing) >= 4
    assert [one.in_language(words.language) for one in missing if one.in_language(words.language) not in said] == []


@pytest.mark.parametrize("paper_language", list(Language))
def test_the_rules_that_stop_are_named_in_the_language_of_the_window(words: Words, paper_language: Language) -> None:
    file = read_example("stop")
    gate = make_state(file).gate
    with pytest.raises(InputProblem) as caught:
        refuse_while_stopped(gate, paper_language)
    said = words.sentence_of(caught.value)
    titles = [one.title.in_language(words.language) for one in gate.findings if is_standing_stop(one)]
    assert titles
    assert [title for title in titles if title not in said] == []


def test_a_problem_without_details_is_said_in_general_words(words: Words) -> None:
    for code in ("stop-stands", "signature-incomplete", "patient-invalid"):
        assert words.sentence_of(InputProblem(code, "x")) == words(f"problem.{code}")


def test_an_unknown_page_is_named(words: Words) -> None:
    with pytest.raises(InputProblem) as caught:
        get_content().reference.get_page("no-such-page")
    assert "no-such-page" in words.sentence_of(caught.value)


def test_what_is_wrong_with_a_patient_is_named(words: Words, tmp_path: Path) -> None:
    file = read_example("clear")
    patient = msgspec.structs.replace(file.patient, name="", chart_number="")
    with make_vault(tmp_path) as vault, pytest.raises(InputProblem) as caught:
        vault.save_patient(patient)
    said = words.sentence_of(caught.value)
    problems = check_patient(patient, NOW.date())
    assert len(problems) == 2
    assert all(problem.text.in_language(words.language) in said for problem in problems)
