"""Builds vaults with something in them, and backups of them."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from sqlite_utils import Database
from store.builders import (
    PASSPHRASE,
    START,
    SteppingClock,
    make_consultation,
    make_document,
    make_patient,
    make_vault,
    reopen,
)

from stemsup_desktop.errors import Problem
from stemsup_desktop.store.audit_trail import read_head
from stemsup_desktop.store.backup.making import make_backup
from stemsup_desktop.store.backup.manifest import AuditHead
from stemsup_desktop.store.backup.proving import NO_AUDIT, AuditChecks, BackupProof, prove_backup
from stemsup_desktop.store.backup.shelf import BackupRecord
from stemsup_desktop.store.backup.snapshot import holding_still
from stemsup_desktop.store.backup.watching import UNWATCHED, Watch
from stemsup_desktop.store.backup.writing import write_backup
from stemsup_desktop.store.header import VaultHeader, read_vault_header
from stemsup_desktop.store.key_slots import open_slot
from stemsup_desktop.store.keys import Credentials
from stemsup_desktop.store.problems import SENTENCES
from stemsup_desktop.store.vault import Vault

VERSION = "0.1.0"
PDF = b"%PDF sealed" * 4000


def unlock(header: VaultHeader, passphrase: str = PASSPHRASE) -> bytes:
    return bytes(open_slot(header.slots, Credentials(passphrase), header.vault_id).data_keys[0])


@dataclass(frozen=True)
class Clinic:
    """An open vault, its key, and a folder for its backups."""

    vault: Vault
    folder: Path
    target: Path
    vault_id: str
    data_key: bytes

    @property
    def db(self) -> Database:
        return self.vault._database

    @property
    def file(self) -> Path:
        return self.folder / "vault" / "vault.db"

    def write(
        self, now: datetime = START, watch: Watch = UNWATCHED, audit: AuditChecks = NO_AUDIT, target: Path | None = None
    ) -> BackupRecord:
        with holding_still(self.db, self.folder, audit.read_head) as snapshot:
            return write_backup(
                snapshot, target or self.target, self.data_key, now=now, program_version=VERSION, watch=watch
            )

    def back_up(self, now: datetime = START) -> Path:
        """Make a proven backup that knows the history, as the program does, and return its file."""
        return make_backup(
            self.db,
            self.folder,
            self.target,
            self.data_key,
            clock=SteppingClock(now),
            program_version=VERSION,
            audit=AuditChecks(read_head),
        ).record.path

    def prove(
        self, path: Path, now: datetime = START, watch: Watch = UNWATCHED, audit: AuditChecks = NO_AUDIT
    ) -> BackupProof:
        return prove_backup(path, self.data_key, self.folder, vault_id=self.vault_id, now=now, audit=audit, watch=watch)


def fill_vault(folder: Path, patients: int = 30) -> None:
    """Make a vault with patients, a visit and a sealed document, and close it."""
    with make_vault(folder) as vault:
        vault.save_patients(make_patient(f"A-{number:04d}") for number in range(patients))
        vault.start_consultation("patient-A-0012", make_consultation(goal="less hair in the brush"))
        vault.save_document(make_document("CNS-2026-00001", PDF), PDF)


@contextmanager
def open_clinic(parent: Path) -> Iterator[Clinic]:
    """Open the vault in `parent / "clinic"`, with an empty folder for backups beside it."""
    folder, target = parent / "clinic", parent / "backups"
    target.mkdir(exist_ok=True)
    with reopen(folder) as vault:
        header = read_vault_header(folder)
        yield Clinic(vault, folder, target, header.vault_id, unlock(header))


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def read_counting_head(db: Database) -> AuditHead:
    """Stand in for the head of an audit trail: it moves with every write of a patient or visit."""
    moved = db.execute(
        "select coalesce(sum(version), 0) from (select version from patients union all "
        "select version from consultations)"
    ).fetchone()[0]
    return AuditHead(int(moved), f"{int(moved):064x}")


def code_of(act: Callable[[], object]) -> str:
    """Return the code of the problem that an act ends with; its sentence is the one that is kept for the code."""
    with pytest.raises(Problem) as caught:
        act()
    assert caught.value.sentence == SENTENCES[caught.value.code].en
    return caught.value.code


@contextmanager
def limiting_files(size: int) -> Iterator[None]:
    """Let the kernel refuse every write beyond a size, as a full or small disk does (EFBIG)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
