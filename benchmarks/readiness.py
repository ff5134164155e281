"""Says on standard output when a window has painted itself and waits for input, then ends the program."""

import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

READY = "ready"


class _FirstPaint(QObject):
    """Waits for the first paint of a window."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let every event through; after the first paint wait until nothing else is queued."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, _say_ready)
        return False


def _say_ready() -> None:
    sys.stdout.write(READY + "\n")
    sys.stdout.flush()
    QApplication.quit()


def say_when_ready(window: QWidget) -> None:
    """Print "ready" once `window` has painted itself and the event loop is idle, then quit."""
    window.installEventFilter(_FirstPaint(window))
