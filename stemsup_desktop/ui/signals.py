"""Keeps a widget that is set from state from reporting it back as an edit."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from PySide6.QtCore import QObject, QSignalBlocker


@contextmanager
def signals_blocked(*senders: QObject) -> Iterator[None]:
    """Block the signals of every sender for the length of a `with` block, also when it raises."""
    with ExitStack() as stack:
        for sender in senders:
            stack.enter_context(QSignalBlocker(sender))
        yield
