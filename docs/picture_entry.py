"""Pictures of the way in: each page of the first run, unlocking, a wrong passphrase, and records without a patient."""

import tempfile
from pathlib import Path

from picture_tools import choose_look, open_workspace, read_example, take, wait
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QWidget

from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.desktop import Clock, Desktop
from stemsup_desktop.language import Language
from stemsup_desktop.store.vault import create_vault
from stemsup_desktop.ui.components.text_field import TextField

PHRASE = "lantern orchard seven rivers"
OTHER_PHRASE = "lantern orchard seven"
USUAL = (1440, 900)
CHECK_MS = 2500


def take_entry(application: QApplication, language: Language, clock: Clock) -> None:
    """Take first run and unlocking in one language."""
    with tempfile.TemporaryDirectory(prefix="stemsup-pictures-") as name:
        folder = Path(name)
        choose_look(folder, language)
        _take_first_run(application, folder, language, clock)
        example = read_example("treated", clock)
        create_vault(folder, PHRASE, example.clinic, example.physician, clock=clock, kdf=CHEAP_KEY).close()
        _take_unlock(application, folder, language, clock)
        _take_no_patients(application, folder, language, clock)


def _take_first_run(application: QApplication, folder: Path, language: Language, clock: Clock) -> None:
    desktop = Desktop(application, folder, clock)
    try:
        desktop.show_entry()
        window = desktop.window
        example = read_example("treated", clock)
        clinic, physician = example.clinic, example.physician
        _fill(window, clinic_name=clinic.name, clinic_name_en=clinic.name_en, clinic_address=clinic.address)
        take(window, f"first-run-1-clinic-{language}")
        _fill(window, clinic_phone=clinic.phone, emergency_phone=clinic.emergency_phone)
        _go_on(window)
        _fill(window, physician_name=physician.name, physician_name_en=physician.name_en)
        _fill(window, licence_number=physician.licence_number)
        take(window, f"first-run-2-physician-{language}")
        _go_on(window)
        _fill(window, new_passphrase=PHRASE, new_passphrase_again=OTHER_PHRASE)
        written = window.findChild(QCheckBox, "is_written_down")
        written.setChecked(True)
        take(window, f"first-run-3-passphrase-{language}")
    finally:
        _end(desktop)


def _take_unlock(application: QApplication, folder: Path, language: Language, clock: Clock) -> None:
    desktop = Desktop(application, folder, clock)
    try:
        desktop.show_entry()
        take(desktop.window, f"unlock-{language}")
        _fill(desktop.window, passphrase=OTHER_PHRASE)
        desktop.window.findChild(QPushButton, "unlock").click()
        take(desktop.window, f"unlock-wrong-{language}", CHECK_MS)
    finally:
        _end(desktop)


def _take_no_patients(application: QApplication, folder: Path, language: Language, clock: Clock) -> None:
    desktop = Desktop(application, folder, clock)
    try:
        window = open_workspace(desktop, PHRASE).window
        window.resize(*USUAL)
        take(window, f"empty-patients-{language}")
    finally:
        _end(desktop)


def _fill(window: QWidget, **texts: str) -> None:
    """Type into the fields of these names."""
    for name, text in texts.items():
        window.findChild(TextField, name).setText(text)


def _go_on(window: QWidget) -> None:
    wait(50)
    window.findChild(QPushButton, "setup_continue").click()


def _end(desktop: Desktop) -> None:
    desktop.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
