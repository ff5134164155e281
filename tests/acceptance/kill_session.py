"""Types a whole consultation without a pause, acknowledging each change on standard output, until it is killed.

`kill_session.py FOLDER RUN SEED SKIP` is the child: it types through session, job threads and vault. The first `SKIP`
moves are made without a pause. `kill_session.py --kills 200 FOLDER` is the other side; see `run_kills`.
"""

import hashlib
import os
import random
import signal
import statistics
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from acceptance.scripted_visit import (  # noqa: E402
    STARTED,
    Typist,
    hash_of,
    make_room,
    open_or_create,
    raise_problem,
    well_patient,
    write_script,
)
from forked_children import FORK, Nursery, fork_children, open_nursery  # noqa: E402
from shipped import get_content, get_fonts  # noqa: E402
from store.builders import reopen  # noqa: E402

from stemsup_desktop.consultation.record import Consultation  # noqa: E402
from stemsup_desktop.store.header import vault_exists  # noqa: E402

SHORTEST_MS, LONGEST_MS = 20, 60
LONGEST_RUN_S = 3.0
MOST_LOST_MS = 1000.0
ALLOWANCE_MS = 250.0
"""On top of the promised second: a write that was begun in time waits for the disk's fsync and for a processor that
other programs use as well. Both sides read the same clock (CLOCK_MONOTONIC), so it covers nothing else."""


class Outcome(msgspec.Struct, frozen=True):
    """What was acknowledged over all kills, and how far back the oldest lost change lay, in ms."""

    kills: int
    changes: int
    documents: int
    signatures: int
    losses_ms: tuple[float, ...]

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.changes} changes, {self.documents} documents, {self.signatures} signatures; "
            f"loss: largest {max(self.losses_ms):.0f} ms, median {statistics.median(self.losses_ms):.0f} ms"
        )


class Report(msgspec.Struct):
    """What one child said before it died; `changes` are (visit, moment in ns, hash of the record)."""

    changes: list[tuple[str, int, str]] = msgspec.field(default_factory=list)
    documents: dict[str, str] = msgspec.field(default_factory=dict)
    signatures: dict[str, str] = msgspec.field(default_factory=dict)

    def take(self, line: str) -> None:
        match line.split():
            case ["change", visit, at_ns, sha256]:
                self.changes.append((visit, int(at_ns), sha256))
            case ["document", number, sha256]:
                self.documents[number] = sha256
            case ["signed", number, sha256]:
                self.signatures[number] = sha256


# The child


def type_until_killed(folder: Path, run: int, seed: int, skip: int) -> None:
    """Type visit after visit; the process ends only by being killed, or by a fault of the program."""
    chance, began = random.Random(seed), time.monotonic()
    room = make_room(folder, lambda: STARTED + timedelta(seconds=time.monotonic() - began))
    patient, moves, visits = well_patient(), 0, 0
    kept: list[Typist] = []

    def say(*words: object) -> None:
        print(*words, flush=True)

    def wait_ms() -> int:
        nonlocal moves
        moves += 1
        if moves == skip:
            say("ready")
        return chance.randint(SHORTEST_MS, LONGEST_MS) if moves >= skip else 0

    def on_change(consultation: Consultation, at_ns: int) -> None:
        say("change", consultation.consultation_id, at_ns, hash_of(consultation))

    def next_visit() -> None:
        nonlocal visits
        visits += 1
        typist = Typist(
            room,
            write_script(room.content),
            wait_ms,
            next_visit,
            on_change,
            lambda document: say("document", document.number, hashlib.sha256(document.pdf).hexdigest()),
            lambda number, data: say("signed", number, hashlib.sha256(data).hexdigest()),
        )
        kept.append(typist)
        typist.start(patient, Consultation(f"visit-{run}-{visits}", STARTED))

    def on_open() -> None:
        room.access.run(lambda vault: vault.save_patient(patient), lambda result: (raise_problem(result), next_visit()))

    def fail(kind: type[BaseException], error: BaseException, trace: object) -> None:
        sys.__excepthook__(kind, error, None)
        os._exit(3)

    sys.excepthook = fail
    open_or_create(room, not vault_exists(folder), on_open)
    room.application.exec()


# The parent


def run_kills(folder: Path, kills: int, seed: int) -> Outcome:
    """Kill a typing child `kills` times with SIGKILL at random moments; raise AssertionError if anything is lost."""
    chance, changes, losses = random.Random(seed), 0, list[float]()
    every = Report()
    length = _count_moves()
    with open_nursery(Path(__file__)) as nursery:
        for run in range(kills):
            arguments = (str(folder), str(run), str(chance.randrange(2**32)), str(chance.randrange(1, length)))
            report, killed_ns = _kill_one(nursery, arguments, chance)
            losses.append(check_after_kill(folder, report, killed_ns))
            changes += len(report.changes)
            every.documents |= report.documents
            every.signatures |= report.signatures
    _check_papers(folder, every)
    return Outcome(kills, changes, len(every.documents), len(every.signatures), tuple(losses))


def _count_moves() -> int:
    return sum(1 for _ in write_script(get_content()))


def _kill_one(nursery: Nursery, arguments: tuple[str, ...], chance: random.Random) -> tuple[Report, int]:
    report = Report()
    with nursery.child(*arguments) as child:
        for line in iter(child.stdout.readline, "ready\n"):
            assert line, child.stderr.read()
            report.take(line)
        # The moment of the kill is the thing tested; nothing is waited for.
        time.sleep(chance.uniform(0, LONGEST_RUN_S))
        killed_ns = time.monotonic_ns()
        child.kill()
        rest, errors = child.stdout.read(), child.stderr.read()
    assert child.returncode == -signal.SIGKILL, errors
    # A line that was cut off by the kill was not acknowledged.
    for line in rest.split("\n")[:-1]:
        report.take(line)
    return report, killed_ns


def check_after_kill(folder: Path, report: Report, killed_ns: int) -> float:
    """Return how many ms before the kill the oldest lost change was made; 0 if nothing was lost."""
    oldest_lost_ns = killed_ns
    with reopen(folder) as vault:
        assert vault._database.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert vault._database.execute("pragma cipher_integrity_check").fetchall() == []
        for visit in dict.fromkeys(visit for visit, _, _ in report.changes):
            made = [(at_ns, sha256) for other, at_ns, sha256 in report.changes if other == visit]
            stored = vault.load_consultation(visit)
            lost = _list_lost(made, hash_of(stored), is_empty=stored == Consultation(visit, STARTED))
            oldest_lost_ns = min([oldest_lost_ns, *lost])
    _check_papers(folder, report)
    loss_ms = (killed_ns - oldest_lost_ns) / 1e6
    assert loss_ms <= MOST_LOST_MS + ALLOWANCE_MS, f"changes {loss_ms:.0f} ms old were lost"
    return loss_ms


def _list_lost(made: list[tuple[int, str]], stored: str, *, is_empty: bool) -> list[int]:
    """Return the moments of the changes after the stored state, which must be one that was reported."""
    places = [place for place, (_, sha256) in enumerate(made) if sha256 == stored]
    assert places or is_empty, "what is stored was never reported"
    return [at_ns for at_ns, _ in made[places[-1] + 1 if places else 0 :]]


def _check_papers(folder: Path, report: Report) -> None:
    """Every acknowledged document and signing is there, byte for byte."""
    with reopen(folder) as vault:
        signed = {entry.number: entry.signatures for entry in vault.list_documents(well_patient().patient_id)}
        for number, sha256 in report.documents.items():
            assert hashlib.sha256(vault.load_document(number)[1]).hexdigest() == sha256
        for number, sha256 in report.signatures.items():
            assert sha256 in {hashlib.sha256(one.signature).hexdigest() for one in signed[number]}


if __name__ == "__main__":
    if sys.argv[1] == "--kills":
        began_at = datetime.now().astimezone()
        print(run_kills(Path(sys.argv[3]), int(sys.argv[2]), int(os.environ.get("STEMSUP_SEED", "1"))))
        print(f"in {(datetime.now().astimezone() - began_at).total_seconds():.0f} s")
    elif sys.argv[1] == FORK:
        get_content(), get_fonts()
        fork_children(int(sys.argv[2]), lambda given: type_until_killed(Path(given[0]), *map(int, given[1:4])))
    else:
        type_until_killed(Path(sys.argv[1]), *map(int, sys.argv[2:5]))
