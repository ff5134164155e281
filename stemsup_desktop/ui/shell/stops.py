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


def find_beside(now: QWidget, window: QWidget, *, is_next: bool) -> QWidget | None:
    """Return the stop after or before one, round the ends of a window; None where Tab does not stop at that one.

    It is what stands beside it in `iter_stops`; but only the parts that the way there leads through are asked.
    """
    holders = _list_holders(now, window)
    if holders is None or not (now.isVisible() and takes_tab(now, window.window())):
        return None
    beside = _iter_after(now, holders) if is_next else _iter_before(now, holders)
    return next(beside, None) or next(_iter_lazily(window, window.window(), is_next=is_next), now)


def _list_holders(widget: QWidget, window: QWidget) -> list[QWidget] | None:
    """Return what a widget lies in, from the inside out; None where something on the way does not show it."""
    holders: list[QWidget] = []
    while widget is not window:
        parent = widget.parentWidget()
        area = parent.parentWidget() if parent is not None else None
        if isinstance(area, QScrollArea) and area.widget() is widget:
            parent = area  # past its viewport
        chosen = _list_chosen(parent) if parent is not None else None
        if parent is None or widget.isWindow() or (chosen is not None and widget not in chosen):
            return None
        holders.append(parent)
        widget = parent
    return holders


def _iter_after(widget: QWidget, holders: list[QWidget]) -> Iterator[QWidget]:
    window = widget.window()
    for child in _children_in_order(widget):
        yield from _iter_lazily(child, window, is_next=True)
    for holder in holders:
        children = _children_in_order(holder)
        for beside in children[children.index(widget) + 1 :]:
            yield from _iter_lazily(beside, window, is_next=True)
        widget = holder


def _iter_before(widget: QWidget, holders: list[QWidget]) -> Iterator[QWidget]:
    window = widget.window()
    for holder in holders:
        children = _children_in_order(holder)
        for beside in reversed(children[: children.index(widget)]):
            yield from _iter_lazily(beside, window, is_next=False)
        if takes_tab(holder, window):
            yield holder
        widget = holder


def _iter_lazily(widget: QWidget, window: QWidget, *, is_next: bool) -> Iterator[QWidget]:
    """Go through the stops in a widget from the first or from the last, and ask no further than is wanted."""
    if not widget.isVisible():
        return
    is_stop = takes_tab(widget, window)
    if is_stop and is_next:
        yield widget
    children = _children_in_order(widget)
    for child in children if is_next else reversed(children):
        yield from _iter_lazily(child, window, is_next=is_next)
    if is_stop and not is_next:
        yield widget


def _list_chosen(widget: QWidget) -> list[QWidget] | None:
    """Return the one child that is gone through where a widget shows one of them; None where it shows all."""
    match widget:
        case QMainWindow():
            return _present(widget.centralWidget())
        case QScrollArea():
            return _present(widget.widget())
        case QStackedWidget():
            return _present(widget.currentWidget())
        case QAbstractScrollArea():
            return []
    return None


def _children_in_order(widget: QWidget) -> list[QWidget]:
    children = widget.children()
    if not children:
        return []
    chosen = _list_chosen(widget)
    if chosen is not None:
        return chosen
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
