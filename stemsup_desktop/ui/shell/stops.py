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
    if not widget.isVisible():
        return
    if takes_tab(widget, widget.window()):
        yield widget
    for child in _children_in_order(widget):
        yield from iter_stops(child)


def _children_in_order(widget: QWidget) -> list[QWidget]:
    match widget:
        case QMainWindow():
            return _present(widget.centralWidget())
        case QScrollArea():
            return _present(widget.widget())
        case QStackedWidget():
            return _present(widget.currentWidget())
        case QAbstractScrollArea():
            return []
    layout = widget.layout()
    ordered = list(_widgets_of(layout)) if layout is not None else []
    known = set(ordered)
    others = [
        child
        for child in widget.children()
        if isinstance(child, QWidget) and child not in known and not child.isWindow()
    ]
    return [*ordered, *others]


def _widgets_of(layout: QLayout) -> Iterator[QWidget]:
    for part in list_parts(layout):
        if isinstance(part, QLayout):
            yield from _widgets_of(part)
        else:
            yield part


def _present(widget: QWidget | None) -> list[QWidget]:
    return [] if widget is None else [widget]
