"""Garbage goes on the window's thread alone, and all is looked through only while nobody works."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from stemsup_desktop.ui.quiet_collector import MOST_AT_ONCE, QuietCollector


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[QuietCollector]:
    made = QuietCollector(qapp)
    made.start()
    yield made
    made.stop()


class Looped:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self.itself = self


def make_garbage(count: int) -> None:
    for _ in range(count):
        Looped()


def test_another_thread_never_collects(collector: QuietCollector) -> None:
    threads: set[int] = set()

    def note(phase: str, details: dict[str, int]) -> None:
        threads.add(threading.get_ident())

    gc.callbacks.append(note)
    try:
        worker = threading.Thread(target=make_garbage, args=(3_000,))
        worker.start()
        worker.join()
        assert threads == set()
        make_garbage(3_000)
        assert threads == set()
        collector._young.timeout.emit()
        assert threads == {threading.get_ident()}
    finally:
        gc.callbacks.remove(note)


def test_what_died_young_goes_while_the_window_is_worked_with(collector: QuietCollector, qtbot: QtBot) -> None:
    looped = Looped()
    gone = weakref.ref(looped)
    del looped
    make_garbage(2_000)
    qtbot.waitUntil(lambda: gone() is None)
    assert not collector.is_waiting


def test_too_many_of_the_young_are_set_aside_until_nobody_works(collector: QuietCollector, qtbot: QtBot) -> None:
    """As where content is read: to look through all of it took over 60 ms of a turn."""
    collections: list[str] = []
    collector._young.stop()
    gc.collect()
    looped = Looped()
    gone = weakref.ref(looped)
    del looped
    kept = [[number] for number in range(MOST_AT_ONCE + 1_000)]
    gc.callbacks.append(lambda phase, _: collections.append(phase))
    try:
        collector._young.timeout.emit()
        assert not collections
        assert gone() is not None
        make_garbage(1_000)
        collector._young.timeout.emit()
        assert collections  # what is made after them is looked at as ever
        collector._away.setInterval(1)
        collector.note_away()
        qtbot.waitUntil(lambda: gone() is None)
    finally:
        gc.callbacks.pop()
    assert len(kept) > MOST_AT_ONCE


def test_survivors_are_set_aside_where_they_have_become_too_many(collector: QuietCollector) -> None:
    collections: list[int] = []
    collector._young.stop()
    gc.collect()
    kept: list[list[int]] = []
    gc.callbacks.append(lambda phase, details: collections.append(details["generation"]))
    try:
        for _ in range(30):
            kept += [[number] for number in range(1_500)]
            collector._young.timeout.emit()
            assert len(gc.get_objects(generation=1)) < 3 * MOST_AT_ONCE
    finally:
        gc.callbacks.pop()
    assert 0 in collections
    assert 1 not in collections


def test_the_collector_is_left_as_it_was(qapp: QApplication) -> None:
    collector = QuietCollector(qapp)
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert not collector.is_waiting


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
