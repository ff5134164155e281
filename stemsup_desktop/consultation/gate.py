"""The gate: every finding and every missing thing of a visit, and the one verdict that follows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.facts import Facts, derive_facts, get_deciding_day, with_route
from stemsup_desktop.consultation.gate_findings import derive_findings
from stemsup_desktop.consultation.gate_judging import Unanswered, assess_rules, count_answered, list_missing_answers
from stemsup_desktop.consultation.gate_missing import (
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
from stemsup_desktop.consultation.gate_rules import Assessment, Values
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


@dataclass(frozen=True, slots=True)
class _Visit:
    """Everything the gate reads, put together once."""

    patient: Patient
    consultation: Consultation
    content: ClinicalContent
    form: Form
    answers: Values
    facts: Facts
    day: date
    get_scope: Callable[[], ExpressionScope | None]
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
    reads_route = any("route" in get_facts(rule) for rule in content.rules.rules)
    of_route = _judge_route if reads_route else _sum_up_route
    answered, askable = count_answered(visit.form)
    return Gate(
        verdict=derive_verdict(findings, missing, planned),
        routes=tuple(of_route(visit, route, unanswered, findings) for route in Route),
        findings=findings,
        missing=missing,
        conditions=_gather_conditions(findings, planned),
        answered=answered,
        askable=askable,
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
    product = derive_lot_product(consultation, content.lots)

    @cache
    def get_scope() -> ExpressionScope | None:
        return make_scope(content.expressions, content.questionnaire, responses, facts, day, surroundings)

    return _Visit(patient, consultation, content, form, list_answers(form), facts, day, get_scope, product)


def _assess(visit: _Visit, facts: Facts) -> tuple[Assessment, ...]:
    def get_scope() -> ExpressionScope | None:
        return with_facts(visit.get_scope(), facts)

    return assess_rules(visit.content, visit.form, visit.answers, facts, visit.day, get_scope)


def _find_unanswered(visit: _Visit, assessments: tuple[Assessment, ...]) -> Unanswered:
    """Return what the checklist lacks, with the routes that each concerns (none: all)."""
    return (
        *find_missing_in_checklist(visit.consultation.examination, visit.content),
        *list_missing_answers(visit.form, assessments),
    )


def _find_missing(visit: _Visit, unanswered: Unanswered, routes: tuple[Route, ...]) -> tuple[Missing, ...]:
    return (
        *find_missing_in_reason(visit.patient, visit.consultation.reason, visit.content),
        *(missing for missing, concerned in unanswered if touches(concerned, routes)),
        *find_missing_in_plan(visit.consultation.plan, visit.product, routes),
    )


def _judge_route(visit: _Visit, route: Route, _: Unanswered, __: tuple[Finding, ...]) -> RouteVerdict:
    """Judge as if only this route were used, where a rule reads the route as a fact."""
    assessments = _assess(visit, with_route(visit.facts, route))
    unanswered = _find_unanswered(visit, assessments)
    findings = derive_findings(assessments, visit.consultation, visit.content, visit.answers, visit.facts)
    return _sum_up_route(visit, route, unanswered, findings)


def _sum_up_route(visit: _Visit, route: Route, unanswered: Unanswered, findings: tuple[Finding, ...]) -> RouteVerdict:
    missing = _find_missing(visit, unanswered, (route,))
    return RouteVerdict(route, derive_verdict(findings, missing, (route,)))


def _gather_conditions(findings: Iterable[Finding], planned: tuple[Route, ...]) -> tuple[Text, ...]:
    counted = (finding for finding in findings if touches(finding.routes, planned))
    return tuple(dict.fromkeys(finding.condition for finding in counted if finding.condition is not None))
