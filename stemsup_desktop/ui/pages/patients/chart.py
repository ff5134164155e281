"""What the page asks of the vault, as work for its thread: a patient's chart, a visit to go on with, a save. No Qt."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from stemsup_desktop.consultation.carry_over import Earlier, read_earlier
from stemsup_desktop.consultation.clinic import Physician
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.courses.course_model import Course, SessionRef
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.proposals import begin_examination
from stemsup_desktop.consultation.record import NO_BACKGROUND, Background, Consultation
from stemsup_desktop.consultation.visit_texts import VisitTexts
from stemsup_desktop.store.entries import ConsultationEntry, PatientHit
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.events.view import NO_CARE, Care
from stemsup_desktop.ui.form_library import FormLibrary


@dataclass(frozen=True, slots=True)
class Chart:
    """A patient, every visit, the latest first, courses, the oldest first, and what came after treatments."""

    patient: Patient
    version: int
    consultations: tuple[ConsultationEntry, ...] = ()
    courses: tuple[Course, ...] = ()
    care: Care = NO_CARE

    @property
    def open_consultation(self) -> ConsultationEntry | None:
        """The latest consultation that was not closed, or None."""
        return next((entry for entry in self.consultations if entry.closed_at is None), None)


@dataclass(frozen=True, slots=True)
class Visit:
    """A consultation with its patient, as both lie in the vault, and the content of the checklist it began with.

    `earlier` are the answers of the visit before it, if any can be carried over; `physician` is whom its papers name,
    None where no physician has worked on it yet. `texts` are the versions of the consent text that count for it,
    `background` is what the vault holds beside it.
    """

    patient: Patient
    consultation: Consultation
    clinical: ClinicalContent
    earlier: Earlier | None = None
    physician: Physician | None = None
    texts: VisitTexts | None = None
    background: Background = NO_BACKGROUND


@dataclass(frozen=True, slots=True)
class SaveOutcome:
    """Either the chart as it was kept, or those who may be the same person and were not looked at yet."""

    chart: Chart | None
    duplicates: tuple[PatientHit, ...] = ()


def load_chart(vault: Vault, patient_id: str) -> Chart:
    """Return a patient's chart; raises `InputProblem` patient-unknown."""
    return Chart(
        patient=vault.get_patient(patient_id),
        version=vault.get_patient_version(patient_id),
        consultations=vault.list_consultations(patient_id),
        courses=vault.list_courses(patient_id),
        care=Care(vault.list_events(patient_id), vault.list_callbacks(patient_id), vault.list_contacts(patient_id)),
    )


def load_visit(
    vault: Vault, consultation_id: str, library: ChecklistLibrary, forms: FormLibrary | None = None
) -> Visit:
    """Return a consultation with its patient; raises `InputProblem` consultation-unknown."""
    patient = vault.get_patient(vault.get_consultation_patient_id(consultation_id))
    consultation = vault.load_consultation(consultation_id)
    clinical = library.load(vault, consultation.examination.questionnaire)
    physician = vault.find_visit_physician(consultation_id)
    texts = None if forms is None else forms.load_for_visit(vault, patient.patient_id, consultation)
    earlier = find_earlier(vault, patient, consultation_id, library)
    background = vault.load_background(consultation_id)
    return Visit(patient, consultation, clinical, earlier, physician, texts, background)


def start_visit(
    vault: Vault,
    patient_id: str,
    now: datetime,
    library: ChecklistLibrary,
    forms: FormLibrary | None = None,
    session: SessionRef | None = None,
) -> Visit:
    """Go on with the patient's open consultation, or keep a new one; asking twice never makes two.

    A new one begins with the checklist in use, and keeps it whatever is chosen or shipped later. With `session` it is
    that session of the patient's course from its beginning.

    Raises `InputProblem` patient-unknown, and what the course refuses of the session.
    """
    chart = load_chart(vault, patient_id)
    if chart.open_consultation is not None:
        return load_visit(vault, chart.open_consultation.consultation_id, library, forms)
    clinical = library.begin(vault)
    consultation = Consultation(
        consultation_id=vault.make_id(),
        started_at=now,
        visit_number=len(chart.consultations) + 1,
        examination=begin_examination(clinical, chart.patient, now),
        session=session,
    )
    vault.start_consultation(patient_id, consultation)
    consultation = vault.load_consultation(
        consultation.consultation_id
    )  # with the consent that the vault brought along
    earlier = find_earlier(vault, chart.patient, consultation.consultation_id, library)
    physician = vault.find_visit_physician(consultation.consultation_id)
    texts = None if forms is None else forms.load_for_visit(vault, patient_id, consultation)
    background = vault.load_background(consultation.consultation_id)
    return Visit(chart.patient, consultation, clinical, earlier, physician, texts, background)


def find_earlier(vault: Vault, patient: Patient, consultation_id: str, library: ChecklistLibrary) -> Earlier | None:
    """Find the answers of the visit before this one, read by the checklist they were given to."""
    before = vault.find_earlier_consultation(consultation_id)
    if before is None:
        return None
    return read_earlier(before, library.load(vault, before.examination.questionnaire), patient)


def save_patient(vault: Vault, patient: Patient, version: int, seen_duplicates: frozenset[str]) -> SaveOutcome:
    """Keep a patient unless someone who may be the same person was not looked at yet.

    Raises `InputProblem` patient-invalid, chart-number-taken, record-changed.
    """
    duplicates = vault.find_likely_duplicates(patient)
    if any(hit.patient_id not in seen_duplicates for hit in duplicates):
        return SaveOutcome(None, duplicates)
    named = patient if patient.patient_id else msgspec.structs.replace(patient, patient_id=vault.make_id())
    saved = vault.save_patient(named, expected_version=version)
    return SaveOutcome(load_chart(vault, saved.patient_id))
