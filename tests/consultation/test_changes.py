"""Changes to the answers of a visit."""

from dataclasses import replace
from decimal import Decimal

import pytest
from gate_factories import CONTENT, EMPTY, PATIENT, answer, later

from stemsup_desktop.consultation.changes import (
    with_answer_cleared,
    with_answers,
)
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.answers import (
    NO,
    YES,
    Answer,
    CodingAnswer,
    DecimalAnswer,
    ItemAnswers,
    StringAnswer,
)


def test_an_answer_is_kept_with_who_gave_it_and_when() -> None:
    visit = with_answers(EMPTY, CONTENT, PATIENT, "immune", (NO,), "Nurse Example", later(1))

    assert visit.examination.responses == (ItemAnswers("immune", (NO,), later(1), "Nurse Example"),)
    assert visit.examination.questionnaire == "https://example.org/q|1"
    assert EMPTY.examination.responses == ()


def test_a_new_answer_takes_the_place_of_the_old() -> None:
    visit = answer(answer(EMPTY, "immune", YES), "immune", NO, minutes=1)

    assert visit.examination.responses == (ItemAnswers("immune", (NO,), later(1), "Dr Example"),)


def test_an_answer_taken_back_keeps_who_took_it_back() -> None:
    visit = with_answer_cleared(answer(EMPTY, "immune", NO), CONTENT, PATIENT, "immune", "Nurse", later(2))

    assert visit.examination.responses == (ItemAnswers("immune", (), later(2), "Nurse"),)


def test_the_version_a_visit_began_with_stays() -> None:
    visit = answer(EMPTY, "immune", NO)
    newer = replace(CONTENT, questionnaire=replace(CONTENT.questionnaire, version="2"))
    visit = with_answers(visit, newer, PATIENT, "cancer", (NO,), "Dr", later(1))

    assert visit.examination.questionnaire == "https://example.org/q|1"


@pytest.mark.parametrize(
    ("link_id", "given", "code"),
    [
        ("nowhere", NO, "item-unknown"),
        ("temp", DecimalAnswer(Decimal(99)), "answer-too-high"),
        ("temp", StringAnswer("36.5"), "answer-wrong-type"),
        ("immune", CodingAnswer("maybe"), "answer-not-an-option"),
    ],
)
def test_an_impossible_answer_is_refused(link_id: str, given: Answer, code: str) -> None:
    with pytest.raises(InputProblem) as caught:
        answer(EMPTY, link_id, given)

    assert caught.value.code == code


def test_a_blank_text_is_kept_as_typed() -> None:
    visit = answer(EMPTY, "remark", StringAnswer(" \ue000"))

    assert visit.examination.responses[0].answers == (StringAnswer(" \ue000"),)


def test_a_refusal_does_not_repeat_what_was_answered() -> None:
    with pytest.raises(InputProblem) as caught:
        answer(EMPTY, "immune", CodingAnswer("Sentinel Name"))

    assert "Sentinel" not in caught.value.sentence
