"""A checklist that a clinic brings: what it is known by, and which of the shipped rules can be judged by it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec

from stemsup_desktop.consultation.content import ClinicalContent, make_clinical_content
from stemsup_desktop.consultation.likeness import Likeness
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.rule_reading import prepare_rules
from stemsup_desktop.consultation.rules import Condition, Rule
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.answers import CodingAnswer
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.json_reading import decode_exactly
from stemsup_desktop.questionnaire.model import Questionnaire
from stemsup_desktop.questionnaire.reader import read_questionnaire

MOST_CANONICAL = 1000
MOST_CODE = 35
"""Letters of a language code that is worth showing (BCP 47 needs no more)."""


@dataclass(frozen=True, slots=True)
class Checklist:
    """A questionnaire with its exact bytes and their SHA-256 in hexadecimal; `language` is the code in the file."""

    questionnaire: Questionnaire
    data: bytes
    sha256: str
    language: str = ""

    @property
    def canonical(self) -> str:
        """What a visit that begins with it keeps, "url|version"."""
        return self.questionnaire.canonical


def read_checklist(data: bytes, name: str) -> Checklist:
    """Return the checklist in a file; raises `InputProblem` if it cannot be read or asks nothing.

    One without a URL is known by its own SHA-256, so that two different ones are never taken for each other.
    """
    questionnaire = read_questionnaire(data, name)
    sha256 = hashlib.sha256(data).hexdigest()
    if not questionnaire.url.strip():
        questionnaire = replace(questionnaire, url=f"urn:sha256:{sha256}")
    canonical = questionnaire.canonical
    if len(canonical) > MOST_CANONICAL or canonical != normalise_text(canonical) or not canonical.isprintable():
        raise InputProblem("checklist-unnamed", f"{name}: the url and version cannot be used as a name.")
    if not any(item.is_question and item.is_supported and not item.is_hidden for item in questionnaire.iter_items()):
        raise InputProblem("checklist-empty", f"{name}: there is no question in it that can be answered here.")
    return Checklist(questionnaire, data, sha256, _read_language(data, name))


def _read_language(data: bytes, name: str) -> str:
    code = decode_exactly(data, name).get("language", "")
    return code if isinstance(code, str) and len(code) <= MOST_CODE and code.isascii() and code.isprintable() else ""


def with_checklist(shipped: ClinicalContent, checklist: Checklist) -> ClinicalContent:
    """Return the clinical content of visits that began with a checklist.

    A rule is kept as far as the checklist lets it raise something. It is among `rules_not_judged` unless everything it
    reads is asked as in the shipped checklist: the gate names it then, and is never clear without it.
    """
    if checklist.data == shipped.source:
        return shipped
    own = checklist.questionnaire
    likeness = Likeness(shipped.questionnaire, own)
    kept, not_judged = [], []
    for rule in shipped.rules.rules:
        expression = shipped.expressions.get(rule.id)
        read = set(_iter_questions(rule)) | (set() if expression is None else expression.link_ids)
        fitting = _find_fitting(rule, own)
        if fitting is not None:
            kept.append(fitting)
        if fitting != rule or not all(map(likeness.is_alike, read)):
            not_judged.append(rule)
    rules = msgspec.structs.replace(shipped.rules, rules=tuple(kept))
    made = make_clinical_content(own, rules, shipped.resources, shipped.symptom_names)
    return replace(
        shipped,
        questionnaire=own,
        rules=rules,
        judged=made.judged,
        expressions=made.expressions,
        rules_not_judged=tuple(not_judged),
        source=checklist.data,
    )


def _iter_questions(rule: Rule) -> Iterator[str]:
    yield from (condition.question for condition in rule.when if condition.question)
    yield from rule.reads
    if rule.resolution is not None:
        yield rule.resolution.question


def _find_fitting(rule: Rule, own: Questionnaire) -> Rule | None:
    """Find what is left of a rule: conditions on questions that exist. None if it could never hold as it is meant."""
    if rule.expression:
        return rule if _can_be_judged(rule, own) else None
    when = tuple(condition for condition in rule.when if condition.fact or _is_askable(condition, own))
    if not when or (rule.behavior == "all" and when != rule.when):
        return None
    resolution = rule.resolution
    if resolution is not None and not _is_question(resolution.question, own):
        resolution = None  # what nobody is asked resolves nothing
    reads = tuple(link_id for link_id in rule.reads if _is_question(link_id, own))
    return msgspec.structs.replace(rule, when=when, reads=reads, resolution=resolution)


def _can_be_judged(rule: Rule, own: Questionnaire) -> bool:
    try:
        prepare_rules((rule,), own)
    except InputProblem:
        return False
    return True


def _is_question(link_id: str, own: Questionnaire) -> bool:
    item = own.find_item(link_id)
    return item is not None and item.is_question


def _is_askable(condition: Condition, own: Questionnaire) -> bool:
    item = own.find_item(condition.question)
    if item is None or not item.is_question:
        return False
    if not isinstance(condition.answer, CodingAnswer):
        return True
    return item.type in (ItemType.CHOICE, ItemType.OPEN_CHOICE) and item.find_option(condition.answer) is not None
