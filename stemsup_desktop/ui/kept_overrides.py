"""Keeps the methods by which the program overrides Qt's own alive, whatever goes wrong while one is looked up.

Where Qt asks a widget for the first time for such a method while a Python error waits to be raised, PySide6 6.12 drops
a reference to it that it never took. Once is enough to free the method: the next widget of that class takes the whole
program with it, and with the program what was typed last.
"""

import sys
from collections.abc import Iterator
from types import FunctionType

import shiboken6
from PySide6.QtCore import QObject, QTimer

from stemsup_desktop.ui.turns import in_pieces, take_in_turns

HELD = 256
"""References held to each: more than a page has widgets of one class that could be asked amid one error."""
TURN_MS = 500
"""How often it is looked whether a page has brought new classes."""
_PROGRAM = __name__.partition(".")[0]


class OverrideKeeper(QObject):
    """Holds the overrides of every class of the program that wraps one of Qt's, now and when more are imported."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._held: dict[type, tuple[FunctionType, ...]] = {}
        self._modules = 0
        self._timer = QTimer(self)
        self._timer.setInterval(TURN_MS)
        self._timer.timeout.connect(self._look_in_turns)
        self._timer.start()
        self._look_in_turns()

    def look(self) -> None:
        """Hold what has come since the last look."""
        for _ in self._iter_look():
            pass

    def _look_in_turns(self) -> None:
        take_in_turns(self, in_pieces(self._iter_look()), lambda: None)

    def _iter_look(self) -> Iterator[None]:
        """Hold what has come, a class at a time: there are hundreds, and it takes longer than a window may be held."""
        if len(sys.modules) == self._modules:
            return
        self._modules = len(sys.modules)
        for wrapper in _iter_subclasses(shiboken6.Shiboken.Object):
            if wrapper not in self._held and wrapper.__module__.partition(".")[0] == _PROGRAM:
                self._held[wrapper] = tuple(_iter_overrides(wrapper)) * HELD
                yield


def _iter_subclasses(wrapper: type) -> Iterator[type]:
    subclasses: list[type] = type.__subclasses__(wrapper)
    for subclass in subclasses:
        yield subclass
        yield from _iter_subclasses(subclass)


def _iter_overrides(wrapper: type) -> Iterator[FunctionType]:
    """Yield the functions of a class that one of the classes above it has too."""
    for name, value in vars(wrapper).items():
        if isinstance(value, FunctionType) and any(name in vars(above) for above in wrapper.__mro__[1:]):
            yield value
