"""Where the patient screen stands: on another display, or over the records on the one there is."""

from typing import Protocol

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget


class Placer(Protocol):
    """Puts the patient screen on a display."""

    def place(self, screen: QWidget, beside: QWidget) -> bool:
        """Show a window where the patient sees it; return whether it lies over the records in `beside`."""
        ...


class OtherDisplay:
    """Takes the first display on which the records are not; without one, the whole of the only one."""

    def place(self, screen: QWidget, beside: QWidget) -> bool:
        """Show a window over the whole of a display."""
        others = [one for one in QGuiApplication.screens() if one is not beside.screen()]
        target = others[0] if others else beside.screen()
        screen.setGeometry(target.geometry())
        screen.showFullScreen()
        return not others
