"""A camera that has every state judged instead of taken: `tests.said`, `tests.layout`, and `tests.views` with both."""

from functools import cache
from pathlib import Path
from typing import Protocol

from picture_tools import Camera
from program_rest import Rest
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QSize
from PySide6.QtWidgets import QWidget

from stemsup_desktop import content, desktop
from stemsup_desktop.documents import fonts

ROUNDS = 15
"""How deep the layouts lie in which one part that grows makes the next one grow."""


class Judge(Protocol):
    """Looks at a state of the program and notes what is wrong in it."""

    def judge(self, widget: QWidget, state: str) -> None:
        """Judge what is on show in a window or a part of it, which is at rest and is left as it was."""


class JudgingCamera(Camera):
    """Has each state judged as soon as the program has come to rest in it, by whoever `judges` now."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self.judges: tuple[Judge, ...] = ()

    def wait(self, ms: int) -> None:
        """Let the program run until it rests, however long that takes."""
        self._rest.come()

    def take(self, widget: QWidget, name: str, ms: int) -> None:
        """Have what is on show judged, by one after the other."""
        self.settle(widget, ms)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        for judge in self.judges:
            judge.judge(widget, name)

    def resize(self, window: QWidget, size: QSize) -> None:
        """Give a window a size, and let everything in it take its place."""
        window.resize(size)
        self.let_checklist_come(window)
        for _ in range(ROUNDS):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 20)
        self.wait(0)


def read_shipped_once() -> None:
    """Let all windows that are opened from now on share what ships, which never changes; a clinic's pack is read."""
    read, shipped = content.read_content, cache(content.read_content)

    def read_content(resources: Path, pack: Path | None = None) -> content.Content:
        return shipped(resources) if pack is None or not pack.exists() else read(resources, pack)

    content.read_content = read_content
    fonts.FontFolder = cache(fonts.FontFolder)  # type: ignore[misc,assignment]
    desktop.read_catalogue = cache(desktop.read_catalogue)
