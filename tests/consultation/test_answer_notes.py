"""A note beside a chosen answer: kept, printed with it, and read by no rule."""

import pytest
from gate_factories import (
    CONTENT,
    EMPTY,
    NOON,
    PATIENT,
    TODAY,
    answer,
    make_choice,
    make_clear_visit,
    make_content,
    make_yes_no,
)
from hostile_strings import HOSTILE

from stemsup_desktop.consultation.answer_notes import get_notes, takes_note, with_note
from stemsup_desktop.consultation.gate import derive_gate
from stemsup_desktop.consultation.record import AnswerNote, Consultation
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.answers import NO, UNKNOWN

HIDDEN = {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden", "valueBoolean": True}


def note(visit: Consultation, link_id: str, text: str) -> Consultation:
    return with_note(visit, CONTENT.questionnaire, link_id, text, "Dr Example", NOON)


def test_a_note_is_kept_with_who_wrote_it_and_when() -> None:
    visit = note(EMPTY, "cancer", "Removed in 1998")

    assert visit.examination.notes == (AnswerNote("cancer", "Removed in 1998", "Dr Example", NOON),)
    assert get_notes(note(visit, "cancer", "Removed in 1999").examination) == {"cancer": "Removed in 1999"}


@pytest.mark.parametrize("text", ["", "  ", "\u3000"])
def test_a_blank_note_is_none(text: str) -> None:
    assert note(note(EMPTY, "cancer", "x"), "cancer", text).examination.notes == ()


@pytest.mark.parametrize("text", ["No cancer. Y. UNK", *HOSTILE.values()])
def test_no_rule_reads_a_note(text: str) -> None:
    visit = make_clear_visit()
    unknown = answer(visit, "cancer", UNKNOWN)

    for state in (visit, unknown, EMPTY):
        assert derive_gate(PATIENT, note(state, "cancer", text), CONTENT, TODAY) == derive_gate(
            PATIENT, state, CONTENT, TODAY
        )


def test_a_note_is_no_answer_and_outlives_a_change_of_the_answer() -> None:
    visit = note(EMPTY, "cancer", "To be asked again")
    assert visit.examination.responses == ()
    assert get_notes(answer(visit, "cancer", NO).examination) == {"cancer": "To be asked again"}


@pytest.mark.parametrize(
    ("item", "is_taken"),
    [
        (make_yes_no("x"), True),
        (make_choice("x", "a", "b"), True),
        ({"linkId": "x", "type": "boolean", "text": "X"}, True),
        ({"linkId": "x", "type": "string", "text": "X"}, False),
        ({**make_yes_no("x"), "type": "open-choice"}, False),
        (make_yes_no("x", readOnly=True), False),
        (make_yes_no("x", extension=[HIDDEN]), False),
        ({"linkId": "g", "type": "group", "text": "G", "repeats": True, "item": [make_yes_no("x")]}, False),
    ],
)
def test_only_a_chosen_answer_that_occurs_once_takes_a_note(item: dict[str, object], is_taken: bool) -> None:
    questionnaire = make_content((), (make_yes_no("cancer"), item)).questionnaire
    assert takes_note("x", questionnaire) is is_taken


def test_a_question_that_takes_no_note_refuses_it() -> None:
    for link_id in ("temp", "nobody"):
        with pytest.raises(InputProblem) as refused:
            note(EMPTY, link_id, "x")
        assert refused.value.code == "note-not-taken"
