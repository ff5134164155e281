"""Builds small vaults, patients, consultations and documents for the store's tests."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.patient import Patient, Sex
from stemsup_desktop.consultation.record import Complaint, Consultation, Reason, Summary
from stemsup_desktop.language import LanguageForm
from stemsup_desktop.store.connection import close_database, create_database
from stemsup_desktop.store.entries import DocumentKind, DocumentRecord
from stemsup_desktop.store.header import DATABASE_NAME, HEADER_NAMES
from stemsup_desktop.store.house_records import CLINIC as CLINIC_NAME
from stemsup_desktop.store.house_records import PHYSICIAN as PHYSICIAN_NAME
from stemsup_desktop.store.house_records import save_house_record
from stemsup_desktop.store.keys import Credentials, KdfParameters, derived_key, make_data_key
from stemsup_desktop.store.place import VAULT_FOLDER
from stemsup_desktop.store.schema import STEPS, make_migrations
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
        language=LanguageForm.JA,
        created_at=START,
        sha256=hashlib.sha256(pdf).hexdigest(),
        snapshot=b'{"format":"stemsup-consultation/1"}',
        text_versions=("consent-base 1.0", "hair 1.2"),
    )


def make_older_vault(folder: Path, steps: int, statements: Iterable[tuple[str, Sequence[object]]] = ()) -> None:
    """Make a vault as a program with only the first migrations made it: one passphrase, one key slot, no accounts."""
    vault, data_key, vault_id = folder / VAULT_FOLDER, make_data_key(), "8c1f5a52-0000-4000-8000-000000000000"
    vault.mkdir(parents=True)
    salt, nonce = b"s" * 16, b"n" * 12
    with derived_key(Credentials(PASSPHRASE), salt, CHEAP_KDF, is_named=False) as key:
        wrapped = AESGCM(bytes(key)).encrypt(nonce, bytes(data_key), vault_id.encode())
    slot = {"kdf": CHEAP_KDF, "salt": salt, "nonce": nonce, "wrapped_key": wrapped}
    body = msgspec.json.encode({"vault_id": vault_id, "slots": [slot], "format": "stemsup-vault/1"})
    checked = {"header": msgspec.Raw(body), "sha256": hashlib.sha256(body).hexdigest()}
    for name in HEADER_NAMES:
        (vault / name).write_bytes(msgspec.json.encode(checked))
    database = create_database(vault / DATABASE_NAME, data_key, make_migrations(STEPS[:steps]))
    with database.atomic():
        save_house_record(database, CLINIC_NAME, CLINIC, START)
        save_house_record(database, PHYSICIAN_NAME, PHYSICIAN, START)
        for statement, values in statements:
            database.execute(statement, list(values))
    close_database(database)
