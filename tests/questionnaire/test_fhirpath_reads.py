"""What an expression reads is never less than what its result depends on."""

from decimal import Decimal

import pytest
from fhirpath_builders import NOW, make_item, make_response
from hypothesis import given, settings
from hypothesis import strategies as st

from stemsup_desktop.questionnaire.fhirpath import Expression, ExpressionFault, evaluate, read_expression

A = frozenset({"a"})
AB = frozenset({"a", "b"})
NONE: frozenset[str] = frozenset()

READS = [
    ("1 + 2", NONE, NONE),
    ("%resource.item.where(linkId='a').answer.value", A, NONE),
    ("item.where('a' = linkId).answer.value", A, NONE),
    ("item.where($this.linkId = 'a').answer.value", A, NONE),
    ("%context.item.item.where(linkId='a').answer.value > 3", A, NONE),
    ("%resource.descendants().where(linkId='a').answer.value", A, NONE),
    ("item.where(linkId='a' or linkId='b').answer.valueDecimal", AB, NONE),
    ("item.where(linkId in ('a' | 'b')).answer.value", AB, NONE),
    ("item.where(linkId='a' and answer.value > 3).answer.value", A, NONE),
    ("item.where(answer.value > 3 and linkId='a').answer.value", A, NONE),
    ("item.where(linkId='a').item.where(linkId='b').answer.value", AB, NONE),
    ("item.where(linkId='a').exists()", A, A),
    ("item.exists(linkId='a')", A, A),
    ("item.where(linkId='a').answer.exists()", A, A),
    ("item.where(linkId='a').answer.count()", A, A),
    ("item.where(linkId='a').answer[0].value", A, A),
    ("item.where(linkId='a').answer.where(value > 3).value", A, NONE),
    ("item.where(linkId='a').item.answer.value", A, A),
    ("item.where(linkId='a')", A, A),
    ("item.where(linkId='a').select(answer.value)", A, A),
    ("repeat(item).where(linkId='a').answer.value", A, A),
    ("repeat(item | answer.item).where(linkId='a').answer.value", A, A),
    ("(item.where(linkId='a') | item.where(linkId='b')).answer.value", AB, AB),
    ("iif(item.where(linkId='a').answer.value, item.where(linkId='b').answer.value, 0)", AB, NONE),
    ("%x.where(linkId='a').answer.value", A, NONE),
    ("%resource.authored", NONE, NONE),
    ("%context.linkId", NONE, NONE),
    ("now()", NONE, NONE),
]


@pytest.mark.parametrize(("text", "link_ids", "whole"), READS, ids=[text for text, _, _ in READS])
def test_an_expression_reads_the_items_it_names(text: str, link_ids: frozenset[str], whole: frozenset[str]) -> None:
    expression = read_expression(text)
    assert (expression.reads_everything, expression.link_ids, expression.whole_link_ids) == (False, link_ids, whole)


EVERYTHING = [
    "%resource",
    "%resource.item",
    "%resource.item.count()",
    "item.answer.value",
    "item.linkId",
    "item.item[0].where(linkId='a').answer.value",
    "%resource.item.first().item.where(linkId='a').answer.value",
    "item.where(linkId = %x).answer.value",
    "item.where(linkId != 'a').answer.value",
    "item.where(linkId ~ 'a').answer.value",
    "item.where(linkId.startsWith('a')).answer.value",
    "item.where(linkId='a' or answer.value > 3).answer.value",
    "item.where(linkId='a' or %flag).answer.value",
    "item.where((linkId='a').not()).answer.value",
    "item.where(linkId='a' and $index = 0).answer.value",
    "item.select($index)",
    "item.select(1)",
    "item.select(linkId)",
    "item.select($this).linkId",
    "item.select(%resource.item.where(linkId='a')).answer.value",
    "item.all(linkId='a')",
    "item.aggregate($total + 1, 0)",
    "descendants()",
    "descendants().answer.value",
    "descendants().where(linkId.exists()).count()",
    "children().count()",
    "repeat(item).answer.value.sum()",
    "repeat(item).item.where(linkId='a').answer.value",
    "repeat(item).answer.weight().sum()",
    "repeat(children()).where(linkId='a')",
    "repeat(item.where(linkId='a'))",
    "(item | item.item).item.where(linkId='a').answer.value",
    "item.distinct().where(linkId='a').answer.value",
    "item.nosuch()",
    "item.answer.where(value = 3).value",
    "answer.value",
    "%context.answer.value",
    "%rootResource.item.exists()",
    "1 in item.answer.value",
    "iif(item.exists(), 1, 2)",
    "$this",
    "item is Element",
]


@pytest.mark.parametrize("text", EVERYTHING)
def test_an_expression_that_names_no_items_reads_everything(text: str) -> None:
    assert read_expression(text).reads_everything


def test_variables_the_clock_and_unknown_functions_are_named() -> None:
    expression = read_expression("%age > %`odd name`.x + %'x y' and %resource.item.where(linkId=%y).nosuch() < today()")
    assert expression.variables == {"age", "odd name", "x y", "resource", "y"}
    assert expression.is_volatile
    assert expression.unsupported == {"nosuch"}
    assert not read_expression("1").is_volatile
    assert read_expression("%resource.resolve()").unsupported == {"resolve"}


LINK_IDS = ("a", "b", "c", "g", "h")
PARENTS = {"a": "g", "b": "g", "c": "b", "g": "", "h": ""}
"""g holds a and b, an answer of b holds c, h stands alone."""

_starts = st.sampled_from(["%resource", "%context", "item", "item.item", "descendants()", "repeat(item)"])
_starts |= st.sampled_from(["%resource.item.item.answer.item", "repeat(item | answer.item)", "item.select(item)"])
_filters = st.sampled_from(
    [
        "",
        ".where(linkId = '{0}')",
        ".where('{0}' = linkId and answer.value > 1)",
        ".where(answer.exists() and linkId = '{0}')",
        ".where(linkId = '{0}' or linkId = '{1}')",
        ".where(linkId = '{0}' and (item | answer.item).where(linkId = '{1}').exists())",
        ".where(linkId in ('{0}' | '{1}'))",
        ".where(linkId = '{0}').item",
        ".where(linkId = '{0}').answer.item.where(linkId = '{1}')",
        ".where(linkId != '{0}')",
        ".exists(linkId = '{0}')",
        ".where(linkId = '{0}').first()",
        ".where(linkId = '{0}' and $index = 0)",
        ".select(item.where(linkId = '{0}'))",
        ".select(iif(linkId = '{0}', answer, item))",
    ]
)
_ends = st.sampled_from(
    [
        "",
        ".answer.value",
        ".answer.value.sum()",
        ".answer.count()",
        ".exists()",
        ".count() > 1",
        ".linkId",
        ".answer.where(value > 1).value",
        ".answer[0].value",
        ".select(answer.value + 1)",
        ".select(1)",
        ".answer.item.answer.value",
        ".all(answer.value > 1)",
        ".children().count()",
        ".distinct().answer.value",
        ".answer.select(value).first()",
        ".aggregate($total + answer.value.first(), 0)",
    ]
)
_joins = st.sampled_from(["{0}", "{0} = {1}", "({0}) | ({1})", "iif({0}, {1}, 0)", "({0}).combine({1})"]) | st.just(
    "{0}"
)


@st.composite
def _expressions(draw: st.DrawFn) -> Expression:
    parts = []
    for _ in range(2):
        link_ids = draw(st.lists(st.sampled_from(LINK_IDS), min_size=2, max_size=2))
        parts.append(draw(_starts) + draw(_filters).format(*link_ids) + draw(_ends))
    return read_expression(draw(_joins).format(*parts))


_answers = st.fixed_dictionaries({link_id: st.lists(st.integers(0, 3), max_size=2) for link_id in LINK_IDS})


def _make_response(answers: dict[str, list[int]]) -> dict[str, object]:
    """Make a response as this program does: without items in which nothing was answered; g comes twice."""

    def build(link_id: str, extra: int = 0) -> list[object]:
        given = [{"valueInteger": number + extra} for number in answers[link_id]]
        below = [part for child in LINK_IDS if PARENTS[child] == link_id for part in build(child)]
        if link_id == "b" and below:
            given = given or [{}]
            given[0]["item"] = below
            below = []
        return [make_item(link_id, *given, items=tuple(below))] if given or below else []

    return make_response(*build("g"), *build("h"), *build("g"))


def _evaluate(expression: Expression, response: dict[str, object]) -> object:
    try:
        return evaluate(expression, response, {"resource": response}, NOW)
    except ExpressionFault:
        return "cannot be judged"


def _is_read(expression: Expression, link_id: str) -> bool:
    above, parent = set[str](), PARENTS[link_id]
    while parent:
        above.add(parent)
        parent = PARENTS[parent]
    return link_id in expression.link_ids or bool(above & expression.whole_link_ids)


@settings(max_examples=400, deadline=None)
@given(_expressions(), _answers, _answers)
def test_answers_to_what_is_not_read_never_change_the_result(
    expression: Expression, before: dict[str, list[int]], other: dict[str, list[int]]
) -> None:
    if expression.reads_everything:
        return
    after = {link_id: before[link_id] if _is_read(expression, link_id) else other[link_id] for link_id in LINK_IDS}
    first, second = (_evaluate(expression, _make_response(answers)) for answers in (before, after))
    assert first == second, expression.text


def test_an_item_that_repeats_counts_as_often_as_it_is_there() -> None:
    response = make_response(make_item("a", {"valueDecimal": Decimal(2)}), make_item("a", {"valueDecimal": Decimal(3)}))
    assert _evaluate(read_expression("%resource.item.where(linkId='a').answer.value.sum()"), response) == (Decimal(5),)
