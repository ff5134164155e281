"""What a command waits for: its own room of `commands`, and none of what other commands need."""

import click
import pytest
from loaded_modules import run_fresh

from stemsup_desktop.cli import ROOMS, stemsup
from stemsup_desktop.commands.late import LateCommands

RUN_AND_LIST = """
import sys
sys.argv = ["stemsup", *sys.argv[1:]]
from stemsup_desktop.app import main
try:
    main()
finally:
    print(*sorted(sys.modules), sep="\\n", file=sys.stderr)
"""

SHARED = {"desk", "late", "printing", "signing_in", "watching"}
HEAVY = (
    "PySide6",
    "sqlite_utils",
    "sqlcipher3",
    "argon2",
    "cryptography",
    "reportlab",
    "pikepdf",
    "importlib.metadata",
)


def list_modules(*arguments: str) -> set[str]:
    """Return every module that is loaded when a command has ended well."""
    return set(run_fresh(RUN_AND_LIST, *arguments).stderr.split())


@pytest.mark.parametrize("arguments", [("recall", "--help"), ("rekey", "--help"), ("reference", "--json")])
def test_a_command_loads_its_own_room_only(arguments: tuple[str, ...]) -> None:
    modules = list_modules(*arguments)
    prefix = "stemsup_desktop.commands."
    rooms = {name.removeprefix(prefix) for name in modules if name.startswith(prefix)}
    assert rooms - SHARED == {ROOMS[arguments[0]]} if arguments[0] in ROOMS else rooms <= SHARED
    assert [name for name in HEAVY if name in modules] == []
    assert not any(name.startswith(("stemsup_desktop.ui", "stemsup_desktop.store.vault")) for name in modules)


@pytest.mark.parametrize("name", sorted(ROOMS))
def test_each_late_command_is_found_under_its_name(name: str) -> None:
    assert stemsup.commands[name].name == name


def test_late_commands_are_a_mapping_of_what_is_there_and_what_will_be() -> None:
    commands = LateCommands({"recall": "recall", "rekey": "people"})
    own = click.Command("own")
    commands["own"] = own
    assert (set(commands), len(commands)) == ({"recall", "rekey", "own"}, 3)
    assert "recall" in commands
    assert "nothing" not in commands
    assert commands["recall"] is commands["recall"] is stemsup.commands["recall"]
    assert (set(commands), len(commands)) == ({"recall", "rekey", "own"}, 3)
    del commands["rekey"], commands["recall"]
    assert dict(commands) == {"own": own}
    with pytest.raises(KeyError):
        commands["rekey"]
    with pytest.raises(KeyError):
        del commands["rekey"]
