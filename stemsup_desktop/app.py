"""The composition root: the one place that knows everyone. Opens the window, or hands over to the command line."""

import os
import sys
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from stemsup_desktop.collector import resting_collector
from stemsup_desktop.core_files import forbid_core_files
from stemsup_desktop.display import check_display, has_display
from stemsup_desktop.errors import EnvironmentProblem, Problem
from stemsup_desktop.logs import install_failure_hooks, start_log
from stemsup_desktop.paths import DataPaths, find_data_paths, make_private_folder
from stemsup_desktop.plain_imports import import_plainly

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def main() -> None:
    """Run `stemsup`: the window without arguments, else what the command line says. Ends with its exit status."""
    forbid_core_files()
    install_failure_hooks(lambda sentence: print(sentence, file=sys.stderr))
    if len(sys.argv) > 1:
        run_command_line()
    else:
        open_usual_window()


def run_command_line() -> None:
    """Do what the arguments say; only here is the command line loaded, for the window does not need it."""
    from stemsup_desktop.cli import Desk, stemsup

    desk = Desk(
        clock=read_clock,
        environment=os.environ,
        open_window=open_window,
        open_demo_window=open_demo_window,
        can_show_window=lambda: has_display(sys.platform, os.environ),
    )
    stemsup.main(prog_name="stemsup", obj=desk)


def open_usual_window() -> None:
    """Open the window on the usual vault; a problem ends the process as the command line does: one line, status 1."""
    try:
        open_window(find_data_paths(None, os.environ))
    except Problem as problem:
        sys.exit(" ".join(problem.sentence.split()))


def read_clock() -> datetime:
    """Return the present moment in this computer's time zone."""
    return datetime.now().astimezone()


def open_window(paths: DataPaths, when_shown: "Callable[[QWidget], None] | None" = None, passphrase: str = "") -> None:
    """Open the window on the vault of a folder and return when it was closed; a passphrase opens it without asking.

    Raises `EnvironmentProblem` where no window can open or the folder cannot be kept private.
    """
    check_display(os.environ)
    make_private_folder(paths.data)
    make_private_folder(paths.logs)
    start_log(paths.logs)
    with resting_collector():
        _load_qt()
        from stemsup_desktop.desktop import run_desktop

    run_desktop(paths.data, read_clock, when_shown, passphrase)


def _load_qt() -> None:
    """Load Qt here and not above: a command without a window neither waits for it nor needs its libraries."""
    try:
        import PySide6.QtWidgets  # noqa: F401 - loaded for what follows
    except ImportError as error:
        raise EnvironmentProblem(
            "qt-unusable", "Qt cannot be loaded: a system library that it needs is missing or too old."
        ) from error
    import_plainly()


def open_demo_window() -> None:
    """Open the window on a throw-away vault with example patients, which is gone afterwards."""
    from stemsup_desktop.demo import PASSPHRASE, make_demo_vault

    check_display(os.environ)
    with make_demo_vault(read_clock) as folder:
        open_window(DataPaths(data=folder, logs=folder / "logs"), passphrase=PASSPHRASE)
