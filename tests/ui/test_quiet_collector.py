"""All objects are looked through only while nobody works: after leaving for another program, after locking."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from stemsup_desktop.ui.quiet_collector import NEVER, QuietCollector


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[QuietCollector]:
    made = QuietCollector(qapp)
    yield made
    made.stop()


def test_the_collector_of_all_rests_while_the_window_is_worked_with(qapp: QApplication) -> None:
    before = gc.get_threshold()
    collector = QuietCollector(qapp)
    assert gc.get_threshold() == (*before[:2], NEVER)
    assert not collector.is_waiting
    collector.stop()
    assert gc.get_threshold() == before


def test_who_leaves_for_another_program_and_comes_back_is_not_held_up(
    collector: QuietCollector, qapp: QApplication
) -> None:
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert collector.is_waiting
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert not collector.is_waiting


def test_garbage_goes_once_nobody_has_come_back(collector: QuietCollector, qtbot: QtBot) -> None:
    phases: list[str] = []

    def note(phase: str, details: dict[str, int]) -> None:
        if details["generation"] == 2:
            phases.append(phase)

    collector._away.setInterval(1)
    gc.callbacks.append(note)
    try:
        collector.note_away()
        qtbot.waitUntil(lambda: phases == ["start", "stop"])
    finally:
        gc.callbacks.remove(note)
    assert not collector.is_waiting
