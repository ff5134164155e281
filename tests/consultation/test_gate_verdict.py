"""The verdict is the worst that holds, per route and overall, and unanswered is never no."""

import itertools
from datetime import date, time
from decimal import Decimal

import msgspec
import pytest
from gate_factories import (
    EMPTY,
    ITEMS,
    NOON,
    PATIENT,
    PLAN,
    RULES,
    answer,
    find,
    gate,
    make_clear_visit,
    make_content,
    make_rule,
    make_yes_no,
    on_fact,
    on_yes,
    rule_ids,
    targets,
    with_plan,
)

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.gate_answers import say_answers
from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.consultation.record import Examination
from stemsup_desktop.consultation.rules import Rule, Severity, WhenUnknown
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import (
    NO,
    UNKNOWN,
    YES,
    Answer,
    BooleanAnswer,
    CodingAnswer,
    DateAnswer,
    DateTimeAnswer,
    DecimalAnswer,
    IntegerAnswer,
    ItemAnswers,
    QuantityAnswer,
    StringAnswer,
    TimeAnswer,
)

REQUIRED = ("cancer", "immune", "allergy", "infection", "clot", "unread", "temp")


def test_a_visit_at_which_everything_is_answered_and_nothing_found_is_clear() -> None:
    result = gate(make_clear_visit())

    assert result.verdict is Verdict.CLEAR
    assert (result.findings, result.missing, result.conditions) == ((), (), ())
    assert (result.answered, result.askable, result.rules_version) == (7, 8, "1")


def test_an_empty_visit_is_not_complete_and_names_everything_in_the_order_of_the_steps() -> None:
    result = gate(EMPTY)

    assert result.verdict is Verdict.NOT_COMPLETE
    assert targets(EMPTY) == [
        (1, "complaints"),
        (1, "goal"),
        *((2, link_id) for link_id in REQUIRED),
        (4, "product.name"),
        (4, "product.cell_source"),
        (4, "product.lot_number"),
        (4, "product.expires"),
        (4, "product.certificate.is_on_file"),
        (4, "product.certificate.is_research_use_only"),
        (4, "product.is_recalled"),
        (4, "product.had_temperature_excursion"),
        (4, "routes"),
        (4, "sessions"),
        (4, "fee_per_session_yen"),
        (4, "alternatives_explained"),
    ]
    assert [missing.label.en for missing in result.missing[2:4]] == ["Question cancer", "Question immune"]
    assert {entry.verdict for entry in result.routes} == {Verdict.NOT_COMPLETE}


@pytest.mark.parametrize("link_id", REQUIRED)
def test_one_answer_taken_back_keeps_the_gate_at_not_complete_by_name(link_id: str) -> None:
    visit = answer(make_clear_visit(), link_id)

    assert gate(visit).verdict is Verdict.NOT_COMPLETE
    assert targets(visit) == [(2, link_id)]


@pytest.mark.parametrize("link_id", REQUIRED)
def test_an_answer_that_was_never_given_keeps_the_gate_at_not_complete(link_id: str) -> None:
    visit = make_clear_visit()
    kept = tuple(given for given in visit.examination.responses if given.link_id != link_id)
    visit = msgspec.structs.replace(visit, examination=Examination(responses=kept))

    assert gate(visit).verdict is Verdict.NOT_COMPLETE
    assert targets(visit) == [(2, link_id)]


def test_an_open_follow_up_is_missing_until_it_is_answered() -> None:
    visit = answer(make_clear_visit(), "immune", YES)

    assert targets(visit) == [(2, "immune-drug")]
    assert targets(answer(visit, "immune-drug", StringAnswer("Methotrexate"))) == []


IMPOSSIBLE = {
    "out of range": ItemAnswers("temp", (DecimalAnswer(Decimal(99)),)),
    "no number": ItemAnswers("temp", (DecimalAnswer(Decimal("NaN")),)),
    "another type": ItemAnswers("temp", (StringAnswer("36.5"),)),
    "two answers": ItemAnswers("cancer", (NO, NO)),
    "no option": ItemAnswers("cancer", (CodingAnswer("no"),)),
    "another system": ItemAnswers("cancer", (CodingAnswer("N", "urn:other"),)),
    "optional and blank": ItemAnswers("remark", (StringAnswer("\u200b"),)),
}


@pytest.mark.parametrize("response", IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_an_impossible_answer_counts_as_missing(response: ItemAnswers) -> None:
    visit = make_clear_visit()
    responses = (*visit.examination.responses, response)
    visit = msgspec.structs.replace(visit, examination=Examination(responses=responses))

    assert gate(visit).verdict is Verdict.NOT_COMPLETE
    assert targets(visit) == [(2, response.link_id)]


def test_an_impossible_answer_still_raises_what_it_raises() -> None:
    visit = make_clear_visit()
    responses = (*visit.examination.responses, ItemAnswers("cancer", (YES, NO)))
    visit = msgspec.structs.replace(visit, examination=Examination(responses=responses))

    assert gate(visit).verdict is Verdict.STOP
    assert targets(visit) == [(2, "cancer")]


@pytest.mark.parametrize("number", ["1e999999999", "-1e999999999", "1e-999999999", "NaN", "Infinity"])
def test_an_endless_number_is_named_as_missing_and_shown_briefly(number: str) -> None:
    visit = make_clear_visit()
    responses = (*visit.examination.responses, ItemAnswers("temp", (DecimalAnswer(Decimal(number)),)))
    result = gate(msgspec.structs.replace(visit, examination=Examination(responses=responses)))

    assert [missing.target for missing in result.missing] == ["temp"]
    assert all(len(words.en) < 20 for finding in result.findings for words in finding.answers)


def test_every_kind_of_answer_is_said_as_each_language_writes_it() -> None:
    kinds: dict[str, tuple[Answer, Text]] = {
        "date": (DateAnswer(date(2026, 9, 8)), Text("8 Sep 2026", "2026年9月8日")),
        "time": (TimeAnswer(time(9, 5)), Text("9:05", "9時05分")),
        "dateTime": (DateTimeAnswer(NOON), Text("10 Mar 2026, 12:00", "2026年3月10日 12時00分")),
        "boolean": (BooleanAnswer(True), Text("Yes", "はい")),
        "integer": (IntegerAnswer(2011), Text("2011", "2011")),
        "quantity": (QuantityAnswer(Decimal("1.50"), "mg"), Text("1.50\u00a0mg", "1.50\u00a0mg")),
        "string": (StringAnswer(" "), Text("Blank", "空白")),
    }
    content = make_content(items=tuple({"linkId": kind, "type": kind} for kind in kinds), rules=())

    for kind, (given, words) in kinds.items():
        assert say_answers(content.questionnaire.index[kind], (given,)) == words


def test_an_answer_to_an_item_that_the_checklist_does_not_have_plays_no_part() -> None:
    visit = make_clear_visit()
    responses = (*visit.examination.responses, ItemAnswers("elsewhere", (YES,)))

    assert gate(msgspec.structs.replace(visit, examination=Examination(responses=responses))).verdict is Verdict.CLEAR


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::5])
def test_the_order_of_answering_does_not_change_the_gate(order: tuple[int, ...]) -> None:
    given = (("cancer", YES), ("immune", YES), ("immune-drug", StringAnswer("x")), ("clot", UNKNOWN))
    visit, straight = make_clear_visit(), make_clear_visit()
    for number in order:
        visit = answer(visit, given[number][0], given[number][1])
    for link_id, value in given:
        straight = answer(straight, link_id, value)

    assert gate(visit) == gate(straight)


def test_unknown_is_worth_what_the_rule_says() -> None:
    clear = make_clear_visit()

    stopped = gate(answer(clear, "cancer", UNKNOWN))
    assert stopped.verdict is Verdict.STOP
    assert stopped.findings[0].is_from_unknown
    assert gate(answer(clear, "immune", UNKNOWN)).verdict is Verdict.SPECIALIST
    asked = gate(answer(clear, "allergy", UNKNOWN))
    assert asked.verdict is Verdict.NOT_COMPLETE
    assert asked.missing[0].label == Text("Question allergy (answered unknown)", "Question allergy（「不明」と回答）")


def test_unknown_that_no_rule_reads_is_missing() -> None:
    visit = answer(make_clear_visit(), "unread", UNKNOWN)

    assert gate(visit).verdict is Verdict.NOT_COMPLETE
    assert targets(visit) == [(2, "unread")]


def test_unknown_beside_a_finding_of_mere_information_never_clears() -> None:
    rule = make_rule("TWO", Severity.INFORMATION, on_yes("cancer"), on_yes("immune"), when_unknown=WhenUnknown.CAUTION)
    content = make_content((rule,), (make_yes_no("cancer"), make_yes_no("immune")))
    visit = answer(answer(make_clear_visit(), "cancer", YES), "immune", UNKNOWN)
    visit = msgspec.structs.replace(visit, examination=Examination(responses=visit.examination.responses))

    assert gate(visit, content).verdict is Verdict.NOT_COMPLETE
    assert targets(visit, content) == [(2, "immune")]


@pytest.mark.parametrize("worth", list(WhenUnknown))
@pytest.mark.parametrize("severity", list(Severity))
def test_unknown_never_clears_whatever_the_rule(severity: Severity, worth: WhenUnknown) -> None:
    content = make_content(
        (make_rule("ONE", severity, on_yes("cancer"), when_unknown=worth),), (make_yes_no("cancer"),)
    )
    responses = (ItemAnswers("cancer", (UNKNOWN,)),)
    visit = msgspec.structs.replace(make_clear_visit(), examination=Examination(responses=responses))

    expected = {
        WhenUnknown.STOP: Verdict.STOP,
        WhenUnknown.SPECIALIST: Verdict.SPECIALIST,
        WhenUnknown.CAUTION: Verdict.CONDITIONS,
        WhenUnknown.ASK: Verdict.NOT_COMPLETE,
    }
    assert gate(visit, content).verdict is expected[worth]


def test_the_worst_holds() -> None:
    visit = make_clear_visit()
    seen = [gate(visit).verdict]
    visit = answer(visit, "temp", DecimalAnswer(Decimal(38)))
    seen.append(gate(visit).verdict)
    visit = answer(visit, "unread")
    seen.append(gate(visit).verdict)
    visit = answer(visit, "immune", YES)
    seen.append(gate(visit).verdict)
    visit = answer(visit, "cancer", YES)
    seen.append(gate(visit).verdict)

    assert seen == [
        Verdict.CLEAR,
        Verdict.CONDITIONS,
        Verdict.NOT_COMPLETE,
        Verdict.SPECIALIST,
        Verdict.STOP,
    ]
    assert rule_ids(visit) == ["CANCER", "IMMUNE", "FEVER"]


def test_information_blocks_nothing() -> None:
    rule = make_rule("INFO", Severity.INFORMATION, on_yes("unread"))
    visit = answer(make_clear_visit(), "unread", YES)
    result = gate(visit, make_content((*RULES, rule)))

    assert result.verdict is Verdict.CLEAR
    assert [finding.rule_id for finding in result.findings] == ["INFO"]
    assert result.conditions == ()


def test_a_finding_for_another_route_does_not_count_once_routes_are_planned() -> None:
    visit = answer(make_clear_visit(), "clot", YES)

    assert gate(visit).verdict is Verdict.CLEAR
    assert rule_ids(visit) == ["CLOT"]
    assert gate(with_plan(visit, routes=(Route.INTRAVENOUS,))).verdict is Verdict.SPECIALIST
    assert gate(with_plan(visit, routes=(Route.INTRANASAL, Route.INTRAVENOUS))).verdict is Verdict.SPECIALIST
    assert gate(with_plan(visit, routes=())).verdict is Verdict.SPECIALIST


def test_all_three_routes_are_judged_whatever_is_planned() -> None:
    visit = answer(make_clear_visit(), "clot", YES)
    judged = {entry.route: entry.verdict for entry in gate(visit).routes}

    assert judged == {
        Route.INTRADERMAL: Verdict.NOT_COMPLETE,
        Route.INTRAVENOUS: Verdict.SPECIALIST,
        Route.INTRANASAL: Verdict.CLEAR,
    }


def test_an_unknown_that_wants_an_enquiry_counts_for_the_routes_of_its_rule() -> None:
    visit = answer(make_clear_visit(), "clot", UNKNOWN)

    assert gate(visit).verdict is Verdict.CLEAR
    planned = with_plan(visit, routes=(Route.INTRAVENOUS,))
    assert gate(planned).verdict is Verdict.NOT_COMPLETE
    assert targets(planned) == [(2, "clot")]


def test_a_rule_that_reads_the_route_is_judged_per_route() -> None:
    rule = make_rule("DRIP", Severity.SPECIALIST, on_fact("route", StringAnswer("intravenous")))
    judged = {entry.route: entry.verdict for entry in gate(make_clear_visit(), make_content((*RULES, rule))).routes}

    assert judged[Route.INTRAVENOUS] is Verdict.SPECIALIST
    assert judged[Route.INTRANASAL] is Verdict.CLEAR


def test_cautions_are_carried_as_conditions() -> None:
    visit = answer(make_clear_visit(), "temp", DecimalAnswer(Decimal(38)))

    assert gate(visit).conditions == (Text("Title of FEVER", "FEVERの題"),)


@pytest.mark.parametrize(
    ("fields", "target"),
    [
        ({"routes": ()}, "routes"),
        ({"routes": (Route.INTRADERMAL,)}, "sites"),
        ({"sessions": None}, "sessions"),
        ({"sessions": 3}, "interval_days"),
        ({"fee_per_session_yen": None}, "fee_per_session_yen"),
        ({"alternatives_explained": False}, "alternatives_explained"),
        ({"product": msgspec.structs.replace(PLAN.product, name="\u3000")}, "product.name"),
        ({"product": msgspec.structs.replace(PLAN.product, cell_source=None)}, "product.cell_source"),
        ({"product": msgspec.structs.replace(PLAN.product, lot_number=" ")}, "product.lot_number"),
        ({"product": msgspec.structs.replace(PLAN.product, expires=None)}, "product.expires"),
    ],
)
def test_each_open_part_of_the_plan_is_missing_by_name(fields: dict[str, object], target: str) -> None:
    visit = with_plan(make_clear_visit(), **fields)

    assert gate(visit).verdict is Verdict.NOT_COMPLETE
    assert targets(visit) == [(4, target)]


def test_allergies_diagnosis_and_baseline_are_missing_until_recorded() -> None:
    visit = make_clear_visit()
    (complaint,) = visit.reason.complaints
    bare = msgspec.structs.replace(complaint, diagnosis=" ", baseline_nrs=None)
    visit = msgspec.structs.replace(visit, reason=msgspec.structs.replace(visit.reason, complaints=(bare,), goal=""))
    result = gate(visit, patient=msgspec.structs.replace(PATIENT, allergies_asked_on=None))

    assert [(missing.target, missing.label.ja) for missing in result.missing] == [
        ("patient.allergies", "アレルギーの確認"),
        ("diagnosis:hair", "診断名：薄毛"),
        ("baseline_nrs:hair", "治療前の点数：薄毛"),
        ("goal", "患者さんの目標"),
    ]


def test_an_item_that_cannot_be_answered_here_is_missing_if_it_is_required() -> None:
    photo = {"linkId": "photo", "type": "hologram", "text": "Photograph", "required": True}
    content = make_content(items=(*ITEMS, photo))

    assert targets(make_clear_visit(), content) == [(2, "photo")]


def test_a_required_group_wants_at_least_one_answer() -> None:
    inner = {"linkId": "inner", "type": "string", "text": "Inner"}
    group = {"linkId": "group", "type": "group", "text": "Group", "required": True, "item": [inner]}
    content = make_content(items=(*ITEMS, group))
    visit = make_clear_visit()
    filled = (*visit.examination.responses, ItemAnswers("inner", (StringAnswer("x"),)))

    assert targets(visit, content) == [(2, "group")]
    assert targets(msgspec.structs.replace(visit, examination=Examination(responses=filled)), content) == []


def test_a_finding_shows_the_answers_it_rests_on_in_words() -> None:
    visit = answer(answer(make_clear_visit(), "immune", YES), "immune-drug", StringAnswer("Methotrexate"))
    finding = find(visit, "IMMUNE")

    assert finding.link_ids == ("immune", "immune-drug")
    assert finding.answers == (Text("Yes", "Yes"), Text("Methotrexate", "Methotrexate"))


def test_every_rule_that_holds_has_its_finding_in_the_order_of_the_rules() -> None:
    items = tuple(make_yes_no(f"q{number}") for number in range(130))
    rules: tuple[Rule, ...] = tuple(make_rule(f"R{n}", Severity.CAUTION, on_yes(f"q{n}")) for n in range(60))
    responses = tuple(ItemAnswers(f"q{number}", (YES,)) for number in reversed(range(130)))
    visit = msgspec.structs.replace(make_clear_visit(), examination=Examination(responses=responses))

    assert rule_ids(visit, make_content(rules, items)) == [f"R{number}" for number in range(60)]
