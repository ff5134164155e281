"""Keeps the picture of a window while what is on it changes, and lets it paint again: once, not twice."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QWidget

_DIRECTLY = Qt.FindChildOption.FindDirectChildrenOnly
_FORCED, _DISABLED = Qt.WidgetAttribute.WA_ForceUpdatesDisabled, Qt.WidgetAttribute.WA_UpdatesDisabled


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
