"""Reads a whole file without trusting it: what has no end, or waits for somebody to write, ends here."""

import os
import stat
from pathlib import Path


class OversizeError(Exception):
    """A file holds more bytes than it may."""


def read_bounded(path: Path, most_bytes: int, *, may_be_pipe: bool = False) -> bytes:
    """Return the bytes of a file, at most `most_bytes`.

    Only a plain file is read, reached through links or not; `may_be_pipe` lets a person at the command line name a pipe
    or a device too, but a named pipe at which nobody writes is empty and not waited for. Raises OSError, ValueError for
    a name that no file can have, `OversizeError`.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        if not may_be_pipe and not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("not a plain file")
        if hasattr(os, "O_NONBLOCK"):
            os.set_blocking(descriptor, True)  # only the opening must not wait
        data = file.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise OversizeError
    return data
