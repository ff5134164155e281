"""What Tab stops at, in reading order: as the eye reads, layout by layout, so that nothing is skipped.

Qt keeps one chain for all widgets, in the order of their making. Rows that come later, and orders set for part of the
chain, leave it with loops of its own; here the order is read from the layouts each time instead.
"""

from collections.abc import Iterator

from PySide6.QtWidgets import QAbstractScrollArea, QLayout, QMainWindow, QScrollArea, QStackedWidget, QWidget

from stemsup_desktop.ui.layout_parts import list_parts
from stemsup_desktop.ui.shell.panes import takes_tab


def iter_stops(widget: QWidget) -> Iterator[QWidget]:
    """Go through everything in a visible widget that Tab stops at, in reading order."""
    found: list[QWidget] = []
    _gather(widget, widget.window(), found)
    yield from found


def _gather(widget: QWidget, window: QWidget, found: list[QWidget]) -> None:
    """Add the stops of a widget to those that were found; every key of Tab comes through here, hundreds of times."""
    if not widget.isVisible():
        return
    if takes_tab(widget, window):
        found.append(widget)
    for child in _children_in_order(widget):
        _gather(child, window, found)


def _children_in_order(widget: QWidget) -> list[QWidget]:
    children = widget.children()
    if not children:
        return []
    match widget:
        case QMainWindow():
            return _present(widget.centralWidget())
        case QScrollArea():
            return _present(widget.widget())
        case QStackedWidget():
            return _present(widget.currentWidget())
        case QAbstractScrollArea():
            return []
    layout, left = widget.layout(), {child: None for child in children if isinstance(child, QWidget)}
    ordered = list(_take_from(left, layout)) if layout is not None else []
    return [*ordered, *(child for child in left if not child.isWindow())]


def _take_from(left: dict[QWidget, None], layout: QLayout) -> Iterator[QWidget]:
    """Go through the widgets of a layout and those in it, and take each from what is left: it lies in one of them."""
    parts = list_parts(layout, left)
    for part in parts:
        if isinstance(part, QWidget):
            del left[part]
    for part in parts:
        if isinstance(part, QLayout):
            yield from _take_from(left, part)
        else:
            yield part


def _present(widget: QWidget | None) -> list[QWidget]:
    return [] if widget is None else [widget]
