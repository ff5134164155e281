"""The keys that the README names are those that the program binds."""

import re
from pathlib import Path

from stemsup_desktop.ui.actions.registry import REGISTRY, Group

README = Path(__file__).parents[1] / "README.md"
ARROWS = {"arrows": {"Left", "Right", "Up", "Down"}}
SAME = {"Ctrl+Return", "Ctrl+="}
"""Other spellings of a key that is named."""


def read_named() -> set[str]:
    """Return every key in the table of the README."""
    table = README.read_text("utf-8").split("## By keyboard")[1].split("\n\n")[1]
    named: set[str] = set()
    for row in table.splitlines()[2:]:
        keys = row.strip("| ").split(" | ", 1)[0]
        for part in re.split(r", | or (?=Ctrl)", keys):
            if run := re.fullmatch(r"(\w+\+)(\d) to \1(\d)", part):
                named |= {f"{run[1]}{number}" for number in range(int(run[2]), int(run[3]) + 1)}
            else:
                named |= ARROWS.get(part) or (set(part.split()) if part == "[ ]" else {part})
    return named


def test_every_key_that_the_readme_names_does_something() -> None:
    bound = {key for action in REGISTRY for key in action.keys}
    assert read_named() - bound == set()


def test_every_key_that_counts_on_all_pages_is_named() -> None:
    everywhere = {
        key for action in REGISTRY if not action.pages and action.group is not Group.HERE for key in action.keys
    }
    assert everywhere - read_named() - SAME == set()
