"""Makes a vault's key anew and dies at a step of it: `act([FOLDER, STEP, "before" or "after"])`, forked by the test."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from forked_children import fork_children  # noqa: E402
from store.builders import reopen  # noqa: E402

from stemsup_desktop.store import rekeying  # noqa: E402


def act(arguments: list[str]) -> None:
    """Open the vault and make its key anew, up to the step."""
    folder, step, moment = arguments
    owner = Path if step == "replace" else rekeying
    real = getattr(owner, step)

    def die(*given: object) -> object:
        if step == "replace" and isinstance(given[0], Path) and given[0].suffix != ".db":
            return real(*given)
        if moment == "after":
            real(*given)
        os._exit(9)

    vault = reopen(Path(folder))
    setattr(owner, step, die)
    vault.rekey()


if __name__ == "__main__":
    fork_children(int(sys.argv[2]), act)
