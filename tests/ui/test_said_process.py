"""The walk that asks and reads goes on where it is killed: once for a kind, and what it found before counts."""

from pathlib import Path

import pytest
from said import BEGINS, FAULT
from said import __main__ as said

FAKE = f"""
import os, pathlib, sys
here = pathlib.Path(__file__).parent
first = sys.argv[sys.argv.index("--from") + 1] if "--from" in sys.argv else "lots"
for kind in ("lots", "recall")[("lots", "recall").index(first):]:
    print("{BEGINS}" + kind, flush=True)
    with (here / "walked").open("a") as walked:
        walked.write(kind + " ")
    if kind == "lots" and (here / "fault").exists():
        print("{FAULT}lots: a button has no name", flush=True)
    left = here / "kills"
    if kind == "recall" and left.exists() and int(left.read_text()):
        left.write_text(str(int(left.read_text()) - 1))
        os.kill(os.getpid(), 9)
sys.exit(1 if (here / "fault").exists() and first == "lots" else 0)
"""


@pytest.mark.parametrize(
    ("kills", "has_fault", "status", "walked"),
    [
        (0, False, 0, "lots recall "),
        (0, True, 1, "lots recall "),
        (1, False, 0, "lots recall recall "),
        (1, True, 1, "lots recall recall "),
        (2, False, 1, "lots recall recall "),
    ],
)
def test_a_killed_walk_goes_on_once_and_forgets_nothing(
    kills: int, has_fault: bool, status: int, walked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "walk.py").write_text(FAKE)
    (tmp_path / "kills").write_text(str(kills))
    if has_fault:
        (tmp_path / "fault").touch()
    monkeypatch.setattr(said, "HERE", tmp_path)
    assert said.main([]) == status
    assert (tmp_path / "walked").read_text() == walked
