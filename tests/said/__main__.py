"""`python -m tests.said`: asks and reads every page, sheet and state in both languages, as whoever cannot see it does.

The kinds of pictures set them up; instead of keeping a picture, every control is asked for its name, role and state and
why it cannot be used, every text is read for what is left behind in the other language, and headings and icons are
looked at. Names of kinds as arguments walk only those; `--language` walks one language.

The way is walked in a process of its own. It opens and closes some forty windows one after the other, as nobody does;
where the process itself is killed on it, which is said, the kind is walked once more and the way goes on from there.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from said import BEGINS, FAULT  # noqa: E402 - found by its path


def main(given: list[str]) -> int:
    """Walk, and say what is wrong; 1 if anything is, or if a kind cannot be walked to its end."""
    at, has_faults = "", False
    killed: set[str] = set()
    while True:
        command = [sys.executable, "-X", "faulthandler", str(HERE / "walk.py"), *given, *(["--from", at] if at else [])]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as walking:
            for line in walking.stdout or ():
                print(line, end="", flush=True)
                at = line[len(BEGINS) :].strip() if line.startswith(BEGINS) else at
                has_faults = has_faults or line.startswith(FAULT)
        if walking.returncode >= 0:
            return 1 if has_faults else walking.returncode
        print(f"the process was killed by signal {-walking.returncode} in {at or 'the beginning'}", flush=True)
        if at in killed:
            return 1
        killed.add(at)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
