"""Jobs: one worker per lane, results on the GUI thread, in order; bugs are logged without what was typed."""

import logging
import threading
import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.ui.jobs import Bug, Err, JobControl, JobRunner, Lane, ManualExecutor, Ok, ThreadExecutor
from stemsup_desktop.ui.turns import PIECE_S


@pytest.fixture
def threaded(qapp: object) -> object:
    runner = JobRunner(ThreadExecutor())
    yield runner
    if not runner._is_closed:
        runner.close()


def test_a_result_arrives_on_the_thread_that_asked(threaded: JobRunner, qtbot: object) -> None:
    seen: list[tuple[object, int]] = []
    threaded.run(threading.get_ident, lambda result: seen.append((result, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(seen))
    result, delivered_on = seen[0]
    assert isinstance(result, Ok)
    assert result.value != threading.get_ident()
    assert delivered_on == threading.get_ident()


def test_one_lane_keeps_its_order_and_its_thread(threaded: JobRunner, qtbot: object) -> None:
    seen: list[tuple[int, int]] = []
    for number in range(50):
        threaded.run(
            lambda number=number: (number, threading.get_ident()),
            lambda result: seen.append(result.value),
            lane=Lane.VAULT,
        )
    qtbot.waitUntil(lambda: len(seen) == 50)
    assert [number for number, _ in seen] == list(range(50))
    assert len({thread for _, thread in seen}) == 1


def test_closing_waits_and_delivers_everything(threaded: JobRunner) -> None:
    gate, seen = threading.Event(), []
    threaded.run(lambda: gate.wait(5), seen.append, lane=Lane.VAULT)
    threaded.run(lambda: "second", seen.append, lane=Lane.VAULT)
    gate.set()
    threaded.close()
    assert [result.value for result in seen] == [True, "second"]
    late = threaded.run(lambda: 1, seen.append)
    assert late.is_cancelled
    assert len(seen) == 2


def test_a_problem_comes_back_as_it_is(runner: JobRunner, executor: ManualExecutor) -> None:
    problem, seen = InputProblem("x", "Mend it."), []

    def work() -> None:
        raise problem

    runner.run(work, seen.append)
    executor.step()
    assert seen == [Err(problem)]


def test_a_bug_is_a_sentence_for_the_person_and_a_place_for_the_log(
    runner: JobRunner, executor: ManualExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[object] = []

    def work() -> None:
        raise KeyError("山田 花子")

    with caplog.at_level(logging.ERROR):
        runner.run(work, seen.append)
        executor.step()
    assert isinstance(seen[0], Err)
    assert isinstance(seen[0].problem, Bug)
    assert "KeyError" in caplog.text
    assert "山田" not in caplog.text


def test_a_failed_job_does_not_hold_up_the_next(runner: JobRunner, executor: ManualExecutor) -> None:
    seen: list[object] = []
    runner.run(lambda: 1 // 0, seen.append)
    runner.run(lambda: 2, seen.append)
    executor.run_all()
    assert isinstance(seen[0], Err)
    assert seen[1] == Ok(2)


def test_a_cancelled_job_delivers_nothing(runner: JobRunner, executor: ManualExecutor) -> None:
    seen: list[object] = []
    control = runner.run(lambda: 1, seen.append)
    control.cancel()
    executor.run_all()
    assert seen == []
    assert not runner.is_busy


def test_work_can_report_and_be_stopped_half_way(runner: JobRunner, executor: ManualExecutor) -> None:
    seen: list[object] = []
    reached: list[int] = []
    control = JobControl()

    def work() -> None:
        for step in range(5):
            control.report(step, 5)
            reached.append(step)
            if step == 2:
                control.cancel()

    runner.run(work, seen.append, control=control, on_progress=lambda done, total: seen.append((done, total)))
    executor.run_all()
    assert reached == [0, 1, 2]
    assert seen == [(0, 5), (1, 5), (2, 5)]


def test_results_that_come_together_leave_room_for_input_between_two_long_ones(
    threaded: JobRunner, qtbot: object
) -> None:
    """Both results wait when the first is taken; what was posted to the window meanwhile comes before the second."""
    order: list[str] = []
    are_done = threading.Event()

    def take_long(name: str) -> None:
        end_s = time.thread_time() + 2 * PIECE_S
        while time.thread_time() < end_s:
            pass
        order.append(name)

    threaded.run(lambda: None, lambda _: take_long("first"))
    threaded.run(are_done.set, lambda _: take_long("second"))
    assert are_done.wait(5)
    threaded.run(lambda: None, lambda _: order.append("third"))
    QTimer.singleShot(0, lambda: order.append("input"))
    qtbot.waitUntil(lambda: len(order) == 4)
    assert order.index("input") < order.index("second") < order.index("third")
    assert order.index("first") < order.index("second")


def test_a_result_that_waits_for_its_turn_counts_as_busy_and_closing_delivers_it(threaded: JobRunner) -> None:
    seen: list[int] = []
    for number in range(3):
        threaded.run(lambda number=number: number, lambda result: seen.append(result.value))
    assert threaded.is_busy
    threaded.close()
    assert seen == [0, 1, 2]
    assert not threaded.is_busy


class Asker:
    """Asks for work as a page does, and tells on which thread it dies."""

    def __init__(self, deaths: list[int], *, fails: bool = False) -> None:
        self._deaths = deaths
        self._fails = fails
        self.control = JobControl()
        self.heard: list[object] = []

    def work(self) -> int:
        self.control.report(1, 2)
        if self._fails:
            raise InputProblem("not_found", "It is gone.")
        return 1

    def hear(self, done: int, total: int) -> None:
        self.heard.append((done, total))

    def take(self, result: object) -> None:
        self.heard.append(type(result))

    def __del__(self) -> None:
        self._deaths.append(threading.get_ident())


class LingeringExecutor:
    """Runs each task on a thread that keeps hold of it until told to let go, as a worker that waits for more does."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self._threads: list[threading.Thread] = []

    def submit(self, lane: Lane, task: Callable[[], None]) -> None:
        def serve(held: Callable[[], None]) -> None:
            held()
            self.let_go.wait(60)

        self._threads.append(threading.Thread(target=serve, args=(task,)))
        self._threads[-1].start()

    def close(self) -> None:
        self.let_go.set()
        for thread in self._threads:
            thread.join()
        self._threads.clear()


@pytest.mark.parametrize("fails", [False, True])
def test_whoever_asked_dies_on_the_thread_of_the_window(qapp: object, qtbot: QtBot, fails: bool) -> None:
    """A page that was left waits for nothing any more: the last one to hold it must not be the worker."""
    executor, deaths = LingeringExecutor(), list[int]()
    runner = JobRunner(executor)
    asker = Asker(deaths, fails=fails)
    runner.run(asker.work, asker.take, control=asker.control, on_progress=asker.hear)
    qtbot.waitUntil(lambda: not runner.is_busy)
    assert asker.heard == [(1, 2), Err if fails else Ok]
    del asker
    assert deaths == [threading.get_ident()]
    runner.close()
    assert deaths == [threading.get_ident()]


def test_an_asker_whose_work_was_cancelled_dies_there_too(qapp: object, qtbot: QtBot) -> None:
    executor, deaths = LingeringExecutor(), list[int]()
    runner = JobRunner(executor)
    asker = Asker(deaths)
    runner.run(asker.work, asker.take).cancel()
    del asker
    qtbot.waitUntil(lambda: bool(deaths))
    executor.let_go.set()
    runner.close()
    assert deaths == [threading.get_ident()]


class AtOnce:
    """Has done everything that was submitted before anybody looks: the results come together."""

    def __init__(self) -> None:
        self._tasks: list[Callable[[], None]] = []

    def submit(self, lane: Lane, task: Callable[[], None]) -> None:
        self._tasks.append(task)

    def run_all(self) -> None:
        """Run every task on another thread, and wait for it."""
        thread = threading.Thread(target=lambda: [task() for task in self._tasks])
        thread.start()
        thread.join()

    def close(self) -> None:
        """There is nothing left that was not done."""


def _take_long(seen: list[int]) -> Callable[[object], None]:
    def take_in(result: object) -> None:
        begin_s = time.thread_time()
        while time.thread_time() - begin_s < 1.5 * PIECE_S:
            pass
        assert isinstance(result, Ok)
        seen.append(result.value)

    return take_in


def test_results_that_come_together_are_taken_in_over_several_turns_in_their_order(qapp: object) -> None:
    at_once = AtOnce()
    runner, seen, after_each = JobRunner(at_once), [], []
    for number in range(4):
        runner.run(lambda number=number: number, _take_long(seen))
    at_once.run_all()
    while len(seen) < 4:
        qapp.processEvents()
        after_each.append(len(seen))
    assert seen == [0, 1, 2, 3]
    assert 0 < after_each[0] < 4, "all of them in one turn"
    runner.close()


def test_closing_delivers_what_waits_for_its_turn(qapp: object) -> None:
    at_once = AtOnce()
    runner, seen = JobRunner(at_once), []
    for number in range(4):
        runner.run(lambda number=number: number, _take_long(seen))
    at_once.run_all()
    while not seen:
        qapp.processEvents()
    assert len(seen) < 4
    runner.close()
    assert seen == [0, 1, 2, 3]


def test_a_result_that_goes_wrong_keeps_none_after_it(qtbot: object) -> None:
    at_once = AtOnce()
    runner, seen = JobRunner(at_once), []

    def go_wrong(_: object) -> None:
        raise ZeroDivisionError

    runner.run(lambda: 0, go_wrong)
    runner.run(lambda: 1, lambda result: seen.append(result.value))
    at_once.run_all()
    with qtbot.captureExceptions() as errors:
        qtbot.waitUntil(lambda: bool(seen))
    assert [kind for kind, _, _ in errors] == [ZeroDivisionError]
    assert seen == [1]
    runner.close()
