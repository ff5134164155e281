"""Rules as data: when a finding holds, how severe it is, for which routes, why, and what resolves it."""

from enum import StrEnum
from typing import Literal

import msgspec

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import Answer


class Severity(StrEnum):
    """How much a finding weighs, worst first."""

    STOP = "stop"
    SPECIALIST = "specialist"
    CAUTION = "caution"
    INFORMATION = "information"


class WhenUnknown(StrEnum):
    """What the answer "unknown" is worth to a rule: a severity, or a named gap (a test, an enquiry)."""

    STOP = "stop"
    SPECIALIST = "specialist"
    CAUTION = "caution"
    ASK = "ask"


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One test of an answer, in the shape and meaning of FHIR R4's enableWhen, or of a fact.

    Exactly one of `question` (a link id) and `fact` is given. Facts are derived from patient, reason, plan and day:
    `age_years` (integer), `sex` (string), `symptom` (string, several), `route` (string, several), `cell_source`
    (string), `lot_expired` (boolean, absent while the lot's expiry is not recorded), `lot_expires_within_course`
    (boolean), `certificate_on_file`, `certificate_complete`, `research_use_only` (boolean, absent while nobody looked).
    """

    operator: Literal["exists", "=", "!=", ">", "<", ">=", "<="]
    answer: Answer
    question: str = ""
    fact: str = ""


class LotFreeOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="by", tag="lot-free-of"):
    """Resolved once the chosen lot's certificate shows every substance answered to `question` as not detected."""

    question: str


class SitesAvoid(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="by", tag="sites-avoid"):
    """Resolved once sites are planned and none of them is answered to `question`."""

    question: str


Resolution = LotFreeOf | SitesAvoid


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule.

    The rule holds when `when` holds under `behavior`, or when `expression` yields true: FHIRPath over the visit's
    QuestionnaireResponse, with %patient and %plan beside it. A rule has one of the two. If it does not hold but one of
    the questions it reads (those in `reads`, by default all questions of its condition) was answered "unknown", then
    `when_unknown` says what that is worth: a severity, or "ask" for a named gap that keeps the gate at not complete.
    Unknown never clears. `routes` empty means all routes. `advice` is the next step a person can take.
    """

    id: str
    version: str
    severity: Severity
    title: Text
    reason: Text
    advice: Text
    when_unknown: WhenUnknown
    sources: tuple[str, ...]
    status: Literal["proposal", "verified", "unreviewed"]
    when: tuple[Condition, ...] = ()
    expression: str = ""
    behavior: Literal["all", "any"] = "any"
    routes: tuple[Route, ...] = ()
    reads: tuple[str, ...] = ()
    resolution: Resolution | None = None
    carries_condition: Text | None = None


class RuleSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All rules of one content version."""

    version: str
    rules: tuple[Rule, ...]
