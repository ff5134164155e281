"""The clinical content a visit is judged by: the checklist and the rules, checked against each other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from stemsup_desktop.consultation.facts import KNOWN_FACTS
from stemsup_desktop.consultation.rules import Condition, Rule, RuleSet
from stemsup_desktop.content_files import read_bytes, read_json
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import UNKNOWN, Answer, BooleanAnswer, CodingAnswer
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import Item, Questionnaire
from stemsup_desktop.questionnaire.reader import read_questionnaire

QUESTIONNAIRE_FILE = Path("questionnaires", "examination.json")
RULES_FILE = Path("rules", "rules.json")


@dataclass(frozen=True, slots=True)
class ClinicalContent:
    """Checklist and rules of one content version.

    `judged` has for each rule the link ids whose answers an opinion on it judges, in document order: the questions that
    it reads and their follow-ups. `symptom_names` are the words for symptom ids; an id without words speaks for itself.
    """

    resources: Path
    questionnaire: Questionnaire
    rules: RuleSet
    judged: Mapping[str, tuple[str, ...]] = field(repr=False, compare=False)
    symptom_names: Mapping[str, Text] = field(default_factory=dict, repr=False, compare=False)

    def find_rule(self, rule_id: str) -> Rule | None:
        """Find a rule by its id."""
        return next((rule for rule in self.rules.rules if rule.id == rule_id), None)

    def name_symptom(self, symptom_id: str) -> Text:
        """Return the words for a symptom."""
        words = self.symptom_names.get(symptom_id)
        return words if words is not None else Text(symptom_id or "-", symptom_id or "-")


def read_clinical_content(resources: Path, symptom_names: Mapping[str, Text] | None = None) -> ClinicalContent:
    """Read checklist and rules from a resources folder; raises `InputProblem` or `EnvironmentProblem`.

    Content that ships or that a clinic brings is refused for anything the questionnaire reader would merely note:
    a condition on a question that does not exist, a circle, an unsupported type, a text in one language only.
    """
    path = resources / QUESTIONNAIRE_FILE
    questionnaire = read_questionnaire(read_bytes(path), path.name)
    _refuse_faults(questionnaire, path.name)
    rules = read_json(resources / RULES_FILE, RuleSet)
    return make_clinical_content(questionnaire, rules, resources, symptom_names or {})


def make_clinical_content(
    questionnaire: Questionnaire,
    rules: RuleSet,
    resources: Path = Path(),
    symptom_names: Mapping[str, Text] | None = None,
) -> ClinicalContent:
    """Join checklist and rules; raises `InputProblem` that names the rule if they do not fit together."""
    seen: set[str] = set()
    for rule in rules.rules:
        if not rule.id.strip() or not rule.version.strip() or rule.id in seen:
            raise _rule_problem(rule, "expected an id of its own and a version")
        seen.add(rule.id)
        _check_rule(rule, questionnaire)
    followers = _find_followers(questionnaire)
    judged = {rule.id: _find_judged(rule, questionnaire, followers) for rule in rules.rules}
    return ClinicalContent(resources, questionnaire, rules, judged, symptom_names or {})


def get_reads(rule: Rule) -> tuple[str, ...]:
    """Return the questions whose "unknown" matters to a rule."""
    return rule.reads or tuple(dict.fromkeys(condition.question for condition in rule.when if condition.question))


def has_questions(rule: Rule) -> bool:
    """Say whether a rule reads answers at all; one that reads facts alone stands and goes with the facts."""
    return bool(get_reads(rule))


def _refuse_faults(questionnaire: Questionnaire, name: str) -> None:
    for issue in questionnaire.issues:
        raise InputProblem("content-invalid", f"{name}: {issue.message.en}")
    for unsupported in questionnaire.unsupported:
        where = f"{unsupported.kind} {unsupported.name} at {unsupported.link_id}"
        raise InputProblem("content-invalid", f"{name}: {where} is not supported.")
    for link_id in questionnaire.untranslated:
        raise InputProblem("content-invalid", f"{name}: {link_id} has a text in one language only.")


def _rule_problem(rule: Rule, expected: str) -> InputProblem:
    return InputProblem("content-invalid", f"{RULES_FILE.name}: rule {rule.id}: {expected}.")


def _check_rule(rule: Rule, questionnaire: Questionnaire) -> None:
    if not rule.when:
        raise _rule_problem(rule, "expected at least one condition")
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


def _find_judged(rule: Rule, questionnaire: Questionnaire, followers: Mapping[str, set[str]]) -> tuple[str, ...]:
    found: set[str] = set()
    waiting = list(_named_questions(rule))
    while waiting:
        link_id = waiting.pop()
        if link_id not in found:
            found.add(link_id)
            waiting += followers.get(link_id, ())
    in_order = (item.link_id for item in questionnaire.iter_items() if item.is_question)
    return tuple(link_id for link_id in dict.fromkeys(in_order) if link_id in found)


def is_unknown(answer: Answer) -> bool:
    """Say whether an answer is the code UNK, of HL7 v2 table 0532 or of any other list."""
    return isinstance(answer, CodingAnswer) and answer.code == UNKNOWN.code
