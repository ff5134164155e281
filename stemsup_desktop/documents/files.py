"""Saves a finished document whole or not at all, and names it without naming a person."""

import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path

from stemsup_desktop.errors import EnvironmentProblem

_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9-]+")


def suggested_file_name(document_number: str) -> str:
    """Return a file name that holds the document number and nothing else."""
    return f"{_NOT_IN_A_NAME.sub('-', document_number).strip('-') or 'document'}.pdf"


def save_document(pdf: bytes, path: Path) -> None:
    """Write beside, flush, fsync, replace; the document is produced once this returns.

    Raises `EnvironmentProblem` where the folder is missing or folder or disk refuse; an earlier file stays whole.
    """
    if not path.parent.is_dir():
        raise EnvironmentProblem("save-folder-missing", "The folder to save in does not exist any more.")
    try:
        _write_and_replace(pdf, path)
    except OSError as error:
        raise EnvironmentProblem(
            "save-failed", "The document was not saved: the folder is read-only, or the disk is full."
        ) from error


def _write_and_replace(pdf: bytes, path: Path) -> None:
    handle, name = tempfile.mkstemp(prefix=".stemsup-", suffix=".part", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pdf)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable where the system can; Windows opens no folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
