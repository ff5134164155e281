"""Whose consultation the patient screen is of, and what of other patients it must never show."""

import hashlib

from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.patient_screen.border import Subject, fold
from stemsup_desktop.consultation.record import ConsultationFile


def make_token(file: ConsultationFile) -> str:
    """Return what binds a page to one visit of one patient; nothing can be read from it."""
    bound = f"{file.patient.patient_id}\n{file.consultation.consultation_id}"
    return hashlib.sha256(bound.encode("utf-8", "replace")).hexdigest()


def list_identity(patient: Patient) -> tuple[str, ...]:
    """Return what a patient is told from others by."""
    named = (patient.name, patient.kana, patient.romaji, patient.chart_number, patient.phone, patient.address)
    return tuple(text for text in named if text)


def make_subject(file: ConsultationFile, strangers: frozenset[str] = frozenset()) -> Subject:
    """Return the subject of a visit; `strangers` is the identity of other patients, as far as the program knows it.

    Somebody who takes part in this visit, such as a mother who signs for her child, is no stranger to it, though she
    may be a patient herself.
    """
    patient, consent = file.patient, file.consultation.consent
    own = [*list_identity(patient), file.physician.name, file.physician.name_en, file.clinic.name, file.clinic.name_en]
    own += [file.clinic.address, file.clinic.phone, *(signature.name for signature in consent.signatures)]
    known = {fold(text) for text in own}
    return Subject(
        token=make_token(file),
        names=tuple(name for name in (patient.name, patient.kana, patient.romaji) if name),
        private=tuple(text for text in (patient.chart_number, patient.phone, patient.address) if text),
        strangers=tuple(sorted(one for one in strangers if fold(one) not in known)),
    )
