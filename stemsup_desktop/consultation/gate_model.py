"""What the gate says: one verdict and every reason for it."""

from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.record import Opinion, Route
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.form_paths import name_occurrence


class Verdict(StrEnum):
    """The worst that holds, worst first."""

    STOP = "stop"
    SPECIALIST = "specialist"
    NOT_COMPLETE = "not-complete"
    CONDITIONS = "conditions"
    CLEAR = "clear"


class FindingState(StrEnum):
    """Where a finding stands."""

    OPEN = "open"
    OPINION_RECORDED = "opinion-recorded"
    OPINION_LAPSED = "opinion-lapsed"
    RESOLVED = "resolved"
    REASON_WANTED = "reason-wanted"


class Finding(msgspec.Struct, frozen=True):
    """A rule that holds for these answers, or a stop that was raised and lacks the reason for its going.

    `answers` are the patient's answers in words, per question. `answers_sha256` is what an opinion is bound to.
    `opinion` is the valid opinion, or the lapsed one with its old text when `state` is OPINION_LAPSED.
    """

    rule_id: str
    rule_version: str
    severity: Severity
    state: FindingState
    routes: tuple[Route, ...]
    title: Text
    reason: Text
    advice: Text
    sources: tuple[str, ...]
    link_ids: tuple[str, ...]
    answers: tuple[Text, ...]
    answers_sha256: str
    is_from_unknown: bool = False
    opinion: Opinion | None = None
    condition: Text | None = None


class Missing(msgspec.Struct, frozen=True):
    """Something required that has no answer.

    `step` is 1 to 7; `target` is the link id of an examination item or the name of a field of the step, to jump to;
    `place` tells occurrences of the item apart.
    """

    step: int
    target: str
    label: Text
    place: tuple[int, ...] = ()

    @property
    def address(self) -> str:
        """Return the target with its place, as pages find it."""
        return name_occurrence(self.target, self.place)


class RouteVerdict(msgspec.Struct, frozen=True):
    """The verdict if only this route were used."""

    route: Route
    verdict: Verdict


class Gate(msgspec.Struct, frozen=True):
    """The whole of findings and missing things, and its result.

    With routes planned, only findings that touch them count; before that, every finding counts.
    """

    verdict: Verdict
    routes: tuple[RouteVerdict, ...]
    findings: tuple[Finding, ...]
    missing: tuple[Missing, ...]
    conditions: tuple[Text, ...]
    answered: int
    askable: int
    rules_version: str
