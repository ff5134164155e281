"""Keeps the picture of a window while what is on it changes, and lets it paint again: once, not twice."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QWidget

_DIRECTLY = Qt.FindChildOption.FindDirectChildrenOnly
_FORCED, _DISABLED = Qt.WidgetAttribute.WA_ForceUpdatesDisabled, Qt.WidgetAttribute.WA_UpdatesDisabled


class _PaintingHold(QObject):
    """Takes from its window what Qt asks it to paint; it lives as long as the window, and looks on only while it holds.

    One made for each time would be let go by whoever waits to end it, amid its own end, which Python does not survive.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.is_on = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return event.type() == QEvent.Type.UpdateRequest


def hold_painting(window: QWidget) -> bool:
    """Leave for later what Qt asks a window to paint; return whether it was on screen and painted until now.

    A window that may not update at all forgets what changed on it, has to paint everything, and erases what leaves it.
    This one paints only what changed.
    """
    hold = window.findChild(_PaintingHold, options=_DIRECTLY) or _PaintingHold(window)
    if hold.is_on or not window.isVisible():
        return False
    hold.is_on = True
    window.installEventFilter(hold)
    return True


def let_paint(window: QWidget) -> None:
    """Let a window paint what changed while it was held, as soon as nothing else is to be done."""
    hold = window.findChild(_PaintingHold, options=_DIRECTLY)
    if hold is not None and hold.is_on:
        hold.is_on = False
        window.removeEventFilter(hold)
        low = Qt.EventPriority.LowEventPriority.value  # as Qt posts it
        QCoreApplication.postEvent(window, QEvent(QEvent.Type.UpdateRequest), low)


def keep_picture(widget: QWidget) -> bool:
    """Let a widget paint nothing from now on; return whether it was on screen and painted until now."""
    is_painting = widget.isVisible() and widget.updatesEnabled()
    if is_painting:
        widget.setUpdatesEnabled(False)
    return is_painting


def paint_again(widget: QWidget) -> None:
    """Let a widget paint again, and all that is in it.

    Where Qt lets a window paint again, it paints it for itself, and all that is in it once more: it takes a window for
    a part that nothing lies over. So only what fills it is told to paint, and the window is painted below that.
    """
    parts = [one for one in widget.findChildren(QWidget, options=_DIRECTLY) if not one.isWindow()]
    if not widget.isWindow() or not _is_filled(widget, parts):
        widget.setUpdatesEnabled(True)
        return
    widget.setAttribute(_FORCED, False)
    widget.setAttribute(_DISABLED, False)
    for part in parts:
        if not part.testAttribute(_FORCED):  # else somebody keeps the picture of that alone
            part.setUpdatesEnabled(True)


def _is_filled(widget: QWidget, parts: list[QWidget]) -> bool:
    left = QRegion(widget.rect())
    for part in parts:
        if part.isVisible() and part.mask().isEmpty() and not part.testAttribute(_FORCED):
            left -= QRegion(part.geometry())
    return left.isEmpty()
