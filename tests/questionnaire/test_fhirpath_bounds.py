"""Hostile expressions end in bounded time and memory, with a result, a refusal or a fault, and nothing else."""

import time
import tracemalloc

import pytest
from fhirpath_builders import NOW, RESPONSE, make_item, run

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.fhirpath import Budget, ExpressionFault, evaluate, make_shared, read_expression
from stemsup_desktop.questionnaire.patterns import compile_pattern, is_found, is_whole

MOST_SECONDS = 6.0
"""A budget is one second; the rest is for a slow computer with other work."""

TEN = "(1|2|3|4|5|6|7|8|9|10)"

ENDLESS = [
    "1.repeat($this + 1)",
    "'a'.repeat($this & 'a')",
    "'a'.repeat($this & $this)",
    "(1 | 2).repeat($this * 2)",
    "0.repeat($this - 1 | $this + 1)",
    TEN + f".select({TEN})" * 8,
    TEN + f".select({TEN}" * 8 + ")" * 8,
    TEN + f".where({TEN}.select({TEN}.select({TEN}.select({TEN}.select({TEN}.select({TEN}.count()))))).exists())",
    "'a'" + ".select($this & $this)" * 40,
    "'ab'" + ".select($this.replace('a', 'aa' & $this))" * 30,
    "'a'" + ".encode('hex')" * 40,
    "'" + "a" * 9_000 + "'.replace('a', '" + "b" * 9_000 + "')",
    "'" + "a" * 9_000 + "'.replace('', '" + "b" * 9_000 + "')",
    "'" + "a" * 4_000 + "'.replaceMatches('a', '" + "b" * 4_000 + "')",
    "'" + "a" * 4_000 + "'.replaceMatches('(a*)', '" + "$1" * 99 + "')",
    "(1|2)" + ".aggregate($total.combine($total).combine($this), 1)" * 2 + ".select(%wide.descendants().count())",
    "%wide.descendants().select(%wide.descendants().count())",
    "%wide.item.where(%wide.item.where(linkId = %x).exists()).count()",
    "%wide.repeat(children() | descendants()).count() + %wide.descendants().select(%wide.descendants())",
    "%big.combine(%big).combine(%big).combine(%big)",
    "9" + ".power(9)" * 9,
    "9.power(999999999)",
    "1" + ".exp()" * 9,
    "99999999999999999999999999999999999 * 99999999999999999999999999999999999",
    "today() + 999999999999999999 days",
    "now() - 999999999999999999999999999999 milliseconds",
    "1.0.round(999999999)",
    "%deep.repeat(item).count()",
    "%deep = %deep",
    "'x'.matches('(((((a{999}){999}){999}){999}){999})')",
    "'x'.matches('(?R)')",
    "'x'.matches('" + "(" * 900 + "')",
    "'" + "a" * 5_001 + "'.replaceMatches('a', 'b')",
    "%long.matches('a')",
]

HARMLESS = [
    "repeat($this)",
    "%resource.repeat($this)",
    "%resource.repeat(descendants() | children() | $this).count()",
    "%resource.descendants().repeat(%resource.descendants()).count()",
    "(" * 40 + "1" + ")" * 40,
    "1" + " + 1" * 1_900,
    "1" + " | 1" * 1_900,
    "true" + " and true" * 900,
    "1" + ".abs()" * 900,
    "a" + ".a" * 1_900,
    "iif(true, " * 30 + "1" + ", 2)" * 30,
    "%wide.item ~ %wide.item.tail().combine(%wide.item.first())",
    "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('^(a+)+$')",
    "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('^(a|aa)+$')",
    "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'.matches('(.*)*(.*)*(.*)*(.*)*x')",
    "'" + "a" * 9_000 + "'.matches('.*.*.*.*.*.*.*.*=.*')",
    "'" + "a" * 9_000 + "'.matches('(a?){1,1000}b')",
    "'" + "a" * 4_000 + "'.replaceMatches('a.*?b|a', 'x').length()",
    "'" + "a" * 4_000 + "'.replaceMatches('(a*)*b', 'x').length()",
    "%wide.repeat(item).count()",
    "%wide.item.intersect(%wide.item).count()",
    "%wide = %wide",
    "/*" + "x" * 15_000 + "*/ 1",
    "1 //" + "x" * 15_000,
]

REFUSED = [
    "(" * 5_000,
    "[" * 5_000,
    "{" * 5_000,
    "-" * 5_000 + "1",
    "a[0" * 300 + "]" * 300,
    "iif(true, " * 300 + "1" + ", 2)" * 300,
    "1" + "+1" * 9_000,
    "'" * 4_999,
    "`" * 4_999,
    "%" * 5_000,
    "/*" * 5_000,
    "\x00" * 5_000,
    "\ud800",
    "x" * 1_000_000,
]


def _make_deep() -> dict[str, object]:
    deep = make_item("end")
    for number in range(3_000):
        deep = make_item(f"d{number}", items=(deep,))
    return deep


WIDE = {"item": [make_item(f"q{number}", {"valueString": f"x{number}"}) for number in range(10_000)]}
ENVIRONMENT = {"deep": _make_deep(), "wide": WIDE, "big": list(range(60_000)), "long": "a" * 20_001, "x": "y"}


@pytest.mark.parametrize("text", ENDLESS, ids=lambda text: text[:60])
def test_what_never_ends_or_explodes_is_a_fault_in_bounded_time(text: str) -> None:
    started = time.monotonic()
    with pytest.raises(ExpressionFault):
        run(text, **ENVIRONMENT)
    assert time.monotonic() - started < MOST_SECONDS


@pytest.mark.parametrize("text", HARMLESS, ids=lambda text: text[:60])
def test_what_only_looks_hostile_gives_its_result_in_bounded_time(text: str) -> None:
    started = time.monotonic()
    run(text, **ENVIRONMENT, budget=Budget(seconds=5.0))
    assert time.monotonic() - started < MOST_SECONDS


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: ascii(text[:20]))
def test_what_is_no_expression_is_refused_in_bounded_time(text: str) -> None:
    started = time.monotonic()
    with pytest.raises(InputProblem):
        read_expression(text)
    assert time.monotonic() - started < MOST_SECONDS


@pytest.mark.parametrize("text", ["'a'.repeat($this & 'a')", "'a'" + ".select($this & $this)" * 40])
def test_an_expression_that_explodes_does_not_fill_the_memory(text: str) -> None:
    expression = read_expression(text)
    tracemalloc.start()
    try:
        with pytest.raises(ExpressionFault):
            evaluate(expression, RESPONSE, {}, NOW)
        assert tracemalloc.get_traced_memory()[1] < 64 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_the_budget_is_counted_in_steps_and_the_clock_is_there_for_the_slow_computer() -> None:
    with pytest.raises(ExpressionFault, match="too long"):
        run("1.repeat($this + 1)", budget=Budget(steps=1_000, seconds=3600))
    moments = iter(range(1_000))
    with pytest.raises(ExpressionFault, match="too long"):
        run("1.repeat($this + 1)", budget=Budget(steps=10**9, seconds=100, clock=lambda: next(moments)))
    with pytest.raises(ExpressionFault, match="too many"):
        run("%big", budget=Budget(values=100), big=list(range(101)))
    with pytest.raises(ExpressionFault, match="too long a text"):
        run("'abc' & 'def'", budget=Budget(characters=5))


def test_what_is_shared_between_evaluations_gives_the_same_result() -> None:
    shared = make_shared()
    for text in ("descendants()", "repeat(item)", "repeat(item | answer.item)", "item.descendants()"):
        expression = read_expression(f"%resource.{text}.where(linkId = 'name' or linkId = 'nested').answer.value")
        alone = evaluate(expression, RESPONSE, {"resource": RESPONSE}, NOW)
        for _ in range(2):
            assert evaluate(expression, RESPONSE, {"resource": RESPONSE}, NOW, shared=shared) == alone
    changed = {"resourceType": "QuestionnaireResponse", "item": [make_item("name", {"valueString": "Ben"})]}
    assert evaluate(expression, changed, {"resource": changed}, NOW, shared=shared) == ()
    first = read_expression("%resource.repeat(item).where(linkId = 'name').answer.value")
    assert evaluate(first, changed, {"resource": changed}, NOW, shared=shared) == ("Ben",)


def test_patterns_are_refused_or_end() -> None:
    assert is_found("[0-9]{3}", "a123")
    assert not is_whole("[0-9]{3}", "a123")
    assert is_whole("あ+", "あああ")
    for pattern in ("(?=a)", r"(a)\1", "(", "a" * 2_001, "\ud800"):
        with pytest.raises(InputProblem):
            compile_pattern(pattern)
    for text in ("a" * 20_001, "\ud800"):
        with pytest.raises(InputProblem):
            is_found("a", text)
