"""What the gate says: one verdict and every reason for it."""

from datetime import datetime
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.clinic_model import ClinicChange, ClinicRules
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.record import Opinion
from stemsup_desktop.consultation.rule_words import RuleWords
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
    NOT_JUDGED = "not-judged"


class GivenAnswer(msgspec.Struct, frozen=True):
    """Something that a finding rests on: the patient's answer to a question, or a fact of patient, reason, plan or day.

    Exactly one of `link_id` and `fact` is given. When and by whom is known of answers alone. `is_cause`: a condition of
    the rule holds by it, or it is the unknown that counts.
    """

    link_id: str
    fact: str
    question: Text
    answer: Text
    answered_at: datetime | None = None
    answered_by: str = ""
    is_cause: bool = False


class Finding(msgspec.Struct, frozen=True):
    """A rule that holds for these answers, or a stop that was raised and lacks the reason for its going.

    `answers` are the patient's answers in words, per question. `answers_sha256` is what an opinion is bound to.
    `opinion` is the valid opinion, or the lapsed one with its old text when `state` is OPINION_LAPSED. `clinic_change`
    says what the clinic changed in the rule. `given` is what the finding rests on, `rule_words` and `rule_expression`
    when its rule holds. A finding that is NOT_JUDGED says that its rule's expression gave no answer; the severity is
    what the rule would raise, and the gate is not complete.
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
    clinic_change: ClinicChange | None = None
    given: tuple[GivenAnswer, ...] = ()
    rule_words: RuleWords | None = None
    rule_expression: str = ""


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


class OpenKind(StrEnum):
    """Why something keeps the gate from clearing, worst first."""

    STOP = "stop"
    REASON = "reason"
    OPINION = "opinion"
    NOT_JUDGED = "not-judged"
    MISSING = "missing"


class OpenPoint(msgspec.Struct, frozen=True):
    """One line of the list of everything missing or blocking, with the step and the place in it that is its cause.

    `rule_id` names the rule of a finding and is empty for what is missing.
    """

    kind: OpenKind
    step: int
    target: str
    label: Text
    rule_id: str = ""


class RouteVerdict(msgspec.Struct, frozen=True):
    """The verdict if only this route were used."""

    route: Route
    verdict: Verdict


class Gate(msgspec.Struct, frozen=True):
    """The whole of findings and missing things, and its result.

    With routes planned, only findings that touch them count; before that, every finding counts. `clinic` says what the
    clinic changed in the rules, whether or not they hold here. `open_points` is the one list of everything missing or
    blocking; it is empty exactly if the verdict is conditions or clear.
    """

    verdict: Verdict
    routes: tuple[RouteVerdict, ...]
    findings: tuple[Finding, ...]
    missing: tuple[Missing, ...]
    conditions: tuple[Text, ...]
    answered: int
    askable: int
    rules_version: str
    clinic: ClinicRules | None = None
    open_points: tuple[OpenPoint, ...] = ()
