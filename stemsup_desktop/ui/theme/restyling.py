"""Puts another style sheet on the program without holding it: what is not on screen is styled a few at a time."""

from collections.abc import Iterator

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

PIECE = 120
"""Widgets in one turn: some 5 ms."""
_POLISHED = Qt.WidgetAttribute.WA_WState_Polished


class Wardrobe:
    """Keeps the widgets that wait for their style.

    Qt styles a widget by itself once in its life, so each one that was laid aside is taken up again here.
    """

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._aside: dict[QWidget, None] = {}

    @property
    def is_empty(self) -> bool:
        """Whether no widget waits."""
        return not self._aside

    def lay_aside(self) -> Iterator[None]:
        """Take the style off every widget that is not on screen, a few at a time."""
        style = self._app.style()
        for number, widget in enumerate(self._app.allWidgets()):
            if shiboken6.isValid(widget) and widget.testAttribute(_POLISHED) and not widget.isVisible():
                style.unpolish(widget)
                widget.setAttribute(_POLISHED, False)
                self._aside[widget] = None
            if number % PIECE == PIECE - 1:
                yield

    def put_on(self, sheet: str) -> None:
        """Put a style sheet on what is on screen.

        Where one takes the place of another, Qt styles each widget once for every one of its ancestors; by way of none,
        it does so once.
        """
        if self._app.styleSheet():
            self._app.setStyleSheet("")
        self._app.setStyleSheet(sheet)

    def take_up(self) -> Iterator[None]:
        """Style what was laid aside, a few at a time."""
        while self._aside:
            for widget in list(self._aside)[:PIECE]:
                self._style(widget)
            yield

    def take_up_in(self, outer: QWidget) -> None:
        """Style at once what was laid aside in a widget that is about to be seen."""
        if self._aside:
            for widget in (outer, *outer.findChildren(QWidget)):
                if widget in self._aside:
                    self._style(widget)

    def _style(self, widget: QWidget) -> None:
        del self._aside[widget]
        if shiboken6.isValid(widget):
            widget.setAttribute(_POLISHED, True)
            self._app.style().polish(widget)
            widget.update()
