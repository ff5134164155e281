"""Writes the database anew from its rows alone, so that nothing deleted is left in unused parts of its pages.

SQLite overwrites what is deleted and every page that is freed, but not what an older state of a page left between its
rows when it was put together anew. The new file is built beside the old one, with the same key, and renamed over it:
killed at any moment, the vault is the old or the new one, and the next opening removes what was being built.
"""

import os
from pathlib import Path

from sqlite_utils import Database

from stemsup_desktop.store.files import sync_folder
from stemsup_desktop.store.header import DATABASE_NAME
from stemsup_desktop.store.opening import REKEYED_NAME, remove_rekeyed
from stemsup_desktop.store.problems import make_environment_problem, translating_file_errors
from stemsup_desktop.store.rekeying import check_copy
from stemsup_desktop.store.wal import has_wal


def build_anew(db: Database, vault: Path, data_key: bytearray) -> None:
    """Write every row of an open database of a vault's own folder into a new file beside it, and check that.

    Raises `EnvironmentProblem` for what the disk says; nothing is left of the new file then.
    """
    copy = vault / REKEYED_NAME
    try:
        with translating_file_errors():
            remove_rekeyed(vault)
            os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            db.execute("vacuum into ?", [str(copy)])
            check_copy(copy, data_key)
    except BaseException:
        remove_rekeyed(vault)
        raise


def put_in_place(vault: Path) -> None:
    """Rename what was built over the database, which is closed; raises `EnvironmentProblem` and leaves it as it was."""
    with translating_file_errors():
        if has_wal(vault / DATABASE_NAME):
            remove_rekeyed(vault)
            raise make_environment_problem("vault-disk-failed")  # the new file would be taken for what the WAL changes
        (vault / REKEYED_NAME).replace(vault / DATABASE_NAME)
        sync_folder(vault)
