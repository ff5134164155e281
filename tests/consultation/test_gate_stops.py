"""A stop is a stop: attempts to slip past it by order, undo, hiding, unknown, blank reasons and changed rules."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from gate_factories import (
    CHEEK,
    CONTENT,
    FOREHEAD,
    LATEX,
    PATIENT,
    PENICILLIN,
    RULES,
    TODAY,
    answer,
    find,
    gate,
    later,
    make_clear_visit,
    make_content,
    make_rule,
    make_yes_no,
    on_yes,
    rule_ids,
    shown_on_yes,
    with_certificate,
    with_plan,
    with_sites,
)

from stemsup_desktop.consultation.changes import (
    carry_stops,
    with_answer_cleared,
    with_answers,
    with_opinion,
    with_recorded_stops,
    with_stop_lifted,
)
from stemsup_desktop.consultation.gate import derive_gate
from stemsup_desktop.consultation.gate_model import FindingState, Verdict
from stemsup_desktop.consultation.patient import Sex
from stemsup_desktop.consultation.record import Consultation, StopLifted, StopRaised
from stemsup_desktop.consultation.rules import Severity, WhenUnknown
from stemsup_desktop.consultation.treatment_model import SiteTreated
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import NO, UNKNOWN, YES


def lift(
    visit: Consultation, rule_id: str = "CANCER", reason: str = "Answered in error", minutes: int = 9
) -> Consultation:
    return with_stop_lifted(visit, CONTENT, PATIENT, rule_id, reason, "Dr Example", later(minutes))


def stopped() -> Consultation:
    return answer(make_clear_visit(), "cancer", YES, minutes=1)


def test_a_stop_is_recorded_when_it_is_raised() -> None:
    visit = stopped()

    assert gate(visit).verdict is Verdict.STOP
    assert find(visit, "CANCER").state is FindingState.OPEN
    assert visit.examination.stops_raised == (StopRaised("CANCER", later(1)),)


def test_changing_the_answer_alone_does_not_lift_a_stop() -> None:
    visit = answer(stopped(), "cancer", NO, minutes=2)
    finding = find(visit, "CANCER")

    assert gate(visit).verdict is Verdict.STOP
    assert (finding.severity, finding.state) == (Severity.STOP, FindingState.REASON_WANTED)


def test_a_changed_answer_with_a_reason_lifts_a_stop() -> None:
    visit = lift(answer(stopped(), "cancer", NO, minutes=2))

    assert gate(visit).verdict is Verdict.CLEAR
    assert rule_ids(visit) == []
    assert visit.examination.stops_raised == (StopRaised("CANCER", later(1)),)


def test_a_stop_that_still_holds_cannot_be_lifted() -> None:
    with pytest.raises(InputProblem) as caught:
        lift(stopped())

    assert caught.value.code == "stop-not-liftable"


def test_a_reason_in_the_record_lifts_nothing_while_the_stop_holds_nor_after_it() -> None:
    visit = stopped()
    early = (StopLifted("CANCER", "Because", "Dr Example", later(2)),)
    visit = msgspec.structs.replace(visit, examination=msgspec.structs.replace(visit.examination, stops_lifted=early))

    assert gate(visit).verdict is Verdict.STOP
    assert gate(answer(visit, "cancer", NO, minutes=3)).verdict is Verdict.STOP


@pytest.mark.parametrize("blank", ["", " ", "\u3000", "\u200b", "\n\t", "\u3164"])
def test_a_blank_reason_or_name_lifts_nothing(blank: str) -> None:
    visit = answer(stopped(), "cancer", NO, minutes=2)

    with pytest.raises(InputProblem, match="reason"):
        lift(visit, reason=blank)
    with pytest.raises(InputProblem, match="physician"):
        with_stop_lifted(visit, CONTENT, PATIENT, "CANCER", "A reason", blank, later(3))
    for lifted in (StopLifted("CANCER", blank, "Dr", later(5)), StopLifted("CANCER", "Why", blank, later(5))):
        examination = msgspec.structs.replace(visit.examination, stops_lifted=(lifted,))
        assert gate(msgspec.structs.replace(visit, examination=examination)).verdict is Verdict.STOP


def test_taking_the_answer_back_does_not_lift_a_stop() -> None:
    visit = with_answer_cleared(stopped(), CONTENT, PATIENT, "cancer", "Dr Example", later(2))

    assert gate(visit).verdict is Verdict.STOP
    assert find(visit, "CANCER").state is FindingState.REASON_WANTED


def test_a_stop_from_yes_turned_into_unknown_and_then_no_still_wants_its_reason() -> None:
    visit = answer(answer(stopped(), "cancer", UNKNOWN, minutes=2), "cancer", NO, minutes=3)

    assert find(visit, "CANCER").state is FindingState.REASON_WANTED


def test_a_stop_from_unknown_is_a_stop_like_any_other() -> None:
    visit = answer(make_clear_visit(), "cancer", UNKNOWN, minutes=1)

    assert find(visit, "CANCER").is_from_unknown
    assert find(answer(visit, "cancer", NO, minutes=2), "CANCER").state is FindingState.REASON_WANTED


def test_a_stop_that_became_a_question_for_a_specialist_still_wants_its_reason() -> None:
    rule = make_rule("ONLY", Severity.STOP, on_yes("cancer"), when_unknown=WhenUnknown.SPECIALIST)
    content = make_content((rule,))
    visit = with_answers(make_clear_visit(), content, PATIENT, "cancer", (YES,), "Dr", later(1))
    visit = with_answers(visit, content, PATIENT, "cancer", (UNKNOWN,), "Dr", later(2))

    assert gate(visit, content).verdict is Verdict.STOP
    assert find(visit, "ONLY", content).state is FindingState.REASON_WANTED
    lifted = with_stop_lifted(visit, content, PATIENT, "ONLY", "Not certain", "Dr", later(3))
    assert gate(lifted, content).verdict is Verdict.SPECIALIST
    assert find(lifted, "ONLY", content).state is FindingState.OPEN


def test_a_reason_serves_one_stop_only() -> None:
    visit = lift(answer(stopped(), "cancer", NO, minutes=2), minutes=3)
    again = answer(visit, "cancer", YES, minutes=4)

    assert gate(again).verdict is Verdict.STOP
    assert len(again.examination.stops_raised) == 2
    back = answer(again, "cancer", NO, minutes=5)
    assert gate(back).verdict is Verdict.STOP
    assert gate(lift(back, minutes=6)).verdict is Verdict.CLEAR


def test_undoing_a_stop_does_not_forget_it() -> None:
    before = make_clear_visit()
    undone = carry_stops(stopped(), before)

    assert undone.examination.responses == before.examination.responses
    assert gate(undone).verdict is Verdict.STOP
    assert find(undone, "CANCER").state is FindingState.REASON_WANTED
    assert gate(answer(undone, "cancer", NO, minutes=5)).verdict is Verdict.STOP


def test_undoing_a_reason_wants_it_again() -> None:
    changed = answer(stopped(), "cancer", NO, minutes=2)
    undone = carry_stops(lift(changed), changed)

    assert gate(undone).verdict is Verdict.STOP


def test_undoing_past_a_reason_and_raising_again_wants_a_new_reason() -> None:
    lifted = lift(answer(stopped(), "cancer", NO, minutes=2), minutes=3)
    raised_again = answer(lifted, "cancer", YES, minutes=4)
    undone = carry_stops(raised_again, lifted)

    assert gate(undone).verdict is Verdict.STOP


def test_carrying_stops_keeps_both_histories_once() -> None:
    visit = stopped()

    assert carry_stops(visit, visit) is visit
    other = answer(make_clear_visit(), "allergy", YES, minutes=2)
    joined = carry_stops(visit, other).examination.stops_raised
    assert joined == (StopRaised("CANCER", later(1)), StopRaised("ALLERGY", later(2)))


def test_hiding_the_question_does_not_lift_a_stop() -> None:
    items = (make_yes_no("asked"), make_yes_no("cancer", **shown_on_yes("asked")))
    content = make_content((make_rule("CANCER", Severity.STOP, on_yes("cancer")),), items)
    visit = make_clear_visit()
    for number, (link_id, given) in enumerate((("asked", YES), ("cancer", YES), ("asked", NO)), start=1):
        visit = with_answers(visit, content, PATIENT, link_id, (given,), "Dr", later(number))

    assert gate(visit, content).verdict is Verdict.STOP
    assert find(visit, "CANCER", content).state is FindingState.REASON_WANTED
    assert find(visit, "CANCER", content).answers == ()


def test_a_hidden_answer_raises_nothing() -> None:
    items = (make_yes_no("asked"), make_yes_no("cancer", **shown_on_yes("asked")))
    content = make_content((make_rule("CANCER", Severity.STOP, on_yes("cancer")),), items)
    visit = make_clear_visit()
    for link_id, given in (("cancer", YES), ("asked", NO)):
        visit = with_answers(visit, content, PATIENT, link_id, (given,), "Dr", later(1))

    assert visit.examination.stops_raised == ()
    assert gate(visit, content).verdict is Verdict.CLEAR
    shown = with_answers(visit, content, PATIENT, "asked", (YES,), "Dr", later(2))
    assert gate(shown, content).verdict is Verdict.STOP
    assert shown.examination.stops_raised == (StopRaised("CANCER", later(2)),)


def test_a_rule_that_was_changed_or_removed_does_not_take_its_stop_along() -> None:
    visit = answer(stopped(), "cancer", NO, minutes=2)
    softer = make_rule("CANCER", Severity.CAUTION, on_yes("cancer"), version="2")
    without = make_content(tuple(rule for rule in RULES if rule.id != "CANCER"))

    assert gate(visit, make_content((softer, *RULES[1:]))).verdict is Verdict.STOP
    assert gate(stopped(), make_content((softer, *RULES[1:]))).verdict is Verdict.STOP
    assert gate(visit, without).verdict is Verdict.STOP
    orphan = find(visit, "CANCER", without)
    assert (orphan.state, orphan.rule_version) == (FindingState.REASON_WANTED, "")
    lifted = with_stop_lifted(visit, without, PATIENT, "CANCER", "Answered in error", "Dr", later(3))
    assert gate(lifted, without).verdict is Verdict.CLEAR


def test_a_stop_accepts_no_opinion() -> None:
    for visit in (stopped(), answer(stopped(), "cancer", NO, minutes=2)):
        with pytest.raises(InputProblem) as caught:
            with_opinion(visit, CONTENT, PATIENT, "CANCER", "I judge it harmless", "Dr", later(3))
        assert caught.value.code == "opinion-not-wanted"


def test_a_clock_set_back_neither_saves_nor_traps() -> None:
    visit = lift(answer(stopped(), "cancer", NO, minutes=2), minutes=-60)
    assert gate(visit).verdict is Verdict.CLEAR
    again = answer(answer(visit, "cancer", YES, minutes=-90), "cancer", NO, minutes=-89)

    assert gate(again).verdict is Verdict.STOP


def test_a_stop_dated_at_the_end_of_time_stands() -> None:
    last = (StopRaised("CANCER", datetime.max.replace(tzinfo=UTC)),)
    visit = make_clear_visit()
    visit = msgspec.structs.replace(visit, examination=msgspec.structs.replace(visit.examination, stops_raised=last))

    assert gate(lift(visit)).verdict is Verdict.STOP


def test_moments_without_a_zone_in_a_record_are_compared_all_the_same() -> None:
    naive = (StopRaised("CANCER", datetime(2026, 3, 10, 12)),)  # noqa: DTZ001 - a record from elsewhere
    visit = make_clear_visit()
    visit = msgspec.structs.replace(visit, examination=msgspec.structs.replace(visit.examination, stops_raised=naive))

    assert gate(visit).verdict is Verdict.STOP
    assert gate(lift(visit)).verdict is Verdict.CLEAR


def test_a_change_of_sex_or_plan_that_raises_a_stop_is_recorded_too() -> None:
    rule = make_rule("BOTH", Severity.STOP, on_yes("unread"), behavior="all", routes=())
    sex = msgspec.structs.replace(rule, when=(*rule.when, msgspec.structs.replace(rule.when[0], question="clot")))
    content = make_content((sex,))
    visit = answer(answer(make_clear_visit(), "unread", YES), "clot", YES)
    patient = msgspec.structs.replace(PATIENT, sex=Sex.MALE)

    recorded = with_recorded_stops(visit, content, patient, later(1))
    assert recorded.examination.stops_raised == (StopRaised("BOTH", later(1)),)
    assert with_recorded_stops(recorded, content, patient, later(2)) is recorded


def test_an_expired_lot_stops_and_another_lot_needs_no_reason() -> None:
    visit = make_clear_visit()
    expired = msgspec.structs.replace(visit.plan.product, expires=TODAY - timedelta(days=1))
    bad = with_recorded_stops(with_plan(visit, product=expired), CONTENT, PATIENT, later(1))

    assert gate(bad).verdict is Verdict.STOP
    assert bad.examination.stops_raised == ()
    assert gate(with_plan(bad, product=visit.plan.product)).verdict is Verdict.CLEAR
    last_day = msgspec.structs.replace(expired, expires=TODAY)
    assert gate(with_plan(visit, product=last_day)).verdict is Verdict.CLEAR


def allergic(*substances: object) -> Consultation:
    visit = answer(make_clear_visit(), "allergy", YES, minutes=1)
    return with_answers(visit, CONTENT, PATIENT, "substance", substances, "Dr", later(2))  # type: ignore[arg-type]


def test_an_allergy_is_resolved_by_a_lot_whose_certificate_shows_none() -> None:
    visit = allergic(PENICILLIN)
    assert gate(visit).verdict is Verdict.STOP
    free = with_certificate(visit, shown_absent=("penicillin",))

    assert find(free, "ALLERGY").state is FindingState.RESOLVED
    assert gate(free).verdict is Verdict.CONDITIONS
    assert gate(free).conditions == (Text("Title of ALLERGY", "ALLERGYの題"),)


@pytest.mark.parametrize(
    "visit",
    [
        with_certificate(allergic(PENICILLIN, LATEX), shown_absent=("penicillin",)),
        with_certificate(allergic(PENICILLIN), shown_absent=("latex",)),
        with_certificate(allergic(), shown_absent=("penicillin",)),
        with_certificate(allergic(UNKNOWN), shown_absent=("UNK",)),
        with_certificate(allergic(PENICILLIN), shown_absent=("penicillin",), is_on_file=False),
        with_certificate(allergic(PENICILLIN), shown_absent=("penicillin",), is_on_file=None),
    ],
    ids=["one of two", "another", "none named", "unknown", "not on file", "nobody looked"],
)
def test_an_allergy_is_not_resolved_by_less(visit: Consultation) -> None:
    assert gate(visit).verdict is Verdict.STOP


def test_no_lot_and_another_lot_at_treatment_resolve_nothing() -> None:
    visit = with_certificate(allergic(PENICILLIN), shown_absent=("penicillin",))
    blank = msgspec.structs.replace(visit.plan.product, lot_number=" ")
    treated = msgspec.structs.replace(visit.treatment, lot_number="L-2")

    assert gate(with_plan(visit, product=blank)).verdict is Verdict.STOP
    assert gate(msgspec.structs.replace(visit, treatment=treated)).verdict is Verdict.STOP
    same = msgspec.structs.replace(visit.treatment, lot_number="L-1 ")
    assert gate(msgspec.structs.replace(visit, treatment=same)).verdict is Verdict.CONDITIONS


def test_a_resolved_stop_returns_with_another_substance_and_wants_a_reason_when_its_answer_changes() -> None:
    free = with_certificate(allergic(PENICILLIN), shown_absent=("penicillin",))
    more = with_answers(free, CONTENT, PATIENT, "substance", (PENICILLIN, LATEX), "Dr", later(3))

    assert gate(more).verdict is Verdict.STOP
    assert find(answer(free, "allergy", NO, minutes=3), "ALLERGY").state is FindingState.REASON_WANTED


def infected() -> Consultation:
    visit = answer(make_clear_visit(), "infection", YES, minutes=1)
    return answer(visit, "infected-sites", CHEEK, minutes=2)


def test_an_infected_site_is_resolved_by_planning_others() -> None:
    assert gate(with_sites(infected(), "forehead")).verdict is Verdict.CONDITIONS
    assert gate(with_sites(infected(), "forehead", "cheek")).verdict is Verdict.STOP
    assert gate(with_sites(infected(), "other")).verdict is Verdict.STOP
    assert gate(with_sites(infected())).verdict is Verdict.STOP


def test_a_site_treated_against_the_plan_brings_the_stop_back() -> None:
    visit = with_sites(infected(), "forehead")
    treated = msgspec.structs.replace(visit.treatment, sites=(SiteTreated("cheek"),))

    assert gate(msgspec.structs.replace(visit, treatment=treated)).verdict is Verdict.STOP


def test_more_infected_sites_bring_the_stop_back() -> None:
    visit = answer(with_sites(infected(), "forehead"), "infected-sites", CHEEK, FOREHEAD, minutes=3)

    assert gate(visit).verdict is Verdict.STOP


def test_a_stop_for_one_route_leaves_the_others() -> None:
    visit = infected()
    judged = {entry.route.value: entry.verdict for entry in gate(visit).routes}

    assert gate(visit).verdict is Verdict.CLEAR
    assert judged == {
        "intradermal": Verdict.STOP,
        "intravenous": Verdict.CLEAR,
        "intranasal": Verdict.CLEAR,
    }


def test_a_treated_visit_opened_years_later_is_judged_by_its_own_day() -> None:
    visit = make_clear_visit()
    treated = msgspec.structs.replace(visit.treatment, started_at=datetime(2026, 3, 10, 14, tzinfo=UTC))
    years_later = date(2036, 1, 1)

    assert derive_gate(PATIENT, visit, CONTENT, years_later).verdict is Verdict.STOP
    visit = msgspec.structs.replace(visit, treatment=treated)
    assert derive_gate(PATIENT, visit, CONTENT, years_later).verdict is Verdict.CLEAR


def test_a_start_dated_before_the_visit_does_not_revive_an_expired_lot() -> None:
    visit = make_clear_visit()
    expired = msgspec.structs.replace(visit.plan.product, expires=TODAY - timedelta(days=1))
    early = msgspec.structs.replace(visit.treatment, started_at=datetime(2020, 1, 1, tzinfo=UTC))
    visit = msgspec.structs.replace(with_plan(visit, product=expired), treatment=early)

    assert gate(visit).verdict is Verdict.STOP
