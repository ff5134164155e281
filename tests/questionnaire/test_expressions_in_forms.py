"""Expressions of Structured Data Capture in a form: calculation, enablement, variables, options, constraints."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from questionnaire_builders import give, make_item, make_questionnaire

from stemsup_desktop.questionnaire.answers import (
    Answer,
    BooleanAnswer,
    CodingAnswer,
    DecimalAnswer,
    IntegerAnswer,
    ItemAnswers,
    StringAnswer,
)
from stemsup_desktop.questionnaire.evaluation import Surroundings
from stemsup_desktop.questionnaire.form import Form, derive_form
from stemsup_desktop.questionnaire.form_start import make_initial_responses
from stemsup_desktop.questionnaire.model import Questionnaire

HL7 = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
NOW = Surroundings(datetime(2026, 11, 23, tzinfo=UTC), {"patient": {"resourceType": "Patient", "gender": "female"}})


def expression(url: str, text: str, **more: str) -> dict[str, Any]:
    return {"url": url, "valueExpression": {"language": "text/fhirpath", "expression": text, **more}}


def calculated(text: str) -> dict[str, Any]:
    return expression(SDC + "calculatedExpression", text)


def enable_when(text: str) -> dict[str, Any]:
    return expression(SDC + "enableWhenExpression", text)


def variable(name: str, text: str) -> dict[str, Any]:
    return expression(HL7 + "variable", text, name=name)


def constraint(text: str, human: str = "No.", severity: str = "error") -> dict[str, Any]:
    parts = [
        {"url": "key", "valueId": "c"},
        {"url": "severity", "valueCode": severity},
        {"url": "expression", "valueString": text},
        {"url": "human", "valueString": human},
    ]
    return {"url": HL7 + "questionnaire-constraint", "extension": parts}


def item_answer(link_id: str) -> str:
    return f"%resource.item.where(linkId='{link_id}').answer.value"


def values(form: Form, link_id: str, *place: int) -> tuple[Answer, ...]:
    index = form.find_index(link_id, place)
    assert index is not None
    return form.values[index]


BMI = make_questionnaire(
    make_item("weight", "decimal"),
    make_item("height", "decimal"),
    make_item(
        "bmi",
        "decimal",
        readOnly=True,
        extension=[calculated("(%w / (%h * %h)).round(1)")],
    ),
    extension=[variable("w", item_answer("weight")), variable("h", item_answer("height"))],
)


def test_a_value_is_calculated_exactly_and_follows_its_sources() -> None:
    form = derive_form(
        BMI, [give("weight", DecimalAnswer(Decimal("61.4"))), give("height", DecimalAnswer(Decimal("1.6")))]
    )

    assert values(form, "bmi") == (DecimalAnswer(Decimal("24.0")),)
    assert values(derive_form(BMI, [give("weight", DecimalAnswer(Decimal(60)))]), "bmi") == ()


def test_nobody_can_overwrite_a_calculated_value_that_is_read_only() -> None:
    form = derive_form(
        BMI,
        [
            give("bmi", DecimalAnswer(Decimal(99))),
            give("weight", DecimalAnswer(Decimal(50))),
            give("height", DecimalAnswer(Decimal(2))),
        ],
    )

    assert values(form, "bmi") == (DecimalAnswer(Decimal("12.5")),)
    assert form.find_index("bmi") in form.calculated


def test_a_person_may_put_an_answer_in_place_of_a_calculated_one_where_the_form_allows_it() -> None:
    questionnaire = make_questionnaire(make_item("sum", "integer", extension=[calculated("1 + 1")]))

    assert values(derive_form(questionnaire, ()), "sum") == (IntegerAnswer(2),)
    form = derive_form(questionnaire, [give("sum", IntegerAnswer(5))])
    assert values(form, "sum") == (IntegerAnswer(5),)
    assert form.calculated == frozenset()


def test_nothing_is_evaluated_again_for_an_answer_that_it_does_not_read() -> None:
    questionnaire = make_questionnaire(
        *(make_item(f"q{n}", "integer") for n in range(20)),
        *(make_item(f"c{n}", "integer", extension=[calculated(item_answer(f"q{n}") + " + 1")]) for n in range(20)),
    )
    answers = [give(f"q{n}", IntegerAnswer(n)) for n in range(20)]
    derive_form(questionnaire, answers)
    before = questionnaire.memo.evaluations
    answers[3] = give("q3", IntegerAnswer(33))
    form = derive_form(questionnaire, answers)

    assert values(form, "c3") == (IntegerAnswer(34),)
    assert questionnaire.memo.evaluations - before == 2  # one expression, and the form itself


def test_a_variable_that_many_read_is_evaluated_once() -> None:
    questionnaire = make_questionnaire(
        make_item("a", "integer"),
        *(make_item(f"c{n}", "integer", extension=[calculated(f"%double + {n}")]) for n in range(10)),
        extension=[variable("double", f"{item_answer('a')} * 2")],
    )
    form = derive_form(questionnaire, [give("a", IntegerAnswer(4))])

    assert [values(form, f"c{n}") for n in (0, 9)] == [(IntegerAnswer(8),), (IntegerAnswer(17),)]
    assert questionnaire.memo.evaluations == 10 + 1 + 3  # each expression, the variable, repeats, places and the form


def test_a_variable_of_a_repeating_group_reads_its_own_repetition() -> None:
    group = make_item(
        "g",
        "group",
        repeats=True,
        extension=[variable("own", "%context.item.where(linkId='n').answer.value")],
        item=[
            make_item("n", "integer"),
            make_item("twice", "integer", readOnly=True, extension=[calculated("%own * 2")]),
        ],
    )
    questionnaire = make_questionnaire(group)
    numbers = [ItemAnswers("n", (IntegerAnswer(n),), place=(place,)) for place, n in enumerate((3, 5))]
    form = derive_form(questionnaire, numbers)

    assert [values(form, "twice", place) for place in (0, 1)] == [(IntegerAnswer(6),), (IntegerAnswer(10),)]


def test_chained_calculations_come_in_the_right_order_wherever_they_stand() -> None:
    questionnaire = make_questionnaire(
        make_item("third", "integer", extension=[calculated(item_answer("second") + " * 10")]),
        make_item("second", "integer", extension=[calculated(item_answer("first") + " + 1")]),
        make_item("first", "integer"),
        make_item("opens", enableWhen=[{"question": "third", "operator": ">", "answerInteger": 20}]),
    )
    form = derive_form(questionnaire, [give("first", IntegerAnswer(2))])

    assert values(form, "third") == (IntegerAnswer(30),)
    assert form.is_enabled[form.find_index("opens") or 0]


def test_an_expression_that_reads_everything_sees_every_answer() -> None:
    counting = "%resource.descendants().where(answer.value = true).count()"
    questionnaire = make_questionnaire(
        make_item("count", "integer", extension=[calculated(counting)]),
        make_item("g", "group", item=[make_item(f"q{n}") for n in range(5)]),
    )
    for yes in range(6):
        form = derive_form(questionnaire, [give(f"q{n}", BooleanAnswer(n < yes)) for n in range(5)])
        assert values(form, "count") == (IntegerAnswer(yes),)


def test_hidden_answers_count_in_no_expression() -> None:
    questionnaire = make_questionnaire(
        make_item("open"),
        make_item("hidden", "integer", enableWhen=[{"question": "open", "operator": "=", "answerBoolean": True}]),
        make_item("copy", "integer", readOnly=True, extension=[calculated(item_answer("hidden"))]),
    )
    kept = give("hidden", IntegerAnswer(7))

    assert values(derive_form(questionnaire, [kept, give("open", BooleanAnswer(True))]), "copy") == (IntegerAnswer(7),)
    assert values(derive_form(questionnaire, [kept, give("open", BooleanAnswer(False))]), "copy") == ()


@pytest.mark.parametrize(
    "text",
    ["%nowhere", "1 'mg' > 1 'cm'", "(1 | 2).single()", "'a' + 1", "nothingLikeThis()", "(1 | 2)"],
)
def test_an_enabling_expression_that_fails_hides_nothing_and_is_said(text: str) -> None:
    questionnaire = make_questionnaire(make_item("a", required=True, extension=[enable_when(text)]))
    form = derive_form(questionnaire, (), NOW)

    assert form.is_enabled == (True,)
    assert [(problem.code, problem.severity, problem.link_id) for problem in form.problems] == [
        ("cannot-judge", "error", "a")
    ]


def test_an_expression_that_cannot_be_read_is_listed_and_its_item_stays() -> None:
    questionnaire = make_questionnaire(make_item("a", extension=[enable_when("(((")]))

    assert derive_form(questionnaire, ()).is_enabled == (True,)
    assert [(entry.kind, entry.link_id) for entry in questionnaire.unsupported] == [("expression", "a")]


def test_what_an_expression_reads_in_vain_is_said_when_it_is_loaded() -> None:
    questionnaire = make_questionnaire(
        make_item("a", "integer", extension=[calculated(item_answer("gone") + " + %weight")])
    )

    assert {issue.code for issue in questionnaire.issues} == {"question-unknown", "variable-unknown"}


def test_calculations_that_go_round_in_a_circle_are_said_and_end() -> None:
    questionnaire = make_questionnaire(
        make_item("a", "integer", extension=[calculated(item_answer("b") + " + 1")]),
        make_item("b", "integer", extension=[calculated(item_answer("a") + " + 1")]),
        make_item("self", "integer", extension=[calculated(item_answer("self") + " + 1")]),
    )

    assert {issue.link_id for issue in questionnaire.issues} == {"a", "b", "self"}
    assert all(not answers for answers in derive_form(questionnaire, ()).values)


@pytest.mark.parametrize(("number", "is_met"), [(5, True), (50, False)])
def test_an_unmet_constraint_is_a_problem_of_its_item(number: int, is_met: bool) -> None:
    rule = constraint(item_answer("a") + " < 10", "Less than ten, please.")
    questionnaire = make_questionnaire(make_item("a", "integer", extension=[rule]))
    problems = derive_form(questionnaire, [give("a", IntegerAnswer(number))]).problems

    assert [problem.message.en for problem in problems] == ([] if is_met else ["Less than ten, please."])
    assert derive_form(questionnaire, ()).problems == ()


def test_a_constraint_over_several_answers_belongs_to_the_form() -> None:
    rule = {
        "url": HL7 + "targetConstraint",
        "extension": [
            {"url": "key", "valueId": "t"},
            {"url": "severity", "valueCode": "warning"},
            {"url": "human", "valueString": "The second is not after the first."},
            expression("expression", f"{item_answer('a')} < {item_answer('b')}"),
        ],
    }
    questionnaire = make_questionnaire(make_item("a", "integer"), make_item("b", "integer"), extension=[rule])
    problems = derive_form(questionnaire, [give("a", IntegerAnswer(2)), give("b", IntegerAnswer(1))]).problems

    assert [(problem.severity, problem.index) for problem in problems] == [("warning", None)]


def test_options_can_come_from_other_answers() -> None:
    questionnaire = make_questionnaire(
        make_item("names", "string", repeats=True),
        make_item("best", "choice", extension=[expression(SDC + "answerExpression", item_answer("names"))]),
    )
    form = derive_form(questionnaire, [give("names", StringAnswer("Ann"), StringAnswer("Bo"))])
    index = form.find_index("best")

    assert index is not None
    assert [option.value for option in form.item_at(index).answer_options] == [StringAnswer("Ann"), StringAnswer("Bo")]


def test_options_have_scores_that_expressions_add_up() -> None:
    score = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
    options = [
        {"valueCoding": {"code": code, "extension": [{"url": score, "valueDecimal": n}]}}
        for n, code in enumerate(("none", "mild", "strong"))
    ]
    questionnaire = make_questionnaire(
        make_item("a", "choice", answerOption=options),
        make_item("b", "choice", answerOption=options),
        make_item("total", "decimal", extension=[calculated("%resource.item.answer.weight().sum()")]),
    )
    form = derive_form(questionnaire, [give("a", CodingAnswer("mild")), give("b", CodingAnswer("strong"))])

    assert values(form, "total") == (DecimalAnswer(Decimal(3)),)


def test_a_fresh_form_takes_what_expressions_know_of_the_patient() -> None:
    questionnaire = make_questionnaire(
        make_item("sex", "string", extension=[expression(SDC + "initialExpression", "%patient.gender")]),
        make_item("unknown", "string", extension=[expression(SDC + "initialExpression", "%encounter.id")]),
    )

    assert make_initial_responses(questionnaire, NOW) == (give("sex", StringAnswer("female")),)


def test_the_time_is_that_of_the_visit() -> None:
    questionnaire = make_questionnaire(make_item("d", "date", readOnly=True, extension=[calculated("today()")]))

    assert str(values(derive_form(questionnaire, (), NOW), "d")[0]).count("2026, 11, 23")
    assert derive_form(questionnaire, ()).problems[0].code == "cannot-judge"


def make_scored(count: int) -> Questionnaire:
    """Yes/no questions, each with an expression that opens the next, and a sum over all."""
    opened = "iif({0}.exists(), {0}, false)"
    items = [make_item("q0")]
    items += [
        make_item(f"q{n}", extension=[enable_when(opened.format(item_answer(f"q{n - 1}")))]) for n in range(1, count)
    ]
    total = calculated("%resource.item.where(answer.value = true).count()")
    return make_questionnaire(*reversed(items), make_item("total", "integer", readOnly=True, extension=[total]))


SCORED = make_scored(5)


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.integers(0, 4), st.booleans()), st.randoms())
def test_the_order_of_answering_never_matters_to_expressions(truths: dict[int, bool], random: Any) -> None:
    responses = [give(f"q{n}", BooleanAnswer(truth)) for n, truth in truths.items()]
    shuffled = list(responses)
    random.shuffle(shuffled)
    in_a_row = next((n for n in range(5) if not truths.get(n)), 5)
    form = derive_form(SCORED, responses)

    assert form.values == derive_form(SCORED, shuffled).values
    assert values(form, "total") == (IntegerAnswer(in_a_row),)
