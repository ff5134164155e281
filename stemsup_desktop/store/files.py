"""Writing files so that a power cut leaves the old or the new one, never half of either."""

import errno
import os
import shutil
from pathlib import Path

_CANNOT_BE_ASKED = (errno.EINVAL, errno.EBADF, errno.ENOTSUP)
"""What file systems without a sync of folders, such as some network shares, say to it. PostgreSQL goes on too."""


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter, and wait until it is on disk; an existing one is left as it is."""
    new = [place for place in folder.parents if not place.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for place in (folder, *new):
        sync_folder(place.parent)


def write_durably(path: Path, data: bytes) -> None:
    """Write beside, flush, fsync, replace: afterwards `path` holds all of `data`, also after a power cut."""
    beside = path.with_name(path.name + ".new")
    descriptor = _create_afresh(beside)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def copy_durably(source: Path, target: Path) -> None:
    """Copy a file; `target` appears only once it is complete and on disk."""
    beside = target.with_name(target.name + ".new")
    descriptor = _create_afresh(beside)
    with source.open("rb") as original, os.fdopen(descriptor, "wb") as copy:
        shutil.copyfileobj(original, copy, 1 << 20)
        copy.flush()
        os.fsync(copy.fileno())
    beside.replace(target)
    sync_folder(target.parent)


def _create_afresh(path: Path) -> int:
    """Open a new private file; what is left over there goes, and a link there is never followed."""
    path.unlink(missing_ok=True)
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)


def sync_file(path: Path) -> None:
    """Wait until a file that someone else wrote is on disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until a folder's entries are on disk, where the system can be asked; Windows does that by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT_BE_ASKED:
            raise
    finally:
        os.close(descriptor)
