"""Runs each scenario under the shim: recorded for power cuts, killed at its calls, and with a disk that fails."""

import errno
import hashlib
import os
import random
import shutil
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from crashes import shim
from crashes.desk import Desk, read_notes
from crashes.journal import Event, Kind, read_journal
from crashes.oracle import Finding, Harm, look
from crashes.power_cut import Disk, Folder, hash_state, write_state
from crashes.scenarios import Scenario, restart
from crashes.shim import Action, Fault
from crashes.steps import Survival

KILLED = -9
ANSWERS = {
    errno.ENOSPC: {"vault-disk-full", "backup-disk-full", "backup-no-room-to-test"},
    errno.EIO: {"vault-disk-failed", "backup-disk-failed"},
    # SQLite says of a file that was opened for writing only that writing failed.
    errno.EROFS: {"vault-read-only", "vault-disk-failed", "backup-read-only", "backup-disk-failed"},
}
"""What the program may say of a disk that goes on failing."""

PASSING_ANSWERS = set[str]().union(*ANSWERS.values())
"""What it may say of a failure that has passed, or of a sync: SQLite tells where it failed, and no more."""

FAILURES = (
    (Action.FAIL_UNTIL_HEALED, errno.ENOSPC),
    (Action.FAIL_UNTIL_HEALED, errno.EROFS),
    (Action.FAIL_UNTIL_HEALED, errno.EIO),
    (Action.FAIL_ONCE, errno.ENOSPC),
    (Action.FAIL_ONCE, errno.EIO),
    (Action.SHORT_WRITE, 0),
)
FAILED_SYNCS_SHARE = 4
"""One state in so many comes from a run in which a sync failed."""


@dataclass
class Tally:
    """What one scenario came to. `answered` counts runs in which the program said what the disk did."""

    scenario: str
    calls: int = 0
    states: int = 0
    twice: int = 0
    kills: int = 0
    failures: int = 0
    answered: int = 0
    harms: dict[Harm, int] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)

    @property
    def worst(self) -> Harm:
        return max(self.harms, default=Harm.NOTHING)


@dataclass(frozen=True)
class Run:
    """One run of a script: its exit status, what it did, and what it printed if it failed."""

    status: int
    events: list[Event]
    errors: str

    @property
    def calls(self) -> int:
        """How many calls changed something, or tried to."""
        return sum(event.kind not in (Kind.MARK, Kind.REFUSED) for event in self.events)

    def notes(self, point: int | None = None) -> list[str]:
        """The desk's lines among the first `point` events."""
        return [event.path for event in self.events[:point] if event.kind is Kind.MARK]


class Stage:
    """One scenario with its folder as it was before the script, and what it came to."""

    def __init__(self, scenario: Scenario, work: Path, seed: int) -> None:
        self.tally = Tally(scenario.name)
        self.chance = random.Random(f"{seed} {scenario.name}")
        self._scenario = scenario
        self._disk = work / "disk"
        self._first = work / "first"
        self._torn = work / "torn"
        self._journal = work / "journal"
        self._errors = work / "errors"
        self._seen: set[bytes] = set()
        self._first.mkdir()
        self._before = self._set_up()
        self._plain = self.run(Fault())
        if self._plain.status:
            raise RuntimeError(f"{scenario.name} fails by itself:\n{self._plain.errors}")
        self._require_all_seen()
        self.tally.calls = self._plain.calls

    def cut_power(self, states: int) -> None:
        """Look at that many different states of a power cut, some of them after a sync that failed."""
        share = states // FAILED_SYNCS_SHARE
        self._cut_power_of(self._plain, states - share, "power cut")
        syncs = [n for n, event in enumerate(self._calls(), 1) if event.kind is Kind.SYNC]
        chosen = self.chance.sample(syncs, min(len(syncs), 1 + share // 5))
        for number, at in enumerate(chosen):
            run = self.run(fault := Fault(Action.FAIL_ONCE, at, errno.EIO))
            few = share * (number + 1) // len(chosen) - share * number // len(chosen)
            self._cut_power_of(run, few, f"{fault}, then power cut")

    def cut_power_twice(self, states: int) -> None:
        """Cut the power, start the program, and cut it again while it settles what the first cut left."""
        disk = Disk(self._first, self._plain.events, str(self._disk))
        for _ in range(20 * states):
            if self.tally.twice == states:
                return
            point, survival, state = self._draw(disk)
            notes = [*self._before, *self._plain.notes(point)]
            expected = read_notes(notes)
            if ("vault", "") not in expected.acknowledged:
                continue
            shutil.rmtree(self._torn, ignore_errors=True)
            write_state(state, self._torn)
            run = self.run(Fault(), self._torn, lambda desk, expected=expected: restart(desk, expected))
            what = f"power cut after event {point}, {survival}"
            self.tally.twice += 1
            if run.status:
                self._count(Harm.NOT_OPENED, f"{what}: {run.errors}")
                continue
            again, survival, state = self._draw(Disk(self._torn, run.events, str(self._disk)))
            self._clear()
            write_state(state, self._disk)
            self._judge(self._disk, [*self._plain.notes(point), *run.notes(again)], f"{what}, then {again}, {survival}")

    def kill(self, most: int | None) -> None:
        """Kill the script before a call, and half-way through a write: at every call, or at `most` of them."""
        places = [Fault(Action.KILL_BEFORE, n) for n in range(1, self.tally.calls + 1)]
        places += [Fault(Action.KILL_HALF, n) for n, event in enumerate(self._calls(), 1) if event.kind is Kind.WRITE]
        for fault in self._some(places, most):
            run = self.run(fault)
            if run.status != KILLED:
                raise RuntimeError(f"{self._scenario.name}: {fault}: it was not killed but ended with {run.status}")
            self.tally.kills += 1
            self._judge(self._disk, run.notes(), str(fault))

    def fail(self, most: int | None) -> None:
        """Let the disk fail at every call, or at `most` of them, in each way; the person mends it and goes on."""
        places = [Fault(action, n, code) for action, code in FAILURES for n in range(1, self.tally.calls + 1)]
        for fault in self._some(places, most):
            run = self.run(fault)
            self.tally.failures += 1
            problems = read_notes(run.notes()).problems
            self.tally.answered += bool(problems)
            if run.status:
                self._count(Harm.STUCK, f"{fault}: {run.errors}")
            elif set(problems) - _answers(fault, run):
                self._count(Harm.STUCK, f"{fault}: the program says {problems}")
            else:
                self._judge(self._disk, run.notes(), str(fault))

    def run(self, fault: Fault, first: Path | None = None, script: Callable[[Desk], None] | None = None) -> Run:
        """Run a script, by default the scenario's, on a fresh copy of a folder, in a process of its own."""
        self._clear()
        shutil.copytree(first or self._first, self._disk)

        def work() -> None:
            with self._scenario.program():
                shim.start_recording(self._disk, self._journal, fault)
                (script or self._scenario.script)(Desk(self._disk / "clinic", shim.mark, shim.heal))

        status = self._in_child(work)
        return Run(status, read_journal(self._journal), self._errors.read_text("utf-8"))

    def _set_up(self) -> list[str]:
        notes = self._journal

        def work() -> None:
            with notes.open("w", encoding="utf-8") as lines:
                self._scenario.setting_up(Desk(self._first / "clinic", lambda line: print(line, file=lines)))

        if self._in_child(work):
            raise RuntimeError(f"{self._scenario.name} cannot be set up:\n{self._errors.read_text('utf-8')}")
        return notes.read_text("utf-8").splitlines()

    def _in_child(self, work: Callable[[], None]) -> int:
        child = os.fork()
        if child:
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        status = 70
        try:
            with self._errors.open("w", encoding="utf-8") as errors:
                os.dup2(errors.fileno(), 2)
                try:
                    work()
                    status = 0
                except BaseException:  # noqa: BLE001 - the parent reads it
                    traceback.print_exc()
                    sys.stderr.flush()
        finally:
            os._exit(status)  # no clean-up: an open vault stays as it is

    def _require_all_seen(self) -> None:
        """Raise RuntimeError unless the journal alone leads to the folder as it is: then the shim missed nothing."""
        disk = Disk(self._first, self._plain.events, str(self._disk))
        told, found, chance = hashlib.sha256(), hashlib.sha256(), random.Random(0)
        hash_state(disk.state(len(self._plain.events), Survival.ALL, chance), told.update)
        hash_state(Disk(self._disk, (), "/").state(0, Survival.ALL, chance), found.update)
        if told.digest() != found.digest():
            raise RuntimeError(f"{self._scenario.name}: something was written past the shim")

    def _cut_power_of(self, run: Run, states: int, what: str) -> None:
        disk = Disk(self._first, run.events, str(self._disk))
        found = 0
        for _ in range(20 * states):
            if found == states:
                return
            point, survival, state = self._draw(disk)
            digest = hashlib.sha256(repr(run.notes(point)).encode())
            hash_state(state, digest.update)
            if digest.digest() in self._seen:
                continue
            self._seen.add(digest.digest())
            found += 1
            self.tally.states += 1
            self._clear()
            write_state(state, self._disk)
            self._judge(self._disk, run.notes(point), f"{what} after event {point}, {survival}")

    def _draw(self, disk: Disk) -> tuple[int, Survival, Folder]:
        point, survival = self.chance.randrange(len(disk.events) + 1), self.chance.choice(list(Survival))
        return point, survival, disk.state(point, survival, self.chance)

    def _judge(self, disk: Path, notes: list[str], what: str) -> None:
        try:
            with self._scenario.program():
                look(disk / "clinic", read_notes([*self._before, *notes]), self._scenario.afterwards)
        except Finding as finding:
            self._count(finding.harm, f"{what}: {finding}")
        else:
            self.tally.harms[Harm.NOTHING] = self.tally.harms.get(Harm.NOTHING, 0) + 1

    def _count(self, harm: Harm, what: str) -> None:
        self.tally.harms[harm] = self.tally.harms.get(harm, 0) + 1
        self.tally.findings.append(what)

    def _calls(self) -> list[Event]:
        return [event for event in self._plain.events if event.kind not in (Kind.MARK, Kind.REFUSED)]

    def _some(self, places: list[Fault], most: int | None) -> list[Fault]:
        return places if most is None or most >= len(places) else self.chance.sample(places, most)

    def _clear(self) -> None:
        shutil.rmtree(self._disk, ignore_errors=True)


def _answers(fault: Fault, run: Run) -> set[str]:
    failed = [event.kind for event in run.events if event.error == fault.code]
    if fault.action is Action.FAIL_ONCE or failed[:1] == [Kind.SYNC]:
        return PASSING_ANSWERS
    return ANSWERS.get(fault.code, set())
