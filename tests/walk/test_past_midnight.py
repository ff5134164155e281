"""Another day begins while a visit is open: what is judged and shown is of the day that it is."""

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from driver import BASE, Keyboard, RunningClock
from opened import opened, put_visit, read_example
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from visit import workspace_of

from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.window_visits import OpenVisit

LOT_EXPIRED = "IN6-expired"


class CalendarClock(RunningClock):
    """A clock that a test moves on."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return super().__call__() + self.ahead


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> CalendarClock:
    made = CalendarClock()
    monkeypatch.setattr("opened.RunningClock", lambda: made)
    return made


def can_print(keys: Keyboard) -> bool:
    buttons = keys.window.findChildren(QAbstractButton, "print")
    return any(button.isVisible() and button.isEnabled() for button in buttons)


def test_a_lot_that_expires_at_midnight_stops_the_open_visit_and_its_consent(
    qapp: QApplication, tmp_path: Path, clock: CalendarClock
) -> None:
    file = read_example("clear")
    product = msgspec.structs.replace(file.consultation.plan.product, expires=BASE.date())
    plan = msgspec.structs.replace(file.consultation.plan, product=product)
    consultation = msgspec.structs.replace(file.consultation, plan=plan)
    put_visit(tmp_path, file, consultation)
    visit = OpenVisit(file.patient.patient_id, consultation.consultation_id, "step-5")
    with opened(qapp, tmp_path, visit) as keys:
        session = workspace_of(keys).session
        keys.until(lambda: can_print(keys), "a consent that can be printed")
        assert session.state.gate.verdict is not Verdict.STOP
        clock.ahead = timedelta(hours=14, seconds=1)
        keys.until(lambda: session.state.gate.verdict is Verdict.STOP, "the stop of the new day", 10)
        assert LOT_EXPIRED in {finding.rule_id for finding in session.state.gate.findings}
        keys.until(lambda: not can_print(keys), "a consent that cannot be printed")
        assert session.state.consultation == consultation


def test_who_is_a_year_older_at_midnight_is_so_on_screen(
    qapp: QApplication, tmp_path: Path, clock: CalendarClock
) -> None:
    file = read_example("clear")
    tomorrow = BASE.date() + timedelta(days=1)
    patient = msgspec.structs.replace(file.patient, birth_date=tomorrow.replace(year=1981))
    put_visit(tmp_path, msgspec.structs.replace(file, patient=patient), file.consultation)
    visit = OpenVisit(patient.patient_id, file.consultation.consultation_id, "step-1")

    def reads(keys: Keyboard, age: int) -> bool:
        banner = workspace_of(keys).window.banner
        return any(f"{age}" in label.text() for label in banner.findChildren(QLabel) if label.isVisible())

    with opened(qapp, tmp_path, visit) as keys:
        assert reads(keys, 44)
        assert not reads(keys, 45)
        clock.ahead = timedelta(hours=14, seconds=1)
        keys.until(lambda: reads(keys, 45), "the age of the new day", 10)
