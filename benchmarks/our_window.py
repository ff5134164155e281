"""The program's own first window. Run as a process of its own; `STEMSUP_DATA` names a throw-away folder."""

import os

from benchmarks.readiness import say_when_ready
from stemsup_desktop.app import open_window
from stemsup_desktop.paths import find_data_paths


def main() -> None:
    """Open the window as `stemsup` does, say that it is ready, and end."""
    open_window(find_data_paths(None, os.environ), say_when_ready)


if __name__ == "__main__":
    main()
