"""From the start of the process to a window that takes input, against a bare window with the same fonts."""

import os
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.comparison import Comparison
from benchmarks.readiness import READY
from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.store.keys import KdfParameters
from stemsup_desktop.store.vault import create_vault

ROOT = Path(__file__).resolve().parent.parent
BUDGET = 2.0


def compare_startup(rounds: int) -> tuple[Comparison, Comparison]:
    """Return the medians of several starts, taken in turns: the first run in an empty folder, and unlocking a vault."""
    bare, first_run, unlock = [], [], []
    with TemporaryDirectory(prefix="stemsup-benchmark-") as folder:
        empty, kept = Path(folder) / "empty", Path(folder) / "kept"
        _make_vault(kept)
        for _ in range(rounds):
            bare.append(time_start("benchmarks.bare_window", empty))
            first_run.append(time_start("benchmarks.our_window", empty))
            unlock.append(time_start("benchmarks.our_window", kept))
    return _compare("the first run", first_run, bare), _compare("unlocking", unlock, bare)


def _compare(window: str, ours: list[float], bare: list[float]) -> Comparison:
    return Comparison(
        what=f"start to a window that takes input: {window}",
        ours="StemSup Desktop",
        ours_ms=statistics.median(ours),
        theirs="bare PySide6 window, same fonts",
        theirs_ms=statistics.median(bare),
        budget=BUDGET,
    )


def _make_vault(folder: Path) -> None:
    cheap = KdfParameters(memory_kib=64, passes=1, lanes=1)
    clinic, physician = Clinic("Benchmark"), Physician("Benchmark")
    create_vault(folder, "benchmark", clinic, physician, clock=lambda: datetime.now(UTC), kdf=cheap).close()


def time_start(module: str, data_folder: Path) -> float:
    """Return the milliseconds until a program says that its window is ready."""
    began = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "STEMSUP_DATA": str(data_folder)}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, "-m", module]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as program:
        assert program.stdout is not None
        line = program.stdout.readline().strip()
        taken = (time.perf_counter() - began) * 1000
        _, said = program.communicate(timeout=60)
    if line != READY or program.returncode != 0:
        raise RuntimeError(f"{module} ended with status {program.returncode} before its window was ready:\n{said}")
    return taken
