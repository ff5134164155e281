"""Deletes what need be kept no longer and is killed at a statement: `act([FOLDER, MARK])`, forked by the test."""

import os
import signal
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from forked_children import fork_children  # noqa: E402
from store.test_vault_retention import CONSENTS_OVER, DAY, PATIENT, at  # noqa: E402


def act(arguments: list[str]) -> None:
    """Delete the records, until the first statement that holds the mark, or to the end."""
    folder, mark = arguments

    def die(statement: str) -> None:
        if mark in statement:
            os.kill(os.getpid(), signal.SIGKILL)

    vault = at(CONSENTS_OVER + DAY, Path(folder))
    vault._database.conn.set_trace_callback(die)
    vault.delete_records(PATIENT, "x")
    vault.clear_traces()
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    fork_children(int(sys.argv[2]), act)
