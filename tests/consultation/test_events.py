"""Events: what refuses one and what is only said, calls after a treatment, reactions that are followed, reminders."""

from datetime import timedelta

import msgspec
import pytest
from consultation.event_builders import (
    DAY,
    LATER,
    PEOPLE,
    START,
    TREATMENT,
    make_contact,
    make_event,
    make_given,
    make_visit,
)

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.events.call_backs import CALL_BACKS, LAST_DAY, CallBackState, derive_callbacks
from stemsup_desktop.consultation.events.event_faults import (
    FAULT_WORDS,
    NOTICES,
    EventFault,
    find_event_faults,
    list_refusals,
)
from stemsup_desktop.consultation.events.event_list import EVENTS_FILE, read_event_list
from stemsup_desktop.consultation.events.event_model import (
    ContactPurpose,
    ContactWay,
    EventOutcome,
    Seriousness,
)
from stemsup_desktop.consultation.events.event_words import (
    GRADE_WORDS,
    OUTCOME_WORDS,
    PURPOSE_WORDS,
    SERIOUSNESS_WORDS,
    WAY_WORDS,
    say_event,
    say_plainly,
)
from stemsup_desktop.consultation.events.reactions import (
    begin_following,
    list_lot_numbers,
    list_unfollowed,
    with_followed,
)
from stemsup_desktop.consultation.events.reminders import (
    RecallOpen,
    ReminderKind,
    SessionDue,
    Urgency,
    derive_reminders,
    say_reminder,
)
from stemsup_desktop.consultation.treatment_model import Reaction
from stemsup_desktop.resources import find_resources

EVENTS = read_event_list(find_resources() / EVENTS_FILE)
KINDS = {kind.id: kind for kind in EVENTS.kinds}
DEATH = (Seriousness.DEATH,)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"kind": " "}, (EventFault.KIND,)),
        ({"kind": "other"}, (EventFault.DESCRIPTION,)),
        ({"kind": "other", "description": "dizzy"}, ()),
        ({"action": "x" * 4001}, (EventFault.LONG,)),
        ({"grade": 5}, (EventFault.FATAL,)),
        ({"grade": 5, "outcome": EventOutcome.FATAL}, (EventFault.FATAL,)),
        ({"grade": 5, "outcome": EventOutcome.FATAL, "seriousness": DEATH}, ()),
        ({"grade": 4, "outcome": EventOutcome.FATAL}, (EventFault.GRADE_5,)),
        ({"grade": 3, "seriousness": DEATH}, (EventFault.GRADE_5,)),
        ({"closed_at": LATER}, (EventFault.CLOSED,)),
        ({"closed_at": LATER, "outcome": EventOutcome.RECOVERED}, ()),
        ({"onset_on": LATER.date() + timedelta(days=1)}, (EventFault.ONSET_AHEAD,)),
        ({"onset_on": None, "onset_at": LATER + timedelta(seconds=1)}, (EventFault.ONSET_AHEAD,)),
        ({"onset_at": START}, (EventFault.ONSET_TWICE,)),
        ({"onset_on": DAY - timedelta(days=1)}, (EventFault.ONSET_BEFORE,)),
        ({"onset_on": None, "onset_at": START - timedelta(minutes=1)}, (EventFault.ONSET_BEFORE,)),
        ({"onset_on": DAY}, ()),
        ({"point": 1}, (EventFault.POINT_ALONE,)),
        ({"site_id": "cheek-l", "point": 4}, ()),
        ({"site_id": "cheek-l", "point": 5}, (EventFault.POINT_BEYOND,)),
        ({"site_id": "chin", "point": 5}, ()),
        ({"site_id": "neck", "point": 1}, (EventFault.SITE_UNTREATED,)),
    ],
)
def test_what_does_not_fit_is_found(changes: dict[str, object], expected: tuple[EventFault, ...]) -> None:
    assert find_event_faults(make_event(**changes), TREATMENT, LATER) == expected


def test_an_onset_before_the_treatment_is_said_and_refuses_nothing() -> None:
    faults = find_event_faults(make_event(onset_on=DAY - timedelta(days=1)), TREATMENT, LATER)
    assert faults
    assert not list_refusals(faults)
    assert list_refusals((EventFault.ONSET_BEFORE, EventFault.FATAL)) == (EventFault.FATAL,)
    assert set(FAULT_WORDS) == set(EventFault) > NOTICES


def test_every_code_has_words_in_both_languages() -> None:
    assert set(GRADE_WORDS) == {1, 2, 3, 4, 5}
    for words, codes in (
        (SERIOUSNESS_WORDS, Seriousness),
        (OUTCOME_WORDS, EventOutcome),
        (PURPOSE_WORDS, ContactPurpose),
        (WAY_WORDS, ContactWay),
    ):
        assert set(words) == set(codes)


def test_an_event_is_called_by_its_kind_to_the_chart_and_plainly_to_the_patient() -> None:
    event = make_event(description="two")
    assert say_event(event, KINDS).en == "Granuloma: two"
    assert say_plainly(event, KINDS).en == "a lump caused by inflammation"
    assert say_event(make_event(kind="other", description="目の疲れ"), KINDS).ja == "目の疲れ"
    assert say_event(make_event(kind="other"), KINDS).en == "Something else"
    assert say_event(make_event(kind="gone-from-the-list"), KINDS).en == "gone-from-the-list"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, ("later", "later", "later")),
        (1, ("due", "later", "later")),
        (3, ("due", "later", "later")),
        (4, ("overdue", "later", "later")),
        (13, ("overdue", "later", "later")),
        (14, ("lapsed", "due", "later")),
        (15, ("lapsed", "overdue", "later")),
        (44, ("lapsed", "overdue", "later")),
        (45, ("lapsed", "lapsed", "later")),
        (84, ("lapsed", "lapsed", "due")),
        (92, ("lapsed", "lapsed", "overdue")),
        (LAST_DAY, ("lapsed", "lapsed", "overdue")),
        (LAST_DAY + 1, ("lapsed", "lapsed", "lapsed")),
    ],
)
def test_a_call_is_due_then_overdue_and_lapses(days: int, expected: tuple[str, ...]) -> None:
    calls = derive_callbacks((make_given(),), (), DAY + timedelta(days=days))
    assert tuple(call.state.value for call in calls) == expected
    assert [call.purpose for call in calls] == [window.purpose for window in CALL_BACKS]


def test_the_call_at_three_months_is_for_intradermal_treatment_alone() -> None:
    calls = derive_callbacks((make_given("p1", DAY, Route.INTRAVENOUS),), (), DAY)
    assert ContactPurpose.MONTH_3 not in {call.purpose for call in calls}
    both = derive_callbacks((make_given("p1", DAY, Route.INTRAVENOUS, Route.INTRADERMAL),), (), DAY)
    assert ContactPurpose.MONTH_3 in {call.purpose for call in both}


def test_who_was_reached_is_done_with_that_call_alone_and_vain_attempts_are_counted() -> None:
    today = DAY + timedelta(days=14)
    contacts = (
        make_contact(was_reached=False),
        make_contact(),
        make_contact(purpose=ContactPurpose.DAY_14, was_reached=False),
        make_contact(purpose=ContactPurpose.DAY_14, consultation_id="visit-2"),
        make_contact(purpose=ContactPurpose.EVENT, subject="event-1"),
    )
    first, second, third = derive_callbacks((make_given(),), contacts, today)
    assert (first.state, first.attempts, first.done_at) == (CallBackState.DONE, 1, START + timedelta(days=2))
    assert (second.state, second.attempts) == (CallBackState.DUE, 1)
    assert (third.state, third.attempts) == (CallBackState.LATER, 0)


def test_reminders_come_by_urgency_then_by_day() -> None:
    today = DAY + timedelta(days=14)
    calls = derive_callbacks(
        (make_given("p1"), make_given("p2", DAY + timedelta(days=9)), make_given("p3", today)), (), today
    )
    events = (
        make_event(onset_on=DAY, patient_id="p1", kind="bruise", grade=1),
        make_event(event_id="event-2", onset_on=today, patient_id="p2", kind="fever", grade=1),
        make_event(event_id="event-3", onset_on=DAY, patient_id="p3", grade=3),
        make_event(event_id="event-4", patient_id="p3", grade=3, closed_at=LATER),
        make_event(event_id="event-5", patient_id="nobody", grade=3),
    )
    sessions = (SessionDue("p4", "course", 2, today), SessionDue("p5", "course", 3, today - timedelta(days=1)))
    recalls = (RecallOpen("p5", "lot-id", "LOT-7", today - timedelta(days=2), 2),)
    found = derive_reminders(
        calls, events, PEOPLE, today, sessions=sessions, recalls=recalls, same_day_kinds=EVENTS.same_day_ids
    )
    assert [(one.urgency.value, one.kind.value, one.person.chart_number) for one in found] == [
        ("at-once", "event", "A-0003"),
        ("at-once", "recall", "A-0005"),
        ("at-once", "event", "A-0002"),
        ("overdue", "call-back", "A-0002"),
        ("overdue", "session", "A-0005"),
        ("today", "call-back", "A-0001"),
        ("today", "session", "A-0004"),
        ("follow", "event", "A-0001"),
    ]
    assert [say_reminder(one, KINDS).en for one in found[:4]] == [
        "Granuloma, grade 3 severe, open since 8 Sep 2026",
        "Lot LOT-7 was recalled; not reached 2 times",
        "Fever of 38 °C or more, or rigors, grade 1 mild, open since 22 Sep 2026",
        "Call-back on days 1 to 3 after 17 Sep 2026",
    ]
    assert say_reminder(found[5], KINDS).ja == "14日目の確認連絡（2026年9月8日の治療）"
    assert all(one.person.name not in say_reminder(one, KINDS).ja for one in found)


def test_nothing_waits_where_nothing_is_due() -> None:
    calls = derive_callbacks((make_given(),), (make_contact(),), DAY + timedelta(days=3))
    closed = make_event(closed_at=LATER, outcome=EventOutcome.RECOVERED)
    tomorrow = (SessionDue("p4", "course", 2, DAY + timedelta(days=4)),)
    assert derive_reminders(calls, (closed,), PEOPLE, DAY + timedelta(days=3), sessions=tomorrow) == ()


def test_an_event_that_is_serious_is_looked_at_first() -> None:
    event = make_event(kind="bruise", grade=1, seriousness=(Seriousness.HOSPITALISATION,))
    (found,) = derive_reminders((), (event,), PEOPLE, DAY)
    assert (found.urgency, found.kind) == (Urgency.AT_ONCE, ReminderKind.EVENT)


REACTION = Reaction("Bruise", 1, START, "cooled", "fading", "cheek-l", 2)


def test_a_reaction_that_nobody_follows_is_in_the_list_and_is_over() -> None:
    visit = make_visit(REACTION, msgspec.structs.replace(REACTION, event_id="event-9"))
    (seen,) = list_unfollowed(visit, "p1")
    assert (seen.event_id, seen.kind, seen.description, seen.site_id, seen.point) == (
        "",
        "other",
        "Bruise",
        "cheek-l",
        2,
    )
    assert not seen.is_open
    assert seen.lot_numbers == ("LOT-7",)
    assert seen.notes[0].text == "fading"


@pytest.mark.parametrize("closed_at", [None, LATER])
def test_an_event_begins_with_all_that_was_entered_of_its_reaction(closed_at: object) -> None:
    visit = make_visit(REACTION, closed_at=closed_at)
    event = begin_following(visit, 0, "p1", EVENTS)
    assert (event.kind, event.description, event.grade, event.action) == ("bruise", "", 1, "cooled")
    assert (event.onset_at, event.onset_on, event.site_id, event.point) == (START, DAY, "cheek-l", 2)
    assert event.is_open
    assert event.notes[0].text == "fading"
    if closed_at is None:
        followed = with_followed(visit, REACTION, "event-1")
        assert followed.treatment.reactions[0].event_id == "event-1"
        assert event.reaction is None
        assert list_unfollowed(followed, "p1") == ()
    else:
        assert event.reaction == 0
        assert list_unfollowed(visit, "p1", (event,)) == ()


def test_a_reaction_that_is_on_no_list_keeps_its_words_and_one_that_is_gone_is_not_linked() -> None:
    visit = make_visit(Reaction("目の疲れ", 1))
    event = begin_following(visit, 0, "p1", EVENTS)
    assert (event.kind, event.description, event.onset_at) == ("other", "目の疲れ", None)
    assert with_followed(visit, REACTION, "event-1") == visit
    assert list_lot_numbers(msgspec.structs.replace(TREATMENT, lot_number=None)) == ()
