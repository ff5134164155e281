"""The way into an open vault: one thread, one author, and the right that each act needs."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from sqlite_utils import Database

from stemsup_desktop.consultation.people import Author, Right
from stemsup_desktop.store.database_errors import translating_database_errors
from stemsup_desktop.store.header import VaultHeader
from stemsup_desktop.store.lock import VaultLock
from stemsup_desktop.store.problems import make_input_problem

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


class Door:
    """What every part of the vault shares. Each act names the right it needs, and is refused here without it."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._clock = opened.clock
        self._owner = threading.get_ident()
        self._is_open = True

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
        with translating_database_errors(), self._database.atomic():
            yield self._database

    def _require(self, right: Right) -> None:
        """Raise the problem of a missing right, before anything is read or written."""
        self._require_owner()
        if not self.author.may(right):
            raise make_input_problem(REFUSALS[right])

    def _require_owner(self) -> None:
        if threading.get_ident() != self._owner:
            raise RuntimeError("the vault belongs to the thread that opened it")
        if not self._is_open:
            raise RuntimeError("the vault is closed")
