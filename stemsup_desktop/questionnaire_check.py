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
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import ItemAnswers
from stemsup_desktop.questionnaire.enablement import derive_enabled, effective_answers
from stemsup_desktop.questionnaire.model import Questionnaire
from stemsup_desktop.questionnaire.reader import read_questionnaire
from stemsup_desktop.questionnaire.response import read_response
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
    read = read_questionnaire(_read_limited(questionnaire), questionnaire.name)
    return read, read_response(_read_limited(response), read, response.name)


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
    findings, missing = _judge(questionnaire, responses, content, now)
    issues = (*_list_issues(questionnaire, responses), *(_say_missing(one) for one in missing))
    unsupported = (UnsupportedPart(one.kind, one.link_id, one.name) for one in questionnaire.unsupported)
    is_judged = content is not None and bool(content.rules.rules)
    verdict = derive_verdict(findings, missing, ()) if is_judged or missing else None
    enabled = list_enabled_places(questionnaire, responses)
    calculated = list_calculated(questionnaire, responses)
    return QuestionnaireCheck(enabled, calculated, issues, tuple(unsupported), findings, verdict)


def list_enabled_places(questionnaire: Questionnaire, responses: tuple[ItemAnswers, ...]) -> tuple[str, ...]:
    """Return what is asked, in document order."""
    return derive_enabled(questionnaire, responses).link_ids


def list_calculated(questionnaire: Questionnaire, responses: tuple[ItemAnswers, ...]) -> dict[str, object]:
    """Return the values that the questionnaire calculates from the answers: none, as long as it cannot."""
    del questionnaire, responses
    return {}


def _judge(
    questionnaire: Questionnaire, responses: tuple[ItemAnswers, ...], content: ClinicalContent | None, now: datetime
) -> tuple[tuple[Finding, ...], tuple[Missing, ...]]:
    used = content or make_clinical_content(questionnaire, RuleSet("", ()))
    answers = effective_answers(questionnaire, responses)
    scope = make_scope(used.expressions, questionnaire, responses, {}, now.date())
    said = (find_assessment(rule, answers, {}, scope) for rule in used.rules.rules)
    assessments = tuple(assessment for assessment in said if assessment is not None)
    visit = Consultation("check", now, examination=Examination(responses=responses))
    findings = derive_findings(assessments, visit, used, answers, {})
    unanswered = find_missing_answers(derive_enabled(questionnaire, responses), answers, assessments)
    return findings, tuple(missing for missing, _ in unanswered)


def _list_issues(questionnaire: Questionnaire, responses: tuple[ItemAnswers, ...]) -> Iterator[CheckIssue]:
    for issue in questionnaire.issues:
        yield CheckIssue(issue.code, issue.link_id, issue.message)
    for link_id, answers in effective_answers(questionnaire, responses).items():
        item = questionnaire.find_item(link_id)
        for problem in () if item is None else check_answers(item, answers):
            yield CheckIssue(f"answer-{problem.code}", link_id, problem.message)


def _say_missing(missing: Missing) -> CheckIssue:
    label = missing.label
    return CheckIssue("missing", missing.target, Text(f"Missing: {label.en}", f"不足：{label.ja}"))


def _read_limited(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise InputProblem("input-missing", f"{path.name}: there is no such file.") from error
    except (OSError, ValueError) as error:
        raise EnvironmentProblem("input-unreadable", f"{path.name}: the file cannot be read.") from error
    if len(data) > MOST_BYTES:
        raise InputProblem("input-invalid", f"{path.name}: the file is larger than {MOST_BYTES // 1_000_000} MB.")
    return data
