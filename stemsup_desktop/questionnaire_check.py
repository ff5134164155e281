"""Checks a response against a questionnaire, and against rules if there are any: what `stemsup check` prints of them.

There is no patient and no plan here: rules that read facts of these find none, and the verdict speaks of answers alone.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from stemsup_desktop.consultation.content import ClinicalContent, make_clinical_content
from stemsup_desktop.consultation.gate import derive_verdict
from stemsup_desktop.consultation.gate_findings import derive_findings
from stemsup_desktop.consultation.gate_missing import find_missing_answers
from stemsup_desktop.consultation.gate_model import Finding, Missing, Verdict
from stemsup_desktop.consultation.gate_rules import find_assessment
from stemsup_desktop.consultation.record import Consultation, Examination
from stemsup_desktop.consultation.rule_evaluation import make_scope
from stemsup_desktop.consultation.rule_examples import check_examples, read_examples
from stemsup_desktop.consultation.rules import RuleSet
from stemsup_desktop.content_files import read_json
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.input_files import read_input
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import Answer, ItemAnswers
from stemsup_desktop.questionnaire.enablement import list_answers
from stemsup_desktop.questionnaire.evaluation import Surroundings
from stemsup_desktop.questionnaire.fhir_values import write_value
from stemsup_desktop.questionnaire.form import Form, derive_form
from stemsup_desktop.questionnaire.form_paths import write_path
from stemsup_desktop.questionnaire.model import Questionnaire
from stemsup_desktop.questionnaire.reader import read_questionnaire
from stemsup_desktop.questionnaire.response_reading import read_response
from stemsup_desktop.questionnaire.validation import check_answers

MOST_BYTES = 50_000_000


class CheckIssue(msgspec.Struct, frozen=True):
    """Something wrong in the questionnaire, or an answer that is impossible, unlikely or missing; `code` is stable."""

    code: str
    link_id: str
    message: Text


class UnsupportedPart(msgspec.Struct, frozen=True):
    """Something in the questionnaire that this program does not do."""

    kind: str
    link_id: str
    name: str


class QuestionnaireCheck(msgspec.Struct, frozen=True):
    """What is asked, what was calculated, what is wrong, what the rules say.

    `verdict` is None where no rule judged the answers and none is missing: that is not the same as clear.
    """

    enabled: tuple[str, ...]
    calculated: dict[str, object]
    issues: tuple[CheckIssue, ...]
    unsupported: tuple[UnsupportedPart, ...]
    findings: tuple[Finding, ...]
    verdict: Verdict | None


def read_check_files(questionnaire: Path, response: Path) -> tuple[Questionnaire, tuple[ItemAnswers, ...]]:
    """Read both files; raises a `Problem` that names file and fault."""
    read = read_questionnaire(read_input(questionnaire, MOST_BYTES), questionnaire.name)
    return read, read_response(read_input(response, MOST_BYTES), read, response.name)


def read_rules_folder(folder: Path, questionnaire: Questionnaire) -> ClinicalContent:
    """Read the rules in a folder, with their examples; raises a `Problem` for a rule that does not do what they say.

    The rules lie in `rules.json`, or in `rules/rules.json` as in a content pack, with `examples` beside it.
    """
    if not folder.is_dir():
        raise InputProblem("input-missing", f"{folder.name}: there is no such folder.")
    path = next((path for path in (folder / "rules.json", folder / "rules" / "rules.json") if path.exists()), None)
    if path is None:
        raise InputProblem("input-missing", f"{folder.name}: expected the file rules.json in this folder.")
    content = make_clinical_content(questionnaire, read_json(path, RuleSet))
    for rule in content.rules.rules:
        check_examples(rule, read_examples(path.parent, rule), questionnaire)
    return content


def derive_questionnaire_check(
    questionnaire: Questionnaire,
    responses: tuple[ItemAnswers, ...],
    content: ClinicalContent | None,
    now: datetime,
) -> QuestionnaireCheck:
    """Return everything that can be said about a response; `content` has the rules, None means that there are none."""
    surroundings = Surroundings(now)
    form = derive_form(questionnaire, responses, surroundings)
    used = content or make_clinical_content(questionnaire, RuleSet("", ()))
    answers = list_answers(form)
    scope = make_scope(used.expressions, questionnaire, responses, {}, now.date(), surroundings)
    said = (find_assessment(rule, answers, {}, scope) for rule in used.rules.rules)
    assessments = tuple(assessment for assessment in said if assessment is not None)
    visit = Consultation("check", now, examination=Examination(responses=responses))
    findings = derive_findings(assessments, visit, used, answers, {})
    missing = tuple(one for one, _ in find_missing_answers(form, assessments))
    return QuestionnaireCheck(
        enabled=tuple(write_path(form, index) for index in form.enabled_indices()),
        calculated={write_path(form, index): _write_values(form.values[index]) for index in sorted(form.calculated)},
        issues=(*_list_issues(form), *map(_say_missing, missing)),
        unsupported=tuple(UnsupportedPart(one.kind, one.link_id, one.name) for one in questionnaire.unsupported),
        findings=findings,
        verdict=derive_verdict(findings, missing, ()) if used.rules.rules or missing else None,
    )


def _write_values(answers: tuple[Answer, ...]) -> object:
    """Return a calculated answer as its FHIR value, several as a list, none as null."""
    values = [write_value(answer)[1] for answer in answers]
    return values if len(values) > 1 else values[0] if values else None


def _list_issues(form: Form) -> Iterator[CheckIssue]:
    for issue in form.questionnaire.issues:
        yield CheckIssue(issue.code, issue.link_id, issue.message)
    for problem in form.problems:
        if problem.severity == "warning":  # an error is among what is missing
            yield CheckIssue(problem.code, problem.link_id, problem.message)
    for index in form.enabled_indices():
        for fault in check_answers(form.item_at(index), form.values[index]):
            yield CheckIssue(f"answer-{fault.code}", write_path(form, index), fault.message)


def _say_missing(missing: Missing) -> CheckIssue:
    label = missing.label
    return CheckIssue("missing", missing.target, Text(f"Missing: {label.en}", f"不足：{label.ja}"))
