"""One consultation as a frozen record: what was said, found, decided, planned, agreed and done in steps 1 to 7.

The same record is the draft in the vault, the input file of the command line and the basis of every document.
What follows from it (enabled items, findings, verdict, totals) is derived, never stored.
"""

from datetime import date, datetime
from typing import Literal

import msgspec

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.codes import Route, Score
from stemsup_desktop.consultation.courses.course_model import Course, SessionRef
from stemsup_desktop.consultation.events.event_model import AdverseEvent
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.plan_model import Certificate, Plan
from stemsup_desktop.consultation.score_model import Measures
from stemsup_desktop.consultation.screen_model import ScreenRecord
from stemsup_desktop.consultation.signing_model import (
    AgreedClause,
    AgreedPart,
    EarlierConsent,
    HandSignature,
    Initial,
    TeachBackAnswer,
    Withdrawal,
)
from stemsup_desktop.consultation.treatment_model import SiteTreated, Treatment
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.questionnaire.answers import Answer, ItemAnswers

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
    """What was explained, what the patient asked, and what was seen and answered on the patient screen."""

    pages: tuple[ExplainedPage, ...] = ()
    questions_asked: str = ""
    screen: ScreenRecord = ScreenRecord()


# Step 5, Consent


class Choices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Separate yes/no choices; each starts at no."""

    photographs: bool = False
    teaching: bool = False
    publication: bool = False


class GivenConsent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The consent as it was given: signed in ink and recorded, or signed and sealed on screen.

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
    medium: Literal["paper", "screen"] = "paper"
    form_version: str = ""
    agreed_clauses: tuple[AgreedClause, ...] = ()


class Declined(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The patient decided against the treatment: a result, not an error."""

    declined_on: date
    note: str = ""


class Consent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How consent stands.

    `initials`, `signatures` and `teach_back` are of a signing on screen; one that no longer fits the text is void.
    `choices_seen_sha256` is the hash of the separate choices as they stood when the patient confirmed them, `ticks` are
    the boxes of the form that were ticked on screen, each as the id of its clause and the number of its block.
    `signature` is the consent given, `earlier` that of an earlier visit.
    """

    language: LanguageForm | None = None
    choices: Choices = Choices()
    thinking_until: date | None = None
    signature: GivenConsent | None = None
    declined: Declined | None = None
    initials: tuple[Initial, ...] = ()
    signatures: tuple[HandSignature, ...] = ()
    teach_back: tuple[TeachBackAnswer, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    earlier: EarlierConsent | None = None
    choices_seen_sha256: str = ""
    ticks: tuple[str, ...] = ()


# Step 7, Summary


class ScoreToday(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The score of a symptom today."""

    symptom_id: str
    nrs: Score


class Summary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the patient takes home."""

    language: LanguageForm | None = None
    scores: tuple[ScoreToday, ...] = ()
    aftercare_given_ids: tuple[str, ...] = ()
    next_visit_on: date | None = None
    note: str = ""
    closed_at: datetime | None = None


class Consultation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One visit of one patient, steps 1 to 7; `session` is set where the visit is a session of a course."""

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
    measures: Measures = Measures()
    session: SessionRef | None = None


# What stands beside the visit


class LotStanding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A lot of the clinic's lot book as it stands now; what nobody has looked at is None."""

    lot_id: str
    number: str
    expires: date | None = None
    recalled_at: datetime | None = None
    had_temperature_excursion: bool | None = None
    certificate: Certificate = Certificate()


class PastVisit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a later visit of the same patient shows of an earlier one.

    `patient_id` is whose visit it is, empty where whoever made this did not say.
    """

    consultation_id: str
    visit_number: int
    day: date
    session_number: int | None = None
    complaints: tuple[Complaint, ...] = ()
    scores: tuple[ScoreToday, ...] = ()
    measures: Measures = Measures()
    routes: tuple[Route, ...] = ()
    sites: tuple[SiteTreated, ...] = ()
    lot_numbers: tuple[str, ...] = ()
    patient_id: str = ""


class Background(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the vault holds of the same patient beside this visit, and of the lots that it names; visits by day.

    Nothing of another patient is ever in it.
    """

    lots: tuple[LotStanding, ...] = ()
    visits: tuple[PastVisit, ...] = ()
    course: Course | None = None
    events: tuple[AdverseEvent, ...] = ()


NO_BACKGROUND = Background()


class ConsultationFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One consultation with all that a document needs: the snapshot that is rendered, the command line's input."""

    clinic: Clinic
    physician: Physician
    patient: Patient
    consultation: Consultation
    background: Background = NO_BACKGROUND
    format: Literal["stemsup-consultation/1"] = "stemsup-consultation/1"
