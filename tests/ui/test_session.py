"""The session: one state, its history, and saving that never stops trying."""

from decimal import Decimal

import msgspec
import pytest
from checklist_samples import make_checklist
from visit_samples import CLINIC, NOW, PATIENT, PHYSICIAN, SavedDrafts, SteppedClock

from stemsup_desktop.consultation.checklists import with_checklist
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.record import NO_BACKGROUND, Consultation, StopRaised
from stemsup_desktop.consultation.signing_model import SignerRole, Withdrawal
from stemsup_desktop.consultation.treatment_model import Treatment
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.ui.jobs import JobRunner, Lane, ManualExecutor
from stemsup_desktop.ui.session import SaveKind, Session, make_session

FULL = EnvironmentProblem("disk-full", "The disk is full.")


def with_goal(session: Session, goal: str) -> Consultation:
    consultation = session.state.consultation
    reason = msgspec.structs.replace(consultation.reason, goal=goal)
    return msgspec.structs.replace(consultation, reason=reason)


def type_goal(session: Session, goal: str, merge: str = "") -> None:
    session.change("Goal", with_goal(session, goal), merge=merge)


def fire_debounce(session: Session) -> None:
    session._debounce.timeout.emit()


def test_a_change_makes_a_new_state_and_leaves_the_old_one_as_it_was(session: Session) -> None:
    before, seen = session.state, []
    session.state_changed.connect(seen.append)
    type_goal(session, "shine")
    assert before.consultation.reason.goal == ""
    assert [state.consultation.reason.goal for state in seen] == ["shine"]


def test_a_change_that_changes_nothing_is_no_change(session: Session) -> None:
    seen: list[object] = []
    session.state_changed.connect(seen.append)
    session.change("Goal", session.state.consultation)
    assert seen == []
    assert session.undo_description == ""


def test_a_number_that_was_typed_on_with_a_nought_is_a_change_of_its_digits(session: Session) -> None:
    for typed in ("0.1", "0.10"):
        treatment = Treatment(drawn_up_ml=Decimal(typed))
        session.change("Drawn up", msgspec.structs.replace(session.state.consultation, treatment=treatment), merge="x")
    assert str(session.state.consultation.treatment.drawn_up_ml) == "0.10"
    session.undo()
    session.redo()
    assert str(session.state.consultation.treatment.drawn_up_ml) == "0.10"


def test_undo_and_redo_walk_the_history(session: Session) -> None:
    type_goal(session, "a")
    type_goal(session, "ab")
    session.undo()
    assert session.state.consultation.reason.goal == "a"
    assert session.redo_description == "Goal"
    session.redo()
    assert session.state.consultation.reason.goal == "ab"


def test_keystrokes_in_one_field_are_one_step_of_undo(session: Session) -> None:
    type_goal(session, "before")
    for text in ("s", "sh", "shi"):
        type_goal(session, text, merge="goal")
    session.undo()
    assert session.state.consultation.reason.goal == "before"


def test_undo_keeps_a_stop_that_was_raised_in_between(
    runner: JobRunner, drafts: SavedDrafts, session: Session, clock: SteppedClock
) -> None:
    raised = msgspec.structs.replace(session.state.consultation.examination, stops_raised=(StopRaised("X06", NOW),))
    session.change("Answer", msgspec.structs.replace(session.state.consultation, examination=raised))
    session.undo()
    assert [stop.rule_id for stop in session.state.consultation.examination.stops_raised] == ["X06"]


def test_undo_keeps_a_withdrawal_that_was_recorded_in_between(session: Session) -> None:
    consultation = session.state.consultation
    withdrawal = Withdrawal("CNS-2026-00001", NOW, SignerRole.PATIENT, PATIENT.name)
    consent = msgspec.structs.replace(consultation.consent, withdrawals=(withdrawal,))
    session.change("Withdraw", msgspec.structs.replace(consultation, consent=consent))
    session.undo()
    assert session.state.consultation.consent.withdrawals == (withdrawal,)


def test_a_change_is_written_after_the_pause_and_marked_saved(
    session: Session, executor: ManualExecutor, drafts: SavedDrafts, clock: SteppedClock
) -> None:
    type_goal(session, "shine")
    assert session.save_state.kind is SaveKind.SAVING
    clock.advance(minutes=3)
    fire_debounce(session)
    assert executor.step() is Lane.VAULT
    assert drafts.written[-1].consultation.reason.goal == "shine"
    assert (session.save_state.kind, session.save_state.at.minute) == (SaveKind.SAVED, 47)


def test_typing_without_a_pause_is_written_within_a_second(session: Session) -> None:
    type_goal(session, "a")
    assert session._limit.isActive()
    assert session._limit.interval() + 300 <= 1000
    remaining = session._limit.remainingTime()
    type_goal(session, "ab")
    assert session._limit.remainingTime() <= remaining


def test_the_timers_really_write(session: Session, executor: ManualExecutor, qtbot: object) -> None:
    type_goal(session, "shine")
    qtbot.waitUntil(lambda: bool(executor.queued), timeout=2000)  # type: ignore[attr-defined]
    executor.run_all()
    assert session.is_saved


def test_a_failed_save_says_since_when_and_tries_again_without_clearing_anything(
    session: Session, executor: ManualExecutor, drafts: SavedDrafts, clock: SteppedClock
) -> None:
    drafts.problem = FULL
    clock.advance(minutes=5)
    type_goal(session, "shine")
    fire_debounce(session)
    executor.run_all()
    assert session.save_state.kind is SaveKind.NOT_SAVED
    assert session.save_state.at == NOW
    assert session.save_state.problem is FULL
    assert session.state.consultation.reason.goal == "shine"
    assert session._retry.isActive()
    type_goal(session, "shine more")
    assert session.save_state.kind is SaveKind.NOT_SAVED
    drafts.problem = None
    session.try_again()
    executor.run_all()
    assert session.save_state.kind is SaveKind.SAVED
    assert drafts.written[-1].consultation.reason.goal == "shine more"


def test_what_one_session_could_not_write_another_goes_on_from_and_writes(
    session: Session, executor: ManualExecutor, runner: JobRunner, drafts: SavedDrafts, clock: SteppedClock
) -> None:
    drafts.problem = FULL
    type_goal(session, "shine")
    visit_id = session.state.consultation.consultation_id
    session.close_visit()
    executor.run_all()
    other = make_session(session.clinical, runner, drafts.save, clock)
    drafts.problem = None
    other.take_over_unsaved(session.give_up_unsaved())
    found = other.find_unsaved(visit_id)
    assert found is not None
    assert found.reason.goal == "shine"
    assert session.is_saved
    assert not session._retry.isActive()
    executor.run_all()
    assert other.find_unsaved(visit_id) is None
    assert drafts.written[-1].consultation == found


def test_a_change_during_a_write_is_written_next(
    session: Session, executor: ManualExecutor, drafts: SavedDrafts
) -> None:
    type_goal(session, "a")
    fire_debounce(session)
    type_goal(session, "ab")
    fire_debounce(session)
    assert len(executor.queued) == 1
    executor.step()
    assert not session.is_saved
    session._limit.timeout.emit()
    executor.run_all()
    assert session.is_saved
    assert drafts.written[-1].consultation.reason.goal == "ab"


def test_closing_the_visit_writes_first_also_behind_a_write_under_way(
    session: Session, executor: ManualExecutor, drafts: SavedDrafts
) -> None:
    type_goal(session, "a")
    fire_debounce(session)
    type_goal(session, "ab")
    session.close_visit()
    executor.run_all()
    assert drafts.written[-1].consultation.reason.goal == "ab"
    assert session.is_saved


def test_closing_the_runner_writes_what_was_flushed(session: Session, runner: JobRunner, drafts: SavedDrafts) -> None:
    type_goal(session, "last words")
    session.flush()
    runner.close()
    assert drafts.written[-1].consultation.reason.goal == "last words"
    assert session.is_saved


def test_a_visit_that_could_not_be_written_is_kept_when_another_is_opened(
    session: Session, executor: ManualExecutor, drafts: SavedDrafts
) -> None:
    drafts.problem = FULL
    type_goal(session, "unwritten")
    session.open_visit(PATIENT, Consultation("c2", NOW), CLINIC, PHYSICIAN)
    executor.run_all()
    assert session.save_state.kind is SaveKind.NOT_SAVED
    drafts.problem = None
    session.try_again()
    executor.run_all()
    assert [file.consultation.consultation_id for file in drafts.written] == ["c1"]
    assert session.is_saved


def test_without_a_visit_there_is_no_state(session: Session) -> None:
    session.close_visit()
    assert not session.has_visit
    with pytest.raises(LookupError):
        session.state  # noqa: B018 - reading is the act


def test_the_gate_is_derived_once_per_state(
    runner: JobRunner, drafts: SavedDrafts, clock: SteppedClock, session: Session
) -> None:
    gate, content = session.state.gate, session.clinical
    calls: list[int] = []

    def derive(*_: object) -> object:
        calls.append(1)
        return gate

    own = Session(content, runner, drafts.save, derive, lambda _, following: following, clock)  # type: ignore[arg-type]
    own.open_visit(PATIENT, Consultation("c9", NOW), CLINIC, PHYSICIAN)
    assert own.state.gate is own.state.gate
    assert len(calls) == 1


def close(session: Session) -> None:
    consultation = session.state.consultation
    summary = msgspec.structs.replace(consultation.summary, closed_at=NOW)
    session.change("Closed", msgspec.structs.replace(consultation, summary=summary))


def test_closing_a_visit_is_written_and_has_no_way_back(
    session: Session, executor: ManualExecutor, drafts: SavedDrafts
) -> None:
    type_goal(session, "shine")
    close(session)
    assert (session.undo_description, session.redo_description) == ("", "")
    session.undo()
    session.redo()
    assert session.state.consultation.summary.closed_at == NOW
    fire_debounce(session)
    executor.run_all()
    assert drafts.written[-1].consultation.summary.closed_at == NOW


def test_a_closed_visit_takes_no_change_and_shows_its_record_again(
    session: Session, executor: ManualExecutor, drafts: SavedDrafts
) -> None:
    type_goal(session, "shine")
    close(session)
    fire_debounce(session)
    executor.run_all()
    written, seen = len(drafts.written), []
    session.state_changed.connect(seen.append)
    session.change("Goal", with_goal(session, "after the end"), is_announced=True)
    assert [state.consultation.reason.goal for state in seen] == ["shine"]
    assert session.is_saved
    assert not session._debounce.isActive()
    assert not session._limit.isActive()
    session.flush()
    executor.run_all()
    assert len(drafts.written) == written


def test_a_corrected_patient_leaves_the_record_of_a_closed_visit_as_it_was(
    runner: JobRunner, drafts: SavedDrafts, clock: SteppedClock, session: Session
) -> None:
    close(session)
    before = session.state.consultation
    session.set_patient(msgspec.structs.replace(PATIENT, alerts=("pacemaker",)))
    assert session.state.patient.alerts == ("pacemaker",)
    assert session.state.consultation is before


def test_what_is_typed_during_a_slow_write_is_written_as_soon_as_that_ends(
    session: Session, executor: ManualExecutor, drafts: SavedDrafts
) -> None:
    type_goal(session, "one")
    session.flush()
    type_goal(session, "two")
    session._limit.stop()  # as if it had passed while the disk was busy
    session._debounce.stop()
    executor.step()
    assert executor.queued
    executor.run_all()
    assert drafts.written[-1].consultation.reason.goal == "two"


def make_own_content(session: Session) -> ClinicalContent:
    return with_checklist(session.clinical, make_checklist())


def test_a_visit_is_judged_by_the_checklist_it_began_with(session: Session) -> None:
    shipped, own = session.clinical, make_own_content(session)
    heard: list[tuple[ClinicalContent, str]] = []
    session.clinical_changed.connect(
        lambda: heard.append((session.clinical, session.state.consultation.consultation_id))
    )

    session.open_visit(PATIENT, Consultation("c2", NOW), CLINIC, PHYSICIAN, own)
    assert heard == [(own, "c2")]
    assert {missing.target for missing in session.state.gate.missing if missing.step == 2} >= {"own-1", "rule:X01"}

    session.open_visit(PATIENT, Consultation("c3", NOW), CLINIC, PHYSICIAN, own)
    assert len(heard) == 1
    session.open_visit(PATIENT, Consultation("c1", NOW), CLINIC, PHYSICIAN)
    assert heard[1:] == [(shipped, "c1")]
    assert "own-1" not in {missing.target for missing in session.state.gate.missing}


def test_what_is_changed_and_undone_is_judged_by_the_same_checklist(session: Session) -> None:
    own = make_own_content(session)
    session.open_visit(PATIENT, Consultation("c2", NOW), CLINIC, PHYSICIAN, own)
    type_goal(session, "shine")
    session.undo()
    session.derive_again()
    session.set_patient(PATIENT)

    assert "rule:X01" in {missing.target for missing in session.state.gate.missing}


def test_a_visit_that_is_judged_ahead_is_judged_as_when_it_is_opened_and_nothing_is_shown_of_it(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, heard, open_before = make_own_content(session), [], session.state
    judged: list[tuple[object, ...]] = []
    derive = session._derive_gate

    def note(*given: object) -> object:
        judged.append(given)
        return derive(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(session, "_derive_gate", note)
    session.state_changed.connect(heard.append)
    visit = Consultation("c2", NOW)
    session.judge_ahead(PATIENT, visit, own, NO_BACKGROUND, session._clock())
    assert (session.state, heard) == (open_before, [])
    session.open_visit(PATIENT, visit, CLINIC, PHYSICIAN, own)
    ahead, opened = judged
    assert [one == other for one, other in zip(ahead[:2], opened[:2], strict=True)] == [True, True]
    assert (ahead[2].rules, ahead[2].questionnaire) == (opened[2].rules, opened[2].questionnaire)  # type: ignore[attr-defined]
    assert ahead[2].questionnaire == own.questionnaire  # type: ignore[attr-defined]
    assert derive(*ahead) == session.state.gate  # type: ignore[arg-type]
    session.judge_ahead(PATIENT, visit, None, NO_BACKGROUND, session._clock())
    assert judged[-1][2].questionnaire == session._default_clinical.questionnaire  # type: ignore[attr-defined]
