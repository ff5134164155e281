"""What every command shares: the desk it works at, the folders, JSON, and how a refusal is shown."""

import sys
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import IO, Any

import click

from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.paths import DataPaths

FILE = click.Path(dir_okay=True, path_type=Path)
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
_TURNS_TEXT = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


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


class Refusal(click.ClickException):
    """Shows a problem as the one sentence it is; exit status 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence as one line."""
        click.echo(plain(self.message), file=file, err=file is None)


def find_paths() -> DataPaths:
    """Return the folders that the command line was given."""
    paths: DataPaths = click.get_current_context().meta[PATHS]
    return paths


def read_path(path: Path) -> Path:
    """Return a file or folder as given, absolute; raises `InputProblem` path-not-text for a name in no Unicode."""
    if any(unicodedata.category(character) == "Cs" for character in str(path)):
        raise InputProblem("path-not-text", "The name of this file or folder is no Unicode text. Choose another.")
    return path.absolute()


def tell(text: str) -> None:
    """Print a result; raises `EnvironmentProblem` output-failed where standard output takes none, as on a full disk."""
    try:
        click.echo(text)
    except BrokenPipeError:
        raise  # whoever read has gone away, which click ends quietly
    except OSError as error:
        raise EnvironmentProblem(
            "output-failed", "The result could not be written to standard output. What the command did is done."
        ) from error


def as_json(value: object) -> str:
    """Return a record as JSON for people and scripts."""
    import msgspec

    encoder = msgspec.json.Encoder(decimal_format="number")
    return msgspec.json.format(encoder.encode(value), indent=2).decode()


def plain(text: str) -> str:
    """Return a text as one line that tells the terminal nothing: what was typed into a record may be hostile."""
    kept = (character if _is_harmless(character) else "\ufffd" for character in " ".join(text.split()))
    return "".join(kept)


def _is_harmless(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in _TURNS_TEXT


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
    try:
        return metadata.version("stemsup-desktop")
    except metadata.PackageNotFoundError:
        return ""
