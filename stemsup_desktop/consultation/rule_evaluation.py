"""Rules whose condition is a FHIRPath expression: read once, checked against the checklist, evaluated on the response.

An expression that faults or yields no truth is neither a yes nor a no: the rule cannot be judged.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

import msgspec

from stemsup_desktop.consultation.facts import KNOWN_FACTS, Facts
from stemsup_desktop.consultation.rule_expressions import PATIENT_FACTS
from stemsup_desktop.consultation.rules import Rule
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import Answer, BooleanAnswer, IntegerAnswer, ItemAnswers, StringAnswer
from stemsup_desktop.questionnaire.evaluation import Surroundings
from stemsup_desktop.questionnaire.fhirpath import (
    Budget,
    Expression,
    ExpressionFault,
    evaluate,
    is_true,
    read_expression,
)
from stemsup_desktop.questionnaire.form import NOWHERE
from stemsup_desktop.questionnaire.model import Questionnaire
from stemsup_desktop.questionnaire.response import make_response
from stemsup_desktop.questionnaire.response_tree import Json

BUDGET = Budget(steps=100_000, values=50_000, characters=50_000, seconds=0.5)
"""What one rule may use up per answer."""

_SCOPES = {"patient": PATIENT_FACTS, "plan": KNOWN_FACTS - PATIENT_FACTS}
_VARIABLES = frozenset({*_SCOPES, "resource", "context"})
_MENTION = re.compile(r"%`?(patient|plan)`?(?:\s*\.\s*`?([A-Za-z_]\w*))?")

Expressions = Mapping[str, Expression]


@dataclass(frozen=True, slots=True)
class ExpressionScope:
    """What expressions are evaluated on: the response of a visit, the facts beside it, and the day of judgement."""

    expressions: Expressions = field(repr=False)
    response: Json = field(repr=False)
    environment: Mapping[str, object] = field(repr=False)
    now: datetime

    def judge(self, rule: Rule) -> bool | None:
        """Say whether the expression of a rule holds; None if that cannot be judged."""
        try:
            found = evaluate(self.expressions[rule.id], self.response, self.environment, self.now, BUDGET)
            return is_true(found)
        except ExpressionFault:
            return None


def make_scope(
    expressions: Expressions,
    questionnaire: Questionnaire,
    responses: Iterable[ItemAnswers],
    facts: Facts,
    day: date,
    surroundings: Surroundings = NOWHERE,
) -> ExpressionScope | None:
    """Return what expressions are evaluated on; None where no rule has one, so that no response is made in vain."""
    if not expressions:
        return None
    now = datetime.combine(day, time(), UTC)
    response = make_response(questionnaire, responses, now, Language.EN, surroundings=surroundings)
    return ExpressionScope(expressions, response, _make_environment(facts), now)


def with_facts(scope: ExpressionScope | None, facts: Facts) -> ExpressionScope | None:
    """Return the scope with other facts beside the same response."""
    if scope is None:
        return None
    return ExpressionScope(scope.expressions, scope.response, _make_environment(facts), scope.now)


def read_expressions(rules: Iterable[Rule]) -> dict[str, Expression]:
    """Read the expressions of all rules that have one, by rule id; raises `InputProblem` that names the rule."""
    found: dict[str, Expression] = {}
    for rule in rules:
        if rule.expression:
            try:
                found[rule.id] = read_expression(rule.expression)
            except InputProblem as problem:
                sentence = f"rules.json: rule {rule.id}: expected an expression in FHIRPath. {problem.sentence}"
                raise InputProblem("content-invalid", sentence) from problem
    return found


def find_expression_faults(rule: Rule, expression: Expression, questionnaire: Questionnaire) -> Iterable[str]:
    """Go through what could make an expression silently yield nothing: names of questions and facts that are none."""
    mentions = _MENTION.findall(rule.expression)
    for scope, name in mentions:
        if name not in _SCOPES[scope]:
            yield f"expected one of {', '.join(sorted(_SCOPES[scope]))} behind %{scope}"
    for name in sorted(expression.variables - _VARIABLES):
        yield f"%{name} is not known here"
    if expression.reads_everything:
        yield "expected linkId = '...' wherever the expression reads answers"
    elif not expression.link_ids and not mentions:
        yield "expected an expression that reads a question or a fact"
    for link_id in sorted(expression.link_ids):
        if questionnaire.find_item(link_id) is None:
            yield f"{link_id} is no question of the checklist"


def with_reads(rule: Rule, expression: Expression | None, questionnaire: Questionnaire) -> Rule:
    """Return a rule whose reads are named, where it leaves them to its expression."""
    if expression is None or rule.reads:
        return rule
    questions = (item.link_id for item in questionnaire.iter_items() if item.is_question)
    reads = tuple(dict.fromkeys(link_id for link_id in questions if link_id in expression.link_ids))
    return msgspec.structs.replace(rule, reads=reads)


def get_facts(rule: Rule) -> tuple[str, ...]:
    """Return the facts that a rule reads, in its conditions or in its expression."""
    if rule.expression:
        return tuple(dict.fromkeys(name for _, name in _MENTION.findall(rule.expression) if name))
    return tuple(dict.fromkeys(condition.fact for condition in rule.when if condition.fact))


def _make_environment(facts: Facts) -> dict[str, object]:
    """Return %patient and %plan; a fact that nobody recorded is absent."""
    made: dict[str, dict[str, object]] = {scope: {} for scope in _SCOPES}
    for name, answers in facts.items():
        values = [_get_value(answer) for answer in answers]
        scope = "patient" if name in PATIENT_FACTS else "plan"
        made[scope][name] = values[0] if len(values) == 1 else values
    return dict(made)


def _get_value(answer: Answer) -> bool | int | str:
    match answer:
        case BooleanAnswer(value=truth):
            return truth
        case IntegerAnswer(value=number):
            return number
        case StringAnswer(value=words):
            return words
        case _:
            raise TypeError(f"a fact is a truth, a number or a word, not {type(answer).__name__}")
