"""How each of the seven steps stands, with a few words that say why."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import assert_never

import msgspec

from stemsup_desktop.consultation.consent_basis import ConsentStanding, ConsentState
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.gate_model import Gate, OpenKind, Verdict
from stemsup_desktop.consultation.gate_open import is_standing_stop, touches, wants_opinion
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.consultation.record import Consent, Consultation, Reason, Summary
from stemsup_desktop.consultation.treatment_model import Treatment
from stemsup_desktop.language import Language, Text


class StepState(StrEnum):
    """How far a step is; a blocked one can be looked at, but not completed yet."""

    EMPTY = "empty"
    IN_PROGRESS = "in-progress"
    COMPLETE = "complete"
    BLOCKED = "blocked"


class StepView(msgspec.Struct, frozen=True):
    """One step as the step bar shows it."""

    number: int
    title: Text
    state: StepState
    caption: Text


STEP_TITLES = (
    Text("Reason", "来院理由"),
    Text("Examination", "診察"),
    Text("Explain", "説明"),
    Text("Plan", "計画"),
    Text("Consent", "同意"),
    Text("Treatment", "治療"),
    Text("Summary", "まとめ"),
)

_Standing = tuple[StepState, Text]

_NOT_STARTED: _Standing = (StepState.EMPTY, Text("Not started", "未着手"))
_GATE_MUST_CLEAR: _Standing = (StepState.BLOCKED, Text("Gate must clear", "判定待ち"))
_AFTER_CONSENT: _Standing = (StepState.BLOCKED, Text("After consent", "同意後"))
_DECLINED = Text("Declined", "希望せず")
_DONE = Text("Complete", "完了")


def derive_steps(consultation: Consultation, gate: Gate, consent: ConsentStanding, today: date) -> tuple[StepView, ...]:
    """Return the seven steps of a visit; what is missing and what blocks is the gate's and the consent's."""
    standings = (
        _derive_reason(consultation.reason, _count_missing(gate, 1)),
        _derive_examination(consultation, gate),
        _derive_explanation(consultation),
        _derive_plan(consultation.plan, _count_missing(gate, 4)),
        _derive_consent(consultation.consent, gate, consent, today),
        _derive_treatment(consultation, gate, consent),
        _derive_summary(consultation.summary, gate),
    )
    return tuple(
        StepView(number, title, state, caption)
        for number, (title, (state, caption)) in enumerate(zip(STEP_TITLES, standings, strict=True), start=1)
    )


def _count_missing(gate: Gate, step: int) -> int:
    not_judged = sum(point.kind is OpenKind.NOT_JUDGED and point.step == step for point in gate.open_points)
    return not_judged + sum(missing.step == step for missing in gate.missing)


def _count(number: int, singular: str, plural: str, japanese: str) -> Text:
    return Text(f"{number} {singular if number == 1 else plural}", japanese.format(number))


def _open(number: int) -> Text:
    return Text(f"{number} open", f"未入力{number}件")


def _derive_reason(reason: Reason, missing: int) -> _Standing:
    if reason == Reason():
        return _NOT_STARTED
    caption = _count(len(reason.complaints), "symptom", "symptoms", "症状{}件")
    if missing:
        return StepState.IN_PROGRESS, _join((caption, _open(missing)) if reason.complaints else (_open(missing),))
    return StepState.COMPLETE, caption


def _derive_examination(consultation: Consultation, gate: Gate) -> _Standing:
    missing = _count_missing(gate, 2)
    has_answers = any(response.answers for response in consultation.examination.responses)
    parts = tuple(_say_findings(consultation, gate))
    if not has_answers and not parts:
        return _NOT_STARTED
    if missing:
        parts = (*parts, _open(missing))
    return (StepState.IN_PROGRESS, _join(parts)) if parts else (StepState.COMPLETE, _DONE)


def _say_findings(consultation: Consultation, gate: Gate) -> Iterator[Text]:
    planned = consultation.plan.routes
    counted = [finding for finding in gate.findings if touches(finding.routes, planned) and finding.link_ids]
    stops = sum(is_standing_stop(finding) for finding in counted)
    opinions = sum(wants_opinion(finding) for finding in counted)
    if stops:
        yield _count(stops, "stop", "stops", "中止{}件")
    if opinions:
        yield _count(opinions, "opinion", "opinions", "要判断{}件")


def _join(parts: tuple[Text, ...]) -> Text:
    return Text(", ".join(part.en for part in parts), "・".join(part.ja for part in parts))


def _derive_explanation(consultation: Consultation) -> _Standing:
    explanation = consultation.explanation
    if explanation.pages:
        return StepState.COMPLETE, _count(len(explanation.pages), "page", "pages", "{}ページ")
    return (StepState.IN_PROGRESS, Text("No page yet", "ページ未選択")) if explanation.questions_asked else _NOT_STARTED


def _derive_plan(plan: Plan, missing: int) -> _Standing:
    if plan == Plan():
        return _NOT_STARTED
    if missing:
        return StepState.IN_PROGRESS, _open(missing)
    return StepState.COMPLETE, _count(plan.sessions or 0, "session", "sessions", "{}回")


def _is_gate_closed(gate: Gate) -> bool:
    match gate.verdict:
        case Verdict.STOP | Verdict.SPECIALIST | Verdict.NOT_COMPLETE:
            return True
        case Verdict.CONDITIONS | Verdict.CLEAR:
            return False
        case _:
            assert_never(gate.verdict)


def _derive_consent(consent: Consent, gate: Gate, standing: ConsentStanding, today: date) -> _Standing:
    if standing.state is ConsentState.DECLINED:
        return StepState.COMPLETE, _DECLINED
    if standing.state is ConsentState.WITHDRAWN:
        return StepState.COMPLETE, _withdrawn(standing)
    if _is_gate_closed(gate):
        return _GATE_MUST_CLEAR
    match standing.state:
        case ConsentState.NONE if consent.thinking_until is not None and today < consent.thinking_until:
            return StepState.IN_PROGRESS, _on("Thinking until {}", "{}まで検討", consent.thinking_until)
        case ConsentState.NONE:
            is_begun = consent != Consent(earlier=consent.earlier)
            return (StepState.IN_PROGRESS, Text("To sign", "署名待ち")) if is_begun else _NOT_STARTED
        case ConsentState.OUTDATED:
            return StepState.IN_PROGRESS, Text("To sign again", "再署名待ち")
        case ConsentState.EARLIER:
            return StepState.COMPLETE, _of(standing, "Holds since {}", "{}の同意が有効")
        case ConsentState.SIGNED if not _has_initials(consent):
            return StepState.IN_PROGRESS, Text("Initials missing", "イニシャル不足")
        case ConsentState.SIGNED:
            return StepState.COMPLETE, _of(standing, "Signed {}", "{} 署名")
        case _:
            assert_never(standing.state)


def _has_initials(consent: Consent) -> bool:
    return consent.signature is not None and consent.signature.all_initials_present


def _of(standing: ConsentStanding, english: str, japanese: str) -> Text:
    return _DONE if standing.signed_on is None else _on(english, japanese, standing.signed_on)


def _on(english: str, japanese: str, day: date) -> Text:
    """Return a caption with the day, without its year: the step bar is narrow and the visit's own date is beside it."""
    short = format_date(day, Language.EN).rpartition(" ")[0]
    return Text(english.format(short), japanese.format(f"{day.month}月{day.day}日"))


def _withdrawn(standing: ConsentStanding) -> Text:
    return _DONE if standing.withdrawn_on is None else _on("Withdrawn {}", "{} 撤回", standing.withdrawn_on)


def _derive_treatment(consultation: Consultation, gate: Gate, consent: ConsentStanding) -> _Standing:
    treatment = consultation.treatment
    if consent.state is ConsentState.DECLINED:
        return StepState.BLOCKED, _DECLINED
    if consent.state is ConsentState.WITHDRAWN:
        return StepState.BLOCKED, _withdrawn(consent)
    if _is_gate_closed(gate):
        return _GATE_MUST_CLEAR
    if not _is_treatment_open(consultation.consent, consent):
        return _AFTER_CONSENT
    if treatment == Treatment():
        return _NOT_STARTED
    missing = _count_missing_in_treatment(treatment)
    return (StepState.IN_PROGRESS, _open(missing)) if missing else (StepState.COMPLETE, _DONE)


def _is_treatment_open(consent: Consent, standing: ConsentStanding) -> bool:
    """Only a consent that covers this plan opens the treatment: a signature alone says nothing about what has moved."""
    match standing.state:
        case ConsentState.SIGNED:
            return _has_initials(consent)
        case ConsentState.EARLIER:
            return True
        case ConsentState.NONE | ConsentState.OUTDATED | ConsentState.DECLINED | ConsentState.WITHDRAWN:
            return False
        case _:
            assert_never(standing.state)


def _count_missing_in_treatment(treatment: Treatment) -> int:
    present = (
        bool((treatment.lot_number or "").strip()),
        treatment.started_at is not None,
        treatment.ended_at is not None,
        bool(treatment.reactions) or treatment.no_reaction_observed,
    )
    return present.count(False)


def _derive_summary(summary: Summary, gate: Gate) -> _Standing:
    if gate.verdict is Verdict.STOP:
        return _GATE_MUST_CLEAR
    if summary.closed_at is not None:
        return StepState.COMPLETE, Text("Closed", "終了")
    if summary.next_visit_on is not None:
        return StepState.IN_PROGRESS, _on("Next visit {}", "次回 {}", summary.next_visit_on)
    return _NOT_STARTED if summary == Summary() else (StepState.IN_PROGRESS, Text("Not closed", "未終了"))
