"""Where a signing on screen stands: what is to be initialled, answered and signed, in which order, and what is missing.

Nothing here is stored. Each mark in the record is judged against the text and the plan as they are now: it counts, or
it is void and says why. The order is fixed: initials, questions and choices; the patient; whoever signs beside the
patient; the physician last.
"""

from collections.abc import Mapping
from datetime import date, datetime

import msgspec

from stemsup_desktop.consultation.consent_basis import ConsentState, derive_consent_standing
from stemsup_desktop.consultation.consent_model import AssembledConsent
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.signing_clauses import derive_choices, derive_clauses, derive_questions, derive_ticks
from stemsup_desktop.consultation.signing_entries import (
    ChoicesToSee,
    ClauseToInitial,
    MarkState,
    QuestionToAnswer,
    Reading,
    SignerToSign,
    TickToSet,
)
from stemsup_desktop.consultation.signing_missing import list_missing_before, list_missing_marks
from stemsup_desktop.consultation.signing_roles import get_read_languages
from stemsup_desktop.consultation.signing_signers import derive_signers
from stemsup_desktop.consultation.teach_back import draw_questions
from stemsup_desktop.language import Language, Text

Consents = Mapping[Language, AssembledConsent]


class Signing(msgspec.Struct, frozen=True):
    """A signing as it stands; `missing` names in words all that keeps the document from being sealed.

    `choices` is None on a form without separate choices. `is_given`: consent was given in a way that still counts, on
    paper or on screen, so that nothing is open and nothing may change any more.
    """

    clauses: tuple[ClauseToInitial, ...]
    questions: tuple[QuestionToAnswer, ...]
    signers: tuple[SignerToSign, ...]
    missing: tuple[Text, ...]
    choices: ChoicesToSee | None = None
    ticks: tuple[TickToSet, ...] = ()
    is_given: bool = False

    @property
    def can_seal(self) -> bool:
        """Whether everything that is needed is there."""
        return not self.missing and not self.is_given


def derive_signing(file: ConsultationFile, gate: Gate, text: ConsentText, consents: Consents, today: date) -> Signing:
    """Return where the signing stands; `consents` are the forms of this consultation, at least in the languages read.

    The other language, where it is there, gives titles their second language.
    """
    reading = _make_reading(file, gate, text, consents, today)
    clauses = derive_clauses(reading)
    questions = derive_questions(reading, clauses)
    choices = derive_choices(reading)
    before = list_missing_before(reading)
    marks = list_missing_marks(clauses, questions, choices)
    signers = derive_signers(reading, clauses, questions, has_open_marks=bool(marks), is_held=bool(before))
    missing = (*before, *marks, *(one.say_missing() for one in signers if one.is_missing))
    ticks = derive_ticks(reading)
    return Signing(clauses, questions, signers, () if reading.is_given else missing, choices, ticks, reading.is_given)


def _make_reading(file: ConsultationFile, gate: Gate, text: ConsentText, consents: Consents, today: date) -> Reading:
    languages = get_read_languages(file)
    standing = derive_consent_standing(file, text, today)
    consent = file.consultation.consent
    withdrawn = [
        one.withdrawn_at for one in consent.withdrawals if _is_whole_and_own(file, one.document_number, one.scope)
    ]
    is_given = standing.state is ConsentState.SIGNED and not withdrawn
    return Reading(
        file=file,
        gate=gate,
        text=text,
        consents=consents,
        languages=languages,
        today=today,
        questions=draw_questions(text, file),
        is_given=is_given,
        used_until=None if is_given else _find_end_of_earlier(file, withdrawn),
    )


def _is_whole_and_own(file: ConsultationFile, number: str, scope: tuple[str, ...]) -> bool:
    """Say whether a withdrawal takes back the whole consent that was given in this visit."""
    given = file.consultation.consent.signature
    return not scope and given is not None and given.document_number == number


def _find_end_of_earlier(file: ConsultationFile, withdrawn: list[datetime]) -> datetime | None:
    """Return until when marks belong to a consent that was sealed and no longer covers the plan, or was withdrawn."""
    given = file.consultation.consent.signature
    ends = list(withdrawn)
    if given is not None and given.recorded_at is not None and given.medium == "screen":
        ends.append(given.recorded_at)
    return max(ends, default=None)


__all__ = [
    "ChoicesToSee",
    "ClauseToInitial",
    "MarkState",
    "QuestionToAnswer",
    "SignerToSign",
    "Signing",
    "TickToSet",
    "derive_signing",
]
