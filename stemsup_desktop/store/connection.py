"""Opens the encrypted file with its raw key, brings it up to date, and says what is wrong when it cannot."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from sqlcipher3 import dbapi2
from sqlite_utils import Database, Migrations

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.database_errors import code_of_database_error, translating_database_errors
from stemsup_desktop.store.files import copy_durably, sync_folder
from stemsup_desktop.store.problems import (
    make_environment_problem,
    translating_file_errors,
)
from stemsup_desktop.store.wal import PAGE_BYTES, find_wal, has_wal, list_salts

_PRAGMAS = (
    "cipher_compatibility = 4",
    "temp_store = memory",
    # The lock file keeps others out; an exclusive lock also spares the shared-memory file beside the WAL.
    "locking_mode = exclusive",
    "journal_mode = wal",
    # Each commit waits until its WAL frames are on disk: an acknowledged change survives a power cut.
    "synchronous = full",
    # On macOS only F_FULLFSYNC empties the drive's own cache; elsewhere these two do nothing.
    "fullfsync = on",
    "checkpoint_fullfsync = on",
    "foreign_keys = on",
    "secure_delete = on",
)


def create_database(path: Path, data_key: bytes | bytearray, steps: Migrations) -> Database:
    """Create an encrypted file with every table; raises `EnvironmentProblem` for what the disk says."""
    with translating_file_errors(), translating_database_errors():
        db = _connect(path, data_key)
        with _closing_on_failure(db), _asking_why_a_file_cannot_be_made(path):
            _apply(db, steps)
            return db


def open_database_with(path: Path, data_keys: Sequence[bytes | bytearray], steps: Migrations) -> tuple[Database, int]:
    """Open an encrypted file with the first of several keys that fits, and return which; raises as `open_database`.

    There are two keys where a re-keying was cut short: the file is encrypted with one of them.
    """
    refusals = []
    for place, data_key in enumerate(data_keys):
        try:
            return open_database(path, data_key, steps), place
        except EnvironmentProblem as problem:
            if problem.code != "vault-damaged":
                raise
            refusals.append(problem)
    raise refusals[0]


def open_database(path: Path, data_key: bytes | bytearray, steps: Migrations) -> Database:
    """Open an encrypted file, copying it aside before an older one is migrated.

    Raises `EnvironmentProblem`: vault-read-only, vault-truncated, vault-damaged, vault-newer, vault-migration-failed,
    or what else the disk says.
    """
    with translating_file_errors():
        _check_file(path)
        db = _connect_existing(path, data_key)
        with _closing_on_failure(db):
            pending = _find_pending(db, steps)
        if not pending:
            return db
        with _closing_on_failure(db), translating_database_errors():
            settle_wal(db)
        close_database(db)
        copy_durably(path, path.with_name(f"{path.stem}-before-{_file_word(pending[0])}{path.suffix}"))
        db = _connect_existing(path, data_key)
    with _closing_on_failure(db):
        _migrate(db, steps)
    return db


def open_frozen(path: Path, data_key: bytes | bytearray, steps: Migrations) -> Database:
    """Open a copy that nothing changes, without writing to it or beside it, whatever its age.

    Raises `EnvironmentProblem` vault-damaged, vault-newer, or what else the disk says.
    """
    with translating_file_errors(), translating_database_errors():
        # "immutable": no locks, no WAL, no journal; the copy stays byte for byte what it was.
        connection = dbapi2.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)
        db = Database(cast(Any, connection), strict=True, execute_plugins=False)
        with _closing_on_failure(db):
            _give_key(db, data_key)
            for pragma in ("cipher_compatibility = 4", "temp_store = memory"):
                connection.execute(f"pragma {pragma}").fetchall()
            connection.execute("select count(*) from sqlite_master").fetchone()
            _find_pending(db, steps)
        return db


def close_database(db: Database) -> None:
    """Bring everything from the WAL into the file, and close it; where the disk refuses, the WAL stays beside it."""
    db.conn.close()


def settle_wal(db: Database) -> None:
    """Bring everything from the WAL into the file and raise if the disk refuses: to be done before a file is copied."""
    if db.execute("pragma wal_checkpoint(truncate)").fetchone()[0]:
        raise make_environment_problem("vault-in-use")


def _check_file(path: Path) -> None:
    with path.open("rb+"):
        size = path.stat().st_size
    # A crash leaves part of a page only while the WAL is brought into the file, and then the WAL still holds the page.
    if size < PAGE_BYTES or (size % PAGE_BYTES and not has_wal(path)):
        raise make_environment_problem("vault-truncated")


def _connect(path: Path, data_key: bytes | bytearray, salt: bytes = b"") -> Database:
    connection = dbapi2.connect(str(path))
    db = Database(cast(Any, connection), strict=True, execute_plugins=False)
    with _closing_on_failure(db), _asking_why_a_file_cannot_be_made(path):
        _give_key(db, data_key, salt)
        for pragma in _PRAGMAS:
            connection.execute(f"pragma {pragma}").fetchall()
    return db


def _give_key(db: Database, data_key: bytes | bytearray, salt: bytes = b"") -> None:
    # SQLCipher would write of every damaged page to standard error; the problem that is raised says it once.
    db.conn.execute("pragma cipher_log_level = none").fetchall()
    # A raw key in hexadecimal; SQLCipher skips its own key derivation for it. Without a salt it reads the file's.
    db.conn.execute(f"pragma key = \"x'{data_key.hex()}{salt.hex()}'\"")


@contextmanager
def _asking_why_a_file_cannot_be_made(path: Path) -> Iterator[None]:
    """Of a WAL that cannot be made SQLite says so and no more; the system knows whether the disk is full."""
    try:
        yield
    except dbapi2.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == dbapi2.SQLITE_CANTOPEN:
            wal = find_wal(path)
            if wal.is_symlink():  # SQLite follows none, and asking must not make a file wherever it leads
                raise make_environment_problem("vault-disk-failed") from error
            with translating_file_errors():
                os.close(os.open(wal, os.O_RDWR | os.O_CREAT, 0o600))
        raise


def _connect_existing(path: Path, data_key: bytes | bytearray) -> Database:
    salts = list_salts(path)  # now: even a connection that fails may bring the WAL into the file and remove it
    try:
        return _connect_in_earnest(path, data_key)
    except dbapi2.DatabaseError as error:
        code = code_of_database_error(error)
        if code is None:
            raise
        if code == "vault-damaged":
            db = _find_by_salt(path, data_key, salts)
            if db is not None:
                return db
            if _is_cut_short(path, data_key):
                code = "vault-truncated"
        raise make_environment_problem(code) from error


def _connect_in_earnest(path: Path, data_key: bytes | bytearray, salt: bytes = b"") -> Database:
    db = _connect(path, data_key, salt)
    with _closing_on_failure(db):
        db.conn.execute("select count(*) from sqlite_master").fetchone()
        # Asks for the write lock once: a file that cannot be written is found now and not at the first draft.
        with _asking_why_a_file_cannot_be_made(path):
            db.conn.execute("begin immediate")
            db.conn.execute("rollback")
        # SQLite syncs the folder for its new WAL too, but goes on if that fails: every draft would hang on a name
        # that may not be on disk.
        sync_folder(path.parent)
    return db


def _find_by_salt(path: Path, data_key: bytes | bytearray, salts: tuple[bytes, ...]) -> Database | None:
    """Open a file whose first sector was torn while page 1 was brought into it from the WAL.

    SQLite reads such a page from the WAL, but SQLCipher reads the salt from the file before it knows of one.
    """
    for salt in salts:
        try:
            return _connect_in_earnest(path, data_key, salt)
        except dbapi2.DatabaseError as error:
            if code_of_database_error(error) != "vault-damaged":
                raise
    return None


def _is_cut_short(path: Path, data_key: bytes | bytearray) -> bool:
    """Return whether page 1 is whole and promises more pages than the file has.

    SQLite itself only says that such a file is malformed, so the second block of the page is decrypted here. SQLCipher
    4 puts the salt over bytes 0 to 15 and ends the page with 16 bytes of IV and 64 of HMAC. The SQLite file format has,
    at bytes 16 to 31: page size, write and read version, reserved bytes 80, fractions 64 32 32, a counter, page count.
    """
    with path.open("rb") as file:
        page = file.read(PAGE_BYTES)
    decryptor = Cipher(AES(data_key), CBC(page[-80:-64])).decryptor()
    block = decryptor.update(page[16:32])
    is_header = block[:2] == PAGE_BYTES.to_bytes(2) and block[4:8] == bytes((80, 64, 32, 32))
    return is_header and int.from_bytes(block[12:]) * PAGE_BYTES > path.stat().st_size


def _find_pending(db: Database, steps: Migrations) -> list[str]:
    with translating_database_errors():
        pending = [step.name for step in steps.pending(db)]
        applied = {step.name for step in steps.applied(db)}
    if not applied <= _find_known(steps):
        raise make_environment_problem("vault-newer")
    return pending


def _find_known(steps: Migrations) -> set[str]:
    """Return every migration's name: all are pending on an empty database."""
    empty = Database(memory=True, execute_plugins=False)
    try:
        return {step.name for step in steps.pending(empty)}
    finally:
        empty.conn.close()


def _migrate(db: Database, steps: Migrations) -> None:
    """Apply all pending migrations or none."""
    try:
        _apply(db, steps)
    except dbapi2.DatabaseError as error:
        code = code_of_database_error(error)
        raise make_environment_problem(code or "vault-migration-failed") from error


def _apply(db: Database, steps: Migrations) -> None:
    with db.atomic():
        steps.apply(db)


def _file_word(name: str) -> str:
    return re.sub(r"[^0-9A-Za-z_]+", "-", name)


@contextmanager
def _closing_on_failure(db: Database) -> Iterator[None]:
    try:
        yield
    except BaseException:
        db.conn.close()
        raise
