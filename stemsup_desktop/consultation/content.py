"""The clinical content a visit is judged by: the checklist and the rules, checked against each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from stemsup_desktop.consultation.clinic_model import ClinicRules
from stemsup_desktop.consultation.record import LotStanding
from stemsup_desktop.consultation.rule_evaluation import Expressions
from stemsup_desktop.consultation.rule_reading import RULES_FILE, prepare_rules
from stemsup_desktop.consultation.rules import Rule, RuleSet
from stemsup_desktop.content_files import read_bytes, read_json
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.model import Questionnaire
from stemsup_desktop.questionnaire.reader import read_questionnaire

QUESTIONNAIRE_FILE = Path("questionnaires", "examination.json")


@dataclass(frozen=True, slots=True)
class ClinicalContent:
    """Checklist and rules of one content version.

    `judged` has for each rule the link ids whose answers an opinion on it judges, in document order: the questions that
    it reads and their follow-ups. `symptom_names` are the words for symptom ids; an id without words speaks for itself.
    `rules_not_judged` are shipped rules that this checklist cannot judge, or not wholly. `source` is the exact bytes of
    the checklist. `lots` are the lots of the visit as the lot book has them now.
    `clinic` says what the clinic changed in the rules; None if it has no content pack. `expressions` has the read
    expression of each rule that carries one.
    """

    resources: Path
    questionnaire: Questionnaire
    rules: RuleSet
    judged: Mapping[str, tuple[str, ...]] = field(repr=False, compare=False)
    symptom_names: Mapping[str, Text] = field(default_factory=dict, repr=False, compare=False)
    clinic: ClinicRules | None = None
    expressions: Expressions = field(default_factory=dict, repr=False, compare=False)
    rules_not_judged: tuple[Rule, ...] = ()
    source: bytes = field(default=b"", repr=False, compare=False)
    lots: tuple[LotStanding, ...] = ()

    def find_rule(self, rule_id: str) -> Rule | None:
        """Find a rule by its id."""
        return next((rule for rule in self.rules.rules if rule.id == rule_id), None)

    def name_symptom(self, symptom_id: str) -> Text:
        """Return the words for a symptom."""
        words = self.symptom_names.get(symptom_id)
        return words if words is not None else Text(symptom_id or "-", symptom_id or "-")


def with_lots(content: ClinicalContent, lots: tuple[LotStanding, ...]) -> ClinicalContent:
    """Return the content for a visit that names these lots of the lot book."""
    return content if content.lots == lots else replace(content, lots=lots)


def read_clinical_content(
    resources: Path, symptom_names: Mapping[str, Text] | None = None, pack: Path | None = None
) -> ClinicalContent:
    """Read checklist and rules from a resources folder; raises `InputProblem` or `EnvironmentProblem`.

    `pack` is the clinic's content pack; a fault in it is noted in `clinic`, and the shipped rule stands.

    Content that ships or that a clinic brings is refused for anything the questionnaire reader would merely note:
    a condition on a question that does not exist, a circle, an unsupported type, a text in one language only.
    """
    path = resources / QUESTIONNAIRE_FILE
    source = read_bytes(path)
    questionnaire = read_questionnaire(source, path.name)
    _refuse_faults(questionnaire, path.name)
    rules, clinic = read_json(resources / RULES_FILE, RuleSet), None
    if pack is not None and pack.is_dir():
        # Most clinics have no pack, and the first window waits for what is imported here.
        from stemsup_desktop.consultation.clinic_pack import apply_clinic_pack

        rules, clinic = apply_clinic_pack(pack, rules, questionnaire)
    content = make_clinical_content(questionnaire, rules, resources, symptom_names or {}, clinic)
    return replace(content, source=source)


def make_clinical_content(
    questionnaire: Questionnaire,
    rules: RuleSet,
    resources: Path = Path(),
    symptom_names: Mapping[str, Text] | None = None,
    clinic: ClinicRules | None = None,
) -> ClinicalContent:
    """Join checklist and rules; raises `InputProblem` that names the rule if they do not fit together."""
    prepared = prepare_rules(rules.rules, questionnaire)
    rules = RuleSet(rules.version, prepared.rules)
    names, expressions = symptom_names or {}, prepared.expressions
    return ClinicalContent(resources, questionnaire, rules, prepared.judged, names, clinic, expressions)


def _refuse_faults(questionnaire: Questionnaire, name: str) -> None:
    for issue in questionnaire.issues:
        raise InputProblem("content-invalid", f"{name}: {issue.message.en}")
    for unsupported in questionnaire.unsupported:
        where = f"{unsupported.kind} {unsupported.name} at {unsupported.link_id}"
        raise InputProblem("content-invalid", f"{name}: {where} is not supported.")
    for link_id in questionnaire.untranslated:
        raise InputProblem("content-invalid", f"{name}: {link_id} has a text in one language only.")
