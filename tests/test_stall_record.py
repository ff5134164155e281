"""The record of stalls: long calls into the window are held against it, a test's own work and waiting are not."""

import sys
import threading
import time
from types import FrameType

import pytest
from stall_record import WINDOW, Held, StallRecord, find_call


def call_from(file_name: str, name: str = "work") -> FrameType:
    """Return the frame of a function as if it stood in a file."""
    space: dict[str, object] = {"_getframe": sys._getframe}
    exec(compile(f"def {name}():\n    return _getframe()\nframe = {name}()", file_name, "exec"), space)
    frame = space["frame"]
    assert isinstance(frame, FrameType)
    return frame


@pytest.fixture
def record() -> StallRecord:
    made = StallRecord()
    made.pytest_runtest_logstart("test_a.py::test_it")
    made.note(None, 1.0)
    return made


def test_a_long_call_into_the_window_is_held_with_its_test_and_stack(record: StallRecord) -> None:
    frame = call_from(f"{WINDOW}/page.py", "show_view")
    for cpu in (1.01, 1.04, 1.08):
        record.note(frame, cpu)
    record.note(None, 1.09)
    (held,) = record.held
    assert (round(held.cpu_ms), held.test) == (80, "test_a.py::test_it")
    assert held.stack[0] == "page.py:2 show_view"
    assert record.describe()[0] == "80 ms computed in test_a.py::test_it"


def test_two_short_calls_are_not_one_long_one(record: StallRecord) -> None:
    first, second = call_from(f"{WINDOW}/page.py"), call_from(f"{WINDOW}/page.py")
    record.note(first, 1.04)
    record.note(second, 1.08)
    record.note(None, 1.09)
    assert record.held == []


def test_waiting_computes_nothing_and_ends_the_call(record: StallRecord) -> None:
    frame = call_from(f"{WINDOW}/page.py")
    record.note(frame, 1.03)
    record.note(frame, 1.03)
    record.note(frame, 1.06)
    record.note(None, 1.07)
    assert record.held == []


def test_a_turn_in_which_only_qt_works_is_held(record: StallRecord) -> None:
    frame = call_from("/site-packages/pytestqt/qtbot.py", "waitUntil")
    record.note(frame, 1.05)
    record.note(frame, 1.10)
    record.note(None, 1.11)
    assert [type(one) for one in record.held] == [Held]


def test_a_tests_own_work_is_not_the_windows(record: StallRecord) -> None:
    assert find_call(call_from("/tests/ui/test_page.py", "test_it")) is None
    assert find_call(None) is None
    record.note(call_from("/tests/ui/test_page.py", "test_it"), 2.0)
    record.note(None, 3.0)
    assert record.held == []


def test_looking_is_done_on_the_main_thread_and_ends(record: StallRecord) -> None:
    seen: list[tuple[threading.Thread, float]] = []
    record.note = lambda frame, cpu_s: seen.append((threading.current_thread(), cpu_s))  # type: ignore[method-assign]
    record.start()
    try:
        while len(seen) < 3:
            sum(range(1_000))
    finally:
        record.stop()
    assert {thread for thread, _ in seen} == {threading.main_thread()}
    assert [cpu for _, cpu in seen] == sorted(cpu for _, cpu in seen)
    count, end_s = len(seen), time.thread_time() + 0.05
    while time.thread_time() < end_s:
        sum(range(1_000))
    assert len(seen) == count
