"""A sample patient and visit, a clock that a test moves, and a stand-in for the vault."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.patient import Allergy, Patient, Sex
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.errors import Problem

NOW = datetime(2026, 9, 8, 10, 44, tzinfo=UTC)
CLINIC = Clinic(name="見本クリニック東京", name_en="Sample Clinic Tokyo")
PHYSICIAN = Physician(name="青木 健", licence_number="123456", name_en="AOKI Ken")
PATIENT = Patient(
    patient_id="p1",
    chart_number="104-2287",
    name="山田 花子",
    kana="ヤマダ ハナコ",
    romaji="YAMADA Hanako",
    birth_date=date(1972, 4, 18),
    sex=Sex.FEMALE,
    allergies=(Allergy("Penicillin", "rash", 2009),),
    allergies_asked_on=date(2026, 9, 8),
    alerts=("Aspirin 100 mg daily", "scar history"),
)


class SteppedClock:
    """A clock that only a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class SavedDrafts:
    """Stands where the vault would: keeps what was written, or fails as told."""

    written: list[ConsultationFile] = field(default_factory=list)
    problem: Problem | None = None

    def save(self, snapshot: ConsultationFile) -> None:
        if self.problem is not None:
            raise self.problem
        self.written.append(snapshot)
