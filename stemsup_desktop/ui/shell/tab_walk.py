"""The way of Tab through the window, round its ends, without a trap."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.shell.neighbours import find_neighbour, read_trace
from stemsup_desktop.ui.shell.stops import find_beside, iter_stops


def move_focus(window: QWidget, *, is_next: bool) -> bool:
    """Put the focus on the next or previous stop of a window, round its ends; return False if there is none."""
    stop = _find_beside(window, window.focusWidget(), is_next=is_next)
    if stop is None:
        return False
    stop.setFocus(Qt.FocusReason.TabFocusReason if is_next else Qt.FocusReason.BacktabFocusReason)
    bring_into_view(stop)
    return True


def _find_beside(window: QWidget, now: QWidget | None, *, is_next: bool) -> QWidget | None:
    """Find the stop after or before the focus; where that is none itself, the first or last, or what is nearest."""
    beside = find_beside(now, window, is_next=is_next) if now is not None else None
    if beside is not None:
        return beside
    stops = list(iter_stops(window))
    return _find_neighbour_of(now, stops[0 if is_next else -1]) if stops else None


def _find_neighbour_of(now: QWidget | None, otherwise: QWidget) -> QWidget:
    """Return what stands nearest to a focus that is being hidden or disabled: Qt asks for the next one then."""
    is_going = now is not None and not (now.isEnabled() and now.isVisible())
    neighbour = find_neighbour(read_trace(now), than=now) if now is not None and is_going else None
    return neighbour or otherwise


def bring_into_view(stop: QWidget) -> None:
    """Scroll whatever a widget lies in until it is seen."""
    parent = stop.parentWidget()
    while parent is not None:
        if isinstance(parent, ScrollPane):
            parent.show_widget(stop)
        parent = parent.parentWidget()
