"""What the expressions of a checklist may read besides its answers: the patient as FHIR resource, and the day."""

from datetime import UTC, date, datetime, time

from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.questionnaire.evaluation import Surroundings


def derive_surroundings(patient: Patient, today: date) -> Surroundings:
    """Return sex and date of birth as %patient, nothing else of the person, and midnight of the day as the time."""
    resource: dict[str, object] = {
        "resourceType": "Patient",
        "gender": patient.sex.value,
        "birthDate": patient.birth_date.isoformat(),
    }
    return Surroundings(datetime.combine(today, time(), UTC), {"patient": resource})
