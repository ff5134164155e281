"""The consent that a finished signing on screen makes, and what of the signing is printed on the sealed form."""

from collections.abc import Collection
from datetime import datetime

import msgspec

from stemsup_desktop.consultation.consent_basis import derive_agreed_parts
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.record import Consultation, ConsultationFile, GivenConsent
from stemsup_desktop.consultation.same_record import is_same
from stemsup_desktop.consultation.signing import Consents, MarkState, QuestionToAnswer, Signing, derive_signing
from stemsup_desktop.consultation.signing_hashes import derive_agreed_clauses
from stemsup_desktop.consultation.signing_model import HandSignature, Ink, SignerRole
from stemsup_desktop.consultation.signing_roles import get_read_languages
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text

CHECK_DIGITS = 16


class AnswerGiven(msgspec.Struct, frozen=True):
    """A question on understanding as it was settled: the answer, and at which attempt. Attempts are no score."""

    question: Text
    answer: Text
    attempts: int


class ConsentMarks(msgspec.Struct, frozen=True):
    """What hands put on a form: ink of initials by clause id, signatures by role, answers on understanding."""

    initials: dict[str, Ink]
    signatures: dict[SignerRole, HandSignature]
    answers: tuple[AnswerGiven, ...]


def derive_marks(signing: Signing) -> ConsentMarks:
    """Return the marks that count; a void one is on no paper."""
    return ConsentMarks(
        initials={
            one.clause_id: one.mark.ink
            for one in signing.clauses
            if one.mark is not None and one.state is MarkState.DONE
        },
        signatures={
            one.role: one.mark for one in signing.signers if one.mark is not None and one.state is MarkState.DONE
        },
        answers=tuple(given for one in signing.questions if (given := _find_given(one)) is not None),
    )


def make_screen_consent(
    file: ConsultationFile, gate: Gate, text: ConsentText, consents: Consents, number: str, at: datetime
) -> GivenConsent:
    """Return the consent that the marks on screen make, under the number of the document that is about to be sealed.

    Raises `InputProblem` signature-incomplete that names everything missing, or consent-given after it was given.
    """
    signing = derive_signing(file, gate, text, consents, at.date())
    refuse_unfinished(signing)
    signed = derive_marks(signing).signatures
    names = {role: mark.name for role, mark in signed.items()}
    main = consents[get_read_languages(file)[0]]
    return GivenConsent(
        document_number=number,
        signed_on=signed[SignerRole.PHYSICIAN].signed_at.date(),
        patient_name=names[SignerRole.PATIENT],
        physician_name=names[SignerRole.PHYSICIAN],
        all_initials_present=True,
        basis_sha256=main.basis_sha256,
        guardian_name=names.get(SignerRole.GUARDIAN, ""),
        interpreter_name=names.get(SignerRole.INTERPRETER, ""),
        witness_name=names.get(SignerRole.WITNESS, ""),
        recorded_at=at,
        agreed_parts=derive_agreed_parts(file, text),
        medium="screen",
        form_version=main.form_version,
        agreed_clauses=derive_agreed_clauses(main),
    )


def refuse_unfinished(signing: Signing) -> None:
    """Raise `InputProblem` signature-incomplete while anything is missing, or consent-given after consent was given."""
    if signing.is_given:
        raise InputProblem("consent-given", "This consent was given already. It is not sealed a second time.")
    if signing.missing:
        sentence = " ".join(one.en for one in signing.missing)
        raise InputProblem("signature-incomplete", sentence, signing.missing)


def with_screen_consent(consultation: Consultation, given: GivenConsent) -> Consultation:
    """Return the consultation with the consent that was sealed; the language that was read is kept with it."""
    consent = msgspec.structs.replace(consultation.consent, signature=given)
    return msgspec.structs.replace(consultation, consent=consent)


def with_kept_consent(
    before: Consultation | None, after: Consultation, sealed_numbers: Collection[str] = ()
) -> Consultation:
    """Return a visit with the consent that is sealed: none is lost to a draft that has not seen it yet.

    One given on screen always is; one given in ink is when its document is among `sealed_numbers`. Another one may take
    its place, under the number of its own document. Raises `InputProblem` consent-sealed for the same one in other
    words.
    """
    sealed = None if before is None else before.consent.signature
    given = after.consent.signature
    if before is None or sealed is None or not _is_sealed(sealed, sealed_numbers) or is_same(sealed, given):
        return after
    if given is None:
        return carry_sealed_consent(before, after, sealed_numbers)
    if given.document_number == sealed.document_number:
        raise InputProblem("consent-sealed", "This consent is sealed and cannot be changed.")
    return after


def carry_sealed_consent(
    previous: Consultation, following: Consultation, sealed_numbers: Collection[str] = ()
) -> Consultation:
    """Return the following state with the consent that is sealed, its marks and its choices: undo takes none back."""
    kept, there = previous.consent, following.consent
    if (
        kept.signature is None
        or not _is_sealed(kept.signature, sealed_numbers)
        or is_same(kept.signature, there.signature)
    ):
        return following
    consent = msgspec.structs.replace(kept, withdrawals=there.withdrawals, earlier=there.earlier)
    return msgspec.structs.replace(following, consent=consent)


def without_returning_signatures(previous: Consultation, following: Consultation) -> Consultation:
    """Return the following state without signatures that the previous one does not have: a hand makes them, no undo."""
    there = previous.consent.signatures
    kept = tuple(one for one in following.consent.signatures if one in there)
    if len(kept) == len(following.consent.signatures):
        return following
    consent = msgspec.structs.replace(following.consent, signatures=kept)
    return msgspec.structs.replace(following, consent=consent)


def write_check_number(sha256: str) -> str:
    """Return the first digits of a hash in groups of four, as a person compares them: "7f3a 91c2 e04d 55b8"."""
    digits = sha256[:CHECK_DIGITS]
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def _find_given(entry: QuestionToAnswer) -> AnswerGiven | None:
    if entry.state is not MarkState.DONE:
        return None
    option = entry.question.find_option(entry.answers[-1].option_id)
    return None if option is None else AnswerGiven(entry.question.question, option.text, len(entry.answers))


def _is_sealed(given: GivenConsent, sealed_numbers: Collection[str]) -> bool:
    return given.medium == "screen" or given.document_number in sealed_numbers
