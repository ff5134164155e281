"""Runs cases one after the other and writes a line for each: a process of its own, so that a crash ends only this."""

import faulthandler
import json
import os
import resource
import shutil
import signal
import sys
import time
import traceback
import warnings
from pathlib import Path
from random import Random

from border import Border
from canaries import CANARIES
from guard import Place, install_guard, make_place, watching
from judging import BorderFault, judge_problem, refuse_sentinels

from stemsup_desktop.errors import Problem

MOST_BYTES = 3 * 2**30
"""What a worker may allocate. Not its address space, of which the reader of PDFs alone reserves many gigabytes."""
PATIENCE = 4
"""A computer with other work is waited for so much longer, as long as the processor's own time stays within bounds."""
MAKING_SECONDS = 60
MOST_GROWTH_KIB = 700_000
"""What one case may add to the memory that was used most."""


def work(root: Path, seconds: float) -> None:
    """Run the cases that come as lines `border, seed, first, end` in JSON, until there are no more."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    told = os.open(root / "stderr", os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC, 0o600)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(told, 2)
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.dont_write_bytecode = True
    warnings.simplefilter("error")
    faulthandler.enable()
    # What hangs says where and dies of the alarm. `dump_traceback_later` would start two threads for each case.
    faulthandler.register(signal.SIGALRM, chain=True)
    install_guard()
    for line in sys.stdin:
        name, seed, first, end = json.loads(line)
        for number in range(first, end):
            answer = _run_case(_find_border(name), seed, number, root, told, seconds)
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
    os._exit(0)  # Qt's own taking down is no part of any case


def _find_border(name: str) -> Border:
    """Return a border by its name; the worker of a canary, which is soon dead, does without all others."""
    if name == CANARIES.name:
        return CANARIES
    from borders.all import BY_NAME

    return BY_NAME[name]


def _run_case(border: Border, seed: int, number: int, root: Path, told: int, seconds: float) -> dict[str, object]:
    os.chdir(root)
    os.ftruncate(told, 0)
    place = make_place(root)
    if border.name == "canary":
        (place.folder / "number").write_text(str(number))
    os.chdir(place.folder)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    outcome, text, took = _try(border, Random(f"{seed}/{border.name}/{number}"), place, told, seconds)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if outcome != "fault" and grown - before > MOST_GROWTH_KIB:
        outcome, text = "fault", f"{(grown - before) // 1024} MB of memory"
    if outcome == "fault":
        copy_files(root / "case", root / f"failed-{number}")
    return {"number": number, "outcome": outcome, "text": text, "seconds": took, "memory_kib": grown}


def copy_files(source: Path, target: Path) -> None:
    """Copy plain files only: a case may hold pipes and links to devices."""
    target.mkdir(exist_ok=True)
    for path in sorted(source.rglob("*")):
        if path.is_file() and not path.is_symlink():
            shutil.copyfile(path, target / path.relative_to(source).as_posix().replace("/", "__")[-100:])


def _try(border: Border, rng: Random, place: Place, told: int, seconds: float) -> tuple[str, str, float]:
    outcome, text, began = "accepted", "", time.perf_counter()
    try:
        signal.setitimer(signal.ITIMER_REAL, MAKING_SECONDS)
        act = border.make(rng, place)
        names = set(os.listdir(place.folder))
        began = time.perf_counter()
        busy = time.process_time()
        signal.setitimer(signal.ITIMER_REAL, PATIENCE * seconds)
        try:
            with watching(place, may_start_processes=border.starts_processes):
                try:
                    act()
                except Problem as problem:
                    judge_problem(problem, holds_patients=border.holds_patients)
                    outcome, text = "refused", problem.code
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        took = time.perf_counter() - began
        if min(took, time.process_time() - busy) > seconds:
            raise BorderFault(f"{took:.1f} s")
        refuse_sentinels(_read_told(told), "standard error")
        refuse_sentinels(" ".join(set(os.listdir(place.folder)) - names), "a new file's name")
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is what this harness looks for
        kind = str(error) if isinstance(error, BorderFault) else _describe(error)
        return "fault", kind, time.perf_counter() - began
    return outcome, text, took


def _describe(error: BaseException) -> str:
    return "".join(traceback.format_exception(error, limit=-12))[-4_000:]


def _read_told(told: int) -> str:
    size = os.fstat(told).st_size
    return os.pread(told, size, 0).decode("utf-8", "replace") if size else ""
