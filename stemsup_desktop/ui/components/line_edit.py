"""One line to type into that never cuts a text: Qt's own field drops what goes over a limit without a word."""

from PySide6.QtWidgets import QLineEdit, QWidget

UNLIMITED = 2**31 - 1


class LineEdit(QLineEdit):
    """A QLineEdit without a longest text, so that whoever asks for less can say so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(UNLIMITED)

    def setPlaceholderText(self, text: str) -> None:
        """Ask for something; where the field is too narrow for the question, Qt shortens it and the tooltip has it."""
        super().setPlaceholderText(text)
        self.setToolTip(text)
