"""A visit in the whole window by a clinic's own checklist, beside one by the shipped checklist."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shipped import get_clinical_content
from ui.checklist_samples import make_checklist

from stemsup_desktop.consultation.changes import with_answers
from stemsup_desktop.consultation.patient import Patient, Sex
from stemsup_desktop.consultation.record import Clinic, Physician
from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.desktop import Desktop
from stemsup_desktop.questionnaire.answers import BooleanAnswer
from stemsup_desktop.store.vault import create_vault
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.jobs import Ok
from stemsup_desktop.ui.pages.patients.chart import Visit, start_visit
from stemsup_desktop.ui.preferences import Preferences, save_preferences
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.workspace import Workspace

WAIT_MS = 60_000
PASSPHRASE = "correct horse battery"
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
OURS = "https://clinic.example/q|7"


def make_patient(number: int) -> Patient:
    return Patient(f"p{number}", f"A-{number}", f"Example {number}", birth_date=date(1980, 1, number), sex=Sex.FEMALE)


def fill(folder: Path) -> None:
    """Keep an own checklist in use, a visit that was closed, and a patient who has none yet."""
    library = ChecklistLibrary(get_clinical_content())
    clinic, physician = Clinic(name="Clinic"), Physician(name="Dr Example")
    with create_vault(folder, PASSPHRASE, clinic, physician, clock=lambda: NOW, kdf=CHEAP_KEY) as vault:
        for number in (1, 2):
            vault.save_patient(make_patient(number))
        library.add(vault, make_checklist(), "Dr Example")
        library.use(vault, OURS)
        then = NOW - timedelta(days=30)
        visit = start_visit(vault, "p1", then, library)
        answer = (BooleanAnswer(False),)
        done = with_answers(visit.consultation, visit.clinical, visit.patient, "own-1", answer, "Nurse", then)
        summary = msgspec.structs.replace(done.summary, closed_at=then)
        vault.save_consultation(msgspec.structs.replace(done, summary=summary), "p1")


@pytest.fixture
def desktop(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    monkeypatch.setattr("stemsup_desktop.desktop.VaultAccess", partial(VaultAccess, kdf=CHEAP_KEY))
    fill(tmp_path)
    save_preferences(tmp_path, Preferences())
    made = Desktop(qapp, tmp_path, lambda: NOW)
    made.show_entry()
    made.open_with(PASSPHRASE)
    yield made
    made.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def wait_for_workspace(desktop: Desktop, qtbot: QtBot) -> Workspace:
    qtbot.waitUntil(lambda: desktop.workspace is not None, timeout=WAIT_MS)
    assert desktop.workspace is not None
    return desktop.workspace


def begin(workspace: Workspace, patient_id: str, qtbot: QtBot) -> Visit:
    found: list[Visit] = []

    def on_result(result: object) -> None:
        assert isinstance(result, Ok), result
        found.append(result.value)

    library = workspace._library
    workspace._parts.access.run(lambda vault: start_visit(vault, patient_id, NOW, library), on_result)
    qtbot.waitUntil(lambda: bool(found), timeout=WAIT_MS)
    workspace._visits.open(found[0])
    qtbot.waitUntil(lambda: workspace.window.stack.current_id == "step-1", timeout=WAIT_MS)
    return found[0]


def see(workspace: Workspace, name: str, qtbot: QtBot) -> QWidget:
    """Wait for a widget on the page on show; a page comes a turn after its visit."""

    def find() -> QWidget | None:
        page = workspace.window.stack.current_page
        return None if page is None else page.findChild(QWidget, name)

    qtbot.waitUntil(lambda: find() is not None, timeout=WAIT_MS)
    found = find()
    assert found is not None
    return found


def test_every_visit_shows_and_judges_its_own_checklist(desktop: Desktop, qtbot: QtBot) -> None:
    workspace = wait_for_workspace(desktop, qtbot)
    window, session = workspace.window, workspace.session

    own = begin(workspace, "p2", qtbot)
    window.go_to_step(2)
    see(workspace, "own-1", qtbot)
    assert own.consultation.examination.questionnaire == OURS
    missing = {one.target for one in session.state.gate.missing}
    assert {"own-1", "own-2", "rule:X01"} <= missing
    assert "x01" not in missing

    workspace._parts.access.run(lambda vault: workspace._library.use(vault, ""), lambda _: None)
    begin(workspace, "p1", qtbot)
    window.go_to_step(2)
    see(workspace, "x01", qtbot)
    page = window.stack.current_page
    assert page is not None
    assert page.findChild(QWidget, "own-1") is None
    assert "x01" in {one.target for one in session.state.gate.missing}

    begin(workspace, "p2", qtbot)  # goes on with the open visit
    window.go_to_step(2)
    see(workspace, "own-2", qtbot)
    assert session.state.consultation.consultation_id == own.consultation.consultation_id
    window.close()


def test_a_visit_comes_back_by_its_own_checklist_after_unlocking(desktop: Desktop, qtbot: QtBot) -> None:
    workspace = wait_for_workspace(desktop, qtbot)
    begin(workspace, "p2", qtbot)
    workspace.window.go_to_step(2)
    see(workspace, "own-1", qtbot)
    workspace.lock_requested.emit()
    assert desktop.workspace is None
    desktop.open_with(PASSPHRASE)
    workspace = wait_for_workspace(desktop, qtbot)
    qtbot.waitUntil(lambda: workspace.session.has_visit, timeout=WAIT_MS)

    see(workspace, "own-1", qtbot)
    assert workspace.session.clinical.questionnaire.canonical == OURS
    workspace.window.close()


def test_the_last_visit_offers_its_answers_to_the_same_questions(desktop: Desktop, qtbot: QtBot) -> None:
    workspace = wait_for_workspace(desktop, qtbot)
    begin(workspace, "p1", qtbot)
    workspace.window.go_to_step(2)
    see(workspace, "own-1", qtbot)

    link = see(workspace, "carry_own", qtbot)
    link.click()
    assert [one.link_id for one in workspace.session.state.consultation.examination.carried] == ["own-1"]
    assert "own-1" in {one.target for one in workspace.session.state.gate.missing}
    see(workspace, "own-1_carried", qtbot)
    workspace.window.close()
