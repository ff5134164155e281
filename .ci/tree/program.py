"""The program as a clinic starts it, on the folder that is named, but for paper, which goes into that folder.

A printer is nothing that a check can have; what would have reached it is kept as a file and said to have been printed.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stemsup_desktop import window_papers
from stemsup_desktop.app import open_window
from stemsup_desktop.paths import DataPaths


class _Printed(QObject):
    """A run of the printer that ends well."""

    ended = Signal(object)
    sent = Signal()


def main(folder: Path) -> None:
    """Open the window and return when it was closed."""
    papers: list[Path] = []

    def take(pdf: bytes, parent: QWidget, *_: str, **__: object) -> _Printed:
        papers.append(folder / f"printed-{len(papers) + 1}.pdf")
        papers[-1].write_bytes(pdf)
        return _Printed(parent)

    window_papers.print_pdf = take  # type: ignore[assignment]
    open_window(DataPaths(data=folder, logs=folder / "logs"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
