"""One line to type into that never cuts a text: Qt's own field drops what goes over a limit without a word."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from stemsup_desktop.ui.components.composition import Composition
from stemsup_desktop.ui.components.own_undo import leaves_to_window

UNLIMITED = 2**31 - 1
_OWN_MARGIN_PX = 2
"""What Qt leaves free before the text of every line, and not in lists and fields of several lines."""


class LineEdit(QLineEdit):
    """A QLineEdit without a longest text, so that whoever asks for less can say so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(UNLIMITED)
        self.setTextMargins(-_OWN_MARGIN_PX, 0, 0, 0)
        self.composition = Composition(self)

    def event(self, event: QEvent) -> bool:
        if leaves_to_window(event, can_undo=self.isUndoAvailable(), can_redo=self.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self.composition.hear(event)

    def setPlaceholderText(self, text: str) -> None:
        """Ask for something; where the field is too narrow for the question, Qt shortens it and the tooltip has it."""
        super().setPlaceholderText(text)
        if text != self.toolTip():
            self.setToolTip(text)
