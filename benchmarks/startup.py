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
from benchmarks.installed import make_environment
from benchmarks.readiness import READY
from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.store.keys import KdfParameters
from stemsup_desktop.store.vault import create_vault

BUDGET = 2.0
_BARE, _OURS = "benchmarks.bare_window", "benchmarks.our_window"


def compare_startup(rounds: int) -> tuple[Comparison, Comparison]:
    """Return the medians of several starts, taken in turns: the first run in an empty folder, and unlocking a vault."""
    bare, first_run, unlock = list[float](), list[float](), list[float]()
    with TemporaryDirectory(prefix="stemsup-benchmark-") as folder:
        empty, kept, compiled = Path(folder) / "empty", Path(folder) / "kept", Path(folder) / "compiled"
        _make_vault(kept)
        starts = ((_BARE, empty, bare), (_OURS, empty, first_run), (_OURS, kept, unlock))
        for module, data_folder, _ in starts:
            time_start(module, data_folder, compiled)
        for _ in range(rounds):
            for module, data_folder, taken in starts:
                taken.append(time_start(module, data_folder, compiled))
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


def time_start(module: str, data_folder: Path, compiled: Path) -> float:
    """Return the milliseconds until a program says that its window is ready."""
    platform = os.environ.get("QT_QPA_PLATFORM", "offscreen")
    environment = make_environment(compiled, STEMSUP_DATA=str(data_folder), QT_QPA_PLATFORM=platform)
    command = [sys.executable, "-m", module]
    began = time.perf_counter()
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
