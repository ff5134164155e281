"""One rule against answers and facts: whether it holds, what an unknown is worth, whether the plan resolves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from stemsup_desktop.consultation.lot_facts import derive_lot_product, uses_only_judged_lots
from stemsup_desktop.consultation.record import Consultation, LotStanding
from stemsup_desktop.consultation.rule_evaluation import ExpressionScope, get_facts
from stemsup_desktop.consultation.rule_reading import get_reads, is_unknown
from stemsup_desktop.consultation.rules import (
    Condition,
    LotFreeOf,
    Resolution,
    Rule,
    Severity,
    SitesAvoid,
    WhenUnknown,
)
from stemsup_desktop.questionnaire.answers import Answer, CodingAnswer
from stemsup_desktop.questionnaire.compare import is_met
from stemsup_desktop.questionnaire.typed_text import is_blank

Values = Mapping[str, tuple[Answer, ...]]

SITE_OTHER = "other"
"""A site in free text, of which nobody can say by code what it avoids."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a rule says. `severity` None: an unknown answer to `asks` wants a test or an enquiry.

    `is_not_judged`: the rule's expression gave no answer; `severity` is what it would raise.
    """

    rule: Rule
    severity: Severity | None
    is_from_unknown: bool = False
    asks: tuple[str, ...] = ()
    is_not_judged: bool = False


def find_assessment(
    rule: Rule, answers: Values, facts: Values, scope: ExpressionScope | None = None
) -> Assessment | None:
    """Find what a rule says about effective answers and facts; None if it is quiet.

    A rule with an expression is evaluated in `scope`.
    """
    holds = _judge(rule, answers, facts, scope)
    if holds:
        return Assessment(rule, rule.severity)
    unknown = tuple(link_id for link_id in get_reads(rule) if any(map(is_unknown, answers.get(link_id, ()))))
    if holds is None and not (unknown and rule.when_unknown is WhenUnknown.STOP):
        return Assessment(rule, rule.severity, is_not_judged=True)
    if not unknown:
        return None
    if rule.when_unknown is WhenUnknown.ASK:
        return Assessment(rule, None, is_from_unknown=True, asks=unknown)
    return Assessment(rule, Severity(rule.when_unknown.value), is_from_unknown=True)


def _judge(rule: Rule, answers: Values, facts: Values, scope: ExpressionScope | None) -> bool | None:
    if rule.expression:
        return None if scope is None else scope.judge(rule)
    met = (is_condition_met(condition, answers, facts) for condition in rule.when)
    return all(met) if rule.behavior == "all" else any(met)


def find_causes(rule: Rule, answers: Values, facts: Values) -> frozenset[str]:
    """Find the questions and facts by which a rule holds: those of conditions that are met, else the unknowns.

    Of an expression nobody can say which part made it hold, so all that it reads counts.
    """
    met = {one.question or one.fact for one in rule.when if is_condition_met(one, answers, facts)}
    if met:
        return frozenset(met)
    if rule.expression:
        return frozenset((*get_reads(rule), *get_facts(rule)))
    return frozenset(link_id for link_id in get_reads(rule) if any(map(is_unknown, answers.get(link_id, ()))))


def is_resolved(
    resolution: Resolution | None,
    consultation: Consultation,
    answers: Values,
    lots: tuple[LotStanding, ...] = (),
) -> bool:
    """Say whether plan and treatment meet the condition that a rule names for its own resolution.

    Of a lot in `lots` the lot book counts over the plan's own words.

    A free text or an unknown cannot be looked up on a certificate or a site map, so it resolves nothing.
    """
    if resolution is None:
        return False
    given = answers.get(resolution.question, ())
    codes = {answer.code for answer in given if isinstance(answer, CodingAnswer) and not is_unknown(answer)}
    if not given or len(codes) < len(given):
        return False
    match resolution:
        case LotFreeOf():
            return _is_lot_free_of(codes, consultation, lots)
        case SitesAvoid():
            return _do_sites_avoid(codes, consultation)
        case _:
            assert_never(resolution)


def is_condition_met(condition: Condition, answers: Values, facts: Values) -> bool:
    """Say whether one condition holds for effective answers and facts."""
    values = answers.get(condition.question, ()) if condition.question else facts.get(condition.fact, ())
    return is_met(condition.operator, condition.answer, values)


def _is_lot_free_of(codes: set[str], consultation: Consultation, lots: tuple[LotStanding, ...]) -> bool:
    product = derive_lot_product(consultation, lots)
    if is_blank(product.lot_number) or product.certificate.is_on_file is not True:
        return False
    return uses_only_judged_lots(consultation, lots) and codes <= set(product.certificate.shown_absent)


def _do_sites_avoid(codes: set[str], consultation: Consultation) -> bool:
    sites = {site.site_id for site in consultation.plan.sites}
    treated = {site.site_id for site in consultation.treatment.sites}
    return bool(sites) and SITE_OTHER not in sites | treated and not (sites | treated) & codes
