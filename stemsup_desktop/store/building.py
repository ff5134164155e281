"""Builds a new vault beside its place and puts it there in one step."""

import shutil
from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database

from stemsup_desktop.store.connection import close_database, create_database
from stemsup_desktop.store.files import make_private_folder, sync_file, sync_folder
from stemsup_desktop.store.header import DATABASE_NAME, VaultHeader, write_vault_header
from stemsup_desktop.store.key_seal import seal_header
from stemsup_desktop.store.place import VAULT_FOLDER
from stemsup_desktop.store.schema import migrations

STAGING_FOLDER = "vault.new"


def build_vault(
    folder: Path, data_key: bytearray, header: VaultHeader, save_first_records: Callable[[Database], None]
) -> None:
    """Build the vault's folder beside its place, then rename it: a crash leaves the whole vault or none.

    The caller holds the lock and has seen that there is no vault. Raises OSError and SQLCipher's errors.
    """
    staging, vault = folder / STAGING_FOLDER, folder / VAULT_FOLDER
    # What an earlier attempt left never was a vault: only the rename makes one.
    if staging.exists():
        shutil.rmtree(staging)
    try:
        make_private_folder(staging)
        write_vault_header(staging, seal_header(header, data_key))
        _build_database(staging / DATABASE_NAME, data_key, save_first_records)
        sync_folder(staging)
        if vault.is_dir():
            vault.rmdir()  # empty, or there would be a vault
        staging.rename(vault)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    sync_folder(folder)


def _build_database(path: Path, data_key: bytearray, save_first_records: Callable[[Database], None]) -> None:
    path.touch(mode=0o600)  # SQLite keeps the mode, also for the WAL
    database = create_database(path, data_key, migrations)
    try:
        with database.atomic():
            save_first_records(database)
    finally:
        close_database(database)
    sync_file(path)
