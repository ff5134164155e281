"""What a rule reads, whether it fits a checklist, and what an opinion on it judges."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from stemsup_desktop.consultation.facts import KNOWN_FACTS
from stemsup_desktop.consultation.rule_evaluation import (
    Expressions,
    find_expression_faults,
    read_expressions,
    with_reads,
)
from stemsup_desktop.consultation.rules import Condition, Rule
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.answers import UNKNOWN, Answer, BooleanAnswer, CodingAnswer
from stemsup_desktop.questionnaire.fhirpath import Expression
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import Item, Questionnaire

RULES_FILE = Path("rules", "rules.json")


def get_reads(rule: Rule) -> tuple[str, ...]:
    """Return the questions whose "unknown" matters to a rule."""
    return rule.reads or tuple(dict.fromkeys(condition.question for condition in rule.when if condition.question))


def has_questions(rule: Rule) -> bool:
    """Say whether a rule reads answers at all; one that reads facts alone stands and goes with the facts."""
    return bool(get_reads(rule))


@dataclass(frozen=True, slots=True)
class PreparedRules:
    """Rules that fit a checklist, with their expressions read, and the questions that an opinion on each judges."""

    rules: tuple[Rule, ...]
    expressions: Expressions
    judged: Mapping[str, tuple[str, ...]]


def prepare_rules(rules: tuple[Rule, ...], questionnaire: Questionnaire) -> PreparedRules:
    """Return rules ready to be judged.

    Raises `InputProblem` that names the first rule which does not fit the checklist or whose id comes twice.
    """
    seen: set[str] = set()
    for rule in rules:
        if not rule.id.strip() or not rule.version.strip() or rule.id in seen:
            raise _rule_problem(rule, "expected an id of its own and a version")
        seen.add(rule.id)
    expressions = read_expressions(rules)
    for rule in rules:
        _check_rule(rule, expressions.get(rule.id), questionnaire)
    followers = _find_followers(questionnaire)
    places = _place_questions(questionnaire)
    judged = {rule.id: _find_judged(rule, expressions.get(rule.id), places, followers) for rule in rules}
    named = tuple(with_reads(rule, expressions.get(rule.id), questionnaire) for rule in rules)
    return PreparedRules(named, expressions, judged)


def _rule_problem(rule: Rule, expected: str) -> InputProblem:
    return InputProblem("content-invalid", f"{RULES_FILE.name}: rule {rule.id}: {expected}.")


def _check_rule(rule: Rule, expression: Expression | None, questionnaire: Questionnaire) -> None:
    if rule.when and expression is not None:
        raise _rule_problem(rule, "expected conditions or an expression, not both")
    if expression is not None:
        for fault in find_expression_faults(rule, expression, questionnaire):
            raise _rule_problem(rule, fault)
    elif not rule.when:
        raise _rule_problem(rule, "expected at least one condition or an expression")
    for link_id in _named_questions(rule):
        item = questionnaire.find_item(link_id)
        if item is None or not item.is_question:
            raise _rule_problem(rule, f"{link_id} is no question of the checklist")
    for condition in rule.when:
        _check_condition(rule, condition, questionnaire)


def _named_questions(rule: Rule) -> Iterator[str]:
    yield from (condition.question for condition in rule.when if condition.question)
    yield from rule.reads
    if rule.resolution is not None:
        yield rule.resolution.question


def _check_condition(rule: Rule, condition: Condition, questionnaire: Questionnaire) -> None:
    if bool(condition.question) == bool(condition.fact):
        raise _rule_problem(rule, "expected a question or a fact in each condition")
    if condition.fact and condition.fact not in KNOWN_FACTS:
        raise _rule_problem(rule, f"{condition.fact} is no known fact")
    if condition.operator == "exists" and not isinstance(condition.answer, BooleanAnswer):
        raise _rule_problem(rule, "expected true or false for exists")
    item = questionnaire.find_item(condition.question)
    if item is not None and isinstance(condition.answer, CodingAnswer) and not _offers(item, condition.answer):
        raise _rule_problem(rule, f"{item.link_id} does not offer {condition.answer.code}")


def _offers(item: Item, answer: CodingAnswer) -> bool:
    return item.type in (ItemType.CHOICE, ItemType.OPEN_CHOICE) and item.find_option(answer) is not None


def _find_followers(questionnaire: Questionnaire) -> dict[str, set[str]]:
    """Find the follow-ups of each question: what lies under it and what its answer opens."""
    followers: dict[str, set[str]] = {}
    for node in questionnaire.nodes:
        if node.parent is not None and questionnaire.nodes[node.parent].item.is_question:
            followers.setdefault(questionnaire.nodes[node.parent].item.link_id, set()).add(node.item.link_id)
        for condition in node.item.enable_when:
            opened = {node.item.link_id, *(child.link_id for child in _descendants(node.item))}
            followers.setdefault(condition.question, set()).update(opened)
    return followers


def _descendants(item: Item) -> Iterator[Item]:
    for child in item.children:
        yield child
        yield from _descendants(child)


def _place_questions(questionnaire: Questionnaire) -> dict[str, int]:
    """Return where each question stands among all of them."""
    in_order = (item.link_id for item in questionnaire.iter_items() if item.is_question)
    return {link_id: place for place, link_id in enumerate(dict.fromkeys(in_order))}


def _find_judged(
    rule: Rule, expression: Expression | None, places: Mapping[str, int], followers: Mapping[str, set[str]]
) -> tuple[str, ...]:
    found: set[str] = set()
    waiting = [*_named_questions(rule), *(() if expression is None else expression.link_ids)]
    while waiting:
        link_id = waiting.pop()
        if link_id not in found:
            found.add(link_id)
            waiting += followers.get(link_id, ())
    return tuple(sorted(found & places.keys(), key=places.__getitem__))


def is_unknown(answer: Answer) -> bool:
    """Say whether an answer is the code UNK, of HL7 v2 table 0532 or of any other list."""
    return isinstance(answer, CodingAnswer) and answer.code == UNKNOWN.code
