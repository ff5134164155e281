"""A history tells what was done, once, in order, and never hides who did it."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemsup_desktop.consultation.audit import AuditAct, AuditRow, make_facts
from stemsup_desktop.consultation.history import HistoryLine, derive_history, say_line
from stemsup_desktop.consultation.history_joining import join_changes
from stemsup_desktop.consultation.history_kinds import KINDS
from stemsup_desktop.consultation.record import Consultation, Examination, Reason
from stemsup_desktop.consultation.record_changes import LONG_TEXT, FieldChange, derive_changes
from stemsup_desktop.questionnaire.answers import NO, Answer, ItemAnswers, StringAnswer

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
VISIT = Consultation("visit-1", START)
AOKI, MORI = ("account-1", "Dr Aoki"), ("account-2", "森")


def make_row(
    sequence: int, minutes: float, *changes: FieldChange, who: tuple[str, str] = AOKI, **fields: object
) -> AuditRow:
    values: dict[str, object] = {
        "act": AuditAct.CONSULTATION_CHANGED,
        "patient_id": "patient-1",
        "consultation_id": "visit-1",
        "subject": "",
        "details": changes,
        "previous_hash": "",
        "hash": "",
    } | fields
    return AuditRow(sequence, START + timedelta(minutes=minutes), *who, **values)


def with_goal(goal: str) -> Consultation:
    return msgspec.structs.replace(VISIT, reason=Reason(goal=goal))


def change_goal(old: object, new: object, offset: int | None = None) -> FieldChange:
    return FieldChange(("reason", "goal"), old, new, offset)


def shorten(lines: tuple[HistoryLine, ...]) -> list[tuple[object, ...]]:
    return [
        (line.first_sequence, line.last_sequence, line.change and line.change.old, line.change and line.change.new)
        for line in lines
    ]


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([], []),
        (
            [make_row(1, 0, change_goal("", "a")), make_row(2, 9, change_goal("a", "ab"))],
            [(1, 2, "", "ab")],
        ),
        (
            [make_row(2, 10, change_goal("a", "ab")), make_row(1, 0, change_goal("", "a"))],
            [(1, 2, "", "ab")],
        ),
        (
            [make_row(1, 0, change_goal("", "a")), make_row(2, 10.1, change_goal("a", "ab"))],
            [(1, 1, "", "a"), (2, 2, "a", "ab")],
        ),
        (
            [make_row(1, 0, change_goal("", "a")), make_row(2, 1, change_goal("a", "ab"), who=MORI)],
            [(1, 1, "", "a"), (2, 2, "a", "ab")],
        ),
        (
            [
                make_row(1, 0, change_goal("", "a")),
                make_row(2, 1, change_goal("a", "b"), who=MORI),
                make_row(3, 2, change_goal("b", "a")),
                make_row(4, 3, change_goal("a", "c")),
            ],
            [(1, 1, "", "a"), (2, 2, "a", "b"), (3, 4, "b", "c")],
        ),
        (
            [
                make_row(1, 0, change_goal("", "a")),
                make_row(2, 1, FieldChange(("reason", "note"), "", "n")),
                make_row(3, 2, change_goal("a", "ab")),
            ],
            [(1, 3, "", "ab"), (2, 2, "", "n")],
        ),
        (
            [make_row(1, 0, change_goal("", "a")), make_row(2, 1, change_goal("b", "c"))],
            [(1, 1, "", "a"), (2, 2, "b", "c")],
        ),
        (
            [make_row(1, 0, change_goal("", "a")), make_row(2, -60, change_goal("a", "b"))],
            [(1, 1, "", "a"), (2, 2, "a", "b")],
        ),
        (
            [make_row(1, 0, change_goal("", "a")), make_row(2, 1, change_goal("a", "b"), consultation_id="visit-2")],
            [(1, 1, "", "a"), (2, 2, "a", "b")],
        ),
        (
            [make_row(1, 0, change_goal("", "x", 500)), make_row(2, 1, change_goal("", "y", 501))],
            [(1, 2, "", "xy")],
        ),
        (
            [make_row(1, 0, change_goal("", "x", 500)), make_row(2, 1, change_goal("", "y", 9))],
            [(1, 1, "", "x"), (2, 2, "", "y")],
        ),
        (
            [make_row(number, 0, act=AuditAct.PATIENT_VIEWED, details=()) for number in (1, 2)],
            [(1, 1, None, None), (2, 2, None, None)],
        ),
    ],
)
def test_edits_of_one_field_by_one_person_within_ten_minutes_are_one_line(
    rows: list[AuditRow], lines: list[tuple[object, ...]]
) -> None:
    assert shorten(derive_history(rows)) == lines


def answered(*answers: Answer, minutes: int = 0) -> Consultation:
    given = ItemAnswers("remark", answers, START + timedelta(minutes=minutes), "Dr Aoki")
    return msgspec.structs.replace(VISIT, examination=Examination(responses=(given,)))


def test_an_answer_that_is_typed_is_one_line_and_when_it_was_given_is_none() -> None:
    states = [VISIT, *(answered(StringAnswer("かゆみ"[:count]), minutes=count) for count in (1, 2, 3))]
    states.append(answered(StringAnswer("かゆみ"), NO, minutes=4))
    states.append(answered(StringAnswer("かゆみ"), minutes=5))
    rows = [make_row(number, number, *derive_changes(*pair)) for number, pair in enumerate(pairwise(states), 1)]
    (line,) = derive_history(rows)
    assert line.change is not None
    assert line.change.old is None
    assert isinstance(line.change.new, dict)
    assert line.change.new["answers"] == [{"type": "string", "value": "かゆみ"}]
    assert line.edits == 5


def test_who_answered_is_told_where_nothing_else_changed() -> None:
    changes = derive_changes(answered(NO), answered(NO, minutes=3))
    (line,) = derive_history([make_row(1, 0, *changes)])
    assert line.change is not None
    assert line.change.path[-1] == "answered_at"


def test_facts_of_an_act_stay_with_it_and_erased_values_are_said_to_be() -> None:
    facts = make_facts({"reason": "保存期間の満了", "documents": 3})
    rows = [
        make_row(1, 0, details=None),
        make_row(2, 1, act=AuditAct.RETENTION_DELETED, details=facts, consultation_id=""),
    ]
    erased, deletion = derive_history(rows)
    assert (erased.is_erased, erased.change, erased.facts) == (True, None, ())
    assert (deletion.is_erased, deletion.change, deletion.facts) == (False, None, facts)


def test_a_line_is_a_sentence_with_its_person() -> None:
    rows = [
        make_row(1, 0, change_goal("a", "b")),
        make_row(2, 1, act=AuditAct.PATIENT_VIEWED, who=MORI, details=()),
        make_row(3, 2, act=AuditAct.UNLOCK_FAILED, who=("", ""), details=()),
        make_row(4, 3, act=AuditAct.DOCUMENT_PRINTED, subject="CNS-2026-00418", details=()),
        make_row(5, 4, details=None),
    ]
    said = [say_line(line) for line in derive_history(rows)]
    assert [one.en for one in said] == [
        "Dr Aoki changed the goal in Reason.",
        "森 viewed the patient's record.",
        "Somebody who was not signed in failed to open the vault.",
        "Dr Aoki printed the document CNS-2026-00418.",
        "Dr Aoki changed the visit.",
    ]
    assert said[0].ja == "Dr Aokiが「来院理由」の目標を変更しました。"
    assert said[3].ja == "Dr Aokiが書類「CNS-2026-00418」を印刷しました。"


TEXTS = st.lists(st.builds(lambda text, times: text * times, st.text("ab", max_size=4), st.sampled_from([1, 60])))


def replay(text: str, change: FieldChange) -> str:
    if change.offset is None:
        assert text == change.old
        return str(change.new)
    end = change.offset + len(str(change.old))
    assert text[change.offset : end] == change.old
    return text[: change.offset] + str(change.new) + text[end:]


@settings(max_examples=200, deadline=None)
@given(st.text("ab", max_size=2 * LONG_TEXT), TEXTS.map(lambda texts: texts[:6]))
def test_changes_that_are_joined_do_what_they_did_one_after_the_other(before: str, later: list[str]) -> None:
    states = [before, *later]
    steps = [change for pair in pairwise(states) for change in derive_changes(with_goal(pair[0]), with_goal(pair[1]))]
    text = before
    runs: list[FieldChange] = []
    for step in steps:
        joined = join_changes(runs[-1], step) if runs else None
        runs = [*runs[:-1], joined] if joined is not None else [*runs, step]
    for run in runs:
        text = replay(text, run)
    assert text == states[-1]


def test_parts_that_do_not_fit_each_other_are_never_joined() -> None:
    assert join_changes(change_goal("", "abc", 300), change_goal("xx", "", 301)) is None
    assert join_changes(change_goal("a", "abc"), change_goal("bcd", "x" * 300, 1)) is None
    assert join_changes(change_goal("a", "b", 300), change_goal("long", "short")) is None
    assert join_changes(change_goal(None, "b"), change_goal("", "x" * 300, 1)) is None


def test_withheld_edits_of_one_record_are_one_line_until_somebody_else_or_ten_minutes_come_between() -> None:
    def withheld(sequence: int, minutes: float, who: tuple[str, str] = AOKI, **fields: object) -> AuditRow:
        return msgspec.structs.replace(make_row(sequence, minutes, who=who, **fields), details=None, is_withheld=True)

    rows = [
        withheld(1, 0),
        withheld(2, 1, consultation_id="visit-2"),
        withheld(3, 2),
        withheld(4, 3, who=MORI),
        withheld(5, 4),
        withheld(6, 15),
    ]
    lines = derive_history(rows)
    assert [(line.first_sequence, line.last_sequence, line.edits) for line in lines] == [
        (1, 3, 2),
        (2, 2, 1),
        (4, 4, 1),
        (5, 5, 1),
        (6, 6, 1),
    ]
    assert all(line.is_withheld and not line.is_erased for line in lines)


def test_every_act_is_of_a_kind() -> None:
    assert set(KINDS) == set(AuditAct)
    assert all(KINDS.values())
