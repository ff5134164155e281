"""Children that are killed in other tests: forked or each started by itself, they are the same to whoever does it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from forked_children import KILLED, Child, Nursery, open_nursery

TESTS = Path(__file__).resolve().parent
HARNESS = """
import sys
sys.path[:0] = [{tests!r}]
from forked_children import FORK, die, fork_children


def act(arguments):
    print("ready", *arguments, flush=True)
    if arguments[0] == "die":
        die()
    if arguments[0] == "end":
        print("the end", file=sys.stderr, flush=True)
        return
    while True:
        pass


if sys.argv[1] == FORK:
    fork_children(int(sys.argv[2]), act)
else:
    act(sys.argv[1:])
"""


@pytest.fixture(scope="module", params=[True, False], ids=["forked", "started"])
def nursery(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    harness = tmp_path_factory.mktemp("nursery") / "harness.py"
    harness.write_text(HARNESS.format(tests=str(TESTS)), "utf-8")
    with open_nursery(harness, forks=request.param) as nursery:
        yield nursery


def test_a_child_says_its_arguments_and_how_it_was_killed(nursery: Nursery) -> None:
    for number in "12":
        with nursery.child("run", number) as child:
            assert child.stdout.readline() == f"ready run {number}\n"
            child.kill()
        assert child.returncode == KILLED


def test_a_child_that_dies_by_itself_was_killed_too(nursery: Nursery) -> None:
    with nursery.child("die") as child:
        assert child.stdout.read() == "ready die\n"
    assert child.returncode == KILLED


def test_a_child_that_ends_well_says_so(nursery: Nursery) -> None:
    with nursery.child("end") as child:
        assert child.stderr.read() == "the end\n"
    assert child.returncode == 0


def test_a_child_does_not_outlive_a_test_that_failed(nursery: Nursery) -> None:
    started: list[Child] = []

    def fail() -> None:
        with nursery.child("run") as child:
            started.append(child)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert [child.returncode for child in started] == [KILLED]
