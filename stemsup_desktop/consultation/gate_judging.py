"""What the rules say and what the answers lack, derived once as long as nothing that they are of has changed.

Each change of a visit is judged three times over: for the stops before it, for those after it, and for the gate. What
is kept here is kept with all that it was derived from, and counts for exactly that.
"""

from collections.abc import Callable
from datetime import date

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.facts import Facts
from stemsup_desktop.consultation.gate_missing import find_missing_answers
from stemsup_desktop.consultation.gate_model import Missing
from stemsup_desktop.consultation.gate_rules import Assessment, Values, find_assessment
from stemsup_desktop.consultation.rule_evaluation import ExpressionScope
from stemsup_desktop.questionnaire.form import Form
from stemsup_desktop.questionnaire.memo import Same
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.questionnaire.validation import is_refused

Unanswered = tuple[tuple[Missing, tuple[Route, ...]], ...]


def assess_rules(
    content: ClinicalContent,
    form: Form,
    answers: Values,
    facts: Facts,
    day: date,
    get_scope: Callable[[], ExpressionScope | None],
) -> tuple[Assessment, ...]:
    """Return what every rule that is not quiet says, in the order of the rules.

    `answers` are those of the form that count; `get_scope` makes what expressions are evaluated on, of the same form,
    facts and day. An expression may run out of time and say nothing: that is not kept.
    """
    memo, key = content.questionnaire.judged, ("assessments", facts.get("route", ()))
    basis = (Same(form, content.rules, content.expressions), day, facts)
    known = memo.find(key, basis)
    if isinstance(known, tuple):
        return known
    scope = get_scope()
    said = (find_assessment(rule, answers, facts, scope) for rule in content.rules.rules)
    assessments = tuple(assessment for assessment in said if assessment is not None)
    if not any(assessment.is_not_judged for assessment in assessments):
        memo.put(key, basis, assessments)
    return assessments


def list_missing_answers(form: Form, assessments: tuple[Assessment, ...]) -> Unanswered:
    """Return items without an answer that counts, each with the routes it concerns (none: all)."""
    memo, basis = form.questionnaire.judged, (Same(form), assessments)
    known = memo.find("missing answers", basis)
    if isinstance(known, tuple):
        return known
    missing = tuple(find_missing_answers(form, assessments))
    memo.put("missing answers", basis, missing)
    return missing


def count_answered(form: Form) -> tuple[int, int]:
    """Return how many of the questions that are asked have an answer that counts, and how many there are."""
    memo, basis = form.questionnaire.judged, Same(form)
    known = memo.find("answered", basis)
    if isinstance(known, tuple):
        return known
    asked = tuple(index for index in form.enabled_indices() if _is_askable(form.item_at(index)))
    answered = sum(bool(form.values[at]) and not is_refused(form.item_at(at), form.values[at]) for at in asked)
    memo.put("answered", basis, (answered, len(asked)))
    return answered, len(asked)


def _is_askable(item: Item) -> bool:
    return item.is_question and not item.is_hidden
