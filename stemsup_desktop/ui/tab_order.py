"""Makes Tab follow the layout, also where rows were added after the fields below them."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLayout, QWidget

from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.layout_parts import list_parts
from stemsup_desktop.ui.turns import run_in_turns


class TabOrder(QObject):
    """Orders the parts of a page in the turn after it is asked to, once, however many parts of it asked."""

    def __init__(self, page: QWidget, find_parts: Callable[[], Sequence[QWidget]]) -> None:
        super().__init__(page)
        self._find_parts = find_parts
        self._is_asked = False

    def order_soon(self) -> None:
        """Order the parts as they stand in the next turn."""
        if not self._is_asked:
            self._is_asked = True
            run_in_turns(self, self._order)

    def _order(self) -> None:
        self._is_asked = False
        set_tab_order(self._find_parts())


def set_tab_order(parts: Sequence[QWidget]) -> None:
    """Let Tab go through the parts one after the other, and within each from first to last in its layout."""
    stops = [stop for part in parts for stop in _find_stops(part)]
    for before, after in pairwise(stops):
        if before.nextInFocusChain() is not after:
            QWidget.setTabOrder(before, after)


def _find_stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None:
        yield widget
    content = widget.content if isinstance(widget, ScrollPane) else None
    if content is not None:
        yield from _find_stops(content)
    layout = widget.layout()
    if layout is not None:
        children = [child for child in widget.children() if isinstance(child, QWidget)]
        yield from _find_in_layout(layout, children)


def _find_in_layout(layout: QLayout, children: Sequence[QWidget]) -> Iterator[QWidget]:
    """Find the stops of a layout, and of those in it; `children` are those of the widget that they lay out."""
    for part in list_parts(layout, children):
        yield from _find_in_layout(part, children) if isinstance(part, QLayout) else _find_stops(part)
