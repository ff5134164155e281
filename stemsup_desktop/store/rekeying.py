"""Gives a vault a new data key: every page is encrypted anew, and every slot holds the new key, whoever's it is.

Killed at any moment, the vault opens with the passphrases it had:

1. a copy of the database is encrypted with the new key, checked and brought to the disk beside the old one;
2. the key file takes the new key into each slot, beside the old one;
3. the copy is renamed over the database: the one step that re-keys;
4. the key file lets go of the old key.

Opening tries both keys where there are two, and then does what is left of 4, or takes 2 back.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from sqlcipher3 import dbapi2

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.connection import close_database, open_database
from stemsup_desktop.store.database_errors import code_of_database_error, translating_database_errors
from stemsup_desktop.store.files import sync_file, sync_folder
from stemsup_desktop.store.header import DATABASE_NAME, VaultHeader, write_vault_header
from stemsup_desktop.store.journal_watch import watching_journal
from stemsup_desktop.store.key_seal import seal_header
from stemsup_desktop.store.key_slots import with_next_key, with_next_key_settled
from stemsup_desktop.store.keys import make_data_key, wipe
from stemsup_desktop.store.opening import REKEYED_NAME, remove_rekeyed
from stemsup_desktop.store.problems import make_environment_problem, make_input_problem, translating_file_errors
from stemsup_desktop.store.schema import migrations
from stemsup_desktop.store.wal import has_wal

CHUNK_BYTES = 1 << 20

OnProgress = Callable[[float], None]
"""Is told which part of the work is done, 0.0 to 1.0, also from another thread, one at a time.

Raising before 1.0 gives the work up, once the step under way has come to its end, and nothing has changed.
"""

_COPIED, _ENCRYPTED, _CHECKED = 0.05, 0.7, 0.97
"""Shares of the time that 200 MB took: 0.4 s to copy, 8.4 s to encrypt, 3.9 s to check."""


def rekey(
    vault: Path, header: VaultHeader, data_key: bytearray, on_progress: OnProgress
) -> tuple[VaultHeader, bytearray]:
    """Encrypt the closed database of a vault's own folder anew; return its header and key from then on.

    The caller holds the vault's lock, has brought the WAL into the database and has closed it. Raises `InputProblem`
    rekey-old-slot; `EnvironmentProblem` vault-damaged, vault-disk-full, vault-disk-failed, vault-read-only: up to the
    rename the vault is as it was, and nothing is left of the copy.
    """
    if any(slot.is_old for slot in header.slots):
        raise make_input_problem("rekey-old-slot")
    if has_wal(vault / DATABASE_NAME):
        raise make_environment_problem("vault-disk-failed")  # the copy would lack what stands in the WAL alone
    copy, next_key = vault / REKEYED_NAME, make_data_key()
    try:
        with translating_file_errors():
            remove_rekeyed(vault)
            _copy(vault / DATABASE_NAME, copy, on_progress)
            with _telling_the_copy_from_the_vault(vault / DATABASE_NAME, data_key):
                _encrypt_anew(copy, data_key, next_key, on_progress)
                on_progress(_ENCRYPTED)
                check_copy(copy, next_key)
                on_progress(_CHECKED)
            both = header.with_every_slot(lambda slot: with_next_key(slot, next_key, header.vault_id))
            write_vault_header(vault, seal_header(both, data_key, next_key))
            copy.replace(vault / DATABASE_NAME)
    except BaseException:
        wipe(next_key)
        remove_rekeyed(vault)
        raise
    settled = seal_header(both.with_every_slot(with_next_key_settled), next_key)
    _settle(vault, settled)
    on_progress(1.0)
    return settled, next_key


def _settle(vault: Path, settled: VaultHeader) -> None:
    """Let go of the old key on disk. Where the disk refuses, nothing is undone: the next opening does it."""
    with suppress(OSError):
        sync_folder(vault)
        write_vault_header(vault, settled)
        # Copies from before a migration are encrypted with the key that no slot holds any longer.
        for stale in vault.glob("vault-before-*.db"):
            stale.unlink()


def _copy(source: Path, target: Path, on_progress: OnProgress) -> None:
    size, done = source.stat().st_size, 0
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with source.open("rb") as original, os.fdopen(descriptor, "wb") as copy:
        while chunk := original.read(CHUNK_BYTES):
            copy.write(chunk)
            done += len(chunk)
            on_progress(_COPIED * done / max(size, 1))


def _encrypt_anew(path: Path, data_key: bytearray, next_key: bytearray, on_progress: OnProgress) -> None:
    """Encrypt every page with another key, in place: a crash spoils the copy, and the copy alone."""
    connection = dbapi2.connect(str(path))
    try:
        for statement in (
            "pragma cipher_log_level = none",
            f"pragma key = \"x'{data_key.hex()}'\"",
            "pragma cipher_compatibility = 4",
            "pragma locking_mode = exclusive",  # spares the shared-memory file, as in `connection`
            # SQLCipher re-keys within one transaction, which a write-ahead log does not take.
            "pragma journal_mode = delete",
        ):
            connection.execute(statement).fetchall()
        with _asking_why_pages_are_not_written(path), watching_journal(path, partial(_tell_encrypted, on_progress)):
            connection.execute(f"pragma rekey = \"x'{next_key.hex()}'\"").fetchall()
    finally:
        connection.close()
    sync_file(path)


def _tell_encrypted(on_progress: OnProgress, part: float) -> None:
    on_progress(_COPIED + (_ENCRYPTED - _COPIED) * part)


@contextmanager
def _asking_why_pages_are_not_written(path: Path) -> Iterator[None]:
    """Of whatever keeps it from writing a page SQLCipher says no more than that it failed; the system knows why."""
    try:
        yield
    except dbapi2.OperationalError as error:
        if code_of_database_error(error) is not None:
            raise
        with path.open("rb+") as file:
            file.write(file.read(CHUNK_BYTES))
            file.flush()
            os.fsync(file.fileno())
        raise make_environment_problem("vault-disk-failed") from error


@contextmanager
def _telling_the_copy_from_the_vault(database: Path, data_key: bytearray) -> Iterator[None]:
    """Call a copy that came out damaged the disk's failure, unless the vault itself is damaged."""
    try:
        with translating_database_errors():
            yield
    except EnvironmentProblem as problem:
        if problem.code == "vault-damaged":
            with translating_database_errors():
                check_copy(database, data_key)
            raise make_environment_problem("vault-disk-failed") from problem
        raise


def check_copy(path: Path, key: bytearray) -> None:
    """Open a database with its key and read every page; raises `EnvironmentProblem` vault-damaged."""
    database = open_database(path, key, migrations)
    try:
        is_whole = database.execute("pragma integrity_check").fetchall() == [("ok",)]
        if not is_whole or database.execute("pragma cipher_integrity_check").fetchall():
            raise make_environment_problem("vault-damaged")
    finally:
        close_database(database)
    sync_file(path)
