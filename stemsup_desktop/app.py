"""The composition root: the one place that knows everyone. Opens the window, or hands over to the command line."""

import os
import sys
from datetime import datetime
from pathlib import Path

import click

from stemsup_desktop.cli import Desk, stemsup
from stemsup_desktop.display import check_display, has_display
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.logs import install_failure_hooks, start_log
from stemsup_desktop.paths import DataPaths, make_private_folder


def main() -> None:
    """Run the `stemsup` command: the window without a sub-command. Ends the process with its exit status."""
    install_failure_hooks(lambda sentence: click.echo(sentence, err=True))
    stemsup.main(prog_name="stemsup", obj=make_desk())


def make_desk() -> Desk:
    """Return what the command line needs of this computer."""
    return Desk(
        clock=read_clock,
        environment=os.environ,
        open_window=open_window,
        open_demo_window=open_demo_window,
        can_show_window=lambda: has_display(sys.platform, os.environ),
    )


def read_clock() -> datetime:
    """Return the present moment in this computer's time zone."""
    return datetime.now().astimezone()


def prepare(paths: DataPaths) -> None:
    """Check that a window can open, make the folders private and start the log; raises `EnvironmentProblem`."""
    check_display(os.environ)
    make_private_folder(paths.data)
    make_private_folder(paths.logs)
    start_log(paths.logs)
