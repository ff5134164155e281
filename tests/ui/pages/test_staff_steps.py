"""Steps 1, 2 and 4 as staff see them: all of it is readable, what is the physician's is locked with its reason."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from paper_samples import read_example, with_consultation
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shipped import get_content
from staff_samples import DOCTOR, NURSE
from visit_samples import NOW, SavedDrafts, SteppedClock

from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.authority_words import REASONS
from stemsup_desktop.consultation.people import Author
from stemsup_desktop.consultation.record import AnswerNote, Complaint, ConsultationFile, Examination, Reason
from stemsup_desktop.consultation.sites.drawings import read_drawings
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import NO
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.components.answer_segments import AnswerSegments
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.field_frame import FieldFrame
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.reason_line import ReasonLine
from stemsup_desktop.ui.components.score_field import ScoreField
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.examination.page import ExaminationPage
from stemsup_desktop.ui.pages.examination.sections import MissingLink
from stemsup_desktop.ui.pages.plan.page import PlanPage
from stemsup_desktop.ui.pages.plan.rows import CheckRow
from stemsup_desktop.ui.pages.plan.site_row import SiteRow
from stemsup_desktop.ui.pages.reason.page import ReasonPage
from stemsup_desktop.ui.session import Session, make_session
from stemsup_desktop.ui.site_map.canvas import SiteCanvas
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.window_language import WindowLanguage

Open = Callable[..., Any]
TREATED = read_example("treated")
DRAFT = with_consultation(
    TREATED,
    summary=msgspec.structs.replace(TREATED.consultation.summary, closed_at=None),
    consent=type(TREATED.consultation.consent)(),
)


@pytest.fixture
def open_page(
    theme: Theme,
    window_language: WindowLanguage,
    runner: JobRunner,
    drafts: SavedDrafts,
    clock: SteppedClock,
    shown: Callable[[QWidget, int, int], QWidget],
    qtbot: QtBot,
    access: VaultAccess,
) -> Iterator[Open]:
    """Open a step of a visit as a person; whatever was refused fails the test."""
    sessions: list[Session] = []
    refused: list[object] = []

    def open_it(step: int, file: ConsultationFile = DRAFT, author: Author = NURSE) -> Page[Any]:
        content = get_content()
        session = make_session(content.clinical, runner, drafts.save, clock, author)
        session.change_refused.connect(refused.append)
        sessions.append(session)
        session.open_visit(file.patient, file.consultation, file.clinic, file.physician)
        context = PageContext(theme, window_language, session, runner, clock)
        page: Page[Any]
        if step == 1:
            page = ReasonPage(context, content.reference)
        elif step == 2:
            page = ExaminationPage(context, content.clinical, access)
        else:
            page = PlanPage(context, content, read_drawings(find_resources() / "sites" / "site-map.json"))
        page.set_room(1440, 900)
        shown(page, 1360, 772)
        if isinstance(page, ExaminationPage):
            qtbot.waitUntil(lambda: page.is_built, timeout=20_000)
        return page

    yield open_it
    assert refused == []
    for session in sessions:
        session.close_visit()


def find(page: QWidget, kind: type[Any], name: str) -> Any:
    widget = page.findChild(kind, name)
    assert isinstance(widget, kind), name
    return widget


def reasons(page: QWidget) -> list[str]:
    return [line.sentence for line in page.findChildren(ReasonLine) if line.isVisible()]


def reason_of(act: ReservedAct, page: Page[Any]) -> str:
    return REASONS[act].in_language(page.words.language)


def consultation_of(page: Page[Any]) -> Any:
    return page.context.session.state.consultation


def type_into(field: FieldFrame, text: str) -> None:
    editor = field.focusProxy()
    assert isinstance(editor, QWidget)
    editor.setFocus()
    QTest.keyClicks(editor, text)


# Step 1


def test_the_diagnosis_is_read_and_not_typed_and_its_reason_stands_there_once(open_page: Open) -> None:
    page = open_page(1)
    (complaint,) = DRAFT.consultation.reason.complaints[:1]
    diagnosis = find(page, TextField, f"diagnosis:{complaint.symptom_id}")
    assert diagnosis.text() == complaint.diagnosis
    for name in ("diagnosis", "icd10"):
        field = find(page, TextField, f"{name}:{complaint.symptom_id}")
        type_into(field, "x")
        assert field.line_edit.isReadOnly()
        assert reason_of(ReservedAct.DIAGNOSIS, page) in field.line_edit.accessibleDescription()
    for button in page.findChildren(QPushButton):
        if button.objectName().startswith("code:"):
            assert (button.isEnabled(), button.toolTip()) == (False, reason_of(ReservedAct.DIAGNOSIS, page))
    assert reasons(page) == [reason_of(ReservedAct.DIAGNOSIS, page)]
    assert consultation_of(page) == DRAFT.consultation


def test_a_symptom_with_a_diagnosis_stays_and_one_without_comes_and_goes(open_page: Open) -> None:
    reason = Reason((Complaint("SYM02", "Alopecia"), Complaint("SYM05")), "shine")
    page = open_page(1, with_consultation(DRAFT, reason=reason))
    for key in ("SYM02", "SYM05"):
        box = find(page, CheckBox, key)
        QTest.mouseClick(box, Qt.MouseButton.LeftButton)
        box.setFocus()
    QTest.keyClick(find(page, CheckBox, "SYM02"), Qt.Key.Key_Space)
    assert [one.symptom_id for one in consultation_of(page).reason.complaints] == ["SYM02"]
    assert page.words("reason.symptom_locked") in find(page, CheckBox, "SYM02").accessibleDescription()
    find(page, CheckBox, "SYM05").click()
    assert [one.symptom_id for one in consultation_of(page).reason.complaints] == ["SYM02", "SYM05"]


def test_goal_notes_and_scores_are_everybodys(open_page: Open) -> None:
    page = open_page(1)
    symptom = DRAFT.consultation.reason.complaints[0].symptom_id
    find(page, MultiLineField, "goal").setText("to sleep")
    find(page, ScoreField, f"baseline_nrs:{symptom}").choose(2)
    reason = consultation_of(page).reason
    assert (reason.goal, reason.complaints[0].baseline_nrs) == ("to sleep", 2)
    assert reason.complaints[0].diagnosis == DRAFT.consultation.reason.complaints[0].diagnosis


def test_the_physician_finds_nothing_locked(open_page: Open) -> None:
    for step in (1, 2, 4):
        page = open_page(step, author=DOCTOR)
        assert reasons(page) == []


# Step 2


def without_decision(**fields: object) -> ConsultationFile:
    examination = DRAFT.consultation.examination
    left = tuple(one for one in examination.responses if not one.link_id.startswith("decision"))
    left = tuple(one for one in left if one.link_id != "x09")
    changed: Examination = msgspec.structs.replace(examination, responses=left, **fields)
    return with_consultation(DRAFT, examination=changed)


def test_the_decision_is_shown_and_locked_and_its_reason_stands_in_its_section_alone(open_page: Open) -> None:
    page = open_page(2)
    decision = find(page, ChoiceField, "decision")
    given = next(one for one in DRAFT.consultation.examination.responses if one.link_id == "decision")
    assert decision.value() == given.answers[0].code
    assert reasons(page) == [reason_of(ReservedAct.ELIGIBILITY, page)]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Space, Qt.Key.Key_E):
        QTest.keyClick(decision.combo, key, Qt.KeyboardModifier.AltModifier)
        QTest.keyClick(decision.combo, key)
    QTest.mouseClick(decision.combo, Qt.MouseButton.LeftButton)
    assert not decision.combo.view().isVisible()
    type_into(find(page, FieldFrame, "decision-reason"), "x")
    assert consultation_of(page) == DRAFT.consultation


def test_what_is_missing_says_how_much_is_the_physicians_and_the_keys_pass_it_by(open_page: Open) -> None:
    page = open_page(2, without_decision())
    link = find(page, MissingLink, "missing_g-decision")
    assert link.text() == "1 for the physician"
    for _ in range(3):
        page.go_to_next_open()
        assert "decision" not in (QApplication.focusWidget() or page).objectName()
    assert QApplication.focusWidget().objectName().startswith("x09")
    seen = set()
    for _ in range(400):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
        seen.add(page._focused_key())
    assert {page._view.rows[key].link_id for key in seen if key is not None} == {"x09"}


def test_the_arrow_keys_pass_the_decision_by_and_a_jump_goes_there(open_page: Open) -> None:
    page = open_page(2, without_decision())
    keys = [key for key, _ in page._board.iter_editors()]
    assert "decision" not in {page._view.rows[key].link_id for key in keys}
    page._go_to(keys[-1])
    page._move(1)
    assert page._focused_key() == keys[-1]
    page.jump_to("decision")
    assert page._view.rows[page._focused_key()].link_id == "decision"


def test_an_answer_that_reaches_a_locked_row_all_the_same_goes_nowhere_and_says_why(open_page: Open) -> None:
    page = open_page(2)
    key = next(key for key, row in page._view.rows.items() if row.link_id == "decision")
    part = page.find_part(key)
    part.editor.answered.emit((NO,))
    page._board.wishes.note_written.emit(key, "words")
    page._board.wishes.confirm_requested.emit(key)
    page._board.wishes.files_chosen.emit(key, ())
    assert consultation_of(page) == DRAFT.consultation


def test_words_beside_the_decision_are_read_and_none_can_be_begun(open_page: Open) -> None:
    note = AnswerNote("decision", "after the blood count", DOCTOR.name, NOW)
    page = open_page(2, without_decision(notes=(note,)))
    field = find(page, MultiLineField, "decision_note")
    type_into(field, "x")
    assert field.text_edit.toPlainText() == note.text
    page = open_page(2, without_decision())
    page.jump_to("decision")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert page.findChild(MultiLineField, "decision_note") is None


def test_everything_else_of_the_checklist_is_answered_in_ones_own_name(open_page: Open) -> None:
    page = open_page(2, without_decision())
    find(page, AnswerSegments, "x09").choose("N")
    given = next(one for one in consultation_of(page).examination.responses if one.link_id == "x09")
    assert (given.answers[0].code, given.answered_by) == ("N", NURSE.name)


def test_answers_to_a_checklist_that_is_not_at_hand_are_all_locked(open_page: Open) -> None:
    page = open_page(2, without_decision(questionnaire="https://clinic.example/gone|1"))
    assert set(reasons(page)) == {reason_of(ReservedAct.CHECKLIST, page)}
    segments = find(page, AnswerSegments, "x09")
    QTest.keyClick(segments.buttons[0], Qt.Key.Key_Y)
    segments.choose("Y")
    assert segments.value() is None
    assert list(page._board.iter_editors()) == []


# Step 4


@pytest.mark.parametrize("language", list(Language))
def test_the_plan_is_read_and_its_reason_stands_at_the_top_once(
    open_page: Open, window_language: WindowLanguage, language: Language
) -> None:
    window_language.set_language(language)
    page = open_page(4)
    assert reasons(page) == [REASONS[ReservedAct.PLAN].in_language(language)]
    plan = DRAFT.consultation.plan
    assert find(page, TextField, "product.name").text() == plan.product.name
    assert [row.site_id for row in page.findChildren(SiteRow)] == [site.site_id for site in plan.sites]


def test_no_key_and_no_click_changes_the_plan(open_page: Open, qtbot: QtBot) -> None:
    page = open_page(4)
    for frame in page.findChildren(FieldFrame):
        if frame.isVisible():
            type_into(frame, "7")
    for row in page.findChildren(CheckRow):
        QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.rect().center())
        QTest.keyClick(row.box, Qt.Key.Key_Space)
    for segments in page.findChildren(AnswerSegments):
        for button in segments.buttons:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            for key in (Qt.Key.Key_Y, Qt.Key.Key_N, Qt.Key.Key_Space):
                QTest.keyClick(button, key)
    for site in page.findChildren(SiteRow):
        QTest.keyClick(site, Qt.Key.Key_Delete)
        QTest.mouseClick(find(page, QPushButton, "remove_site"), Qt.MouseButton.LeftButton)
    for canvas in page.findChildren(SiteCanvas):
        for zone in canvas.zone_ids:
            for _press in ("makes it current", "would set a point"):
                QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.centre_of(zone).toPoint())
        QTest.keyClick(canvas, Qt.Key.Key_Return)
        QTest.keyClick(canvas, Qt.Key.Key_Space)
        QTest.keyClick(canvas, Qt.Key.Key_Delete)
    find(page, QPushButton, "take_all_aftercare").click()
    assert consultation_of(page) == DRAFT.consultation
    assert page.context.session.undo_description == ""


def test_everything_of_the_plan_is_reached_by_a_screen_reader_and_says_why_it_is_locked(open_page: Open) -> None:
    page = open_page(4)
    reason = reason_of(ReservedAct.PLAN, page)
    for frame in page.findChildren(FieldFrame):
        editor = frame.focusProxy()
        assert isinstance(editor, QWidget)
        assert editor.isEnabled()
        assert reason in editor.accessibleDescription()
    for row in page.findChildren(CheckRow):
        assert row.box.isEnabled()
        assert reason in row.box.accessibleDescription()


def test_the_way_on_is_open(open_page: Open, qtbot: QtBot) -> None:
    page = open_page(4)
    with qtbot.waitSignal(page.page_requested) as asked:
        page.action_bar.trigger_primary()
    assert asked.args == ["step-5"]


def test_a_way_to_the_plan_that_is_not_locked_shows_the_record_again(open_page: Open) -> None:
    page = open_page(4)
    page._numbers.sites.site_toggled.emit(DRAFT.consultation.plan.sites[0].site_id, False)
    page._product.lot_left.emit()
    find(page, TextField, "product.name").line_edit.setText("Other")
    assert consultation_of(page) == DRAFT.consultation
    assert find(page, TextField, "product.name").text() == DRAFT.consultation.plan.product.name
