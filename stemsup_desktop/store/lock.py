"""One program per vault: a lock that the operating system releases when the process dies."""

import os
import sys
from pathlib import Path

from stemsup_desktop.store.problems import make_environment_problem, translating_file_errors

LOCK_NAME = "vault.lock"


class VaultLock:
    """Holds the lock file from construction to `release`; raises `EnvironmentProblem` vault-in-use if another does."""

    def __init__(self, path: Path) -> None:
        with translating_file_errors():
            self._descriptor: int | None = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            _lock(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            raise make_environment_problem("vault-in-use") from error

    def release(self) -> None:
        """Let another program in; calling it again does nothing. The file stays: removing it would let two in."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
