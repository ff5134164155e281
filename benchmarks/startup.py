"""From the start of the process to a window that takes input, against a bare window with the same fonts."""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.comparison import Comparison
from benchmarks.readiness import READY

ROOT = Path(__file__).resolve().parent.parent
BUDGET = 2.0


def compare_startup(rounds: int) -> Comparison:
    """Return the medians of several starts, taken in turns."""
    ours, bare = [], []
    with TemporaryDirectory(prefix="stemsup-benchmark-") as folder:
        for _ in range(rounds):
            bare.append(time_start("benchmarks.bare_window", Path(folder)))
            ours.append(time_start("benchmarks.our_window", Path(folder)))
    return Comparison(
        what="start to a window that takes input",
        ours="StemSup Desktop",
        ours_ms=statistics.median(ours),
        theirs="bare PySide6 window, same fonts",
        theirs_ms=statistics.median(bare),
        budget=BUDGET,
    )


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
