"""What the gate panel says: verdict, routes, findings in their fixed order, and what is open. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.authority_words import REASONS
from stemsup_desktop.consultation.clinic_words import say_all_changed
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.consent_basis import ConsentStanding, ConsentState
from stemsup_desktop.consultation.formats import format_date, format_datetime
from stemsup_desktop.consultation.gate_model import Finding, FindingState, Gate, OpenKind, OpenPoint, Verdict
from stemsup_desktop.consultation.gate_open import cannot_be_judged, find_place, is_standing_stop, wants_opinion
from stemsup_desktop.consultation.open_words import say_open_point
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.language import Language
from stemsup_desktop.ui.shell.why_view import WhyView, derive_why, say_clinic_change
from stemsup_desktop.ui.view_parts import VERDICT_TAGS, TagState, VerdictView
from stemsup_desktop.ui.words import Words

SEVERITY_TAGS = {
    Severity.STOP: TagState.STOP,
    Severity.SPECIALIST: TagState.SPECIALIST,
    Severity.CAUTION: TagState.CAUTION,
    Severity.INFORMATION: TagState.INFORMATION,
}
_VERDICT_KEYS = {
    Verdict.STOP: "common.stop",
    Verdict.SPECIALIST: "common.specialist",
    Verdict.NOT_COMPLETE: "common.not_complete",
    Verdict.CONDITIONS: "common.conditions",
    Verdict.CLEAR: "common.clear",
}


_OPEN_TAGS = {
    OpenKind.STOP: TagState.STOP,
    OpenKind.REASON: TagState.STOP,
    OpenKind.OPINION: TagState.SPECIALIST,
    OpenKind.NOT_JUDGED: TagState.OPEN,
    OpenKind.MISSING: TagState.OPEN,
}


class FindingAct(StrEnum):
    """What the physician can do about a finding in its card."""

    NONE = ""
    OPINION = "opinion"
    REASON = "reason"


_ACTS = {FindingAct.OPINION: ReservedAct.OPINION, FindingAct.REASON: ReservedAct.STOP_LIFTED}


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding as its card shows it."""

    rule_id: str
    tag: TagState
    title: str
    said: str
    """The patient's own words."""
    reason: str
    advice: str
    sources: tuple[str, ...]
    state: str
    """The state of the opinion in words, or empty."""
    opinion: str
    """The recorded or lapsed opinion's text."""
    act: FindingAct
    act_reason: str
    """Why whoever looks at it cannot do that, or empty."""
    is_settled: bool
    step: int
    target: str
    """Step and link id or field to jump to; the target may be empty."""
    opinion_by: str
    """Who recorded the lapsed opinion and when, or empty."""
    clinic: str
    """That the clinic has changed the rule, from what to what, or empty."""
    why: WhyView
    narrows_lots: bool = False
    """Whether another lot would meet its condition: then the plan offers those lots and no others."""


@dataclass(frozen=True, slots=True)
class GroupView:
    """All findings of one severity."""

    tag: TagState
    title: str
    note: str
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class OpenView:
    """One line of what is missing or blocking, to jump to; `rule_id` where its card is the place to act."""

    tag: TagState
    step: int
    target: str
    label: str
    rule_id: str


@dataclass(frozen=True, slots=True)
class GateView:
    """The whole panel; `bar` is its one line on narrow windows, `clinic` what is to say about the clinic's content."""

    verdict: VerdictView
    bar: VerdictView
    routes: tuple[tuple[str, TagState, str], ...]
    groups: tuple[GroupView, ...]
    open_points: tuple[OpenView, ...]
    clinic: tuple[str, ...]


def derive_gate_view(
    gate: Gate,
    words: Words,
    source_names: Mapping[str, str],
    *,
    may_decide: bool = True,
    consent: ConsentStanding | None = None,
    lot_rules: frozenset[str] = frozenset(),
) -> GateView:
    """Return what the panel shows; `source_names` has the short citation of each source id.

    To whoever may not decide, each act in a card is shown with the reason why it is not theirs. A `consent` that no
    longer covers the plan is among what is open, though it is no matter of the verdict. `lot_rules` are the ids of the
    rules whose condition a lot can meet.
    """
    title = words(_VERDICT_KEYS[gate.verdict])
    routes = tuple(
        (words(_route_key(route.route)), VERDICT_TAGS[route.verdict], words(_VERDICT_KEYS[route.verdict]))
        for route in gate.routes
    )
    return GateView(
        VerdictView(gate.verdict, title, _sentence(gate, words)),
        VerdictView(gate.verdict, title, _tally(gate, words)),
        routes,
        tuple(_derive_group(gate, severity, words, source_names, may_decide, lot_rules) for severity in Severity),
        tuple(_derive_open(point, words) for point in gate.open_points) + _derive_consent(consent, words),
        _say_clinic(gate, words),
    )


def _derive_open(point: OpenPoint, words: Words) -> OpenView:
    acts_in_card = point.kind in (OpenKind.REASON, OpenKind.OPINION)
    text = say_open_point(point).in_language(words.language)
    return OpenView(_OPEN_TAGS[point.kind], point.step, point.target, text, point.rule_id if acts_in_card else "")


def _derive_consent(consent: ConsentStanding | None, words: Words) -> tuple[OpenView, ...]:
    if consent is None or consent.state is not ConsentState.OUTDATED or consent.signed_on is None:
        return ()
    space = "" if words.language is Language.JA else " "
    changed = space.join(one.in_language(words.language) for one in consent.changed)
    day = format_date(consent.signed_on, words.language)
    return (OpenView(TagState.CAUTION, 5, "", words("gate.consent_outdated", date=day, changed=changed), ""),)


def _say_clinic(gate: Gate, words: Words) -> tuple[str, ...]:
    if gate.clinic is None:
        return ()
    named = say_all_changed(gate.clinic)
    said = gate.clinic.faults if named is None else (named, *gate.clinic.faults)
    return tuple(text.in_language(words.language) for text in said)


def _route_key(route: Route) -> str:
    return f"common.route_{route.value}"


def _sentence(gate: Gate, words: Words) -> str:
    match gate.verdict:
        case Verdict.STOP:
            return words("gate.sentence_stop", tally=_tally(gate, words))
        case Verdict.SPECIALIST:
            return words("gate.sentence_specialist", tally=_tally(gate, words))
        case Verdict.NOT_COMPLETE:
            if any(map(cannot_be_judged, gate.findings)):
                return words("gate.sentence_not_judged", tally=_tally(gate, words))
            return words("gate.sentence_not_complete", count=len(gate.missing))
        case Verdict.CONDITIONS:
            return words("gate.sentence_conditions", count=len(gate.conditions))
        case Verdict.CLEAR:
            return words("gate.sentence_clear", answered=gate.answered, askable=gate.askable)


def _tally(gate: Gate, words: Words) -> str:
    not_judged = sum(map(cannot_be_judged, gate.findings))
    cautions = [f for f in gate.findings if f.severity is Severity.CAUTION and not cannot_be_judged(f)]
    counts = (
        ("gate.count_stop", sum(is_standing_stop(finding) for finding in gate.findings)),
        ("gate.count_specialist", sum(wants_opinion(finding) for finding in gate.findings)),
        ("gate.count_caution", len(cautions)),
        ("gate.count_not_judged", not_judged),
        ("gate.count_open", len(gate.missing)),
    )
    parts = [words(key, count=count) for key, count in counts if count]
    return words.listed(parts) if parts else words("gate.count_nothing")


def _derive_group(
    gate: Gate,
    severity: Severity,
    words: Words,
    source_names: Mapping[str, str],
    may_decide: bool,
    lot_rules: frozenset[str],
) -> GroupView:
    found = tuple(finding for finding in gate.findings if finding.severity is severity)
    tag = SEVERITY_TAGS[severity]
    return GroupView(
        tag,
        words(f"common.{severity.value}"),
        _group_note(found, words),
        tuple(_derive_finding(finding, words, source_names, may_decide, lot_rules) for finding in found),
    )


def _group_note(found: tuple[Finding, ...], words: Words) -> str:
    routes = tuple(dict.fromkeys(route for finding in found for route in finding.routes))
    is_for_all = not routes or any(not finding.routes for finding in found) or len(routes) == len(Route)
    where = words("gate.all_routes") if is_for_all else words.listed(words(_route_key(r)) for r in routes)
    return f"{len(found)} · {where}"


def _derive_finding(
    finding: Finding, words: Words, source_names: Mapping[str, str], may_decide: bool, lot_rules: frozenset[str]
) -> FindingView:
    language = words.language
    quoted = words("gate.between_answers").join(answer.in_language(language) for answer in finding.answers)
    step, target = find_place(finding)
    act = FindingAct.NONE
    if wants_opinion(finding):
        act = FindingAct.OPINION
    elif finding.state is FindingState.REASON_WANTED:
        act = FindingAct.REASON
    return FindingView(
        rule_id=finding.rule_id,
        tag=SEVERITY_TAGS[finding.severity],
        title=finding.title.in_language(language),
        said=words("gate.patient_said", answer=quoted) if quoted else "",
        reason=finding.reason.in_language(language),
        advice=finding.advice.in_language(language),
        sources=tuple(source_names.get(source, source) for source in finding.sources),
        state=_state(finding, words),
        opinion=finding.opinion.reason if finding.opinion is not None else "",
        act=act,
        act_reason="" if may_decide or act is FindingAct.NONE else REASONS[_ACTS[act]].in_language(language),
        is_settled=finding.state in (FindingState.OPINION_RECORDED, FindingState.RESOLVED),
        step=step,
        target=target,
        opinion_by=_opinion_by(finding, words),
        clinic=words("gate.semicolon").join(say_clinic_change(finding, words)),
        why=derive_why(finding, words, source_names),
        narrows_lots=finding.rule_id in lot_rules and is_standing_stop(finding) and act is FindingAct.NONE,
    )


def _opinion_by(finding: Finding, words: Words) -> str:
    opinion = finding.opinion
    if opinion is None or finding.state is not FindingState.OPINION_LAPSED:
        return ""
    return words.listed((opinion.physician, format_datetime(opinion.recorded_at, words.language)))


def _state(finding: Finding, words: Words) -> str:
    match finding.state:
        case FindingState.OPINION_RECORDED if finding.opinion is not None:
            at = finding.opinion.recorded_at
            time = f"{at.hour}:{at.minute:02}" if words.language is Language.EN else f"{at.hour}時{at.minute:02}分"
            return words("gate.opinion_recorded_by", physician=finding.opinion.physician, time=time)
        case FindingState.OPINION_LAPSED:
            return words("gate.opinion_lapsed")
        case FindingState.RESOLVED:
            return words("gate.resolved")
        case FindingState.REASON_WANTED:
            return words("gate.reason_wanted")
        case FindingState.NOT_JUDGED:
            return words("gate.not_judged")
        case _:
            return ""
