"""Styles and lays out what is not on screen yet, a few widgets at a time: Qt does both for all of it at its first show.

A widget that was styled is styled anew wherever it is put into another, so nothing is styled before it is whole.
"""

import time
from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

PIECE_S = 0.008
"""Processor time in one piece; the widget that goes beyond it is still finished."""
_STYLED_AT_ONCE = 8
"""A widget with fewer in it is styled with all of them."""
_DIRECTLY = Qt.FindChildOption.FindDirectChildrenOnly
_MOVED, _RESIZED = Qt.WidgetAttribute.WA_PendingMoveEvent, Qt.WidgetAttribute.WA_PendingResizeEvent


def hold_back_styles() -> None:
    """Leave the style of every widget that is not seen yet for later: Qt asks itself to style each in the next turn.

    What is shown is styled then, whether Qt asked for it or not.
    """
    QCoreApplication.removePostedEvents(None, QEvent.Type.PolishRequest.value)


def iter_getting_ready(widget: QWidget, size: QSize) -> Iterator[None]:
    """Style a widget that is not on screen and everything in it, and lay it out for a size, in pieces.

    Its panes get their room first: what scrolls is measured when it is styled, and would be measured for another width.
    """
    widget.resize(size)
    yield from _in_pieces(_iter_placed(widget, into_panes=False))
    yield from _in_pieces(_iter_styled(widget))
    yield from _in_pieces(_iter_placed(widget, into_panes=True))


def _in_pieces(steps: Iterator[None]) -> Iterator[None]:
    begin_s = time.thread_time()
    for _ in steps:
        if time.thread_time() - begin_s > PIECE_S:
            yield
            begin_s = time.thread_time()
    yield


def _iter_styled(widget: QWidget) -> Iterator[None]:
    if len(widget.findChildren(QWidget)) > _STYLED_AT_ONCE:
        for child in widget.findChildren(QWidget, options=_DIRECTLY):
            yield from _iter_styled(child)
    widget.ensurePolished()
    yield


def _iter_placed(widget: QWidget, *, into_panes: bool) -> Iterator[None]:
    """Tell a widget what Qt keeps for its first show, then those in it: each of them has its room from the one above."""
    if widget.testAttribute(_MOVED):
        widget.setAttribute(_MOVED, False)
        QCoreApplication.sendEvent(widget, QMoveEvent(widget.pos(), widget.pos()))
    if widget.testAttribute(_RESIZED):
        widget.setAttribute(_RESIZED, False)
        QCoreApplication.sendEvent(widget, QResizeEvent(widget.size(), QSize()))
    layout = widget.layout()
    if layout is not None:
        layout.activate()
    yield
    if isinstance(widget, QScrollArea) and not into_panes:
        return
    for child in widget.findChildren(QWidget, options=_DIRECTLY):
        if isinstance(widget, QStackedWidget):
            child.resize(widget.contentsRect().size())
        elif child.isHidden() or child.isWindow():
            continue
        yield from _iter_placed(child, into_panes=into_panes)
