"""Who takes Ctrl+Z in a field of text: the field while it has anything to take back, and the window after that."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence


def leaves_to_window(event: QEvent, *, can_undo: bool, can_redo: bool) -> bool:
    """Whether an event asks a field if it wants the keys of undo or redo, and it has nothing to do with them."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.matches(QKeySequence.StandardKey.Undo):
        return not can_undo
    return event.matches(QKeySequence.StandardKey.Redo) and not can_redo
