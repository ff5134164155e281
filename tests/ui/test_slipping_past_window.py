"""Attempts to slip past rules 1 to 3 in the open visit: by speed, by undo and redo, by changing the language."""

import random
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from visit_samples import PHYSICIAN, SavedDrafts

from stemsup_desktop.consultation.changes import with_answers, with_opinion
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.gate_model import FindingState, Verdict
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import NO, UNKNOWN, YES, Answer
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import ManualExecutor
from stemsup_desktop.ui.session import Session
from stemsup_desktop.ui.shell.finding_card import FindingCard
from stemsup_desktop.ui.shell.main_window import MainWindow


def answer(session: Session, content: ClinicalContent, link_id: str, *answers: Answer) -> None:
    state = session.state
    at = session._clock()
    session.change(
        "Answer",
        with_answers(state.consultation, content, state.patient, link_id, answers, "看護師", at),
        merge=link_id,
    )


def state_of(session: Session, rule_id: str) -> FindingState | None:
    found = (one.state for one in session.state.gate.findings if one.rule_id == rule_id)
    return next(found, None)


def test_a_hundred_answers_within_one_moment_forget_no_stop_and_the_last_of_them_is_on_disk(
    session: Session, clinical_content: ClinicalContent, drafts: SavedDrafts, executor: ManualExecutor
) -> None:
    for number in range(100):
        answer(session, clinical_content, "x01", YES if number % 2 == 0 else NO)
        expected = FindingState.OPEN if number % 2 == 0 else FindingState.REASON_WANTED
        assert state_of(session, "X01") is expected
        assert session.state.gate.verdict is Verdict.STOP
    session.flush()
    executor.run_all()

    written = drafts.written[-1].consultation.examination
    assert written == session.state.consultation.examination
    assert [stop.rule_id for stop in written.stops_raised] == ["X01"]


def test_no_walk_of_undo_and_redo_gets_past_a_stop(session: Session, clinical_content: ClinicalContent) -> None:
    answer(session, clinical_content, "x01", YES)
    answer(session, clinical_content, "x09", NO)
    answer(session, clinical_content, "x01", NO)
    chance = random.Random(7)
    for _ in range(60):
        session.undo() if chance.random() < 0.55 else session.redo()
        assert state_of(session, "X01") in (FindingState.OPEN, FindingState.REASON_WANTED)
        assert session.state.gate.verdict is Verdict.STOP


def test_undo_of_an_answer_lapses_its_opinion_and_redo_brings_both_back(
    session: Session, clinical_content: ClinicalContent
) -> None:
    answer(session, clinical_content, "x12", YES)
    state = session.state
    at = session._clock()
    session.change(
        "Opinion",
        with_opinion(state.consultation, clinical_content, state.patient, "X12", "Stable", PHYSICIAN.name, at),
    )
    answer(session, clinical_content, "x12", UNKNOWN)
    assert state_of(session, "X12") is FindingState.OPINION_LAPSED
    session.undo()
    assert state_of(session, "X12") is FindingState.OPINION_RECORDED
    session.undo()
    assert state_of(session, "X12") is FindingState.OPEN


@pytest.fixture
def window(
    context: PageContext, qapp: QApplication, clinical_content: ClinicalContent, shown: Callable[..., QWidget]
) -> Iterator[MainWindow]:
    made = MainWindow(context, qapp)
    shown(made, 1440, 900)
    yield made
    made.focus_ring.deleteLater()


def test_another_language_changes_no_verdict_no_opinion_and_loses_no_text_being_written(
    window: MainWindow, session: Session, clinical_content: ClinicalContent
) -> None:
    for link_id in ("x12", "x07"):
        answer(session, clinical_content, link_id, YES)
    state = session.state
    at = session._clock()
    session.change(
        "Opinion",
        with_opinion(state.consultation, clinical_content, state.patient, "X12", "Stable", PHYSICIAN.name, at),
    )
    before = session.state.gate
    window.gate.findChild(FindingCard, "finding_X07").open_editor()
    window.gate.findChild(FindingCard, "finding_X07").editor.field.setText("half a sen")
    for language in (Language.JA, Language.EN):
        window._context.language.set_language(language)
        assert session.state.gate == before
        assert window.gate.findChild(FindingCard, "finding_X07").editor.field.value() == "half a sen"
    assert state_of(session, "X12") is FindingState.OPINION_RECORDED
