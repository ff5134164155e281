"""Makes a vault again and again, each time dying one step later in the file system, until one attempt comes through.

Prints, for each step, its name and what the folder was afterwards: "none" or "whole". Anything else is a failure.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from store.builders import CLINIC, make_vault, reopen  # noqa: E402

from stemsup_desktop.store.header import vault_exists  # noqa: E402

STEPS = {"open", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "shutil.rmtree", "sqlite3.connect"}
KILLED = 9


def make_vault_and_die(folder: Path, step: int) -> None:
    """Die without any clean-up when the file system is touched for the `step`th time."""
    touched = 0

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal touched
        if event in STEPS and str(folder) in str(arguments[0]):
            touched += 1
            if touched == step:
                print(event, Path(str(arguments[0])).name, end=" ", flush=True)
                os._exit(KILLED)

    sys.addaudithook(watch)
    make_vault(folder)
    os._exit(0)


def look_at(folder: Path) -> str:
    """Return what a crash left: a whole vault, or none and nothing that stands in the way of one."""
    if vault_exists(folder):
        with reopen(folder) as vault:
            assert vault.load_clinic() == CLINIC
        return "whole"
    with make_vault(folder) as vault:
        assert vault.load_clinic() == CLINIC
    return "none"


def main(parent: Path) -> None:
    for step in range(1, 200):
        folder = parent / f"clinic-{step}"
        child = os.fork()
        if child == 0:
            make_vault_and_die(folder, step)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status == 0:
            return
        assert status == KILLED, status
        print(look_at(folder), flush=True)
    raise AssertionError("no attempt came through")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
