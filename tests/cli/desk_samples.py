"""A moment and windows that only say they opened, for tests of the command line."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

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
