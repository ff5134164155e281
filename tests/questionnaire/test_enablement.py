"""Which items are asked."""

import itertools
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from questionnaire_builders import give, make_item, make_questionnaire, make_yes_no

from stemsup_desktop.questionnaire.answers import (
    NO,
    UNKNOWN,
    YES,
    BooleanAnswer,
    CodingAnswer,
    DecimalAnswer,
    IntegerAnswer,
    ItemAnswers,
    StringAnswer,
)
from stemsup_desktop.questionnaire.enablement import derive_enabled, effective_answers
from stemsup_desktop.questionnaire.form_start import make_initial_responses
from stemsup_desktop.questionnaire.model import Questionnaire


def when(question: str, operator: str, **answer: Any) -> dict[str, Any]:
    return {"question": question, "operator": operator, **answer}


IS_YES = {"answerCoding": {"code": "Y"}}


def enabled_ids(questionnaire: Questionnaire, *responses: ItemAnswers) -> tuple[str, ...]:
    return derive_enabled(questionnaire, responses).link_ids


def test_items_without_conditions_are_enabled_in_document_order() -> None:
    questionnaire = make_questionnaire(make_item("g", "group", item=[make_item("a"), make_item("b")]), make_item("c"))

    assert enabled_ids(questionnaire) == ("g", "a", "b", "c")


def test_a_follow_up_opens_with_its_answer_and_closes_when_that_is_taken_back() -> None:
    questionnaire = make_questionnaire(
        make_yes_no("q"), make_item("detail", "string", enableWhen=[when("q", "=", **IS_YES)])
    )

    assert enabled_ids(questionnaire) == ("q",)
    assert enabled_ids(questionnaire, give("q", YES)) == ("q", "detail")
    assert enabled_ids(questionnaire, give("q", NO)) == ("q",)
    assert enabled_ids(questionnaire, give("q", UNKNOWN)) == ("q",)
    assert enabled_ids(questionnaire, give("q", YES), give("q")) == ("q",)


@pytest.mark.parametrize(
    ("behavior", "expected"), [("any", (False, True, True, True)), ("all", (False, False, False, True))]
)
def test_several_conditions_hold_by_any_or_by_all(behavior: str, expected: tuple[bool, ...]) -> None:
    conditions = [when("a", "=", answerBoolean=True), when("b", "=", answerBoolean=True)]
    questionnaire = make_questionnaire(
        make_item("a"), make_item("b"), make_item("c", enableWhen=conditions, enableBehavior=behavior)
    )
    outcomes = tuple(
        "c" in derive_enabled(questionnaire, [give("a", BooleanAnswer(a)), give("b", BooleanAnswer(b))])
        for a, b in itertools.product((False, True), repeat=2)
    )

    assert outcomes == expected


def test_several_conditions_without_a_behavior_are_read_as_any_and_noted() -> None:
    conditions = [when("a", "=", answerBoolean=True), when("b", "=", answerBoolean=True)]
    questionnaire = make_questionnaire(make_item("a"), make_item("b"), make_item("c", enableWhen=conditions))

    assert "c" in derive_enabled(questionnaire, [give("a", BooleanAnswer(True))])
    assert [issue.code for issue in questionnaire.issues] == ["enable-behavior-missing"]


def test_a_disabled_group_disables_everything_below_it() -> None:
    inner = make_item("inner", "group", item=[make_item("deep")])
    group = make_item("g", "group", item=[inner, make_item("x")], enableWhen=[when("a", "=", answerBoolean=True)])
    questionnaire = make_questionnaire(make_item("a"), group)

    assert enabled_ids(questionnaire, give("deep", BooleanAnswer(True))) == ("a",)
    assert enabled_ids(questionnaire, give("a", BooleanAnswer(True))) == ("a", "g", "inner", "deep", "x")


def test_items_below_a_question_are_asked_as_long_as_the_question_is() -> None:
    question = make_item("q", item=[make_item("below")], enableWhen=[when("a", "=", answerBoolean=True)])
    questionnaire = make_questionnaire(make_item("a"), question)

    assert enabled_ids(questionnaire, give("a", BooleanAnswer(True))) == ("a", "q", "below")
    assert enabled_ids(questionnaire) == ("a",)


def chain(length: int) -> Questionnaire:
    """Each item is asked once the one before it was answered yes."""
    items = [make_item("0")]
    items += [make_item(str(n), enableWhen=[when(str(n - 1), "=", answerBoolean=True)]) for n in range(1, length)]
    return make_questionnaire(*reversed(items))


def test_answers_of_disabled_items_open_nothing() -> None:
    questionnaire = chain(4)
    all_yes = [give(str(n), BooleanAnswer(True)) for n in range(4)]

    assert set(derive_enabled(questionnaire, all_yes).link_ids) == {"0", "1", "2", "3"}
    hidden = [give("0", BooleanAnswer(False)), *all_yes[1:]]
    assert set(derive_enabled(questionnaire, hidden).link_ids) == {"0"}
    assert effective_answers(questionnaire, hidden) == {"0": (BooleanAnswer(False),)}


def test_a_hidden_answer_is_unanswered_to_not_equal_and_to_exists() -> None:
    questionnaire = make_questionnaire(
        make_item("a"),
        make_item("b", enableWhen=[when("a", "=", answerBoolean=True)]),
        make_item("differs", enableWhen=[when("b", "!=", answerBoolean=True)]),
        make_item("absent", enableWhen=[when("b", "exists", answerBoolean=False)]),
    )

    assert enabled_ids(questionnaire, give("b", BooleanAnswer(True))) == ("a", "differs", "absent")
    assert enabled_ids(questionnaire, give("a", BooleanAnswer(True)), give("b", BooleanAnswer(True))) == ("a", "b")


def test_a_chain_of_ten_thousand_conditions_is_followed_without_recursion() -> None:
    questionnaire = chain(10_000)
    everything = [give(str(n), BooleanAnswer(True)) for n in range(10_000)]

    assert len(derive_enabled(questionnaire, everything).items) == 10_000
    assert len(derive_enabled(questionnaire, everything[1:]).items) == 1


@pytest.mark.parametrize(
    ("condition", "is_enabled"),
    [
        (when("nowhere", "=", answerBoolean=True), False),
        (when("nowhere", "!=", answerBoolean=True), True),
        (when("nowhere", "exists", answerBoolean=False), True),
        ({"operator": "=", "answerBoolean": True}, False),
    ],
)
def test_a_condition_on_a_question_that_does_not_exist_reads_it_as_unanswered_and_is_noted(
    condition: dict[str, Any], is_enabled: bool
) -> None:
    questionnaire = make_questionnaire(make_item("a", enableWhen=[condition]))

    assert ("a" in derive_enabled(questionnaire, ())) is is_enabled
    assert [(issue.code, issue.link_id) for issue in questionnaire.issues] == [("question-unknown", "a")]


def test_a_circle_of_conditions_reads_as_unanswered_and_is_noted() -> None:
    questionnaire = make_questionnaire(
        make_item("a", enableWhen=[when("b", "=", answerBoolean=True)]),
        make_item("b", enableWhen=[when("a", "!=", answerBoolean=True)]),
        make_item("self", enableWhen=[when("self", "exists", answerBoolean=True)]),
        make_item("after", enableWhen=[when("b", "=", answerBoolean=True)]),
    )
    answers = [give(link_id, BooleanAnswer(True)) for link_id in ("a", "b", "self")]

    assert enabled_ids(questionnaire, *answers) == ("b", "after")
    assert {issue.link_id for issue in questionnaire.issues if issue.code == "condition-circular"} == {"a", "b", "self"}


def test_a_group_that_waits_for_its_own_child_is_a_circle() -> None:
    questionnaire = make_questionnaire(
        make_item("g", "group", item=[make_item("child")], enableWhen=[when("child", "=", answerBoolean=True)])
    )

    assert enabled_ids(questionnaire, give("child", BooleanAnswer(True))) == ()
    assert [issue.code for issue in questionnaire.issues] == ["condition-circular"]


def test_a_value_of_a_wrong_type_is_noted_and_never_met() -> None:
    questionnaire = make_questionnaire(
        make_item("a", "integer"), make_item("b", enableWhen=[when("a", "=", answerInteger="5")])
    )

    assert "b" not in derive_enabled(questionnaire, [give("a", IntegerAnswer(5))])
    assert [issue.code for issue in questionnaire.issues] == ["value-unreadable"]


def test_an_operator_that_fhir_does_not_know_is_noted_and_never_met() -> None:
    questionnaire = make_questionnaire(
        make_item("a"), make_item("b", enableWhen=[when("a", "equals", answerBoolean=True)])
    )

    assert "b" not in derive_enabled(questionnaire, [give("a", BooleanAnswer(True))])
    assert [issue.code for issue in questionnaire.issues] == ["operator-unknown"]


def test_a_choice_of_strings_can_be_tested_with_a_string() -> None:
    options = [{"valueString": "warm"}, {"valueString": "cold"}]
    questionnaire = make_questionnaire(
        make_item("a", "choice", answerOption=options), make_item("b", enableWhen=[when("a", "=", answerString="cold")])
    )

    assert "b" in derive_enabled(questionnaire, [give("a", StringAnswer("cold"))])
    assert "b" not in derive_enabled(questionnaire, [give("a", StringAnswer("warm"))])


def test_one_of_several_answers_opens_the_follow_up() -> None:
    questionnaire = make_questionnaire(
        make_item("a", "choice", repeats=True, answerOption=[{"valueCoding": {"code": code}} for code in "xyz"]),
        make_item("b", enableWhen=[when("a", "=", answerCoding={"code": "y"})]),
        make_item("c", enableWhen=[when("a", "!=", answerCoding={"code": "y"})]),
    )

    assert enabled_ids(questionnaire, give("a", CodingAnswer("x"), CodingAnswer("y"))) == ("a", "b")
    assert enabled_ids(questionnaire, give("a", CodingAnswer("x"), CodingAnswer("z"))) == ("a", "c")


def test_a_fresh_form_begins_with_its_initial_values() -> None:
    questionnaire = make_questionnaire(
        make_item("a", "decimal", initial=[{"valueDecimal": 1.10}]),
        make_item("b", "choice", answerOption=[{"valueString": "x"}, {"valueString": "y", "initialSelected": True}]),
        make_item("c"),
    )

    assert make_initial_responses(questionnaire) == (
        give("a", DecimalAnswer(Decimal("1.1"))),
        give("b", StringAnswer("y")),
    )


LINK_IDS = ("a", "b", "c", "d", "e")


@st.composite
def forms(draw: st.DrawFn) -> Questionnaire:
    """Five yes/no questions in a random nesting with random conditions, circles included."""
    made: list[dict[str, Any]] = []
    for link_id in LINK_IDS:
        conditions = [
            when(question, operator, answerBoolean=value)
            for question, operator, value in draw(
                st.lists(
                    st.tuples(
                        st.sampled_from((*LINK_IDS, "nowhere")),
                        st.sampled_from(("=", "!=", "exists")),
                        st.booleans(),
                    ),
                    max_size=2,
                )
            )
        ]
        fields = (
            {"enableWhen": conditions, "enableBehavior": draw(st.sampled_from(("all", "any")))} if conditions else {}
        )
        made.append(make_item(link_id, **fields))
    roots: list[dict[str, Any]] = []
    for number, item in enumerate(made):
        parent = draw(st.integers(-1, number - 1))
        if parent < 0:
            roots.append(item)
        else:
            made[parent].setdefault("item", []).append(item)
    return make_questionnaire(*roots)


@settings(deadline=None, max_examples=150)
@given(forms(), st.dictionaries(st.sampled_from(LINK_IDS), st.booleans()), st.randoms())
def test_the_order_of_answering_never_matters_and_hidden_answers_count_for_nothing(
    questionnaire: Questionnaire, truths: dict[str, bool], random: Any
) -> None:
    responses = [give(link_id, BooleanAnswer(truth)) for link_id, truth in truths.items()]
    shuffled = list(responses)
    random.shuffle(shuffled)
    enabled = derive_enabled(questionnaire, responses)
    effective = effective_answers(questionnaire, responses)

    assert derive_enabled(questionnaire, shuffled) == enabled
    assert effective_answers(questionnaire, shuffled) == effective
    assert set(effective) <= set(enabled.link_ids)
    assert derive_enabled(questionnaire, [give(link_id, *answers) for link_id, answers in effective.items()]) == enabled
