"""Pictures of people at work: unlocking by name, the page of people, a history, and what staff see."""

import tempfile
from pathlib import Path

import msgspec
from picture_tools import await_workspace, choose_look, read_example, take, wait_until
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QPushButton

from stemsup_desktop.consultation.people import Account, Role
from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.desktop import Clock, Desktop
from stemsup_desktop.language import Language
from stemsup_desktop.store.vault import create_vault, open_vault
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.window_visits import OpenVisit
from stemsup_desktop.workspace import Workspace

USUAL = (1440, 900)
PHRASE, NURSE_PHRASE = "lantern orchard seven rivers", "seven grey herons wade"
NURSE = Account("", "林 恵美", (Role.STAFF,), "hayashi", "Hayashi Emi")
OFFICE = Account("", "大野 悠", (Role.ADMINISTRATOR,), "ohno", "Ohno Yu")


def take_people(application: QApplication, language: Language, clock: Clock) -> None:
    """Take a clinic with three people in one language."""
    with tempfile.TemporaryDirectory(prefix="stemsup-pictures-") as name:
        folder = Path(name)
        choose_look(folder, language)
        visit = _make_clinic(folder, clock)
        _take_as_physician(application, folder, visit, language, clock)
        _take_as_nurse(application, folder, visit, language, clock)


def _make_clinic(folder: Path, clock: Clock) -> OpenVisit:
    file = read_example("clear", clock)
    patient, consultation = file.patient, file.consultation
    with create_vault(folder, PHRASE, file.clinic, file.physician, clock=clock, kdf=CHEAP_KEY) as vault:
        vault.change_own_passphrase(PHRASE, PHRASE, "naoto")
        vault.add_account(NURSE, NURSE_PHRASE)
        vault.add_account(OFFICE, "the kettle sings at dawn")
        vault.save_patient(patient)
        vault.start_consultation(patient.patient_id, consultation)
    with open_vault(folder, NURSE_PHRASE, clock=clock, sign_in_name="hayashi") as vault:
        kept = vault.load_consultation(consultation.consultation_id)
        goal = {Language.JA: "分け目が目立たないようになりたい", Language.EN: "A parting that shows less"}[
            patient.language
        ]
        reason = msgspec.structs.replace(kept.reason, goal=goal)
        vault.save_patient(msgspec.structs.replace(vault.get_patient(patient.patient_id), phone="03-0000-0000"))
        vault.save_consultation(msgspec.structs.replace(kept, reason=reason), patient.patient_id)
    return OpenVisit(patient.patient_id, consultation.consultation_id, "step-4")


def _take_as_physician(
    application: QApplication, folder: Path, visit: OpenVisit, language: Language, clock: Clock
) -> None:
    desktop = Desktop(application, folder, clock)
    try:
        desktop.show_entry()
        take(desktop.window, f"unlock-name-{language}", 1500)
        workspace = _sign_in(desktop, PHRASE, "naoto")
        workspace.window.go_to("people")
        take(workspace.window, f"people-{language}", 1500)
        _open(workspace, visit)
        workspace.window.history_requested.emit()
        take(workspace.window, f"history-{language}", 2000)
    finally:
        _end(desktop)


def _take_as_nurse(application: QApplication, folder: Path, visit: OpenVisit, language: Language, clock: Clock) -> None:
    desktop = Desktop(application, folder, clock)
    try:
        desktop.show_entry()
        workspace = _sign_in(desktop, NURSE_PHRASE, "hayashi")
        _open(workspace, visit)
        take(workspace.window, f"staff-plan-{language}", 2000)
    finally:
        _end(desktop)


def _sign_in(desktop: Desktop, passphrase: str, name: str) -> Workspace:
    window = desktop.window
    asked = window.findChild(TextField, "sign_in_name")
    wait_until(asked.isVisible, "the key file does not say that a name is asked for")
    for field, text in (("sign_in_name", name), ("passphrase", passphrase)):
        window.findChild(TextField, field).setText(text)
    window.findChild(QPushButton, "unlock").click()
    workspace = await_workspace(desktop)
    workspace.window.resize(*USUAL)
    return workspace


def _open(workspace: Workspace, visit: OpenVisit) -> None:
    workspace.start(visit)
    session, stack = workspace.session, workspace.window.stack
    wait_until(lambda: session.has_visit and stack.current_id == visit.page_id, "the visit did not open")


def _end(desktop: Desktop) -> None:
    desktop.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
