"""Carrying over from the last visit in step 2: offered per section, each answer confirmed by one key."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from visit_samples import CLINIC, NOW, PATIENT, PHYSICIAN

from stemsup_desktop.consultation.carry_over import Earlier, read_earlier
from stemsup_desktop.consultation.changes import with_answers
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.record import CarriedAnswer, Consultation, Examination
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import NO, YES, Answer, CodingAnswer, StringAnswer
from stemsup_desktop.ui.components.buttons import LinkLabel
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.page import ExaminationPage
from stemsup_desktop.ui.vault_access import VaultAccess

Show = Callable[[QWidget, int, int], QWidget]
Snapshot = Callable[[QWidget, str], Path]
BEFORE = NOW - timedelta(days=92)


@pytest.fixture
def earlier(clinical_content: ClinicalContent) -> Earlier:
    visit = Consultation("c0", BEFORE)
    given: dict[str, tuple[Answer, ...]] = {
        "x06": (NO,),
        "x07": (NO,),
        "x08": (NO,),
        "x19": (YES,),
        "hist-illness": (YES,),
        "hist-illness-what": (StringAnswer("Asthma"),),
    }
    for link_id, answers in given.items():
        if clinical_content.questionnaire.find_item(link_id) is not None:
            visit = with_answers(visit, clinical_content, PATIENT, link_id, answers, "Nurse", BEFORE)
    found = read_earlier(visit, clinical_content, PATIENT)
    assert found is not None
    assert found.day == date(2026, 6, 8)
    return found


@pytest.fixture
def page(
    context: PageContext,
    clinical_content: ClinicalContent,
    earlier: Earlier,
    shown: Show,
    qtbot: QtBot,
    access: VaultAccess,
) -> ExaminationPage:
    context.session.open_visit(
        PATIENT, Consultation("c1", NOW, visit_number=2), CLINIC, PHYSICIAN, clinical_content, earlier
    )
    made = ExaminationPage(context, clinical_content, access)
    shown(made, 1000, 800)
    qtbot.waitUntil(lambda: made.findChild(QWidget, "decision") is not None)
    return made


def examination(page: ExaminationPage) -> Examination:
    return page.context.session.state.consultation.examination


def answers_of(page: ExaminationPage, link_id: str) -> tuple[Answer, ...]:
    return next((one.answers for one in examination(page).responses if one.link_id == link_id), ())


def waiting(page: ExaminationPage) -> list[str]:
    return [one.link_id for one in examination(page).carried]


def offer(page: ExaminationPage, section: str) -> LinkLabel | None:
    QApplication.sendPostedEvents()
    found = page.findChild(LinkLabel, f"carry_{section}")
    return found if found is not None and found.isVisibleTo(page) else None


def carry(page: ExaminationPage, section: str) -> None:
    link = offer(page, section)
    assert link is not None
    link.click()


def say(page: ExaminationPage, link_id: str) -> str:
    QApplication.sendPostedEvents()
    line = page.findChild(QWidget, f"{link_id}_carried")
    if line is None or not line.isVisibleTo(page):
        return ""
    return line.findChild(Label).text()


def press(page: ExaminationPage, link_id: str, key: Qt.Key) -> None:
    page.jump_to(link_id)
    widget = page.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key)


def test_a_section_offers_what_was_answered_at_the_last_visit_with_its_day(page: ExaminationPage) -> None:
    link = offer(page, "g-allergy")
    assert link is not None
    assert link.text() == "Carry over from 8 Jun 2026 (3)"
    assert link.accessibleName().startswith("Allerg")
    assert offer(page, "g-vitals") is None
    assert offer(page, "g-decision") is None


def test_carried_answers_are_shown_with_their_day_and_count_for_nothing(page: ExaminationPage) -> None:
    missing = page.context.session.state.gate.missing
    carry(page, "g-allergy")

    assert waiting(page) == ["x06", "x07", "x08"]
    assert say(page, "x06") == "On 8 Jun 2026: No. Not answered today."
    assert answers_of(page, "x06") == ()
    assert page.context.session.state.gate.missing == missing
    assert offer(page, "g-allergy") is None
    assert say(page, "x19") == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_N])
def test_one_key_confirms_one_answer(page: ExaminationPage, key: Qt.Key) -> None:
    carry(page, "g-allergy")
    press(page, "x06", key)

    assert answers_of(page, "x06") == (NO,) or [a.code for a in answers_of(page, "x06")] == ["N"]  # type: ignore[union-attr]
    assert waiting(page) == ["x07", "x08"]
    assert say(page, "x06") == ""
    assert "x06" not in {one.target for one in page.context.session.state.gate.missing}


def test_another_answer_takes_its_place(page: ExaminationPage) -> None:
    carry(page, "g-allergy")
    press(page, "x07", Qt.Key.Key_Y)

    (given,) = answers_of(page, "x07")
    assert isinstance(given, CodingAnswer)
    assert given.code == "Y"
    assert waiting(page) == ["x06", "x08"]


def test_the_line_confirms_by_mouse_and_the_focus_stays_at_the_question(page: ExaminationPage) -> None:
    carry(page, "g-allergy")
    line = page.findChild(QWidget, "x08_carried")
    line.findChild(LinkLabel).click()

    assert waiting(page) == ["x06", "x07"]
    assert page._focused_key() == next(key for key, row in page._view.rows.items() if row.link_id == "x08")


def test_a_key_that_is_held_down_confirms_nothing(page: ExaminationPage) -> None:
    carry(page, "g-allergy")
    page.jump_to("x06")
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "", True)
    QApplication.sendEvent(page.focusWidget(), held)

    assert waiting(page) == ["x06", "x07", "x08"]


def test_enter_on_a_question_without_a_carried_answer_answers_nothing(page: ExaminationPage) -> None:
    press(page, "x06", Qt.Key.Key_Return)

    assert answers_of(page, "x06") == ()


def test_a_carried_answer_that_is_impossible_now_says_so_and_counts_for_nothing(page: ExaminationPage) -> None:
    session = page.context.session
    consultation = session.state.consultation
    forged = (CarriedAnswer("x06", (CodingAnswer("MAYBE"),), date(2026, 6, 8)),)
    examination = msgspec.structs.replace(consultation.examination, carried=forged)
    session.change("Forged", msgspec.structs.replace(consultation, examination=examination))
    press(page, "x06", Qt.Key.Key_Return)

    assert answers_of(page, "x06") == ()
    part = page._board.find_part(page._focused_key())
    assert any("Choose one of the options" in label.text() for label in part.findChildren(Label))


def test_undo_takes_back_the_confirming_and_then_the_carrying(page: ExaminationPage) -> None:
    carry(page, "g-allergy")
    press(page, "x06", Qt.Key.Key_Return)
    session = page.context.session
    session.undo()
    assert answers_of(page, "x06") == ()
    assert waiting(page) == ["x06", "x07", "x08"]
    assert say(page, "x06")
    session.undo()
    assert waiting(page) == []
    assert offer(page, "g-allergy") is not None
    session.redo()
    assert waiting(page) == ["x06", "x07", "x08"]


def test_a_finding_comes_with_the_confirming(page: ExaminationPage) -> None:
    carry(page, "g-skin")
    assert page.context.session.state.gate.findings == ()
    press(page, "x19", Qt.Key.Key_Return)

    assert [finding.rule_id for finding in page.context.session.state.gate.findings] == ["X19"]


def test_a_follow_up_is_offered_once_its_question_is_confirmed(
    page: ExaminationPage, clinical_content: ClinicalContent
) -> None:
    carry(page, "g-history")
    assert waiting(page) == ["hist-illness"]
    press(page, "hist-illness", Qt.Key.Key_Return)
    item = clinical_content.questionnaire.find_item("hist-illness-what")

    assert (offer(page, "g-history") is not None) == (item is not None)


def test_a_closed_visit_offers_nothing(page: ExaminationPage) -> None:
    session = page.context.session
    carry(page, "g-allergy")
    consultation = session.state.consultation
    summary = msgspec.structs.replace(consultation.summary, closed_at=NOW)
    session.change("Closed", msgspec.structs.replace(consultation, summary=summary))

    assert offer(page, "g-skin") is None
    assert say(page, "x06") == ""
    press(page, "x06", Qt.Key.Key_Return)
    assert answers_of(page, "x06") == ()


def test_a_first_visit_offers_nothing(page: ExaminationPage) -> None:
    page.context.session.open_visit(PATIENT, Consultation("c9", NOW), CLINIC, PHYSICIAN)

    assert offer(page, "g-allergy") is None


@pytest.mark.parametrize("language", list(Language))
def test_the_checklist_in_pictures(
    page: ExaminationPage,
    clinical_content: ClinicalContent,
    shown: Show,
    qtbot: QtBot,
    access: VaultAccess,
    snapshot: Snapshot,
    language: Language,
) -> None:
    page.context.language.set_language(language)
    made = ExaminationPage(page.context, clinical_content, access)
    shown(made, 1100, 900)
    qtbot.waitUntil(lambda: made.findChild(QWidget, "decision") is not None)
    carry(made, "g-allergy")
    press(made, "x07", Qt.Key.Key_Return)
    made.jump_to("x08")
    for _ in range(3):
        QApplication.processEvents()

    assert snapshot(made, f"carry-over-{language}").exists()
