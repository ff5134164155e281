"""Findings as DetectedIssue, which FHIR also calls contraindication, and the physician's opinions as its mitigation."""

from stemsup_desktop.consultation.fhir_record_json import (
    EXTENSIONS,
    Code,
    make_concept,
    without_empty,
    write_fields,
)
from stemsup_desktop.consultation.gate_model import Finding, FindingState, Gate
from stemsup_desktop.consultation.record import Examination, Opinion, StopLifted
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.fhir_values import write_moment
from stemsup_desktop.questionnaire.response_tree import Json

LAPSED = f"{EXTENSIONS}/opinion-lapsed"
"""A modifier extension: a mitigation that carries it does not count."""

JUDGED, LIFTED = "opinion", "stop-lifted"

_SEVERITIES = {
    Severity.STOP: "high",
    Severity.SPECIALIST: "high",
    Severity.CAUTION: "moderate",
    Severity.INFORMATION: "low",
}


def make_issues(examination: Examination, gate: Gate, language: Language, addresses: dict[str, str]) -> list[Json]:
    """Return an issue for each finding, and for each rule that no longer holds but was judged or lifted."""
    standing = [one.opinion for one in gate.findings if one.state is FindingState.OPINION_RECORDED]
    findings = {finding.rule_id: finding for finding in gate.findings}
    judged = [opinion.rule_id for opinion in examination.opinions]
    lifted = [stop.rule_id for stop in examination.stops_lifted]
    return [
        _make_issue(
            rule_id,
            findings.get(rule_id),
            [
                *(_make_opinion(one, one not in standing) for one in examination.opinions if one.rule_id == rule_id),
                *(_make_lifted(one) for one in examination.stops_lifted if one.rule_id == rule_id),
            ],
            language,
            addresses,
        )
        for rule_id in dict.fromkeys((*findings, *judged, *lifted))
    ]


def _make_issue(
    rule_id: str, finding: Finding | None, mitigation: list[Json], language: Language, addresses: dict[str, str]
) -> Json:
    made: Json = {
        "resourceType": "DetectedIssue",
        "identifier": [{"system": Code.RULE.system, "value": rule_id}] if rule_id else None,
        # A rule that was judged and no longer holds is no issue any more; it stays with what was said of it.
        "status": "cancelled" if finding is None else "final",
        "patient": {"reference": addresses["patient"]},
        "mitigation": mitigation,
    }
    if finding is not None:
        fields = {
            "rule_version": finding.rule_version,
            "severity": finding.severity,
            "state": finding.state,
            "answers_sha256": finding.answers_sha256,
        }
        made |= {
            "extension": write_fields("finding", fields),
            "code": make_concept(Code.RULE, rule_id, finding.title.in_language(language)),
            "severity": _SEVERITIES[finding.severity],
            "detail": finding.reason.in_language(language),
            "evidence": [{"detail": [{"reference": addresses["response"]}]}],
        }
    return without_empty(made)


def _make_opinion(opinion: Opinion, is_lapsed: bool) -> Json:
    fields = {"rule_version": opinion.rule_version, "answers_sha256": opinion.answers_sha256}
    lapsed = [{"url": LAPSED, "valueBoolean": True}] if is_lapsed else None
    said = _make_mitigation(JUDGED, opinion.reason, opinion.physician, write_moment(opinion.recorded_at))
    return without_empty({"extension": write_fields("judged", fields), "modifierExtension": lapsed, **said})


def _make_lifted(stop: StopLifted) -> Json:
    return _make_mitigation(LIFTED, stop.reason, stop.physician, write_moment(stop.lifted_at))


def _make_mitigation(kind: str, reason: str, physician: str, moment: str) -> Json:
    return without_empty(
        {
            "action": make_concept(Code.OPINION, kind, reason),
            "date": moment,
            "author": {"display": physician} if physician else None,
        }
    )
