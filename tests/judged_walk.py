"""A camera that has every state judged instead of taken: `tests.said`, `tests.layout`, and `tests.views` with both."""

from typing import Protocol

from picture_tools import Camera
from program_rest import Rest
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QSize
from PySide6.QtWidgets import QWidget

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
