"""One line to type into that never cuts a text: Qt's own field drops what goes over a limit without a word."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from stemsup_desktop.ui.components.own_undo import leaves_to_window

UNLIMITED = 2**31 - 1


class LineEdit(QLineEdit):
    """A QLineEdit without a longest text, so that whoever asks for less can say so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(UNLIMITED)

    def event(self, event: QEvent) -> bool:
        if leaves_to_window(event, can_undo=self.isUndoAvailable(), can_redo=self.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)
