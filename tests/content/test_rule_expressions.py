"""Each shipped rule, written as FHIRPath, says the same as natively: on its examples and on random visits."""

import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import msgspec
import pytest
from shipped import get_clinical_content

from stemsup_desktop.consultation.gate_rules import find_assessment
from stemsup_desktop.consultation.rule_evaluation import ExpressionScope, make_scope
from stemsup_desktop.consultation.rule_examples import play_examples, read_examples
from stemsup_desktop.consultation.rule_expressions import write_expression
from stemsup_desktop.consultation.rule_reading import prepare_rules
from stemsup_desktop.consultation.rules import Rule
from stemsup_desktop.questionnaire.answers import (
    Answer,
    BooleanAnswer,
    DateAnswer,
    DecimalAnswer,
    IntegerAnswer,
    ItemAnswers,
    StringAnswer,
)
from stemsup_desktop.questionnaire.enablement import effective_answers
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.questionnaire.validation import is_refused
from stemsup_desktop.resources import find_resources

CONTENT = get_clinical_content()
CHECKLIST = CONTENT.questionnaire
RULES = CONTENT.rules.rules
WRITTEN = prepare_rules(
    tuple(msgspec.structs.replace(rule, when=(), expression=write_expression(rule)) for rule in RULES), CHECKLIST
)
BY_ID = {rule.id: rule for rule in WRITTEN.rules}
DAY = date(2026, 11, 23)


def holds_natively(rule: Rule, answers: dict[str, tuple[Answer, ...]], facts: dict[str, tuple[Answer, ...]]) -> bool:
    said = find_assessment(rule, answers, facts)
    return said is not None and not said.is_from_unknown


def judge(scope: ExpressionScope | None, rule: Rule) -> bool | None:
    assert scope is not None
    return scope.judge(BY_ID[rule.id])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_expression_says_the_same_as_the_rule_on_all_its_examples(rule: Rule) -> None:
    for example in play_examples(read_examples(find_resources() / "rules", rule), CHECKLIST):
        scope = make_scope(WRITTEN.expressions, CHECKLIST, example.responses, example.facts, DAY)
        assert judge(scope, rule) is holds_natively(rule, dict(example.answers), dict(example.facts)), example.path


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_expression_reads_the_questions_of_the_rule_and_no_others(rule: Rule) -> None:
    expression = WRITTEN.expressions[rule.id]

    assert expression.link_ids == {condition.question for condition in rule.when if condition.question}
    assert not expression.reads_everything
    assert not expression.is_volatile


def answer_at_random(item: Item, chance: random.Random) -> tuple[Answer, ...]:
    match item.type:
        case ItemType.CHOICE | ItemType.OPEN_CHOICE:
            count = chance.randint(1, 2) if item.repeats else 1
            return tuple(option.value for option in chance.sample(item.answer_options, count))
        case ItemType.BOOLEAN:
            return (BooleanAnswer(chance.random() < 0.5),)
        case ItemType.INTEGER:
            return (IntegerAnswer(chance.randint(20, 220)),)
        case ItemType.DECIMAL:
            return (DecimalAnswer(Decimal(chance.randint(150, 450)) / 10),)
        case ItemType.DATE:
            return (DateAnswer(date(2026, 10, chance.randint(1, 31))),)
        case _:
            return (StringAnswer("記録"),)


def make_random_visit(chance: random.Random) -> tuple[tuple[ItemAnswers, ...], dict[str, tuple[Answer, ...]]]:
    given = (
        ItemAnswers(item.link_id, answers)
        for item in CHECKLIST.iter_items()
        if item.is_question and chance.random() < 0.8
        for answers in (answer_at_random(item, chance),)
        if not is_refused(item, answers)
    )
    names = ("lot_expired", "lot_expires_within_course", "certificate_on_file", "certificate_complete")
    facts: dict[str, tuple[Answer, ...]] = {
        name: (BooleanAnswer(chance.random() < 0.5),) for name in (*names, "research_use_only") if chance.random() < 0.7
    }
    return tuple(given), {**facts, "age_years": (IntegerAnswer(chance.randint(15, 60)),)}


def random_visits(count: int) -> Iterator[tuple[tuple[ItemAnswers, ...], dict[str, tuple[Answer, ...]]]]:
    chance = random.Random(20261123)
    for _ in range(count):
        yield make_random_visit(chance)


def test_the_expression_says_the_same_as_the_rule_on_random_visits() -> None:
    held: set[str] = set()
    for responses, facts in random_visits(30):
        answers = effective_answers(CHECKLIST, responses)
        scope = make_scope(WRITTEN.expressions, CHECKLIST, responses, facts, DAY)
        for rule in RULES:
            expected = holds_natively(rule, answers, facts)
            assert judge(scope, rule) is expected, rule.id
            held |= {rule.id} if expected else set()
    assert len(held) > 60
