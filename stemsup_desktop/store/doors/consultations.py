"""Consultations: drafts, and those that were closed."""

from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.store import consultations
from stemsup_desktop.store.door import Door
from stemsup_desktop.store.entries import ConsultationEntry, OpenConsultation, Saved


class ConsultationDoor(Door):
    """Consultations: drafts, and those that were closed."""

    def start_consultation(self, patient_id: str, consultation: Consultation) -> Saved:
        """Keep a new consultation; raises `InputProblem` patient-unknown, or record-changed if its id is in use."""
        with self._writing(Right.PATIENTS) as db:
            return consultations.save_consultation(db, consultation, patient_id, self._clock(), 0)

    def save_consultation(
        self, consultation: Consultation, patient_id: str, *, expected_version: int | None = None
    ) -> Saved:
        """Keep the last state of a draft. The state with `summary.closed_at` is the last one that is taken.

        Saving the same state again changes nothing. Raises `InputProblem` patient-unknown, consultation-of-another,
        consultation-closed, or record-changed if `expected_version` is not the version in the vault.
        """
        with self._writing(Right.PATIENTS) as db:
            return consultations.save_consultation(db, consultation, patient_id, self._clock(), expected_version)

    def load_consultation(self, consultation_id: str) -> Consultation:
        """Return a consultation; raises `InputProblem` consultation-unknown."""
        with self._reading(Right.PATIENTS) as db:
            return consultations.load_consultation(db, consultation_id)[0]

    def find_earlier_consultation(self, consultation_id: str) -> Consultation | None:
        """Find the latest consultation of the same patient before this one in which anything was answered."""
        with self._reading(Right.PATIENTS) as db:
            return consultations.find_earlier_consultation(db, consultation_id)

    def get_consultation_patient_id(self, consultation_id: str) -> str:
        """Return the id of a consultation's patient; raises `InputProblem` consultation-unknown."""
        with self._reading(Right.PATIENTS) as db:
            return consultations.load_consultation(db, consultation_id)[1]

    def list_consultations(self, patient_id: str) -> tuple[ConsultationEntry, ...]:
        """Return a patient's consultations with their documents, the latest first."""
        with self._reading(Right.PATIENTS) as db:
            return consultations.list_consultations(db, patient_id)

    def open_consultations(self) -> tuple[OpenConsultation, ...]:
        """Return consultations that are not closed, the last edited first."""
        with self._reading(Right.PATIENTS) as db:
            return consultations.list_open_consultations(db)
