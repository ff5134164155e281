"""Puts a backup in the vault's place, so that a kill at any moment leaves the old or the new vault, whole.

The order, in the clinic's folder and under its lock:

1. `vault.unpacking/`: the archive is unpacked, opened with its own key, checked, and brought to the disk.
2. It is renamed to `vault.restored/`: a folder of that name is always a whole vault.
3. `vault/`, if there is one, is renamed to `vault-replaced-<UTC time>/`, with everything in it.
4. `vault.restored/` is renamed to `vault/`.

`settle_restore` ends what a kill cut short: after step 1 or 2 the old vault is in its place and the new one is dropped,
for nobody was told that it had been restored; between 3 and 4 there is no vault, and step 4 is done.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.backup.manifest import DataKey, Manifest, check_seal
from stemsup_desktop.store.backup.proving import NO_AUDIT, AuditChecks, unpack_and_check
from stemsup_desktop.store.backup.reading import Archive, open_archive
from stemsup_desktop.store.backup.watching import UNWATCHED, Watch
from stemsup_desktop.store.files import make_private_folder, sync_file, sync_folder
from stemsup_desktop.store.header import DATABASE_NAME, VaultHeader, write_vault_header
from stemsup_desktop.store.lock import LOCK_NAME, VaultLock
from stemsup_desktop.store.place import (
    RESTORED_FOLDER,
    TRIAL_PREFIX,
    UNPACKING_FOLDER,
    VAULT_FOLDER,
    find_unsettled,
    vault_exists,
)
from stemsup_desktop.store.problems import make_environment_problem, translating_file_errors

Unlock = Callable[[VaultHeader], DataKey]
"""Returns the data key from an archive's own key file; raises `InputProblem` vault-wrong-passphrase."""


@dataclass(frozen=True, slots=True)
class RestoredVault:
    """What now is the vault: the manifest of its backup, the rows of each table, and where the replaced one lies."""

    manifest: Manifest
    rows: Mapping[str, int]
    replaced: Path | None


def restore_backup(
    path: Path,
    folder: Path,
    unlock: Unlock,
    *,
    now: datetime,
    replace: bool = False,
    audit: AuditChecks = NO_AUDIT,
    watch: Watch = UNWATCHED,
) -> RestoredVault:
    """Make a backup the vault of a folder, which is made if need be; the vault must be closed.

    The backup is unlocked, unpacked and checked before anything is touched. With `replace` a vault that is there is
    kept aside, whole; without it the backup must not be in its way. Raises `EnvironmentProblem` vault-exists,
    vault-in-use, and as `prove_backup` does but for backup-of-another; `InputProblem` backup-cancelled, and what
    `unlock` and `audit.verify` raise.
    """
    with translating_file_errors():
        make_private_folder(folder)
    lock = VaultLock(folder / LOCK_NAME)
    try:
        _settle(folder)
        if vault_exists(folder) and not replace:
            raise make_environment_problem("vault-exists")
        with open_archive(path) as archive:
            data_key = unlock(archive.header)
            check_seal(archive.manifest, archive.sealed, data_key)
            with _unpacking(folder) as staging:
                rows = _build(archive, staging, data_key, audit, watch)
                replaced = _put_in_place(staging, folder, now)
            return RestoredVault(archive.manifest, rows, replaced)
    finally:
        lock.release()


def settle_restore(folder: Path) -> None:
    """End what a killed restore or trial left; before every look whether there is a vault, and before opening it.

    With nothing left it only lists the folder; while another program has the vault open it does nothing. Raises
    `EnvironmentProblem` vault-read-only, vault-disk-full, vault-disk-failed.
    """
    if not any(find_unsettled(folder)):
        return
    try:
        lock = VaultLock(folder / LOCK_NAME)
    except EnvironmentProblem as problem:
        if problem.code == "vault-in-use":
            return
        raise
    try:
        _settle(folder)
    finally:
        lock.release()


def _build(archive: Archive, staging: Path, data_key: DataKey, audit: AuditChecks, watch: Watch) -> Mapping[str, int]:
    with translating_file_errors():
        write_vault_header(staging, archive.header)
    rows = unpack_and_check(archive, staging, data_key, audit, watch)
    with translating_file_errors():
        sync_file(staging / DATABASE_NAME)
        sync_folder(staging)
    return rows


def _put_in_place(staging: Path, folder: Path, now: datetime) -> Path | None:
    vault, restored, replaced = folder / VAULT_FOLDER, folder / RESTORED_FOLDER, None
    with translating_file_errors():
        staging.rename(restored)
        sync_folder(folder)
        if vault_exists(folder):
            replaced = _find_free_name(folder, now)
            vault.rename(replaced)
            sync_folder(folder)
        _finish(folder)
    return replaced


def _finish(folder: Path) -> None:
    vault = folder / VAULT_FOLDER
    if vault.is_dir():
        vault.rmdir()  # empty, or it would have been set aside
    (folder / RESTORED_FOLDER).rename(vault)
    sync_folder(folder)


def _settle(folder: Path) -> None:
    """End what was cut short; the caller holds the lock."""
    with translating_file_errors():
        if (folder / RESTORED_FOLDER).is_dir() and not vault_exists(folder):
            _finish(folder)
        for left in find_unsettled(folder):
            if left.is_symlink() or not left.is_dir():
                left.unlink()  # not the program's own; it must neither be followed nor keep anybody out
            else:
                # A trial may still be at work on another thread, and on some systems then stays: in nobody's way.
                shutil.rmtree(left, ignore_errors=left.name.startswith(TRIAL_PREFIX))


def _find_free_name(folder: Path, now: datetime) -> Path:
    name = f"vault-replaced-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    path, turn = folder / name, 1
    while path.exists():
        turn += 1
        path = folder / f"{name}-{turn}"
    return path


@contextmanager
def _unpacking(folder: Path) -> Iterator[Path]:
    staging = folder / UNPACKING_FOLDER
    try:
        with translating_file_errors():
            make_private_folder(staging)
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)  # renamed by now if all went well; else `settle_restore` has it
