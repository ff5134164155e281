"""Makes the Python types of Qt's classes ahead: PySide makes them when they are first needed, and many at one time.

Where Qt hands out a widget whose class has no name in Python, as the viewport of a pane, it makes those of every widget
there is, with all their enumerations.
"""

from collections.abc import Iterator

from PySide6 import QtCore, QtGui, QtWidgets

from stemsup_desktop.ui.turns import in_pieces


def iter_loading_types() -> Iterator[None]:
    """Make every type of what windows are made of, in pieces."""
    yield from in_pieces(_iter_types())


def _iter_types() -> Iterator[None]:
    for module in (QtCore, QtGui, QtWidgets):
        for name in dir(module):
            getattr(module, name)
            yield
