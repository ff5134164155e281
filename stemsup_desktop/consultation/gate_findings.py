"""Findings from what the rules say, with the opinions and reasons recorded about them."""

from collections.abc import Iterable, Iterator

from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.facts import Facts
from stemsup_desktop.consultation.gate_answers import hash_answers, say_answers
from stemsup_desktop.consultation.gate_model import Finding, FindingState, GivenAnswer
from stemsup_desktop.consultation.gate_rules import Assessment, Values, find_causes, is_resolved
from stemsup_desktop.consultation.gate_stops import find_standing_stops
from stemsup_desktop.consultation.record import Consultation, Examination, Opinion
from stemsup_desktop.consultation.rule_evaluation import get_facts
from stemsup_desktop.consultation.rule_expressions import write_expression
from stemsup_desktop.consultation.rule_words import FACTS, say_fact, say_rule
from stemsup_desktop.consultation.rules import Rule, Severity
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.typed_text import is_blank

_WORST_FIRST = tuple(Severity)


def derive_findings(
    assessments: Iterable[Assessment],
    consultation: Consultation,
    content: ClinicalContent,
    answers: Values,
    facts: Facts,
) -> tuple[Finding, ...]:
    """Return one finding per rule that holds or whose stop lacks a reason for its going, worst first."""
    said = {assessment.rule.id: assessment for assessment in assessments if assessment.severity is not None}
    standing = set(find_standing_stops(consultation.examination))
    findings = [
        _make_finding(rule, said.get(rule.id), rule.id in standing, consultation, content, answers, facts)
        for rule in content.rules.rules
        if rule.id in said or rule.id in standing
    ]
    known = {rule.id for rule in content.rules.rules}
    findings += [_make_orphan(rule_id) for rule_id in sorted(standing - known)]
    return tuple(sorted(findings, key=lambda finding: _WORST_FIRST.index(finding.severity)))


def _make_finding(
    rule: Rule,
    assessment: Assessment | None,
    has_standing_stop: bool,
    consultation: Consultation,
    content: ClinicalContent,
    answers: Values,
    facts: Facts,
) -> Finding:
    severity = None if assessment is None else assessment.severity
    sha256 = _hash_judged(rule, content, answers, facts)
    opinion: Opinion | None = None
    is_stop = severity is Severity.STOP and assessment is not None and not assessment.is_not_judged
    if severity is None or (has_standing_stop and not is_stop):
        severity, state = Severity.STOP, FindingState.REASON_WANTED
    elif assessment is not None and assessment.is_not_judged:
        state = FindingState.NOT_JUDGED
    elif is_resolved(rule.resolution, consultation, answers, content.lots):
        state = FindingState.RESOLVED
    elif severity is Severity.SPECIALIST:
        state, opinion = _find_opinion(rule, sha256, consultation.examination)
    else:
        state = FindingState.OPEN
    link_ids = tuple(link_id for link_id in content.judged[rule.id] if link_id in answers)
    causes = find_causes(rule, answers, facts)
    given = (*_list_given(link_ids, causes, consultation, content, answers), *_list_facts(rule, causes, facts))
    return Finding(
        rule_id=rule.id,
        rule_version=rule.version,
        severity=severity,
        state=state,
        routes=rule.routes,
        title=rule.title,
        reason=rule.reason,
        advice=rule.advice,
        sources=rule.sources,
        link_ids=link_ids or content.judged[rule.id][:1],
        answers=tuple(one.answer for one in given if one.link_id),
        answers_sha256=sha256,
        is_from_unknown=assessment is not None and assessment.is_from_unknown,
        opinion=opinion,
        condition=_find_condition(rule, severity, state),
        given=given,
        rule_words=say_rule(rule, content.questionnaire),
        rule_expression=write_expression(rule),
        clinic_change=None if content.clinic is None else content.clinic.find_change(rule.id),
    )


def _hash_judged(rule: Rule, content: ClinicalContent, answers: Values, facts: Facts) -> str:
    read = {name: facts.get(name, ()) for name in get_facts(rule)}
    return hash_answers(content.judged[rule.id], answers, read)


def _find_opinion(rule: Rule, sha256: str, examination: Examination) -> tuple[FindingState, Opinion | None]:
    """Find the last opinion that judges this version and these answers, else the last that did not, as lapsed."""
    recorded = [
        opinion
        for opinion in examination.opinions
        if opinion.rule_id == rule.id and not is_blank(opinion.reason) and not is_blank(opinion.physician)
    ]
    for opinion in reversed(recorded):
        if opinion.rule_version == rule.version and opinion.answers_sha256 == sha256:
            return FindingState.OPINION_RECORDED, opinion
    return (FindingState.OPINION_LAPSED, recorded[-1]) if recorded else (FindingState.OPEN, None)


def _find_condition(rule: Rule, severity: Severity, state: FindingState) -> Text | None:
    """Find what goes with the patient to plan, consent and summary: cautions, judged and resolved findings."""
    if state is FindingState.NOT_JUDGED:
        return None
    is_carried = severity is Severity.CAUTION or state in (FindingState.OPINION_RECORDED, FindingState.RESOLVED)
    return (rule.carries_condition or rule.title) if is_carried and severity is not Severity.INFORMATION else None


def _list_given(
    link_ids: tuple[str, ...],
    causes: frozenset[str],
    consultation: Consultation,
    content: ClinicalContent,
    answers: Values,
) -> Iterator[GivenAnswer]:
    recorded = {one.link_id: one for one in consultation.examination.responses if one.answers}
    for link_id in link_ids:
        item, response = content.questionnaire.find_item(link_id), recorded.get(link_id)
        if item is not None and response is not None:
            said = say_answers(item, answers[link_id])
            at, by = response.answered_at, response.answered_by
            yield GivenAnswer(link_id, "", item.label, said, at, by, link_id in causes)


def _list_facts(rule: Rule, causes: frozenset[str], facts: Facts) -> Iterator[GivenAnswer]:
    for name in get_facts(rule):
        if name in facts:
            yield GivenAnswer("", name, FACTS[name], say_fact(facts[name]), is_cause=name in causes)


def _make_orphan(rule_id: str) -> Finding:
    """Make the finding of a stop whose rule is no longer among the rules: it still wants its reason."""
    return Finding(
        rule_id=rule_id,
        rule_version="",
        severity=Severity.STOP,
        state=FindingState.REASON_WANTED,
        routes=(),
        title=Text("A stop raised earlier in this visit", "この診察で以前に生じた「中止」の所見"),
        reason=Text(
            "Its rule is not among the current rules, so nothing shows that the stop no longer applies.",
            "現在のルールに該当するものがなく、中止の理由がなくなったことを確認できません。",
        ),
        advice=Text("Record why the stop no longer applies.", "中止の必要がなくなった理由を記録してください。"),
        sources=(),
        link_ids=(),
        answers=(),
        answers_sha256=hash_answers((), {}, {}),
    )
