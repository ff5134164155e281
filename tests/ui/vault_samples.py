"""A real vault for page tests, whose work a test steps by hand, and records to put into it."""

import hashlib
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from unmade import finish_writing
from visit_samples import CLINIC, NOW, PHYSICIAN

from stemsup_desktop.consultation.patient import Patient, Sex
from stemsup_desktop.consultation.record import Complaint, Consultation, Declined, Reason, Summary
from stemsup_desktop.consultation.treatment_model import Treatment
from stemsup_desktop.language import LanguageForm
from stemsup_desktop.store.entries import DocumentKind, DocumentRecord
from stemsup_desktop.store.keys import KdfParameters
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.jobs import Err, JobRunner, ManualExecutor, Ok
from stemsup_desktop.ui.vault_access import VaultAccess

CHEAP_KDF = KdfParameters(memory_kib=64, passes=1, lanes=1)
T = TypeVar("T")


class SteppedVault:
    """A vault behind `VaultAccess`, on a `ManualExecutor`: nothing happens until a test says so."""

    def __init__(self, runner: JobRunner, executor: ManualExecutor, folder: Path, clock: object) -> None:
        self.executor = executor
        self.access = VaultAccess(runner, folder, clock, CHEAP_KDF)  # type: ignore[arg-type]
        self.access.create("correct horse battery", CLINIC, PHYSICIAN, _require)
        executor.run_all()

    @property
    def vault(self) -> Vault:
        """The open vault; tests run on its own thread."""
        return self.access.get_vault()

    def close(self) -> None:
        """Close it, whatever is left to write before."""
        finish_writing(self.executor)
        self.access.close(_require)
        finish_writing(self.executor)


def _require(result: Ok[None] | Err) -> None:
    assert isinstance(result, Ok), result


def make_patient(number: int = 1, **changes: object) -> Patient:
    values: dict[str, object] = {
        "patient_id": f"patient-{number}",
        "chart_number": f"A-{number:04}",
        "name": "髙橋 花子",
        "kana": "タカハシ ハナコ",
        "romaji": "Takahashi Hanako",
        "birth_date": date(1972, 4, 18),
        "sex": Sex.FEMALE,
    }
    return Patient(**{**values, **changes})  # type: ignore[arg-type]


def make_consultation(
    consultation_id: str, *, closed_at: datetime | None = None, is_declined: bool = False, is_treated: bool = False
) -> Consultation:
    empty = Consultation(consultation_id, NOW)
    return Consultation(
        consultation_id,
        NOW,
        reason=Reason((Complaint("SYM02"),)),
        consent=type(empty.consent)(declined=Declined(NOW.date()) if is_declined else None),
        treatment=Treatment(started_at=NOW if is_treated else None),
        summary=Summary(closed_at=closed_at),
    )


def make_document(
    number: str, pdf: bytes, patient_id: str, consultation_id: str, kind: DocumentKind = DocumentKind.CONSENT
) -> DocumentRecord:
    return DocumentRecord(
        number=number,
        kind=kind,
        patient_id=patient_id,
        consultation_id=consultation_id,
        language=LanguageForm.JA,
        created_at=NOW,
        sha256=hashlib.sha256(pdf).hexdigest(),
        snapshot=b"{}",
    )
