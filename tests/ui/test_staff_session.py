"""Whoever may not decide, at the session: a reserved change goes nowhere and says so, and no draft gets stuck."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from staff_samples import DOCTOR, NURSE
from visit_samples import CLINIC, NOW, PATIENT, PHYSICIAN, SavedDrafts, SteppedClock

from stemsup_desktop.consultation.authority_words import make_author_refusal, make_refusal
from stemsup_desktop.consultation.changes import with_answers, with_opinion
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.people import Author
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.consultation.record import Complaint, Consultation, Reason, Summary
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import NO, UNKNOWN, YES, Answer, CodingAnswer
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.save_mark import SaveMark
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.session import SaveKind, Session, make_session
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Catalogue

ELIGIBLE = CodingAnswer("eligible", "urn:stemsup:decision")
VISIT = Consultation("c1", NOW)
Make = Callable[..., Session]


@pytest.fixture
def make(
    runner: JobRunner, drafts: SavedDrafts, clinical_content: ClinicalContent, clock: SteppedClock
) -> Iterator[Make]:
    """Make a session of a person; each ends with the test."""
    made: list[Session] = []

    def make_one(author: Author, consultation: Consultation = VISIT) -> Session:
        session = make_session(clinical_content, runner, drafts.save, clock, author)
        session.open_visit(PATIENT, consultation, CLINIC, PHYSICIAN)
        made.append(session)
        return session

    yield make_one
    for session in made:
        session.close_visit()


@pytest.fixture
def session(make: Make) -> Session:
    return make(NURSE)


def listen(session: Session) -> list[InputProblem]:
    heard: list[InputProblem] = []
    session.change_refused.connect(heard.append)
    return heard


def answer(session: Session, link_id: str, *answers: Answer) -> None:
    state = session.state
    at = session._clock()
    changed = with_answers(state.consultation, session.clinical, state.patient, link_id, answers, state.by, at)
    session.change("Answer", changed, merge=link_id)


def with_plan(session: Session) -> Consultation:
    return msgspec.structs.replace(session.state.consultation, plan=Plan(sessions=3))


def test_a_reserved_change_leaves_the_state_alone_announces_it_again_and_says_whose_it_is(
    session: Session, drafts: SavedDrafts, executor: ManualExecutor
) -> None:
    heard, shown, before = listen(session), [], session.state
    session.state_changed.connect(shown.append)
    session.change("Plan", with_plan(session), is_announced=True)
    assert session.state == before
    assert shown == [before]
    assert [problem.code for problem in heard] == ["physician-only"]
    assert "The plan is set by the physician." in heard[0].sentence
    assert (session.undo_description, session.is_saved) == ("", True)
    session.flush()
    executor.run_all()
    assert drafts.written == []


def test_the_physician_makes_the_same_change(make: Make) -> None:
    session = make(DOCTOR)
    heard = listen(session)
    session.change("Plan", with_plan(session))
    assert session.state.consultation.plan.sessions == 3
    assert heard == []


def test_a_reserved_change_takes_what_came_with_it_back_too_and_nothing_that_came_before(session: Session) -> None:
    answer(session, "x09", NO)
    kept = session.state.consultation
    reason = Reason((Complaint("SYM02", "Alopecia"),), goal="shine")
    session.change("Both", msgspec.structs.replace(kept, reason=reason))
    assert session.state.consultation == kept
    session.undo()
    assert session.state.consultation.examination.responses == ()


@pytest.mark.parametrize("times", [2, 50])
def test_keys_in_quick_succession_change_nothing_between_the_first_and_the_refusal(
    session: Session, times: int
) -> None:
    heard = listen(session)
    for number in range(times):
        answer(session, "decision", ELIGIBLE) if number % 2 else answer(session, "x09", YES if number % 4 else NO)
    responses = session.state.consultation.examination.responses
    assert {one.link_id for one in responses} == {"x09"}
    assert len(heard) == times // 2


def test_closing_an_opinion_and_a_lifted_stop_are_refused_by_name(session: Session) -> None:
    heard = listen(session)
    answer(session, "x12", YES)
    state = session.state
    given = (state.consultation, session.clinical, state.patient, "X12", "Stable", NURSE.name, NOW)
    session.change("Opinion", with_opinion(*given))
    session.change("Close", msgspec.structs.replace(state.consultation, summary=Summary(closed_at=NOW)))
    assert [one.details[0].en for one in heard] == [
        "An opinion on a finding is recorded by the physician.",
        "The consultation is closed by the physician.",
    ]
    assert not session.state.is_closed


# Undo


def test_the_first_answer_is_undone_without_naming_no_checklist_which_would_be_another(session: Session) -> None:
    heard = listen(session)
    answer(session, "x09", NO)
    named = session.state.consultation.examination.questionnaire
    session.undo()
    assert session.state.consultation.examination.responses == ()
    assert session.state.consultation.examination.questionnaire == named
    session.redo()
    assert [one.answers for one in session.state.consultation.examination.responses] == [(NO,)]
    assert heard == []


def test_a_stop_raised_by_staff_stays_raised_through_their_undo(session: Session) -> None:
    heard = listen(session)
    answer(session, "x01", YES)
    session.undo()
    assert [stop.rule_id for stop in session.state.consultation.examination.stops_raised] == ["X01"]
    session.redo()
    session.undo()
    assert heard == []


def test_the_physicians_acts_are_not_in_the_history_of_a_colleague_who_opens_the_visit(make: Make) -> None:
    doctor = make(DOCTOR)
    answer(doctor, "decision", ELIGIBLE)
    doctor.change("Plan", with_plan(doctor))
    nurse = make(NURSE, doctor.state.consultation)
    assert (nurse.undo_description, nurse.redo_description) == ("", "")
    nurse.undo()
    nurse.redo()
    assert nurse.state.consultation == doctor.state.consultation


def test_a_step_that_would_be_refused_is_forgotten_and_the_rest_of_the_history_works(session: Session) -> None:
    heard = listen(session)
    answer(session, "x09", NO)
    answer(session, "x12", UNKNOWN)
    reserved = replace(session._undo[-1], before=with_plan(session))
    session._undo[-1] = reserved
    before = session.state.consultation
    session.undo()
    assert session.state.consultation == before
    assert [problem.code for problem in heard] == ["physician-only"]
    session.undo()
    assert session.state.consultation.examination.responses == ()
    assert session.redo_description == "Answer"


# A refusal by the vault all the same


@pytest.mark.parametrize("problem", [make_refusal(()), make_author_refusal()])
def test_a_refused_save_is_not_tried_again_until_something_changes(
    session: Session, drafts: SavedDrafts, executor: ManualExecutor, problem: InputProblem
) -> None:
    drafts.problem = problem
    answer(session, "x09", NO)
    session.flush()
    executor.run_all()
    assert session.save_state.kind is SaveKind.NOT_SAVED
    assert not session._retry.isActive()
    drafts.problem = None
    session.undo()
    session.flush()
    executor.run_all()
    assert session.save_state.kind is SaveKind.SAVED
    assert drafts.written[-1].consultation == session.state.consultation


def test_a_full_disk_is_tried_again(session: Session, drafts: SavedDrafts, executor: ManualExecutor) -> None:
    drafts.problem = EnvironmentProblem("disk-full", "The disk is full.")
    answer(session, "x09", NO)
    session.flush()
    executor.run_all()
    assert session._retry.isActive()


@pytest.mark.parametrize(
    ("language", "wanted"), [(Language.EN, "Undo (Ctrl+Z)"), (Language.JA, "「元に戻す」（Ctrl+Z）")]
)
def test_the_save_mark_says_what_to_do_about_a_refusal(
    session: Session,
    clock: SteppedClock,
    drafts: SavedDrafts,
    executor: ManualExecutor,
    theme: Theme,
    catalogue: Catalogue,
    language: Language,
    wanted: str,
) -> None:
    mark = SaveMark(theme, catalogue.in_language(language), clock)
    session.save_state_changed.connect(mark.show_state)
    drafts.problem = make_author_refusal()
    answer(session, "x09", NO)
    session.flush()
    executor.run_all()
    assert any(wanted in label.text() for label in mark.findChildren(Label))
    assert wanted in mark.accessibleName()
    mark.deleteLater()


def test_the_refusal_costs_a_physician_nothing_and_staff_little(make: Make, clock: SteppedClock) -> None:
    """Only a change by staff is compared; time itself is measured by the benchmarks."""
    session = make(DOCTOR)
    clock.now += timedelta(minutes=1)
    assert session._find_refused(with_plan(session)) == ()
    assert make(NURSE)._find_refused(with_plan(session)) != ()
