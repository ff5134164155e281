"""Step 2 as staff see a clinic's own checklist: every kind of editor is locked, and decisions stay where they lie."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from form_pages import press, said, with_responses
from form_samples import every_kind, make_content, make_item, with_control
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from staff_samples import DOCTOR, NURSE
from visit_samples import CLINIC, NOW, PATIENT, PHYSICIAN, SavedDrafts, SteppedClock

from stemsup_desktop.consultation.authority import find_reserved_changes
from stemsup_desktop.consultation.people import Author
from stemsup_desktop.consultation.record import Consultation, Examination
from stemsup_desktop.questionnaire.answers import ItemAnswers, StringAnswer
from stemsup_desktop.questionnaire.extensions import PHYSICIAN_ONLY
from stemsup_desktop.ui.components.drop_area import DropArea
from stemsup_desktop.ui.components.reason_line import ReasonLine
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner
from stemsup_desktop.ui.pages.examination.page import ExaminationPage
from stemsup_desktop.ui.session import Session, make_session
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.window_language import WindowLanguage

ALONE = {"url": PHYSICIAN_ONLY, "valueBoolean": True}
Open = Callable[..., ExaminationPage]
KEYS = (Qt.Key.Key_Y, Qt.Key.Key_1, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Delete)


def alone(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item that the physician alone answers."""
    return {**item, "extension": [*item.get("extension", []), ALONE]}


def say(link_id: str, *words: str, by: str = NURSE.name, place: tuple[int, ...] = ()) -> ItemAnswers:
    return ItemAnswers(link_id, tuple(StringAnswer(word) for word in words), NOW, by, place)


LESION = make_item(
    "lesion",
    "group",
    repeats=True,
    item=[make_item("site", "string"), alone(make_item("verdict", "string"))],
)
DRUG = make_item("drug", "string", repeats=True, item=[alone(make_item("stop-drug", "string"))])
TABLE = {**LESION, "linkId": "row", "extension": [with_control("gtable")]}
TABLE["item"] = [make_item("row-site", "string"), alone(make_item("row-verdict", "string"))]


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
    """Open the page of a visit with a checklist as a person; whatever was refused fails the test."""
    sessions: list[Session] = []
    refused: list[object] = []

    def open_it(*items: dict[str, Any], responses: tuple[ItemAnswers, ...] = (), author: Author = NURSE) -> Any:
        content = make_content(*items)
        session = make_session(content, runner, drafts.save, clock, author)
        session.change_refused.connect(refused.append)
        sessions.append(session)
        begun = Consultation("c1", NOW, examination=Examination(content.questionnaire.canonical))
        session.open_visit(PATIENT, with_responses(begun, responses), CLINIC, PHYSICIAN)
        page = ExaminationPage(PageContext(theme, window_language, session, runner, clock), content, access)
        shown(page, 1000, 800)
        qtbot.waitUntil(lambda: page.is_built)
        return page

    yield open_it
    assert refused == []
    for session in sessions:
        session.close_visit()


def visit_of(page: ExaminationPage) -> Consultation:
    return page.context.session.state.consultation


def button(page: ExaminationPage, name: str) -> QAbstractButton:
    found = page.findChild(QAbstractButton, name)
    assert isinstance(found, QAbstractButton), name
    return found


def type_into(page: ExaminationPage, name: str, text: str) -> None:
    edit = page.findChild(QLineEdit, f"{name}_editor")
    assert isinstance(edit, QLineEdit), name
    edit.setFocus()
    QTest.keyClicks(edit, text)


def test_no_kind_of_editor_takes_a_decision_from_staff(open_page: Open) -> None:
    page = open_page(*map(alone, every_kind()))
    before = visit_of(page)
    editors = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox)
    controls = [one for kind in editors for one in page._board.findChildren(kind) if one.isVisible()]
    assert len(controls) > 40
    for control in controls:
        if control.objectName().startswith("missing_") or not control.isVisible():
            continue
        QTest.mouseClick(control, Qt.MouseButton.LeftButton)
        for key in KEYS:
            QTest.keyClick(control, key)
    assert visit_of(page) == before
    assert QApplication.activePopupWidget() is None


def test_no_file_is_dropped_into_a_decision(open_page: Open) -> None:
    page = open_page(alone(make_item("picture", "attachment")))
    area = page.findChild(DropArea)
    assert isinstance(area, DropArea)
    assert not area.isVisible()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/nowhere/picture.png")])
    area.dropEvent(
        QDropEvent(
            QPointF(4, 4),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    assert list(page._files._waiting) == []
    assert page._files._control is None


@pytest.mark.parametrize(("group", "inner"), [(LESION, ("site", "verdict")), (TABLE, ("row-site", "row-verdict"))])
def test_an_occurrence_is_removed_only_where_no_decision_moves_with_it(
    open_page: Open, group: dict[str, Any], inner: tuple[str, str]
) -> None:
    name, (site, verdict) = group["linkId"], inner
    places = tuple(say(site, f"place {number}", place=(number,)) for number in range(3))
    page = open_page(group, responses=(*places, say(verdict, "leave it", by=DOCTOR.name, place=(1,))))
    before = visit_of(page)
    for number in (0, 1):
        remove = button(page, f"{name}@{number}_remove")
        assert not remove.isEnabled()
        assert remove.toolTip() == page.words("examination.holds_decision")
    press(page, f"{name}@2_remove")
    assert list(said(page, site)) == [(0,), (1,)]
    press(page, f"{name}_add")
    type_into(page, f"{site}@2", "new")
    assert said(page, site)[(2,)] == (StringAnswer("new"),)
    page.context.session.undo()
    page.context.session.undo()
    page.context.session.undo()
    assert visit_of(page).examination.responses == before.examination.responses


def test_answers_with_a_decision_under_one_are_locked_and_those_without_are_not(open_page: Open) -> None:
    decided = say("stop-drug", "go on", by=DOCTOR.name, place=(1,))
    page = open_page(DRUG, responses=(say("drug", "one", "two"), decided))
    before = visit_of(page)
    type_into(page, "drug", "x")
    page._board.wishes.answered.emit((0, ()), (StringAnswer("two"), StringAnswer("one")))
    assert visit_of(page) == before
    lines = [line.sentence for line in page.findChildren(ReasonLine) if line.isVisible()]
    assert any(page.words("examination.holds_decision") in line for line in lines)
    page = open_page(DRUG, responses=(say("drug", "one", "two"),))
    type_into(page, "drug", "x")
    assert said(page, "drug")[()][0] == StringAnswer("xone")


def test_the_physician_may_do_all_of_that(open_page: Open) -> None:
    decided = say("verdict", "leave it", by=DOCTOR.name, place=(1,))
    places = tuple(say("site", f"place {number}", place=(number,)) for number in range(2))
    page = open_page(LESION, responses=(*places, decided), author=DOCTOR)
    press(page, "lesion@0_remove")
    assert said(page, "verdict") == {(0,): (StringAnswer("leave it"),)}


def test_a_group_of_decisions_gets_no_further_occurrence_from_staff(open_page: Open) -> None:
    page = open_page(alone(make_item("round", "group", repeats=True, item=[make_item("word", "string")])))
    add = button(page, "round_add")
    assert not add.isEnabled()
    add.click()
    page._board.wishes.add_requested.emit(next(key for key, row in page._view.rows.items() if row.kind == "add"))
    assert visit_of(page).examination.responses == ()


def test_a_condition_of_a_decision_is_answered_and_takes_no_decision_away(open_page: Open) -> None:
    condition = [{"question": "ill", "operator": "=", "answerBoolean": True}]
    page = open_page(
        make_item("ill", "boolean"),
        alone(make_item("verdict", "string", enableWhen=condition)),
        responses=(say("verdict", "kept", by=DOCTOR.name),),
    )
    before = visit_of(page)
    for key in (Qt.Key.Key_Y, Qt.Key.Key_N, Qt.Key.Key_Y):
        page.jump_to("ill")
        QTest.keyClick(QApplication.focusWidget(), key)
    after = visit_of(page)
    assert after != before
    assert find_reserved_changes(before, after, page._questionnaire) == ()
    assert said(page, "verdict") == {(): (StringAnswer("kept"),)}
