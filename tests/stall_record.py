"""Records what holds the window in every test that drives it: calls into the program, and turns of the event loop.

A signal comes after each 10 ms of processor time and is answered on the main thread itself, so that a busy machine
makes no stall. A thread that looked at the frames of another would hold them beyond their calls, and let go of the last
reference to a widget, which must not die there. Python answers where it runs next: what Qt computed alone is put down
to the call that follows. Only where STEMSUP_STALLS names the file to which all are appended; the worst are said at the
end of a run with `-s`, too.
"""

import os
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import pytest

BUDGET_MS = 50.0
SAMPLE_S = 0.01
IDLE_S = 0.0005
MOST_FRAMES = 10
MOST_SAID = 15
WINDOW = str(Path(__file__).resolve().parent.parent / "stemsup_desktop" / "ui")
WAITS = frozenset({"waitUntil", "waitSignal", "waitSignals", "wait", "waitExposed", "waitActive", "qWait", "exec"})
"""Functions in which a test lets the event loop run; below them only Qt itself works."""

Stack = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """For how long the main thread computed without a pause, in which test, and the stack seen most often meanwhile."""

    cpu_ms: float
    test: str
    stack: Stack


@dataclass(slots=True)
class _Spell:
    """One call into the window, or one turn of the event loop, while it lasts."""

    key: tuple[int, str]
    begin_s: float
    stacks: Counter[Stack] = field(default_factory=Counter)


class StallRecord:
    """A plugin of pytest; `held` is what was over the budget."""

    def __init__(self) -> None:
        self.held: list[Held] = []
        self._test = ""
        self._spell: _Spell | None = None
        self._last_s = 0.0

    def start(self) -> None:
        """Begin to look; to be called on the main thread."""
        signal.signal(signal.SIGPROF, lambda _, frame: self.note(frame, time.thread_time()))
        signal.siginterrupt(signal.SIGPROF, False)
        signal.setitimer(signal.ITIMER_PROF, SAMPLE_S, SAMPLE_S)

    def stop(self) -> None:
        """Look no longer."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, signal.SIG_IGN)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._test = nodeid

    def pytest_unconfigure(self) -> None:
        self.stop()
        if path := os.environ.get("STEMSUP_STALLS"):
            with Path(path).open("a", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in self.describe())

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
        if self.held and config.getoption("capture") == "no":
            terminalreporter.section("held the event loop")
            for line in self.describe(MOST_SAID):
                terminalreporter.write_line(line)

    def describe(self, most: int | None = None) -> list[str]:
        """Return the stalls, the worst first, each with its stack."""
        lines: list[str] = []
        for one in sorted(self.held, key=lambda held: -held.cpu_ms)[:most]:
            lines.append(f"{one.cpu_ms:.0f} ms computed in {one.test}")
            lines += [f"    {frame}" for frame in one.stack]
        return lines

    def note(self, frame: FrameType | None, cpu_s: float) -> None:
        """Take in what the main thread does now, and how much it has computed so far."""
        key = find_call(frame)
        is_idle = cpu_s - self._last_s < IDLE_S
        before, self._last_s = self._last_s, cpu_s
        spell = self._spell
        if spell is not None and (spell.key != key or is_idle):
            self._close(spell, before)
            spell = self._spell = None
        if key is not None and not is_idle:
            if spell is None:
                spell = self._spell = _Spell(key, before)
            spell.stacks[read_stack(frame)] += 1

    def _close(self, spell: _Spell, end_s: float) -> None:
        cpu_ms = (end_s - spell.begin_s) * 1000
        if cpu_ms > BUDGET_MS:
            self.held.append(Held(cpu_ms, self._test, spell.stacks.most_common(1)[0][0]))


def find_call(frame: FrameType | None) -> tuple[int, str] | None:
    """Return the call into the window, or the wait for the event loop, that a frame lies in; None for a test's work."""
    innermost, found = frame, None
    while frame is not None:
        if frame.f_code.co_filename.startswith(WINDOW):
            found = (id(frame), frame.f_code.co_qualname)
        frame = frame.f_back
    if found is None and innermost is not None and innermost.f_code.co_name in WAITS:
        return id(innermost), "event loop"
    return found


def read_stack(frame: FrameType | None) -> Stack:
    """Return the innermost frames, the innermost first."""
    lines: list[str] = []
    while frame is not None and len(lines) < MOST_FRAMES:
        lines.append(f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno} {frame.f_code.co_qualname}")
        frame = frame.f_back
    return tuple(lines)


def make_stall_record() -> StallRecord | None:
    """Return a record that looks already; None where a system has no signal for processor time."""
    if not hasattr(signal, "setitimer"):
        return None
    record = StallRecord()
    record.start()
    return record
