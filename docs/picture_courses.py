"""Pictures of a course: the chart that follows it, step 4 of its third session, and a session being moved."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from picture_tools import choose_look, find_button, list_schemes, open_workspace, read_example, take, wait
from PySide6.QtWidgets import QApplication, QWidget

from stemsup_desktop.consultation.courses.acts import Stamp, begin_course, with_session_moved
from stemsup_desktop.consultation.courses.course_model import SessionRef
from stemsup_desktop.consultation.record import Consultation, Summary
from stemsup_desktop.consultation.treatment_model import Treatment
from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.desktop import Clock, Desktop
from stemsup_desktop.language import Language
from stemsup_desktop.store.vault import Vault, create_vault
from stemsup_desktop.ui.components.answer_segments import ViewSwitch
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.pages.patients.page import PatientsPage
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.workspace import Workspace

USUAL = (1440, 900)
PHRASE = "four visits and a plan"
REASONS = {Language.EN: "away on business", Language.JA: "出張のため"}


def take_courses(application: QApplication, language: Language, clock: Clock) -> None:
    """Take every picture of a course in one language, light and dark."""
    for scheme in list_schemes():
        with tempfile.TemporaryDirectory(prefix="stemsup-pictures-") as name:
            folder = Path(name)
            patient_id = _make_clinic(folder, clock, language)
            choose_look(folder, language, scheme)
            desktop = Desktop(application, folder, clock)
            try:
                workspace = open_workspace(desktop, PHRASE)
                workspace.window.resize(*USUAL)
                suffix = f"{language}-dark" if scheme is Scheme.DARK else f"{language}"
                _take_course(workspace, patient_id, suffix)
            finally:
                desktop.close()


def _make_clinic(folder: Path, clock: Clock, language: Language) -> str:
    """Make a vault in which one session of four was given and the second was moved to today."""
    file, now = read_example("clear", clock), clock()
    first = now.date() - timedelta(days=33)
    plan = msgspec.structs.replace(
        file.consultation.plan, sessions=4, interval_days=28, first_session_on=first, fee_per_session_yen=66_000
    )
    with create_vault(folder, PHRASE, file.clinic, file.physician, clock=clock, kdf=CHEAP_KEY) as vault:
        vault.save_patient(file.patient)
        began = now - timedelta(days=33)
        visit = msgspec.structs.replace(file.consultation, plan=plan, started_at=began)
        vault.start_consultation(file.patient.patient_id, visit)
        course = begin_course(plan, file.patient, visit, began, "course-1")
        vault.save_course(course)
        _give(vault, file.patient.patient_id, msgspec.structs.replace(visit, session=SessionRef("course-1", 1)), began)
        given = vault.get_course("course-1")
        stamp = Stamp(file.physician.name, began)
        moved = with_session_moved(given, 2, now.date(), REASONS[language], stamp=stamp, moves_following=True)
        vault.save_course(moved, expected=given)
    return file.patient.patient_id


def _give(vault: Vault, patient_id: str, visit: Consultation, at: datetime) -> None:
    treated = msgspec.structs.replace(visit, treatment=Treatment(started_at=at))
    vault.save_consultation(treated, patient_id)
    vault.save_consultation(msgspec.structs.replace(treated, summary=Summary(closed_at=at)), patient_id)


def _take_course(workspace: Workspace, patient_id: str, suffix: str) -> None:
    window = workspace.window
    window.go_to("patients")
    wait(600)
    page = window.stack.current_page
    if not isinstance(page, PatientsPage):
        raise TypeError("the page of patients did not open")
    page._on_chosen(patient_id)
    wait(600)
    take(window, f"course-chart-{suffix}")
    _press(window, "course_take")
    wait(1500)
    window.go_to("step-4")
    wait(800)
    for switch in window.findChildren(ViewSwitch):
        if switch.isVisible() and switch.objectName().startswith("plan_view"):
            switch.choose("numbers")  # where the panes have no room side by side
    _press(window, "course_take_plan")
    wait(600)
    _scroll_to(window, "session:1")
    take(window, f"course-plan-{suffix}")
    _press(window, "session:3")
    _press(window, "session_move")
    wait(300)
    take(window, f"course-move-{suffix}")


def _press(window: QWidget, name: str) -> None:
    button = find_button(window, name)
    button.click()
    wait(150)


def _scroll_to(window: QWidget, name: str) -> None:
    widget = next(one for one in window.findChildren(QWidget, name) if one.isVisible())
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, ScrollPane):
        parent = parent.parentWidget()
    if parent is not None:
        parent.ensureWidgetVisible(widget, 0, 320)
