"""A group that is removed takes its answers with it, but never the stop that they raised."""

from gate_factories import EMPTY, PATIENT, later, make_content, make_rule, make_yes_no, on_yes

from stemsup_desktop.consultation.changes import carry_stops, with_answers
from stemsup_desktop.consultation.gate import derive_gate
from stemsup_desktop.consultation.gate_model import FindingState, Verdict
from stemsup_desktop.consultation.occurrence_changes import with_occurrence_added, with_occurrence_removed
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.questionnaire.answers import YES, CodingAnswer, StringAnswer

GROUP = {
    "linkId": "illness",
    "type": "group",
    "text": "Illness",
    "repeats": True,
    "item": [{"linkId": "name", "type": "string", "text": "Name"}, make_yes_no("cancer")],
}
PICKED = {
    "linkId": "q",
    "type": "choice",
    "text": "Which",
    "repeats": True,
    "answerOption": [{"valueCoding": {"code": code}} for code in "ab"],
    "item": [{"linkId": "why", "type": "string", "text": "Why"}],
}
CONTENT = make_content((make_rule("CANCER", Severity.STOP, on_yes("cancer")),), (GROUP, PICKED))


def test_an_occurrence_comes_and_goes_with_who_added_it() -> None:
    added = with_occurrence_added(EMPTY, CONTENT, PATIENT, 0, (), "Nurse", later(1))
    (response,) = added.examination.responses
    assert (response.link_id, response.place, response.answered_by) == ("illness", (1,), "Nurse")
    assert added.examination.questionnaire == "https://example.org/q|1"
    gone = with_occurrence_removed(added, CONTENT, PATIENT, 0, (1,), "Nurse", later(2))
    assert gone.examination.responses == ()


def test_removing_the_only_occurrence_changes_nothing() -> None:
    assert with_occurrence_removed(EMPTY, CONTENT, PATIENT, 0, (0,), "Nurse", later(1)) is EMPTY


def test_a_stop_outlives_the_occurrence_that_raised_it() -> None:
    visit = with_occurrence_added(EMPTY, CONTENT, PATIENT, 0, (), "Dr", later(1))
    visit = with_answers(visit, CONTENT, PATIENT, "cancer", (YES,), "Dr", later(2), (1,))
    before = visit
    visit = with_occurrence_removed(visit, CONTENT, PATIENT, 0, (1,), "Dr", later(3))
    gate = derive_gate(PATIENT, visit, CONTENT, later(4).date())
    assert gate.verdict is Verdict.STOP
    assert [finding.state for finding in gate.findings] == [FindingState.REASON_WANTED]
    back = carry_stops(visit, before)
    assert derive_gate(PATIENT, back, CONTENT, later(5).date()).verdict is Verdict.STOP


def test_what_lies_under_an_answer_goes_where_the_answer_goes() -> None:
    a, b = CodingAnswer("a"), CodingAnswer("b")
    visit = with_answers(EMPTY, CONTENT, PATIENT, "q", (b,), "Dr", later(1))
    visit = with_answers(visit, CONTENT, PATIENT, "why", (StringAnswer("for b"),), "Dr", later(2), (0,))
    visit = with_answers(visit, CONTENT, PATIENT, "q", (a, b), "Dr", later(3))
    assert [(one.link_id, one.place) for one in visit.examination.responses] == [("why", (1,)), ("q", ())]
