"""The vault's folder goes while its records are open, as with a drive that is pulled out, and comes back."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from driver import CONTROL, Keyboard, wait
from opened import opened, put_visit, read_example, unlock
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from visit import PASSPHRASE, record_of, workspace_of

from stemsup_desktop.store.place import VAULT_FOLDER
from stemsup_desktop.store.problems import make_environment_problem
from stemsup_desktop.ui.entry.unlock import UnlockPage
from stemsup_desktop.ui.visit_state import SaveKind
from stemsup_desktop.window_visits import OpenVisit

GOAL = "To sleep through"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody move a file that is open")


@pytest.fixture
def room(qapp: QApplication, tmp_path: Path) -> Iterator[Keyboard]:
    file = read_example("clear")
    put_visit(tmp_path, file, file.consultation)
    visit = OpenVisit(file.patient.patient_id, file.consultation.consultation_id, "step-1")
    with opened(qapp, tmp_path, visit) as keys:
        yield keys


def test_what_is_typed_while_it_is_away_is_said_to_be_unsaved_and_is_written_once_it_is_back(
    room: Keyboard, tmp_path: Path
) -> None:
    session = workspace_of(room).session
    away = tmp_path / "away"
    shutil.move(tmp_path / VAULT_FOLDER, away)
    room.fill("goal", GOAL)
    room.until(lambda: session.save_state.kind is SaveKind.NOT_SAVED, "that nothing is saved")
    problem = session.save_state.problem
    assert problem is not None
    assert problem.code == "vault-missing"
    shutil.move(away, tmp_path / VAULT_FOLDER)
    room.until(lambda: session.is_saved, "the save")


def test_a_lock_while_it_is_away_asks_for_the_passphrase_and_no_new_clinic(room: Keyboard, tmp_path: Path) -> None:
    away = tmp_path / "away"
    shutil.move(tmp_path / VAULT_FOLDER, away)
    room.fill("goal", GOAL)
    room.press(Qt.Key.Key_L, CONTROL)
    room.until(lambda: bool(room.window.findChildren(UnlockPage)), "the locked window")
    room.desktop.open_with(PASSPHRASE)
    said = room.desktop._language.words.sentence_of(make_environment_problem("vault-missing"))
    (page,) = room.window.findChildren(UnlockPage)
    room.until(lambda: page.passphrase.error == said, "where the vault is", 10)
    shutil.move(away, tmp_path / VAULT_FOLDER)
    unlock(room)
    room.until(lambda: workspace_of(room).session.has_visit, "the visit")
    wait(50)
    assert record_of(room).reason.goal == GOAL
