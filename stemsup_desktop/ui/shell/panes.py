"""Moves the focus from pane to pane."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from stemsup_desktop.ui.components.field_frame import FieldFrame
from stemsup_desktop.ui.page import Page

TAB_POLICIES = (Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.WheelFocus)
"""The policies of Qt that include Tab; asked one by one for a bit, each makes an object."""


def takes_tab(widget: QWidget, within: QWidget) -> bool:
    """Tell whether Tab would stop at a widget."""
    is_stop = widget.focusPolicy() in TAB_POLICIES and widget.focusProxy() is None
    return is_stop and widget.isEnabled() and widget.isVisibleTo(within)


def first_stop(pane: QWidget) -> QWidget | None:
    """Return the first thing in a pane that Tab would stop at."""
    if takes_tab(pane, pane.window()):
        return pane
    return next((child for child in pane.findChildren(QWidget) if takes_tab(child, pane)), None)


def first_stop_in_body(page: QWidget) -> QWidget | None:
    """Return where typing begins on a page: its own proxy, its first open field, or the first stop of its panes."""
    proxy = page.focusProxy()
    if proxy is not None and proxy.isEnabled():
        return page
    start = page.find_start() if isinstance(page, Page) else None
    if start is not None:
        return start
    fields = [field for field in page.findChildren(FieldFrame) if field.isVisibleTo(page) and field.isEnabled()]
    for field in fields:
        if field.is_open and field.focusProxy() is not None:
            return field
    panes = page.panes() if isinstance(page, Page) else [page]
    return next((stop for pane in panes if (stop := first_stop(pane)) is not None), None)


def focus_next_pane(window: QWidget, panes: list[QWidget], by: int) -> None:
    """Put the focus into the next visible pane (`by` 1) or the one before (`by` -1), round the window."""
    seen = [pane for pane in panes if pane.isVisibleTo(window) and first_stop(pane) is not None]
    if not seen:
        return
    now = window.focusWidget()
    here = next((i for i, pane in enumerate(seen) if now is not None and (pane is now or pane.isAncestorOf(now))), None)
    position = (0 if by > 0 else -1) if here is None else (here + by) % len(seen)
    stop = first_stop(seen[position])
    if stop is not None:
        stop.setFocus(Qt.FocusReason.ShortcutFocusReason)
