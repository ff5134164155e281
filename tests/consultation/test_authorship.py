"""What is newly written in a consultation is written in the name of the person who writes it."""

from datetime import timedelta

import msgspec
import pytest
from authority_builders import (
    ALONE,
    CHECKLIST,
    DOCTOR,
    EXAMINATION,
    FREE,
    FULL,
    HIDDEN,
    NOON,
    NURSE,
    change_at,
    make_text,
    say,
)
from gate_factories import PATIENT, read_items
from hypothesis import given, settings
from hypothesis import strategies as st

from stemsup_desktop.consultation.authorship import ForgedEntry, Written, find_forged_authors
from stemsup_desktop.consultation.changes import with_answers
from stemsup_desktop.consultation.content import make_clinical_content
from stemsup_desktop.consultation.occurrence_changes import with_occurrence_removed
from stemsup_desktop.consultation.proposals import begin_examination
from stemsup_desktop.consultation.record import AnswerNote, Consultation, Examination
from stemsup_desktop.consultation.rules import RuleSet
from stemsup_desktop.questionnaire.answers import Answer, ItemAnswers, StringAnswer

CONTENT = make_clinical_content(CHECKLIST, RuleSet("1", ()))
CLEAR = Consultation("c1", NOON, examination=Examination(CHECKLIST.canonical))
NAMES = (NURSE, DOCTOR, "", "Nurse  Example")


def examine(visit: Consultation, **fields: object) -> Consultation:
    return msgspec.structs.replace(visit, examination=msgspec.structs.replace(visit.examination, **fields))


def answer(visit: Consultation, link_id: str, *answers: Answer, by: str = NURSE) -> Consultation:
    return with_answers(visit, CONTENT, PATIENT, link_id, answers, by, NOON)


def forged(*subjects: str, kind: Written = Written.ANSWER) -> tuple[ForgedEntry, ...]:
    return tuple(ForgedEntry(kind, subject) for subject in subjects)


WRITTEN = {
    "an answer": ({"responses": (say("remark", "so", by=DOCTOR),)}, forged("remark")),
    "an answer taken back": ({"responses": (say("remark", by=DOCTOR),)}, forged("remark")),
    "a note": ({"notes": (AnswerNote("cancer", "so", DOCTOR, NOON),)}, forged("cancer", kind=Written.NOTE)),
    "opinions": ({"opinions": EXAMINATION.opinions}, forged("IMMUNE", "CLOT", kind=Written.OPINION)),
    "a reason": ({"stops_lifted": EXAMINATION.stops_lifted}, forged("CANCER", kind=Written.REASON)),
}


@pytest.mark.parametrize(("fields", "expected"), WRITTEN.values(), ids=WRITTEN)
def test_what_is_written_in_the_name_of_another_is_found(
    fields: dict[str, object], expected: tuple[ForgedEntry, ...]
) -> None:
    after = examine(CLEAR, **fields)

    assert find_forged_authors(CLEAR, after, NURSE) == expected
    assert find_forged_authors(None, after, NURSE) == expected
    assert find_forged_authors(CLEAR, after, DOCTOR) == ()
    assert find_forged_authors(after, after, NURSE) == ()
    assert find_forged_authors(after, CLEAR, NURSE) == ()


def test_an_answer_of_the_physician_is_changed_in_ones_own_name_alone() -> None:
    before = examine(CLEAR, responses=(say("remark", "so", by=DOCTOR),))
    later = msgspec.structs.replace(before.examination.responses[0], answered_at=NOON + timedelta(days=1))

    assert find_forged_authors(before, answer(before, "remark", StringAnswer("other")), NURSE) == ()
    assert find_forged_authors(before, examine(CLEAR, responses=(say("remark", "other", by=DOCTOR),)), NURSE) == forged(
        "remark"
    )
    assert find_forged_authors(before, examine(CLEAR, responses=(later,)), NURSE) == forged("remark")


def test_what_a_colleague_said_is_not_said_twice_nor_moved_to_another_question() -> None:
    one = say("lesion-site", "left", by=DOCTOR, place=(0,))
    before = examine(CLEAR, responses=(one,))
    copy = msgspec.structs.replace(one, place=(1,))

    assert find_forged_authors(before, examine(CLEAR, responses=(one, copy)), NURSE) == forged("lesion-site")
    elsewhere = msgspec.structs.replace(one, link_id="remark")
    assert find_forged_authors(before, examine(CLEAR, responses=(elsewhere,)), NURSE) == forged("remark")


def test_answers_of_a_colleague_move_up_where_an_occurrence_is_taken_away() -> None:
    sites = tuple(say("lesion-site", word, by=DOCTOR, place=(number,)) for number, word in enumerate("abc"))
    before = examine(CLEAR, responses=sites)
    position = CHECKLIST.positions["lesion"][0]
    after = with_occurrence_removed(before, CONTENT, PATIENT, position, (0,), NURSE, NOON)

    assert [one.place for one in after.examination.responses] == [(0,), (1,)]
    assert find_forged_authors(before, after, NURSE) == ()


@pytest.mark.parametrize("author", ["", " ", "\u3000"])
def test_nobody_writes_without_a_name(author: str) -> None:
    after = examine(CLEAR, responses=(say("remark", "so", by=author),))

    assert find_forged_authors(CLEAR, after, author) == forged("remark")
    assert find_forged_authors(CLEAR, after, NURSE) == forged("remark")


def test_a_name_is_the_authors_only_if_it_is_written_the_same() -> None:
    for name in ("nurse example", "Nurse Example ", "Nurse\u00a0Example"):
        after = examine(CLEAR, responses=(say("remark", "so", by=name),))
        assert find_forged_authors(CLEAR, after, NURSE) == forged("remark")


def test_a_visit_begins_with_values_that_nobody_gave() -> None:
    begun = Consultation("c1", NOON, examination=begin_examination(CONTENT, PATIENT, NOON))
    assert [one.link_id for one in begun.examination.responses] == ["edition"]

    assert find_forged_authors(None, begun, NURSE, CHECKLIST) == ()
    assert find_forged_authors(Consultation("c1", NOON), begun, NURSE, CHECKLIST) == ()
    assert find_forged_authors(None, begun, NURSE) == forged("edition")


def test_no_answer_of_a_person_hides_among_the_values_that_nobody_gave() -> None:
    for given_ in (ItemAnswers("remark", (StringAnswer("so"),)), ItemAnswers("decision", (StringAnswer("so"),))):
        begun = examine(CLEAR, responses=(given_,))
        assert find_forged_authors(None, begun, NURSE, CHECKLIST) == forged(given_.link_id)
    dated = examine(CLEAR, responses=(ItemAnswers("edition", (StringAnswer("so"),), NOON),))
    assert find_forged_authors(None, dated, NURSE, CHECKLIST) == forged("edition")
    named = examine(CLEAR, responses=(ItemAnswers("edition", (StringAnswer("so"),), answered_by=DOCTOR),))
    assert find_forged_authors(None, named, NURSE, CHECKLIST) == forged("edition")
    noted = examine(CLEAR, notes=(AnswerNote("edition", "so"),))
    assert find_forged_authors(None, noted, NURSE, CHECKLIST) == forged("edition", kind=Written.NOTE)
    running = answer(CLEAR, "remark", StringAnswer("so"))
    late = examine(running, responses=(*running.examination.responses, ItemAnswers("edition", (StringAnswer("so"),))))
    assert find_forged_authors(running, late, NURSE, CHECKLIST) == forged("edition")


def test_no_decision_is_among_the_values_that_nobody_gave() -> None:
    questionnaire = read_items(make_text("secret", extension=[*HIDDEN["extension"], *ALONE["extension"]]))
    begun = examine(CLEAR, responses=(ItemAnswers("secret", (StringAnswer("so"),)),))

    assert find_forged_authors(None, begun, NURSE, questionnaire) == forged("secret")


def test_undo_brings_back_what_a_colleague_said_if_that_state_is_known() -> None:
    said = answer(CLEAR, "remark", StringAnswer("so"), by=DOCTOR)
    changed = answer(said, "remark", StringAnswer("other"))

    assert find_forged_authors(changed, said, NURSE) == forged("remark")
    assert find_forged_authors(changed, said, NURSE, earlier=(CLEAR, said)) == ()
    twice = examine(said, responses=(*said.examination.responses,) * 2)
    assert find_forged_authors(changed, twice, NURSE, earlier=(said, said)) == forged("remark")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from((*EXAMINATION.responses, *FREE.examination.responses)), max_size=6),
    st.lists(st.tuples(st.sampled_from(("remark", "lesion-site")), st.sampled_from(NAMES)), max_size=6),
    st.randoms(use_true_random=False),
)
def test_whatever_is_kept_and_in_whatever_order_exactly_the_new_names_are_found(
    kept: list[ItemAnswers], new: list[tuple[str, str]], random: object
) -> None:
    before = examine(CLEAR, responses=tuple(kept))
    written = [say(link_id, f"word {number}", by=name) for number, (link_id, name) in enumerate(new)]
    after = [*kept, *written]
    random.shuffle(after)  # type: ignore[attr-defined]

    found = find_forged_authors(before, examine(CLEAR, responses=tuple(after)), NURSE, CHECKLIST)

    assert {one.subject for one in found} == {link_id for link_id, name in new if name != NURSE}


def test_the_full_visit_is_in_two_names() -> None:
    of_nurse = {entry.kind for entry in find_forged_authors(None, FULL, DOCTOR)}
    of_doctor = {entry.kind for entry in find_forged_authors(None, FULL, NURSE)}
    assert of_nurse == {Written.ANSWER, Written.NOTE, Written.WITHDRAWAL}
    assert of_nurse | of_doctor == set(Written)
    signed = change_at(FULL, ("consent", "signature", "physician_name"), lambda _: "Dr Other")
    assert find_forged_authors(FULL, signed, DOCTOR) == ()
