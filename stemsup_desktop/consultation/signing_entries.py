"""What a signing consists of, each with its state: clauses to initial, questions to answer, choices, signers."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.consent_model import AssembledConsent
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.signing_model import HandSignature, Initial, SignerRole, TeachBackAnswer
from stemsup_desktop.consultation.teach_back_text import TeachBackQuestion
from stemsup_desktop.language import Language, Text


class MarkState(StrEnum):
    """How something to be marked stands: LOCKED waits for something else, VOID was made and no longer counts."""

    OPEN = "open"
    DONE = "done"
    VOID = "void"
    LOCKED = "locked"


class ClauseToInitial(msgspec.Struct, frozen=True):
    """A clause that wants initials. `mark` is what was made, also when it is void; `why` says why it is void."""

    clause_id: str
    version: str
    number: str
    title: Text
    state: MarkState
    why: Text | None = None
    mark: Initial | None = None


class QuestionToAnswer(msgspec.Struct, frozen=True):
    """A question on understanding, with every answer that was given to it so far, the first one first.

    It is LOCKED until its clause has been read and initialled, again after an answer that did not fit. `why` is then
    what to do; `explanation` is what to tell the patient, and is there after an answer that did not fit.
    """

    question: TeachBackQuestion
    clause_number: str
    clause_title: Text
    state: MarkState
    why: Text | None = None
    explanation: Text | None = None
    answers: tuple[TeachBackAnswer, ...] = ()


class ChoicesToSee(msgspec.Struct, frozen=True):
    """The separate choices, which the patient confirms as they stand; VOID after one of them was changed."""

    state: MarkState
    why: Text | None = None


class TickToSet(msgspec.Struct, frozen=True):
    """A box of the form that somebody ticks if its sentence is true; none has to be ticked."""

    tick_id: str
    clause_number: str
    text: Text
    is_ticked: bool


class SignerToSign(msgspec.Struct, frozen=True):
    """Who signs. One who is not required is asked for nothing, and may be added.

    `name` is that of the record, or on the mark; blank until it is given with the signature. `why` says what a LOCKED
    signature waits for, why a signer is wanted where that is not plain, or why a mark is void.
    """

    role: SignerRole
    title: Text
    statement: Text
    name: str
    is_required: bool
    state: MarkState
    why: Text | None = None
    mark: HandSignature | None = None

    @property
    def is_missing(self) -> bool:
        """Whether the document waits for it: wanted and not done, or made and void."""
        return self.state is MarkState.VOID or (self.is_required and self.state is not MarkState.DONE)

    def say_missing(self) -> Text:
        """Return in words that the signature is missing, or void and why."""
        if self.state is MarkState.VOID and self.why is not None:
            return Text(
                f"The signature “{self.title.en}” no longer counts. {self.why.en}",
                f"「{self.title.ja}」の署名は無効になりました。{self.why.ja}",
            )
        return Text(f"The signature “{self.title.en}” is missing.", f"「{self.title.ja}」の署名がありません。")


class Reading(msgspec.Struct, frozen=True):
    """What marks are judged against: the consultation, its forms, and the languages in which they are read.

    Marks made until `used_until` belong to a consent that was sealed and no longer counts.
    """

    file: ConsultationFile
    gate: Gate
    text: ConsentText
    consents: Mapping[Language, AssembledConsent]
    languages: tuple[Language, ...]
    today: date
    questions: tuple[TeachBackQuestion, ...]
    is_given: bool
    used_until: datetime | None

    @property
    def main(self) -> AssembledConsent:
        """The form in the first of the languages read."""
        return self.consents[self.languages[0]]

    def say(self, pick: Callable[[AssembledConsent], str]) -> Text:
        """Return words of the form in both languages, as far as it is there in both."""
        main = pick(self.main)
        english, japanese = (
            pick(self.consents[language]) if language in self.consents else main
            for language in (Language.EN, Language.JA)
        )
        return Text(english or main, japanese or main)

    def is_used(self, made_at: datetime) -> bool:
        """Say whether a mark belongs to a consent that was sealed before."""
        return self.used_until is not None and made_at <= self.used_until
