"""The folder that backups lie in, which may be a stick or share that comes and goes, and what it does wrong."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from stemsup_desktop.store.backup.archive_format import CHUNK_BYTES
from stemsup_desktop.store.files import sync_folder
from stemsup_desktop.store.place import VAULT_FOLDER
from stemsup_desktop.store.problems import make_environment_problem, make_input_problem

SYNC_EVERY_CHUNKS = 16
"""A gigabyte that waits to be written would hold up the fsync of every draft; 16 MiB do not."""

_CODES = {
    errno.ENOSPC: "backup-disk-full",
    errno.EDQUOT: "backup-disk-full",
    errno.EFBIG: "backup-file-too-large",
    errno.EACCES: "backup-read-only",
    errno.EPERM: "backup-read-only",
    errno.EROFS: "backup-read-only",
}
_CANNOT_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES)


def is_folder_reachable(folder: Path) -> bool:
    """Return whether the folder is there now. A dead network share may take its time to answer."""
    try:
        return folder.is_dir()
    except OSError:
        return False


def require_backup_folder(target: Path, folder: Path) -> None:
    """Check that backups of the vault in `folder` can go to `target`. No folder is made: a stick's would hide it.

    Raises `EnvironmentProblem` backup-folder-missing; `InputProblem` backup-folder-in-vault.
    """
    if not is_folder_reachable(target):
        raise make_environment_problem("backup-folder-missing")
    with writing_backups(target):
        vault = (folder / VAULT_FOLDER).resolve()
        if target.resolve().is_relative_to(vault):
            raise make_input_problem("backup-folder-in-vault")


def try_backup_folder(target: Path, folder: Path) -> None:
    """Check that a folder which a person chose takes backups, by writing a file of a few bytes and removing it.

    Raises as `require_backup_folder` does, and `EnvironmentProblem` backup-read-only, backup-disk-full,
    backup-folder-lost, backup-disk-failed.
    """
    require_backup_folder(target, folder)
    with writing_backups(target), NamedTemporaryFile(prefix="stemsup-", suffix=".part", dir=target) as file:
        file.write(b"StemSup")
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def writing_backups(target: Path) -> Iterator[None]:
    """Turn an error of the operating system in the backup folder into the problem that fits."""
    try:
        yield
    except OSError as error:
        code = _CODES.get(error.errno or 0, "backup-disk-failed")
        if not is_folder_reachable(target):
            code = "backup-folder-lost"
        raise make_environment_problem(code) from error


@contextmanager
def reading_backups() -> Iterator[None]:
    """Turn an error of the operating system while a backup is read into the problem that fits."""
    try:
        yield
    except OSError as error:
        is_gone = isinstance(error, FileNotFoundError | NotADirectoryError | IsADirectoryError)
        raise make_environment_problem("backup-missing" if is_gone else "backup-disk-failed") from error


def sync_now_and_then(file: BinaryIO, done_bytes: int) -> None:
    """Bring a long file to the disk in pieces while it is written; called after each chunk with the bytes so far."""
    if (done_bytes // CHUNK_BYTES + 1) % SYNC_EVERY_CHUNKS == 0:
        file.flush()
        os.fsync(file.fileno())


def sync_backup_folder(target: Path) -> None:
    """Wait until the folder's entries are on disk, where the file system of a stick or share can be asked."""
    try:
        sync_folder(target)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise


def replace_backup_file(part: Path, path: Path) -> None:
    """Give a file that is complete and on disk its name."""
    part.replace(path)
    sync_backup_folder(path.parent)


def write_backup_note(path: Path, data: bytes) -> None:
    """Write a small file so that a power cut leaves all of it or none; raises OSError."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    replace_backup_file(part, path)
