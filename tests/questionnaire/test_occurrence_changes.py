"""Occurrences come and go, and what was answered stays with what it was answered for."""

from datetime import UTC, datetime

import pytest
from hypothesis import given as having
from hypothesis import strategies as st
from questionnaire_builders import make_item, make_questionnaire

from stemsup_desktop.questionnaire.answers import Answer, CodingAnswer, ItemAnswers, StringAnswer
from stemsup_desktop.questionnaire.form import derive_form
from stemsup_desktop.questionnaire.model import Questionnaire
from stemsup_desktop.questionnaire.occurrence_changes import (
    count_occurrences,
    with_followers_moved,
    with_occurrence_added,
    with_occurrence_removed,
)
from stemsup_desktop.questionnaire.occurrences import MOST_REPEATS

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
MIN_OCCURS = "http://hl7.org/fhir/StructureDefinition/questionnaire-minOccurs"
MAX_OCCURS = "http://hl7.org/fhir/StructureDefinition/questionnaire-maxOccurs"


@pytest.fixture
def medicines() -> Questionnaire:
    dose = make_item("doses", "group", repeats=True, item=[make_item("dose", "string")])
    group = make_item("medicine", "group", repeats=True, item=[make_item("name", "string"), dose])
    return make_questionnaire(group, make_item("note", "string"))


def say(link_id: str, text: str, *place: int) -> ItemAnswers:
    return ItemAnswers(link_id, (StringAnswer(text),), place=place)


def said(questionnaire: Questionnaire, responses: tuple[ItemAnswers, ...], link_id: str) -> list[str]:
    form = derive_form(questionnaire, responses)
    return [
        next((answer.value for answer in form.values[index] if isinstance(answer, StringAnswer)), "")
        for index in form.enabled_indices()
        if form.item_at(index).link_id == link_id
    ]


def test_an_occurrence_is_added_after_the_last(medicines: Questionnaire) -> None:
    responses = with_occurrence_added(medicines, (say("name", "A", 0),), 0, (), "Aoki", NOW)
    assert said(medicines, responses, "name") == ["A", ""]
    assert responses[-1].answered_by == "Aoki"


def test_removing_one_moves_the_later_ones_up(medicines: Questionnaire) -> None:
    responses = (say("name", "A", 0), say("name", "B", 1), say("dose", "2 mg", 1, 0), say("name", "C", 2))
    responses = (*responses, say("dose", "3 mg", 2, 1), say("note", "n"))
    left = with_occurrence_removed(medicines, responses, 0, (1,), "", NOW)
    assert said(medicines, left, "name") == ["A", "C"]
    assert said(medicines, left, "dose") == ["", "", "3 mg"]
    assert said(medicines, left, "note") == ["n"]


def test_an_inner_group_is_removed_only_where_it_was_meant(medicines: Questionnaire) -> None:
    responses = (say("dose", "a", 0, 0), say("dose", "b", 0, 1), say("dose", "c", 1, 0), say("dose", "d", 1, 1))
    left = with_occurrence_removed(medicines, responses, 2, (1, 0), "", NOW)
    assert said(medicines, left, "dose") == ["a", "b", "d"]


def test_the_last_one_stays_and_empty_ones_between_too(medicines: Questionnaire) -> None:
    assert with_occurrence_removed(medicines, (say("name", "A", 0),), 0, (0,), "", NOW) == (say("name", "A", 0),)
    left = with_occurrence_removed(medicines, (say("name", "D", 3),), 0, (3,), "", NOW)
    assert count_occurrences(medicines, left, 0, ()) == 3


def test_as_many_stay_and_come_as_the_group_allows() -> None:
    bounds = [{"url": MIN_OCCURS, "valueInteger": 2}, {"url": MAX_OCCURS, "valueInteger": 3}]
    questionnaire = make_questionnaire(
        make_item("g", "group", repeats=True, extension=bounds, item=[make_item("x", "string")])
    )
    assert with_occurrence_removed(questionnaire, (), 0, (1,), "", NOW) == ()
    three = with_occurrence_added(questionnaire, (), 0, (), "", NOW)
    assert count_occurrences(questionnaire, three, 0, ()) == 3
    assert with_occurrence_added(questionnaire, three, 0, (), "", NOW) == three


def test_no_more_come_than_a_form_can_hold(medicines: Questionnaire) -> None:
    full = (say("name", "A", MOST_REPEATS - 1),)
    assert with_occurrence_added(medicines, full, 0, (), "", NOW) == full


@having(st.lists(st.text("abc", max_size=2), min_size=2, max_size=6), st.data())
def test_adding_and_removing_the_added_one_changes_nothing_that_is_said(names: list[str], data: st.DataObject) -> None:
    questionnaire = make_questionnaire(make_item("g", "group", repeats=True, item=[make_item("x", "string")]))
    responses = tuple(say("x", name or "-", number) for number, name in enumerate(names))
    gone = data.draw(st.integers(0, len(names) - 1))
    left = with_occurrence_removed(questionnaire, responses, 0, (gone,), "", NOW)
    assert said(questionnaire, left, "x") == [name or "-" for at, name in enumerate(names) if at != gone]
    added = with_occurrence_added(questionnaire, responses, 0, (), "", NOW)
    back = with_occurrence_removed(questionnaire, added, 0, (len(names),), "", NOW)
    assert said(questionnaire, back, "x") == said(questionnaire, responses, "x")


def coded(*codes: str) -> tuple[Answer, ...]:
    return tuple(CodingAnswer(code) for code in codes)


def test_what_lies_under_an_answer_moves_with_it() -> None:
    options = [{"valueCoding": {"code": code}} for code in "abc"]
    question = make_item("q", "choice", repeats=True, answerOption=options, item=[make_item("why", "string")])
    questionnaire = make_questionnaire(question)
    item = questionnaire.items[0]
    responses = (ItemAnswers("q", coded("a", "c")), say("why", "for a", 0), say("why", "for c", 1))
    more = with_followers_moved(questionnaire, responses, item, (), coded("a", "b", "c"))
    assert [(one.place, one.answers) for one in more[1:]] == [
        ((0,), (StringAnswer("for a"),)),
        ((2,), (StringAnswer("for c"),)),
    ]
    fewer = with_followers_moved(questionnaire, responses, item, (), coded("c"))
    assert fewer[1:] == (say("why", "for c", 0),)


def test_an_answer_edited_in_place_keeps_what_lies_under_it() -> None:
    question = make_item("q", "string", repeats=True, item=[make_item("why", "string")])
    questionnaire = make_questionnaire(question)
    before = (StringAnswer("one"), StringAnswer("two"))
    responses = (ItemAnswers("q", before), say("why", "for two", 1))
    edited = (StringAnswer("one"), StringAnswer("two!"))
    assert with_followers_moved(questionnaire, responses, questionnaire.items[0], (), edited) == responses
