"""Restores a backup again and again, each time dying one step later in the file system, until one comes through.

`restore_harness.py FOLDER BACKUP` prints, for each step, its name and which vault was there afterwards: "old" or "new".
Anything else is a failure. A step is anything that changes a folder, opens a file, or waits for the disk.
"""

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from store.backup.backup_builders import unlock  # noqa: E402
from store.builders import START, reopen  # noqa: E402

from stemsup_desktop.store.backup.restoring import restore_backup, settle_restore  # noqa: E402

STEPS = {"open", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "shutil.rmtree", "sqlite3.connect"}
KILLED = 9


def restore_and_die(folder: Path, backup: Path, step: int) -> None:
    """Die without any clean-up at the `step`th step."""
    taken, fsync = 0, os.fsync

    def take(name: str, path: str) -> None:
        nonlocal taken
        taken += 1
        if taken == step:
            print(name, Path(path).name, end=" ", flush=True)
            os._exit(KILLED)

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in STEPS and str(folder) in str(arguments[0]):
            take(event, str(arguments[0]))

    def sync(descriptor: int) -> None:
        take("fsync", str(Path(f"/proc/self/fd/{descriptor}").readlink()) if sys.platform == "linux" else "")
        fsync(descriptor)

    os.fsync = sync
    sys.addaudithook(watch)
    restore_backup(backup, folder, unlock, now=START, replace=True)
    os._exit(0)


def look_at(folder: Path) -> str:
    """Return which vault a crash left, once what it left was settled as every start does."""
    settle_restore(folder)
    with reopen(folder) as vault:
        is_old = bool(vault.find_patients("NEW-1"))
        assert len(vault.find_patients("", limit=100)) == 30 + is_old
    assert {path.name.split("-")[0] for path in folder.iterdir()} <= {"vault", "vault.lock"}
    return "old" if is_old else "new"


def main(original: Path, backup: Path) -> None:
    for step in range(1, 200):
        folder = original.with_name(f"attempt-{step}")
        shutil.copytree(original, folder)
        child = os.fork()
        if child == 0:
            restore_and_die(folder, backup, step)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status == 0:
            assert look_at(folder) == "new"
            return
        assert status == KILLED, status
        print(look_at(folder), flush=True)
        shutil.rmtree(folder)
    raise AssertionError("no attempt came through")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
