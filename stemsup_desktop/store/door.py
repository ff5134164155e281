"""The way into an open vault: one thread, one author, and the right that each act needs."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from sqlite_utils import Database

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent
from stemsup_desktop.consultation.people import Author, Right
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.store.audit_trail import append_event
from stemsup_desktop.store.database_errors import translating_database_errors
from stemsup_desktop.store.header import DATABASE_NAME, VaultHeader, write_vault_header
from stemsup_desktop.store.key_seal import seal_header
from stemsup_desktop.store.lock import VaultLock
from stemsup_desktop.store.place import VAULT_FOLDER
from stemsup_desktop.store.problems import make_environment_problem, make_input_problem, translating_file_errors

Clock = Callable[[], datetime]
"""Returns the present moment, aware, in the clinic's time zone."""

REFUSALS = MappingProxyType(
    {
        Right.PATIENTS: "patients-only",
        Right.DECIDE: "physician-only",
        Right.ADMINISTER: "administrator-only",
    }
)
"""The problem of whoever lacks a right."""

REFUSED = frozenset({"physician-only", "author-not-own"})
"""The problems of a change that was not the author's to make."""

ONE_VIEW = timedelta(minutes=10)
"""How long opening the same record again is the same look at it."""


@dataclass(slots=True)
class Opened:
    """What an open vault is made of. The lock is held; `data_key` is wiped when the vault closes."""

    folder: Path
    database: Database
    lock: VaultLock
    clock: Clock
    author: Author
    header: VaultHeader
    data_key: bytearray


def keep_header(opened: Opened, header: VaultHeader) -> None:
    """Write another key file for an open vault, under the vault's own seal; raises `EnvironmentProblem`."""
    sealed = seal_header(header, opened.data_key)
    with translating_file_errors():
        write_vault_header(opened.folder / VAULT_FOLDER, sealed)
    opened.header = sealed


class Door:
    """What every part of the vault shares. Each act names the right it needs, and is refused here without it."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._clock = opened.clock
        self._owner = threading.get_ident()
        self._is_open = True
        self._viewed: dict[tuple[AuditAct, str], datetime] = {}

    @property
    def author(self) -> Author:
        """Who opened the vault, and so who does everything that is done through it."""
        return self._opened.author

    @property
    def _database(self) -> Database:
        return self._opened.database

    @contextmanager
    def _reading(self, right: Right) -> Iterator[Database]:
        self._require(right)
        with translating_database_errors():
            yield self._database

    @contextmanager
    def _writing(self, right: Right) -> Iterator[Database]:
        self._require(right)
        self._require_place()
        try:
            with translating_database_errors(), self._database.atomic():
                yield self._database
        except InputProblem as problem:
            if problem.code in REFUSED:
                self._note_refusal(problem.code)
            raise

    def _require(self, right: Right) -> None:
        """Raise the problem of a missing right, before anything is read or written; that it was tried is kept."""
        self._require_owner()
        if not self.author.may(right):
            problem = make_input_problem(REFUSALS[right])
            self._note_refusal(problem.code)
            raise problem

    def _require_place(self) -> None:
        """Raise `EnvironmentProblem` vault-missing once the file is gone from where it lay, as with its drive.

        What is open can be written to all the same on most systems, and nobody finds it again.
        """
        if not (self._opened.folder / VAULT_FOLDER / DATABASE_NAME).exists():
            raise make_environment_problem("vault-missing")

    def _note(self, event: AuditEvent) -> None:
        """Keep a row of an act, in the transaction of the act itself."""
        append_event(self._database, event, self.author, self._clock())

    def _note_view(self, event: AuditEvent) -> None:
        """Keep a row of a record that was opened; once more within ten minutes adds nothing."""
        now, key = self._clock(), (event.act, event.subject or event.consultation_id or event.patient_id)
        last = self._viewed.get(key)
        if last is not None and last <= now < last + ONE_VIEW:
            return
        with self._database.atomic():
            append_event(self._database, event, self.author, now)
        self._viewed[key] = now

    def _note_refusal(self, code: str) -> None:
        with translating_database_errors(), self._database.atomic():
            self._note(AuditEvent(AuditAct.REFUSED, subject=code))

    def _require_owner(self) -> None:
        if threading.get_ident() != self._owner:
            raise RuntimeError("the vault belongs to the thread that opened it")
        if not self._is_open:
            raise RuntimeError("the vault is closed")
