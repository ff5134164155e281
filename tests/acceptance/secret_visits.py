"""A hundred generated visits whose every free text is one sentinel: `secret_visits.py DATA LOGS BACKUPS` keeps them.

They are drafted, printed, kept, closed, backed up, re-keyed and restored on trial, and at last the process is killed
with the vault open, so that its write-ahead log stays.
"""

import os
import random
import signal
import sys
from datetime import timedelta
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from documents.document_builders import consent_of, make_file, summary_of  # noqa: E402
from store.builders import CHEAP_KDF, PASSPHRASE, START, SteppingClock  # noqa: E402

from stemsup_desktop.consultation.record import ConsultationFile, Summary  # noqa: E402
from stemsup_desktop.documents.document_model import RenderedDocument  # noqa: E402
from stemsup_desktop.errors import InputProblem  # noqa: E402
from stemsup_desktop.language import Language, LanguageForm  # noqa: E402
from stemsup_desktop.logs import start_log  # noqa: E402
from stemsup_desktop.store.backup.settings import BackupSettings  # noqa: E402
from stemsup_desktop.store.entries import DocumentKind, DocumentRecord  # noqa: E402
from stemsup_desktop.store.vault import Vault, create_vault, open_vault  # noqa: E402

SENTINEL = "Sentinelle Vierzehnheiligen 前髪を濃く"
VISITS, PRINTED_EACH = 100, 10


def make_visit(number: int) -> ConsultationFile:
    """Return a generated visit of a patient of its own, named and told by the sentinel."""
    file = make_file(random.Random(number), fill=(number % 10) / 9, words=SENTINEL)
    patient = msgspec.structs.replace(
        file.patient,
        patient_id=f"patient-{number}",
        chart_number=f"S-{number:04d}",
        name=SENTINEL,
        phone="",
        address=SENTINEL,
    )
    consultation = msgspec.structs.replace(
        file.consultation, consultation_id=f"visit-{number}", summary=Summary(note=SENTINEL)
    )
    return ConsultationFile(file.clinic, file.physician, patient, consultation)


def keep_visit(vault: Vault, number: int) -> None:
    """Draft, print and keep one visit; every fifth one is closed."""
    file = make_visit(number)
    vault.save_patient(file.patient)
    visit = file.consultation
    blank = msgspec.structs.replace(visit, reason=msgspec.structs.replace(visit.reason, goal=""))
    vault.start_consultation(file.patient.patient_id, blank)
    for length in range(1, len(SENTINEL), 7):
        typed = msgspec.structs.replace(visit.reason, goal=SENTINEL[:length])
        vault.save_consultation(msgspec.structs.replace(visit, reason=typed), file.patient.patient_id)
    vault.save_consultation(visit, file.patient.patient_id)
    vault.save_unfinished("patient-forms", SENTINEL)
    vault.save_text(SENTINEL.encode())
    if number % PRINTED_EACH == 0:
        keep_document(vault, file, DocumentKind.CONSENT, consent_of(file, Language.JA))
        keep_document(vault, file, DocumentKind.SUMMARY, summary_of(file, Language.EN))
    if number % 5 == 0:
        closed = msgspec.structs.replace(visit, summary=Summary(note=SENTINEL, closed_at=START))
        vault.save_consultation(closed, file.patient.patient_id)
    try:
        vault.save_patient(msgspec.structs.replace(file.patient, name="", alerts=(SENTINEL,)))
    except InputProblem as problem:
        print(problem.code, problem, problem.details)


def keep_document(vault: Vault, file: ConsultationFile, kind: DocumentKind, rendered: RenderedDocument) -> None:
    """Keep a printed document of a visit."""
    record = DocumentRecord(
        number=vault.next_document_number(kind, START.year),
        kind=kind,
        patient_id=file.patient.patient_id,
        consultation_id=file.consultation.consultation_id,
        language=LanguageForm.JA,
        created_at=START,
        sha256=rendered.sha256,
        snapshot=msgspec.json.encode(file),
    )
    vault.save_document(record, rendered.pdf)
    vault.load_document(record.number)


def main(data: Path, logs: Path, backups: Path) -> None:
    """Keep them all, and die with the vault open."""
    start_log(logs)
    first = make_visit(0)
    settings = BackupSettings(folder=backups)
    with create_vault(data, PASSPHRASE, first.clinic, first.physician, clock=SteppingClock(), kdf=CHEAP_KDF) as vault:
        for number in range(VISITS // 2):
            keep_visit(vault, number)
        vault.make_backup(settings, "1")
        vault.rekey()
    vault = open_vault(data, PASSPHRASE, clock=SteppingClock(START + timedelta(days=1)))
    for number in range(VISITS // 2, VISITS):
        keep_visit(vault, number)
    vault.make_backup(settings, "1")
    print("patients", len(vault.find_patients("", limit=999)))
    vault.save_unfinished("signing-forms", SENTINEL)
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
