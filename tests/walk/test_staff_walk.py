"""A nurse uses everything that can be used on all seven steps: nothing is refused, and the vault takes all of it."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import msgspec
import pytest
import shiboken6
from driver import ALT, CONTROL, Keyboard, wait
from opened import read_example
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from staffed import (
    DOCTOR,
    NAMES,
    NURSE,
    OFFICE,
    enter,
    opened_by,
    passphrase_of,
    place_of,
    put_people,
    reopen,
    sign_in,
)
from visit import workspace_of

from stemsup_desktop.consultation.authority import find_reserved_changes
from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.authority_words import REASONS
from stemsup_desktop.consultation.people import Account, Role
from stemsup_desktop.consultation.record import Consent
from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.ui.components.answer_segments import Segment
from stemsup_desktop.ui.components.buttons import LinkLabel
from stemsup_desktop.ui.components.reason_line import ReasonLine
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.examination.page import ExaminationPage
from stemsup_desktop.ui.pages.patients.page import PatientsPage
from stemsup_desktop.ui.session import SaveKind
from stemsup_desktop.ui.shell.finding_card import FindingCard
from stemsup_desktop.ui.site_map.canvas import SiteCanvas
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.workspace import Workspace

FILE = read_example("treated")
VISIT = reopen(FILE.consultation)
LEADS_AWAY = {"print", "save_pdf", "choose_file", "continue", "back", "next_unanswered", "unanswered_only"}
"""What opens a dialog of the system, another page, or leaves things out."""
KEYS = (Qt.Key.Key_Y, Qt.Key.Key_1, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Delete)
LEAST = {1: 14, 2: 90, 3: 1, 4: 2, 5: 1, 6: 20, 7: 20}
"""How many controls each step lets staff use at least: a walk that meets none proves nothing."""


@pytest.fixture(autouse=True)
def _cheap_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stemsup_desktop.desktop.VaultAccess", partial(VaultAccess, kdf=CHEAP_KEY))


def settle(workspace: Workspace, page: Page[object]) -> None:
    """Let everything be built, and dismiss what opened."""
    QApplication.processEvents()
    at = QApplication.focusWidget()
    while at is not None:
        if isinstance(at, Sheet):
            at.dismiss()
            break
        at = at.parentWidget()
    for opened in QApplication.topLevelWidgets():
        if opened is not workspace.window and opened.isVisible():
            opened.close()
    if workspace.window.stack.current_page is not page:
        workspace.window.go_to(f"step-{workspace.window.stack.step_of(page_id_of(workspace, page))}")
        QApplication.processEvents()


def page_id_of(workspace: Workspace, page: Page[object]) -> str:
    stack = workspace.window.stack
    return next(one.page_id for one in stack.registrations if one.step and stack.prepare(one.page_id) is page)


def find_used(page: Page[object]) -> Iterator[QWidget]:
    """Go through the controls on show that take the focus, each once, those that come with an answer too."""
    seen: set[int] = set()
    is_new = True
    while is_new:
        is_new = False
        for widget in page.findChildren(QWidget):
            if id(widget) in seen or not widget.isVisible() or not is_control(page, widget):
                continue
            seen.add(id(widget))
            is_new = True
            yield widget


def is_control(page: Page[object], widget: QWidget) -> bool:
    if page.action_bar.isAncestorOf(widget) or page.header.isAncestorOf(widget) or isinstance(widget, LinkLabel):
        return False
    is_kind = isinstance(widget, QAbstractButton | QLineEdit | QPlainTextEdit | QComboBox | SiteCanvas)
    # One stop of a row of segments or digits stands for all of it.
    is_kind = is_kind and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus or not widget.isEnabled())
    name = widget.objectName()
    return is_kind and name not in LEADS_AWAY and not name.endswith(("_copy", "_file"))


def use(widget: QWidget) -> bool:
    """Do with a control what a person does, by mouse, keys and input method; return whether it is open to be used."""
    match widget:
        case QLineEdit() | QPlainTextEdit():
            widget.setFocus()
            if widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):  # else the system sends none
                event = QInputMethodEvent()
                event.setCommitString("3")
                QApplication.sendEvent(widget, event)
            QTest.keyClick(widget, Qt.Key.Key_4)
            widget.clearFocus()
            return widget.isEnabled() and not widget.isReadOnly()
        case QComboBox():
            QTest.keyClick(widget, Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier)
            QTest.keyClick(widget, Qt.Key.Key_Space)
            if widget.view().isVisible():
                QTest.keyClick(widget.view(), Qt.Key.Key_Home)
                QTest.keyClick(widget.view(), Qt.Key.Key_Return)
                return True
            return False
        case Segment():
            other = [one for one in widget.parentWidget().findChildren(Segment) if one is not widget][-1]
            QTest.mouseClick(other, Qt.MouseButton.LeftButton)
            return not widget.is_read_only
        case QAbstractButton():
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
            return widget.isEnabled()
        case _:
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())
            return True


@pytest.mark.timeout(300)
@pytest.mark.parametrize("step", [6, 7, 5, 4, 3, 1, pytest.param(2, marks=pytest.mark.slow)])
def test_staff_use_everything_on_a_step_and_the_vault_takes_it(step: int, qapp: QApplication, tmp_path: Path) -> None:
    visit = msgspec.structs.replace(VISIT, consent=Consent()) if step == 5 else VISIT
    put_people(tmp_path, FILE, visit)
    with opened_by(NURSE, qapp, tmp_path, place_of(FILE, visit, f"step-{step}")) as keys:
        workspace = workspace_of(keys)
        refused: list[object] = []
        workspace.session.change_refused.connect(refused.append)
        page = show_step(keys, step)
        used = 0
        for widget in find_used(page):
            used += use(widget)
            settle(workspace, page)
            assert not refused, f"{name_of(widget)}: {refused}"
        for widget in [one for one in page.findChildren(QWidget) if one.isVisible() and is_control(page, one)][-16:]:
            for key in KEYS:
                if shiboken6.isValid(widget) and widget.isVisible():
                    QTest.keyClick(widget, key)
            settle(workspace, page)
            assert not refused, refused
        assert used >= LEAST[step]
        keys.until(lambda: workspace.session.is_saved, "the save")
        assert workspace.session.save_state.kind is SaveKind.SAVED
        after = workspace.session.state.consultation
        questionnaire = workspace.session.clinical.questionnaire
    assert after != visit or step in (3, 4)
    assert find_reserved_changes(visit, after, questionnaire) == ()
    with enter(tmp_path, DOCTOR) as vault:
        assert vault.load_consultation(visit.consultation_id) == after


# Beginning, unlocking, administering


def test_a_nurse_begins_a_visit_and_the_vault_takes_what_they_enter_and_undo(
    qapp: QApplication, tmp_path: Path
) -> None:
    put_people(tmp_path, FILE)
    with opened_by(NURSE, qapp, tmp_path) as keys:
        workspace = workspace_of(keys)
        refused: list[object] = []
        workspace.session.change_refused.connect(refused.append)
        patients = workspace.window.stack.current_page
        assert isinstance(patients, PatientsPage)
        patients.edit_patient(FILE.patient.patient_id, "")
        keys.until(lambda: keys.is_at("name"), "the form")
        keys.main_action()
        keys.until(lambda: keys.is_at("start_consultation"), "the button that starts a consultation")
        keys.main_action()
        keys.until(lambda: workspace.session.has_visit, "the visit")
        page = show_step(keys, 2)
        keys.press(Qt.Key.Key_Down, CONTROL)
        keys.press(Qt.Key.Key_Down, CONTROL)
        for key in (Qt.Key.Key_Y, Qt.Key.Key_N, Qt.Key.Key_3):
            keys.press(key)
        for key in (Qt.Key.Key_Z, Qt.Key.Key_Z, Qt.Key.Key_Z, Qt.Key.Key_Z, Qt.Key.Key_Y):
            keys.press(key, CONTROL)
        assert page.isVisible()
        keys.until(lambda: workspace.session.is_saved, "the save")
        visit = workspace.session.state.consultation
        assert workspace.session.save_state.kind is SaveKind.SAVED
        assert refused == []
    with enter(tmp_path, DOCTOR) as vault:
        assert vault.load_consultation(visit.consultation_id) == visit
    assert {one.answered_by for one in visit.examination.responses if one.answered_at} <= {NAMES[NURSE]}


def find_lines(keys: Keyboard) -> list[str]:
    """Return the reasons on show why something cannot be used."""
    return [one.sentence for one in keys.window.findChildren(ReasonLine) if one.isVisible()]


def test_a_colleague_who_unlocks_finds_the_draft_and_can_take_nothing_of_it_back(
    qapp: QApplication, tmp_path: Path
) -> None:
    put_people(tmp_path, FILE, VISIT)
    with opened_by(DOCTOR, qapp, tmp_path, place_of(FILE, VISIT, "step-4")) as keys:
        session = workspace_of(keys).session
        plan = msgspec.structs.replace(VISIT.plan, sessions=9)
        session.change("Sessions", msgspec.structs.replace(session.state.consultation, plan=plan))
        keys.press(Qt.Key.Key_L, CONTROL)
        sign_in(keys, NURSE)
        workspace = workspace_of(keys)
        keys.until(lambda: workspace.session.has_visit, "the visit that was open")
        assert workspace.session.state.consultation.plan.sessions == 9
        assert (workspace.session.undo_description, workspace.session.redo_description) == ("", "")
        keys.press(Qt.Key.Key_Z, CONTROL)
        keys.press(Qt.Key.Key_Y, CONTROL)
        assert workspace.session.state.consultation.plan.sessions == 9
        workspace.window.go_to("step-4")
        keys.until(lambda: find_lines(keys) == [REASONS[ReservedAct.PLAN].en], "why the plan is the physician's")
    with enter(tmp_path, DOCTOR) as vault:
        assert vault.load_consultation(VISIT.consultation_id).plan.sessions == 9


def test_what_the_physician_was_writing_at_the_gate_outlasts_a_colleague(qapp: QApplication, tmp_path: Path) -> None:
    file = read_example("opinion")
    examination = msgspec.structs.replace(file.consultation.examination, opinions=())
    visit = msgspec.structs.replace(reopen(file.consultation), examination=examination)
    put_people(tmp_path, file, visit)
    with enter(tmp_path, DOCTOR) as vault:
        second = Account("", "Second Example", (Role.PHYSICIAN,), "second", "Second Example", "777")
        vault.add_account(second, passphrase_of("second"))

    def card_of(keys: Keyboard) -> FindingCard:
        keys.until(lambda: workspace_of(keys).session.has_visit, "the visit")
        wait(100)
        found = workspace_of(keys).window.gate.findChild(FindingCard, "finding_X12")
        assert isinstance(found, FindingCard)
        return found

    with opened_by(DOCTOR, qapp, tmp_path, place_of(file, visit)) as keys:
        card_of(keys).open_editor()
        card_of(keys).editor.field.setText("Stable since")
        for short, draft in ((NURSE, ""), ("second", ""), (DOCTOR, "Stable since")):
            keys.press(Qt.Key.Key_L, CONTROL)
            sign_in(keys, short)
            assert card_of(keys).draft == draft
            assert card_of(keys).act_button.isEnabled() is (short != NURSE)


def test_an_administrator_lands_on_the_settings_and_no_key_leads_to_a_patient(
    qapp: QApplication, tmp_path: Path
) -> None:
    put_people(tmp_path, FILE, VISIT)
    with opened_by(OFFICE, qapp, tmp_path) as keys:
        workspace = workspace_of(keys)
        stack = workspace.window.stack
        assert stack.current_id == "settings"
        for number in range(10):
            for modifier in (CONTROL, ALT):
                keys.press(Qt.Key(Qt.Key.Key_0 + number), modifier)
                assert stack.current_id in ("settings", "reference", "lots", "people")
        for key in (Qt.Key.Key_K, Qt.Key.Key_S, Qt.Key.Key_Z, Qt.Key.Key_Return):
            keys.press(key, CONTROL)
        workspace.window.go_to("settings")
        for key in (Qt.Key.Key_F6, Qt.Key.Key_Escape, Qt.Key.Key_Return):
            keys.press(key)
        keys.press(Qt.Key.Key_P, CONTROL)
        assert not workspace.session.has_visit
        field = keys.window.findChild(QLineEdit, "clinic.phone_editor")
        assert isinstance(field, QLineEdit)
        keys.until(field.isEnabled, "the clinic")
        field.setFocus()
        QTest.keyClicks(field, "9")
        keys.until(lambda: workspace.house_desk.is_saved, "the save")
        typed = field.text()
    with enter(tmp_path, DOCTOR) as vault:
        assert vault.load_clinic().phone == typed


def show_step(keys: Keyboard, step: int) -> Page[object]:
    window = workspace_of(keys).window
    window.go_to(f"step-{step}")
    page = window.stack.current_page
    assert page is not None
    if isinstance(page, ExaminationPage):
        keys.until(lambda: page.is_built, "the checklist", 60)
    wait(100)
    return page


def name_of(widget: QWidget) -> str:
    names: list[str] = []
    at: QWidget | None = widget
    while at is not None and len(names) < 3:
        names += [at.objectName()] if at.objectName() else []
        at = at.parentWidget()
    return f"{type(widget).__name__} {' < '.join(names)}"
