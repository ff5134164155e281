"""What a record is made from, and what is read back from one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.addendum import Addendum
from stemsup_desktop.consultation.audit import AuditHead
from stemsup_desktop.consultation.consent_assembly_names import Names
from stemsup_desktop.consultation.consent_model import AssembledConsent
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.courses.course_model import SessionRef
from stemsup_desktop.consultation.events.event_model import AdverseEvent
from stemsup_desktop.consultation.gate_model import FindingState, Gate
from stemsup_desktop.consultation.record import (
    AnswerNote,
    Choices,
    ConsultationFile,
    Declined,
    GivenConsent,
    Opinion,
    ScoreToday,
    StopLifted,
)
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.consultation.score_model import Measures
from stemsup_desktop.consultation.screen_model import ScreenRecord
from stemsup_desktop.consultation.signing_model import (
    AgreedClause,
    EarlierConsent,
    HandSignature,
    Initial,
    TeachBackAnswer,
    Withdrawal,
)
from stemsup_desktop.consultation.treatment_model import Treatment
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import ItemAnswers
from stemsup_desktop.questionnaire.model import Questionnaire


class RecordedKind(StrEnum):
    """The kinds of documents that carry a record."""

    CONSENT = "consent"
    SUMMARY = "summary"
    SELF_ADMINISTRATION = "self-administration"
    WITHDRAWAL = "withdrawal"
    ADDENDUM = "addendum"


class RecordedDocument(msgspec.Struct, frozen=True):
    """The document that carries the record; `made_at` is its clock.

    `content_sha256` is of what was rendered where that is no consent form, whose texts have hashes of their own.
    `addendum` is what an addendum says of which document.
    """

    number: str
    kind: RecordedKind
    languages: tuple[Language, ...]
    made_at: datetime
    is_draft: bool = False
    history_head: AuditHead | None = None
    content_sha256: str = ""
    addendum: Addendum | None = None


@dataclass(frozen=True, slots=True)
class RecordSource:
    """The frozen snapshot that a document is rendered from, with the words and texts it was derived with.

    `text` is the form version that counts. `consents` are its forms of this consultation by language, whose hashes say
    which marks still fit; empty for other documents. Slips and addenda, which nothing keeps back, have no gate.
    """

    file: ConsultationFile
    gate: Gate | None
    questionnaire: Questionnaire = field(repr=False)
    names: Names = field(repr=False)
    text: ConsentText = field(repr=False)
    consents: Mapping[Language, AssembledConsent] = field(default_factory=dict, repr=False)


class RecordedPatient(msgspec.Struct, frozen=True):
    """The patient as far as the document names them."""

    name: str
    chart_number: str
    birth_date: date
    sex: str = ""
    kana: str = ""
    romaji: str = ""
    phone: str = ""
    address: str = ""


class RecordedFinding(msgspec.Struct, frozen=True):
    """A finding as it stood when the document was made."""

    rule_id: str
    rule_version: str
    severity: Severity
    state: FindingState
    answers_sha256: str


class RecordedText(msgspec.Struct, frozen=True):
    """The text of a consent form in one language: the hash of the whole, and of each clause with its version."""

    language: Language
    text_sha256: str
    clauses: tuple[AgreedClause, ...]


class RecordedConsent(msgspec.Struct, frozen=True):
    """How consent stood, in FHIR's word, with what was agreed to, every mark that counted, and what was shown."""

    status: str
    choices: Choices
    choices_seen_sha256: str = ""
    form_version: str = ""
    basis_sha256: str = ""
    texts: tuple[RecordedText, ...] = ()
    given: GivenConsent | None = None
    declined: Declined | None = None
    earlier: EarlierConsent | None = None
    initials: tuple[Initial, ...] = ()
    signatures: tuple[HandSignature, ...] = ()
    teach_back: tuple[TeachBackAnswer, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    screen: ScreenRecord = ScreenRecord()


class RecordedProduct(msgspec.Struct, frozen=True):
    """The product that was planned, as the document names it."""

    name: str = ""
    cell_source: str = ""
    maker: str = ""
    approval_status: str = ""
    lot_number: str = ""
    expires: date | None = None


class FhirRecord(msgspec.Struct, frozen=True):
    """What matters of a record that was read.

    `response` is the QuestionnaireResponse as JSON, empty where the record has none; `responses` are its answers where
    the reader knew the checklist. Scores before the session and at the end of the visit are kept apart; `session` says
    which session of which course the visit was.
    """

    document: RecordedDocument
    patient: RecordedPatient
    clinic: str
    physician: str
    product: RecordedProduct
    questionnaire: str
    response: bytes
    consent: RecordedConsent
    responses: tuple[ItemAnswers, ...] = ()
    notes: tuple[AnswerNote, ...] = ()
    findings: tuple[RecordedFinding, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    lapsed_opinions: tuple[Opinion, ...] = ()
    stops_lifted: tuple[StopLifted, ...] = ()
    treatment: Treatment | None = None
    events: tuple[AdverseEvent, ...] = ()
    scores_before: tuple[ScoreToday, ...] = ()
    scores_at_end: tuple[ScoreToday, ...] = ()
    measures: Measures = Measures()
    session: SessionRef | None = None
