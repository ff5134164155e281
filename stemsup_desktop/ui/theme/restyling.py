"""Puts another style sheet on the program without holding it: widgets are styled a few at a time, the seen ones first.

Where one style sheet takes the place of another, Qt styles in one turn every widget that it has looked up rules for,
and each once for every one of its ancestors. So what it looked up is forgotten first: then it styles none by itself.
"""

from collections.abc import Iterable, Iterator

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from stemsup_desktop.ui.theme.picture import keep_picture, paint_again
from stemsup_desktop.ui.turns import in_pieces

PIECE = 60
"""Widgets in one turn: some 5 ms, and as much for those among them that ask for their room anew."""
_DIRECTLY = Qt.FindChildOption.FindDirectChildrenOnly
_POLISHED = Qt.WidgetAttribute.WA_WState_Polished


class Wardrobe:
    """Keeps the widgets that wait for their style: Qt styles a widget by itself once in its life."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._waiting: dict[QWidget, None] = {}
        self._is_resizing = False
        self._seen: list[QWidget] = []
        self._still: list[QWidget] = []
        """The windows that keep their picture until what is on them is styled."""

    @property
    def is_empty(self) -> bool:
        """Whether no widget waits."""
        return not self._waiting

    def put_on(self, sheet: str) -> None:
        """Put a style sheet on at once, as for another size of text: everything is laid out anew.

        By way of no style sheet each widget is styled once.
        """
        if self._app.styleSheet():
            self._app.setStyleSheet("")
        self._app.setStyleSheet(sheet)

    def keep_pictures(self) -> None:
        """Let every window keep its picture until what is on it is styled."""
        self._still += [window for window in self._app.topLevelWidgets() if keep_picture(window)]

    def exchange(self, sheet: str, *, is_resizing: bool = False) -> Iterator[None]:
        """Put a style sheet in the place of the one there is, in two turns; no widget is styled by it yet.

        Where its sizes are others, each widget asks for its room anew as it is styled.
        """
        self._is_resizing = is_resizing
        self._app.style().unpolish(self._app)  # forgets what was looked up, for all widgets
        yield
        self._app.setStyleSheet(sheet)
        yield

    def gather(self) -> None:
        """Let every widget wait for its style: those that are there by now, for others are styled as they come."""
        self._waiting = dict.fromkeys(self._app.allWidgets())

    def find_seen(self) -> Iterator[None]:
        """Find what is on screen of that, outer before inner: it comes first."""
        self._seen = []
        yield from in_pieces(self._iter_finding(self._app.topLevelWidgets()))

    def _iter_finding(self, widgets: Iterable[QWidget]) -> Iterator[None]:
        for widget in widgets:
            if not shiboken6.isValid(widget) or not widget.isVisible():
                continue
            self._seen.append(widget)
            yield
            if shiboken6.isValid(widget):
                within = widget.findChildren(QWidget, options=_DIRECTLY)
                yield from self._iter_finding(one for one in within if not one.isWindow())

    def take_up_seen(self) -> Iterator[None]:
        """Style what is on screen, a few at a time."""
        while self._seen:
            self._style(self._seen[:PIECE])
            del self._seen[:PIECE]
            yield

    def show_seen(self) -> None:
        """Let the windows show what was styled, all of it at once."""
        while self._still:
            window = self._still.pop()
            if shiboken6.isValid(window):
                paint_again(window)

    def take_up(self) -> Iterator[None]:
        """Style what is not on screen, a few at a time."""
        while self._waiting:
            self._style(list(self._waiting)[:PIECE])
            yield

    def take_up_in(self, outer: QWidget) -> None:
        """Style at once what waits in a widget that is about to be seen."""
        if self._waiting:
            self._style((outer, *outer.findChildren(QWidget)))

    def _style(self, widgets: Iterable[QWidget]) -> None:
        style = self._app.style()
        for widget in widgets:
            if widget not in self._waiting:
                continue
            del self._waiting[widget]
            if shiboken6.isValid(widget) and widget.testAttribute(_POLISHED):
                style.polish(widget)
                widget.update()
                if self._is_resizing:
                    widget.updateGeometry()
