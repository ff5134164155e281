"""The turns of the event loop: what is long is cut into pieces, and between two of them input may come in."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

TURN_MS = 1
"""Not 0: Qt posts what a timer of 0 ms starts, and takes posted events until none is left, in one turn."""


def run_in_turns(owner: QObject, *acts: Callable[[], object]) -> None:
    """Do one act after the other, each in a turn of its own, as long as their owner is there."""
    if acts:
        QTimer.singleShot(TURN_MS, owner, lambda: _run_first(owner, acts))


def _run_first(owner: QObject, acts: tuple[Callable[[], object], ...]) -> None:
    first, *rest = acts
    first()
    run_in_turns(owner, *rest)
