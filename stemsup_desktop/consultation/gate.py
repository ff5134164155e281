"""The gate: every finding and every missing thing of a visit, and the one verdict that follows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.facts import Facts, derive_facts, get_deciding_day, with_route
from stemsup_desktop.consultation.gate_findings import derive_findings
from stemsup_desktop.consultation.gate_missing import (
    find_missing_answers,
    find_missing_in_checklist,
    find_missing_in_plan,
    find_missing_in_reason,
)
from stemsup_desktop.consultation.gate_model import Finding, Gate, Missing, RouteVerdict, Verdict
from stemsup_desktop.consultation.gate_open import (
    cannot_be_judged,
    is_standing_stop,
    list_open_points,
    touches,
    wants_opinion,
)
from stemsup_desktop.consultation.gate_rules import Assessment, Values, find_assessment
from stemsup_desktop.consultation.lot_facts import derive_lot_product
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.plan_model import Product
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.rule_evaluation import ExpressionScope, get_facts, make_scope, with_facts
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.consultation.surroundings import derive_surroundings
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.enablement import list_answers
from stemsup_desktop.questionnaire.form import Form, derive_form
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.questionnaire.validation import is_refused

Unanswered = tuple[tuple[Missing, tuple[Route, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Visit:
    """Everything the gate reads, put together once."""

    patient: Patient
    consultation: Consultation
    content: ClinicalContent
    form: Form
    answers: Values
    facts: Facts
    scope: ExpressionScope | None
    product: Product


def derive_gate(patient: Patient, consultation: Consultation, content: ClinicalContent, today: date) -> Gate:
    """Return the gate of a visit on a day.

    Only answers of enabled items are read. Impossible answers still raise what they raise, but count as missing.
    """
    visit = _read_visit(patient, consultation, content, today)
    planned = consultation.plan.routes
    assessments = _assess(visit, visit.facts)
    findings = derive_findings(assessments, consultation, content, visit.answers, visit.facts)
    unanswered = _find_unanswered(visit, assessments)
    missing = _find_missing(visit, unanswered, planned)
    return Gate(
        verdict=derive_verdict(findings, missing, planned),
        routes=tuple(_derive_route_verdict(visit, route, unanswered, findings) for route in Route),
        findings=findings,
        missing=missing,
        conditions=_gather_conditions(findings, planned),
        answered=sum(_is_answered(visit.form, index) for index in visit.form.enabled_indices()),
        askable=sum(_is_askable(visit.form.item_at(index)) for index in visit.form.enabled_indices()),
        rules_version=content.rules.version,
        clinic=content.clinic,
        open_points=list_open_points(findings, missing, planned),
    )


def derive_verdict(findings: Iterable[Finding], missing: tuple[Missing, ...], routes: tuple[Route, ...]) -> Verdict:
    """Return the worst that holds for some routes; no routes means every finding counts."""
    counted = [finding for finding in findings if touches(finding.routes, routes)]
    if any(is_standing_stop(finding) for finding in counted):
        return Verdict.STOP
    if any(wants_opinion(finding) for finding in counted):
        return Verdict.SPECIALIST
    if missing or any(cannot_be_judged(finding) for finding in counted):
        return Verdict.NOT_COMPLETE
    return Verdict.CONDITIONS if any(finding.condition is not None for finding in counted) else Verdict.CLEAR


def find_firing_stops(
    patient: Patient, consultation: Consultation, content: ClinicalContent, today: date
) -> tuple[str, ...]:
    """Return the ids of rules that raise a stop now, whether or not the plan resolves it."""
    visit = _read_visit(patient, consultation, content, today)
    assessed = _assess(visit, visit.facts)
    return tuple(said.rule.id for said in assessed if said.severity is Severity.STOP and not said.is_not_judged)


def _read_visit(patient: Patient, consultation: Consultation, content: ClinicalContent, today: date) -> _Visit:
    responses = consultation.examination.responses
    surroundings = derive_surroundings(patient, today)
    form = derive_form(content.questionnaire, responses, surroundings)
    facts = derive_facts(patient, consultation, today, content.lots)
    day = get_deciding_day(consultation, today)
    scope = make_scope(content.expressions, content.questionnaire, responses, facts, day, surroundings)
    product = derive_lot_product(consultation, content.lots)
    return _Visit(patient, consultation, content, form, list_answers(form), facts, scope, product)


def _assess(visit: _Visit, facts: Facts) -> tuple[Assessment, ...]:
    scope = visit.scope if facts is visit.facts else with_facts(visit.scope, facts)
    said = (find_assessment(rule, visit.answers, facts, scope) for rule in visit.content.rules.rules)
    return tuple(assessment for assessment in said if assessment is not None)


def _find_unanswered(visit: _Visit, assessments: tuple[Assessment, ...]) -> Unanswered:
    """Return what the checklist lacks, with the routes that each concerns (none: all)."""
    return (
        *find_missing_in_checklist(visit.consultation.examination, visit.content),
        *find_missing_answers(visit.form, assessments),
    )


def _find_missing(visit: _Visit, unanswered: Unanswered, routes: tuple[Route, ...]) -> tuple[Missing, ...]:
    return (
        *find_missing_in_reason(visit.patient, visit.consultation.reason, visit.content),
        *(missing for missing, concerned in unanswered if touches(concerned, routes)),
        *find_missing_in_plan(visit.consultation.plan, visit.product, routes),
    )


def _derive_route_verdict(
    visit: _Visit, route: Route, unanswered: Unanswered, findings: tuple[Finding, ...]
) -> RouteVerdict:
    """Judge as if only this route were used, also where a rule reads the route as a fact."""
    if any("route" in get_facts(rule) for rule in visit.content.rules.rules):
        assessments = _assess(visit, with_route(visit.facts, route))
        unanswered = _find_unanswered(visit, assessments)
        findings = derive_findings(assessments, visit.consultation, visit.content, visit.answers, visit.facts)
    missing = _find_missing(visit, unanswered, (route,))
    return RouteVerdict(route, derive_verdict(findings, missing, (route,)))


def _gather_conditions(findings: Iterable[Finding], planned: tuple[Route, ...]) -> tuple[Text, ...]:
    counted = (finding for finding in findings if touches(finding.routes, planned))
    return tuple(dict.fromkeys(finding.condition for finding in counted if finding.condition is not None))


def _is_askable(item: Item) -> bool:
    return item.is_question and not item.is_hidden


def _is_answered(form: Form, index: int) -> bool:
    item, answers = form.item_at(index), form.values[index]
    return _is_askable(item) and bool(answers) and not is_refused(item, answers)
