"""Photographs of a patient in the window, and the consent to them taken back."""

from course_steps import open_chart
from course_vault import ask_vault
from driver import BASE, Keyboard, wait
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from store.photograph_builders import make_clean, to_add
from visit import workspace_of


def add_photograph(keys: Keyboard, patient_id: str, visit_id: str) -> str:
    """Keep a photograph of the first visit, and return its id."""
    clean = make_clean()
    given = to_add(clean, patient_id, consultation_id=visit_id, taken_at=BASE)
    return ask_vault(keys, lambda vault: vault.add_photograph(given, clean.data)).photo_id


def list_shown(keys: Keyboard, chart_number: str) -> list[str]:
    """Open the photographs from the chart, and return the names of those that are on screen."""
    keys.part("photographs")
    open_chart(keys, chart_number)
    keys.tick("open_photographs")
    keys.until(lambda: bool(keys.window.findChildren(QWidget, "photographs_said")), "the photographs")
    wait(300)
    tiles = [one for one in keys.window.findChildren(QWidget) if one.objectName().startswith("photograph:")]
    names = [one.objectName() for one in tiles if one.isVisible()]
    keys.press(Qt.Key.Key_Escape)
    return names


def take_photographs_back(keys: Keyboard, chart_number: str, visit_id: str) -> None:
    """Open the visit in which consent was given, and record that the one to photographs was taken back."""
    keys.part("withdrawal")
    open_chart(keys, chart_number)
    keys.tick(f"open:{visit_id}")
    session = workspace_of(keys).session
    keys.until(
        lambda: session.has_visit and session.state.consultation.consultation_id == visit_id, "the visit of the consent"
    )
    keys.step(5)
    keys.tick("withdraw")
    keys.until(lambda: keys.is_at("sheet"), "the sheet of the withdrawal")
    keys.reach("withdrawal.what")
    keys.press(Qt.Key.Key_Down)
    keys.tick("withdrawal.part.photographs")
    keys.main_action()
    keys.until(lambda: bool(session.state.consultation.consent.withdrawals), "the withdrawal in the record")
