"""Patients: kept, read and found."""

from collections.abc import Iterable

from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.record_changes import derive_changes
from stemsup_desktop.store import patient_finder, patients, recent_patients
from stemsup_desktop.store.door import Door
from stemsup_desktop.store.entries import PatientHit


class PatientDoor(Door):
    """Patients: kept, read and found."""

    def save_patient(self, patient: Patient, *, expected_version: int | None = None) -> Patient:
        """Keep a patient and return the record as it was kept: normalised, with an id if it had none.

        Raises `InputProblem` patient-invalid, chart-number-taken, or record-changed if `expected_version` (0 for a new
        patient) is not the version in the vault.
        """
        with self._writing(Right.PATIENTS) as db:
            return self._save_patient(db, patient, expected_version)

    def save_patients(self, every: Iterable[Patient]) -> int:
        """Keep many patients, all or none, and return how many; raises as `save_patient`."""
        with self._writing(Right.PATIENTS) as db:
            return len([self._save_patient(db, patient, None) for patient in every])

    def get_patient(self, patient_id: str) -> Patient:
        """Return a patient; raises `InputProblem` patient-unknown."""
        with self._reading(Right.PATIENTS) as db:
            patient = patients.get_patient(db, patient_id)[0]
            self._note_view(AuditEvent(AuditAct.PATIENT_VIEWED, patient_id))
            return patient

    def get_patient_version(self, patient_id: str) -> int:
        """Return the version of a patient's record, from 1; raises `InputProblem` patient-unknown."""
        with self._reading(Right.PATIENTS) as db:
            return patients.get_patient(db, patient_id)[1]

    def find_patients(self, query: str, limit: int = 50) -> tuple[PatientHit, ...]:
        """Return patients by name, kana, romaji, chart number or date of birth as typed, the best match first.

        An empty query returns those last seen.
        """
        with self._reading(Right.PATIENTS) as db:
            return patient_finder.find_patients(db, query, limit)

    def note_recent_patient(self, patient_id: str) -> None:
        """Remember whose chart the author opened; raises `InputProblem` patient-unknown."""
        with self._writing(Right.PATIENTS) as db:
            patients.get_patient(db, patient_id)
            recent_patients.note_recent_patient(db, self.author.account_id, patient_id)

    def list_recent_patients(self) -> tuple[PatientHit, ...]:
        """Return whose charts the author opened last, the latest first."""
        with self._reading(Right.PATIENTS) as db:
            return recent_patients.list_recent_patients(db, self.author.account_id)

    def find_likely_duplicates(self, patient: Patient) -> tuple[PatientHit, ...]:
        """Return other patients with the same telephone number, or born on the same day with a similar name."""
        with self._reading(Right.PATIENTS) as db:
            return patients.find_likely_duplicates(db, patient)

    def _save_patient(self, db: Database, patient: Patient, expected_version: int | None) -> Patient:
        before = patients.find_patient(db, patient.patient_id)
        kept = patients.save_patient(db, patient, self._clock(), expected_version)
        if before is None:
            self._note(AuditEvent(AuditAct.PATIENT_CREATED, kept.patient_id))
        elif changes := derive_changes(before, kept):
            self._note(AuditEvent(AuditAct.PATIENT_CHANGED, kept.patient_id, details=changes))
        return kept
