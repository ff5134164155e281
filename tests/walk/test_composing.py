"""The running program leaves a composition in peace while it saves, and saves what was committed."""

from functools import partial
from pathlib import Path

import msgspec
import pytest
from driver import CONTROL, Keyboard, wait
from opened import opened, put_visit, read_example
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from visit import workspace_of

from stemsup_desktop.consultation.record import Summary
from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.line_edit import LineEdit
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.window_visits import OpenVisit

FILE = read_example("treated")
SAVED_MS = 1_300
"""Longer than any change waits before it is written."""


@pytest.fixture(autouse=True)
def _cheap_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stemsup_desktop.desktop.VaultAccess", partial(VaultAccess, kdf=CHEAP_KEY))


def send(keys: Keyboard, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(keys.focus, event)
    keys.settle()


def test_a_goal_is_composed_while_the_program_saves(qapp: QApplication, tmp_path: Path) -> None:
    visit = msgspec.structs.replace(FILE.consultation, summary=Summary())
    put_visit(tmp_path, FILE, visit)
    place = OpenVisit(FILE.patient.patient_id, visit.consultation_id, "step-1")
    with opened(qapp, tmp_path, place, Language.JA) as keys:
        session = workspace_of(keys).session
        keys.reach("goal")
        line = keys.focus
        before = session.state.consultation.reason.goal
        assert isinstance(line, LineEdit) or isinstance(line.parentWidget().parentWidget(), MultiLineField)
        send(keys, "", "まえ")
        for preedit in ("つ", "つや", "艶"):
            send(keys, preedit)
            wait(SAVED_MS)
            assert session.is_saved
            assert keys.focus is line
        QTest.keyClick(line, Qt.Key.Key_2, CONTROL)
        QTest.keyClick(line, Qt.Key.Key_Return)
        assert workspace_of(keys).window.stack.current_id == "step-1"
        assert "艶" not in session.state.consultation.reason.goal
        send(keys, "", "艶")
        assert session.state.consultation.reason.goal.replace("\n", "") in (f"{before}まえ艶", f"まえ艶{before}")
        QTest.keyClick(keys.focus, Qt.Key.Key_2, CONTROL)
        keys.until(lambda: workspace_of(keys).window.stack.current_id == "step-2", "the examination")
