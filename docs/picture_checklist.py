"""Pictures of the checklist: at work, carried over, of any questionnaire; and of a checklist that a clinic adds."""

import json
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
from picture_tools import PAGE_MS, ask_vault, read_example, take, wait
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from stemsup_desktop.consultation.carry_over import Earlier, read_earlier
from stemsup_desktop.consultation.checklists import read_checklist, with_checklist
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.record import Consultation, ConsultationFile, Examination
from stemsup_desktop.content import read_content
from stemsup_desktop.desktop import Clock
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.response_reading import read_response
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.pages.settings.checklists_part import ChecklistsPart
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.workspace import Workspace

SAMPLES = Path(__file__).parent / "samples"
DIARY = SAMPLES / "skin-diary.json"
OUT_OF_RANGE = "420"
CHANGE = {
    "id": "X06",
    "version": "1.0",
    "severity": "specialist",
    "advice": {
        "en": "Ask our allergist, then use only a lot whose certificate shows none.",
        "ja": "当院のアレルギー専門医に相談し、証明書で検出されないロットだけを使用してください。",
    },
}
"""What the invented clinic has changed in a shipped rule."""


def take_checklist(workspace: Workspace, language: Language, clock: Clock) -> None:
    """Take the checklist with a number out of range, a reveal, a reason asked for, and answers carried over."""
    window = workspace.window
    _show_step(workspace, read_example("clear", clock))
    systolic = _find(window, "vital-systolic").findChild(QLineEdit)
    systolic.setFocus()
    systolic.clear()
    QTest.keyClicks(systolic, OUT_OF_RANGE)
    take(window, f"checklist-range-{language}")
    _show_step(workspace, read_example("stop", clock))
    window.go_to_step(2, "x07")
    take(window, f"checklist-reveal-{language}")
    _open_why(window)
    take(window, f"checklist-why-{language}")
    take_carried(workspace, language, clock)


def take_carried(workspace: Workspace, language: Language, clock: Clock) -> None:
    """Take a second visit to which the answers of the first were carried in one section and offered in others."""
    file, earlier = _second_visit(workspace, clock)
    ask_vault(workspace, lambda vault: vault.start_consultation(file.patient.patient_id, file.consultation))
    _show_step(workspace, file, earlier=earlier)
    _press(workspace.window, "carry_g-allergy")
    wait(PAGE_MS)
    workspace.window.go_to_step(2, "x06")
    take(workspace.window, f"checklist-carried-{language}")


def take_diary(workspace: Workspace, language: Language, clock: Clock) -> None:
    """Take a questionnaire that is not ours: slider, own words, table, repeating group, calculation, constraint."""
    window = workspace.window
    checklist = read_checklist(DIARY.read_bytes(), DIARY.name)
    content = with_checklist(workspace.session.clinical, checklist)
    answers = SAMPLES / "skin-diary-answers.json"
    responses = read_response(answers.read_bytes(), content.questionnaire, answers.name)
    file = read_example("clear", clock)
    visit = Consultation(file.consultation.consultation_id, clock())
    visit = msgspec.structs.replace(visit, examination=Examination(content.questionnaire.canonical, responses))
    _show_step(workspace, msgspec.structs.replace(file, consultation=visit), content)
    take(window, f"questionnaire-{language}")
    window.go_to_step(2, "asleep")
    take(window, f"questionnaire-below-{language}")


def take_added_checklist(workspace: Workspace, language: Language) -> None:
    """Take the settings with a questionnaire that was read and not added yet: what it asks, and what is wrong in it."""
    window = workspace.window
    window.go_to("settings")
    wait(PAGE_MS)
    page = window.stack.current_page
    part = page.findChild(ChecklistsPart)
    part.read_file(DIARY)
    wait(PAGE_MS)
    pane = page.findChild(ScrollPane)
    pane.verticalScrollBar().setValue(part.mapTo(pane.content, part.rect().topLeft()).y() - 16)
    take(window, f"checklist-preview-{language}")
    pane.verticalScrollBar().setValue(part.mapTo(pane.content, part.rect().bottomLeft()).y() - pane.height() + 16)
    take(window, f"checklist-report-{language}")
    _press(page, "cancel_checklist")


def take_changed_rule(workspace: Workspace, language: Language, clock: Clock) -> None:
    """Take the gate where the clinic has changed a rule that holds."""
    with tempfile.TemporaryDirectory(prefix="stemsup-pictures-") as name:
        rules = Path(name) / "rules"
        rules.mkdir()
        pack = {"version": "2026-1", "dated": "2026-10-01", "rules": [CHANGE]}
        (rules / "rules.json").write_text(json.dumps(pack), encoding="utf-8")
        content = read_content(find_resources(), Path(name)).clinical
    _show_step(workspace, read_example("stop", clock), content)
    _open_why(workspace.window)
    take(workspace.window, f"gate-changed-{language}")


def _second_visit(workspace: Workspace, clock: Clock) -> tuple[ConsultationFile, Earlier]:
    """Return an empty second visit, and what a first one of three months ago leaves to carry over."""
    file, content = read_example("stop", clock), workspace.session.clinical
    before = msgspec.structs.replace(file.consultation, started_at=clock() - timedelta(days=92))
    first = msgspec.structs.replace(
        before,
        examination=msgspec.structs.replace(before.examination, questionnaire=content.questionnaire.canonical),
    )
    earlier = read_earlier(first, content, file.patient)
    if earlier is None:
        raise ValueError("the first visit leaves nothing to carry over")
    second = Consultation("second-visit", clock(), visit_number=2)
    return msgspec.structs.replace(file, consultation=second), replace(earlier, day=first.started_at.date())


def _show_step(
    workspace: Workspace,
    file: ConsultationFile,
    clinical: ClinicalContent | None = None,
    earlier: Earlier | None = None,
) -> None:
    """Show the checklist of a visit."""
    workspace.window.go_to_step(1)  # a visit with another checklist makes the page anew
    workspace.session.open_visit(file.patient, file.consultation, file.clinic, file.physician, clinical, earlier)
    workspace.window.go_to_step(2)
    wait(PAGE_MS)


def _open_why(window: MainWindow) -> None:
    """Open what stands behind the stop, with the end of it in view; in a narrow window the gate comes first."""
    gate = window.gate
    if not gate.isVisible():
        QTest.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    _press(gate, "why_X06")
    wait(PAGE_MS)
    _find(gate, "why_pane_X06")
    pane = gate.findChild(ScrollPane)
    pane.show_widget(_find(gate, "why_pane_X06"))


def _find(host: QWidget, name: str) -> QWidget:
    """Return the widget of this name that is on show."""
    return next(widget for widget in host.findChildren(QWidget, name) if widget.isVisible())


def _press(host: QWidget, name: str) -> None:
    """Press the button or link of this name that is on show."""
    next(button for button in host.findChildren(QAbstractButton, name) if button.isVisible()).click()
