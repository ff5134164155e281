"""What in a change of a consultation is the physician's to do, and by which ways nobody gets round it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any, get_args

import msgspec
import pytest
from authority_builders import (
    CHECKLIST,
    DAY,
    DOCTOR,
    EXAMINATION,
    FREE,
    FULL,
    FULL_PLAN,
    LAX,
    NOON,
    NURSE,
    WITHDRAWAL,
    Path,
    change_at,
    iter_leaves,
    iter_lists,
    make_other,
    read_at,
    say,
)
from gate_factories import PATIENT, make_rule, on_yes
from hypothesis import given, settings
from hypothesis import strategies as st

from stemsup_desktop.consultation.authority import find_reserved_changes, find_reserved_items
from stemsup_desktop.consultation.authority_fields import FIELDS, ReservedAct, Standing
from stemsup_desktop.consultation.carry_over import with_carried_confirmed
from stemsup_desktop.consultation.changes import carry_stops, with_answers
from stemsup_desktop.consultation.content import ClinicalContent, make_clinical_content
from stemsup_desktop.consultation.occurrence_changes import with_occurrence_added, with_occurrence_removed
from stemsup_desktop.consultation.proposals import begin_examination
from stemsup_desktop.consultation.record import (
    AnswerNote,
    CarriedAnswer,
    Complaint,
    Consent,
    Consultation,
    Declined,
    Examination,
    StopRaised,
)
from stemsup_desktop.consultation.rules import RuleSet, Severity
from stemsup_desktop.consultation.withdrawal import carry_withdrawals
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import NO, YES, Answer, ItemAnswers, StringAnswer

A = ReservedAct
Change = Callable[[Consultation], Consultation]


def put(*path: str | int, value: Any) -> Change:
    """Make the change that puts a value at a path."""
    return lambda visit: change_at(visit, path, lambda _: value)


def add(*path: str | int, value: Any) -> Change:
    """Make the change that adds something to a list."""
    return lambda visit: change_at(visit, path, lambda there: (*there, value))


def respond(*given: ItemAnswers) -> Change:
    """Make the change that adds answers."""
    return lambda visit: change_at(visit, ("examination", "responses"), lambda there: (*there, *given))


def find(before: Consultation | None, after: Consultation) -> tuple[ReservedAct, ...]:
    return find_reserved_changes(before, after, CHECKLIST)


CLEAR = Consultation("c1", NOON, examination=Examination(CHECKLIST.canonical))

ACTS: dict[str, tuple[Change, ReservedAct]] = {
    "a diagnosis": (put("reason", "complaints", value=(Complaint("hair", "Alopecia"),)), A.DIAGNOSIS),
    "a code of a diagnosis": (put("reason", "complaints", value=(Complaint("hair", icd10="L64"),)), A.DIAGNOSIS),
    "the decision": (respond(ItemAnswers("decision", (YES,), NOON, NURSE)), A.ELIGIBILITY),
    "the decision taken back": (respond(ItemAnswers("decision", (), NOON, NURSE)), A.ELIGIBILITY),
    "the decision without a name": (respond(ItemAnswers("decision", (YES,))), A.ELIGIBILITY),
    "the decision proposed": (
        add("examination", "carried", value=CarriedAnswer("decision", (YES,), DAY)),
        A.ELIGIBILITY,
    ),
    "words beside the decision": (
        add("examination", "notes", value=AnswerNote("decision", "yes", NURSE, NOON)),
        A.ELIGIBILITY,
    ),
    "what lies deep under the decision": (respond(say("deep-reason", "so")), A.ELIGIBILITY),
    "a decision on one of several": (respond(say("lesion-decision", "go", place=(3,))), A.ELIGIBILITY),
    "a decision under an answer": (respond(say("drug-decision", "go", place=(0,))), A.ELIGIBILITY),
    "an answer to no question of the checklist": (respond(say("elsewhere", "go")), A.ELIGIBILITY),
    "an opinion": (put("examination", "opinions", value=EXAMINATION.opinions), A.OPINION),
    "a reason why a stop went": (put("examination", "stops_lifted", value=EXAMINATION.stops_lifted), A.STOP_LIFTED),
    "a route": (put("plan", "routes", value=FULL_PLAN.routes), A.PLAN),
    "a lot": (put("plan", "product", "lot_number", value="L-1"), A.PLAN),
    "what a certificate shows": (put("plan", "product", "certificate", "shown_absent", value=("latex",)), A.PLAN),
    "a fee": (put("plan", "fee_per_session_yen", value=1), A.PLAN),
    "alternatives explained": (put("plan", "alternatives_explained", value=True), A.PLAN),
    "a signature": (put("consent", "signature", value=FULL.consent.signature), A.CONSENT),
    "a refusal": (put("consent", "declined", value=Declined(DAY)), A.CONSENT),
    "a choice": (put("consent", "choices", "teaching", value=True), A.CONSENT),
    "time to think": (put("consent", "thinking_until", value=DAY), A.CONSENT),
    "the end of the visit": (put("summary", "closed_at", value=NOON), A.CLOSING),
    "another checklist": (put("examination", "questionnaire", value=LAX.canonical), A.CHECKLIST),
    "an earlier beginning": (put("started_at", value=NOON - timedelta(days=9)), A.VISIT),
    "another number": (put("visit_number", value=7), A.VISIT),
    "another visit": (put("consultation_id", value="c2"), A.VISIT),
}


@pytest.mark.parametrize(("change", "act"), ACTS.values(), ids=ACTS)
def test_each_act_of_the_physician_is_found_alone_and_again_when_it_is_undone(change: Change, act: ReservedAct) -> None:
    assert find(CLEAR, change(CLEAR)) == (act,)
    assert find(change(CLEAR), CLEAR) == (act,)


def test_every_act_stands_in_the_table() -> None:
    assert {act for _, act in ACTS.values()} == set(ReservedAct)


FREE_CHANGES: dict[str, Change] = {
    "a symptom and its score": put("reason", "complaints", value=(Complaint("hair", baseline_nrs=4),)),
    "a goal": put("reason", "goal", value="less"),
    "an answer": respond(say("remark", "one"), ItemAnswers("cancer", (NO,), NOON, NURSE)),
    "one of several": respond(say("lesion-site", "left", place=(2,)), say("drug", "one", "two")),
    "a stop raised": add("examination", "stops_raised", value=StopRaised("CANCER", NOON)),
    "an answer carried": add("examination", "carried", value=CarriedAnswer("cancer", (NO,), DAY, "c0")),
    "words beside an answer": add("examination", "notes", value=AnswerNote("cancer", "once", NURSE, NOON)),
    "what was shown": put("explanation", value=FULL.explanation),
    "the language of a form that nobody signed": put("consent", "language", value=Language.JA),
    "the treatment": put("treatment", value=FULL.treatment),
    "the summary": put("summary", value=FREE.summary),
}


@pytest.mark.parametrize("change", FREE_CHANGES.values(), ids=FREE_CHANGES)
def test_what_staff_enter_is_no_act_of_the_physician(change: Change) -> None:
    assert find(CLEAR, change(CLEAR)) == ()


# Any field, by any way


def expect_act(path: Path) -> ReservedAct | None:
    """Say by the words of its path alone whose a field of the full visit is: the table is not asked."""
    match path:
        case ("consultation_id" | "started_at" | "visit_number",):
            return A.VISIT
        case ("reason", "complaints", 0, "symptom_id" | "diagnosis" | "icd10"):
            return A.DIAGNOSIS
        case ("reason", "complaints", 1, "diagnosis" | "icd10"):
            return A.DIAGNOSIS
        case ("examination", "questionnaire"):
            return A.CHECKLIST
        case ("examination", "responses", int(number), *rest):
            is_nurses = EXAMINATION.responses[number].answered_by == NURSE
            is_known = rest != ["link_id"]
            is_under = EXAMINATION.responses[number].link_id == "drug" and rest[:2] == ["answers", 1]
            return None if is_nurses and is_known and not is_under else A.ELIGIBILITY
        case ("examination", "notes" | "carried", 1, *_) | ("examination", "carried" | "notes", _, "link_id"):
            return A.ELIGIBILITY
        case ("examination", "opinions", *_):
            return A.OPINION
        case ("examination", "stops_lifted" | "stops_raised", *_):
            return A.STOP_LIFTED
        case ("plan", *_):
            return A.PLAN
        case ("consent", *_):
            return A.CONSENT
        case ("summary", "closed_at"):
            return A.CLOSING
        case _:
            return None


LEAVES = tuple(iter_leaves(FULL))
LISTS = tuple(iter_lists(FULL))
WITHDRAWALS: Path = ("consent", "withdrawals")
"""Anyone adds to them, so a list of them that grows is no act; see below."""


@pytest.mark.parametrize("path", LEAVES, ids=lambda path: ".".join(map(str, path)))
def test_a_field_that_is_changed_is_found_exactly_if_it_is_the_physicians(path: Path) -> None:
    act = expect_act(path)
    changed = change_at(FULL, path, make_other)

    assert find(FULL, changed) == (() if act is None else (act,))
    assert find(changed, FULL) == (() if act is None else (act,))


def test_the_table_says_of_each_field_what_becomes_of_its_change() -> None:
    acts: dict[tuple[type, str | int], set[ReservedAct | None]] = {}
    for path in LEAVES:
        at = max(index for index, step in enumerate(path) if isinstance(step, str))
        acts.setdefault((type(read_at(FULL, path[:at])), path[at]), set()).add(expect_act(path))
    for (kind, name), found in acts.items():
        standing = FIELDS[kind][str(name)]
        if standing is Standing.JUDGED:
            assert found - {None}, (kind, name)
        else:
            assert found == {None if standing is Standing.FREE else standing}, (kind, name)
    for kind in get_args(Answer):
        assert set(FIELDS[kind].values()) == {Standing.JUDGED}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(LEAVES), min_size=1, max_size=8, unique=True).flatmap(
        lambda paths: st.tuples(st.just(paths), st.permutations(paths))
    )
)
def test_of_many_changes_in_any_order_every_act_is_found(drawn: tuple[list[Path], list[Path]]) -> None:
    expected = {expect_act(path) for path in drawn[0]} - {None}
    for paths in drawn:
        changed = FULL
        for path in paths:
            changed = change_at(changed, path, make_other)
        assert set(find(FULL, changed)) == expected


def drop(there: tuple[Any, ...]) -> tuple[Any, ...]:
    return there[:-1]


def repeat(there: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*there, there[-1])


def turn(there: tuple[Any, ...]) -> tuple[Any, ...]:
    return there[::-1]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(tuple(iter_lists(FREE))), st.sampled_from((drop, repeat, turn))), max_size=5))
def test_staffs_own_lists_can_be_dropped_repeated_and_turned_freely(
    edits: list[tuple[Path, Callable[[tuple[Any, ...]], tuple[Any, ...]]]],
) -> None:
    changed = FREE
    for path, edit in edits:
        try:
            there = read_at(changed, path)
        except IndexError:
            continue  # an edit before took it away
        if path[:2] == ("examination", "stops_raised") and edit is drop:
            continue
        if path[:2] == ("consent", "withdrawals") and (edit is drop or len(path) > 2):
            continue
        if there:
            changed = change_at(changed, path, edit)

    assert find(FREE, changed) == ()


STATES = st.lists(st.tuples(st.sampled_from(LEAVES), st.sampled_from((make_other, None))), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(st.lists(STATES, min_size=2, max_size=4))
def test_no_detour_gets_round_what_one_step_may_not(walks: list[list[tuple[Path, Any]]]) -> None:
    """Whatever lies between two states, each act between them is in one of the steps."""
    states = [FULL]
    for edits in walks:
        state = states[-1]
        for path, edit in edits:
            state = change_at(state, path, edit or (lambda _, path=path: read_at(FULL, path)))
        states.append(state)
    stepwise = {act for one, other in pairwise(states) for act in find(one, other)}

    assert set(find(states[0], states[-1])) <= stepwise


# Slipping past


def test_a_decision_taken_away_and_given_anew_is_found_at_the_first_step() -> None:
    without = change_at(FULL, ("examination", "responses"), lambda there: there[:7])

    assert find(FULL, without) == (A.ELIGIBILITY,)
    assert find(without, FULL) == (A.ELIGIBILITY,)


def test_a_visit_brought_in_whole_holds_all_its_acts() -> None:
    expected = set(ReservedAct) - {A.CHECKLIST, A.VISIT}
    assert set(find(None, FULL)) == expected
    assert find(None, FREE) == ()


@pytest.mark.parametrize("act", sorted(set(ReservedAct) - {A.CHECKLIST, A.VISIT}))
def test_a_visit_brought_in_with_one_act_is_found(act: ReservedAct) -> None:
    change = next(change for change, own in ACTS.values() if own is act)
    assert find(None, change(CLEAR)) == (act,)


@pytest.mark.parametrize(
    "path", [path for path in LISTS if expect_act(path) in (A.PLAN, A.CONSENT, A.OPINION) and path != WITHDRAWALS]
)
def test_a_list_of_the_physicians_is_found_when_it_is_turned_or_dropped(path: Path) -> None:
    act = expect_act(path)
    assert find(FULL, change_at(FULL, path, drop)) == (act,)
    assert find(FULL, change_at(FULL, path, repeat)) == (act,)
    if len(read_at(FULL, path)) > 1:
        assert find(FULL, change_at(FULL, path, turn)) == (act,)


def test_complaints_and_answers_can_be_put_in_another_order() -> None:
    turned = change_at(FULL, ("reason", "complaints"), turn)
    assert find(FULL, change_at(turned, ("examination", "responses"), turn)) == ()


def test_of_two_decisions_on_one_question_the_last_counts_so_their_order_is_a_decision() -> None:
    both = respond(ItemAnswers("decision", (NO,), NOON, DOCTOR))(FULL)

    assert find(both, change_at(both, ("examination", "responses"), turn)) == (A.ELIGIBILITY,)


def test_a_decision_is_known_by_its_place_however_that_is_written() -> None:
    one = respond(say("lesion-decision", "go", place=(0,)))(CLEAR)

    assert find(one, respond(say("lesion-decision", "go"))(CLEAR)) == ()
    assert find(one, respond(say("lesion-decision", "go", place=(0, 4)))(CLEAR)) == ()
    assert find(one, respond(say("lesion-decision", "go", place=(1,)))(CLEAR)) == (A.ELIGIBILITY,)


def test_answers_over_a_decision_cannot_be_exchanged_under_it() -> None:
    exchanged = change_at(FULL, ("examination", "responses", 2, "answers"), turn)
    more = change_at(FULL, ("examination", "responses", 2, "answers"), lambda there: (*there, StringAnswer("three")))

    assert find(FULL, exchanged) == (A.ELIGIBILITY,)
    assert find(FULL, more) == ()
    none = put("examination", "responses", 3, "answers", value=())  # the decision was taken back
    assert find(none(FULL), none(exchanged)) == ()


def test_a_stop_that_was_raised_is_forgotten_by_nobody_but_the_physician() -> None:
    assert find(FREE, put("examination", "stops_raised", value=())(FREE)) == (A.STOP_LIFTED,)
    earlier = put("examination", "stops_raised", 0, "raised_at", value=NOON - timedelta(days=1))
    assert find(FREE, earlier(FREE)) == (A.STOP_LIFTED,)
    assert find(FREE, carry_withdrawals(FREE, carry_stops(FREE, CLEAR))) == (A.VISIT,)  # the visit's number alone


def test_the_language_of_what_was_signed_or_declined_is_the_physicians() -> None:
    for consent in (
        Consent(Language.EN, signature=FULL.consent.signature),
        Consent(Language.EN, declined=Declined(DAY)),
    ):
        visit = put("consent", value=consent)(CLEAR)
        assert find(visit, put("consent", "language", value=Language.JA)(visit)) == (A.CONSENT,)


def test_anyone_adds_a_withdrawal_and_nobody_changes_removes_or_moves_one() -> None:
    more = msgspec.structs.replace(WITHDRAWAL, scope=())
    two = add(*WITHDRAWALS, value=more)(FREE)

    assert find(FREE, two) == ()
    assert find(None, two) == ()
    for after in (FREE, put(*WITHDRAWALS, value=())(FREE), change_at(two, WITHDRAWALS, turn)):
        assert find(two, after) == (A.CONSENT,)


def test_the_same_moment_in_another_zone_and_the_same_number_written_finer_are_changes() -> None:
    tokyo = NOON.astimezone(timezone(timedelta(hours=9)))
    assert tokyo == NOON
    assert find(FULL, put("summary", "closed_at", value=tokyo)(FULL)) == (A.CLOSING,)
    number = msgspec.structs.replace(EXAMINATION.responses[7], answers=(StringAnswer("1"),))
    assert find(FULL, put("examination", "responses", 7, value=number)(FULL)) == (A.ELIGIBILITY,)


def test_what_the_vault_makes_of_a_record_is_no_change() -> None:
    typed = put("plan", "note", value="a \ud83d stray half")(FULL)
    kept = put("plan", "note", value="a \ufffd stray half")(FULL)
    local = put("summary", "closed_at", value=datetime(2026, 3, 10, 12, tzinfo=UTC))(FULL)
    decoded = msgspec.json.decode(msgspec.json.encode(FULL), type=Consultation)

    assert find(kept, typed) == ()
    assert find(typed, put("plan", "note", value="another \ufffd")(FULL)) == (A.PLAN,)
    assert find(decoded, local) == ()
    for path in (("examination", "opinions", 0, "reason"), ("plan", "sites", 1, "other")):
        assert find(put(*path, value="\ufffd")(FULL), put(*path, value="\ud83d")(FULL)) == ()


# The checklist


def test_a_lax_checklist_lets_nobody_decide_in_a_visit_that_began_with_another() -> None:
    named = put("examination", "questionnaire", value=LAX.canonical)(CLEAR)
    decided = respond(ItemAnswers("decision", (YES,), NOON, NURSE))(named)

    assert find_reserved_changes(CLEAR, named, LAX) == (A.CHECKLIST,)
    assert find_reserved_changes(CLEAR, decided, LAX) == (A.ELIGIBILITY, A.CHECKLIST)
    assert find_reserved_changes(CLEAR, decided, CHECKLIST) == (A.ELIGIBILITY, A.CHECKLIST)


def test_a_visit_begins_with_a_checklist_while_it_has_no_answer() -> None:
    blank = Consultation("c1", NOON)
    answered = respond(ItemAnswers("cancer", (YES,), NOON, NURSE))(blank)

    assert find(blank, CLEAR) == ()
    assert find(blank, respond(say("remark", "so"))(CLEAR)) == ()
    assert find_reserved_changes(blank, CLEAR, None) == (A.CHECKLIST,)
    assert find_reserved_changes(blank, CLEAR, LAX) == (A.CHECKLIST,)  # the one at hand is not the one it begins with
    assert find(answered, put("examination", "questionnaire", value=CHECKLIST.canonical)(answered)) == (A.CHECKLIST,)


def test_a_visit_that_has_a_checklist_is_not_left_without_one() -> None:
    assert find(CLEAR, put("examination", "questionnaire", value="")(CLEAR)) == (A.CHECKLIST,)


def test_without_the_checklist_every_answer_is_the_physicians_and_nothing_more() -> None:
    answered = respond(say("remark", "so"))(CLEAR)
    noted = add("examination", "notes", value=AnswerNote("cancer", "so", NURSE, NOON))(CLEAR)

    for visit in (answered, noted):
        assert find_reserved_changes(CLEAR, visit, None) == (A.ELIGIBILITY,)
        assert find_reserved_changes(CLEAR, visit, replace(CHECKLIST, version="2")) == (A.ELIGIBILITY,)
    assert find_reserved_changes(FULL, put("treatment", "note", value="so")(FULL), None) == ()


def test_what_lies_under_an_item_of_the_physician_is_the_physicians() -> None:
    assert find_reserved_items(CHECKLIST) == {
        "drug-decision",
        "lesion-decision",
        "g-decision",
        "decision",
        "deep",
        "deep-reason",
    }
    assert find_reserved_items(LAX) == frozenset()


# What the program itself does for staff

CONTENT: ClinicalContent = make_clinical_content(
    CHECKLIST, RuleSet("1", (make_rule("CANCER", Severity.STOP, on_yes("cancer")),))
)


def answer(visit: Consultation, link_id: str, *answers: Any, place: tuple[int, ...] = ()) -> Consultation:
    return with_answers(visit, CONTENT, PATIENT, link_id, answers, NURSE, NOON, place)


def test_staff_begin_a_visit_answer_it_and_raise_a_stop() -> None:
    begun = Consultation("c1", NOON, examination=begin_examination(CONTENT, PATIENT, NOON))
    answered = answer(begun, "cancer", YES)

    assert find(None, begun) == ()
    assert find(begun, answered) == ()
    assert [stop.rule_id for stop in answered.examination.stops_raised] == ["CANCER"]
    assert find(answered, answer(answered, "cancer", NO)) == ()
    assert find(answered, carry_stops(answered, begun)) == ()


def test_staff_confirm_what_is_carried() -> None:
    waiting = add("examination", "carried", value=CarriedAnswer("remark", (StringAnswer("then"),), DAY, "c0"))(CLEAR)
    confirmed = with_carried_confirmed(waiting, CONTENT, PATIENT, "remark", NURSE, NOON)

    assert confirmed.examination.responses
    assert find(waiting, confirmed) == ()


def test_staff_take_away_what_holds_no_decision_and_nothing_that_does() -> None:
    position = CHECKLIST.positions["lesion"][0]

    def without(number: int) -> Consultation:
        return with_occurrence_removed(FULL, CONTENT, PATIENT, position, (number,), NURSE, NOON)

    added = with_occurrence_added(FULL, CONTENT, PATIENT, position, (), NURSE, NOON)
    assert find(FULL, added) == ()
    assert find(added, with_occurrence_removed(added, CONTENT, PATIENT, position, (2,), NURSE, NOON)) == ()
    assert find(FULL, without(1)) == (A.ELIGIBILITY,)
    assert find(FULL, without(0)) == (A.ELIGIBILITY,)  # the decision would move to another lesion's number
    assert find(FULL, answer(FULL, "drug", StringAnswer("one"))) == (A.ELIGIBILITY,)
    assert find(FULL, answer(FULL, "remark", StringAnswer("other"))) == ()
