"""A consent signed on screen from the first initials to the physician, step by step, as the window does it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
from consultation.consent_builders import CLEAR, NAMES, STARTED, make_file, shipped_text, with_patient
from consultation.ink_builders import INITIALS, NAME, SHI, make_ink, shift

from stemsup_desktop.consultation.consent_assembly import derive_consent
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.record import Consultation, ConsultationFile
from stemsup_desktop.consultation.signing import Consents, Signing, derive_signing
from stemsup_desktop.consultation.signing_changes import (
    Signer,
    with_choices_seen,
    with_initial,
    with_signature,
    with_teach_back_answer,
)
from stemsup_desktop.consultation.signing_entries import MarkState
from stemsup_desktop.consultation.signing_model import Ink, SignerRole
from stemsup_desktop.consultation.signing_roles import get_read_languages
from stemsup_desktop.language import Language

SIGNED = STARTED + timedelta(days=14)
NAME_INK = make_ink(*NAME)
SHI_INK = make_ink(*SHI, size=INITIALS)
OTHERS = {
    SignerRole.GUARDIAN: Signer(SignerRole.GUARDIAN, "山田 太郎", relation="父"),
    SignerRole.INTERPRETER: Signer(SignerRole.INTERPRETER, "Thida Example", spoken_language="Thai"),
    SignerRole.WITNESS: Signer(SignerRole.WITNESS, "見本 看子"),
}


def minute(number: float) -> datetime:
    """Return a moment of the signing."""
    return SIGNED + timedelta(minutes=number)


def make_japanese_file(**plan: object) -> ConsultationFile:
    """Return a complete visit of an adult who reads Japanese."""
    return with_patient(make_file(**plan), language=Language.JA)  # type: ignore[arg-type]


def assemble(file: ConsultationFile, gate: Gate = CLEAR) -> Consents:
    """Return the form in both languages."""
    return {language: derive_consent(file, gate, shipped_text(), NAMES, language) for language in Language}


def look(file: ConsultationFile, gate: Gate = CLEAR, at: datetime = SIGNED) -> Signing:
    """Return where the signing stands."""
    return derive_signing(file, gate, shipped_text(), assemble(file, gate), at.date())


def take(file: ConsultationFile, consultation: Consultation) -> ConsultationFile:
    """Return the file with the next state of its consultation."""
    return msgspec.structs.replace(file, consultation=consultation)


def initial(file: ConsultationFile, *clause_ids: str, at: datetime = SIGNED, ink: Ink = SHI_INK) -> ConsultationFile:
    """Initial clauses in the first language read; all that are open or void if none is named."""
    form = assemble(file)[get_read_languages(file)[0]]
    wanted = clause_ids or tuple(one.clause_id for one in look(file).clauses if one.state is not MarkState.DONE)
    for clause_id in wanted:
        file = take(file, with_initial(file, form, clause_id, ink, at))
    return file


def answer(file: ConsultationFile, question_id: str, *, is_right: bool = True, at: datetime) -> ConsultationFile:
    """Answer a question."""
    question = next(one for one in shipped_text().teach_back if one.id == question_id)
    option_id = next(one.id for one in question.options if (one.id == question.right) == is_right)
    language = get_read_languages(file)[0]
    return take(file, with_teach_back_answer(file, shipped_text(), question_id, option_id, language, at))


def answer_all(file: ConsultationFile, at: datetime | None = None) -> ConsultationFile:
    """Answer every open question rightly."""
    for one in look(file).questions:
        if one.state is not MarkState.DONE:
            file = answer(file, one.question.id, at=at or minute(1))
    return file


def see_choices(file: ConsultationFile) -> ConsultationFile:
    """Confirm the separate choices."""
    return take(file, with_choices_seen(file, assemble(file)[get_read_languages(file)[0]]))


def sign(
    file: ConsultationFile,
    role: SignerRole,
    at: datetime,
    ink: Ink = NAME_INK,
    gate: Gate = CLEAR,
    signer: Signer | None = None,
) -> ConsultationFile:
    """Sign in one role."""
    own = {SignerRole.PATIENT: file.patient.name, SignerRole.PHYSICIAN: file.physician.name}
    who = signer or OTHERS.get(role) or Signer(role, own[role])
    language = get_read_languages(file)[0]
    text, consents = shipped_text(), assemble(file, gate)
    return take(file, with_signature(file, gate, text, consents, who, language, ink, at))


def prepare(file: ConsultationFile) -> ConsultationFile:
    """Take a visit up to the patient's signature."""
    return see_choices(answer_all(initial(file)))


def sign_all(file: ConsultationFile, *others: SignerRole) -> ConsultationFile:
    """Take a visit from its plan to the physician's signature."""
    file = sign(prepare(file), SignerRole.PATIENT, minute(2))
    for number, role in enumerate(others):
        file = sign(file, role, minute(3 + number / 10))
    return sign(file, SignerRole.PHYSICIAN, minute(5))


def state_of(signing: Signing, role: SignerRole) -> MarkState:
    """Return how a signature stands."""
    return next(one.state for one in signing.signers if one.role is role)


def shifted(ink: Ink) -> Ink:
    """Return the same shape elsewhere."""
    return make_ink(*(shift(stroke, 30) for stroke in ink.strokes), size=(ink.width, ink.height))


Step = Callable[[ConsultationFile], ConsultationFile]
