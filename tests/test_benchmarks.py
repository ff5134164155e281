"""The benchmarks count and compare rightly; how fast things are is theirs to say, not a test's."""

import json
import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from benchmarks.audit_trail import compare_audit_trail
from benchmarks.checklist import compare_checklist, make_checklist
from benchmarks.comparison import Comparison, format_table, time_in_turns
from benchmarks.consent_form import list_texts
from benchmarks.find_patient import compare_finding, keystrokes
from benchmarks.pace import Pace
from benchmarks.recall import compare_recall
from benchmarks.stall_watch import Stall, StallWatch
from benchmarks.stalls import describe_stalls, find_held, walk_until_sure
from benchmarks.startup import compare_startup
from stemsup_desktop.questionnaire.reader import read_questionnaire
from stemsup_desktop.store.keys import KdfParameters


def test_a_ratio_or_a_time_over_budget_is_said() -> None:
    kept = Comparison("a", "x", 10.0, "y", 8.0, budget=2.0, budget_ms=16.0)
    assert kept.is_within_budget
    assert not Comparison("a", "x", 20.0, "y", 8.0, budget=2.0).is_within_budget
    assert not Comparison("a", "x", 20.0, "y", 80.0, budget_ms=16.0).is_within_budget
    assert "1.25" in format_table([kept])
    assert kept.as_json()["ratio"] == 1.25


def test_works_take_turns() -> None:
    order: list[str] = []
    times = time_in_turns((lambda: order.append("a"), lambda: order.append("b")), 3)
    assert order == ["a", "b"] * 3
    assert len(times) == 2


def test_every_keystroke_of_every_query_counts() -> None:
    typed = list(keystrokes())
    assert typed[:3] == ["渡", "渡邉", "渡邉 "]
    assert typed[-1] == "zzz"


def test_finding_is_compared_on_the_same_patients() -> None:
    comparison = compare_finding(200)
    assert comparison.ours_ms > 0
    assert comparison.theirs_ms > 0


def _make_walks(*walks: dict[str, float]) -> Callable[[], list[Stall]]:
    """Walks one after the other, given as the milliseconds computed at each place."""
    rest = iter(walks)
    return lambda: [Stall(place, ms, ms) for place, ms in next(rest).items()]


def test_a_place_that_is_held_in_every_walk_fails() -> None:
    walks = _make_walks({"a": 80.0, "b": 60.0, "c": 20.0}, {"a": 70.0, "b": 30.0}, {"a": 90.0, "b": 55.0, "c": 99.0})
    held = find_held(walk_until_sure(walks))
    assert [(stall.place, stall.own_ms) for stall in held] == [("a", 70.0)]


def test_a_walk_that_holds_nothing_is_the_last() -> None:
    assert find_held(walk_until_sure(_make_walks({"a": 50.0, "b": 20.0}))) == []
    assert find_held(walk_until_sure(_make_walks({"a": 51.0}, {"a": 12.0}))) == []


def test_a_walk_again_that_never_came_to_a_place_excuses_nothing() -> None:
    held = find_held(walk_until_sure(_make_walks({"a": 80.0}, {}, {})))
    assert [stall.place for stall in held] == ["a"]


def test_what_others_slow_down_is_weighed_against_what_is_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([0.002] * 4 + [0.001] + [0.003] * 4 + [0.002] * 6)
    monkeypatch.setattr("benchmarks.pace.time_work", lambda: next(times))
    pace = Pace()
    slow = [pace.read(), pace.read()]
    assert slow == [0.002, 0.003]
    for _ in range(3):
        pace.read()
    assert pace.usual_s == 0.002, "neither the best time nor the slow ones are usual"


def test_a_start_is_measured_for_the_first_run_and_for_unlocking() -> None:
    first_run, unlock = compare_startup(rounds=1)
    assert (first_run.budget, unlock.budget) == (2.0, 2.0)
    assert first_run.theirs_ms == unlock.theirs_ms > 0
    assert min(first_run.ours_ms, unlock.ours_ms) > 0


def test_plain_setting_has_the_same_words() -> None:
    form = {"title": "同意書", "clauses": [{"text": "a < b & c", "clause_id": "x"}, {"text": " "}], "text_sha256": "00"}
    assert list_texts(form) == ["同意書", "a < b & c"]


def test_a_stall_is_noted_with_its_place_and_what_held_it(qtbot: QtBot) -> None:
    watch = StallWatch()
    watch.place = "a long computation"
    watch.start()
    qtbot.waitUntil(lambda: bool(watch.stalls))

    def hold() -> None:
        end = time.perf_counter() + 0.15
        while time.perf_counter() < end:
            continue

    QTimer.singleShot(0, watch, hold)
    qtbot.waitUntil(lambda: watch.stalls[0].ms >= 150)
    watch.stop()
    worst = watch.stalls[0]
    assert worst.place == "a long computation"
    assert "hold" in worst.stack[0]


def test_only_stalls_over_the_budget_are_described() -> None:
    long, short = Stall("step 5", 80.0, 60.0, ("page.py:1 show",)), Stall("step 6", 20.0, 18.0, ())
    assert describe_stalls([long, short]) == "80 ms (60 ms computed) at step 5\n    page.py:1 show"
    assert describe_stalls([short]) == ""


def test_the_large_checklist_is_what_the_budget_speaks_of() -> None:
    questionnaire = read_questionnaire(json.dumps(make_checklist(1_000)).encode(), "large.json")
    items = [node.item for node in questionnaire.nodes]
    assert len(items) == 1_000
    assert sum(len(item.enable_when) for item in items) == 500
    assert sum(item.expressions.calculated is not None for item in items) == 150
    assert (questionnaire.issues, questionnaire.unsupported) == ((), ())


def test_an_answer_and_the_first_page_of_a_checklist_are_measured(qapp: object) -> None:
    answer, first_page = compare_checklist(60, 4)
    assert (answer.budget_ms, first_page.budget_ms) == (16.0, 300.0)
    assert min(answer.ours_ms, answer.theirs_ms, first_page.ours_ms) > 0
    assert first_page.theirs_ms >= first_page.ours_ms


def test_a_trail_is_written_to_an_encrypted_file_and_checked_from_it() -> None:
    verified, listed = compare_audit_trail(200)
    assert (verified.budget_ms, listed.budget_ms) == (10_000.0, 50.0)
    assert min(verified.ours_ms, verified.theirs_ms, listed.ours_ms) > 0


def test_a_recall_finds_what_reading_every_visit_finds() -> None:
    listed, command = compare_recall(20, KdfParameters(memory_kib=64, passes=1, lanes=1))
    assert (listed.what, listed.budget_ms) == ("who received a lot, 20 of 20 treatments", 1_000.0)
    assert command.what.startswith("the same as a command")
    assert 0 < listed.ours_ms < command.ours_ms
