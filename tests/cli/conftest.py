"""The command line as a test calls it: a fixed clock, an empty environment, and windows that only say they opened."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

import pytest
from click.testing import CliRunner, Result

from stemsup_desktop.cli import Desk, stemsup
from stemsup_desktop.paths import DataPaths

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=9)))


@dataclass
class Windows:
    """What was asked to open."""

    opened: list[DataPaths] = field(default_factory=list)
    demos: int = 0
    can_show: bool = False

    def open_demo(self) -> None:
        self.demos += 1


@pytest.fixture
def windows() -> Windows:
    return Windows()


@pytest.fixture
def run(windows: Windows) -> Callable[..., Result]:
    desk = Desk(
        clock=lambda: NOW,
        environment={},
        open_window=windows.opened.append,
        open_demo_window=windows.open_demo,
        can_show_window=lambda: windows.can_show,
    )

    def invoke(*arguments: object) -> Result:
        return CliRunner().invoke(stemsup, [str(argument) for argument in arguments], obj=desk)

    return invoke
