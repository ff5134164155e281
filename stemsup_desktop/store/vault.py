"""The vault: creates, opens and closes it, and is the one door to everything in it."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.store import (
    attachment_shelf,
    checklist_shelf,
    consultations,
    document_shelf,
    house_records,
    patient_finder,
    patients,
)
from stemsup_desktop.store.building import build_vault
from stemsup_desktop.store.connection import close_database, open_database
from stemsup_desktop.store.database_errors import translating_database_errors
from stemsup_desktop.store.entries import (
    Attachment,
    AttachmentSource,
    ChecklistEntry,
    ChecklistName,
    ConsultationEntry,
    DocumentEntry,
    DocumentKind,
    DocumentRecord,
    OpenConsultation,
    PatientHit,
    Saved,
)
from stemsup_desktop.store.files import make_private_folder
from stemsup_desktop.store.header import (
    DATABASE_NAME,
    make_vault_header,
    read_vault_header,
)
from stemsup_desktop.store.identifiers import make_uuid7
from stemsup_desktop.store.keys import KdfParameters, make_data_key, unwrap_key
from stemsup_desktop.store.lock import LOCK_NAME, VaultLock
from stemsup_desktop.store.place import VAULT_FOLDER, vault_exists
from stemsup_desktop.store.problems import (
    make_environment_problem,
    translating_file_errors,
)
from stemsup_desktop.store.schema import migrations

Clock = Callable[[], datetime]
"""Returns the present moment, aware, in the clinic's time zone."""

_CLINIC = "clinic"
_PHYSICIAN = "physician"


def create_vault(
    folder: Path,
    passphrase: str,
    clinic: Clinic,
    physician: Physician,
    *,
    clock: Clock,
    kdf: KdfParameters | None = None,
) -> "Vault":
    """Create a vault in a folder, which is made if need be, and open it.

    The vault is built beside its place and appears there in one step: a crash leaves none. Raises `EnvironmentProblem`
    vault-exists, vault-in-use, vault-read-only, vault-disk-full, vault-disk-failed; `InputProblem` passphrase-empty.
    """
    with translating_file_errors():
        make_private_folder(folder)
    lock = VaultLock(folder / LOCK_NAME)
    try:
        if vault_exists(folder):
            raise make_environment_problem("vault-exists")
        data_key = make_data_key()
        with translating_file_errors(), translating_database_errors():
            header = make_vault_header(data_key, passphrase, kdf or KdfParameters())
            build_vault(folder, data_key, header, lambda db: _save_first_records(db, clinic, physician, clock()))
        return _open_locked(folder, data_key, lock, clock)
    except BaseException:
        lock.release()
        raise


def open_vault(folder: Path, passphrase: str, *, clock: Clock) -> "Vault":
    """Open the vault of a folder; the calling thread owns it from then on.

    Raises `InputProblem` vault-wrong-passphrase, passphrase-empty; `EnvironmentProblem` vault-missing, vault-in-use,
    vault-key-damaged, vault-damaged, vault-truncated, vault-newer, vault-migration-failed, vault-read-only,
    vault-disk-full, vault-disk-failed.
    """
    if not vault_exists(folder):
        raise make_environment_problem("vault-missing")
    lock = VaultLock(folder / LOCK_NAME)
    try:
        header = read_vault_header(folder)
        data_key = unwrap_key(header.slots[0], passphrase, header.vault_id)
        return _open_locked(folder, data_key, lock, clock)
    except BaseException:
        lock.release()
        raise


class Vault:
    """An open vault. One thread owns it; every write is on disk when its method returns.

    Besides what each method names, each raises `EnvironmentProblem` (vault-damaged, vault-disk-full, vault-disk-failed,
    vault-read-only) for what the disk does, and RuntimeError from a thread that does not own it or after `close`.
    """

    def __init__(self, database: Database, lock: VaultLock, clock: Clock) -> None:
        self._database = database
        self._lock = lock
        self._clock = clock
        self._owner = threading.get_ident()
        self._is_open = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Bring everything into the file and let another program in; calling it again does nothing."""
        if not self._is_open:
            return
        self._require_owner()
        self._is_open = False
        try:
            with translating_database_errors():
                close_database(self._database)
        finally:
            self._lock.release()

    def make_id(self) -> str:
        """Return a new time-ordered id for a patient or consultation."""
        return make_uuid7(self._clock())

    def load_clinic(self) -> Clinic:
        """Return the clinic's details."""
        with self._reading() as db:
            return house_records.load_house_record(db, _CLINIC, Clinic)

    def save_clinic(self, clinic: Clinic) -> None:
        """Replace the clinic's details."""
        with self._writing() as db:
            house_records.save_house_record(db, _CLINIC, clinic, self._clock())

    def load_physician(self) -> Physician:
        """Return the physician's details."""
        with self._reading() as db:
            return house_records.load_house_record(db, _PHYSICIAN, Physician)

    def save_physician(self, physician: Physician) -> None:
        """Replace the physician's details."""
        with self._writing() as db:
            house_records.save_house_record(db, _PHYSICIAN, physician, self._clock())

    def load_settings(self) -> dict[str, str]:
        """Return every setting by name."""
        with self._reading() as db:
            return house_records.load_settings(db)

    def save_settings(self, settings: Mapping[str, str]) -> None:
        """Keep the settings given; others stay as they are."""
        with self._writing() as db:
            house_records.save_settings(db, settings)

    def save_patient(self, patient: Patient, *, expected_version: int | None = None) -> Patient:
        """Keep a patient and return the record as it was kept: normalised, with an id if it had none.

        Raises `InputProblem` patient-invalid, chart-number-taken, or record-changed if `expected_version` (0 for a new
        patient) is not the version in the vault.
        """
        with self._writing() as db:
            return patients.save_patient(db, patient, self._clock(), expected_version)

    def save_patients(self, every: Iterable[Patient]) -> int:
        """Keep many patients, all or none, and return how many; raises as `save_patient`."""
        with self._writing() as db:
            return len([patients.save_patient(db, patient, self._clock(), None) for patient in every])

    def get_patient(self, patient_id: str) -> Patient:
        """Return a patient; raises `InputProblem` patient-unknown."""
        with self._reading() as db:
            return patients.get_patient(db, patient_id)[0]

    def get_patient_version(self, patient_id: str) -> int:
        """Return the version of a patient's record, from 1; raises `InputProblem` patient-unknown."""
        with self._reading() as db:
            return patients.get_patient(db, patient_id)[1]

    def find_patients(self, query: str, limit: int = 50) -> tuple[PatientHit, ...]:
        """Return patients by name, kana, romaji, chart number or date of birth as typed, the best match first.

        An empty query returns those last seen.
        """
        with self._reading() as db:
            return patient_finder.find_patients(db, query, limit)

    def find_likely_duplicates(self, patient: Patient) -> tuple[PatientHit, ...]:
        """Return other patients with the same telephone number, or born on the same day with a similar name."""
        with self._reading() as db:
            return patients.find_likely_duplicates(db, patient)

    def start_consultation(self, patient_id: str, consultation: Consultation) -> Saved:
        """Keep a new consultation; raises `InputProblem` patient-unknown, or record-changed if its id is in use."""
        with self._writing() as db:
            return consultations.save_consultation(db, consultation, patient_id, self._clock(), 0)

    def save_consultation(
        self, consultation: Consultation, patient_id: str, *, expected_version: int | None = None
    ) -> Saved:
        """Keep the last state of a draft. The state with `summary.closed_at` is the last one that is taken.

        Saving the same state again changes nothing. Raises `InputProblem` patient-unknown, consultation-of-another,
        consultation-closed, or record-changed if `expected_version` is not the version in the vault.
        """
        with self._writing() as db:
            return consultations.save_consultation(db, consultation, patient_id, self._clock(), expected_version)

    def load_consultation(self, consultation_id: str) -> Consultation:
        """Return a consultation; raises `InputProblem` consultation-unknown."""
        with self._reading() as db:
            return consultations.load_consultation(db, consultation_id)[0]

    def find_earlier_consultation(self, consultation_id: str) -> Consultation | None:
        """Find the latest consultation of the same patient before this one in which anything was answered."""
        with self._reading() as db:
            return consultations.find_earlier_consultation(db, consultation_id)

    def get_consultation_patient_id(self, consultation_id: str) -> str:
        """Return the id of a consultation's patient; raises `InputProblem` consultation-unknown."""
        with self._reading() as db:
            return consultations.load_consultation(db, consultation_id)[1]

    def list_consultations(self, patient_id: str) -> tuple[ConsultationEntry, ...]:
        """Return a patient's consultations with their documents, the latest first."""
        with self._reading() as db:
            return consultations.list_consultations(db, patient_id)

    def open_consultations(self) -> tuple[OpenConsultation, ...]:
        """Return consultations that are not closed, the last edited first."""
        with self._reading() as db:
            return consultations.list_open_consultations(db)

    def next_document_number(self, kind: str, year: int) -> str:
        """Return a number such as CNS-2026-00418 that is never given again; `kind` is a `DocumentKind`."""
        with self._writing() as db:
            return document_shelf.take_document_number(db, DocumentKind(kind), year)

    def save_document(self, record: DocumentRecord, pdf: bytes) -> None:
        """Keep a document for good.

        Raises `InputProblem` document-exists, consultation-unknown, consultation-of-another; ValueError if
        `record.sha256` is not the PDF's.
        """
        with self._writing() as db:
            document_shelf.save_document(db, record, pdf)

    def mark_document_signed(self, number: str, signature: bytes, signed_at: datetime) -> None:
        """Add a signing, as JSON, to a document; earlier ones stay. Raises `InputProblem` document-unknown."""
        with self._writing() as db:
            document_shelf.save_signature(db, number, signature, signed_at, self._clock())

    def load_document(self, number: str) -> tuple[DocumentRecord, bytes]:
        """Return a document and its PDF; raises document-unknown, or document-damaged if it is not what was saved."""
        with self._reading() as db:
            return document_shelf.load_document(db, number)

    def list_documents(self, patient_id: str) -> tuple[DocumentEntry, ...]:
        """Return a patient's documents with their signatures, the latest first."""
        with self._reading() as db:
            return document_shelf.list_documents(db, patient_id)

    def save_text(self, data: bytes) -> str:
        """Keep the exact bytes of a text that a patient was shown, and return their SHA-256 in hexadecimal."""
        with self._writing() as db:
            return document_shelf.save_text(db, data)

    def load_text(self, sha256: str) -> bytes:
        """Return the bytes of a kept text; raises `InputProblem` text-unknown."""
        with self._reading() as db:
            return document_shelf.load_text(db, sha256)

    def add_attachment(self, data: bytes, source: AttachmentSource) -> Attachment:
        """Keep a file for good. The same bytes once more change nothing: what was known of them first stays.

        Raises `InputProblem` attachment-empty, attachment-too-large, consultation-unknown, consultation-of-another,
        consultation-closed.
        """
        with self._writing() as db:
            return attachment_shelf.add_attachment(db, data, source, self._clock())

    def get_attachment(self, sha256: str) -> tuple[Attachment, bytes]:
        """Return a file; raises attachment-unknown, or attachment-damaged if it is not what was added."""
        with self._reading() as db:
            return attachment_shelf.get_attachment(db, sha256)

    def add_checklist(
        self, name: ChecklistName, data: bytes, *, added_by: str = "", is_shipped: bool = False
    ) -> ChecklistEntry:
        """Keep a checklist's exact bytes; the same once more changes nothing.

        Raises `InputProblem` checklist-taken if the name stands for other bytes: nothing is ever overwritten.
        """
        with self._writing() as db:
            return checklist_shelf.add_checklist(db, name, data, added_by, self._clock(), is_shipped=is_shipped)

    def find_checklist(self, canonical: str) -> ChecklistEntry | None:
        """Find a checklist by its canonical name, "url|version"."""
        with self._reading() as db:
            return checklist_shelf.find_checklist(db, canonical)

    def load_checklist(self, canonical: str) -> bytes:
        """Return the exact bytes of a checklist; raises `InputProblem` checklist-unknown."""
        with self._reading() as db:
            return checklist_shelf.load_checklist(db, canonical)

    def list_checklists(self) -> tuple[ChecklistEntry, ...]:
        """Return every checklist that was ever kept, the first added first."""
        with self._reading() as db:
            return checklist_shelf.list_checklists(db)

    @contextmanager
    def _reading(self) -> Iterator[Database]:
        self._require_owner()
        with translating_database_errors():
            yield self._database

    @contextmanager
    def _writing(self) -> Iterator[Database]:
        self._require_owner()
        with translating_database_errors(), self._database.atomic():
            yield self._database

    def _require_owner(self) -> None:
        if threading.get_ident() != self._owner:
            raise RuntimeError("the vault belongs to the thread that opened it")
        if not self._is_open:
            raise RuntimeError("the vault is closed")


def _save_first_records(db: Database, clinic: Clinic, physician: Physician, now: datetime) -> None:
    house_records.save_house_record(db, _CLINIC, clinic, now)
    house_records.save_house_record(db, _PHYSICIAN, physician, now)


def _open_locked(folder: Path, data_key: bytes, lock: VaultLock, clock: Clock) -> Vault:
    path = folder / VAULT_FOLDER / DATABASE_NAME
    if not path.is_file():
        raise make_environment_problem("vault-damaged")
    return Vault(open_database(path, data_key, migrations), lock, clock)
