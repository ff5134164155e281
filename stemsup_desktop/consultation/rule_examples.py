"""Examples beside a rule: answers and facts that make it fire, near misses that leave it quiet, and unknowns.

They lie in `examples/<rule id>.json` beside the rules and are read for tests and for rules that a clinic brings; the
shipped ones are not read when the program starts.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import msgspec

from stemsup_desktop.consultation.facts import KNOWN_FACTS
from stemsup_desktop.consultation.gate_rules import Assessment, find_assessment, is_condition_met
from stemsup_desktop.consultation.rule_evaluation import make_scope
from stemsup_desktop.consultation.rule_reading import PreparedRules, get_reads, is_unknown, prepare_rules
from stemsup_desktop.consultation.rules import Rule
from stemsup_desktop.content_files import read_json
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.answers import (
    Answer,
    BooleanAnswer,
    DateAnswer,
    DecimalAnswer,
    IntegerAnswer,
    ItemAnswers,
    QuantityAnswer,
    StringAnswer,
)
from stemsup_desktop.questionnaire.enablement import derive_enabled, effective_answers
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import Item, Questionnaire

EXAMPLES_FOLDER = "examples"
DAY = date(2026, 1, 1)
"""The day on which an example is judged."""

Value = bool | int | str | tuple[str, ...]
"""A code, a number (a decimal as text), true or false, a text, a day; several codes as a list."""

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was answered and what is known; everything else is unanswered and not known."""

    answers: dict[str, Value] = {}
    facts: dict[str, Value] = {}


class RuleExamples(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The examples of one rule. `unknown` is empty where no question that the rule reads offers "unknown"."""

    fires: tuple[Example, ...]
    quiet: tuple[Example, ...]
    unknown: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class PlayedExample:
    """An example as the gate would see it; `responses` are the answers as recorded."""

    path: str
    responses: tuple[ItemAnswers, ...]
    answers: Mapping[str, tuple[Answer, ...]]
    facts: Mapping[str, tuple[Answer, ...]]


class _ExampleError(Exception):
    """What is wrong with an example, to be said with file and path."""


def read_examples(rules_folder: Path, rule: Rule) -> RuleExamples:
    """Read the examples of a rule from beside the rules; raises `InputProblem` or `EnvironmentProblem`."""
    if _FILE_NAME.fullmatch(rule.id) is None:
        raise InputProblem(
            "content-invalid", f"rules.json: rule {rule.id}: expected an id of letters, digits, - and _."
        )
    path = rules_folder / EXAMPLES_FOLDER / f"{rule.id}.json"
    if not path.is_file():
        raise InputProblem("content-invalid", f"rules.json: rule {rule.id}: expected its examples in {path.name}.")
    return read_json(path, RuleExamples)


def check_examples(rule: Rule, examples: RuleExamples, questionnaire: Questionnaire) -> None:
    """Raise `InputProblem` that names file and path unless every example does what it says.

    A rule must have examples in which it fires (one for each of its conditions if any of them is enough), near misses
    in which it stays quiet, and unknowns that it does not pass over.
    """
    prepared = prepare_rules((rule,), questionnaire)
    try:
        _check(prepared, examples, questionnaire)
    except _ExampleError as error:
        raise InputProblem("content-invalid", f"{rule.id}.json: {error}.") from error


def play_examples(examples: RuleExamples, questionnaire: Questionnaire) -> Iterator[PlayedExample]:
    """Go through all examples of a rule as the gate would see them; raises `InputProblem`."""
    try:
        for name in ("fires", "quiet", "unknown"):
            yield from _play(name, getattr(examples, name), questionnaire)
    except _ExampleError as error:
        raise InputProblem("content-invalid", f"examples: {error}.") from error


def _check(prepared: PreparedRules, examples: RuleExamples, questionnaire: Questionnaire) -> None:
    (rule,) = prepared.rules
    firing = list(_play("fires", examples.fires, questionnaire))
    quiet = list(_play("quiet", examples.quiet, questionnaire))
    unknown = list(_play("unknown", examples.unknown, questionnaire))
    for kind, played in (("fires", firing), ("quiet", quiet)):
        if not played:
            raise _ExampleError(f"$.{kind}: expected at least one example")
    for example in firing:
        said = _assess(prepared, example, questionnaire)
        if said is None or said.severity is not rule.severity or said.is_from_unknown or said.is_not_judged:
            raise _ExampleError(f"{example.path}: expected rule {rule.id} to fire, and it does not")
    for example in quiet:
        if _assess(prepared, example, questionnaire) is not None:
            raise _ExampleError(f"{example.path}: expected rule {rule.id} to stay quiet, and it does not")
    for example in unknown:
        if not any(is_unknown(answer) for answers in example.answers.values() for answer in answers):
            raise _ExampleError(f"{example.path}: expected an answer unknown")
        if _assess(prepared, example, questionnaire) is None:
            raise _ExampleError(f"{example.path}: expected rule {rule.id} not to pass over the unknown, and it does")
    if bool(unknown) != _offers_unknown(rule, questionnaire):
        expected = "no example, for no question offers unknown" if unknown else "an example, for a question offers it"
        raise _ExampleError(f"$.unknown: expected {expected}")
    _check_each_condition(rule, firing)


def _check_each_condition(rule: Rule, firing: list[PlayedExample]) -> None:
    for number, condition in enumerate(rule.when):
        if not any(is_condition_met(condition, example.answers, example.facts) for example in firing):
            raise _ExampleError(f"$.fires: expected an example in which condition {number + 1} of the rule holds")


def _assess(prepared: PreparedRules, example: PlayedExample, questionnaire: Questionnaire) -> Assessment | None:
    scope = make_scope(prepared.expressions, questionnaire, example.responses, example.facts, DAY)
    return find_assessment(prepared.rules[0], example.answers, example.facts, scope)


def _offers_unknown(rule: Rule, questionnaire: Questionnaire) -> bool:
    items = (questionnaire.find_item(link_id) for link_id in get_reads(rule))
    return any(is_unknown(option.value) for item in items if item is not None for option in item.answer_options)


def _play(kind: str, examples: tuple[Example, ...], questionnaire: Questionnaire) -> Iterator[PlayedExample]:
    for number, example in enumerate(examples):
        path = f"$.{kind}[{number}]"
        responses = tuple(
            ItemAnswers(link_id, _read_answers(questionnaire, link_id, value, path))
            for link_id, value in example.answers.items()
        )
        enabled = derive_enabled(questionnaire, responses)
        for link_id in example.answers:
            if link_id not in enabled:
                raise _ExampleError(f"{path}.answers.{link_id}: expected a question that is asked with these answers")
        facts = {name: _read_fact(name, value, path) for name, value in example.facts.items()}
        yield PlayedExample(path, responses, effective_answers(questionnaire, responses), facts)


def _read_answers(questionnaire: Questionnaire, link_id: str, value: Value, path: str) -> tuple[Answer, ...]:
    item = questionnaire.find_item(link_id)
    if item is None or not item.is_question:
        raise _ExampleError(f"{path}.answers.{link_id}: expected a question of the questionnaire")
    given = value if isinstance(value, tuple) else (value,)
    try:
        return tuple(_read_answer(item, one) for one in given)
    except (ValueError, InvalidOperation) as error:
        expected = f"a value of type {item.type.value}, for a choice the code of an option"
        raise _ExampleError(f"{path}.answers.{link_id}: expected {expected}") from error


def _read_answer(item: Item, value: bool | int | str) -> Answer:
    match item.type, value:
        case ((ItemType.CHOICE | ItemType.OPEN_CHOICE), str()):
            option = item.find_option_by_code(value)
            if option is None:
                raise ValueError
            return option.value
        case ItemType.BOOLEAN, bool():
            return BooleanAnswer(value)
        case _, bool():
            raise ValueError
        case ItemType.INTEGER, int():
            return IntegerAnswer(value)
        case ItemType.DECIMAL, _:
            return DecimalAnswer(Decimal(value))
        case ItemType.QUANTITY, _:
            unit = item.unit
            code, system = ("", "") if unit is None else (unit.code, unit.system)
            return QuantityAnswer(Decimal(value), "" if unit is None else unit.text, system, code)
        case ItemType.DATE, str():
            return DateAnswer(date.fromisoformat(value))
        case ((ItemType.STRING | ItemType.TEXT), str()):
            return StringAnswer(value)
        case _:
            raise ValueError


def _read_fact(name: str, value: Value, path: str) -> tuple[Answer, ...]:
    if name not in KNOWN_FACTS:
        raise _ExampleError(f"{path}.facts.{name}: expected a fact that rules may read")
    match value:
        case bool():
            return (BooleanAnswer(value),)
        case int():
            return (IntegerAnswer(value),)
        case str():
            return (StringAnswer(value),)
        case _:
            return tuple(StringAnswer(one) for one in value)
