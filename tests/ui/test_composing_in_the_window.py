"""A composition on a live page: autosave, the gate, the language and the keys of the window wait for it."""

from collections.abc import Callable, Iterator

import msgspec
import pytest
from composing import commit, compose, compose_name
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from test_main_window import GoalPage, RoomPage, goal_page, raise_findings
from visit_samples import SavedDrafts

from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.line_edit import LineEdit
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import ManualExecutor
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.ui.shell.rail_view import RailEntry

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(
    context: PageContext, qapp: QApplication, clinical_content: ClinicalContent, shown: Callable[..., QWidget]
) -> Iterator[MainWindow]:
    made = MainWindow(context, qapp)
    for step in range(1, 8):
        made.register_step(step, lambda: GoalPage(context))
    made.register_page("patients", lambda: RoomPage(context), RailEntry("patients", "shell.consult"))
    shown(made, 1440, 900)
    made.go_to_step(1)
    yield made
    made.focus_ring.deleteLater()


@pytest.fixture
def line(window: MainWindow) -> LineEdit:
    """The field of the goal, with something being composed in it."""
    editor = goal_page(window).field.line_edit
    editor.setFocus()
    compose(editor, "か", "かm", "かみ", "髪")
    return editor


def saved_goals(drafts: SavedDrafts) -> list[str]:
    return [file.consultation.reason.goal for file in drafts.written]


def test_autosave_takes_nothing_of_a_composition(
    window: MainWindow, line: LineEdit, drafts: SavedDrafts, executor: ManualExecutor
) -> None:
    window._context.session.flush()
    executor.run_all()
    assert saved_goals(drafts) in ([], [""])
    commit(line, "髪")
    window._context.session.flush()
    executor.run_all()
    assert saved_goals(drafts)[-1] == "髪"


def test_autosave_and_what_it_says_leave_the_composition_open(
    window: MainWindow, line: LineEdit, executor: ManualExecutor
) -> None:
    session = window._context.session
    signed = msgspec.structs.replace(session.state.consultation, reason=session.state.consultation.reason)
    session.change("Note", msgspec.structs.replace(signed, started_at=signed.started_at.replace(second=1)))
    session.flush()
    executor.run_all()
    assert line.composition.is_open
    assert window.focusWidget() is line
    commit(line, "髪")
    assert session.state.consultation.reason.goal == "髪"


def test_another_state_is_shown_once_the_composition_ended(window: MainWindow, line: LineEdit) -> None:
    session = window._context.session
    reason = msgspec.structs.replace(session.state.consultation.reason, goal="from elsewhere")
    session.change("Elsewhere", msgspec.structs.replace(session.state.consultation, reason=reason))
    assert line.text() == ""
    assert line.composition.is_open
    compose(line, "")
    assert line.text() == "from elsewhere"


def test_the_gate_is_judged_anew_while_somebody_composes_beside_it(
    window: MainWindow, line: LineEdit, clinical_content: ClinicalContent
) -> None:
    before = window.gate.findChildren(QWidget)
    raise_findings(window, clinical_content, Severity.STOP)
    assert window.gate.findChildren(QWidget) != before
    assert line.composition.is_open
    assert window.focusWidget() is line


def test_a_text_being_composed_at_the_gate_stays_in_its_place(
    window: MainWindow, clinical_content: ClinicalContent
) -> None:
    raise_findings(window, clinical_content, Severity.SPECIALIST)
    window.gate.open_first_editor()
    editor = window.gate.findChild(QPlainTextEdit)
    editor.setFocus()
    compose(editor, "あんてい", "安定")
    raise_findings(window, clinical_content, Severity.STOP)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert editor.composition.is_open
    assert window.focusWidget() is editor
    commit(editor, "安定")
    assert "安定" in window.gate.drafts().values() or editor.toPlainText() == "安定"


def test_the_language_changes_after_the_composition(window: MainWindow, line: LineEdit) -> None:
    page, gate = goal_page(window), window.gate
    window._context.language.set_language(Language.JA)
    assert goal_page(window) is page
    assert window.gate is gate
    commit(line, "髪")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert goal_page(window) is not page
    assert window.gate is not gate
    assert goal_page(window).field.text() == "髪"


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        *((Qt.Key(Qt.Key.Key_0 + step), CONTROL) for step in (2, 7)),
        (Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier),
        *((key, CONTROL) for key in (Qt.Key.Key_S, Qt.Key.Key_Z, Qt.Key.Key_L, Qt.Key.Key_Return, Qt.Key.Key_K)),
        *((key, Qt.KeyboardModifier.NoModifier) for key in (Qt.Key.Key_F1, Qt.Key.Key_F6, Qt.Key.Key_Escape)),
        *((key, Qt.KeyboardModifier.NoModifier) for key in (Qt.Key.Key_Y, Qt.Key.Key_Return, Qt.Key.Key_Tab)),
    ],
)
def test_no_key_of_the_window_works_while_composing(
    window: MainWindow, line: LineEdit, key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    asked: list[bool] = []
    window.lock_requested.connect(lambda: asked.append(True))
    QTest.keyClick(line, key, modifiers)
    assert (window.stack.current_id, window.focusWidget(), asked) == ("step-1", line, [])
    assert goal_page(window).main_done == 0
    assert not window.has_sheet
    assert line.composition.is_open
    assert line.text() == ""


def test_a_composition_that_is_left_is_no_obstacle(window: MainWindow, line: LineEdit) -> None:
    window.go_to("patients")
    window._context.language.set_language(Language.JA)
    window.go_to_step(1)
    field = goal_page(window).field
    compose_name(field.line_edit, "つや", "艶")
    assert window._context.session.state.consultation.reason.goal.endswith("艶")
