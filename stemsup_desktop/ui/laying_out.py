"""Styles and lays out what is not on screen yet, a few widgets at a time: Qt does both for all of it at its first show.

A widget that was styled is styled anew wherever it is put into another, so nothing is styled before it is whole. Any of
it may be deleted between two pieces, as with the answer or the language that it was made for: then it is passed over.
"""

from collections.abc import Iterator
from functools import partial
from typing import Protocol, runtime_checkable

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from stemsup_desktop.ui.glyphs import draw_text_ahead
from stemsup_desktop.ui.theme.picture import hold_painting, keep_picture, let_paint, paint_again
from stemsup_desktop.ui.turns import in_pieces, run_in_turns, run_once_laid_out

_STYLED_AT_ONCE = 8
"""A widget with fewer in it is styled with all of them."""
_PASSES = 2
"""A field that grows with its lines knows its height once it has its width, and what stands round it only then."""
_DIRECTLY = Qt.FindChildOption.FindDirectChildrenOnly
_MOVED, _RESIZED = Qt.WidgetAttribute.WA_PendingMoveEvent, Qt.WidgetAttribute.WA_PendingResizeEvent


@runtime_checkable
class PaintsAhead(Protocol):
    """A widget that keeps what it paints, or what it has to work out for that, of its size."""

    def paint_ahead(self) -> None:
        """Work it out for the size of now, before somebody waits for it."""


def hold_back_styles() -> None:
    """Leave the style of every widget that is not seen yet for later: Qt asks itself to style each in the next turn.

    What is shown is styled then, whether Qt asked for it or not.
    """
    QCoreApplication.removePostedEvents(None, QEvent.Type.PolishRequest.value)  # type: ignore[arg-type] # None is every one


def paint_in_next_turn(widget: QWidget) -> None:
    """Keep the picture of a widget until the next turn: the layout of what comes in it takes this one."""
    if widget.isWindow():
        if hold_painting(widget):
            run_in_turns(widget, partial(let_paint, widget))
    elif keep_picture(widget):
        run_in_turns(widget, partial(paint_again, widget))


def paint_once_laid_out(window: QWidget) -> None:
    """Keep the picture of a window until what comes in it has come to rest, which takes some turns."""
    if hold_painting(window):
        run_once_laid_out(window, partial(let_paint, window))


def iter_getting_ready(widget: QWidget, size: QSize) -> Iterator[None]:
    """Style a widget that is not on screen and everything in it, and lay it out for a size, in pieces.

    A pane takes up what scrolls in it when it is styled, and measures it for the room it has then: so what is in it is
    styled first, and then the pane has its room.
    """
    yield from in_pieces(_iter_styled(widget))
    if not shiboken6.isValid(widget):
        return
    widget.resize(size)
    yield from in_pieces(_iter_placed(widget, into_panes=False))
    if not shiboken6.isValid(widget):
        return
    widget.ensurePolished()
    yield
    for _ in range(_PASSES):
        yield from in_pieces(_iter_placed(widget, into_panes=True))


def iter_styling(widget: QWidget) -> Iterator[None]:
    """Style a widget that stands where it will be seen, but hidden, and everything in it, in pieces."""
    yield from in_pieces(_iter_styled(widget))


def _iter_styled(widget: QWidget) -> Iterator[None]:
    """Style what stands in panes, and everywhere else what has no pane in it; the inner before the outer."""
    if not shiboken6.isValid(widget):
        return
    if isinstance(widget, QScrollArea) or widget.findChild(QScrollArea) is not None:
        for child in widget.findChildren(QWidget, options=_DIRECTLY):
            yield from _iter_styled(child)
        return
    if len(widget.findChildren(QWidget)) > _STYLED_AT_ONCE:
        for child in widget.findChildren(QWidget, options=_DIRECTLY):
            yield from _iter_styled(child)
    if not shiboken6.isValid(widget):
        return
    widget.ensurePolished()
    if widget.layout() is not None:
        widget.sizeHint()  # its layout keeps it
    yield


def _iter_placed(widget: QWidget, *, into_panes: bool) -> Iterator[None]:
    """Tell a widget what Qt keeps for its first show, then those in it: each has its room from the one above."""
    if not shiboken6.isValid(widget):
        return
    if widget.testAttribute(_MOVED):
        widget.setAttribute(_MOVED, False)
        QCoreApplication.sendEvent(widget, QMoveEvent(widget.pos(), widget.pos()))
    if widget.testAttribute(_RESIZED):
        widget.setAttribute(_RESIZED, False)
        QCoreApplication.sendEvent(widget, QResizeEvent(widget.size(), QSize()))
    layout = widget.layout()
    if layout is not None:
        layout.activate()
    if isinstance(widget, PaintsAhead):
        widget.paint_ahead()
    draw_text_ahead(widget)
    yield
    if not shiboken6.isValid(widget):
        return
    if isinstance(widget, QScrollArea):
        if not into_panes:
            return
        QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.LayoutRequest))  # gives what scrolls in it its height
    is_stack = isinstance(widget, QStackedWidget)
    for child in widget.findChildren(QWidget, options=_DIRECTLY):
        if not (shiboken6.isValid(child) and shiboken6.isValid(widget)):
            continue
        if is_stack:
            child.resize(widget.contentsRect().size())
        elif child.isHidden() or child.isWindow():
            continue
        yield from _iter_placed(child, into_panes=into_panes)
