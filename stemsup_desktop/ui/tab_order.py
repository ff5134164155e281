"""Makes Tab follow the layout, also where rows were added after the fields below them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget

from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.layout_parts import list_parts


def set_tab_order(parts: Sequence[QWidget]) -> None:
    """Let Tab go through the parts one after the other, and within each from first to last in its layout."""
    stops = [stop for part in parts for stop in _find_stops(part)]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _find_stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None:
        yield widget
    content = widget.content if isinstance(widget, ScrollPane) else None
    if content is not None:
        yield from _find_stops(content)
    layout = widget.layout()
    if layout is not None:
        yield from _find_in_layout(layout)


def _find_in_layout(layout: QLayout) -> Iterator[QWidget]:
    for part in list_parts(layout):
        yield from _find_in_layout(part) if isinstance(part, QLayout) else _find_stops(part)
