"""Marks of a signing on screen: each function returns a new consultation, and refuses what no hand or order allows.

All of it is the physician's to record (`ReservedAct.CONSENT`). A mark that is made again takes the place of the one
before it; an answer to a question is only ever added.
"""

from datetime import datetime

import msgspec

from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.consent_model import AssembledConsent
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.record import Consultation, ConsultationFile
from stemsup_desktop.consultation.signing import Consents, MarkState, derive_signing
from stemsup_desktop.consultation.signing_clauses import find_clause
from stemsup_desktop.consultation.signing_hashes import derive_signed_parts, hash_choices, hash_clause
from stemsup_desktop.consultation.signing_ink import find_ink_fault
from stemsup_desktop.consultation.signing_model import HandSignature, Initial, Ink, SignerRole, TeachBackAnswer
from stemsup_desktop.consultation.teach_back import draw_questions
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language


class Signer(msgspec.Struct, frozen=True):
    """Who signs: a guardian says how they are related to the patient, an interpreter what language they spoke."""

    role: SignerRole
    name: str
    spoken_language: str = ""
    relation: str = ""


def with_initial(
    file: ConsultationFile, consent: AssembledConsent, clause_id: str, ink: Ink, at: datetime
) -> Consultation:
    """Return the consultation with a clause initialled, as it stands on the form that was read.

    Raises `InputProblem` clause-unknown, or ink-unreadable for ink that is no initials.
    """
    clause = find_clause(consent, clause_id)
    if clause is None or not clause.wants_initials:
        raise InputProblem("clause-unknown", "The form has no such clause to initial.")
    _refuse_unreadable(ink, for_initials=True)
    made = Initial(clause.clause_id, clause.version, hash_clause(clause), consent.language, at, ink)
    kept = tuple(one for one in file.consultation.consent.initials if one.clause_id != clause_id)
    return _with_consent(file, initials=(*kept, made))


def with_teach_back_answer(
    file: ConsultationFile, text: ConsentText, question_id: str, option_id: str, language: Language, at: datetime
) -> Consultation:
    """Return the consultation with one more answer; earlier ones stay. Raises `InputProblem` question-unknown."""
    question = next((one for one in draw_questions(text, file) if one.id == question_id), None)
    if question is None or question.find_option(option_id) is None:
        raise InputProblem("question-unknown", "This consultation asks no such question.")
    given = TeachBackAnswer(question.id, question.version, question.clause.id, option_id, language, at)
    return _with_consent(file, teach_back=(*file.consultation.consent.teach_back, given))


def with_choices_seen(file: ConsultationFile, consent: AssembledConsent) -> Consultation:
    """Return the consultation with the separate choices confirmed as they stand on the form that was read."""
    return _with_consent(file, choices_seen_sha256=hash_choices(consent))


def with_tick(file: ConsultationFile, tick_id: str, *, is_ticked: bool) -> Consultation:
    """Return the consultation with a box of the form ticked or empty; it is part of the text that is signed."""
    others = tuple(one for one in file.consultation.consent.ticks if one != tick_id)
    return _with_consent(file, ticks=(*others, tick_id) if is_ticked else others)


def with_signature(
    file: ConsultationFile,
    gate: Gate,
    text: ConsentText,
    consents: Consents,
    signer: Signer,
    language: Language,
    ink: Ink,
    at: datetime,
) -> Consultation:
    """Return the consultation signed by one more hand, bound to the form in the language that was read.

    Raises `InputProblem` ink-unreadable; name-blank, also for an interpreter without a language; signature-not-yet
    while something comes before it, or after consent was given.
    """
    _refuse_unreadable(ink, for_initials=False)
    if is_blank(signer.name) or (signer.role is SignerRole.INTERPRETER and is_blank(signer.spoken_language)):
        raise InputProblem("name-blank", "Enter the name of who signs, and the language that an interpreter spoke.")
    cleared = without_marks(file, roles=(signer.role,))
    before = derive_signing(msgspec.structs.replace(file, consultation=cleared), gate, text, consents, at.date())
    entry = next(one for one in before.signers if one.role is signer.role)
    if entry.state is not MarkState.OPEN:
        named = (*before.missing, *(() if entry.why is None else (entry.why,)))
        raise InputProblem("signature-not-yet", "Something comes before this signature.", named)
    form = consents[language]
    made = HandSignature(
        role=signer.role,
        name=signer.name,
        signed_at=at,
        language=language,
        text_sha256=form.text_sha256,
        basis_sha256=form.basis_sha256,
        ink=ink,
        spoken_language=signer.spoken_language,
        relation=signer.relation,
        agreed_parts=derive_signed_parts(file, gate, text),
    )
    return _with_consent(file, signatures=(*cleared.consent.signatures, made))


def without_marks(
    file: ConsultationFile, clause_ids: tuple[str, ...] = (), roles: tuple[SignerRole, ...] = ()
) -> Consultation:
    """Return the consultation without the initials at some clauses and without some signatures.

    What was made after them no longer counts, and says so; answers on understanding stay.
    """
    consent = file.consultation.consent
    return _with_consent(
        file,
        initials=tuple(one for one in consent.initials if one.clause_id not in clause_ids),
        signatures=tuple(one for one in consent.signatures if one.role not in roles),
    )


def _with_consent(file: ConsultationFile, **changes: object) -> Consultation:
    consent = msgspec.structs.replace(file.consultation.consent, **changes)
    return msgspec.structs.replace(file.consultation, consent=consent)


def _refuse_unreadable(ink: Ink, *, for_initials: bool) -> None:
    fault = find_ink_fault(ink, for_initials)
    if fault is not None:
        raise InputProblem("ink-unreadable", fault.en, (fault,))
