"""Writes drafts on one thread while another backs up without a pause, until it is killed.

`backup_kill_harness.py PARENT` is the writer, `backup_kill_harness.py --kills 200 PARENT` starts and kills it. After
each kill every acknowledged draft is there, the last acknowledged backup is there, proven, and no file
looks like a backup that is not a whole one.
"""

import os
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from forked_children import KILLED  # noqa: E402
from store.backup.backup_builders import VERSION, Clinic, fill_vault, open_clinic, read_counting_head  # noqa: E402
from store.builders import START, make_consultation  # noqa: E402

from stemsup_desktop.store.backup.making import finish_backup  # noqa: E402
from stemsup_desktop.store.backup.proving import AuditChecks  # noqa: E402
from stemsup_desktop.store.backup.restoring import settle_restore  # noqa: E402
from stemsup_desktop.store.backup.rotation import RotationPolicy  # noqa: E402
from stemsup_desktop.store.backup.shelf import list_backups  # noqa: E402
from stemsup_desktop.store.backup.snapshot import Snapshot, begin_snapshot, end_snapshot  # noqa: E402
from stemsup_desktop.store.backup.writing import write_backup  # noqa: E402

LONGEST_RUN_S = 0.5
WITH_HEAD = AuditChecks(read_head=read_counting_head)
FEW = RotationPolicy(2, 0, 0)


class Outcome(msgspec.Struct, frozen=True):
    """What was acknowledged over all kills, all of it found again."""

    kills: int
    drafts: int
    backups: int


def write_until_killed(parent: Path) -> None:
    with open_clinic(parent) as clinic, ThreadPoolExecutor(1) as other:
        print("open", flush=True)
        turn = read_counting_head(clinic.db).sequence
        while True:
            snapshot = begin_snapshot(clinic.db, clinic.folder, read_counting_head)
            copying = other.submit(write_and_prove, clinic, snapshot, turn)
            is_moving = True
            while is_moving:
                is_moving, turn = not copying.done(), turn + 1  # at least one draft: each backup has its own day
                clinic.vault.save_consultation(make_consultation(goal=f"draft {turn}"), "patient-A-0012")
                print("draft", read_counting_head(clinic.db).sequence, flush=True)
            end_snapshot(clinic.db)
            print("backup", copying.result(), flush=True)


def write_and_prove(clinic: Clinic, snapshot: Snapshot, turn: int) -> str:
    now = START + timedelta(days=turn)
    record = write_backup(snapshot, clinic.target, clinic.data_key, now=now, program_version=VERSION)
    finish_backup(record, clinic.data_key, clinic.folder, now=now, policy=FEW, audit=WITH_HEAD)
    return record.path.name


def run_kills(parent: Path, kills: int, seed: int) -> Outcome:
    """Kill the writer `kills` times with SIGKILL at random moments; raise AssertionError if anything is lost."""
    if not (parent / "clinic").exists():
        fill_vault(parent / "clinic")
    chance, drafts, backups = random.Random(seed), 0, 0
    for _ in range(kills):
        lines = kill_one_writer(parent, chance.uniform(0, LONGEST_RUN_S))
        heads = [int(line[1]) for line in lines if line[0] == "draft"]
        names = [line[1] for line in lines if line[0] == "backup"]
        check(parent, heads[-1] if heads else 0, names)
        drafts, backups = drafts + len(heads), backups + len(names)
    return Outcome(kills, drafts, backups)


def kill_one_writer(parent: Path, after_s: float) -> list[list[str]]:
    command = [sys.executable, str(Path(__file__).resolve()), str(parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stderr is not None
        first = writer.stdout.readline()
        assert first == "open\n", writer.stderr.read()
        # The moment of the kill is the thing tested; nothing is waited for.
        time.sleep(after_s)
        writer.kill()
        rest, errors = writer.stdout.read(), writer.stderr.read()
    assert (writer.returncode, errors) == (KILLED, "")
    # A line that was cut off by the kill was not acknowledged.
    return [line.split() for line in rest.split("\n")[:-1]]


def check(parent: Path, head: int, names: list[str]) -> None:
    settle_restore(parent / "clinic")
    with open_clinic(parent) as clinic:
        assert read_counting_head(clinic.db).sequence >= head
        assert clinic.db.execute("pragma integrity_check").fetchall() == [("ok",)]
        shelf = list_backups(clinic.target)
        assert shelf.unreadable == ()
        proven = {record.path.name for record in shelf.records if record.is_proven}
        assert set(names[-1:]) <= proven  # one more may have been made and not yet acknowledged
        for record in shelf.records:
            clinic.prove(record.path, audit=WITH_HEAD)


if __name__ == "__main__":
    if sys.argv[1] == "--kills":
        print(run_kills(Path(sys.argv[3]), int(sys.argv[2]), int(os.environ.get("STEMSUP_SEED", "1"))))
    else:
        write_until_killed(Path(sys.argv[1]))
