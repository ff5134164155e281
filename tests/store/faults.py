"""The named failures that a vault meets: each makes one happen, as near to the real thing as a test can."""

import ctypes
import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlite_utils import Database

from stemsup_desktop.store import building, files, opening, schema
from stemsup_desktop.store.header import DATABASE_NAME, HEADER_NAMES, VAULT_FOLDER

PAGE_BYTES = 4096


def find_database(folder: Path) -> Path:
    return folder / VAULT_FOLDER / DATABASE_NAME


def find_headers(folder: Path) -> tuple[Path, ...]:
    return tuple(folder / VAULT_FOLDER / name for name in HEADER_NAMES)


def truncate(path: Path, size: int) -> None:
    with path.open("rb+") as file:
        file.truncate(size)


def flip_bit(path: Path, position: int) -> None:
    data = bytearray(path.read_bytes())
    data[position] ^= 0x10
    path.write_bytes(bytes(data))


@contextmanager
def read_only(path: Path) -> Iterator[None]:
    """Take away the right to write, also from a test that runs as root."""
    mode = path.stat().st_mode
    path.chmod(mode & ~0o222)
    try:
        with _without_override():
            yield
    finally:
        path.chmod(mode)


def fill_disk(database: Database) -> None:
    """Leave SQLite no page more than it has: it then fails exactly as on a full disk (SQLITE_FULL)."""
    pages = database.execute("pragma page_count").fetchone()[0]
    database.execute(f"pragma max_page_count = {pages}")


def free_disk(database: Database) -> None:
    database.execute("pragma max_page_count = 4294967294")


def fail_every_write(monkeypatch: pytest.MonkeyPatch, code: int = errno.ENOSPC) -> None:
    """Make fsync of a file, which reports what earlier writes could not, fail with an error of the system."""
    fsync = os.fsync

    def fail(descriptor: int) -> None:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return fsync(descriptor)
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(files.os, "fsync", fail)


def fail_sync_of_folders(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """Make fsync of a folder, which makes names safe, fail with an error of the operating system."""
    fsync = os.fsync

    def fail(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(code, os.strerror(code))
        fsync(descriptor)

    monkeypatch.setattr(files.os, "fsync", fail)


def leave_in_wal(folder: Path, copy: Path) -> None:
    """Copy a folder whose vault is open: what was saved last is in the WAL, as after a crash."""
    shutil.copytree(folder, copy)
    wal = find_database(copy).with_name("vault.db-wal")
    assert wal.stat().st_size > 0


def crash_before_rename(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop as a killed process does, with the new vault complete but not in its place, and nothing cleaned up."""

    def crash(folder: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "sync_folder", crash)
    monkeypatch.setattr(building.shutil, "rmtree", lambda folder, ignore_errors=False: None)


def add_migration(monkeypatch: pytest.MonkeyPatch, statements: tuple[str, ...]) -> None:
    """Make the program one version newer: its last migration runs these statements."""

    def migrate(db: Database) -> None:
        for statement in statements:
            db.execute(statement)

    monkeypatch.setattr(opening, "migrations", schema.make_migrations((*schema.STEPS, ("9999_later", migrate))))


class _CapabilityHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Capabilities(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


@contextmanager
def _without_override() -> Iterator[None]:
    """Root writes to read-only files by CAP_DAC_OVERRIDE (1); put it aside for this thread. Others have none."""
    if sys.platform != "linux" or os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header, kept = _CapabilityHeader(0x20080522, 0), (_Capabilities * 2)()
    if libc.capget(ctypes.byref(header), ctypes.byref(kept)) != 0:
        raise OSError(ctypes.get_errno(), "capget")
    fewer = (_Capabilities * 2).from_buffer_copy(bytes(kept))
    fewer[0].effective &= ~0b10
    if libc.capset(ctypes.byref(header), ctypes.byref(fewer)) != 0:
        raise OSError(ctypes.get_errno(), "capset")
    try:
        yield
    finally:
        if libc.capset(ctypes.byref(header), ctypes.byref(kept)) != 0:
            raise OSError(ctypes.get_errno(), "capset")
