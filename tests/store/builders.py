"""Builds small vaults, patients, consultations and documents for the store's tests."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.patient import Patient, Sex
from stemsup_desktop.consultation.record import Complaint, Consultation, Reason, Summary
from stemsup_desktop.language import Language
from stemsup_desktop.store.entries import DocumentKind, DocumentRecord
from stemsup_desktop.store.keys import KdfParameters
from stemsup_desktop.store.vault import Vault, create_vault, open_vault

PASSPHRASE = "correct horse 電池 staple"
CHEAP_KDF = KdfParameters(memory_kib=64, passes=1, lanes=1)
CLINIC = Clinic(name="みなとクリニック", name_en="Minato Clinic")
PHYSICIAN = Physician(name="青木 誠", licence_number="123456")
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class SteppingClock:
    """A clock that moves on by one second each time it is read."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


def make_vault(folder: Path) -> Vault:
    return create_vault(folder, PASSPHRASE, CLINIC, PHYSICIAN, clock=SteppingClock(), kdf=CHEAP_KDF)


def reopen(folder: Path, passphrase: str = PASSPHRASE) -> Vault:
    return open_vault(folder, passphrase, clock=SteppingClock(START + timedelta(days=1)))


def make_patient(chart_number: str = "A-0012", name: str = "髙橋 花子", **changes: object) -> Patient:
    values: dict[str, object] = {
        "patient_id": f"patient-{chart_number}",
        "kana": "タカハシ ハナコ",
        "romaji": "Takahashi Hanako",
        "birth_date": date(1972, 4, 18),
        "sex": Sex.FEMALE,
    }
    values.update(changes)
    return Patient(chart_number=chart_number, name=name, **values)


def make_consultation(
    consultation_id: str = "visit-1", goal: str = "", closed_at: datetime | None = None
) -> Consultation:
    return Consultation(
        consultation_id=consultation_id,
        started_at=START,
        reason=Reason(complaints=(Complaint("hair-loss", baseline_nrs=6),), goal=goal),
        summary=Summary(closed_at=closed_at),
    )


def make_document(
    number: str, pdf: bytes, consultation_id: str = "visit-1", patient_id: str = "patient-A-0012"
) -> DocumentRecord:
    return DocumentRecord(
        number=number,
        kind=DocumentKind.CONSENT,
        patient_id=patient_id,
        consultation_id=consultation_id,
        language=Language.JA,
        created_at=START,
        sha256=hashlib.sha256(pdf).hexdigest(),
        snapshot=b'{"format":"stemsup-consultation/1"}',
        text_versions=("consent-base 1.0", "hair 1.2"),
    )
