"""Starts a program as an installation has it: its modules compiled, as pip leaves them, whatever the shell says."""

import os
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def make_environment(compiled: Path, **more: str) -> Mapping[str, str]:
    """Return the environment for a process that keeps what it compiles in a folder, and finds it there the next time.

    The start that compiles is not measured. Without this a shell that forbids compiled files would have our own modules
    compiled at each start, and those of Qt, which pip compiled, never.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(compiled), **more}
