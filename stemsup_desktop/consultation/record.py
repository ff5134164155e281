"""One consultation as a frozen record: what was said, found, decided, planned, agreed and done in steps 1 to 7.

The same record is the draft in the vault, the input file of the command line and the basis of every document.
What follows from it (enabled items, findings, verdict, totals) is derived, never stored.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import Answer, ItemAnswers

Score = Annotated[int, Meta(ge=0, le=10)]
"""A numeric rating scale score, 0 none to 10 worst."""


MOST_ML = Decimal(10_000)


def check_volume(volume_ml: Decimal | None) -> None:
    """Raise ValueError unless a volume in mL is absent or a finite number from 0 to 10,000."""
    if volume_ml is not None and not (volume_ml.is_finite() and 0 <= volume_ml <= MOST_ML):
        raise ValueError("a volume lies between 0 and 10,000 mL")


class Route(StrEnum):
    """How the supernatant is given."""

    INTRADERMAL = "intradermal"
    INTRAVENOUS = "intravenous"
    INTRANASAL = "intranasal"


class CellSource(StrEnum):
    """The tissue whose cells conditioned the medium."""

    BONE_MARROW = "bone-marrow"
    ADIPOSE = "adipose"
    UMBILICAL_CORD = "umbilical-cord"
    DENTAL_PULP = "dental-pulp"


# Step 1, Reason


class Complaint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the twelve symptoms, with the physician's diagnosis and the baseline score."""

    symptom_id: str
    diagnosis: str = ""
    icd10: str = ""
    baseline_nrs: Score | None = None


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why the patient comes; `goal` is in the patient's own words."""

    complaints: tuple[Complaint, ...] = ()
    goal: str = ""
    note: str = ""


# Step 2, Examination: the answers, and what the physician made of them


class Opinion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The physician's recorded judgement of a finding.

    Bound to the rule's version and to the SHA-256 of the answers it judged; it lapses when either changes.
    """

    rule_id: str
    rule_version: str
    answers_sha256: str
    reason: str
    physician: str
    recorded_at: datetime


class StopRaised(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stop that these answers once raised; kept so that it cannot vanish without a reason."""

    rule_id: str
    raised_at: datetime


class StopLifted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a raised stop no longer holds, after its answer changed."""

    rule_id: str
    reason: str
    physician: str
    lifted_at: datetime


class CarriedAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer that waits to be confirmed; until then its question is unanswered.

    It is of an earlier visit, or, without a `consultation_id`, an initial value that the checklist proposes.
    """

    link_id: str
    answers: tuple[Answer, ...]
    given_on: date
    consultation_id: str = ""

    @property
    def is_proposal(self) -> bool:
        """Say whether nobody ever gave it: it is an initial value of the checklist."""
        return not self.consultation_id


class AnswerNote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words beside a chosen answer; no rule reads them."""

    link_id: str
    text: str
    written_by: str = ""
    written_at: datetime | None = None


class Examination(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The answers to the checklist, opinions on findings, and the history of stops.

    `questionnaire` is the canonical URL and version ("url|version") the visit began with. `carried` are no answers.
    """

    questionnaire: str = ""
    responses: tuple[ItemAnswers, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    stops_raised: tuple[StopRaised, ...] = ()
    stops_lifted: tuple[StopLifted, ...] = ()
    carried: tuple[CarriedAnswer, ...] = ()
    notes: tuple[AnswerNote, ...] = ()


# Step 3, Explain


class ExplainedPage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reference page that the physician explained; `content_sha256` is the hash of the exact text shown."""

    page_id: str
    language: Language
    explained_at: datetime
    content_sha256: str = ""


class Explanation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was explained, and what the patient asked."""

    pages: tuple[ExplainedPage, ...] = ()
    questions_asked: str = ""


# Step 4, Plan


class Certificate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the lot's certificate of analysis says; `is_on_file` None means nobody has looked yet.

    `shown_absent` names substances (codes of the allergen list) that the certificate shows as not detected.
    """

    is_on_file: bool | None = None
    is_complete: bool | None = None
    shown_absent: tuple[str, ...] = ()
    is_research_use_only: bool | None = None


class Product(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The product and the lot to be used."""

    name: str = ""
    cell_source: CellSource | None = None
    maker: str = ""
    approval_status: str = ""
    procurement: str = ""
    lot_number: str = ""
    expires: date | None = None
    certificate: Certificate = Certificate()


class PlannedSite(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A coded site of the scalp or face list; `other` is free text for the site "other"."""

    site_id: str
    other: str = ""


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is intended. Nothing here is ever suggested by the program, least of all a dose."""

    product: Product = Product()
    routes: tuple[Route, ...] = ()
    sites: tuple[PlannedSite, ...] = ()
    sessions: Annotated[int, Meta(ge=1, le=100)] | None = None
    interval_days: Annotated[int, Meta(ge=1, le=3650)] | None = None
    fee_per_session_yen: Annotated[int, Meta(ge=0, le=100_000_000)] | None = None
    extra_fees_yen: Annotated[int, Meta(ge=0, le=100_000_000)] = 0
    first_session_on: date | None = None
    aftercare_ids: tuple[str, ...] = ()
    alternatives_explained: bool = False
    note: str = ""


# Step 5, Consent


class Choices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Separate yes/no choices; each starts at no."""

    photographs: bool = False
    teaching: bool = False
    publication: bool = False


class AgreedPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The hash of one part of what was agreed to, so that a later change can be named."""

    name: Literal["text", "clauses", "symptoms", "product", "lot", "routes", "sites", "sessions", "cost"]
    sha256: str


class PaperSignature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The consent as signed in ink.

    `basis_sha256` is the hash of what was agreed to (text version, symptoms, product, routes, sites, cost);
    if the plan moves on, the signature no longer covers it. `agreed_parts` says which part moved.
    """

    document_number: str
    signed_on: date
    patient_name: str
    physician_name: str
    all_initials_present: bool
    basis_sha256: str
    guardian_name: str = ""
    interpreter_name: str = ""
    witness_name: str = ""
    recorded_at: datetime | None = None
    agreed_parts: tuple[AgreedPart, ...] = ()


class Declined(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The patient decided against the treatment: a result, not an error."""

    declined_on: date
    note: str = ""


class Consent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How consent stands."""

    language: Language | None = None
    choices: Choices = Choices()
    thinking_until: date | None = None
    signature: PaperSignature | None = None
    declined: Declined | None = None


# Step 6, Treatment


class Vitals(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One set of vital signs in the treatment room."""

    moment: Literal["before", "during", "after"]
    taken_at: datetime
    temperature_c: Decimal | None = None
    systolic_mmhg: int | None = None
    diastolic_mmhg: int | None = None
    pulse_per_min: int | None = None
    spo2_percent: int | None = None
    respiration_per_min: int | None = None

    def __post_init__(self) -> None:
        if self.temperature_c is not None and not self.temperature_c.is_finite():
            raise ValueError("a temperature is a number of degrees Celsius")


class SiteTreated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a site really received."""

    site_id: str
    points: Annotated[int, Meta(ge=0, le=10_000)] | None = None
    volume_ml: Decimal | None = None
    other: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        check_volume(self.volume_ml)


class DripRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the drip was given, as entered by the person who gave it."""

    volume_ml: Decimal | None = None
    dilution: str = ""
    rate: str = ""
    filter: str = ""

    def __post_init__(self) -> None:
        check_volume(self.volume_ml)


class NasalRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the spray was given or handed out for self-use."""

    volume_ml: Decimal | None = None
    sprays_per_nostril: Annotated[int, Meta(ge=0, le=100)] | None = None
    units_dispensed: Annotated[int, Meta(ge=0, le=1000)] | None = None
    instruction_given: bool = False
    teach_back_done: bool = False

    def __post_init__(self) -> None:
        check_volume(self.volume_ml)


class Reaction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An adverse event; `grade` is 1 mild to 5 death."""

    kind: str
    grade: Annotated[int, Meta(ge=1, le=5)]
    onset_at: datetime | None = None
    action: str = ""
    outcome: str = ""


class Treatment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was really done; None for `lot_number` means not yet recorded."""

    lot_number: str | None = None
    lot_expires: date | None = None
    operator: str = ""
    needle: str = ""
    drawn_up_ml: Decimal | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    observed_until: datetime | None = None
    sites: tuple[SiteTreated, ...] = ()
    drip: DripRecord | None = None
    nasal: NasalRecord | None = None
    vitals: tuple[Vitals, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    no_reaction_observed: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        check_volume(self.drawn_up_ml)


# Step 7, Summary


class ScoreToday(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The score of a symptom today."""

    symptom_id: str
    nrs: Score


class Summary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the patient takes home."""

    language: Language | None = None
    scores: tuple[ScoreToday, ...] = ()
    aftercare_given_ids: tuple[str, ...] = ()
    next_visit_on: date | None = None
    note: str = ""
    closed_at: datetime | None = None


class Consultation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One visit of one patient, steps 1 to 7."""

    consultation_id: str
    started_at: datetime
    visit_number: int = 1
    reason: Reason = Reason()
    examination: Examination = Examination()
    explanation: Explanation = Explanation()
    plan: Plan = Plan()
    consent: Consent = Consent()
    treatment: Treatment = Treatment()
    summary: Summary = Summary()


class ConsultationFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One consultation with all that a document needs: the snapshot that is rendered, the command line's input."""

    clinic: Clinic
    physician: Physician
    patient: Patient
    consultation: Consultation
    format: Literal["stemsup-consultation/1"] = "stemsup-consultation/1"
