"""Types as an input method does: what is composed is shown first, and committed later."""

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget


def send(widget: QWidget, preedit: str = "", commit: str = "") -> None:
    """Send one input method event, as the system does after a key."""
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(widget, event)


def compose(widget: QWidget, *steps: str) -> None:
    """Show these texts one after the other, committing none."""
    for step in steps:
        send(widget, step)


def commit(widget: QWidget, text: str) -> None:
    """Commit a text and end the composition."""
    send(widget, "", text)


def compose_name(widget: QWidget, reading: str, text: str) -> None:
    """Type a reading kana by kana, convert it and commit what came of it."""
    compose(widget, *(reading[:end] for end in range(1, len(reading) + 1)), text)
    commit(widget, text)
