"""One line to type into that never cuts a text: Qt's own field drops what goes over a limit without a word."""

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from stemsup_desktop.ui.components.composition import Composition

UNLIMITED = 2**31 - 1


class LineEdit(QLineEdit):
    """A QLineEdit without a longest text, so that whoever asks for less can say so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(UNLIMITED)
        self.composition = Composition(self)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self.composition.hear(event)
