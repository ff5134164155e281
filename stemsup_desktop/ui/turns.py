"""The turns of the event loop: what is long is cut into pieces, and between two of them input may come in."""

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer

TURN_MS = 1
"""Not 0: Qt posts what a timer of 0 ms starts, and takes posted events until none is left, in one turn."""

_LAYOUT_TURNS = 3
"""A part asks the one round it to lay it out again, and that the pane which scrolls, each in the turn after."""

PIECE_S = 0.008
"""Processor time in one piece of small steps; the step that goes beyond it is still finished."""

_DONE = object()


def run_in_turns(owner: QObject, *acts: Callable[[], object]) -> None:
    """Do one act after the other, each in a turn of its own, as long as their owner is there."""
    if acts:
        QTimer.singleShot(TURN_MS, owner, lambda: _run_first(owner, acts))


def run_once_laid_out(owner: QObject, act: Callable[[], object]) -> None:
    """Do something when a page that comes in this turn has come to rest, as long as its owner is there."""
    run_in_turns(owner, *(_wait_a_turn for _ in range(_LAYOUT_TURNS)), act)


def run_after_painting(owner: QObject, act: Callable[[], object]) -> None:
    """Do something in the turn after that which paints what this has shown, as long as its owner is there."""
    run_once_laid_out(owner, lambda: run_in_turns(owner, act))


def iter_painting() -> Iterator[None]:
    """Yield for each turn in which what this one has shown is laid out, and for that which paints it."""
    for _ in range(_LAYOUT_TURNS + 2):
        yield


def _wait_a_turn() -> None:
    """Do nothing: Qt lays out in this turn."""


def iter_shared(pieces: Iterator[None]) -> Iterator[None]:
    """Yield pieces that somebody else may take on with: where this is given up half way, they are not."""
    while next(pieces, _DONE) is not _DONE:
        yield


def iter_until(is_over: Callable[[], bool], pieces: Iterator[None]) -> Iterator[None]:
    """Yield pieces of what was queued, until it is over for whoever queued it."""
    while not is_over() and next(pieces, _DONE) is not _DONE:
        yield


def in_pieces(steps: Iterator[None]) -> Iterator[None]:
    """Take small steps, as many in one piece as make some milliseconds."""
    begin_s = time.thread_time()
    for _ in steps:
        if time.thread_time() - begin_s > PIECE_S:
            yield
            begin_s = time.thread_time()
    yield


def take_in_turns(owner: QObject, pieces: Iterator[None], on_done: Callable[[], object]) -> None:
    """Take one piece after the other, each in a turn of its own, and then do what comes after them."""
    QTimer.singleShot(TURN_MS, owner, lambda: _take_next(owner, pieces, on_done))


def _take_next(owner: QObject, pieces: Iterator[None], on_done: Callable[[], object]) -> None:
    for _ in pieces:
        take_in_turns(owner, pieces, on_done)
        return
    on_done()


def _run_first(owner: QObject, acts: tuple[Callable[[], object], ...]) -> None:
    first, *rest = acts
    first()
    run_in_turns(owner, *rest)
