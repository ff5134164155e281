"""What locking takes off the screen, what it lets go of, and what the example patients leave alone."""

from pathlib import Path

import pytest
import shiboken6
from driver import Keyboard
from opened import opened, put_visit, read_example
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from visit import workspace_of

from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.entry.entry_window import EntryWindow
from stemsup_desktop.window_visits import OpenVisit


@pytest.fixture
def visit(tmp_path: Path) -> OpenVisit:
    file = read_example("clear")
    put_visit(tmp_path, file, file.consultation)
    return OpenVisit(file.patient.patient_id, file.consultation.consultation_id, "step-1")


def lock(keys: Keyboard) -> None:
    """Press the key that locks; nothing else happens in between."""
    keys.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def test_a_lock_takes_the_records_off_the_screen_at_once_and_lets_go_of_them_after(
    qapp: QApplication, tmp_path: Path, visit: OpenVisit
) -> None:
    with opened(qapp, tmp_path, visit) as keys:
        workspace, window = workspace_of(keys), keys.window
        lock(keys)
        assert not window.isVisible()
        assert not workspace.session.has_visit
        assert isinstance(keys.desktop.window, EntryWindow)
        assert keys.desktop.window.isVisible()
        keys.until(lambda: not shiboken6.isValid(window), "the end of the window")


def test_a_program_that_ends_right_after_a_lock_leaves_no_window(
    qapp: QApplication, tmp_path: Path, visit: OpenVisit
) -> None:
    with opened(qapp, tmp_path, visit) as keys:
        window = keys.window
        lock(keys)
        assert shiboken6.isValid(window)
    assert not shiboken6.isValid(window)


def test_the_example_patients_open_without_the_visit_that_was_locked(
    qapp: QApplication, tmp_path: Path, visit: OpenVisit
) -> None:
    with opened(qapp, tmp_path, visit) as keys:
        lock(keys)
        keys.desktop.start_demo()
        keys.until(lambda: keys.desktop.workspace is not None, "the example patients")
        answers: list[object] = []
        # Behind whatever the window asked of the vault when it came.
        workspace_of(keys)._parts.access.run(lambda vault: vault.get_patient(visit.patient_id), answers.append)
        keys.until(lambda: bool(answers), "the answer of the vault")
        assert not workspace_of(keys).session.has_visit
        assert keys.window.findChildren(Sheet) == []
