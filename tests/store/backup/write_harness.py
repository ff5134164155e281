"""Makes a backup again and again, each time dying one step later in the file system, until one comes through.

`write_harness.py PARENT` prints, for each step, its name and what the folder held afterwards: "none", "unproven" or
"proven". Anything else is a failure: a file that looks like a backup is a whole one, and the vault lost nothing.
"""

import os
import shutil
import sys
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from store.backup.backup_builders import VERSION, open_clinic  # noqa: E402
from store.builders import START, SteppingClock, make_patient  # noqa: E402

from stemsup_desktop.store.backup.making import make_backup  # noqa: E402
from stemsup_desktop.store.backup.memory import MEMORY_NAME  # noqa: E402
from stemsup_desktop.store.backup.restoring import settle_restore  # noqa: E402
from stemsup_desktop.store.backup.rotation import RotationPolicy  # noqa: E402
from stemsup_desktop.store.backup.shelf import list_backups  # noqa: E402

STEPS = {
    "open",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.remove",
    "shutil.rmtree",
    "sqlite3.connect",
    "tempfile.mkdtemp",
}
KILLED = 9


def back_up_and_die(parent: Path, step: int) -> None:
    """Write a patient, then die without any clean-up at the `step`th step of a backup."""
    taken, fsync = 0, os.fsync

    def take(name: str, path: str) -> None:
        nonlocal taken
        taken += 1
        if taken == step:
            print(name, Path(path).name.replace(" ", "-"), end=" ", flush=True)
            os._exit(KILLED)

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in STEPS and str(parent) in str(arguments[0]):
            take(event, str(arguments[0]))

    def sync(descriptor: int) -> None:
        take("fsync", str(descriptor))
        fsync(descriptor)

    with open_clinic(parent) as clinic:
        clinic.vault.save_patient(make_patient("NEW-1"))
        os.fsync = sync
        sys.addaudithook(watch)
        make_backup(
            clinic.db,
            clinic.folder,
            clinic.target,
            clinic.data_key,
            clock=SteppingClock(START + timedelta(days=1)),
            program_version=VERSION,
            policy=RotationPolicy(1, 0, 0),
        )
        os._exit(0)


def look_at(parent: Path) -> str:
    """Return what a crash left of the new backup: every file that looks like a backup must be a whole one."""
    settle_restore(parent / "clinic")
    with open_clinic(parent) as clinic:
        assert clinic.vault.find_patients("NEW-1")
        shelf = list_backups(clinic.target)
        assert shelf.unreadable == ()
        new = [record for record in shelf.records if record.created_at > START + timedelta(hours=12)]
        for record in new:
            clinic.prove(record.path)
        assert {path.name for path in clinic.folder.iterdir()} <= {
            "vault",
            "vault.lock",
            MEMORY_NAME,
            f"{MEMORY_NAME}.new",
        }
    assert any(record.is_proven for record in shelf.records)
    return "none" if not new else "proven" if new[0].is_proven else "unproven"


def main(original: Path) -> None:
    for step in range(1, 200):
        parent = original.with_name(f"attempt-{step}")
        shutil.copytree(original, parent)
        child = os.fork()
        if child == 0:
            back_up_and_die(parent, step)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status == 0:
            assert look_at(parent) == "proven"
            assert len(list_backups(parent / "backups").records) == 1
            return
        assert status == KILLED, status
        print(look_at(parent), flush=True)
        shutil.rmtree(parent)
    raise AssertionError("no attempt came through")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
