"""What every command shares: the desk it works at, its options, files and folders."""

import sys
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.paths import DataPaths


class _File(click.Path):
    """A path that may be missing; a name that no file can have is wrong usage."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path."""
        try:
            return super().convert(value, param, ctx)
        except ValueError:
            self.fail("no file can have this name", param, ctx)


FILE = _File(dir_okay=True, path_type=Path)
PATHS = "stemsup_desktop.paths"
"""Where the context keeps the folders that the command line was given."""

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
LANGUAGE = click.option(
    "--language",
    type=click.Choice([one.value for one in Language]),
    default="en",
    show_default=True,
    help="The language of what is printed.",
)


def _is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


@dataclass(frozen=True, slots=True)
class Desk:
    """What the command line is given: the clock, the environment, and the ways to open a window or run the demo."""

    clock: Callable[[], datetime]
    environment: Mapping[str, str]
    open_window: Callable[[DataPaths], None]
    open_demo_window: Callable[[], None]
    can_show_window: Callable[[], bool]
    has_terminal: Callable[[], bool] = _is_terminal
    """Whether somebody can be asked."""


def find_paths() -> DataPaths:
    """Return the folders that the command line was given."""
    paths: DataPaths = click.get_current_context().meta[PATHS]
    return paths


def read_path(path: Path) -> Path:
    """Return a file or folder as given, absolute; raises `InputProblem` path-not-text for a name in no Unicode."""
    if any(unicodedata.category(character) == "Cs" for character in str(path)):
        raise InputProblem("path-not-text", "The name of this file or folder is no Unicode text. Choose another.")
    return path.absolute()


def check_target(target: Path) -> None:
    """Refuse a file that cannot be written, before the work for it; an existing file is never replaced.

    Raises `InputProblem` target-impossible, target-exists, target-folder-missing.
    """
    try:
        exists, has_folder = target.exists(), target.parent.is_dir()
    except (OSError, ValueError) as error:
        raise InputProblem("target-impossible", "The document cannot have that name or lie in that folder.") from error
    if exists:
        raise InputProblem("target-exists", f"{target} exists already; nothing was changed.")
    if not has_folder:
        raise InputProblem("target-folder-missing", f"The folder {target.parent} does not exist.")


def read_version() -> str:
    """Return the version of the installed program; empty for a source tree that was never installed."""
    from importlib import metadata  # most commands never ask

    try:
        return metadata.version("stemsup-desktop")
    except metadata.PackageNotFoundError:
        return ""
