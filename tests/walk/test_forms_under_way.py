"""What stands in a form that is no record yet is there again after locking, and after the program was ended."""

from pathlib import Path

import pytest
from driver import Keyboard
from opened import opened, put_visit, read_example, unlock
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from visit import workspace_of

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.window_visits import OpenVisit


def show_witness(keys: Keyboard) -> str:
    """Return what stands in the field, nothing as long as its page is being made."""
    field = keys.window.findChild(QWidget, "consent.witness_name")
    return field.text() if isinstance(field, TextField) else ""


def test_the_form_of_a_signature_is_there_again_after_a_lock_and_a_new_start(
    qapp: QApplication, tmp_path: Path
) -> None:
    file = read_example("clear")
    put_visit(tmp_path, file, file.consultation)
    visit = OpenVisit(file.patient.patient_id, file.consultation.consultation_id, "step-5")
    with opened(qapp, tmp_path, visit) as keys:
        keys.choose("consent.way", "paper")
        keys.fill("consent.witness_name", "看護 佐藤")
        keys.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        keys.until(lambda: keys.desktop.workspace is None, "the locked window")
        unlock(keys)
        keys.until(lambda: workspace_of(keys).session.has_visit, "the visit")
        keys.until(lambda: show_witness(keys) == "看護 佐藤", "the name after the lock")
    with opened(qapp, tmp_path, visit) as keys:
        keys.until(lambda: show_witness(keys) == "看護 佐藤", "the name after a new start")


def test_a_form_that_a_full_disk_refused_at_the_lock_is_there_again_and_written_once_there_is_room(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Vault, name: str, text: str) -> None:
        raise EnvironmentProblem("vault-disk-full", "The disk is full.")

    file = read_example("clear")
    put_visit(tmp_path, file, file.consultation)
    visit = OpenVisit(file.patient.patient_id, file.consultation.consultation_id, "step-5")
    with opened(qapp, tmp_path, visit) as keys:
        keys.choose("consent.way", "paper")
        with monkeypatch.context() as patch:
            patch.setattr(Vault, "save_unfinished", refuse)
            keys.fill("consent.witness_name", "看護 佐藤")
            for _ in range(2):  # a second lock with the disk still full loses it no more than the first
                keys.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
                keys.until(lambda: keys.desktop.workspace is None, "the locked window")
                unlock(keys)
                keys.until(lambda: workspace_of(keys).session.has_visit, "the visit")
                keys.until(lambda: show_witness(keys) == "看護 佐藤", "the name after the lock")
        keeper = workspace_of(keys).drafts.signing_keeper
        keys.until(lambda: keeper.unwritten is None, "the name on the disk")
    with opened(qapp, tmp_path, visit) as keys:
        keys.until(lambda: show_witness(keys) == "看護 佐藤", "the name after a new start")
