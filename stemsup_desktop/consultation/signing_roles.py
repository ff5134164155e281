"""Who must sign a consent: it follows from the consultation, never from a box that somebody ticks."""

from collections.abc import Iterable, Sequence

from stemsup_desktop.consultation.consent_basis import ADULT_FROM_YEARS
from stemsup_desktop.consultation.patient import Patient, age_in_years
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.signing_model import SignerRole
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.questionnaire.answers import YES, CodingAnswer

CAPACITY_ITEM = "in2"
"""The checklist's question whether the patient understands, decides freely and has an interpreter if needed."""


def get_read_languages(file: ConsultationFile) -> tuple[Language, ...]:
    """Return the languages that the form is read in: as chosen, else the patient's."""
    return get_consent_form(file).languages


def get_consent_form(file: ConsultationFile) -> LanguageForm:
    """Return the language form of the consent: the one chosen, else the patient's language."""
    return file.consultation.consent.language or LanguageForm(file.patient.language)


def choose_read_language(patient: Patient, languages: Sequence[Language]) -> Language:
    """Return the language in which a form is read as long as nobody says otherwise: the patient's, if it is there."""
    return patient.language if patient.language in languages else languages[0]


def find_required_signers(file: ConsultationFile, languages: Iterable[Language]) -> frozenset[SignerRole]:
    """Return whose signature a form in these languages cannot do without.

    A guardian signs below the age of majority, and where the checklist does not say that the patient is able to
    consent: under the shipped rules a no there is a stop besides. An interpreter signs where the patient's own language
    is not on the form. That a patient who makes a mark needs a witness is known from the ink alone; see `signing`.
    """
    age = age_in_years(file.patient.birth_date, file.consultation.started_at.date())
    required = {SignerRole.PATIENT, SignerRole.PHYSICIAN}
    if age < ADULT_FROM_YEARS or _lacks_capacity(file):
        required.add(SignerRole.GUARDIAN)
    if file.patient.language not in tuple(languages):
        required.add(SignerRole.INTERPRETER)
    return frozenset(required)


def _lacks_capacity(file: ConsultationFile) -> bool:
    responses = file.consultation.examination.responses
    given = [one.answers for one in responses if one.link_id == CAPACITY_ITEM and one.answers]
    if not given or not isinstance(answer := given[-1][0], CodingAnswer):
        return False
    return (answer.system, answer.code) != (YES.system, YES.code)
