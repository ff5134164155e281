"""Compiles the shim, starts a program again under it, and talks to it from inside."""

import ctypes
import errno
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
_LOADED = "STEMSUP_FAULT_SHIM"


class Action(IntEnum):
    """What happens at the chosen call; the numbers are those of shim.c."""

    NOTHING = 0
    FAIL_ONCE = 1
    FAIL_UNTIL_HEALED = 2
    SHORT_WRITE = 3
    KILL_BEFORE = 4
    KILL_HALF = 5


@dataclass(frozen=True)
class Fault:
    """One fault: at the `at`th call, counted from 1, that changes something under the folder."""

    action: Action = Action.NOTHING
    at: int = 0
    code: int = 0

    def __str__(self) -> str:
        name = f" {errno.errorcode[self.code]}" if self.code else ""
        return f"{self.action.name.lower().replace('_', ' ')}{name} at call {self.at}"


def run_under_shim() -> None:
    """Replace this process by itself with the shim loaded; returns only if it is loaded already.

    Raises SystemExit with one sentence where the shim cannot be made.
    """
    if os.environ.get(_LOADED):
        return
    environment = {**os.environ, _LOADED: "1", "LD_PRELOAD": str(build_shim()), "PYTHONHASHSEED": "0"}
    sys.stdout.flush()
    os.execve(sys.executable, sys.orig_argv, environment)


def build_shim() -> Path:
    """Return the compiled shim, made anew only when its source changed."""
    if sys.platform != "linux":
        raise SystemExit("The fault harness runs on Linux only: it stands between the program and the Linux kernel.")
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise SystemExit("The fault harness needs a C compiler: install gcc and libc6-dev, then start it again.")
    word = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    library = SOURCE.parent / "__pycache__" / f"shim-{word}.so"
    if not library.is_file():
        library.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=library.parent) as folder:
            made = Path(folder) / library.name
            flags = ["-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-pthread"]
            subprocess.run([compiler, *flags, "-o", str(made), str(SOURCE), "-ldl"], check=True)
            made.replace(library)
    return library


def start_recording(folder: Path, journal: Path, fault: Fault) -> None:
    """Write down from now on what this process changes under a folder, and let the fault happen."""
    library = _library()
    if library.shim_start(os.fsencode(folder), os.fsencode(journal), fault.action, fault.at, fault.code) < 0:
        raise OSError(f"no journal at {journal}")


def mark(text: str) -> None:
    """Put a line into the journal, in order with the calls around it."""
    _library().shim_mark(text.encode())


def heal() -> None:
    """Let every later call through: there is room again, or the stick is back."""
    _library().shim_heal()


def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(None)
    library.shim_start.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_long, ctypes.c_int)
    library.shim_mark.argtypes = (ctypes.c_char_p,)
    return library
